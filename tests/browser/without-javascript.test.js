// Everything can be read and reached where scripts do not run.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

const open = (t, width) => openPage(browser, t, { width, javaScriptEnabled: false });

test("a page shows its text, its sidebar and its contents", async (t) => {
  const page = await open(t, 1440);
  await page.goto(`${site}practice/everything/`);
  const sidebar = page.getByRole("navigation", { name: "Playbook" });
  await page.getByText("floccinaucinihilipilification").waitFor();
  await page.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Tables" }).waitFor();
  await sidebar.getByRole("link", { name: "One-to-one" }).click();
  await page.waitForURL(`${site}practice/one-to-one/`);
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: "Home" }).click();
  await page.waitForURL(site);
});

test("no control is shown that needs a script", async (t) => {
  const page = await open(t, 1440);
  await page.goto(`${site}practice/everything/`);
  assert.equal(await page.getByRole("button").count(), 0);
});

test("the menu of a phone opens and leads to a page", async (t) => {
  const page = await open(t, 390);
  await page.goto(`${site}practice/everything/`);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("navigation", { name: "Playbook" }).getByRole("link", { name: "Practices" }).click();
  await page.waitForURL(`${site}practice/`);
});

test("the contents of a phone open and lead to a heading", async (t) => {
  const page = await open(t, 390);
  await page.goto(`${site}practice/everything/`);
  const contents = page.getByRole("navigation", { name: "On this page" });
  await contents.getByText("On this page").click();
  await contents.getByRole("link", { name: "Tables" }).click();
  await page.waitForURL(/#tables$/);
});

test("an old address leads to the new one", async (t) => {
  // The old page is left before all that it asks for has come.
  const options = { width: 390, javaScriptEnabled: false, expected: [/ERR_ABORTED|ERR_FAILED/] };
  const page = await openPage(browser, t, options);
  await page.goto(`${site}meetings/one-to-one/`, { waitUntil: "commit" });
  await page.waitForURL(`${site}practice/one-to-one/`);
});

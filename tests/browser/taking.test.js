// What readers take with them: a page as Markdown, several pages on one, on paper; and what they
// give back: a report of a problem.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output, "--base-url", "https://handbook.example/");
const site = await serve(output, after);
const copying = { permissions: ["clipboard-read", "clipboard-write"] };

async function copied(page) {
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await page.getByRole("status").getByText("Page copied as Markdown").waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a page is copied as Markdown whose links lead to the site", async (t) => {
  const page = await openPage(browser, t, copying);
  await page.goto(`${site}practice/waiting/`);
  const text = await copied(page);
  assert.match(text, /^# What is waiting/);
  assert.equal(text, await (await page.request.get(`${site}practice/waiting/index.md`)).text());
});

test("from a disk a page is copied too", async (t) => {
  const page = await openPage(browser, t);
  const folder = await temporaryFolder((end) => t.after(end));
  await build(fixture, folder, "--offline");
  await page.goto(pathToFileURL(join(folder, "practice/waiting/index.html")).href);
  // A file may not read the clipboard, so what was copied is pasted.
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await page.getByRole("status").getByText("Page copied as Markdown").waitFor();
  await page.evaluate(() => document.body.prepend(document.createElement("textarea")));
  await page.locator("textarea").focus();
  await page.keyboard.press("Control+V");
  assert.match(await page.locator("textarea").inputValue(), /^# What is waiting/);
});

test("without JavaScript the Markdown is a link", async (t) => {
  const page = await openPage(browser, t, { javaScriptEnabled: false });
  await page.goto(`${site}practice/waiting/`);
  const link = page.getByRole("link", { name: "Markdown", exact: true });
  assert.equal(await link.getAttribute("href"), "/practice/waiting/index.md");
});

test("a problem is reported with the page's name and address", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}practice/waiting/`);
  const href = await page.getByRole("link", { name: "Report a problem" }).getAttribute("href");
  const { searchParams } = new URL(href);
  assert.match(searchParams.get("title"), /^Problem on “What is waiting/);
  assert.match(searchParams.get("body"), /^https:\/\/handbook\.example\/practice\/waiting\/\nhttps:\/\/git\.example\/lighthouse\/handbook\/blob\//);
});

for (const [name, from, link] of [
  ["the whole playbook", "", "The whole playbook on one page"],
  ["a section", "practice/", "This section on one page"],
]) {
  test(`${name} stands on one page whose inner links all lead somewhere`, async (t) => {
    const page = await openPage(browser, t, { reducedMotion: "reduce" });
    await page.goto(`${site}${from}`);
    await page.getByRole("link", { name: link }).click();
    await page.waitForURL(`${site}${from}print/`);
    assert.deepEqual(await page.evaluate(brokenPlaces), { twice: [], missing: [] });
    const contents = page.getByRole("navigation", { name: "Contents" });
    await contents.getByRole("link", { name: "One-to-one" }).click();
    const title = page.getByRole("heading", { level: 1, name: "One-to-one" });
    assert.ok((await title.boundingBox()).y < 400);
    assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex");
  });
}

test("what stands on one page is neither in the sitemap nor found", async (t) => {
  const page = await openPage(browser, t);
  const sitemap = await (await page.request.get(`${site}sitemap.xml`)).text();
  assert.ok(sitemap.includes("/practice/") && !sitemap.includes("/print/"));
});

/** Runs in the page: ids that stand twice, and links and labels that name none. */
function brokenPlaces() {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const named = [...document.querySelectorAll("[href^='#'], [aria-labelledby], [for]")].flatMap((element) =>
    (element.getAttribute("for") ?? element.getAttribute("aria-labelledby") ?? decodeURIComponent(element.hash.slice(1))).split(" "));
  return {
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    missing: named.filter((id) => !ids.includes(id)),
  };
}

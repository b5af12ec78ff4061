// Addresses: below a sub-path, from a disk, after a move, and those that lead nowhere.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const mount = "/docs/handbook/";
const below = await temporaryFolder(after);
await build(fixture, below, "--base-url", `https://example.org${mount}`);
const site = await serve(below, after, { mount });

test("below a sub-path every page is silent and every address on it is there", async (t) => {
  const page = await openPage(browser, t);
  for (const path of await pagesOf(below)) {
    await page.goto(new URL(path, site).href);
    for (const address of await addressesOn(page)) {
      if (new URL(address).origin !== new URL(site).origin) continue;
      assert.ok(address.startsWith(site), `${address} on ${path} leaves the site`);
      assert.equal((await page.request.get(address)).status(), 200, `${address} on ${path}`);
    }
  }
});

test("an old address keeps its fragment", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}meetings/one-to-one/#during`);
  await page.waitForURL(`${site}practice/one-to-one/#during`);
  await page.goto(site);
  await page.goBack();
  assert.equal(page.url(), `${site}practice/one-to-one/#during`, "the old address is not in the history");
});

test("an address that leads nowhere shows the way home, however deep it is", async (t) => {
  const page = await openPage(browser, t, { expected: [/404/] });
  await page.goto(`${site}no/such/page/`);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "This page is not here");
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), "", "the style is there");
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await page.waitForURL(site);
});

test("from a disk every page is silent and every address on it is a file", async (t) => {
  const page = await openPage(browser, t);
  const folder = await temporaryFolder((end) => t.after(end));
  await build(fixture, folder, "--offline");
  const root = pathToFileURL(`${folder}/`).href;
  const files = new Set((await readdir(folder, { recursive: true })).map((path) => pathToFileURL(join(folder, path)).href));
  for (const path of await pagesOf(folder)) {
    await page.goto(root + path);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).fontWeight), "400", "the style is there");
    for (const address of await addressesOn(page)) {
      const { protocol, href } = new URL(address);
      if (protocol === "file:") assert.ok(files.has(href.split(/[?#]/)[0]), `${address} on ${path}`);
    }
  }
});

test("from a disk the reader goes from page to page", async (t) => {
  const page = await openPage(browser, t);
  const folder = await temporaryFolder((end) => t.after(end));
  await build(fixture, folder, "--offline");
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await page.getByRole("navigation", { name: "Playbook" }).getByRole("link", { name: "Practices" }).click();
  await page.waitForURL(/\/practice\/index\.html$/);
  await page.getByRole("banner").getByRole("link", { name: "Lighthouse handbook" }).click();
  await page.waitForURL((url) => url.href === pathToFileURL(join(folder, "index.html")).href);
});

/** The HTML files of a site, but for the pages that only send the reader on. */
async function pagesOf(folder) {
  const files = await readdir(folder, { recursive: true });
  return files.filter((path) => path.endsWith(".html") && !path.startsWith("meetings")).map((path) => path.split(/[\\/]/).map(encodeURIComponent).join("/"));
}

/** Every address on the page, complete and without a fragment. */
function addressesOn(page) {
  return page.evaluate(() => {
    const found = [...document.querySelectorAll("[href], [src]")].map((element) => element.href || element.src);
    return [...new Set(found.map((address) => address.split("#")[0]))];
  });
}

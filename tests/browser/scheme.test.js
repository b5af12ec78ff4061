// The colour scheme: the system's, or the reader's choice, from the first paint on.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

const button = (page) => page.getByRole("button", { name: "Colour scheme" });
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

async function papers(t) {
  const page = await openPage(browser, t, { colorScheme: "light" });
  await page.goto(site);
  const light = await paper(page);
  await page.emulateMedia({ colorScheme: "dark" });
  return { light, dark: await paper(page) };
}

test("without a choice the page follows the system", async (t) => {
  const { light, dark } = await papers(t);
  assert.notEqual(light, dark);
});

test("the button goes round and says where it is", async (t) => {
  const { light, dark } = await papers(t);
  const page = await openPage(browser, t, { colorScheme: "dark" });
  await page.goto(site);
  const seen = [];
  for (let press = 0; press < 4; press += 1) {
    seen.push([await button(page).textContent(), await paper(page)]);
    await button(page).click();
  }
  assert.deepEqual(seen.map(([name, colour]) => [name.trim(), colour]), [
    ["Colour scheme: system", dark],
    ["Colour scheme: light", light],
    ["Colour scheme: dark", dark],
    ["Colour scheme: system", dark],
  ]);
});

test("the choice holds on the next page, before its body exists", async (t) => {
  const { dark } = await papers(t);
  const page = await openPage(browser, t, { colorScheme: "light" });
  // Nothing is painted before there is a body, so what holds then is never seen to change.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      window.schemeAtFirst = document.documentElement.dataset.scheme;
      window.paperAtFirst = getComputedStyle(document.documentElement).backgroundColor;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(site);
  await button(page).click();
  await button(page).click();
  await page.getByRole("link", { name: "the practices" }).click();
  await page.waitForURL(`${site}practice/`);
  assert.deepEqual(await page.evaluate(() => [window.schemeAtFirst, window.paperAtFirst]), ["dark", dark]);
  assert.equal((await button(page).textContent()).trim(), "Colour scheme: dark");
});

test("forced colours keep every control visible", async (t) => {
  const page = await openPage(browser, t, { forcedColors: "active" });
  await page.goto(`${site}practice/everything/`);
  const current = page.getByRole("navigation", { name: "Playbook" }).locator("[aria-current=page]");
  assert.notEqual(await current.evaluate((link) => getComputedStyle(link).outlineStyle), "none");
});

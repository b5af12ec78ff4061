// The menu of a phone: it opens, keeps the focus, closes and gives the focus back.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

const button = (page) => page.getByRole("button", { name: "Menu" });
const menu = (page) => page.getByRole("navigation", { name: "Playbook" });

async function openMenu(t, width = 390) {
  const page = await openPage(browser, t, { width, hasTouch: true, reducedMotion: "reduce" });
  await page.goto(`${site}practice/one-to-one/`);
  assert.equal(await menu(page).isVisible(), false);
  assert.equal(await isExpanded(page), false);
  await button(page).tap();
  await menu(page).waitFor();
  return page;
}

/** What a screen reader is told of the button; the browser knows it of a popover. */
async function isExpanded(page) {
  const { nodes } = await (await page.context().newCDPSession(page)).send("Accessibility.getFullAXTree");
  const node = nodes.find(({ role, name }) => role?.value === "button" && name?.value === "Menu");
  return node.properties.find(({ name }) => name === "expanded")?.value.value;
}

for (const width of [390, 820]) {
  test(`the menu opens with the current page in view at ${width} px`, async (t) => {
    const page = await openMenu(t, width);
    assert.equal(await isExpanded(page), true);
    const current = menu(page).locator("[aria-current=page]");
    assert.equal(await current.textContent(), "One-to-one");
    const box = await current.boundingBox();
    assert.ok(box.y > 0 && box.y + box.height < 844, `the current page is at ${box.y}`);
    assert.ok(box.height >= 44, `a thumb needs 44 px, this link has ${box.height}`);
  });
}

test("the focus stays in the open menu and the header", async (t) => {
  const page = await openMenu(t);
  const links = await menu(page).getByRole("link").count();
  for (let stop = 0; stop < links * 3; stop += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body || element.closest(".sidebar, .site-header") ? null : element.outerHTML;
    });
    assert.equal(outside, null);
  }
});

test("Escape closes the menu and gives the focus back", async (t) => {
  const page = await openMenu(t);
  await menu(page).getByRole("link", { name: "Practices" }).focus();
  await page.keyboard.press("Escape");
  await menu(page).waitFor({ state: "hidden" });
  assert.equal(await isExpanded(page), false);
  assert.ok(await button(page).evaluate((element) => element === document.activeElement));
  assert.equal(await page.locator("[inert]").count(), 0);
});

test("the button closes the menu", async (t) => {
  const page = await openMenu(t);
  await button(page).tap();
  await menu(page).waitFor({ state: "hidden" });
});

test("a link of the menu leads to its page, with the menu closed", async (t) => {
  const page = await openMenu(t);
  await menu(page).getByRole("link", { name: "Practices" }).tap();
  await page.waitForURL(`${site}practice/`);
  assert.equal(await menu(page).isVisible(), false);
});

test("a window that grows loses the menu and keeps the sidebar", async (t) => {
  const page = await openMenu(t, 820);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.waitForFunction(() => !document.querySelector(".sidebar").matches(":popover-open"));
  assert.equal(await menu(page).isVisible(), true);
  assert.equal(await page.locator("[inert]").count(), 0);
});

// Finding the way: sidebar, breadcrumbs, previous and next, contents, and all of it by keyboard.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

const sidebar = (page) => page.getByRole("navigation", { name: "Playbook" });
const contents = (page) => page.getByRole("navigation", { name: "On this page" });
const heading = (page) => page.getByRole("heading", { level: 1 }).textContent();

test("the sidebar leads to a page and marks it", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  await sidebar(page).getByRole("link", { name: "Practices" }).click();
  await page.waitForURL(`${site}practice/`);
  await sidebar(page).getByRole("link", { name: "One-to-one" }).click();
  await page.waitForURL(`${site}practice/one-to-one/`);
  assert.equal(await heading(page), "One-to-one");
  assert.deepEqual(await sidebar(page).locator("[aria-current=page]").allTextContents(), ["One-to-one"]);
});

test("a group that the reader opened stays open on the next page", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  const keepers = sidebar(page).getByRole("link", { name: "Keepers of the north shore" });
  assert.equal(await keepers.isVisible(), false);
  await sidebar(page).getByText("Pages in Teams").locator("..").click();
  await keepers.waitFor();
  await sidebar(page).getByRole("link", { name: "Practices" }).click();
  await page.waitForURL(`${site}practice/`);
  await keepers.waitFor();
});

test("breadcrumbs lead upwards, home first", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}teams/platform/on-call/first-night/`);
  const breadcrumbs = page.getByRole("navigation", { name: "Breadcrumbs" });
  assert.deepEqual(await breadcrumbs.getByRole("link").allTextContents(), ["Home", "Teams", "Platform team", "On call"]);
  await breadcrumbs.getByRole("link", { name: "Platform team" }).click();
  await page.waitForURL(`${site}teams/platform/`);
  await breadcrumbs.getByRole("link", { name: "Home" }).click();
  await page.waitForURL(site);
});

test("next goes through the sidebar's pages in order, previous goes back", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  const listed = await sidebar(page).getByRole("link", { includeHidden: true }).evaluateAll((links) => links.map((link) => link.href));
  const pager = page.getByRole("navigation", { name: "Previous and next page" });
  const walk = async (direction) => {
    const seen = [page.url()];
    while ((await pager.getByRole("link", { name: direction }).count()) > 0) {
      const target = new URL(await pager.getByRole("link", { name: direction }).getAttribute("href"), site).href;
      await pager.getByRole("link", { name: direction }).click();
      await page.waitForURL(target);
      seen.push(target);
      assert.ok(seen.length <= listed.length + 1, `a circle: ${seen}`);
    }
    return seen;
  };
  const forth = await walk("Next");
  assert.deepEqual(forth, [site, ...listed]);
  assert.deepEqual(await walk("Previous"), forth.toReversed());
});

test("the contents lead to a heading below the header and mark it", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  await page.goto(`${site}practice/everything/`);
  await contents(page).getByRole("link", { name: "Tables" }).click();
  await contents(page).locator("[aria-current=location]", { hasText: "Tables" }).waitFor();
  const tables = await page.locator("#tables").boundingBox();
  const header = await page.getByRole("banner").boundingBox();
  assert.ok(tables.y >= header.y + header.height, `the heading at ${tables.y} is under the header`);
  assert.ok(tables.y < 200, `the heading at ${tables.y} is far down`);
});

test("the contents mark the heading that is being read", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  await page.goto(`${site}practice/everything/`);
  await page.locator("#code").evaluate((code) => scrollTo(0, code.offsetTop));
  await contents(page).locator("[aria-current=location]", { hasText: "Code" }).waitFor();
});

test("on a phone the contents fold, open, lead to a heading and fold again", async (t) => {
  const page = await openPage(browser, t, { width: 390, reducedMotion: "reduce" });
  await page.goto(`${site}practice/everything/`);
  const tables = contents(page).getByRole("link", { name: "Tables" });
  assert.equal(await tables.isVisible(), false);
  await contents(page).getByText("On this page").click();
  await tables.click();
  await page.waitForURL(/#tables$/);
  await contents(page).getByRole("link", { name: "Code", exact: true }).waitFor({ state: "hidden" });
  const box = await page.locator("#tables").boundingBox();
  const bar = await contents(page).boundingBox();
  assert.ok(box.y >= bar.y + bar.height && box.y < 400, `the heading is at ${box.y}`);
});

test("on a phone the folded contents stay under the header and say what is being read", async (t) => {
  const page = await openPage(browser, t, { width: 390, reducedMotion: "reduce" });
  await page.goto(`${site}practice/everything/`);
  for (const [id, title] of [["tables", "Tables"], ["code", "Code"]]) {
    await page.locator(`#${id}`).evaluate((heading) => scrollTo(0, heading.offsetTop - 120));
    await contents(page).getByRole("link", { name: title, exact: true }).waitFor();
    assert.equal(await contents(page).getByRole("link").count(), 1);
    const header = await page.getByRole("banner").boundingBox();
    const bar = await contents(page).boundingBox();
    assert.ok(Math.abs(bar.y - header.y - header.height) <= 1, `the contents are at ${bar.y}`);
    assert.ok(bar.height < 50, `the folded contents are ${bar.height} high`);
  }
});

test("the first stop of the keyboard skips to the content", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}practice/`);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  assert.ok(await skip.evaluate((link) => link === document.activeElement && getComputedStyle(link).clipPath === "none"));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.matches("main"));
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
});

for (const width of [1440, 390]) {
  test(`the keyboard reaches everything in order, seen and not covered, at ${width} px`, async (t) => {
    const page = await openPage(browser, t, { width, reducedMotion: "reduce" });
    await page.goto(`${site}practice/everything/`);
    const stops = await page.evaluate(() => {
      const candidates = document.querySelectorAll("a[href], button, summary, input:not([disabled]), [tabindex='0']");
      window.stops = [...candidates].filter((element) => element.checkVisibility({ visibilityProperty: true }));
      return window.stops.map((element) => element.outerHTML);
    });
    assert.ok(stops.length > 20, "there is something to go through");
    for (const expected of stops) {
      await page.keyboard.press("Tab");
      assert.deepEqual(await page.evaluate(focused), { html: expected, outlined: true, covered: false });
    }
  });
}

/** Runs in the page. */
function focused() {
  const element = document.activeElement;
  const box = element.getClientRects()[0];
  const middle = (from, to, edge) => (Math.max(from, 0) + Math.min(to, edge)) / 2;
  const shown = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
  return {
    html: element.outerHTML,
    outlined: getComputedStyle(element).outlineStyle !== "none",
    covered: !(element.contains(shown) || shown?.contains(element)),
  };
}

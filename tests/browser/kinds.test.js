// What scripts add to the kinds of pages: ticks and answers that this browser keeps, a filter, a
// template to take away, a path that is followed. On the starter playbook, also where all pages
// stand on one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, repository, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(repository, output, "--as-of", "2026-11-16");
const site = await serve(output, after);

for (const path of ["paths/first-90-days/", "paths/first-90-days/print/"]) {
  test(`pages that were read are ticked off and stay so on ${path}`, async (t) => {
    const page = await openPage(browser, t);
    await page.goto(`${site}${path}`);
    const boxes = page.locator(".path-pages [type=checkbox]");
    const progress = page.locator("[data-progress]");
    const count = await boxes.count();
    assert.match(await progress.textContent(), new RegExp(`0 of ${count} read`));
    await boxes.nth(0).check();
    await boxes.nth(2).check();
    assert.match(await progress.textContent(), new RegExp(`2 of ${count} read`));
    assert.equal(await progress.locator("progress").evaluate((bar) => bar.value), 2);
    await page.reload();
    assert.deepEqual(await boxes.evaluateAll((list) => list.map((box) => box.checked).slice(0, 3)), [true, false, true]);
    await boxes.nth(2).uncheck();
    await page.reload();
    assert.match(await progress.textContent(), new RegExp(`1 of ${count} read`));
  });
}

test("who comes along a path is led on by that path alone", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}people/delegation/`);
  const shown = () => page.locator(".path-place:visible, .pager:visible").count();
  const all = await shown();
  assert.ok(all > 1, "the page has a pager and stands on a path");
  const place = page.locator(".path-place").first();
  const id = await place.getAttribute("data-path");
  await page.goto(`${site}people/delegation/?path=${encodeURIComponent(id)}`);
  assert.equal(await shown(), 1);
  assert.equal(await place.getAttribute("data-followed"), "");
  await page.goto(`${site}people/delegation/?path=none`);
  assert.equal(await shown(), all);
});

for (const path of ["shifts/empowering/", "print/"]) {
  test(`answers are kept in this browser until they are cleared on ${path}`, async (t) => {
    const page = await openPage(browser, t);
    await page.goto(`${site}${path}`);
    const section = page.locator("[data-assessment]").first();
    const [range, other] = [section.getByRole("slider").nth(0), section.getByRole("slider").nth(1)];
    const said = () => section.locator("output").allTextContents().then((texts) => texts.slice(0, 2));
    const clear = section.getByRole("button");
    assert.deepEqual(await said(), ["–", "–"]);
    assert.equal(await range.getAttribute("aria-valuetext"), "no answer yet");
    assert.equal(await clear.isVisible(), false);
    await range.focus();
    await page.keyboard.press("ArrowRight");
    await other.click();
    assert.deepEqual(await said(), ["4 of 5", "3 of 5"], "a click on the middle is an answer too");
    assert.equal(await range.getAttribute("aria-valuetext"), "4 of 5");
    await page.reload();
    assert.deepEqual(await said(), ["4 of 5", "3 of 5"]);
    await clear.click();
    assert.deepEqual(await said(), ["–", "–"]);
    await page.getByRole("status").getByText("Answers cleared").waitFor();
    assert.equal(await range.evaluate((element) => element === document.activeElement && element.value === "3"), true);
    assert.equal(await clear.isVisible(), false);
    await page.reload();
    assert.deepEqual(await said(), ["–", "–"]);
  });
}

for (const path of ["symptoms/", "print/"]) {
  test(`a symptom is found by its words on ${path}`, async (t) => {
    const page = await openPage(browser, t);
    await page.goto(`${site}${path}`);
    const finder = page.locator("[data-filter]");
    const items = finder.locator("li:visible");
    const found = finder.locator("output");
    const count = await items.count();
    assert.ok(count > 20);
    assert.equal(await found.textContent(), `${count} symptoms`);
    const words = (await items.nth(3).locator("p").textContent()).toUpperCase().split(" ").slice(0, 3).join("  ");
    await finder.getByRole("searchbox").fill(words);
    const some = await items.count();
    assert.ok(some > 0 && some < count);
    assert.equal(await found.textContent(), `${some} of ${count} symptoms`);
    assert.equal(await finder.locator("section:visible:not(:has(li:not([hidden])))").count(), 0);
    await finder.getByRole("searchbox").fill("zzzz");
    assert.equal(await items.count(), 0);
    assert.match(await found.textContent(), /^No symptom has these words/);
  });
}

for (const path of ["reviews/weekly-product-review/", "print/"]) {
  test(`the template of a review is copied and saved on ${path}`, async (t) => {
    const page = await openPage(browser, t, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${site}${path}`);
    const line = page.locator("[data-for$=_notes]").first();
    const template = await page.locator(`#${await line.getAttribute("data-for")}`).textContent();
    await line.locator("[data-copy]").click();
    await page.getByRole("status").getByText("Template copied").waitFor();
    assert.equal(await line.locator("[data-copy]").textContent(), "Copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), template);
    const [download] = await Promise.all([page.waitForEvent("download"), line.locator("[data-save]").click()]);
    assert.equal(download.suggestedFilename(), await line.getAttribute("data-file"));
    assert.equal(await readFile(await download.path(), "utf8"), template);
  });
}

test("without a clipboard of its own a page copies the template all the same", async (t) => {
  const page = await openPage(browser, t);
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.goto(`${site}reviews/weekly-product-review/`);
  await page.locator("[data-copy]").click();
  await page.getByRole("status").getByText("Template copied").waitFor();
  await page.evaluate(() => document.body.prepend(document.createElement("textarea")));
  await page.locator("textarea").focus();
  await page.keyboard.press("Control+V");
  assert.equal(await page.locator("textarea").inputValue(), (await page.locator("#_notes").textContent()).trimEnd());
});

test("what cannot be copied is shown and can be copied by hand", async (t) => {
  const page = await openPage(browser, t);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await page.goto(`${site}reviews/weekly-product-review/`);
  await page.locator("[data-copy]").click();
  await page.getByRole("status").getByText("select the template and copy it by hand").waitFor();
  assert.equal(await page.locator("details:has(#_notes)").evaluate((details) => details.open), true);
});

test("tables of measures and hours fit on a small phone", async (t) => {
  const page = await openPage(browser, t, { width: 390 });
  await page.setViewportSize({ width: 375, height: 667 });
  for (const path of ["people/delegation/", "reviews/"]) {
    await page.goto(`${site}${path}`);
    const widths = await page.locator(".table-wrap:has(.measures)").evaluateAll((wraps) => wraps.map((wrap) => [wrap.scrollWidth, wrap.clientWidth]));
    assert.ok(widths.length > 0, path);
    for (const [table, room] of widths) assert.ok(table <= room, `${path}: ${table} px in ${room} px`);
  }
});

test("on the home page nothing stands alone in half a row", async (t) => {
  const page = await openPage(browser, t, { width: 1440 });
  await page.goto(site);
  // What there is depends on the day; all that there may be is tried.
  const alone = await page.evaluate(() => {
    const home = document.querySelector(".home");
    const width = (element) => element.getBoundingClientRect().width;
    const wide = [...home.children].filter((part) => !part.matches(".home-meetings, .home-due, .home-changed"));
    return [["meetings"], ["changed"], ["meetings", "changed"], ["meetings", "due", "changed"]].map((names) => {
      const narrow = names.map((name) => Object.assign(document.createElement("section"), { className: `home-${name}`, textContent: name }));
      home.replaceChildren(...wide, ...narrow);
      return width(narrow.at(-1)) > width(home) / 2;
    });
  });
  assert.deepEqual(alone, [true, true, false, true]);
});

test("a page is printed by its button", async (t) => {
  const page = await openPage(browser, t);
  await page.addInitScript(() => (window.print = () => (window.printed = true)));
  await page.goto(`${site}print/`);
  await page.locator("[data-print]").first().click();
  assert.equal(await page.evaluate(() => window.printed), true);
});

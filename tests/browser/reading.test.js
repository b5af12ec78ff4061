// Reading: copied code, print, banners that depend on the day.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

test("the button copies exactly the code and says so", async (t) => {
  const page = await openPage(browser, t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${site}practice/everything/`);
  const code = page.locator("pre[data-lang=diff]");
  await code.hover();
  await page.locator(".code-box", { has: code }).getByRole("button", { name: "Copy code" }).click();
  await page.getByRole("status").getByText("Code copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "- the old lamp\n+ the new lamp\n");
});

test("on paper there is the text and nothing that needs a screen", async (t) => {
  const page = await openPage(browser, t, { colorScheme: "dark" });
  await page.goto(`${site}practice/everything/`);
  await page.emulateMedia({ media: "print" });
  for (const name of ["Playbook", "On this page", "Breadcrumbs", "Previous and next page"]) {
    assert.equal(await page.locator(`nav[aria-label="${name}"], nav:has(> details > summary:text("${name}"))`).isVisible(), false, name);
  }
  assert.equal(await page.getByRole("button").count(), 0);
  assert.ok(await page.getByText("floccinaucinihilipilification").isVisible());
  assert.ok(await page.getByText("It weighs two tons.").isVisible(), "folded text is printed");
  assert.equal(await page.locator(".site-footer").isVisible(), false, "when the page changed stands at its head");
  const spare = await page.locator(".table-wrap").evaluateAll((wraps) => wraps.map((wrap) => wrap.offsetHeight - wrap.firstElementChild.offsetHeight));
  assert.deepEqual(spare, spare.map(() => 0), "no empty line below a table");
  const [paper, ink] = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]);
  assert.deepEqual([lightness(paper), lightness(ink)], ["light", "dark"]);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
});

test("a review that is overdue on the day of reading is told", async (t) => {
  const page = await openPage(browser, t);
  const banner = page.getByText("Review overdue.");
  for (const [day, shown] of [["2026-02-01T12:00:00", false], ["2026-02-02T12:00:00", true]]) {
    await page.clock.setFixedTime(new Date(day));
    await page.goto(`${site}practice/waiting/`);
    assert.equal(await banner.isVisible(), shown, day);
  }
});

test("a link of a footnote leads there and back", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  await page.goto(`${site}practice/everything/`);
  await page.locator(".footnote-ref a").click();
  assert.ok(await page.getByText("The lamp was electric").isVisible());
  await page.locator(".footnote-back").click();
  assert.match(page.url(), /#fnref/);
});

test("large text at 320 px is read without scrolling sideways", async (t) => {
  // 1280 px at 400 %, as WCAG 1.4.10 has it.
  const page = await openPage(browser, t, { width: 390 });
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(`${site}practice/everything/`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});

function lightness(colour) {
  const [first] = colour.match(/[\d.]+/g).map(Number);
  const share = colour.startsWith("oklch") ? first : first / 255;
  return share > 0.5 ? "light" : "dark";
}

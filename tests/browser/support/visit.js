// Looks at a page at every size in both schemes: silent, steady, accessible, and no wider than the
// screen. Knows no page of ours.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { openPage, schemes, sizes } from "./browser.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Visits the address at every size; `prepare` is called with the empty page, the rest is for `openPage`. */
export async function visit(browser, t, address, { prepare = () => {}, ...options } = {}) {
  const page = await openPage(browser, t, options);
  await prepare(page);
  // Colours that are still changing are not those that people see.
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await page.goto(address);
    assert.equal(await page.evaluate(layoutShift), 0, `${width} px: something moved after it was painted`);
    await page.evaluate(axe);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      assert.deepEqual(await widerThanTheScreen(page), [], `${width} px, ${scheme}`);
      assert.deepEqual(await violations(page), [], `${width} px, ${scheme}`);
    }
  }
}

/** Runs in the page: how much has moved since the first paint. */
function layoutShift() {
  return new Promise((resolve) => {
    let shift = 0;
    const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shift += entry.value)));
    observer.observe({ type: "layout-shift", buffered: true });
    // Two frames later everything that the scripts did at the start has been painted and reported.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(shift))));
  });
}

/** What makes the page scroll sideways. */
function widerThanTheScreen(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const sticksOut = (element) => element.getBoundingClientRect().right > clientWidth;
    return [`${scrollWidth} px in ${clientWidth} px`, ...[...document.querySelectorAll("body *")].filter(sticksOut).map((element) => element.outerHTML.slice(0, 120))];
  });
}

async function violations(page) {
  const result = await page.evaluate(() => window.axe.run({ rules: { "target-size": { enabled: true } } }));
  return result.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html} (${node.failureSummary})`));
}

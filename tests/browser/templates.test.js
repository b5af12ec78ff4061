// Every template in both schemes at three widths: silent, accessible, steady, and no wider than the screen.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";

import { openPage, schemes, sizes, startBrowser } from "./support/browser.js";
import { build, fixture, repository, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const templates = {
  "the start page": "",
  "a page": "practice/everything/",
  "a superseded page": "practice/one-to-one/",
  "an outdated page": "practice/outdated/",
  "a page that waits for its review": "practice/waiting/",
  "a section": "practice/",
  "a section without a text of its own": "teams/",
  "a page deep down": "teams/platform/on-call/first-night/",
  "the tags": "tags/",
  "a tag": "tags/writing/",
  "the whole playbook on one page": "print/",
  "the not-found page": "404.html",
};

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

for (const [name, path] of Object.entries(templates)) {
  test(`${name} is silent, steady, accessible and fits`, (t) => visitEverySize(t, `${site}${path}`));
}

test("a page that has moved is accessible and fits", (t) =>
  visitEverySize(t, `${site}meetings/one-to-one/`, {
    expected: [/redirect\..*\.js|ERR_FAILED/],
    // Without its script the page stays where it is, so that it can be looked at.
    prepare: (page) => page.route("**/redirect.*.js", (route) => route.abort()),
  }));

test("one page of each kind of the starter playbook is silent, steady, accessible and fits", async (t) => {
  if (!existsSync(join(repository, "content"))) return t.skip("this fork has no content folder");
  const output = await temporaryFolder((end) => t.after(end));
  await build(repository, output);
  const starter = await serve(output, (end) => t.after(end));
  const pages = JSON.parse(await readFile(join(output, "pages.json"), "utf8"));
  const onePerKind = new Map(pages.map((page) => [page.kind, page.url]));
  for (const [kind, url] of onePerKind) {
    await t.test(kind, (t) => visitEverySize(t, new URL(url, starter).href));
  }
});

async function visitEverySize(t, address, { prepare = () => {}, ...options } = {}) {
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

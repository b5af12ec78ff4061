// Every theme that is part of the program, and an organisation's accent and logo in it: silent,
// accessible and no wider than the screen.

import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";

import { openPage, schemes, sizes, startBrowser } from "./support/browser.js";
import { build, copyOfFixture, repository, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await startBrowser(after);
const names = await readdir(join(repository, "themes"));
const logo = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><path fill="${colour}" d="M0 0h90v20H0z"/></svg>`;

async function publish(onEnd, config) {
  const root = await copyOfFixture(onEnd);
  await writeFile(join(root, "light.svg"), logo("#123"));
  await writeFile(join(root, "dark.svg"), logo("#def"));
  await writeFile(join(root, "playbook.yaml"), `title: Lighthouse handbook\n${config}`);
  const output = await temporaryFolder(onEnd);
  await build(root, output);
  return serve(output, onEnd);
}

for (const name of names.filter((name) => name !== "default")) {
  test(`the theme ${name} is silent, accessible and fits`, async (t) => {
    const page = await openPage(browser, t);
    const site = await publish((end) => t.after(end), `theme: ${name}\n`);
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const path of ["", "practice/", "practice/everything/", "practice/one-to-one/", "tags/", "print/", "404.html"]) {
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        await page.goto(`${site}${path}`);
        await page.evaluate(axe);
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme });
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${path} at ${width} px`);
          const { violations } = await page.evaluate(() => window.axe.run());
          assert.deepEqual(violations.flatMap(({ help, nodes }) => nodes.map((node) => `${help}: ${node.html}`)), [], `${path} at ${width} px, ${colorScheme}`);
        }
      }
    }
  });
}

test("the theme folio has its sections along the top and its menu at every width", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  const site = await publish((end) => t.after(end), "theme: folio\n");
  await page.goto(`${site}practice/one-to-one/`);
  const sections = page.getByRole("navigation", { name: "Sections" });
  assert.deepEqual(await sections.locator("[aria-current]").allTextContents(), ["Practices"]);
  const menu = page.getByRole("navigation", { name: "Playbook" });
  assert.equal(await menu.isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).click();
  await menu.getByRole("link", { name: "Waiting" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await menu.isVisible(), false);
});

test("an organisation's accent and logo are shown in both schemes", async (t) => {
  // Colours of links move from one scheme to the other; without motion they are there at once.
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  const site = await publish((end) => t.after(end), 'theme: {accent: "#7a3e9d"}\nlogo: {light: light.svg, dark: dark.svg, alt: Lighthouse}\nfooter: {Imprint: "https://example.org/", Meetings: practice/one-to-one}\n');
  await page.goto(site);
  const seen = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const link = page.locator(".prose a").first();
    const shown = await page.locator(".logo:visible").getAttribute("src");
    seen.push([await link.evaluate((link) => getComputedStyle(link).color), shown]);
  }
  assert.deepEqual(seen, [["rgb(122, 62, 157)", "/_brand/logo.svg"], ["rgb(211, 172, 237)", "/_brand/logo-dark.svg"]]);
  await page.goto(`${site}practice/`);
  await page.getByRole("banner").getByRole("link", { name: "Lighthouse", exact: true }).click();
  await page.waitForURL(site);
  const footer = page.getByRole("contentinfo");
  assert.equal(await footer.getByRole("link", { name: "Imprint" }).getAttribute("href"), "https://example.org/");
  await footer.getByRole("link", { name: "Meetings" }).click();
  await page.waitForURL(`${site}practice/one-to-one/`);
});

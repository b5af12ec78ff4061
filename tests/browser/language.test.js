// Other languages: the interface speaks German, and Arabic runs from right to left.

import assert from "node:assert/strict";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { openPage, sizes, startBrowser } from "./support/browser.js";
import { build, copyOfFixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);

/** The fixture in a language, with words of its own. */
async function site(t, language, words = "") {
  const onEnd = (end) => t.after(end);
  const root = await copyOfFixture(onEnd);
  await appendFile(join(root, "playbook.yaml"), `language: ${language}\n`);
  await mkdir(join(root, "words"));
  if (words) await writeFile(join(root, "words", `${language}.yaml`), words);
  const output = await temporaryFolder(onEnd);
  await build(root, output);
  return serve(output, onEnd);
}

test("templates, text and scripts speak German", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${await site(t, "de-CH")}practice/everything/`);
  assert.equal(await page.locator("html").getAttribute("lang"), "de-CH");
  for (const name of ["Handbuch", "Pfad", "Auf dieser Seite", "Vorherige und nächste Seite"]) {
    await page.getByRole("navigation", { name, exact: true }).waitFor();
  }
  await page.getByRole("link", { name: "Link zu „Tables“" }).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Code kopieren" }).first().waitFor({ state: "attached" });
  const scheme = page.getByRole("button", { name: "Farbschema: System" });
  await scheme.click();
  await page.getByRole("button", { name: "Farbschema: hell" }).waitFor();
  await page.getByRole("link", { name: "Suche" }).click();
  const input = page.getByRole("dialog", { name: "Suche" }).getByRole("combobox", { name: "Suche" });
  await input.fill("lamp");
  await page.getByRole("status").getByText(/^\d+ Seiten gefunden$/).waitFor({ state: "attached" });
  await input.fill("zzzzqqqq");
  await page.getByText("Nichts gefunden. Versuche weniger oder andere Wörter, oder sieh alle Seiten von A bis Z durch.").waitFor();
  assert.equal(await page.getByRole("link", { name: "alle Seiten von A bis Z" }).count(), 1);
});

const arabic = `
frame: {home: الرئيسية, search: بحث, sidebar: الدليل, contents: في هذه الصفحة, menu: القائمة, previous: السابق, next: التالي}
head: {updated: "آخر تحديث {date}"}
scripts: {search: بحث}
search:
  found: {zero: "لا صفحات", one: "صفحة واحدة", two: "صفحتان", few: "{count} صفحات", many: "{count} صفحة", other: "{count} صفحة"}
`;

test("a language from right to left has everything on the other side, and numbers their forms", async (t) => {
  const page = await openPage(browser, t);
  const address = await site(t, "ar", arabic);
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await page.goto(`${address}practice/everything/`);
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${width} px`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const sidebar = await page.getByRole("navigation", { name: "الدليل" }).boundingBox();
  const contents = await page.getByRole("navigation", { name: "في هذه الصفحة" }).boundingBox();
  const heading = await page.getByRole("heading", { level: 1 }).boundingBox();
  assert.ok(sidebar.x > heading.x && contents.x + contents.width <= heading.x, "sidebar, text and contents, from the right");
  const code = page.locator("pre[data-lang=rust] code");
  assert.equal(await code.evaluate((element) => getComputedStyle(element).direction), "ltr", "code is read from left to right everywhere");
  // What was not translated is English.
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: "الرئيسية" }).waitFor();
  await page.getByRole("link", { name: "بحث" }).click();
  const status = page.getByRole("dialog").getByRole("status");
  await page.getByRole("combobox").fill("one-to-one");
  await status.getByText(/صفح/).waitFor({ state: "attached" });
  assert.match(await status.textContent(), /^(صفحة واحدة|صفحتان|\d+ صفح(ات|ة))$/);
});

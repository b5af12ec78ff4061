// A glossary that is a definition list: its terms lead to their place, and say what they mean.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { join } from "node:path";

import { openPage, startBrowser } from "./support/browser.js";
import { build, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const PAGES = {
  "playbook.yaml": "title: Handbook\n",
  "content/index.md": "# Home\n\nOur key results keep pace.\n",
  "content/glossary.md": `# Words\n\nKey result\n: A number that shows *how far* we are.\n\n${"Filler.\n\n".repeat(80)}Pace\n: How far by now.\n`,
};

const browser = await startBrowser(after);
const source = await temporaryFolder(after);
const output = await temporaryFolder(after);
await mkdir(join(source, "content"));
for (const [name, text] of Object.entries(PAGES)) await writeFile(join(source, name), text);
await build(source, output);
const site = await serve(output, after);

test("a term shows its definition to the pointer and to the keyboard, and Escape puts it away", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  const term = page.getByRole("link", { name: "key results" });
  await term.hover();
  const box = page.getByText("A number that shows how far we are.");
  await box.waitFor();
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "pace" }).focus();
  await page.getByText("How far by now.").waitFor();
});

test("a term leads to its place in the definition list", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  await page.goto(site);
  await page.getByRole("link", { name: "pace" }).click();
  await page.waitForURL(/glossary\/#pace$/);
  const place = page.locator("dt#pace");
  assert.equal(await place.textContent(), "Pace");
  const top = (await place.boundingBox()).y;
  assert.ok(top >= 0 && top < page.viewportSize().height, `the term stands at ${top}`);
});

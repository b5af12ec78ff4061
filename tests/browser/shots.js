// Takes screenshots of pages at three widths in both schemes, for people who work on the theme:
//
//     npm run shots -- FOLDER [--root PLAYBOOK] [PAGE …]
//
// FOLDER lies outside the repository. Without pages: one of each template of the fixture.

import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { schemes, sizes, startBrowser } from "./support/browser.js";
import { build, fixture, repository, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const ofTheFixture = ["", "practice/everything/", "practice/one-to-one/", "practice/waiting/", "practice/", "teams/", "tags/", "tags/writing/", "404.html"];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: "string", default: fixture } } });
const [folder, ...pages] = positionals;
if (!folder || !relative(repository, resolve(folder)).startsWith("..")) {
  console.error("usage: npm run shots -- FOLDER [--root PLAYBOOK] [PAGE …], with FOLDER outside of the repository");
  process.exit(2);
}

const endings = [];
const onEnd = (ending) => endings.unshift(ending);
try {
  const output = await temporaryFolder(onEnd);
  await build(resolve(values.root), output);
  const site = await serve(output, onEnd);
  const browser = await startBrowser(onEnd);
  await mkdir(folder, { recursive: true });
  for (const path of pages.length > 0 ? pages : ofTheFixture) await shoot(browser, site, path);
} finally {
  for (const ending of endings) await ending();
}

async function shoot(browser, site, path) {
  const name = path.replaceAll("/", "-").replace(/-$|\.html$/, "") || "home";
  for (const [width, height] of sizes) {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
    await page.goto(`${site}${path}`);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
    await page.close();
  }
}

// Content that tries to run code: titles, tags, front-matter, file names, addresses. Nothing runs,
// even without a Content-Security-Policy to stop it.

import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

import { openPage, startBrowser } from "./support/browser.js";
import { build, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const browser = await startBrowser(after);

const script = `</title></script><script>hacked("script")</script><img src=x onerror=hacked("image")>`;
const attribute = `" onmouseover=hacked("attribute") autofocus onfocus=hacked("focus") x="`;
const both = JSON.stringify(`${attribute}'>${script}`);

const files = {
  "playbook.yaml": `title: ${both}\ndescription: ${both}\norg: {name: ${both}}\nextra: {anything: ${both}}\n`,
  "content/index.md": `---\ntitle: ${both}\ndescription: ${both}\n---\n\n[All of it](evil.md)\n`,
  "content/evil.md": [
    "---",
    ...["title", "description", "owner", "pillar"].map((key) => `${key}: ${both}`),
    ...["authors", "tags", "audience", "set"].map((key) => `${key}: [${both}]`),
    `aliases: [${JSON.stringify(`/moved${attribute}`)}]`,
    `extra: {anything: ${both}}`,
    `unknown: ${both}`,
    "---",
    `# Heading with \`${script}\` ${attribute}`,
    `## Second with \`${script}\` ${attribute}`,
    ...[
      "javascript:hacked('link')",
      "JaVaScRiPt:hacked('case')",
      "java&#10;script:hacked('line')",
      "&#106;avascript:hacked('entity')",
      "%6aavascript:hacked('encoded')",
      "&#1;javascript:hacked('control')",
      "vbscript:hacked('vbscript')",
      "data:text/html,%3Cscript%3Eparent.hacked('data')%3C/script%3E",
    ].map((target) => `[bait](<${target}>)`),
    "<javascript:hacked('auto')> ![bait](javascript:hacked('image'))",
    `[bait](evil.md '${attribute}') ![${attribute}](x.png '${attribute}')`,
    "[bait][reference]",
    "[reference]: javascript:hacked('reference')",
    `\`\`\`${attribute}'><script>hacked('fence')</script>`,
    script,
    "```",
    `| ${attribute} |\n|---|\n| \`${script}\` |`,
    `Footnote.[^${attribute.replaceAll(" ", "-")}]`,
    `[^${attribute.replaceAll(" ", "-")}]: \`${script}\``,
    "<a href=\"javascript:hacked('raw')\">bait</a> <a href=\"java\tscript:hacked('tab')\">bait</a> <a href='&#x6A;avascript:hacked(1)'>bait</a>",
    "<iframe src=\"javascript:parent.hacked('frame')\"></iframe> <object data=\"javascript:hacked('object')\"></object>",
  ].join("\n\n"),
  "content/<img src=x onerror=hacked(1)>.md": "A page without a title.\n",
  "content/\"><script>hacked(1)<a>/page.md": "A folder without a title.\n",
};

/** Raw HTML that no generator could publish unchanged and be safe. */
const raw = "<script>hacked('script')</script>\n\n<p onclick=\"hacked('click')\">bait</p>\n\n<img src=x onerror=\"hacked('error')\">\n\n<svg onload=\"hacked('svg')\"><a xlink:href=\"javascript:hacked('xlink')\">bait</a></svg>\n\n<form action=\"javascript:hacked('form')\"><button>bait</button></form>\n\n<details ontoggle=\"hacked('toggle')\" open></details>\n\n<style>@import 'http://example.org/evil.css'</style>\n";

test("hostile words and addresses run nothing", (t) => nothingRuns(t, files));

test("hostile raw HTML runs nothing where it is sanitised", (t) =>
  nothingRuns(t, { "playbook.yaml": "markdown: {raw_html: sanitize}\n", "content/index.md": raw }));

test("hostile raw HTML runs nothing where it is escaped", (t) =>
  nothingRuns(t, { "playbook.yaml": "markdown: {raw_html: escape}\n", "content/index.md": raw }));

async function nothingRuns(t, texts) {
  const page = await openPage(browser, t, { expected: [/404/] });
  const onEnd = (end) => t.after(end);
  const root = await temporaryFolder(onEnd);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const output = await temporaryFolder(onEnd);
  await build(root, output);
  const site = await serve(output, onEnd, { headers: {} });
  const ran = [];
  await page.exposeFunction("hacked", (what) => ran.push(what));
  const pages = (await readdir(output, { recursive: true })).filter((path) => path.endsWith(".html"));
  for (const path of pages) {
    const address = new URL(path.split("/").map(encodeURIComponent).join("/"), site).href;
    await page.goto(address, { waitUntil: "load" });
    assert.deepEqual(await page.evaluate(dangers), [], address);
    for (let bait = 0; bait < (await page.getByText("bait", { exact: true }).count()); bait += 1) {
      await page.getByText("bait", { exact: true }).nth(bait).click();
      if (page.url() !== address) await page.goto(address, { waitUntil: "load" });
    }
  }
  assert.deepEqual(ran, []);
}

/** Runs in the page: attributes that could run code. */
function dangers() {
  const unsafe = (attribute) => /^on/i.test(attribute.name) || /^[\s\0-\x1f]*(java|vb)[\s]*script:|^\s*data:text\/html/i.test(attribute.value);
  return [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes].filter(unsafe).map((attribute) => `${element.localName} ${attribute.name}=${attribute.value}`));
}

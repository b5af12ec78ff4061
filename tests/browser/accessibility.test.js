// What axe cannot see: forced colours, a zoom of 400 %, the order in which a page is read, and
// readers who want no motion. On every template of the starter playbook.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { openPage, schemes, startBrowser } from "./support/browser.js";
import { build, copyOfFixture, repository, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const templates = [
  "", "shifts/", "people/delegation/", "shifts/empowering/", "roles/product-leader/", "vision/product-vision/", "okrs/",
  "okrs/2026-q4/company/", "reviews/", "reviews/weekly-product-review/", "paths/first-90-days/", "symptoms/", "glossary/",
  "tags/", "tags/hiring/", "a-z/", "search/", "vision/print/", "404.html",
];

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(repository, output, "--as-of", "2026-11-16");
const site = await serve(output, after);

test("at a zoom of 400 % nothing needs scrolling sideways", async (t) => {
  // 1280 by 1024 px at 400 %, as WCAG 1.4.10 has it.
  const page = await openPage(browser, t, { width: 390 });
  await page.setViewportSize({ width: 320, height: 256 });
  for (const path of templates) {
    await page.goto(`${site}${path}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, path);
  }
});

test("long words without a space make no page wider than a phone", async (t) => {
  const page = await openPage(browser, t, { width: 390 });
  const word = "Führungskräftehandbuch";
  const root = await copyOfFixture((end) => t.after(end));
  await writeFile(join(root, "playbook.yaml"), `title: ${word}\nlanguage: de\n`);
  await writeFile(join(root, "content/teams/index.md"), `---\ntitle: ${word}${word}\ntags: [${word}${word}]\n---\n`);
  await writeFile(join(root, "content/teams/word.md"), `---\nkind: practice\nsymptoms: [${word}${word}]\n---\n# ${word}${word}\n\n## ${word}${word}\n\n- ${word}${word}\n`);
  const output = await temporaryFolder((end) => t.after(end));
  await build(root, output);
  const site = await serve(output, (end) => t.after(end));
  for (const path of ["", "teams/", "teams/word/", "tags/", "a-z/"]) {
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 640 });
      await page.goto(`${site}${path}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${path} at ${width} px`);
    }
  }
});

test("who wants no motion gets none", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  for (const path of templates) {
    await page.goto(`${site}${path}`);
    assert.deepEqual(await page.evaluate(moving), [], path);
  }
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.notDeepEqual(await page.evaluate(moving), [], "others get some");
});

test("what is read first stands first, on a phone and on a desk", async (t) => {
  const page = await openPage(browser, t);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of templates) {
      await page.goto(`${site}${path}`);
      assert.deepEqual(await page.evaluate(outOfOrder), [], `${path} at ${width} px`);
    }
  }
});

test("a screen reader goes through a page from its name to its end", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}people/delegation/`);
  assert.deepEqual(await landmarks(page), [
    "banner",
    "navigation Playbook",
    "main",
    "  navigation Breadcrumbs",
    "  1 Delegate the work that stretches people",
    "  navigation On this page",
    "  2 Do this",
    "  2 Find what to give",
    "  2 Do the sum",
    "  2 Hand over in ten minutes",
    "  2 Choose your details",
    "  2 When the work comes back",
    "  2 Count what comes back",
    "  2 Take care",
    "  2 How to tell that it works",
    "  2 What you see when this is missing",
    "  2 Kept alive by",
    "  navigation Reading path: From manager to leader",
    "  navigation Tags",
    "  navigation Previous and next page",
    "  2 Related pages",
    "  2 Mentioned in",
    "contentinfo",
  ]);
});

test("the name of a heading is its words alone, and the link beside it says where it leads", async (t) => {
  const page = await openPage(browser, t);
  let links = 0;
  for (const path of [...templates, "print/"]) {
    await page.goto(`${site}${path}`);
    const nodes = await accessibilityTree(page);
    // The list of nodes has no order.
    const sorted = (texts) => texts.map((text) => text.replace(/\s+/g, " ").trim()).sort();
    const names = (role) => sorted(nodes.filter((node) => !node.ignored && node.role.value === role).map((node) => node.name.value));
    assert.deepEqual(names("heading"), sorted(await page.evaluate(headingTexts)), path);
    const wanted = await page.locator(".heading").allTextContents();
    const found = names("link").filter((name) => name.startsWith("Link to “"));
    assert.deepEqual(found, sorted(wanted.map((text) => `Link to “${text.trim()}”`)), path);
    links += found.length;
  }
  assert.ok(links > 100);
});

test("in forced colours every mark, bar and control can be seen", async (t) => {
  const page = await openPage(browser, t, { reducedMotion: "reduce" });
  const eye = await (await browser.newContext()).newPage();
  t.after(() => eye.context().close());
  const seen = new Set();
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, forcedColors: "active" });
    for (const path of templates) {
      await page.goto(`${site}${path}`);
      for (const selector of drawn) {
        const element = page.locator(selector).locator("visible=true").first();
        if (seen.has(`${colorScheme} ${selector}`) || await element.count() === 0) continue;
        const picture = (await element.screenshot()).toString("base64");
        assert.ok(await eye.evaluate(contrast, picture) >= 3, `${selector} on ${path}, ${colorScheme}`);
        seen.add(`${colorScheme} ${selector}`);
      }
    }
  }
  assert.deepEqual(drawn.filter((selector) => !seen.has(`light ${selector}`)), [], "each is looked at somewhere");
});

test("in forced colours the page that is open stands out in the navigation", async (t) => {
  const page = await openPage(browser, t, { forcedColors: "active" });
  await page.goto(`${site}people/delegation/`);
  const outline = (selector) => page.locator(selector).first().evaluate((link) => getComputedStyle(link).outlineStyle);
  assert.deepEqual([await outline(".sidebar a:not([aria-current])"), await outline(".sidebar a[aria-current]")], ["none", "solid"]);
});

/** What is drawn and not written, or is a control. */
const drawn = [
  ".site-title .icon", ".search-button .icon", ".scheme-button", ".sidebar summary", ".okr-bar", ".okr-trend", ".ticks .yes", ".ticks .no",
  ".okr-status", ".shift-pair", ".kind-do li", ".call", ".statement", ".path-pages [type=checkbox]", "progress", "[type=range]",
  ".filter input", ".buttons .button", ".fold summary", ".card", ".pager a", ".tags a", ".panel", ".prose blockquote", ".prose table",
  ".prose p a", ".search-page input",
];

/** Runs in the page: everything that moves or changes slowly. */
function moving() {
  const slow = (style) => [style.transitionDuration, style.animationDuration].some((times) => times.split(", ").some((time) => parseFloat(time) > 0));
  const found = [...document.querySelectorAll("*")].filter((element) => slow(getComputedStyle(element))).map((element) => element.outerHTML.slice(0, 80));
  return getComputedStyle(document.documentElement).scrollBehavior === "auto" ? found : ["the page scrolls smoothly", ...found];
}

/** Runs in the page: headings of the text that stand above one that is read before them. */
function outOfOrder() {
  const headings = [...document.querySelectorAll("main :is(h1, h2, h3, h4)")].filter((heading) => heading.checkVisibility());
  const top = (heading) => heading.getBoundingClientRect().top;
  return headings.filter((heading, index) => index > 0 && top(heading) < top(headings[index - 1]) - 1).map((heading) => heading.textContent);
}

/** Runs in an empty page: the contrast between the lightest and the darkest colour of a picture. */
async function contrast(picture) {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  // Source: WCAG 2.2, relative luminance.
  const linear = (value) => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  let [darkest, lightest] = [1, 0];
  for (let at = 0; at < data.length; at += 4) {
    const luminance = 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]);
    darkest = Math.min(darkest, luminance);
    lightest = Math.max(lightest, luminance);
  }
  return (lightest + 0.05) / (darkest + 0.05);
}

/** Runs in the page: what the headings that are shown say. */
function headingTexts() {
  const shown = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.checkVisibility({ visibilityProperty: true }));
  return shown.map((heading) => heading.textContent);
}

async function accessibilityTree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes;
}

/** The landmarks and headings of the accessibility tree, in its order. */
async function landmarks(page) {
  const nodes = await accessibilityTree(page);
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const add = (node, indent) => {
    const role = node.ignored ? "" : node.role.value;
    const level = node.properties?.find(({ name }) => name === "level")?.value.value;
    const isLandmark = ["banner", "main", "navigation", "contentinfo", "search", "complementary"].includes(role);
    if (isLandmark || role === "heading") lines.push(`${indent}${role === "heading" ? level : role} ${node.name.value}`.trimEnd());
    for (const id of node.childIds ?? []) if (byId.has(id)) add(byId.get(id), isLandmark ? `${indent}  ` : indent);
  };
  add(nodes[0], "");
  return lines;
}

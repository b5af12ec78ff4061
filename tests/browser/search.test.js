// The search of a built site in a real browser: over http under a strict policy, below a sub-path
// and from a disk; by keyboard; when a new site is published meanwhile; with hostile text.

import assert from "node:assert/strict";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { openPage, schemes, startBrowser } from "./support/browser.js";
import { build, copyOfFixture, fixture, search, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

const dialog = (page) => page.getByRole("dialog", { name: "Search" });
const input = (page) => dialog(page).getByRole("combobox", { name: "Search" });
const options = (page) => page.getByRole("option");

/** Waits until the page says yes; a strict policy forbids Playwright's own way of asking. */
async function until(page, question) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await page.evaluate(question)) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`never true: ${question}`);
}

async function openSearch(page) {
  await page.waitForLoadState("load");
  await page.keyboard.press("/");
  await dialog(page).waitFor();
}

test("slash opens the search, words find pages, Enter follows and the words are marked", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  await openSearch(page);
  assert.equal(await input(page).evaluate((element) => element === document.activeElement), true);
  await page.keyboard.type("half hour calendar");
  await options(page).first().waitFor();
  assert.equal(await input(page).getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const active = await input(page).getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`[id="${active}"]`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await page.waitForURL(/one-to-one/);
  await until(page, () => CSS.highlights.get("found")?.size > 0);
});

test("nothing of the index is requested before the reader asks for it", async (t) => {
  const page = await openPage(browser, t);
  const requested = [];
  page.on("request", (request) => requested.push(request.url()));
  await page.goto(site);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(requested.filter((url) => url.includes("_search")), []);
});

test("Control-K opens, Escape closes and gives the focus back, slash in a field is a slash", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  await page.locator(".search-button").focus();
  await page.keyboard.press("Control+k");
  await dialog(page).waitFor();
  await page.keyboard.type("a/b");
  assert.equal(await input(page).inputValue(), "a/b");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  assert.equal(await page.locator(".search-button").evaluate((element) => element === document.activeElement), true);
});

test("the number of pages is announced, and nothing found says so and offers all pages", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  await openSearch(page);
  await page.keyboard.type("one");
  await until(page, () => /pages? found/.test(document.querySelector("dialog [role=status]").textContent));
  await input(page).fill("zzzzqqqq");
  await dialog(page).getByText("Nothing was found").first().waitFor();
  await dialog(page).getByRole("link", { name: "All pages from A to Z" }).click();
  await page.waitForURL(/a-z/);
});

test("a screen reader is told what it needs, in both schemes, wide and on a phone", async (t) => {
  for (const width of [1440, 390]) {
    const page = await openPage(browser, t, { width });
    await page.goto(site);
    await openSearch(page);
    await page.keyboard.type("one-to-one");
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    const tree = await dialog(page).ariaSnapshot();
    for (const part of [/- combobox "Search" \[expanded\]/, /- button "Esc closes the search"/, /- group "Filters"/, /- listbox "Results":/, /- group ".+":\n +- option ".+" \[selected\]/]) {
      assert.match(tree, part);
    }
    const { width: dialogWidth } = await dialog(page).boundingBox();
    assert.ok(dialogWidth <= width);
    await page.evaluate(axe);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      const { violations } = await page.evaluate(() => window.axe.run("dialog"));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [], `${width} px, ${scheme}`);
    }
  }
});

test("more pages are shown to who asks for them, and the arrow keys reach them", async (t) => {
  const page = await openPage(browser, t);
  const [root, folder] = [await temporaryFolder(t.after.bind(t)), await temporaryFolder(t.after.bind(t))];
  for (let number = 0; number < 12; number += 1) await writeFile(join(root, `plan-${number}.md`), `# Plan ${number}\n\nWe plan.\n`);
  await build(root, folder);
  await page.goto(await serve(folder, t.after.bind(t)));
  await openSearch(page);
  await page.keyboard.type("plan");
  await options(page).first().waitFor();
  assert.equal(await options(page).count(), 8);
  await dialog(page).getByRole("button", { name: "More of 12 pages" }).click();
  await options(page).nth(11).waitFor();
  assert.equal(await dialog(page).getByRole("button", { name: /^More/ }).isVisible(), false);
  await input(page).focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await options(page).nth(11).getAttribute("aria-selected"), "true");
});

test("a search can be shared by its address, and recent searches are offered", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}search/?q=one-to-one`);
  await options(page).first().waitFor();
  assert.equal(await page.locator("[data-a-z]").isVisible(), false);
  await options(page).first().click();
  await page.waitForURL(/one-to-one/);
  await openSearch(page);
  await dialog(page).getByRole("button", { name: "one-to-one" }).waitFor();
});

test("the part of a text that is shown is the program's, with and without spaces between words", async (t) => {
  const page = await openPage(browser, t);
  const [root, folder] = [await temporaryFolder(t.after.bind(t)), await temporaryFolder(t.after.bind(t))];
  const more = "Words 🚀 that stand before and after what is sought. ".repeat(8);
  await writeFile(join(root, "spaced.md"), `# Spaced\n\n${more}Here the needle, a fine needle, shines. ${more}\n`);
  await writeFile(join(root, "dense.md"), `# Dense\n\n${"東京の日々".repeat(90)}計画を立てる${"会議の後".repeat(90)}\n`);
  await writeFile(join(root, "short.md"), "# Short\n\nA needle.\n");
  await build(root, folder);
  await page.goto(await serve(folder, t.after.bind(t)));
  await openSearch(page);
  for (const query of ["needle", "fine needle", "計画", "nedle"]) {
    await input(page).fill(query);
    const found = await search(root, query);
    for (const { title, snippet } of found) {
      await page.getByRole("option", { name: title }).locator(".search-text").getByText(snippet, { exact: true }).waitFor();
    }
    assert.ok(found.length > 0 && found.every(({ snippet }) => snippet.length > 5 && snippet.length <= 164), query);
  }
});

test("Enter waits for the results of what was typed last", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  await openSearch(page);
  await page.keyboard.type("first night");
  await options(page).first().waitFor();
  assert.doesNotMatch(await options(page).first().getAttribute("href"), /one-to-one/);
  // Typed at once, as by a fast hand: no answer can have come in between.
  await input(page).evaluate((field) => {
    field.value = "half hour calendar";
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  });
  await page.waitForURL((url) => url.href !== site);
  assert.match(page.url(), /one-to-one/);
});

test("a result on the page where the reader is marks its words there", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(`${site}practice/everything/`);
  const isMarked = () => Array.from(CSS.highlights.get("found") ?? []).some((range) => `${range}` === "scroll");
  for (const _ of ["the first time", "once more"]) {
    await openSearch(page);
    await input(page).fill("something to scroll past");
    await page.locator(".search-text mark").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "hidden" });
    await until(page, () => location.hash === "#a-heading-of-the-third-level");
    await until(page, isMarked);
    await page.evaluate(() => CSS.highlights.clear());
  }
  assert.equal(await page.evaluate(() => sessionStorage.getItem("playbook-found")), null);
});

test("a filter goes away however it was written, and a keyword says why it matched", async (t) => {
  const page = await openPage(browser, t);
  const [root, folder] = [await temporaryFolder(t.after.bind(t)), await temporaryFolder(t.after.bind(t))];
  await writeFile(join(root, "sort.md"), "---\ntitle: What comes first\nkeywords: [triage]\nquestions: [How do we sort what is urgent?]\naudience: [Leads]\n---\nWords.\n");
  for (let number = 0; number < 20; number += 1) {
    await writeFile(join(root, `other-${number}.md`), `---\ntitle: Other ${number}\nquestions: [How do we do ${number}?]\n---\nWords.\n`);
  }
  await writeFile(join(root, "meet.md"), "---\ntitle: How we meet\nquestions: [How do we call a meeting?]\n---\nNo triage here.\n");
  await build(root, folder);
  await page.goto(await serve(folder, t.after.bind(t)));
  await openSearch(page);
  await page.keyboard.type("triage Audience:leads");
  await dialog(page).getByText("Matches: triage").waitFor();
  await dialog(page).getByRole("button", { name: "audience: Leads" }).click();
  assert.equal((await input(page).inputValue()).trim(), "triage");
  await dialog(page).getByRole("button", { name: /^Leads/ }).waitFor();
  // A question that shares with the query what all questions share is no reason.
  await input(page).fill("how do we triage");
  await page.getByRole("option", { name: "How we meet" }).waitFor();
  await page.waitForTimeout(400);
  assert.equal(await dialog(page).getByText("Matches: How do we call").count(), 0);
});

test("results stay when their texts cannot be loaded, with a way to ask again", async (t) => {
  const page = await openPage(browser, t, { expected: [/404/, /MIME type/] });
  const folder = await temporaryFolder(t.after.bind(t));
  await build(fixture, folder);
  const address = await serve(folder, t.after.bind(t));
  const texts = (await readdir(join(folder, "_search"))).filter((name) => /^t\d/.test(name));
  for (const name of texts) await rm(join(folder, "_search", name));
  await page.goto(address);
  await openSearch(page);
  await page.keyboard.type("one");
  await dialog(page).getByText("could not be loaded").first().waitFor();
  assert.ok((await options(page).count()) > 0);
  await build(fixture, folder);
  await dialog(page).getByRole("button", { name: "Try again" }).click();
  await dialog(page).locator("[role=option] mark").first().waitFor();
  assert.equal(await dialog(page).locator(".search-message").textContent(), "");
});

test("the search works below a path of a host", async (t) => {
  const page = await openPage(browser, t);
  const below = await temporaryFolder(t.after.bind(t));
  await build(fixture, below, "--base-url", "https://example.com/our/playbook/");
  const address = await serve(below, t.after.bind(t), { mount: "/our/playbook/" });
  await page.goto(`${address}`);
  await openSearch(page);
  await page.keyboard.type("one-to-one");
  await options(page).first().waitFor();
  assert.ok((await options(page).first().getAttribute("href")).startsWith(address));
});

test("the search works from a disk", async (t) => {
  const page = await openPage(browser, t);
  const disk = await temporaryFolder(t.after.bind(t));
  await build(fixture, disk, "--offline");
  await page.goto(pathToFileURL(join(disk, "index.html")).href);
  await openSearch(page);
  await page.keyboard.type("one-to-one");
  await options(page).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/one-to-one\/index\.html/);
});

test("a reader who searches while a new site is published gets the new answers", async (t) => {
  const page = await openPage(browser, t, { expected: [/404/, /MIME type/] });
  const root = await copyOfFixture(t.after.bind(t));
  const folder = await temporaryFolder(t.after.bind(t));
  await build(root, folder);
  const address = await serve(folder, t.after.bind(t));
  await page.goto(address);
  await openSearch(page);
  // The core is held, the texts are not; then all of them change their names.
  await until(page, () => performance.getEntriesByType("resource").some((entry) => /core-/.test(entry.name)));
  const pages = (await readdir(join(root), { recursive: true })).filter((name) => name.endsWith(".md"));
  const content = pages[0].split("/").slice(0, -1)[0] === "content" ? join(root, "content") : root;
  await writeFile(join(content, "aaa-fresh.md"), `---\ntitle: Quokka policy\n---\n${"Fresh words for every file of text. ".repeat(400)}\n`);
  await build(root, folder);
  await page.keyboard.type("one to one");
  await options(page).first().waitFor();
  await page.waitForTimeout(1000);
  await input(page).fill("quokka");
  await page.getByRole("option", { name: "Quokka policy" }).waitFor();
});

test("an index that is gone says so and can be asked for again", async (t) => {
  const page = await openPage(browser, t, { expected: [/404/, /MIME type/] });
  const folder = await temporaryFolder(t.after.bind(t));
  await build(fixture, folder);
  const address = await serve(folder, t.after.bind(t));
  await rm(join(folder, "_search"), { recursive: true });
  await page.goto(address);
  await openSearch(page);
  await page.keyboard.type("one");
  await dialog(page).getByText("could not be loaded").first().waitFor();
  await build(fixture, folder);
  await dialog(page).getByRole("button", { name: "Try again" }).click();
  await options(page).first().waitFor();
});

test("HTML in titles, texts and queries is shown as text", async (t) => {
  const page = await openPage(browser, t);
  const root = await temporaryFolder(t.after.bind(t));
  await writeFile(join(root, "index.md"), "---\ntitle: \"<img src=x onerror=alert(1)> hostile\"\nowner: \"<b>@me</b>\"\n---\n`<script>alert(2)</script>` hostile words\n");
  const folder = await temporaryFolder(t.after.bind(t));
  await build(root, folder);
  const address = await serve(folder, t.after.bind(t));
  await page.goto(`${address}search/?q=${encodeURIComponent("hostile <script>alert(3)</script>")}`);
  await options(page).first().waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator("[role=listbox] img, [role=listbox] script, [role=listbox] b").count(), 0);
});

test("without JavaScript the search leads to all pages", async (t) => {
  const page = await openPage(browser, t, { javaScriptEnabled: false });
  await page.goto(site);
  await page.locator(".search-button").click();
  await page.waitForURL(/search/);
  assert.ok((await page.locator(".a-z a").count()) > 3);
});

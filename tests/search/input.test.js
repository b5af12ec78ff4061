// Whatever is typed and whatever is written: nothing breaks, nothing leaks.
"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { openSite } = require("./site.js");
const { build, ask } = require("./program.js");

const page = (title, text, more = "") => `---\ntitle: ${JSON.stringify(title)}\n${more}---\n${text}\n`;

/** Titles of the pages that both engines find. */
function titles({ content, site }, query) {
  const opened = openSite(site);
  const found = opened.search(query).hits.slice(0, 10).map((hit) => opened.page(hit.page)[0]);
  if (!query.includes("\n")) assert.deepEqual(ask(content, [query])[0].map((hit) => hit.title), found, `for: ${query.slice(0, 60)}`);
  return found;
}

const world = build({
  "index.md": page("Home", "Welcome to the handbook."),
  "one.md": page("日本語の計画", "東京の計画を立てる。"),
  "two.md": page("خطة الفريق", "نكتب الخطة كل ربع سنة."),
  "three.md": page("Launch 🚀 plan", "We launch 🚀 on Monday, and the and the and."),
  "four.md": page("<script>alert(1)</script> & <img src=x onerror=alert(1)>", "A title with `code` in it."),
  "five.md": page("Prioritisation", "How we organise colour and behaviour at the centre.", "keywords: [triage]\nquestions: [\"Who decides first?\"]\nowner: \"@ops\"\ntags: [Getting started]\n"),
  "six.md": page("Identifiers", "Call parseHttpRequest and read max_retry_count.\n\n## Root cause\n\nFind the root cause, not the cause of the root."),
});

test("a query of 10,000 characters is answered", () => {
  assert.deepEqual(titles(world, "launch ".repeat(1430)), ["Launch 🚀 plan"]);
  assert.deepEqual(titles(world, "x".repeat(10_000)), []);
});

test("only punctuation, only emoji and only spaces find nothing", () => {
  for (const query of ["?!., ;:", "\"\"\"", "🚀🙂", "   ", "-", "-- --", "<>/\\"]) assert.deepEqual(titles(world, query), [], query);
});

test("only stop words do no harm", () => {
  assert.deepEqual(titles(world, "and the").slice(0, 1), ["Launch 🚀 plan"]);
});

test("right-to-left, Chinese and Japanese text is found", () => {
  assert.deepEqual(titles(world, "خطة"), ["خطة الفريق"]);
  assert.deepEqual(titles(world, "計画"), ["日本語の計画"]);
  assert.deepEqual(titles(world, "東"), ["日本語の計画"]);
});

test("HTML in a title and in a query is text", () => {
  const [found] = titles(world, "<script>alert(1)</script>");
  assert.equal(found, "<script>alert(1)</script> & <img src=x onerror=alert(1)>");
});

test("both spellings, inflections, accents, typos and parts of compounds are found", () => {
  for (const query of ["prioritization", "prioritize", "priortisation", "prioritis", "organize", "behavior", "cölour", "centers", "triage"]) {
    assert.deepEqual(titles(world, query).slice(0, 1), ["Prioritisation"], query);
  }
  for (const query of ["parsehttprequest", "http", "retry", "max_retry_count", "parseHttpRequest"]) {
    assert.deepEqual(titles(world, query), ["Identifiers"], query);
  }
});

test("quotes, minus and filters say what is wanted", () => {
  assert.deepEqual(titles(world, "\"root cause\""), ["Identifiers"]);
  assert.deepEqual(titles(world, "\"root the cause\""), []);
  assert.deepEqual(titles(world, "plan -launch").includes("Launch 🚀 plan"), false);
  assert.deepEqual(titles(world, "owner:@ops"), ["Prioritisation"]);
  assert.deepEqual(titles(world, "how tag:getting-started kind:page"), ["Prioritisation"]);
  assert.deepEqual(titles(world, "how kind:review"), []);
});

test("what is unwanted may be several words side by side", () => {
  assert.deepEqual(titles(world, "plan -\"monday launch\"").includes("Launch 🚀 plan"), true);
  assert.deepEqual(titles(world, "plan -\"on monday\"").includes("Launch 🚀 plan"), false);
  assert.deepEqual(titles(world, "root -root-cause"), []);
  assert.deepEqual(titles(world, "root -cause-root"), ["Identifiers"]);
  assert.deepEqual(titles(world, "kind:page -launch -\"root cause\"").includes("Identifiers"), false);
});

test("signs that become letters, and letters that hold signs, are read alike in texts and queries", () => {
  const signs = build({ "a.md": page("Scrum™ guide", "Half: ½ day, № 5, ﬁne."), "b.md": page("Other", "x") });
  for (const query of ["scrum", "scrum™", "Scrum™ guide", "½", "№ 5", "fine", "ﬁne"]) {
    assert.deepEqual(titles(signs, query).slice(0, 1), ["Scrum™ guide"], query);
  }
});

// More sections than those up to which even the commonest words are listed whole.
const twice = (text) => `${text}\n\n## Again\n\n${text}`;
const crowd = build({
  "index.md": page("Home", "Nothing of it."),
  ...Object.fromEntries(Array.from({ length: 500 }, (_, at) => [
    `p${at}.md`,
    page(`Page ${at}`, twice(at === 321 ? "We see the team on a Monday, and so on." : at % 3 ? "On a day the team is a team." : "A plan is on.")),
  ])),
});

test("common words can be unwanted, and stand in phrases", () => {
  const opened = openSite(crowd.site);
  const found = (query) => {
    const numbers = opened.search(query).hits.map((hit) => opened.page(hit.page)[0]);
    const own = ask(crowd.content, [query], ["--limit", "1000"])[0].map((hit) => hit.title);
    assert.deepEqual(own, numbers, query);
    return numbers;
  };
  assert.ok(Object.keys(opened.core.common).length >= 3);
  assert.equal(found("page").length, 500);
  assert.equal(found("team").length, 334);
  assert.equal(found("on").length, 500);
  assert.equal(found("page -team").length, 166);
  assert.deepEqual(found("\"team on a\""), ["Page 321"]);
  assert.deepEqual(found("\"on a monday\""), ["Page 321"]);
  assert.deepEqual(found("\"monday on a\""), []);
  assert.deepEqual(found("monday -\"team on a\""), []);
});

test("filters count what is left of the pages that were found, whatever the values are called", () => {
  const { site } = build({
    "a.md": page("Plan one", "first plan", "tags: [constructor, shared]\naudience: [leads]\n"),
    "b.md": page("Plan two", "second plan", "tags: [shared, Page]\nowner: \"@shared\"\n"),
    "c.md": page("Plan three", "a plan of the second kind", "tags: [__proto__]\n"),
  });
  const opened = openSite(site);
  const counts = (query) => opened.search(query).counts.map((of) => ({ ...of }));
  assert.deepEqual(counts("plan").slice(1), [{ constructor: 1, shared: 2, page: 1, proto: 1 }, { shared: 1 }, { leads: 1 }]);
  assert.deepEqual(counts("plan owner:@shared"), [{ page: 1 }, { shared: 1, page: 1 }, { shared: 1 }, {}]);
  assert.deepEqual(counts("\"second kind\"")[1], { proto: 1 });
  assert.deepEqual(counts("plan -second")[1], { constructor: 1, shared: 1 });
});

test("an exact word stands before its typo, and numbers have no typos", () => {
  const numbers = build({ "a.md": page("Plan 2024", "x"), "b.md": page("Plan 2025", "x"), "c.md": page("Term", "team"), "d.md": page("Team", "x") });
  assert.deepEqual(titles(numbers, "2024"), ["Plan 2024"]);
  assert.equal(titles(numbers, "team")[0], "Team");
});

test("synonyms of the config are found both ways", () => {
  const pages = {
    "../playbook.yaml": "search:\n  synonyms: [[pm, product manager]]\n",
    "a.md": page("Ratio", "Each product manager serves seven makers."),
    "b.md": page("Slang", "Ask your PM."),
  };
  const { content, site } = build(pages);
  const found = openSite(site);
  assert.equal(found.search("pm").hits.length, 2, content);
  assert.equal(found.search("product manager").hits.length, 2);
});

test("drafts and pages hidden from search leave no trace in any file", () => {
  const { site } = build({
    "index.md": page("Home", "Welcome."),
    "shown.md": page("Shown", "Everybody reads this."),
    "secret.md": page("Xylophone", "quagmire", "hide: [search]\nkeywords: [zeppelin]\n"),
    "gone.md": page("Wolverine", "haberdasher", "hide: true\n"),
    "draft.md": page("Marmalade", "kerfuffle", "draft: true\n"),
    "closed/index.md": page("Bandicoot", "lollygag", "hide: [search]\n"),
    "closed/below.md": page("Pangolin", "below a closed section: nincompoop"),
    "closed/deep/down.md": page("Down", "flibbertigibbet"),
  });
  const folder = path.join(site, "_search");
  const all = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), "utf8")).join("\n");
  for (const word of ["xylophone", "quagmire", "zeppelin", "wolverine", "haberdasher", "marmalade", "kerfuffle", "bandicoot", "lollygag", "pangolin", "nincompoop", "flibbertigibbet"]) {
    assert.ok(!all.toLowerCase().includes(word), word);
    // A word of the dictionary is front-coded, so ask the engine too.
    assert.equal(openSite(site).search(word).hits.length, 0, word);
  }
  const list = fs.readFileSync(path.join(site, "a-z", "index.html"), "utf8").split("<main")[1];
  assert.ok(list.includes("Shown"));
  assert.ok(!list.includes("Pangolin"));
});

test("a home page that is hidden from search hides itself alone", () => {
  const { site } = build({ "index.md": page("Home", "gobbledygook", "hide: [search]\n"), "shown.md": page("Shown", "found") });
  assert.equal(openSite(site).search("gobbledygook").hits.length, 0);
  assert.equal(openSite(site).search("found").hits.length, 1);
});

test("a site without a page that may be found can be searched", () => {
  const { content, site } = build({ "index.md": "---\nhide: [search]\n---\n# Nothing here\n" });
  const opened = openSite(site);
  assert.deepEqual(opened.search("nothing here").hits, []);
  assert.deepEqual(ask(content, ["nothing here"]), [[]]);
});

test("a page of 1 MB in one section and a page of 5,000 headings are found", () => {
  const big = build({
    "index.md": page("Home", "x"),
    "long.md": page("Long", `${"lorem ipsum dolor ".repeat(60_000)} needle`),
    "many.md": page("Many", Array.from({ length: 5000 }, (_, at) => `## Heading ${at}\n\nword${at}\n`).join("\n")),
  });
  assert.deepEqual(titles(big, "needle"), ["Long"]);
  assert.equal(titles(big, "word4321")[0], "Many");
  const opened = openSite(big.site);
  const [hit] = opened.search("heading 4321").hits;
  assert.equal(opened.page(hit.page)[3][hit.sections[0] - 1], "Heading 4321");
});

test("the same pages give the same files, and a change to one page leaves most text files as they were", () => {
  const pages = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [at ? `p${at}.md` : "index.md", page(`Page ${at}`, `Text ${at}. ${"steady words of some length ".repeat(60)}`)]));
  const names = (site) => fs.readdirSync(path.join(site, "_search")).sort();
  const first = names(build(pages).site);
  assert.deepEqual(names(build(pages).site), first);
  const second = names(build({ ...pages, "p7.md": pages["p7.md"].replace("Text 7", "Test 7") }).site);
  const changed = second.filter((name) => !first.includes(name));
  assert.deepEqual(changed.map((name) => name.replace(/\d*-.*/, "")), ["core", "t"]);
});

// How well the starter playbook is found. The seed was not used to tune the ranking; the floors
// lie a little below what it reached, so that they fail when the ranking gets worse. Words that a
// page does not say are the content's job: a question that is missed wants `keywords` or
// `questions` in the front-matter of the page that answers it, not a rule in the engine.
"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const path = require("node:path");
const { openSite } = require("./site.js");
const { generate, report } = require("./generate.js");
const { places } = require("./questions.js");
const { top, build } = require("./program.js");

const { site: folder } = build(path.join(top, "content"));
const site = openSite(folder);

test("generated queries of six kinds find their page", () => {
  const rows = report(site, generate(site, 90210, 60));
  assert.equal(rows.length, 6);
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const shares = JSON.stringify(rows.map(({ kind, count, first, five }) => ({ kind, count, first, five })));
  assert.ok(sum("first") / sum("count") >= 0.9, shares);
  assert.ok(sum("five") / sum("count") >= 0.97, shares);
  assert.equal(rows[0].five, rows[0].count, "a title with one typo is always among five");
});

test("the questions of leaders are answered in the first three", () => {
  const all = places(site);
  const missed = all.filter(({ place }) => place === 0 || place > 3).map(({ query }) => query);
  assert.ok(all.length >= 60);
  assert.ok(missed.length / all.length <= 2 / 60, `missed: ${missed.join("; ")}`);
});

// A keyword of one word may be the title of another page, which is then the better answer.
test("every symptom, question and longer keyword of every page finds its page", () => {
  const missed = [];
  let asked = 0;
  for (let page = 0; page < site.pages; page++) {
    for (const clue of site.text(page)[0].filter((clue) => clue.includes(" "))) {
      asked += 1;
      if (!site.search(clue).hits.slice(0, 5).some((hit) => hit.page === page)) missed.push(`${site.page(page)[1]}: ${clue}`);
    }
  }
  assert.deepEqual(missed, []);
  assert.ok(asked > 200, `${asked} asked`);
});

test("typing on never loses a page that the whole word finds", () => {
  for (const word of ["delegation", "okrs", "retrospective", "newsletter", "onboarding"]) {
    const whole = site.search(word).hits[0].page;
    for (let length = 4; length < word.length; length++) {
      const found = site.search(word.slice(0, length)).hits.slice(0, 5).map((hit) => hit.page);
      assert.ok(found.includes(whole), `${word.slice(0, length)} does not find what ${word} finds`);
    }
  }
});

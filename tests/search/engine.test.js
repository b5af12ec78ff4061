// The client's engine and the program's give the same pages with the same scores, in every tier.
"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { openSite } = require("./site.js");
const { generate } = require("./generate.js");
const { writeCorpus } = require("./corpus.js");
const { top, build, ask, temporary } = require("./program.js");

function compare(content, site, queries) {
  const opened = openSite(site);
  const answers = ask(content, queries);
  queries.forEach((query, number) => {
    const own = opened.search(query).hits.slice(0, 10);
    const found = answers[number].map(({ url, score }) => [url.replace(/#.*/, "").slice(1), score]);
    assert.deepEqual(own.map((hit) => [opened.page(hit.page)[1], hit.score]), found, `for: ${query}`);
  });
  return opened;
}

function typed(query) {
  return Array.from(query, (_, at) => query.slice(0, at + 1));
}

const TIERS = {
  small: { pages: 40, vocabulary: 4000 },
  medium: { pages: 160, vocabulary: 12000 },
  large: { pages: 1400, vocabulary: 60000, words: 400 },
};

for (const [tier, wishes] of Object.entries(TIERS)) {
  test(`both engines agree on an index of the ${tier} tier`, () => {
    const content = path.join(temporary(), "content");
    writeCorpus(content, wishes);
    const { site } = build(content);
    const opened = openSite(site);
    assert.equal(opened.core.tier, tier);
    const queries = generate(opened, 3, 12).map(({ query }) => query);
    const [first, second] = queries;
    compare(content, site, [
      ...queries,
      ...typed(first),
      `"${queries[queries.length - 20]}"`,
      `${first} -${second.split(" ")[0]}`,
      `${first} owner:@owner-3`,
      "tag:tag-2",
    ]);
  });
}

test("both engines agree on the starter playbook", { skip: !fs.existsSync(path.join(top, "content")) }, () => {
  const content = path.join(top, "content");
  const { site } = build(content);
  const queries = generate(openSite(site), 4, 40).map(({ query }) => query);
  compare(content, site, [...queries, ...typed("how many pms do we need"), "kind:review", "okr kind:review", "\"root cause\""]);
});

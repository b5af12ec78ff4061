// Real handbooks, built unchanged: no error, and every link that leads somewhere is found.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { build, check, temporaryFolder } from "../tests/browser/support/build.js";

const handbooks = process.env.HANDBOOKS;

/**
 * What was counted in each by hand: links that name a page of the handbook by its address on the
 * forge, those among them that pin an old commit and so stay as they are, and anchors that lead
 * nowhere, in relative links and in those addresses.
 */
const known = {
  basecamp: { repository: "https://github.com/basecamp/handbook", byAddress: 24, pinned: 1, anchors: 0, anchorsByAddress: 1 },
  madetech: { repository: "https://github.com/madetech/handbook", byAddress: 35, pinned: 4, anchors: 5, anchorsByAddress: 2 },
};

for (const name of readdirSync(handbooks)) {
  test(`${name} builds as it is`, async (t) => {
    await build(".", await temporaryFolder((end) => t.after(end)), "--content", join(handbooks, name));
  });
}

for (const [name, { repository, byAddress, pinned, anchors, anchorsByAddress }] of Object.entries(known)) {
  test(`${name}: every link leads to its page`, async (t) => {
    const nothingBroken = { errors: 0, "broken-link": 0, "missing-image": 0 };
    // As a copy in another repository: its own addresses stay external.
    const copied = await result(t, name, "https://git.example/another/repository");
    assert.deepEqual(copied.findings, { ...nothingBroken, "broken-anchor": anchors });
    const own = await result(t, name, repository);
    assert.deepEqual(own.findings, { ...nothingBroken, "broken-anchor": anchors + anchorsByAddress });
    assert.equal(own.internal.length - copied.internal.length, byAddress - pinned);
    const left = own.external.filter((address) => address.startsWith(`${repository}/blob/`));
    assert.equal(left.filter((address) => /\/blob\/[0-9a-f]{40}\//.test(address)).length, pinned);
    assert.equal(left.length, pinned);
  });
}

async function result(t, name, repo_url) {
  const settings = await temporaryFolder((end) => t.after(end));
  const output = await temporaryFolder((end) => t.after(end));
  await writeFile(join(settings, "playbook.yaml"), JSON.stringify({ content: join(handbooks, name), repo_url }));
  await build(settings, output);
  const found = await check(settings);
  const rules = ["broken-link", "missing-image", "broken-anchor"];
  const counts = rules.map((rule) => [rule, found.filter((finding) => finding.rule === rule).length]);
  const errors = found.filter(({ severity }) => severity === "error").length;
  return { ...(await linksIn(output)), findings: { errors, ...Object.fromEntries(counts) } };
}

/** The addresses of the links in the texts of all pages. */
async function linksIn(output) {
  const pages = (await readdir(output, { recursive: true })).filter((path) => path.endsWith("index.html"));
  const texts = await Promise.all(pages.map((path) => readFile(join(output, path), "utf8")));
  const prose = texts.map((html) => html.match(/<div class="prose">.*<footer class="page-foot">/s)?.[0] ?? "");
  const links = [...prose.join("").matchAll(/<a href="([^"]*)"/g)].map(([, address]) => address);
  return { internal: links.filter((address) => /^[/#]/.test(address)), external: links.filter((address) => /^https?:/.test(address)) };
}

// Every template in both schemes at three widths: silent, accessible, steady, and no wider than the screen.

import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { startBrowser } from "./support/browser.js";
import { build, fixture, fork, repository, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";
import { visit } from "./support/visit.js";

const templates = {
  "the start page": "",
  "a page": "practice/everything/",
  "a superseded page": "practice/one-to-one/",
  "an outdated page": "practice/outdated/",
  "a page that waits for its review": "practice/waiting/",
  "a section": "practice/",
  "a section without a text of its own": "teams/",
  "a page deep down": "teams/platform/on-call/first-night/",
  "the tags": "tags/",
  "a tag": "tags/writing/",
  "the whole playbook on one page": "print/",
  "the not-found page": "404.html",
};

const browser = await startBrowser(after);
const output = await temporaryFolder(after);
await build(fixture, output);
const site = await serve(output, after);

for (const [name, path] of Object.entries(templates)) {
  test(`${name} is silent, steady, accessible and fits`, (t) => visit(browser, t, `${site}${path}`));
}

test("a page that has moved is accessible and fits", (t) =>
  visit(browser, t, `${site}meetings/one-to-one/`, {
    expected: [/redirect\..*\.js|ERR_FAILED/],
    // Without its script the page stays where it is, so that it can be looked at.
    prepare: (page) => page.route("**/redirect.*.js", (route) => route.abort()),
  }));

test("pages of each kind and lists of the starter playbook are silent, steady, accessible and fits", async (t) => {
  if (!existsSync(join(repository, "content"))) return t.skip("this fork has no content folder");
  const output = await temporaryFolder((end) => t.after(end));
  await build(repository, output);
  const starter = await serve(output, (end) => t.after(end));
  const pages = JSON.parse(await readFile(join(output, "pages.json"), "utf8"));
  const onePerKind = new Map(pages.map((page) => [page.kind, page.url]));
  const made = ["a-z/", "search/", "symptoms/", "glossary/", "reviews/", "okrs/", "paths/first-90-days/print/", "okrs/print/"];
  for (const [name, url] of [...onePerKind, ...made.map((url) => [url, url])]) {
    await t.test(name, (t) => visit(browser, t, new URL(url, starter).href));
  }
});

test("the list of adaptations of a fork is silent, steady, accessible and fits", async (t) => {
  const root = join(await temporaryFolder((end) => t.after(end)), "fork");
  await fork("builtin:starter", root);
  await appendFile(join(root, "playbook.yaml"), "adaptations: true\n");
  await appendFile(join(root, "content/people/delegation.md"), "\nAt our house, everybody writes down what they gave away.\n");
  const output = await temporaryFolder((end) => t.after(end));
  await build(root, output);
  await visit(browser, t, `${await serve(output, (end) => t.after(end))}adaptations/`);
});

// HTML as the standard has it, by html-validate: on one page of each template of the starter playbook,
// and on the page that has everything Markdown can do. The Nu checker knows more and needs Java, which
// would make a fresh machine half a minute slower; before a release it is run by hand:
//
//     npx vnu-jar --errors-only --skip-non-html FOLDER

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { HtmlValidate } from "html-validate";

import { build, fixture, repository, temporaryFolder } from "./support/build.js";

const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });

const sites = {
  "the starter playbook": [repository, [
    "", "shifts/", "people/delegation/", "shifts/empowering/", "roles/product-leader/", "vision/product-vision/", "okrs/",
    "okrs/2026-q4/company/", "reviews/", "reviews/weekly-product-review/", "paths/first-90-days/", "symptoms/", "glossary/",
    "tags/", "tags/hiring/", "a-z/", "search/", "vision/print/", "404.html",
  ]],
  "the fixture": [fixture, ["", "practice/everything/", "practice/outdated/", "practice/waiting/", "teams/", "tags/", "meetings/one-to-one/"]],
};

for (const [name, [root, paths]] of Object.entries(sites)) {
  test(`every page of ${name} is valid`, async () => {
    const output = await temporaryFolder(after);
    await build(root, output);
    for (const path of paths) {
      const html = await readFile(join(output, path.endsWith(".html") ? path : join(path, "index.html")), "utf8");
      const { results } = await validator.validateString(html);
      const messages = results.flatMap(({ messages }) => messages.map(({ line, message, ruleId }) => `${line}: ${message} (${ruleId})`));
      assert.deepEqual(messages, [], path);
    }
  });
}

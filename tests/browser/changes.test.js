// What changed, from git; and what changed since the reader was here, kept in the browser alone.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";

import { openPage, startBrowser } from "./support/browser.js";
import { build, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";
import { visit } from "./support/visit.js";

const browser = await startBrowser(after);
const root = await temporaryFolder(after);
const content = join(root, "content");
await mkdir(content);
await writeFile(join(root, "playbook.yaml"), "title: Changing\n");

await git("init", "--quiet", "--initial-branch=main");
await commit("2026-09-02", "Ana", { "index.md": "# Start\n", "old.md": "# Moves later\n\nWords.\n", "gone.md": "# Goes later\n", "secret.md": "---\ndraft: true\n---\n# Secret plan\n", "closed/index.md": hidden("Closed"), "closed/a.md": "# Of a hidden section\n", "former/README.md": hidden("Former"), "former/deep/b.md": "# Of a former hidden section\n" });
await rename(join(content, "old.md"), join(content, "new.md"));
await commit("2026-10-05", "Bo", {});
await rm(join(content, "gone.md"));
await rm(join(content, "secret.md"));
await rm(join(content, "closed/a.md"));
await rm(join(content, "former"), { recursive: true });
await commit("2026-11-03", "Ana", { "index.md": "# Start\n\nMore.\n", "fresh.md": "# Came lately\n" });

const output = await temporaryFolder(after);
await build(root, output);
const site = await serve(output, after);

test("months list what came, changed, moved and went, and neither drafts nor what is or was hidden", async (t) => {
  const page = await openPage(browser, t);
  await page.goto(site);
  await page.getByRole("link", { name: "What changed", exact: true }).click();
  await page.waitForURL(`${site}changes/`);
  const months = await page.locator(".changes").evaluateAll((lists) => lists.map((list) => [
    list.previousElementSibling.textContent,
    ...[...list.children].map((row) => row.textContent.replace(/\s+/g, " ").trim()),
  ]));
  assert.deepEqual(months, [
    ["November 2026", "3 Nov Came latelyAna Added", "3 Nov Goes laterAna Removed", "3 Nov StartAna"],
    ["October 2026", "5 Oct Moves laterBo"],
    ["September 2026", "2 Sept Moves laterAna Added", "2 Sept StartAna Added"],
  ]);
  await page.getByRole("link", { name: "October 2026" }).click();
  await page.waitForURL(`${site}changes/2026-10/`);
  await page.getByRole("link", { name: "Moves later", exact: true }).first().click();
  await page.waitForURL(`${site}new/`);
});

test("what changed since the last visit is marked, in this browser alone", async (t) => {
  const page = await openPage(browser, t);
  const line = page.locator("[data-since]");
  await page.clock.setFixedTime(new Date("2026-10-20T12:00:00"));
  await page.goto(`${site}changes/`);
  assert.match(await line.textContent(), /at your next visit/);
  assert.equal(await page.locator("[data-fresh]").count(), 0);
  await page.clock.setFixedTime(new Date("2026-11-05T12:00:00"));
  await page.goto(site);
  await page.goto(`${site}changes/`);
  assert.equal(await line.textContent(), "What changed since your last visit is marked with a dot.");
  assert.equal(await page.getByText("(new since your last visit)").count(), 3);
});

function hidden(title) {
  return `---\nhide: [search]\n---\n# ${title}\n`;
}

test("the list of changes is accessible and fits", (t) => visit(browser, t, `${site}changes/`));

async function commit(day, author, files) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(content, name)), { recursive: true });
    await writeFile(join(content, name), text);
  }
  await git("add", "--all");
  await git("-c", `user.name=${author}`, "-c", "user.email=x@example.org", "commit", "--quiet", "--message=x", `--date=${day}T12:00:00Z`);
}

async function git(...args) {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_COMMITTER_DATE: "2026-11-03T12:00:00Z" };
  await promisify(execFile)("git", ["-C", root, ...args], { env });
}

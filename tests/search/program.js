// Runs the program that is tested: $PLAYBOOK, else the newest build.
"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const top = path.join(__dirname, "../..");
const built = ["release", "debug"].map((profile) => path.join(top, "target", profile, "playbook")).filter((file) => fs.existsSync(file));
const newest = built.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
const program = process.env.PLAYBOOK || newest;

function playbook(args, input) {
  const run = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`playbook ${args.join(" ")}: ${run.stderr}`);
  return run.stdout;
}

/** A folder that is gone when the tests end. */
function temporary() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "playbook-search-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Builds pages, `{"a/b.md": "text"}` or a folder, and says where content and site are. */
function build(pages, more = []) {
  const content = typeof pages === "string" ? pages : path.join(temporary(), "content");
  if (typeof pages !== "string") {
    fs.mkdirSync(content, { recursive: true });
    for (const [name, text] of Object.entries(pages)) {
      fs.mkdirSync(path.dirname(path.join(content, name)), { recursive: true });
      fs.writeFileSync(path.join(content, name), text);
    }
  }
  const site = path.join(temporary(), "site");
  playbook(["build", "--content", content, "-o", site, "-q", ...more]);
  return { content, site };
}

/** The answers of `playbook search --batch`, one list a query. */
function ask(content, queries, more = []) {
  const lines = playbook(["search", "--content", content, "--batch", "-q", ...more], queries.map((query) => `${query}\n`).join(""));
  return lines.trim().split("\n").map((line) => JSON.parse(line));
}

module.exports = { top, program, playbook, build, ask, temporary };

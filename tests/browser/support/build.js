// Builds playbooks with the program under test. Knows the command line, no browser.

import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));

/** The repository. */
export const repository = join(here, "../../..");
/** The playbook that the tests are about. */
export const fixture = join(here, "../site");

const program = process.env.PLAYBOOK ?? join(repository, "target/debug/playbook");

/** An empty folder that is gone after the tests. */
export async function temporaryFolder(onEnd) {
  const folder = await mkdtemp(join(tmpdir(), "playbook-"));
  onEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the fixture that a test may change. */
export async function copyOfFixture(onEnd) {
  const folder = await temporaryFolder(onEnd);
  await cp(fixture, folder, { recursive: true });
  return folder;
}

/** Builds the playbook in `root` into `output`; the words of a failed build are in the error. */
export async function build(root, output, ...flags) {
  await promisify(execFile)(program, ["build", "--quiet", "--root", root, "--output-dir", output, ...flags]);
}

/** What `playbook search` finds. */
export async function search(root, query) {
  const run = await promisify(execFile)(program, ["search", "--quiet", "--root", root, "--format", "json", query]);
  return JSON.parse(run.stdout);
}

/** Makes a playbook from another one. */
export async function fork(source, root) {
  await promisify(execFile)(program, ["fork", source, root]);
}

/** What `playbook check` finds; an error in the content is a finding too. */
export async function check(root) {
  const run = promisify(execFile)(program, ["check", "--root", root, "--format", "json"], { maxBuffer: 1 << 26 });
  const { stdout } = await run.catch((error) => (error.code === 1 ? error : Promise.reject(error)));
  return JSON.parse(stdout);
}

/** Starts `playbook serve` and returns its address. */
export async function preview(root, onEnd) {
  const server = spawn(program, ["serve", "--root", root, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  onEnd(async () => {
    server.kill();
    await ended;
  });
  const words = [];
  for await (const line of createInterface({ input: server.stderr })) {
    words.push(line);
    const address = line.match(/serving (http:\S+)/)?.[1];
    if (address) {
      server.stderr.resume();
      return address;
    }
  }
  throw new Error(`the preview ended before it served anything:\n${words.join("\n")}`);
}

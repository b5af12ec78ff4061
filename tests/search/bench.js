// Measures what the search costs readers and builds, on made-up playbooks, in headless Chromium:
// PLAYBOOK=target/release/playbook node tests/search/bench.js [PAGES…]
// A build without an index is the same pages with `hide: [search]`. Bytes are what the browser
// asks for below `_search/` and of the scripts; gzip is at its usual level 6. A keystroke lasts
// from the input event until the results stand in the page, fetches from this machine included.
// CPU and memory are Linux's own figures. Where much was deleted lately, ext4 looks so long for free
// places that a build takes three times its CPU: `TMPDIR=/dev/shm` keeps the disk out of it.
// The packages of `tests/run` are needed.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const { spawn } = require("node:child_process");
const { chromium } = require("../browser/node_modules/playwright-core");
const { openSite } = require("./site.js");
const { generate, random } = require("./generate.js");
const { writeCorpus } = require("./corpus.js");
const { program, temporary, top } = require("./program.js");

const QUERIES = 36;
const COLD_STARTS = 5;
const TICKS_A_SECOND = 100;

const sorted = (list) => [...list].sort((a, b) => a - b);
const quantile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? NaN;
const mean = (list) => list.reduce((sum, item) => sum + item, 0) / list.length;
const kilobytes = (bytes) => (bytes / 1000).toFixed(bytes < 10000 ? 1 : 0);

/** Runs the program; its seconds of CPU, and the most memory that it held, in MB. */
async function measured(args) {
  const before = cpuOfChildren();
  let peak = 0;
  await new Promise((done, fail) => {
    const run = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    const look = setInterval(() => {
      try {
        peak = Math.max(peak, Number(fs.readFileSync(`/proc/${run.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
      } catch {} // It ended just now.
    }, 5);
    run.on("exit", (code) => {
      clearInterval(look);
      if (code === 0) done();
      else fail(new Error(`playbook ${args.join(" ")} ended with ${code}`));
    });
  });
  return { cpu: cpuOfChildren() - before, peak: peak / 1000 };
}

/** Source: proc(5), `cutime` and `cstime`. */
function cpuOfChildren() {
  const stat = fs.readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND;
}

/** Counts the bytes of the search's own files that a page asks for. */
function counter(page, site) {
  const sizes = new Map();
  const sum = { raw: 0, gzip: 0, files: 0 };
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.slice(1);
    if (!/^_search\/|^(playbook|search)[^/]*\.js$/.test(name)) return;
    if (!sizes.has(name)) {
      const bytes = fs.readFileSync(path.join(site, name));
      sizes.set(name, [bytes.length, zlib.gzipSync(bytes).length]);
    }
    sum.raw += sizes.get(name)[0];
    sum.gzip += sizes.get(name)[1];
    sum.files += 1;
  });
  return sum;
}

/**
 * Puts `window.type` into a page: types a text at once, and gives the milliseconds until `turns`
 * answers. A field that becomes a search gets the attribute for the first time, which is no answer.
 */
function prepare() {
  window.type = (text, turns) => new Promise((done) => {
    const input = document.querySelector("dialog .search-input");
    const start = performance.now();
    const watch = new MutationObserver((records) => {
      turns -= records.filter(({ oldValue }) => oldValue !== null).length;
      if (turns > 0) return;
      watch.disconnect();
      done(performance.now() - start);
    });
    watch.observe(input, { attributeFilter: ["aria-expanded"], attributeOldValue: true });
    input.value = text;
    input.dispatchEvent(new Event("input"));
  });
}

async function reader(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(prepare);
  return { page, open: () => page.goto(address), close: () => context.close() };
}

async function coldStart(browser, address, site, query) {
  const { page, open, close } = await reader(browser, address);
  const bytes = counter(page, site);
  await open();
  const time = await page.evaluate((query) => {
    const start = performance.now();
    document.querySelector("[data-search]").click();
    return window.type(query, 1).then(() => performance.now() - start);
  }, query);
  const first = { ...bytes };
  await close();
  return { time, ...first };
}

/** Asks one query after the other, typed letter by letter or put in at once, on one page. */
async function session(browser, address, site, queries, manner) {
  const { page, open, close } = await reader(browser, address);
  const bytes = counter(page, site);
  await open();
  await page.evaluate(() => document.querySelector("[data-search]").click());
  await page.evaluate((query) => window.type(query, 2), queries[0]);
  const keystrokes = [], raw = [], gzip = [];
  for (const query of queries.slice(1)) {
    const before = { ...bytes };
    for (let length = manner === "typed" ? 1 : query.length; length < query.length; length++) {
      keystrokes.push(await page.evaluate((text) => window.type(text, 1), query.slice(0, length)));
    }
    await page.evaluate((query) => window.type(query, 2), query);
    raw.push(bytes.raw - before.raw);
    gzip.push(bytes.gzip - before.gzip);
  }
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await close();
  return { keystrokes, raw, gzip, heap: usedSize / 1e6 };
}

/** Serves a folder from a process of its own, so that the reader's times are the reader's. */
async function serve(folder) {
  const script = `import("${path.join(top, "tests/browser/support/serve.js")}").then(({ serve }) => serve(${JSON.stringify(folder)}, () => {})).then((address) => console.log(address))`;
  const server = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((done) => server.stdout.once("data", (data) => done(String(data).trim())));
  return { address, stop: () => server.kill() };
}

async function measureSize(browser, pages) {
  const folder = temporary();
  const at = (name) => path.join(folder, name);
  writeCorpus(at("content"), { pages });
  writeCorpus(at("hidden"), { pages, isHidden: true });
  const builds = { hidden: [], content: [] };
  for (let run = 0; run < (pages > 10000 ? 1 : pages > 1000 ? 3 : 5); run++) {
    for (const content of ["hidden", "content"]) {
      builds[content].push(await measured(["build", "--content", at(content), "-o", at(`${content}-${run}`), "-q"]));
    }
  }
  const [bare, whole] = [builds.hidden, builds.content].map((runs) => ({
    cpu: quantile(runs.map((run) => run.cpu), 0.5),
    peak: quantile(runs.map((run) => run.peak), 0.5),
  }));
  const site = at("content-0");
  const opened = openSite(site);
  const perKind = QUERIES / 6;
  const queries = shuffled(generate(opened, 4711, perKind).map(({ query }) => query));
  const { address, stop } = await serve(site);
  const starts = [];
  for (const query of queries.slice(0, COLD_STARTS)) starts.push(await coldStart(browser, address, site, query));
  const pasted = await session(browser, address, site, queries, "at once");
  const later = await session(browser, address, site, queries, "typed");
  stop();
  fs.rmSync(folder, { recursive: true });
  const cost = whole.cpu - bare.cpu;
  return [
    ["pages", pages.toLocaleString("en")],
    ["sections", opened.sections.toLocaleString("en")],
    ["tier", opened.core.tier],
    ["before the first results, gzip / raw", `${kilobytes(quantile(starts.map((one) => one.gzip), 0.5))} / ${kilobytes(quantile(starts.map((one) => one.raw), 0.5))} KB`],
    ["a later query at once, mean, gzip / raw", `${kilobytes(mean(pasted.gzip))} / ${kilobytes(mean(pasted.raw))} KB`],
    ["a later query typed by letters, mean, gzip / raw", `${kilobytes(mean(later.gzip))} / ${kilobytes(mean(later.raw))} KB`],
    ["time to first results, cold", `${quantile(starts.map((one) => one.time), 0.5).toFixed(0)} ms`],
    ["keystroke, p50 / p95", `${quantile(later.keystrokes, 0.5).toFixed(1)} / ${quantile(later.keystrokes, 0.95).toFixed(1)} ms`],
    ["memory of the page's scripts", `${later.heap.toFixed(0)} MB`],
    ["index, CPU", `${cost.toFixed(2)} s`],
    ["index, share of the build's CPU", `${((100 * cost) / whole.cpu).toFixed(0)} %`],
    ["build, peak memory, with / without index", `${whole.peak.toFixed(0)} / ${bare.peak.toFixed(0)} MB`],
  ];
}

function shuffled(list) {
  const next = random(99);
  return list.map((item) => [next(), item]).sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

async function main() {
  const sizes = process.argv.slice(2).map(Number);
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const columns = [];
  for (const pages of sizes.length ? sizes : [200, 900, 10000]) {
    columns.push(await measureSize(browser, pages));
    console.error(columns.at(-1).map((row) => row.join(": ")).join("\n"));
  }
  await browser.close();
  columns[0].forEach(([label], row) => {
    console.log(`| ${label} | ${columns.map((column) => column[row][1]).join(" | ")} |`);
    if (row === 0) console.log(`|---|${"---|".repeat(columns.length)}`);
  });
}

main();

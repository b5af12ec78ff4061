// Measures how fast and how steady pages are, with an empty cache, on a slow telephone: Chromium's
// own throttling of the processor by four and of the network to 1.6 Mbit/s and 150 ms.
//
//     npm run measure -- [--root PLAYBOOK] [PAGE …]

import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { startBrowser } from "./support/browser.js";
import { build, fixture, temporaryFolder } from "./support/build.js";
import { serve } from "./support/serve.js";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: "string", default: fixture } } });
const rounds = 5;
const endings = [];
const onEnd = (ending) => endings.unshift(ending);
try {
  const output = await temporaryFolder(onEnd);
  await build(resolve(values.root), output);
  const site = await serve(output, onEnd);
  const browser = await startBrowser(onEnd);
  console.log("page\tlargest contentful paint, ms (median of 5)\tlayout shift\tKB without compression");
  for (const path of positionals.length > 0 ? positionals : ["", "practice/everything/"]) {
    const measured = [];
    for (let round = 0; round < rounds; round += 1) measured.push(await measure(browser, `${site}${path}`));
    measured.sort((one, other) => one.paint - other.paint);
    const { paint, bytes } = measured[Math.floor(rounds / 2)];
    const shift = Math.max(...measured.map((one) => one.shift));
    console.log([path || "(start page)", Math.round(paint), shift.toFixed(4), Math.round(bytes / 1024)].join("\t"));
  }
} finally {
  for (const ending of endings) await ending();
}

async function measure(browser, address) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(address, { waitUntil: "networkidle" });
  const measured = await page.evaluate(() => new Promise((done) => {
    const seen = { paint: 0, shift: 0, bytes: 0 };
    const watch = (type, add) => new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, buffered: true });
    watch("largest-contentful-paint", (entry) => (seen.paint = entry.startTime));
    watch("layout-shift", (entry) => (seen.shift += entry.value));
    for (const entry of [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]) seen.bytes += entry.transferSize;
    setTimeout(() => done(seen), 300);
  }));
  await context.close();
  return measured;
}

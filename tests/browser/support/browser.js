// Opens pages in a real browser and writes down everything that should not happen on them: console
// messages, script errors, failed requests, requests to others. Knows no page of ours.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** The screens that people have: desktop, tablet, phone. */
export const sizes = [[1440, 900], [820, 1180], [390, 844]];
/** The colour schemes. */
export const schemes = ["light", "dark"];

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts Chromium; `tests/run` installs it and says where it is. */
export async function startBrowser(onEnd) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: flags });
  onEnd(() => browser.close());
  return browser;
}

/**
 * Opens an empty page whose test fails at its end if anything went wrong on it. `expected` are
 * patterns of what the test provokes on purpose. Open it before the test makes a folder or a server
 * of its own: what is registered first ends first, and a page must not outlive its site.
 */
export async function openPage(browser, t, { width = 1440, expected = [], ...options } = {}) {
  const [, height] = sizes.find(([size]) => size === width);
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const trouble = [];
  const note = (words) => expected.some((pattern) => pattern.test(words)) || trouble.push(words);
  const opened = new Set();
  page.on("console", (message) => note(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => note(`script error: ${error.message}`));
  page.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("response", (response) => response.status() >= 400 && note(`${response.status()}: ${response.url()}`));
  page.on("request", (request) => {
    const origin = new URL(request.url()).origin;
    // The first request is the test's own, and says which origin is the site's.
    if (opened.size === 0) opened.add(origin);
    else if (!opened.has(origin)) note(`request to another origin: ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(trouble, [], "the page must be silent");
  });
  return page;
}

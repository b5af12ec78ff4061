// The preview: the same pages, which follow the author.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { openPage, startBrowser } from "./support/browser.js";
import { copyOfFixture, preview } from "./support/build.js";

const browser = await startBrowser(after);

async function startPreview(t) {
  const page = await openPage(browser, t);
  const onEnd = (end) => t.after(end);
  const root = await copyOfFixture(onEnd);
  const site = await preview(root, onEnd);
  const file = join(root, "content/practice/outdated.md");
  return { site, page, file, text: await readFile(file, "utf8") };
}

test("every page of the preview is silent", async (t) => {
  const { site, page } = await startPreview(t);
  await page.goto(site);
  const listed = await (await page.request.get(`${site}pages.json`)).json();
  for (const { url } of listed) {
    await page.goto(new URL(url, site).href);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
});

test("a change of a page is shown by itself", async (t) => {
  const { site, page, file, text } = await startPreview(t);
  await page.goto(`${site}practice/outdated/`);
  await page.getByText("The lamp is electric now.").waitFor();
  await writeFile(file, text.replace("electric", "brighter"));
  await page.getByText("The lamp is brighter now.").waitFor();
});

test("a change that comes while a page is being loaded is shown too", async (t) => {
  const { site, page, file, text } = await startPreview(t);
  const address = `${site}practice/outdated/`;
  // The page has come, but hears of nothing yet.
  await page.route("**/__playbook/events*", async (route) => {
    await writeFile(file, text.replace("electric", "brighter"));
    while (!(await (await page.request.get(address)).text()).includes("brighter")) await sleep(50);
    await route.continue();
  }, { times: 1 });
  await page.goto(address);
  await page.getByText("The lamp is brighter now.").waitFor();
});

test("a broken page shows its error until it is mended", async (t) => {
  const { site, page, file, text } = await startPreview(t);
  await page.goto(`${site}practice/outdated/`);
  await writeFile(file, `${text}\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n`);
  const errors = page.getByRole("alert");
  await errors.getByText("conflict-markers").waitFor();
  await writeFile(file, text);
  await errors.waitFor({ state: "detached" });
  await page.getByText("The lamp is electric now.").waitFor();
});

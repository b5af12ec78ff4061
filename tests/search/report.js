// Prints hit@1 and hit@5 by kind of query:
// node tests/search/report.js SITE [SEED…]
"use strict";
const { openSite } = require("./site.js");
const { generate, report } = require("./generate.js");

const [folder, ...seeds] = process.argv.slice(2);
const site = openSite(folder);
const queries = (seeds.length ? seeds : ["1"]).flatMap((seed) => generate(site, Number(seed), 60));
const rows = report(site, queries);
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`.padStart(8);
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
console.log(`${folder}: ${site.pages} pages, ${site.sections} sections, tier ${site.core.tier}`);
console.log(`${"kind".padEnd(26)} queries    hit@1    hit@5  right heading`);
for (const row of rows) {
  const heading = /heading/.test(row.kind) ? percent(row.heading, row.count) : "";
  console.log(`${row.kind.padEnd(26)} ${String(row.count).padStart(7)} ${percent(row.first, row.count)} ${percent(row.five, row.count)}  ${heading}`);
  if (process.env.MISSED) console.log(row.missed.map((query) => `    ${query}`).join("\n"));
}
console.log(`${"all".padEnd(26)} ${String(sum("count")).padStart(7)} ${percent(sum("first"), sum("count"))} ${percent(sum("five"), sum("count"))}`);

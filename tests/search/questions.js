// The hand-written questions, and where their answers stand.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const questions = fs.readFileSync(path.join(__dirname, "questions.txt"), "utf8").split("\n")
  .filter((line) => line.includes("->"))
  .map((line) => {
    const [query, pages] = line.split("->").map((part) => part.trim());
    return { query, pages: pages.split(" ") };
  });

/** The place of the first right page, from 1; 0 when it is not among the results. */
function places(site) {
  return questions.map(({ query, pages }) => {
    const addresses = pages.map((id) => `${id.replace(/(^|\/)index$/, "$1")}/`.replace(/\/\/$/, "/").replace(/^\/$/, ""));
    return { query, place: 1 + site.search(query).hits.findIndex((hit) => addresses.includes(site.page(hit.page)[1])) };
  });
}

module.exports = { questions, places };

if (require.main === module) {
  const site = require("./site.js").openSite(process.argv[2]);
  const all = places(site);
  const within = (limit) => all.filter(({ place }) => place > 0 && place <= limit).length;
  console.log(`${all.length} questions: ${within(1)} first, ${within(3)} in three, ${within(5)} in five`);
  all.filter(({ place }) => place !== 1).forEach(({ query, place }) => console.log(`  ${place || "-"}  ${query}`));
}

// Opens the search index of a built site in Node, with the engine that the site publishes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

/** @param {string} folder the output of `playbook build` */
function openSite(folder) {
  const script = fs.readdirSync(folder).find((name) => /^search\.\w+\.js$/.test(name));
  const place = path.resolve(folder, script);
  // An engine has one index open at a time, so each site gets an engine of its own.
  delete require.cache[place];
  const engine = require(place);
  const files = new Map();
  const load = (name) => {
    if (files.has(name)) return files.get(name);
    const file = path.join(folder, "_search", `${name}.js`);
    const script = fs.readFileSync(file, "utf8");
    vm.runInNewContext(script, { playbookSearch: (own, data) => files.set(own, data) });
    return files.get(name);
  };
  const core = load(load("manifest").core);
  engine.open(core, (name) => files.get(name));
  const sections = engine.numbersOf(core.sections);
  /** Asks until nothing is missing, as the interface does. */
  const search = (query, withTexts = true) => {
    for (let round = 0; round < 12; round++) {
      const answer = engine.search(query, withTexts);
      if (!answer.missing.length) return answer;
      answer.missing.forEach(load);
    }
    throw new Error(`the index never says enough for ${query}`);
  };
  /** Loads what a question needs until it has an answer. */
  const settled = (ask) => {
    for (;;) {
      const data = ask();
      if (data) return data;
      Array.from(engine.missing).forEach(load);
    }
  };
  const page = (number) => settled(() => engine.pageOf(number));
  const text = (number) => settled(() => engine.textOf(number));
  return { core, pages: sections.length, sections: sections.reduce((sum, own) => sum + own, 0), search, page, text };
}

module.exports = { openSite };

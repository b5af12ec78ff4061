// Opens the search index of a built site in Node, with the engine that the site publishes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

/** @param {string} folder the output of `playbook build` */
function openSite(folder) {
  const script = fs.readdirSync(folder).find((name) => /^search\.\w+\.js$/.test(name));
  const engine = require(path.resolve(folder, script));
  const files = new Map();
  let read = 0;
  const load = (name) => {
    if (files.has(name)) return files.get(name);
    const file = path.join(folder, "_search", `${name}.js`);
    const script = fs.readFileSync(file, "utf8");
    read += script.length;
    vm.runInNewContext(script, { playbookSearch: (own, data) => files.set(own, data) });
    return files.get(name);
  };
  const core = load(load("manifest").core);
  const fresh = () => engine.open(core, (name) => files.get(name));
  const index = fresh();
  /** Asks until nothing is missing, as the interface does. */
  const search = (query, withTexts = true) => {
    for (let round = 0; round < 12; round++) {
      const answer = engine.search(index, query, withTexts);
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
      Array.from(index.missing).forEach(load);
    }
  };
  const page = (number) => settled(() => engine.pageOf(index, number));
  const text = (number) => settled(() => engine.textOf(index, number));
  return { engine, core, index, search, page, text, fresh, bytesRead: () => read };
}

module.exports = { openSite };

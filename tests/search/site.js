// Opens the search index of a built site in Node, with the client's own engine.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const engine = require("../../themes/default/static/search.js");

/** @param {string} folder the output of `playbook build` */
function openSite(folder) {
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
  const page = (number) => {
    let data = engine.pageOf(index, number);
    while (!data) {
      Array.from(index.missing).forEach(load);
      data = engine.pageOf(index, number);
    }
    return data;
  };
  const text = (number) => {
    engine.textOf(index, number);
    Array.from(index.missing).forEach(load);
    return engine.textOf(index, number);
  };
  return { core, index, search, page, text, fresh, bytesRead: () => read };
}

module.exports = { engine, openSite };

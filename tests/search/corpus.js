// Writes a made-up playbook of any size, the same for the same seed: words by Zipf's law, titles,
// sections, tags, owners.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { random } = require("./generate.js");

const STARTS = ["b", "br", "c", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w"];
const MIDDLES = ["a", "e", "i", "o", "u", "ea", "ou", "ai"];
const ENDS = ["", "n", "r", "s", "t", "l", "nd", "ck", "m"];

/** @param {string} folder @param {{pages: number, words?: number, vocabulary?: number, seed?: number, isHidden?: boolean}} wishes */
function writeCorpus(folder, { pages, words = 700, vocabulary = 30000, seed = 7, isHidden = false }) {
  const hide = isHidden ? "hide: [search]\n" : "";
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const made = new Set();
  while (made.size < vocabulary) {
    const syllables = 2 + Math.floor(next() * 2);
    made.add(Array.from({ length: syllables }, () => pick(STARTS) + pick(MIDDLES) + pick(ENDS)).join(""));
  }
  const list = Array.from(made);
  const word = () => list[Math.floor(Math.pow(vocabulary, next())) - 1];
  const rare = () => list[Math.floor(next() * vocabulary)];
  const sentence = (length) => Array.from({ length }, word).join(" ");
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  for (let page = 0; page < pages; page++) {
    const section = path.join(folder, `section-${Math.floor(page / 50)}`);
    fs.mkdirSync(section, { recursive: true });
    const title = capital(`${rare()} ${word()} ${rare()}`);
    const parts = [`---\ntitle: ${title}\nowner: "@owner-${page % 9}"\ntags: [tag-${page % 13}, tag-${page % 7}]\n${hide}---\n`];
    for (let written = 0; written < words; ) {
      parts.push(`\n## ${capital(`${rare()} ${sentence(2)}`)}\n`);
      for (let line = 0; line < 6; line++) {
        parts.push(`\n${capital(sentence(14))} ${rare()}.\n`);
        written += 15;
      }
    }
    fs.writeFileSync(path.join(section, `page-${page}.md`), parts.join(""));
  }
  fs.writeFileSync(path.join(folder, "index.md"), "---\ntitle: Made up\n---\nA made-up playbook.\n");
}

module.exports = { writeCorpus };

if (require.main === module) writeCorpus(process.argv[2], { pages: Number(process.argv[3]) });

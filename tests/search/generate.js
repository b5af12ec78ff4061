// Makes labelled queries of six kinds from any built site, the same for the same seed.
"use strict";

/** Numbers from 0 to 1, by the generator mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One wrong, missing, doubled or swapped letter in a word of five letters or more. */
function withTypo(text, next) {
  const words = text.split(" ");
  const long = words.map((word, at) => [word, at]).filter(([word]) => /^[A-Za-z]{5,}$/.test(word));
  if (!long.length) return null;
  const [word, place] = long[Math.floor(next() * long.length)];
  const at = 1 + Math.floor(next() * (word.length - 2));
  const letter = "abcdefghijklmnopqrstuvwxyz"[Math.floor(next() * 26)];
  const wrong = [
    word.slice(0, at) + letter + word.slice(at + 1),
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at] + word.slice(at),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ][Math.floor(next() * 4)];
  words[place] = wrong;
  return words.join(" ").toLowerCase();
}

/** Another form of a word, by the commonest endings of English. */
function inflected(text, next) {
  const words = text.toLowerCase().split(" ");
  const long = words.map((word, at) => [word, at]).filter(([word]) => /^[a-z]{5,}$/.test(word));
  if (!long.length) return null;
  const [word, place] = long[Math.floor(next() * long.length)];
  if (/ing$/.test(word)) words[place] = word.slice(0, -3) + "ed";
  else if (/s$/.test(word)) words[place] = word.slice(0, -1);
  else words[place] = word + "s";
  return words.join(" ");
}

/**
 * @param site what `openSite` gives
 * @returns {{kind: string, query: string, pages: Set<number>, heading?: string}[]}
 */
function generate(site, seed, perKind) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const pages = Array.from({ length: site.pages }, (_, number) => {
    const [title, , , headings] = site.page(number);
    const text = site.text(number)[1];
    return { number, title, headings, text, words: text.join(" ").match(/[A-Za-z]{2,}/g) || [] };
  }).filter((page) => page.words.length > 30);
  const titles = count(pages.map((page) => page.title.toLowerCase()));
  const headings = count(pages.flatMap((page) => page.headings.map((heading) => heading.toLowerCase())));
  const spread = count(pages.flatMap((page) => Array.from(new Set(page.words.map((word) => word.toLowerCase())))));
  const whole = pages.map((page) => ` ${page.words.join(" ").toLowerCase()} `);
  const byTitle = (title) => new Set(pages.filter((page) => page.title.toLowerCase() === title.toLowerCase()).map((page) => page.number));
  const goodHeading = (page) => pick(page.headings.filter((heading) => {
    return headings.get(heading.toLowerCase()) === 1 && heading.split(" ").length > 1 && !titles.has(heading.toLowerCase());
  }));
  const kinds = {
    "title with a typo": (page) => [withTypo(page.title, next), byTitle(page.title)],
    "title prefix": (page) => {
      const cut = page.title.slice(0, Math.max(5, Math.ceil(page.title.length * 0.6)));
      const same = pages.filter((other) => other.title.toLowerCase().startsWith(cut.toLowerCase()));
      return [cut.toLowerCase(), new Set(same.map((other) => other.number))];
    },
    heading: (page) => {
      const heading = goodHeading(page);
      return [heading && heading.toLowerCase(), new Set([page.number]), heading];
    },
    "inflected heading": (page) => {
      const heading = goodHeading(page);
      return [heading && inflected(heading, next), new Set([page.number]), heading];
    },
    "four words in a row": (page) => {
      const at = Math.floor(next() * (page.words.length - 4));
      const run = page.words.slice(at, at + 4).join(" ").toLowerCase();
      const same = pages.filter((_, number) => whole[number].includes(` ${run} `));
      return [run, new Set(same.map((other) => other.number))];
    },
    "title word and rare word": (page) => {
      const rare = page.words.filter((word) => spread.get(word.toLowerCase()) <= 2 && word.length > 4);
      const long = page.title.split(/\W+/).filter((word) => word.length > 3);
      if (!rare.length || !long.length) return [null];
      return [`${pick(long)} ${pick(rare)}`.toLowerCase(), new Set([page.number])];
    },
  };
  const queries = [];
  for (const [kind, make] of Object.entries(kinds)) {
    for (let made = 0, tries = 0; made < perKind && tries < perKind * 20 && pages.length; tries++) {
      const [query, wanted, heading] = make(pick(pages));
      if (!query) continue;
      queries.push({ kind, query, pages: wanted, heading });
      made++;
    }
  }
  return queries;
}

function count(list) {
  const counts = new Map();
  list.forEach((item) => counts.set(item, (counts.get(item) || 0) + 1));
  return counts;
}

/** hit@1 and hit@5 by kind; for headings also whether the right heading stood first. */
function report(site, queries) {
  const kinds = new Map();
  for (const { kind, query, pages, heading } of queries) {
    const hits = site.search(query).hits;
    const rank = hits.findIndex((hit) => pages.has(hit.page));
    const row = kinds.get(kind) || { kind, count: 0, first: 0, five: 0, heading: 0, missed: [] };
    row.count++;
    row.first += rank === 0;
    row.five += rank >= 0 && rank < 5;
    if (rank !== 0) row.missed.push(query);
    if (heading && rank === 0) {
      const best = hits[0].sections[0];
      row.heading += best > 0 && site.page(hits[0].page)[3][best - 1] === heading;
    }
    kinds.set(kind, row);
  }
  return Array.from(kinds.values());
}

module.exports = { generate, report, random };

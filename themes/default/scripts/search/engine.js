// Answers a query from the files that are there. Knows no browser.

/** The words of each section as texts that no phrase may span, or nothing while they are missing. */
function paddedTexts(page) {
  const data = pageOf(page), text = textOf(page);
  if (!text) return null;
  const padded = (part) => ` ${plainWords(part).join(" ")} `;
  return (text.padded ||= text[1].map((body, number) => {
    return (number ? [data[3][number - 1], body] : [data[0], body, ...text[0]]).map(padded);
  }));
}

function phraseShares({ words, isOpen }, page) {
  // The last word may be the beginning of a longer one.
  const end = isOpen ? "" : " ", pairs = words.slice(1).map((word, at) => ` ${words[at]} ${word}${words[at + 2] ? " " : end}`);
  const run = ` ${words.join(" ")}`;
  const share = (text) => {
    const found = pairs.filter((pair) => text.includes(pair)).length;
    return found / pairs.length + (text.includes(run + end) ? ranking.run : 0) + (text === run + " " ? ranking.whole : 0);
  };
  return paddedTexts(page)?.map((parts) => Math.max(...parts.map(share)));
}

/** Whether words stand side by side on a page, or nothing while its text is missing. */
function stands(words, page) {
  return paddedTexts(page)?.flat().some((text) => text.includes(` ${words.join(" ")} `));
}

/** How many of the found pages have each value, by facet. */
function countsOf(hits) {
  const counts = FACETS.map(() => ({ __proto__: null }));
  for (const { page } of hits) sets[pageSets[page]].forEach((values, facet) => {
    for (const value of values) counts[facet][value] = (counts[facet][value] || 0) + 1;
  });
  return counts;
}

/**
 * Answers a query from what is there. `missing` names the files that a better answer needs:
 * load them and ask again. With `withTexts` the order of the words counts too. The first `limit`
 * of the pages have their best sections.
 */
function search(text, withTexts, limit = 200) {
  const query = parse(text), { words, runs, filters } = query;
  let hits = [];
  missing.clear();
  startSums();
  words.forEach((word, at) => note(candidates(word, query.isOpen && at === words.length - 1)));
  if (words.length) pageFound.forEach((found, page) => found && hits.push(hitOf(page, words.length)));
  else if (filters.length) hits = pageSets.map((_, page) => ({ page, score: 0, sections: [0] }));
  hits = hits.filter(({ page }) => filters.every(({ facet, value }) => sets[pageSets[page]][FACETS.indexOf(facet)].includes(value)))
    .sort(byScore);
  for (const [run, isWanted] of runs) {
    const found = pagesWith(run);
    if (isWanted || !run[1]) hits = hits.filter(({ page }) => found.has(page) === isWanted);
  }
  const phrases = runs.filter(([run]) => run[1]);
  if (phrases[0]) {
    hits = hits.slice(0, ranking.phrasePages)
      .filter(({ page }) => phrases.every(([run, isWanted]) => stands(run, page) === isWanted));
  }
  const counts = countsOf(hits);
  for (const hit of hits.slice(0, limit)) hit.sections ||= bestSections(hit.page, () => 1);
  if (withTexts && words.length > 1) {
    const best = hits.splice(0, ranking.reranked);
    for (const hit of best) {
      const shares = phraseShares(query, hit.page);
      if (!shares) continue;
      hit.score *= 1 + ranking.phrase * Math.max(...shares);
      hit.sections = bestSections(hit.page, (number) => 1 + ranking.phrase * shares[number]);
    }
    hits.unshift(...best.sort(byScore));
  }
  return { query, hits, counts, meanings, missing: Array.from(missing) };
}

// In Node the tests take the engine, and nothing of what follows is run.
if (typeof module !== "undefined") {
  module.exports = { open, search, pageOf, textOf, numbersOf, missing };
  return;
}

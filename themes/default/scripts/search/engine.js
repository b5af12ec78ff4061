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
  const pairs = words.slice(1).map((word, at) => ` ${words[at]} ${word}${isOpen && at === words.length - 2 ? "" : " "}`);
  const whole = ` ${words.join(" ")} `, run = isOpen ? whole.trimEnd() : whole;
  const share = (text) => {
    const found = pairs.filter((pair) => text.includes(pair)).length;
    return found / pairs.length + (text.includes(run) ? ranking.run : 0) + (text === whole ? ranking.whole : 0);
  };
  return paddedTexts(page)?.map((parts) => Math.max(...parts.map(share)));
}

function hasPhrases({ phrases }, page) {
  const texts = paddedTexts(page)?.flat();
  return texts && phrases.every((phrase) => texts.some((text) => text.includes(` ${phrase.join(" ")} `)));
}

/** How many of the found pages have each value, by facet. */
function countsOf(hits) {
  const counts = FACETS.map(() => ({}));
  for (const { page } of hits) sets[pageSets[page]].forEach((values, facet) => {
    for (const value of values) counts[facet][value] = (counts[facet][value] || 0) + 1;
  });
  return counts;
}

/** Pages on which some word stands. */
function pagesWith(words) {
  const pages = new Set();
  for (const word of words) {
    const term = find(word);
    term?.lists.forEach((_, field) => eachPlace(term, field, (section) => pages.add(placeOf(firstSections, section))));
  }
  return pages;
}

/**
 * Answers a query from what is there. `missing` names the files that a better answer needs:
 * load them and ask again. With `withTexts` the order of the words counts too.
 */
function search(text, withTexts) {
  const query = parse(text), { words, filters } = query;
  const fits = ({ page }) => filters.every(({ facet, value }) => sets[pageSets[page]][FACETS.indexOf(facet)].includes(value));
  let hits = [];
  missing.clear();
  startSums();
  words.forEach((word, at) => note(candidates(word, query.isOpen && at === words.length - 1)));
  if (words.length) {
    const unwanted = pagesWith(query.without);
    pageFound.forEach((found, page) => {
      if (found && !unwanted.has(page)) hits.push(hitOf(page, words.length));
    });
  } else if (filters.length) hits = pageSets.map((_, page) => ({ page, score: 0, sections: [0] })).filter(fits);
  const counts = countsOf(hits);
  hits = hits.filter(fits).sort(byScore);
  if (query.phrases.length) hits = hits.slice(0, ranking.phrasePages).filter(({ page }) => hasPhrases(query, page));
  const total = hits.length;
  hits = hits.slice(0, ranking.maxResults);
  for (const hit of hits) hit.sections ||= bestSections(hit.page, () => 1);
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
  return { query, hits, total, counts, terms: allTerms, missing: Array.from(missing) };
}

// In Node the tests take the engine, and nothing of what follows is run.
if (typeof module !== "undefined") {
  module.exports = { open, search, pageOf, textOf, numbersOf, missing };
  return;
}

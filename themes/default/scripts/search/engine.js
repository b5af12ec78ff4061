// Answers a query from the files that are there. Knows no browser.

/** The words of each section as texts that no phrase may span, or nothing while they are missing. */
function paddedTexts(index, page) {
  const data = pageOf(index, page), text = textOf(index, page);
  if (!data || !text) return null;
  const padded = (part) => ` ${plainWords(part, index.core.unspaced).join(" ")} `;
  return (text.padded ||= text[1].map((body, number) => {
    return number ? [padded(data[3][number - 1]), padded(body)] : [data[0], body, ...text[0]].map(padded);
  }));
}

function phraseShares(index, { words, isOpen }, page) {
  const texts = paddedTexts(index, page);
  const pairs = words.slice(1).map((word, at) => ` ${words[at]} ${word}${isOpen && at === words.length - 2 ? "" : " "}`);
  const whole = ` ${words.join(" ")} `, run = isOpen ? whole.trimEnd() : whole, { ranking } = index.core;
  const share = (text) => {
    const found = pairs.filter((pair) => text.includes(pair)).length;
    return found / pairs.length + (text.includes(run) ? ranking.run : 0) + (text === whole ? ranking.whole : 0);
  };
  return texts && texts.map((parts) => Math.max(...parts.map(share)));
}

function hasPhrases(index, { phrases }, page) {
  const texts = paddedTexts(index, page);
  return texts && phrases.every((phrase) => texts.flat().some((text) => text.includes(` ${phrase.join(" ")} `)));
}

/** How many of the found pages have each value, by facet. */
function countsOf({ sets, pageSets }, hits) {
  const ofSets = new Map(), counts = FACETS.map(() => ({}));
  for (const { page } of hits) ofSets.set(pageSets[page], (ofSets.get(pageSets[page]) || 0) + 1);
  ofSets.forEach((count, set) => sets[set].forEach((values, facet) => {
    for (const value of values) counts[facet][value] = (counts[facet][value] || 0) + count;
  }));
  return counts;
}

/** Pages on which some word stands. */
function pagesWith(index, words) {
  const pages = new Set();
  for (const word of words) {
    const term = find(index, word);
    if (term) term.lists.forEach((range, field) => {
      const bytes = listOf(index, term, field);
      if (bytes) eachPosting(bytes, range, (section) => pages.add(index.pageOf[section]));
    });
  }
  return pages;
}

/**
 * Answers a query from what is there. `missing` names the files that a better answer needs:
 * load them and ask again. With `withTexts` the order of the words counts too.
 */
function search(index, text, withTexts) {
  const query = parse(index, text), { words, phrases } = query, { ranking } = index.core;
  const answer = { query, hits: [], total: 0, counts: [], terms: [], missing: [] };
  index.missing = new Set();
  if (!words.length && !query.filters.length) return answer;
  index.kept ||= new Map();
  const sheet = (index.sheet ||= newSheet(index));
  wipe(sheet);
  const fits = ({ page }) => {
    const set = index.sets[index.pageSets[page]];
    return query.filters.every(({ facet, value }) => set[FACETS.indexOf(facet)].includes(value));
  };
  let hits = Array.from({ length: words.length ? 0 : index.pages }, (_, page) => ({ page, score: 0, sections: [0] }));
  words.forEach((word, at) => note(index, placesOf(index, word, query.isOpen && at === words.length - 1)));
  if (words.length) {
    const unwanted = pagesWith(index, query.without);
    hits = sheet.foundPages.filter((page) => !unwanted.has(page)).map((page) => hitOf(index, words.length, page));
    answer.counts = countsOf(index, hits);
  }
  hits = hits.filter(fits);
  if (!words.length) answer.counts = countsOf(index, hits);
  if (phrases.length) hits = top(hits, ranking.phrasePages).filter(({ page }) => hasPhrases(index, query, page));
  answer.total = hits.length;
  hits = top(hits, ranking.maxResults);
  for (const hit of hits) hit.sections ||= bestSections(index, hit.page, () => 1);
  if (withTexts && words.length > 1) {
    const best = hits.splice(0, ranking.reranked);
    for (const hit of best) {
      const shares = phraseShares(index, query, hit.page);
      if (!shares) continue;
      hit.score *= 1 + ranking.phrase * Math.max(...shares);
      hit.sections = bestSections(index, hit.page, (number) => 1 + ranking.phrase * shares[number]);
    }
    hits.unshift(...best.sort(byScore));
  }
  answer.terms = sheet.terms;
  answer.hits = hits;
  answer.missing = Array.from(index.missing);
  return answer;
}

// In Node the tests take the engine, and nothing of what follows is run.
if (typeof module !== "undefined") {
  module.exports = { open, search, parse, plainWords, pageOf, textOf };
  return;
}

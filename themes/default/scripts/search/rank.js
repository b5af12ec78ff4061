// Which pages answer a query: the arithmetic of src/search/rank.rs, in the same order, so that
// scores are equal bit by bit. Knows no page of ours to show them on.

/** So many words' places are kept from one query to the next, which mostly differs in its last word. */
const KEPT_WORDS = 8;
/** Sums by section and by page, and where they are not zero. */
function newSheet({ sections, pages }) {
  const numbers = (count) => new Float64Array(count);
  return {
    now: [numbers(sections), numbers(sections), numbers(sections)],
    isTouched: new Uint8Array(sections),
    value: numbers(sections), found: numbers(sections), touched: [],
    title: numbers(pages), best: numbers(pages), pageFound: numbers(pages), titleHits: numbers(pages), pageNow: numbers(pages), foundPages: [],
    total: 0, terms: [],
  };
}

/** Empties a sheet where it was written on. */
function wipe(sheet) {
  for (const section of sheet.touched) sheet.value[section] = sheet.found[section] = 0;
  for (const page of sheet.foundPages) sheet.title[page] = sheet.best[page] = sheet.pageFound[page] = sheet.titleHits[page] = 0;
  Object.assign(sheet, { touched: [], foundPages: [], total: 0, terms: [] });
}

/** Where a word of a query stands: `sections`, how much it counts there, and in a title or heading. */
function placesOf(index, word, isOpen) {
  const key = word + (isOpen ? "*" : ""), { kept } = index;
  if (kept.has(key)) return kept.get(key);
  const { lacks } = index, places = findPlaces(index, candidates(index, word, isOpen));
  if (lacks === index.lacks) {
    if (kept.size === KEPT_WORDS) kept.delete(kept.keys().next().value);
    kept.set(key, places);
  }
  return places;
}

function findPlaces(index, found) {
  const { core, sheet } = index, { ranking } = core, { now, isTouched } = sheet;
  const blocks = [], sections = [], terms = [];
  for (const { number, factor, rarity } of found) {
    const block = placeOf(index.blockStarts, number);
    const isNear = blocks.includes(block) || blocks.length < core.blocksPerWord;
    if (isNear && !blocks.includes(block)) blocks.push(block);
    const term = (isNear || core.T) && termOf(index, number);
    if (!term) continue;
    terms.push(term.word);
    for (let field = 0; field < (isNear ? 3 : 2); field++) {
      const range = term.lists[field], sums = now[field];
      const bytes = range[0] < range[1] && listOf(index, term, field);
      if (bytes) eachPosting(bytes, range, (section, impact) => {
        const value = (factor * rarity * impact) / 15;
        if (value > sums[section]) sums[section] = value;
        if (!isTouched[section]) {
          isTouched[section] = 1;
          sections.push(section);
        }
      });
    }
  }
  const values = new Float64Array(sections.length), heads = new Float64Array(sections.length);
  sections.forEach((section, at) => {
    heads[at] = now[0][section];
    values[at] = heads[at] * ranking.heading + now[1][section] * ranking.clue + now[2][section];
    now[0][section] = now[1][section] = now[2][section] = isTouched[section] = 0;
  });
  return { rarity: found.length ? found[0].rarity : 0, sections, values, heads, terms };
}

/** Adds a word to the sums. */
function note(index, { rarity, sections, values, heads, terms }) {
  const { sheet, pageOf, firstSections } = index, pages = [];
  sheet.total += rarity;
  sheet.terms.push(...terms);
  sections.forEach((section, at) => {
    const page = pageOf[section];
    if (!sheet.found[section]) sheet.touched.push(section);
    sheet.value[section] += values[at];
    sheet.found[section] += rarity;
    if (!sheet.pageNow[page]) pages.push(page);
    if (values[at] > sheet.pageNow[page]) sheet.pageNow[page] = values[at];
    if (firstSections[page] === section && heads[at] > 0) {
      sheet.title[page] += heads[at] * index.core.ranking.title;
      sheet.titleHits[page] += 1;
    }
  });
  for (const page of pages) {
    if (!sheet.pageFound[page]) sheet.foundPages.push(page);
    sheet.best[page] += sheet.pageNow[page];
    sheet.pageNow[page] = 0;
    sheet.pageFound[page] += rarity;
  }
}

/** The two best sections of a page. */
function bestSections({ sheet, firstSections }, page, weight) {
  const first = firstSections[page], scored = [];
  for (let section = first; section < firstSections[page + 1]; section++) {
    const score = sheet.value[section] * (sheet.found[section] / sheet.total) * weight(section - first);
    if (score > 0) scored.push({ number: section - first, score });
  }
  return scored.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, 2).map(({ number }) => number);
}

const byScore = (a, b) => b.score - a.score || a.page - b.page;

function hitOf({ sheet, core, firstSections, titleWords }, words, page) {
  const { ranking } = core;
  let best = 0;
  for (let section = firstSections[page]; section < firstSections[page + 1]; section++) {
    best = Math.max(best, sheet.value[section] * (sheet.found[section] / sheet.total));
  }
  const share = sheet.pageFound[page] / sheet.total;
  const covered = Math.min(1, (sheet.titleHits[page] / Math.max(titleWords[page], 1)) * (sheet.titleHits[page] / words));
  const full = 1 + (ranking.fullTitle - 1) * covered * covered;
  const sum = sheet.title[page] + sheet.best[page] + ranking.section * best;
  return { page, score: sum * share * (0.8 + 0.2 * share) * full };
}

/** The best hits in order; most of many are never sorted. */
function top(hits, limit) {
  if (hits.length > limit) {
    const least = Float64Array.from(hits, (hit) => hit.score).sort()[hits.length - limit];
    hits = hits.filter((hit) => hit.score >= least);
  }
  return hits.sort(byScore).slice(0, limit);
}

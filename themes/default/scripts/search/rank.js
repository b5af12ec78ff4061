// Which pages answer a query: the arithmetic of src/search/rank.rs, in the same order, so that
// scores are equal bit by bit. Knows no page of ours to show them on.

/** What the words of a query say so far: of sections, of pages, and in all; and what each may mean. */
let sectionValue, sectionFound, pageTitle, pageBest, pageFound, titleHits, allRarity, meanings;

const zeros = (count) => new Float64Array(count);

function startSums() {
  const pages = pageSets.length, sections = firstSections[pages];
  [sectionValue, sectionFound] = [sections, sections].map(zeros);
  [pageTitle, pageBest, pageFound, titleHits] = [pages, pages, pages, pages].map(zeros);
  allRarity = 0;
  meanings = [];
}

/** Adds a word of the query, as what it may mean, to the sums. */
function note(candidates) {
  const { length } = sectionValue, fields = [length, length, length].map(zeros), [heads, clues, texts] = fields;
  const blocks = new Set(), bestNow = zeros(pageSets.length), typedRarity = candidates[0]?.rarity || 0, terms = [];
  for (const { number, factor, rarity } of candidates) {
    const block = placeOf(blockStarts, number), isNear = blocks.has(block) || blocks.size < core.blocksPerWord;
    if (isNear) blocks.add(block);
    const term = (isNear || core.T) && termOf(number);
    if (!term) continue;
    terms.push(term.word);
    fields.slice(0, isNear ? 3 : 2).forEach((sums, field) => eachPlace(term, field, (section, impact) => {
      sums[section] = Math.max(sums[section], (factor * rarity * impact) / 15);
    }));
  }
  allRarity += typedRarity;
  meanings.push({ terms, rarity: typedRarity });
  for (let section = 0, page = 0; section < length; section++) {
    const head = heads[section], value = head * ranking.heading + clues[section] * ranking.clue + texts[section];
    if (firstSections[page + 1] === section) page++;
    if (!value) continue;
    sectionValue[section] += value;
    sectionFound[section] += typedRarity;
    bestNow[page] = Math.max(bestNow[page], value);
    if (firstSections[page] === section && head) {
      pageTitle[page] += head * ranking.title;
      titleHits[page]++;
    }
  }
  bestNow.forEach((best, page) => {
    if (!best) return;
    pageBest[page] += best;
    pageFound[page] += typedRarity;
  });
}

const scoreOf = (section) => sectionValue[section] * (sectionFound[section] / allRarity);

/** The two best sections of a page. */
function bestSections(page, weight) {
  const first = firstSections[page], scored = [];
  for (let section = first; section < firstSections[page + 1]; section++) {
    const number = section - first, score = scoreOf(section) * weight(number);
    if (score > 0) scored.push({ number, score });
  }
  return scored.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, 2).map(({ number }) => number);
}

const byScore = (a, b) => b.score - a.score || a.page - b.page;

function hitOf(page, words) {
  let best = 0;
  for (let section = firstSections[page]; section < firstSections[page + 1]; section++) best = Math.max(best, scoreOf(section));
  const share = pageFound[page] / allRarity;
  const covered = Math.min(1, (titleHits[page] / Math.max(titleWords[page], 1)) * (titleHits[page] / words));
  const full = 1 + (ranking.fullTitle - 1) * covered * covered;
  const sum = pageTitle[page] + pageBest[page] + ranking.section * best;
  return { page, score: sum * share * (0.8 + 0.2 * share) * full };
}

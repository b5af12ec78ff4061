// Reads the files of the index, as src/search/shards.rs writes them. Knows no query. One index is open
// at a time: what is known of it stands in variables that the files of the engine share.

/** The first file, its ranking, and what gives the data of another file or nothing. */
let core, ranking, dataOf;
/** The first section of each page, the first term of each block; behind them how many there are. */
let firstSections, blockStarts;
/** By page: how many words its title has, and the number of its set of values; what filters compare. */
let titleWords, pageSets, sets;
/** Values as people write them, by their facet and how filters compare them. */
let valueNames;
/** What was read already: blocks of the dictionary, parts of the spelling list. */
let blocks, spelling;
/** The files that were asked for in vain since a query began, and how often that was in all. */
const missing = new Set();
let lacks = 0;

function open(first, dataOfFile) {
  core = first;
  dataOf = dataOfFile;
  ranking = core.ranking;
  readUnspaced(core.unspaced);
  firstSections = sums(numbersOf(core.sections));
  blockStarts = sums(numbersOf(core.blocks.counts));
  titleWords = numbersOf(core.titleWords);
  pageSets = numbersOf(core.pageSets);
  blocks = [];
  spelling = [];
  valueNames = {};
  // By facet, for each set of values that pages have.
  sets = core.sets.map((set) => set.map((values, facet) => values.map((value) => {
    const key = facetValue(value);
    valueNames[FACETS[facet] + key] ||= value;
    return key;
  })));
}

function file(name) {
  const data = dataOf(name);
  if (!data) {
    missing.add(name);
    lacks++;
  }
  return data;
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt());
}

/** Reads numbers of base 128, least significant group first. */
function reader(bytes, at = 0) {
  const self = {
    at,
    next() {
      let number = 0, factor = 1, byte;
      do {
        byte = bytes[self.at++];
        number += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      return number;
    },
  };
  return self;
}

function numbersOf(text) {
  const bytes = bytesOf(text), read = reader(bytes), all = [];
  while (read.at < bytes.length) all.push(read.next());
  return all;
}

/** Sorted words, each without what it shares with the one before. */
function frontCoded(text) {
  let before = "";
  return text ? text.split(",").map((word) => (before = before.slice(0, parseInt(word[0], 36)) + word.slice(1))) : [];
}

function sums(counts) {
  let sum = 0;
  return [0, ...counts.map((count) => (sum += count))];
}

/** How many of a sorted list fulfil a condition that the first ones do. */
function countOf(list, isBefore) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(list[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last place in an ascending list that is not above the value. */
function placeOf(list, value) {
  return countOf(list, (other) => other <= value) - 1;
}

/** The words of a block with their lists, or their lists of text: in the core, or in the block's file. */
function partOf(block, key) {
  return core[key] ? core[key][block] : file(core.blockFiles[block])?.[key];
}

/** A block of the dictionary, or nothing while its file is missing. */
function blockOf(number) {
  return (blocks[number] ||= decodeBlock(number, partOf(number, "T")));
}

function decodeBlock(number, data) {
  if (!data) return null;
  const bytes = bytesOf(data[1]), read = reader(bytes), first = blockStarts[number];
  const block = { number, bytes };
  let body = 0;
  block.terms = frontCoded(data[0]).map((word, place) => {
    const rarity = read.next(), forms = [], lists = [];
    for (let left = read.next(); left > 0; left--) {
      const far = read.next();
      forms.push(first + place + (far % 2 ? -(far >> 1) : far >> 1));
    }
    for (let field = 0; field < 2; field++) {
      const length = read.next();
      lists.push([read.at, (read.at += length)]);
    }
    lists.push([body, (body += read.next())]);
    return { number: first + place, word, rarity: rarity >> 1, isSpelling: rarity & 1, forms, lists, block };
  });
  return block;
}

function termOf(number) {
  const place = placeOf(blockStarts, number);
  return blockOf(place)?.terms[number - blockStarts[place]];
}

/** Calls `take(section, impact)` wherever a word stands in one field, nowhere while the file is missing. */
function eachPlace({ block, lists }, field, take) {
  const [start, end] = lists[field];
  if (start === end) return;
  if (field > 1 && !block.body) {
    const body = partOf(block.number, "B");
    if (!body) return;
    block.body = bytesOf(body);
  }
  eachPosting(field > 1 ? block.body : block.bytes, start, end, take);
}

/** The pages on which all words stand in one section, as far as lists tell; fewer while files are missing. */
function pagesWith(words) {
  const found = new Set(), tests = words.map((word) => {
    const term = find(word), own = new Set(), pages = term && core.common[term.number];
    // A word that is too common to be listed has a bit for each page.
    const bits = pages && bytesOf(file(pages) || "");
    if (!pages) term?.lists.forEach((_, field) => eachPlace(term, field, (section) => own.add(section)));
    return (section, page) => (bits ? (bits[page >> 3] >> (page & 7)) & 1 : own.has(section));
  });
  pageSets.forEach((_, page) => {
    for (let section = firstSections[page]; section < firstSections[page + 1]; section++) {
      if (tests.every((test) => test(section, page))) found.add(page);
    }
  });
  return found;
}

/** The data of a page: title, address, breadcrumb, headings, odd anchors, its text's file and place there. */
function pageOf(page) {
  return core.P ? core.P[page] : file(core.pageFiles[(page / core.pagesPerFile) | 0])?.P[page % core.pagesPerFile];
}

/** The text of a page: clues, and the text of each section. */
function textOf(page) {
  const data = pageOf(page);
  return data && file(data[5])?.X[data[6]];
}

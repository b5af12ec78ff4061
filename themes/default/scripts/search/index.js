// Reads the files of the index, as src/search/shards.rs writes them. Knows no query.

function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
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

/** The last place in ascending numbers that is not above the number. */
function placeOf(starts, number) {
  return countOf(starts, (start) => start <= number) - 1;
}

/** The first place whose word does not stand before this one. */
function placeOfWord(words, word) {
  return countOf(words, (other) => other < word);
}

/** An index of which only the core is there; `load(name)` gives other files' data or nothing. */
function open(core, load) {
  const index = {
    core,
    firstSections: sums(numbersOf(core.sections)),
    titleWords: numbersOf(core.titleWords),
    pageSets: numbersOf(core.pageSets),
    blockStarts: sums(numbersOf(core.blocks.counts)),
    blocks: [],
    spelling: [],
    missing: new Set(),
    lacks: 0,
    values: {},
    file(name) {
      const data = load(name);
      if (!data) {
        index.missing.add(name);
        index.lacks++;
      }
      return data;
    },
  };
  if (core.texts) index.textStarts = sums(numbersOf(core.texts.counts));
  index.pages = index.pageSets.length;
  index.sections = index.firstSections[index.pages];
  index.pageOf = new Uint32Array(index.sections);
  for (let page = 0; page < index.pages; page++) {
    index.pageOf.fill(page, index.firstSections[page], index.firstSections[page + 1]);
  }
  // What filters compare, by facet, for each set of values that pages have.
  index.sets = core.sets.map(([kind, owner, tags, audience]) => {
    return [[kind], tags, owner ? [owner] : [], audience].map((values) => values.map((value) => {
      const key = plainWords(value, core.unspaced).join("-");
      index.values[key] = index.values[key] || value;
      return key;
    }));
  });
  return index;
}

function decodeBlock(index, number, words, numbers) {
  const bytes = bytesOf(numbers), read = reader(bytes), first = index.blockStarts[number];
  const block = { words: frontCoded(words), bytes };
  let body = 0;
  block.terms = block.words.map((word, place) => {
    const rarity = read.next(), forms = [], lists = [];
    for (let left = read.next(); left > 0; left--) {
      const far = read.next();
      forms.push(first + place + (far % 2 ? -(far - 1) / 2 : far / 2));
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

/** A block of the dictionary, or nothing while its file is missing. */
function blockOf(index, number) {
  const { core, blocks } = index;
  if (blocks[number]) return blocks[number];
  const data = core.T ? { T: core.T[number] } : index.file(core.blockFiles[number]);
  return data && (blocks[number] = decodeBlock(index, number, data.T[0], data.T[1]));
}

/** The lists of text of a block, or nothing while they are missing. */
function bodyOf(index, number) {
  const { core, blocks } = index, block = blocks[number];
  if (block && !block.body) {
    const data = core.B ? { B: core.B[number] } : index.file(core.blockFiles[number]);
    if (data) block.body = bytesOf(data.B);
  }
  return block && block.body;
}

function termOf(index, number) {
  const place = placeOf(index.blockStarts, number);
  const block = blockOf(index, place);
  return block && block.terms[number - index.blockStarts[place]];
}

/** Where a word stands in one field, or nothing while the file is missing. */
function listOf(index, term, field) {
  return field < 2 ? term.block.bytes : bodyOf(index, placeOf(index.blockStarts, term.number));
}

/** The data of a page: title, address, breadcrumb, headings, odd anchors. */
function pageOf(index, page) {
  const { core } = index;
  if (core.P) return core.P[page];
  const data = index.file(core.pageFiles[Math.floor(page / core.pagesPerFile)]);
  return data && data.P[page % core.pagesPerFile];
}

/** The text of a page: clues, and the text of each section. A large index names its files with the pages. */
function textOf(index, page) {
  const { core, textStarts } = index;
  if (textStarts) {
    const place = placeOf(textStarts, page);
    const data = index.file(core.texts.files[place]);
    return data && data.X[page - textStarts[place]];
  }
  const start = Math.floor(page / core.pagesPerFile) * core.pagesPerFile;
  const pages = index.file(core.pageFiles[start / core.pagesPerFile]);
  const [name, first] = (pages && pages.X.findLast(([, first]) => first <= page - start)) || [];
  const data = name && index.file(name);
  return data && data.X[page - start - first];
}

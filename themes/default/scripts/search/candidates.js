// What a typed word may mean: the rules of src/search/candidates.rs and edits.rs. Knows the
// dictionary, not where the words stand.

const ENDINGS = "ments ment ness ions ings ion ing ers ies ed er es ly s y e".split(" ");

function find(word) {
  const at = placeOf(core.blocks.first, word);
  return at < 0 ? null : blockOf(at)?.terms.find((term) => term.word === word);
}

/** The numbers of the parts in which words may begin so; `first` are the parts' first words. */
function partsWith(word, first) {
  const from = Math.max(countOf(first, (other) => other < word) - 1, 0);
  const end = countOf(first, (other) => other < word || other.startsWith(word));
  return Array.from(first.keys()).slice(from, end);
}

/** The first word of each part of the spelling list: the words that a query may be corrected or completed to. */
function spellingStarts() {
  return core.spelling ? core.spelling.first : [""];
}

/** A part of the spelling list, or nothing while it is missing. */
function spellingPart(number) {
  if (spelling[number]) return spelling[number];
  if (!core.spelling) {
    spelling[0] = blockStarts.slice(1).flatMap((_, block) => blockOf(block).terms.filter((term) => term.isSpelling));
  } else {
    const data = file(core.spelling.files[number]), words = data && frontCoded(data.S[0]);
    let term = 0;
    if (data) spelling[number] = numbersOf(data.S[1]).map((pair, at) => {
      term += pair >> 6;
      return { number: term, word: words[at], rarity: pair & 63 };
    });
  }
  return spelling[number];
}

/** The words of the spelling list that begin so, the commonest first. */
function beginning(word) {
  return partsWith(word, spellingStarts()).flatMap((at) => spellingPart(at) || [])
    .filter((term) => term.word.startsWith(word))
    .sort((a, b) => a.rarity - b.rarity || a.number - b.number);
}

/** The first words of the dictionary that begin so. */
function following(word) {
  const found = [], limit = ranking.neighbours;
  for (const at of partsWith(word, core.blocks.first)) {
    const block = found.length < limit && blockOf(at);
    if (!block) break;
    found.push(...block.terms.filter((term) => term.word.startsWith(word)));
  }
  return found.slice(0, limit);
}

/** Words within `limit` edits, optimal string alignment; where `isOpen`, a beginning within them counts too. */
function near(typed, terms, limit, isOpen) {
  const found = [], end = typed.length;
  // By letters of a word: a row of edits, the least of them, and the least that made a beginning the
  // typed word. What belongs to the letters that a word shares with the one before stays.
  const rows = [Array.from({ length: end + 1 }, (_, at) => at)], least = [0], begun = [Infinity];
  let before = "";
  terms.forEach((term, place) => {
    const { word } = term;
    let depth = 0;
    while (depth < rows.length - 1 && word[depth] === before[depth]) depth++;
    rows.length = depth + 1;
    before = word;
    for (; depth < word.length && least[depth] <= limit; depth++) {
      const above = rows[depth], row = [depth + 1];
      for (let at = 1; at <= end; at++) {
        row[at] = Math.min(above[at] + 1, row[at - 1] + 1, above[at - 1] + (typed[at - 1] !== word[depth]));
        if (depth && at > 1 && typed[at - 1] === word[depth - 1] && typed[at - 2] === word[depth]) {
          row[at] = Math.min(row[at], rows[depth - 1][at - 2] + 1);
        }
      }
      rows.push(row);
      least[depth + 1] = Math.min(...row);
      begun[depth + 1] = Math.min(begun[depth], row[end]);
    }
    const isBeginning = depth < word.length || rows[depth][end] > limit, edits = isBeginning ? begun[depth] : rows[depth][end];
    if (edits <= limit && (isOpen || !isBeginning)) found.push({ term, place, edits, isBeginning });
  });
  return found;
}

/** The words that a typed one may mean, the surest first. */
function candidates(word, isOpen) {
  const found = new Map(), { length } = word, before = lacks;
  const add = ({ number, rarity }, factor, typedRarity = rarity) => {
    if (!(found.get(number)?.factor >= factor)) found.set(number, { number, factor, rarity: typedRarity });
  };
  const exact = find(word);
  if (exact) {
    add(exact, 1);
    for (const number of exact.forms) {
      const form = termOf(number);
      if (form) add(form, ranking.form);
    }
  }
  let longer = [];
  if (isOpen) {
    const limit = length <= 2 ? ranking.shortCompletions : ranking.completions;
    longer = beginning(word).slice(0, limit);
    if (longer.length < limit) longer.push(...following(word));
    const rarity = Math.min(...longer.map((term) => term.rarity));
    for (const term of longer) {
      if (term.word !== word) add(term, ranking.prefix * (length / term.word.length), rarity);
    }
  }
  if (!exact) {
    family(word, add);
    // Who is in the middle of a word has made no mistake yet; and while files are missing nobody knows.
    if (!longer.length && lacks === before) corrections(word, isOpen, add);
  }
  return Array.from(found.values()).sort((a, b) => b.factor - a.factor || a.number - b.number);
}

/** Words with the same root, when the word is unknown. */
function family(word, add) {
  const one = word.endsWith("s") && word.length > 2 && find(word.slice(0, -1));
  if (one) add(one, ranking.form);
  const ending = ENDINGS.find((ending) => word.endsWith(ending) && word.length - ending.length >= 4);
  if (!ending) return;
  const root = word.slice(0, -ending.length);
  const related = beginning(root).filter((term) => term.word.length <= root.length + 4);
  for (const term of related.slice(0, ranking.corrections)) add(term, ranking.family);
}

function corrections(word, isOpen, add) {
  if (word.length < 4 || /\d/.test(word)) return;
  const parts = spellingStarts().map((_, number) => spellingPart(number));
  if (!parts.every(Boolean)) return;
  near(word, parts.flat(), word.length < 8 ? 1 : 2, isOpen)
    .sort((a, b) => a.isBeginning - b.isBeginning || a.edits - b.edits || a.term.rarity - b.term.rarity || a.place - b.place)
    .slice(0, ranking.corrections)
    .forEach(({ term, edits, isBeginning }) => {
      add(term, isBeginning ? ranking.oneEdit * ranking.editedPrefix : edits === 1 ? ranking.oneEdit : ranking.twoEdits);
    });
}

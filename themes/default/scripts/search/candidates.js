// What a typed word may mean: the rules of src/search/candidates.rs and edits.rs. Knows the
// dictionary, not where the words stand.

const ENDINGS = ["ments", "ment", "ness", "ions", "ings", "ion", "ing", "ers", "ies", "ed", "er", "es", "ly", "s", "y", "e"];

function find(index, word) {
  const { first } = index.core.blocks;
  let at = placeOfWord(first, word);
  if (first[at] !== word) at--;
  const block = at >= 0 && blockOf(index, at);
  if (!block) return null;
  const place = placeOfWord(block.words, word);
  return block.words[place] === word ? block.terms[place] : null;
}

/** A part of the words that a query may be corrected or completed to, or nothing while it is missing. */
function spellingPart(index, number) {
  const { core } = index;
  if (index.spelling[number]) return index.spelling[number];
  const part = [];
  if (core.spelling) {
    const data = index.file(core.spelling.files[number]);
    if (!data) return null;
    const words = frontCoded(data.S[0]);
    let term = 0;
    numbersOf(data.S[1]).forEach((pair, at) => {
      term += Math.floor(pair / 64);
      part.push({ number: term, word: words[at], rarity: pair % 64 });
    });
  } else {
    for (let block = 0; block < index.blockStarts.length - 1; block++) {
      part.push(...blockOf(index, block).terms.filter((term) => term.isSpelling));
    }
  }
  part.words = part.map((term) => term.word);
  return (index.spelling[number] = part);
}

/** The words of the spelling list that begin so, the commonest first. */
function beginning(index, word) {
  const first = index.core.spelling ? index.core.spelling.first : [""];
  const found = [];
  for (let at = Math.max(placeOfWord(first, word) - 1, 0); at < first.length; at++) {
    if (first[at] > word && !first[at].startsWith(word)) break;
    const part = spellingPart(index, at);
    if (!part) continue;
    for (let place = placeOfWord(part.words, word); place < part.length && part[place].word.startsWith(word); place++) found.push(part[place]);
  }
  return found.sort((a, b) => a.rarity - b.rarity || a.number - b.number);
}

/** All words of the spelling list, or nothing while some are missing. */
function spellingOf(index) {
  if (index.wholeSpelling) return index.wholeSpelling;
  const parts = (index.core.spelling ? index.core.spelling.files : [0]).map((_, number) => spellingPart(index, number));
  return parts.includes(null) ? null : (index.wholeSpelling = parts.flat());
}

/** The words of the dictionary that follow this place and begin with the word. */
function following(index, word, limit) {
  const { first } = index.core.blocks, found = [];
  for (let at = Math.max(placeOfWord(first, word) - 1, 0); at < first.length && found.length < limit; at++) {
    if (first[at] > word && !first[at].startsWith(word)) break;
    const block = blockOf(index, at);
    if (!block) break;
    for (let place = placeOfWord(block.words, word); place < block.words.length && found.length < limit; place++) {
      if (!block.words[place].startsWith(word)) return found;
      found.push(block.terms[place]);
    }
  }
  return found;
}

/** Words within `limit` edits, optimal string alignment; neighbours share rows. */
function near(typed, terms, limit, isOpen) {
  const width = typed.length + 1, rows = Array.from({ length: width }, (_, at) => at), begun = [Infinity], found = [];
  let before = "", dead = Infinity;
  terms.forEach((term, place) => {
    const { word } = term;
    let shared = 0;
    while (shared < before.length && shared < word.length && before[shared] === word[shared]) shared++;
    const add = (edits, isBeginning) => {
      if (edits <= limit && (isOpen || !isBeginning)) found.push({ term, place, edits, isBeginning });
    };
    if (dead <= shared) return add(begun[dead], true);
    dead = Infinity;
    let reached = shared;
    for (let depth = shared; depth < word.length && dead === Infinity; depth++) {
      const above = depth * width, own = above + width;
      let least = (rows[own] = depth + 1);
      for (let at = 1; at < width; at++) {
        const cost = typed[at - 1] === word[depth] ? 0 : 1;
        let best = Math.min(rows[above + at] + 1, rows[own + at - 1] + 1, rows[above + at - 1] + cost);
        if (depth && at > 1 && typed[at - 1] === word[depth - 1] && typed[at - 2] === word[depth]) {
          best = Math.min(best, rows[above - width + at - 2] + 1);
        }
        rows[own + at] = best;
        if (best < least) least = best;
      }
      reached = depth + 1;
      begun[reached] = Math.min(begun[depth], rows[own + width - 1]);
      // No word that shares so many letters with this one can come within the limit again.
      if (least > limit) dead = reached;
    }
    const edits = rows[reached * width + width - 1];
    if (reached === word.length && edits <= limit) add(edits, false);
    else add(begun[reached], true);
    before = word.slice(0, reached);
  });
  return found;
}

/** The words that a typed one may mean, the surest first. */
function candidates(index, word, isOpen) {
  const { ranking } = index.core, found = [], { length } = word, { lacks } = index;
  const add = ({ number }, factor, rarity) => {
    const other = found.find((other) => other.number === number);
    if (!other) found.push({ number, factor, rarity });
    else if (factor > other.factor) Object.assign(other, { factor, rarity });
  };
  const exact = find(index, word);
  if (exact) {
    add(exact, 1, exact.rarity);
    for (const number of exact.forms) {
      const form = termOf(index, number);
      if (form) add(form, ranking.form, form.rarity);
    }
  }
  let longer = [];
  if (isOpen) {
    const limit = length <= 2 ? ranking.shortCompletions : ranking.completions;
    longer = beginning(index, word).slice(0, limit);
    if (longer.length < limit) longer.push(...following(index, word, ranking.neighbours));
    const rarity = Math.min(...longer.map((term) => term.rarity));
    for (const term of longer) {
      if (term.word !== word) add(term, ranking.prefix * (length / term.word.length), rarity);
    }
  }
  if (!exact) {
    family(index, word, add);
    // Who is in the middle of a word has made no mistake yet; and while files are missing nobody knows.
    if (!longer.length && lacks === index.lacks) corrections(index, word, isOpen, add);
  }
  return found.sort((a, b) => b.factor - a.factor || a.number - b.number);
}

/** Words with the same root, when the word is unknown. */
function family(index, word, add) {
  const { ranking } = index.core;
  const one = word.endsWith("s") && word.length > 2 && find(index, word.slice(0, -1));
  if (one) add(one, ranking.form, one.rarity);
  const ending = ENDINGS.find((ending) => word.endsWith(ending) && word.length - ending.length >= 4);
  if (!ending) return;
  const root = word.slice(0, -ending.length);
  const related = beginning(index, root).filter((term) => term.word.length <= root.length + 4);
  for (const term of related.slice(0, ranking.corrections)) add(term, ranking.family, term.rarity);
}

function corrections(index, word, isOpen, add) {
  if (word.length < 4 || /[0-9]/.test(word)) return;
  const { ranking } = index.core, spelling = spellingOf(index);
  if (!spelling) return;
  near(word, spelling, word.length < 8 ? 1 : 2, isOpen)
    .sort((a, b) => a.isBeginning - b.isBeginning || a.edits - b.edits || a.term.rarity - b.term.rarity || a.place - b.place)
    .slice(0, ranking.corrections)
    .forEach(({ term, edits, isBeginning }) => {
      const sure = isBeginning ? ranking.oneEdit * ranking.editedPrefix : edits === 1 ? ranking.oneEdit : ranking.twoEdits;
      add(term, sure, term.rarity);
    });
}

// Text to words: the rules of src/search/tokenise.rs. Knows no index.

const encoder = new TextEncoder();
const LONGEST_WORD = new Uint8Array(40);
/** Letters of scripts that are written without spaces; the index says which these are. */
let unspaced;

function readUnspaced(letters) {
  unspaced = new RegExp(`([${letters}]+)`, "u");
}

/** What a word is made of, with the signs that do not count; in parentheses, so that `split` keeps it. */
const LETTERS = /([\p{Alphabetic}\p{N}\p{M}_'’]+)/gu;

/** Lower case, without accents and signs. */
function fold(letters) {
  return letters.toLowerCase().normalize("NFKD").replace(/['’\u0300-\u036f_]/g, "").replace(/ς/g, "σ").normalize("NFC");
}

/** The words of a text, unspaced scripts by pairs; `1:1` is one word. @param {string} text */
function plainWords(text) {
  const found = [];
  // Letters are folded alone, since `™` would become some, and looked at again, since `½` holds a sign.
  const letters = text.replace(/(\d):(?=\d)/g, "$1").match(LETTERS) || [];
  for (const run of letters.flatMap((run) => fold(run).match(LETTERS) || [])) {
    run.split(unspaced).forEach((part, at) => {
      const letters = at % 2 ? Array.from(part) : [];
      // Of an endless word the first bytes count.
      if (part && !letters[1]) found.push(part.slice(0, encoder.encodeInto(part, LONGEST_WORD).read));
      for (let i = 1; i < letters.length; i++) found.push(letters[i - 1] + letters[i]);
    });
  }
  return found;
}

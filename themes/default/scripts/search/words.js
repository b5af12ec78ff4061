// Text to words: the rules of src/search/tokenise.rs. Knows no index.

const encoder = new TextEncoder();
const LONGEST_WORD = new Uint8Array(40);
/** Letters of scripts that are written without spaces; the index says which these are. */
let unspaced;

function readUnspaced(letters) {
  unspaced = new RegExp(`([${letters}]+)`, "u");
}

/** Lower case, without accents, apostrophes and low lines; `1:1` is one word. @param {string} text */
function fold(text) {
  return text.toLowerCase().replace(/(\d):(?=\d)/g, "$1").normalize("NFKD")
    .replace(/['’\u0300-\u036f]/g, "").replace(/ς/g, "σ").normalize("NFC").replace(/_/g, "");
}

/** The words of a text, unspaced scripts by pairs. @param {string} text */
function plainWords(text) {
  const found = [];
  for (const run of fold(text).match(/[\p{Alphabetic}\p{N}\p{M}]+/gu) || []) {
    run.split(unspaced).forEach((part, at) => {
      const letters = at % 2 ? Array.from(part) : [];
      // Of an endless word the first bytes count.
      if (part && !letters[1]) found.push(part.slice(0, encoder.encodeInto(part, LONGEST_WORD).read));
      for (let i = 1; i < letters.length; i++) found.push(letters[i - 1] + letters[i]);
    });
  }
  return found;
}

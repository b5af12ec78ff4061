// Text to words: the rules of src/search/tokenise.rs. Knows no index.

const LONGEST_WORD = 40;
const ASCII = /^[\x00-\x7f]*$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Lower case, without accents and apostrophes. @param {string} text */
function fold(text) {
  text = text.toLowerCase().replace(/(\d):(?=\d)/g, "$1");
  if (ASCII.test(text)) return text.replace(/'/g, "");
  return text.normalize("NFKD").replace(/['’\u0300-\u036f]/g, "").replace(/ς/g, "σ").normalize("NFC");
}

/** The first bytes of an endless word. @param {string} word */
function cut(word) {
  if (word.length * 3 <= LONGEST_WORD) return word;
  const bytes = encoder.encode(word);
  if (bytes.length <= LONGEST_WORD) return word;
  let end = LONGEST_WORD;
  while ((bytes[end] & 0xc0) === 0x80) end--;
  return decoder.decode(bytes.subarray(0, end));
}

/** The words of a text, unspaced scripts by pairs. @param {string} text @param {number[][]} unspaced */
function plainWords(text, unspaced) {
  const found = [];
  for (let run of fold(text).match(/[\p{Alphabetic}\p{N}\p{M}_]+/gu) || []) {
    run = run.replace(/_/g, "");
    if (run && ASCII.test(run)) found.push(cut(run));
    else if (run) found.push(...pairs(run, unspaced));
  }
  return found;
}

function pairs(run, unspaced) {
  const found = [];
  let spaced = "", pair = [];
  const flush = () => {
    if (spaced) found.push(cut(spaced));
    if (pair.length === 1) found.push(pair[0]);
    for (let i = 1; i < pair.length; i++) found.push(pair[i - 1] + pair[i]);
    spaced = "";
    pair = [];
  };
  for (const c of run) {
    const code = c.codePointAt(0);
    const isUnspaced = unspaced.some(([first, last]) => code >= first && code <= last);
    if (isUnspaced ? spaced : pair.length) flush();
    if (isUnspaced) pair.push(c);
    else spaced += c;
  }
  flush();
  return found;
}

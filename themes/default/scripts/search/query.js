// What a query asks for: the rules of src/search/query.rs. Knows no page.

const FACETS = ["kind", "tag", "owner", "audience"];

/** A kind, tag, owner or audience as filters compare it. */
const facetValue = (text) => plainWords(text).join("-");

/** Words, phrases in quotes, words to leave out, filters. @param {string} text */
function parse(text) {
  const words = [], phrases = [], without = [], filters = [];
  let isOpen = true;
  const add = (list) => {
    for (const word of list) {
      if (!words.includes(word) && words.length < ranking.maxWords) words.push(word);
    }
    // A word that is typed again is complete, and so is the last new one before it.
    if (list.length) isOpen = words.at(-1) === list.at(-1);
  };
  // A quote that is still open is a phrase that is still being typed.
  for (const [chunk, phrase] of text.slice(0, ranking.maxQuery).matchAll(/"([^"]*)"|[^\s"]+/g)) {
    const [name, ...value] = chunk.split(":"), facet = name.toLowerCase();
    const found = plainWords(phrase ?? chunk);
    if (phrase !== undefined) {
      add(found);
      if (found.length) isOpen = false;
      if (found.length > 1) phrases.push(found);
    } else if (value.length && FACETS.includes(facet)) {
      filters.push({ facet, value: facetValue(value.join(":")) });
    } else if (chunk[0] === "-") without.push(...found);
    else add(found);
  }
  return { words, phrases, without, filters: filters.filter(({ value }) => value), isOpen };
}

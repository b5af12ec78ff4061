// What a query asks for: the rules of src/search/query.rs. Knows no page.

const FACETS = ["kind", "tag", "owner", "audience"];

/** Words, phrases in quotes, words to leave out, filters. @param {string} text */
function parse(index, text) {
  const { unspaced, ranking } = index.core;
  const query = { words: [], phrases: [], without: [], filters: [], isOpen: true };
  const add = (list) => {
    for (const word of list) {
      if (!query.words.includes(word) && query.words.length < ranking.maxWords) query.words.push(word);
    }
    // A word that is typed again is complete, and so is the last new one before it.
    if (list.length) query.isOpen = query.words.at(-1) === list.at(-1);
  };
  const addChunk = (chunk) => {
    const colon = chunk.indexOf(":");
    const facet = colon > 0 && chunk.slice(0, colon).toLowerCase();
    if (facet && FACETS.includes(facet)) {
      const value = plainWords(chunk.slice(colon + 1), unspaced).join("-");
      if (value) query.filters.push({ facet, value });
      return;
    }
    const found = plainWords(chunk, unspaced);
    if (chunk[0] === "-" && chunk.length > 1) {
      query.without.push(...found);
      return;
    }
    add(found);
  };
  text.slice(0, ranking.maxQuery).split('"').forEach((segment, number, segments) => {
    // A quote that is still open is a phrase that is still being typed.
    if (number % 2 === 0 || number === segments.length - 1) {
      segment.split(/\s+/).filter(Boolean).forEach(addChunk);
      return;
    }
    const phrase = plainWords(segment, unspaced);
    add(phrase);
    query.isOpen = !phrase.length && query.isOpen;
    if (phrase.length > 1) query.phrases.push(phrase);
  });
  return query;
}

// What a query asks for: the rules of src/search/query.rs. Knows no page.

const FACETS = ["kind", "tag", "owner", "audience"];

/** A kind, tag, owner or audience as filters compare it. */
const facetValue = (text) => plainWords(text).join("-");

/** Words, runs of words that must or must not stand side by side, filters. @param {string} text */
function parse(text) {
  const words = [], runs = [], filters = [];
  let isOpen = true;
  // A quote that is still open is a phrase that is still being typed.
  for (const [chunk] of text.slice(0, ranking.maxQuery).matchAll(/-?"[^"]*"|[^\s"]+/g)) {
    const [name, ...rest] = chunk.split(":"), facet = name.toLowerCase(), value = facetValue(rest.join(":"));
    const [, phrase] = chunk.split('"'), found = plainWords(phrase ?? chunk);
    if (rest.length && FACETS.includes(facet)) {
      if (value) filters.push({ facet, value });
    } else if (found[0]) {
      const isWanted = chunk[0] !== "-";
      if (found[1] && phrase || !isWanted) runs.push([found, isWanted]);
      if (!isWanted) continue;
      for (const word of found) {
        if (!words.includes(word) && words.length < ranking.maxWords) words.push(word);
      }
      // A word that is typed again is complete, and so is the last new one before it.
      isOpen = !phrase && words.at(-1) === found.at(-1);
    }
  }
  return { words, runs, filters, isOpen };
}

// Shows what was found: pages, their best headings, snippets. Knows no keys and no files.

// As in src/search/snippet.rs: how long a snippet is, how much may stand before the first word that was
// found, how much of a text is read.
const SNIPPET = 160, BEFORE_HIT = 40, READ = 100000;

/** A word of the interface with elements in its holes. */
function sentence(name, elements) {
  return say(name).split(/\{([a-z]+)\}/).map((part, at) => (at % 2 ? elements[part] : part));
}

/** Finds the wanted words in a piece of text. */
function matcher(words) {
  const wanted = new Set(words), known = { __proto__: null };
  return (text) => (known[text] ||= plainWords(text).filter((word) => wanted.has(word)));
}

/** Text with its found words marked. */
function marked(text, wordsIn) {
  return text.split(LETTERS).map((part, at) => (at % 2 && wordsIn(part)[0] ? make("mark", {}, part) : part));
}

/** The part of the text in which the most different words stand: src/search/snippet.rs. */
function snippet(text, wordsIn) {
  let most = 0, best = 0;
  const pieces = Array.from(text.slice(0, READ).matchAll(/[^ ]{1,40}/gu), ({ 0: piece, index }) => {
    return { start: index, end: index + piece.length, words: wordsIn(piece) };
  });
  const hits = pieces.filter(({ words }) => words[0]).slice(0, 500);
  hits.forEach(({ start }, at) => {
    const reach = SNIPPET - BEFORE_HIT;
    const near = hits.slice(at, at + reach).map((hit) => (hit.start < start + reach ? hit.words : []));
    const { size } = new Set(near.flat());
    if (size > most) [most, best] = [size, start];
  });
  const from = pieces.find(({ start }) => start + BEFORE_HIT >= best)?.start || 0;
  const end = pieces.findLast((piece) => piece.end <= from + SNIPPET)?.end;
  return (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
}

function slug(heading) {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, "").replace(/ /g, "-");
}

function addressOf([, url, , headings, anchors], section) {
  const anchor = section && (anchors[section] ?? slug(headings[section - 1]));
  return root + url + (anchor ? "#" + encodeURIComponent(anchor) : "");
}

function valueName(facet, value) {
  return (facet === "kind" && say("kind." + value)) || valueNames[facet + value] || value;
}

/** The words that are marked in an answer. */
function wanted({ query, meanings }) {
  return query.words.concat(...meanings.map(({ terms }) => terms));
}

/** One page of the results: a link to it, and links to its best headings. */
function group({ query, meanings }, hit, id) {
  const page = pageOf(hit.page), [title, , breadcrumb, headings] = page, text = textOf(hit.page);
  const wordsIn = matcher(wanted({ query, meanings }));
  /** How much of what was asked a text says. */
  const saying = (text) => meanings.reduce((sum, { terms, rarity }) => {
    return sum + (terms.some((term) => wordsIn(text).includes(term)) ? rarity : 0);
  }, 0);
  const span = (name, ...inner) => make("span", { class: "search-" + name }, ...inner);
  const [[kind], , owners] = sets[pageSets[hit.page]];
  const option = (section, title, ...inner) => make(
    "a", { role: "option", id: `${id}-${section}`, href: addressOf(page, section), tabindex: "-1", "aria-selected": "false" },
    span("title", ...marked(title, wordsIn)), ...inner,
  );
  const excerpt = (section) => span("text", ...(text ? marked(snippet(text[1][section], wordsIn), wordsIn) : []));
  const badges = owners.map((owner) => valueName("owner", owner));
  if (kind !== "page" && kind !== "section") badges.unshift(valueName("kind", kind));
  const about = [span("about", breadcrumb, ...badges.map((badge) => span("badge", badge)))];
  // A page that was found by what its author lists for search says so.
  const clue = text?.[0].filter((clue) => saying(clue) > saying(title) && saying(clue) * 2 >= allRarity)
    .sort((a, b) => saying(b) - saying(a))[0];
  if (clue) about.push(span("text", say("answers"), ...marked(clue, wordsIn)));
  if (hit.sections.includes(0)) about.push(excerpt(0));
  return make(
    "div", { role: "group", "aria-label": title }, option(0, title, ...about),
    ...hit.sections.filter(Boolean).map((section) => option(section, headings[section - 1], excerpt(section))),
  );
}

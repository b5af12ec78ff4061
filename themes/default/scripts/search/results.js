// Shows what was found: pages, their best headings, snippets. Knows no keys and no files.

const SNIPPET = 160;
const BEFORE_HIT = 40;
const LETTERS = /([\p{Alphabetic}\p{N}\p{M}'’_]+)/gu;

/** A word of the interface with elements in its holes. */
function sentence(name, elements) {
  return say(name).split(/\{([a-z]+)\}/).map((part, at) => (at % 2 ? elements[part] : part));
}

/** Says of a piece of text whether a wanted word is in it. */
function matcher(words) {
  const wanted = new Set(words);
  return (text) => plainWords(text).some((word) => wanted.has(word));
}

/** Text with its found words marked. */
function marked(text, isWanted) {
  return text.split(LETTERS).map((part, at) => (at % 2 && isWanted(part) ? make("mark", {}, part) : part));
}

/** The part of the text in which the most different words stand: src/search/snippet.rs. */
function snippet(text, isWanted) {
  let at = 0, most = 0, best = 0;
  const tokens = text.split(" ").map((token) => {
    const start = at, end = start + token.length;
    at = end + 1;
    return { start, end, token };
  });
  const hits = tokens.filter(({ token }) => isWanted(token)).slice(0, 500);
  hits.forEach(({ start }, number) => {
    const near = hits.slice(number, number + SNIPPET).filter((hit) => hit.start < start + SNIPPET - BEFORE_HIT);
    const { size } = new Set(near.map(({ token }) => token.toLowerCase()));
    if (size > most) [most, best] = [size, start];
  });
  const from = tokens.find(({ start }) => start + BEFORE_HIT >= best).start;
  const end = tokens.findLast((token) => token.end <= from + SNIPPET)?.end;
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
  return (facet === "kind" && say("kind." + value)) || valueNames[value] || value;
}

/** One page of the results: a link to it, and links to its best headings. */
function group({ query, terms }, hit, id) {
  const page = pageOf(hit.page), [title, , breadcrumb, headings] = page, text = textOf(hit.page);
  const isWanted = matcher(terms.concat(query.words));
  const span = (name, ...inner) => make("span", { class: `search-${name}` }, ...inner);
  const [[kind], , owners] = sets[pageSets[hit.page]];
  const option = (section, title, ...inner) => make(
    "a", { role: "option", id: `${id}-${section}`, href: addressOf(page, section), tabindex: "-1", "aria-selected": "false" },
    span("title", ...marked(title, isWanted)), ...inner,
  );
  const excerpt = (section) => span("text", ...(text ? marked(snippet(text[1][section], isWanted), isWanted) : []));
  const badges = owners.map((owner) => valueName("owner", owner));
  if (kind !== "page" && kind !== "section") badges.unshift(valueName("kind", kind));
  const about = [span("about", breadcrumb, ...badges.map((badge) => span("badge", badge)))];
  // A page that was found by what its author lists for search says so.
  const clue = text?.[0].find((clue) => plainWords(clue).filter(isWanted).length >= Math.min(2, query.words.length));
  if (clue) about.push(span("text", say("answers"), ...marked(clue, isWanted)));
  if (hit.sections.includes(0) || !hit.sections.length) about.push(excerpt(0));
  return make(
    "div", { role: "group", "aria-label": title }, option(0, title, ...about),
    ...hit.sections.filter(Boolean).map((section) => option(section, headings[section - 1], excerpt(section))),
  );
}

// Shows what was found: pages, their best headings, snippets. Knows no keys and no files.

const SNIPPET = 160;
const BEFORE_HIT = 40;
const LETTERS = "[\\p{Alphabetic}\\p{N}\\p{M}'’_]+";

/** A word of the interface with elements in its holes. */
function sentence(name, elements) {
  return say(name).split(/\{([a-z]+)\}/).map((part, at) => (at % 2 ? elements[part] : part));
}

/** Says of a piece of text whether a wanted word is in it. */
function matcher(words, unspaced) {
  const wanted = new Set(words);
  return (text) => plainWords(text, unspaced).some((word) => wanted.has(word));
}

/** Text with its found words marked. */
function marked(text, isWanted) {
  const parts = text.split(new RegExp(`(${LETTERS})`, "u"));
  return parts.map((part, at) => (at % 2 && isWanted(part) ? make("mark", {}, [part]) : part));
}

/** The part of the text in which the most different words stand: src/search/snippet.rs. */
function snippet(text, isWanted) {
  let at = 0, best = { start: 0 }, most = 0;
  const tokens = text.split(" ").map((token) => {
    const start = at;
    at += token.length + 1;
    return { start, end: at - 1, word: token.toLowerCase(), isHit: isWanted(token) };
  });
  const hits = tokens.filter((token) => token.isHit).slice(0, 500);
  hits.forEach((hit, number) => {
    const seen = new Set();
    for (let i = number; i < hits.length && hits[i].start < hit.start + SNIPPET - BEFORE_HIT; i++) seen.add(hits[i].word);
    if (seen.size > most) {
      most = seen.size;
      best = hit;
    }
  });
  const from = (tokens.find((token) => token.start + BEFORE_HIT >= best.start) || best).start;
  const end = tokens.reduce((end, token) => (token.end <= from + SNIPPET ? Math.max(end, token.end) : end), from);
  return (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
}

function slug(heading) {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, "").replace(/ /g, "-");
}

function addressOf([, url, , headings, anchors], section) {
  const anchor = section && (anchors[section] === undefined ? slug(headings[section - 1]) : anchors[section]);
  return root + url + (anchor ? "#" + encodeURIComponent(anchor) : "");
}

function valueName(facet, value) {
  return (facet === "kind" && say("kind." + value)) || opened.values[value] || value;
}

/** One page of the results: a link to it, and links to its best headings. */
function group({ query, terms }, hit, id) {
  const page = pageOf(opened, hit.page), text = textOf(opened, hit.page), { unspaced } = opened.core;
  const isWanted = matcher(terms.concat(query.words), unspaced);
  const [[kind], , owners] = opened.sets[opened.pageSets[hit.page]];
  const span = (name, inner) => make("span", { class: `search-${name}` }, inner);
  const option = (section, title, inner) => make(
    "a", { role: "option", id: `${id}-${section}`, href: addressOf(page, section), tabindex: "-1", "aria-selected": "false" },
    [span("title", marked(title, isWanted)), ...inner],
  );
  const excerpt = (section) => span("text", text ? marked(snippet(text[1][section], isWanted), isWanted) : []);
  const badges = owners.map((owner) => valueName("owner", owner));
  if (kind !== "page" && kind !== "section") badges.unshift(valueName("kind", kind));
  const about = [span("about", (page[2] ? [page[2]] : []).concat(badges.map((badge) => span("badge", [badge]))))];
  // A page that was found by what its author lists for search says so.
  const clue = text && text[0].find((clue) => {
    return plainWords(clue, unspaced).filter(isWanted).length >= Math.min(2, query.words.length);
  });
  if (clue) about.push(span("text", [say("answers"), ...marked(clue, isWanted)]));
  if (hit.sections.includes(0) || !hit.sections.length) about.push(excerpt(0));
  const headings = hit.sections.filter(Boolean).map((section) => option(section, page[3][section - 1], [excerpt(section)]));
  return make("div", { role: "group", "aria-label": page[0] }, [option(0, page[0], about), ...headings]);
}

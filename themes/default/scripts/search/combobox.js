// A search in a box: input, filters, results, message; a combobox with a list box as the ARIA
// Authoring Practices describe it. Knows no place on a page.

/** So many pages are shown, and so many more each time that the reader asks for more. */
const SHOWN = 8;
let boxes = 0;

/** The recent searches of this browser; with a text it is added. */
function recent(text) {
  const all = keptData("localStorage", "recent") || [];
  if (text) keep("localStorage", "recent", JSON.stringify([text, ...all.filter((other) => other !== text)].slice(0, 5)));
  return all;
}

function button(text, pressed, act) {
  const element = make("button", { type: "button" }, text);
  if (pressed !== null) element.setAttribute("aria-pressed", pressed);
  on(element, "click", act);
  return element;
}

const everything = () => make("a", { href: `${root}a-z/${location.protocol === "file:" ? "index.html" : ""}` }, [say("all-pages")]);

/** Makes a field in a box a search; `onChange` hears what is typed. */
function build(box, input, onChange = () => {}) {
  const id = `_search${++boxes}`;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }
  const filters = make("div", { class: "search-filters", role: "group", "aria-label": say("filters") });
  const message = make("div", { class: "search-message" });
  const list = make("div", { class: "search-results", role: "listbox", id, "aria-label": say("results") });
  const status = make("div", { class: "visually-hidden", role: "status" });
  const more = button([], null, () => update(limit + SHOWN));
  more.className = "search-more";
  more.hidden = true;
  box.append(filters, message, list, more, status);
  let turn = 0, timer, speaking, active = null, answer = null, limit = SHOWN;

  function activate(option) {
    if (active) active.setAttribute("aria-selected", "false");
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }
  function tell(inner, spoken) {
    message.replaceChildren(...inner);
    message.hidden = !inner.length;
    clearTimeout(speaking);
    if (spoken) speaking = setTimeout(() => (status.textContent = spoken), 500);
  }
  function clear() {
    activate(null);
    list.replaceChildren();
    filters.replaceChildren();
    more.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }
  function set(text) {
    input.value = text;
    input.focus();
    update();
  }

  function showFilters() {
    const { query, counts, total } = answer;
    const shown = query.filters.map(({ facet, value }) => button([`${facet}: ${valueName(facet, value)}`], true, () => {
      const isOwn = (chunk) => chunk.startsWith(`${facet}:`) && plainWords(chunk.slice(facet.length + 1), opened.core.unspaced).join("-") === value;
      set(input.value.split(/\s+/).filter((chunk) => !isOwn(chunk)).join(" "));
    }));
    FACETS.slice(0, 3).forEach((facet, number) => {
      if (query.filters.some((filter) => filter.facet === facet)) return;
      const of = counts[number] || {};
      Object.keys(of).filter((value) => value !== "page" && of[value] < total)
        .sort((a, b) => of[b] - of[a] || (a < b ? -1 : 1)).slice(0, number ? 3 : 5)
        .forEach((value) => shown.push(button([`${valueName(facet, value)} `, make("span", {}, [String(of[value])])], false, () => {
          set(`${input.value.trim()} ${facet}:${value} `);
        })));
    });
    filters.replaceChildren(...shown);
  }

  function show(found) {
    const before = active && active.id;
    answer = found;
    const { hits, total } = found;
    list.replaceChildren(...hits.slice(0, limit).map((hit) => group(found, hit, `${id}-${hit.page}`)));
    input.setAttribute("aria-expanded", String(hits.length > 0));
    activate(before && document.getElementById(before));
    showFilters();
    more.hidden = hits.length <= limit;
    more.textContent = say("more", { count: total });
    if (total) tell([], say("found", { count: total }));
    else tell(sentence("try-other", { pages: everything() }), say("nothing"));
  }

  function nothingTyped() {
    clear();
    const all = recent();
    tell([
      make("p", {}, [say(all.length ? "recent" : "hint")]),
      ...all.map((text) => button([text], null, () => set(text))),
      make("p", {}, [everything()]),
    ]);
  }

  function failed() {
    clear();
    const retry = button([say("retry")], null, () => update());
    tell(sentence("failed-retry", { retry, pages: everything() }), say("failed"));
  }

  function ask(text, withTexts) {
    return complete((index) => {
      const found = search(index, text, withTexts);
      // What the shown pages need is fetched once it is known which they are.
      if (!found.missing.length || withTexts) found.hits.slice(0, limit).forEach(({ page }) => {
        pageOf(index, page);
        if (withTexts) textOf(index, page);
      });
      return found;
    });
  }

  async function update(pages) {
    limit = pages || SHOWN;
    const own = ++turn, text = input.value;
    clearTimeout(timer);
    onChange(text);
    if (!text.trim()) return nothingTyped();
    if (!opened) tell([say("loading")]);
    const answerWith = async (withTexts) => {
      try {
        const found = await ask(text, withTexts);
        if (own === turn) show(found);
        return true;
      } catch (_) {
        if (own === turn) failed();
        return false;
      }
    };
    // After a failure nothing is asked again by itself: the way to do so must stay where it is.
    if ((await answerWith(false)) && own === turn) timer = setTimeout(answerWith, 150, true);
  }

  /** The words go with the reader, so that the next page can mark them. */
  function leave(option) {
    recent(input.value.trim());
    const words = answer.terms.concat(answer.query.words), { unspaced } = opened.core;
    keep("sessionStorage", "found", JSON.stringify({ to: option.href.split("#")[0], words, unspaced }));
  }
  on(list, "click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    leave(option);
    if (box.close && !event.ctrlKey && !event.metaKey) box.close();
  });
  on(input, "input", () => update());
  on(input, "keydown", (event) => {
    const { key } = event, all = Array.from(list.querySelectorAll("[role=option]")), at = all.indexOf(active);
    if (event.isComposing) return;
    if (key === "Escape" && box.close) box.close(); // Some browsers would empty the field first.
    else if (!all.length) return;
    else if (key === "ArrowDown") activate(all[(at + 1) % all.length]);
    else if (key === "ArrowUp") activate(all[(at < 0 ? all.length : at) - 1] || all[all.length - 1]);
    else if (key === "Enter") {
      const option = active || all[0];
      leave(option);
      if (event.ctrlKey || event.metaKey) window.open(option.href);
      else {
        if (box.close) box.close();
        location.href = option.href;
      }
    } else return;
    event.preventDefault();
  });
  if (!opening) openIndex().catch(() => {});
  return { update };
}

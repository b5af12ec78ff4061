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

function button(text, act, isPressed) {
  const element = make("button", { type: "button" }, ...text);
  if (isPressed !== undefined) element.setAttribute("aria-pressed", isPressed);
  on(element, "click", act);
  return element;
}

const everything = () => make("a", { href: `${root}a-z/${isOnDisk ? "index.html" : ""}` }, say("all-pages"));

/** Makes a field in a box a search; `onChange` hears what is typed. */
function build(box, input, onChange = () => {}) {
  const id = `_search${++boxes}`;
  const filters = make("div", { class: "search-filters", role: "group", "aria-label": say("filters") });
  const message = make("div", { class: "search-message" });
  const list = make("div", { class: "search-results", role: "listbox", id, "aria-label": say("results") });
  const status = make("div", { class: "visually-hidden", role: "status" });
  const more = button([], () => type(input.value, limit + SHOWN));
  let turn = 0, timer, speaking, active, answer, limit, ready;
  set(input, { role: "combobox", "aria-expanded": false, "aria-controls": id, "aria-autocomplete": "list" });
  box.append(filters, message, list, more, status);

  function activate(option) {
    active?.setAttribute("aria-selected", false);
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", true);
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }
  /** Ends the waiting with a message; readers who do not see hear it too, or what is to be said instead. */
  function tell(inner, spoken) {
    message.replaceChildren(...inner);
    list.ariaBusy = false;
    clearTimeout(speaking);
    speaking = setTimeout(() => (status.textContent = spoken ?? message.textContent), 500);
  }
  function clear() {
    activate();
    list.replaceChildren();
    filters.replaceChildren();
    more.textContent = "";
    input.setAttribute("aria-expanded", false);
  }
  function type(text, pages) {
    input.value = text;
    input.focus();
    update(pages);
  }

  function showFilters() {
    const { query, counts, hits } = answer;
    const shown = query.filters.map(({ facet, value }) => button([`${facet}: ${valueName(facet, value)}`], () => {
      const isOwn = (chunk) => parse(chunk).filters.some((own) => own.facet === facet && own.value === value);
      type(input.value.split(/\s+/).filter((chunk) => !isOwn(chunk)).join(" "));
    }, true));
    counts.forEach((of, number) => {
      const facet = FACETS[number];
      if (query.filters.some((filter) => filter.facet === facet)) return;
      Object.keys(of).filter((value) => of[value] < hits.length)
        .sort((a, b) => of[b] - of[a] || (a < b ? -1 : 1)).slice(0, 3)
        .forEach((value) => shown.push(button([`${valueName(facet, value)} `, make("span", {}, of[value])], () => {
          type(`${input.value.trim()} ${facet}:${value} `);
        }, false)));
    });
    filters.replaceChildren(...shown);
  }

  function show(found) {
    const before = active?.id, { hits } = (answer = found), count = hits.length;
    list.replaceChildren(...hits.slice(0, limit).map((hit) => group(found, hit, `${id}-${hit.page}`)));
    input.setAttribute("aria-expanded", count > 0);
    activate(before && document.getElementById(before));
    showFilters();
    more.textContent = count > limit ? say("more", { count }) : "";
    if (count) tell([], say("found", { count }));
    else tell(sentence("try-other", { pages: everything() }));
  }

  function nothingTyped() {
    const all = recent();
    clear();
    tell([
      make("p", {}, say(all.length ? "recent" : "hint")),
      ...all.map((text) => button([text], () => type(text))),
      make("p", {}, everything()),
    ], "");
  }

  function failed(withTexts) {
    // Without their texts the results are good enough to stay.
    if (!withTexts) clear();
    tell(sentence("failed-retry", { retry: button([say("retry")], () => update()), pages: everything() }));
  }

  function ask(text, withTexts) {
    return complete(() => {
      const found = search(text, withTexts, limit);
      // What the shown pages need is fetched once it is known which they are.
      const needed = withTexts ? textOf : pageOf;
      if (!found.missing.length || withTexts) found.hits.slice(0, limit).forEach(({ page }) => needed(page));
      return found;
    });
  }

  function update(pages = SHOWN) {
    const own = ++turn, text = input.value;
    limit = pages;
    clearTimeout(timer);
    onChange(text);
    activate();
    ready = null;
    if (!text.trim()) return nothingTyped();
    if (!list.firstChild) tell([say("loading")]);
    list.ariaBusy = true;
    const answerWith = async (withTexts) => {
      try {
        const found = await ask(text, withTexts);
        if (own !== turn) return;
        show(found);
        // After a failure nothing is asked again by itself: the way to do so must stay where it is.
        if (!withTexts) timer = setTimeout(answerWith, 150, true);
      } catch (_) {
        if (own === turn) failed(withTexts);
      }
    };
    ready = answerWith();
  }

  /** The words go with the reader, so that the next page can mark them. */
  function leave(option) {
    recent(input.value.trim());
    const to = option.href.split("#")[0], { unspaced } = core;
    keep("sessionStorage", "found", JSON.stringify({ to, words: wanted(answer), unspaced }));
    if (option.hash && to === here()) markFound();
  }
  /** Opens what is chosen, or the first of the results of what stands in the field, which may be on their way. */
  async function enter(inNewTab) {
    const asked = ready;
    await asked;
    const option = asked && asked === ready && (active || one("[role=option]", list));
    if (!option || !inNewTab) return option?.click();
    leave(option);
    window.open(option.href);
  }
  on(list, "click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    leave(option);
    if (!event.ctrlKey && !event.metaKey) box.close?.();
  });
  on(input, "input", () => update());
  on(input, "keydown", (event) => {
    const { key } = event, options = all("[role=option]", list), at = options.indexOf(active);
    if (event.isComposing) return;
    if (key === "Escape" && box.close) box.close(); // Some browsers would empty the field first.
    else if (key === "Enter") enter(event.ctrlKey || event.metaKey);
    else if (!options.length) return;
    else if (key === "ArrowDown") activate(options[at + 1] || options[0]);
    else if (key === "ArrowUp") activate(options[at - 1] || options.at(-1));
    else return;
    event.preventDefault();
  });
  if (!opening) openIndex().catch(() => {});
  return { update };
}

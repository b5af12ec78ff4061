// What scripts add to a page that works without them. A part that is missing from the page is skipped.
const threeColumns = matchMedia("(width >= 74rem)");

// One live region for short messages.
const region = make("div", { class: "visually-hidden", role: "status" });
document.body.append(region);
function announce(message) {
  region.textContent = "";
  setTimeout(() => (region.textContent = message), 50);
}

// Colour scheme: system, light, dark and round again.
function schemeButton(button) {
  const states = ["system", "light", "dark"];
  const current = () => html.dataset.scheme || "system";
  function set(state) {
    if (state === "system") delete html.dataset.scheme;
    else html.dataset.scheme = state;
    return (button.title = button.firstElementChild.textContent = say("scheme-" + state));
  }
  on(button, "click", () => {
    const next = states[(states.indexOf(current()) + 1) % 3];
    announce(set(next));
    keep("localStorage", "scheme", next === "system" ? null : next);
  });
  // Another tab of the same playbook follows.
  on(window, "storage", ({ key, newValue }) => {
    if (key === "playbook-scheme") set(newValue || "system");
  });
  set(current());
}

// The sidebar opens as a popover by itself; here it keeps the rest of the page out of reach.
function menu(sidebar, button) {
  if (!sidebar.togglePopover) { // An old browser: the sidebar stands above the page.
    button.hidden = true;
    return;
  }
  const behind = all(".skip-link, .main, .site-footer");
  on(sidebar, "beforetoggle", ({ newState }) => {
    const isOpen = newState === "open";
    for (const element of behind) element.inert = isOpen;
  });
  on(sidebar, "toggle", ({ newState }) => {
    if (newState === "open") showCurrent(sidebar);
  });
  on(matchMedia("(width >= 60rem)"), "change", () => {
    if (sidebar.matches(":popover-open")) sidebar.hidePopover();
  });
}

/** Scrolls a list so far that an item of it is seen, with some of those around it. */
function showItem(list, item) {
  const above = item.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (above < 0 || above > list.clientHeight * 0.8) list.scrollTop += above - list.clientHeight / 3;
}
function showCurrent(sidebar) {
  const current = one("[aria-current]", sidebar);
  if (current) showItem(sidebar, current);
}

// The groups that the reader opened elsewhere and the place in the list are kept from page to page.
function keepSidebar(sidebar) {
  const groups = all("details", sidebar), name = (details) => details.previousElementSibling.pathname;
  const opened = (kept("sessionStorage", "open") || "").split("\n");
  for (const details of groups) details.open ||= opened.includes(name(details));
  const top = kept("sessionStorage", "scroll");
  if (top !== null) sidebar.scrollTop = Number(top);
  showCurrent(sidebar);
  on(window, "pagehide", () => {
    keep("sessionStorage", "scroll", sidebar.scrollTop);
    const open = groups.filter((details) => details.open && !one("[aria-current]", details.parentElement));
    keep("sessionStorage", "open", open.map(name).join("\n"));
  });
}

// Contents: open beside the article, folded above it; marks the heading that is being read.
function contents(toc) {
  const details = one("details", toc);
  function fold() {
    details.open = threeColumns.matches;
    details.dataset.ready = "";
  }
  fold();
  on(threeColumns, "change", fold);

  const targetOf = ({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1)));
  const links = new Map(all("a", toc).map((link) => [targetOf(link), link]));
  links.delete(null);
  // The observed area begins far above the page, so "intersecting" means "read or being read".
  const passed = new Set();
  let current, held = 0;
  function mark(link) {
    if (link === current) return;
    current?.removeAttribute("aria-current");
    current = link;
    link?.setAttribute("aria-current", "location");
    if (link && threeColumns.matches) showItem(toc, link);
  }
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) passed[isIntersecting ? "add" : "delete"](target);
    if (performance.now() < held) return;
    mark(Array.from(links).findLast(([heading]) => passed.has(heading))?.[1]);
  }, { rootMargin: "9999999px 0px -75% 0px" });
  links.forEach((_, heading) => observer.observe(heading));

  // Who asks for a heading gets it marked, even where a later one is already in view.
  function follow() {
    const link = links.get(targetOf(location));
    if (!link) return;
    held = performance.now() + 1000;
    mark(link);
    if (!threeColumns.matches) details.open = false;
  }
  on(window, "hashchange", follow);
  follow();
}

// What changed since the visit before this one; a visit ends with four hours without a page.
function markChanges(rows) {
  const now = Date.now(), last = Number(kept("localStorage", "visit"));
  if (last && now - last > 4 * 3600 * 1000) keep("localStorage", "since", last);
  keep("localStorage", "visit", now);
  const since = Number(kept("localStorage", "since"));
  if (!since) return;
  // The day of the visit counts: the change may have come after it.
  const fresh = rows.filter((row) => Date.parse(row.dataset.changed + "T23:59") >= since);
  for (const row of fresh) {
    row.dataset.fresh = "";
    row.firstElementChild.append(make("span", { class: "visually-hidden" }, " " + say("fresh")));
  }
  const line = one("[data-since]");
  if (line) line.textContent = fresh.length ? line.dataset.since : line.dataset.none;
}

/** Copies a text, which may still be on its way, and says so on the button. */
async function copy(button, text, said) {
  // Safari wants the promise itself, made during the click.
  if (navigator.clipboard && window.ClipboardItem) {
    const plain = Promise.resolve(text).then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
  } else {
    // No clipboard on an insecure origin, such as a server inside the house.
    const pre = make("pre", {}, await text);
    document.body.append(pre);
    getSelection().selectAllChildren(pre);
    const isCopied = document.execCommand("copy");
    pre.remove();
    if (!isCopied) throw said;
  }
  const label = button.textContent, copied = say("copied");
  announce(say(said));
  if (label === copied) return;
  button.textContent = copied;
  button.dataset.copied = "";
  setTimeout(() => {
    button.textContent = label;
    delete button.dataset.copied;
  }, 2000);
}

// A button on each block of code.
function copyButton(pre) {
  const button = make("button", { type: "button", class: "copy", "aria-label": say("copy-code") }, say("copy"));
  const box = make("div", { class: "code-box" });
  pre.replaceWith(box);
  box.append(pre, button);
  on(button, "click", () => copy(button, pre.textContent, "code-copied").catch(() => {
    getSelection().selectAllChildren(pre);
    announce(say("code-not-copied"));
  }));
}

// The page's Markdown: beside the page on a server, in it on a disk, where no file may be read.
function copyPage(button) {
  const inside = one("template[data-markdown]"), address = button.dataset.copyPage;
  const markdown = async () => {
    if (inside) return inside.content.textContent;
    const answer = await fetch(address);
    return answer.ok ? answer.text() : Promise.reject();
  };
  on(button, "click", () => copy(button, markdown(), "page-copied").catch(() => (location.href = address)));
}

// Progress and answers: each control with `data-keep` has its value kept in this browser alone.
const keyOf = ({ dataset }) => "keep:" + dataset.keep;
function keepCheckbox(box) {
  box.checked = kept("localStorage", keyOf(box)) !== null;
  on(box, "change", () => {
    keep("localStorage", keyOf(box), box.checked ? "1" : null);
    showProgress();
  });
}
function showProgress() {
  const line = one("[data-progress]");
  if (!line) return;
  const boxes = all(".path-pages [data-keep]"), done = boxes.filter((box) => box.checked).length;
  line.hidden = false;
  line.firstElementChild.value = done;
  line.lastElementChild.textContent = say("read", { done, all: boxes.length });
}
function assessment(section) {
  const ranges = all("[type=range]", section), clear = one("[data-clear]", section);
  function show(range) {
    const isAnswered = kept("localStorage", keyOf(range)) !== null || range.dataset.answered === "";
    const answer = say("answer", { answer: range.value });
    one("output", range.parentElement).textContent = isAnswered ? answer : "\u2013";
    range.setAttribute("aria-valuetext", isAnswered ? answer : say("no-answer"));
    if (isAnswered) clear.hidden = false;
  }
  for (const range of ranges) {
    const answer = Number(kept("localStorage", keyOf(range)));
    range.value = answer >= 1 && answer <= 5 ? answer : 3;
    // A click on the middle is an answer too, though it changes nothing.
    for (const event of ["input", "pointerup"]) on(range, event, () => {
      range.dataset.answered = "";
      keep("localStorage", keyOf(range), range.value);
      show(range);
    });
    show(range);
  }
  on(clear, "click", () => {
    for (const range of ranges) {
      keep("localStorage", keyOf(range), null);
      delete range.dataset.answered;
      range.value = 3;
      show(range);
    }
    clear.hidden = true;
    ranges[0].focus();
    announce(say("cleared"));
  });
}

// The symptom finder: an item stays while it holds every word that was typed.
function filter(list) {
  const input = one("#" + list.dataset.filter), items = all("li", list);
  function apply() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean), count = items.length;
    let shown = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown++;
    }
    for (const group of all("section", list)) group.hidden = !one("li:not([hidden])", group);
    const name = !words.length ? "symptoms" : shown ? "some-symptoms" : "no-symptom";
    one("output", list).textContent = say(name, { shown, count });
  }
  input.parentElement.hidden = false;
  on(input, "input", apply);
  apply();
}

// The template of a review: copied, or saved as a file.
function templateButtons(line) {
  const source = document.getElementById(line.dataset.for), button = one("[data-copy]", line);
  line.hidden = false;
  on(button, "click", () => copy(button, source.textContent, "template-copied").catch(() => {
    source.closest("details").open = true;
    announce(say("template-not-copied"));
  }));
  on(one("[data-save]", line), "click", () => {
    const href = URL.createObjectURL(new Blob([source.textContent], { type: "text/markdown" }));
    make("a", { href, download: line.dataset.file }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  });
}

// Who comes along a reading path is led on by that path alone.
function followPath(id) {
  const places = all(".path-place"), followed = places.find(({ dataset }) => dataset.path === id);
  if (!followed) return;
  followed.dataset.followed = "";
  for (const place of places) place.hidden = place !== followed;
  for (const pager of all(".pager")) pager.hidden = true;
}

const sidebar = one(".sidebar");
if (sidebar) {
  menu(sidebar, one(".menu-button"));
  keepSidebar(sidebar);
}
all("[data-scheme-button]").forEach(schemeButton);
all(".toc").forEach(contents);
all("pre.code").forEach(copyButton);
all("[type=checkbox][data-keep]").forEach(keepCheckbox);
showProgress();
all("[data-assessment]").forEach(assessment);
all("[data-filter]").forEach(filter);
all("[data-for]").forEach(templateButtons);
all("[data-copy-page]").forEach(copyPage);
for (const button of all("[data-print]")) {
  button.hidden = false;
  on(button, "click", () => print());
}
markChanges(all("[data-changed]"));
definitions(all(".term[data-definition]"));
followPath(new URLSearchParams(location.search).get("path"));

// Where the search stands on a page: the dialog, the search page, and the words that led here.
// Nothing is requested before the reader asks for the search.

let dialog, parts;

function openDialog() {
  if (!dialog) {
    dialog = make("dialog", { class: "search-dialog", "aria-label": say("search") });
    parts = build(dialog);
    const [shown, label] = matchMedia("(hover: none)").matches ? [say("close"), say("close-search")] : ["Esc", say("escape")];
    const close = make("button", { type: "button", class: "search-close", "aria-label": label }, [shown]);
    close.addEventListener("click", () => dialog.close());
    parts.input.after(close);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
  }
  if (dialog.open) return;
  dialog.showModal();
  parts.input.focus();
  parts.input.select();
  parts.update();
  if (!opening) openIndex().catch(() => {});
}

for (const link of document.querySelectorAll("[data-search]")) {
  link.setAttribute("aria-haspopup", "dialog");
  link.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog();
  });
}

addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
  const isTyping = target.closest && target.closest("input, textarea, select, [contenteditable]");
  const isCommand = (ctrlKey || metaKey) && !altKey;
  if (isCommand ? shiftKey || key.toLowerCase() !== "k" : key !== "/" || isTyping || altKey) return;
  event.preventDefault();
  openDialog();
});

for (const box of document.querySelectorAll("[data-search-page]")) {
  const list = document.querySelector("[data-a-z]");
  const own = build(box, (text) => {
    if (list) list.hidden = text.trim() !== "";
    try {
      history.replaceState(null, "", text.trim() ? `?q=${encodeURIComponent(text.trim())}` : location.pathname);
    } catch (_) {} // A browser may forbid it on a disk.
  });
  own.set(new URLSearchParams(location.search).get("q") || "");
}

/** Marks the words that led here, without touching the page. */
function markFound() {
  let found;
  try {
    found = JSON.parse(sessionStorage.getItem("playbook-found"));
    sessionStorage.removeItem("playbook-found");
  } catch (_) {}
  const body = document.querySelector(".page-body");
  if (!found || !body || found.to !== location.href.split("#")[0] || !CSS.highlights) return;
  const isWanted = matcher(found.words, found.unspaced), ranges = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && ranges.length < 1000; node = walker.nextNode()) {
    for (const { 0: word, index } of node.data.matchAll(new RegExp(LETTERS, "gu"))) {
      if (!isWanted(word)) continue;
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}
markFound();

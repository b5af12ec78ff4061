// Where the search stands on a page: the dialog, the search page. The search itself is a script of its
// own, which is requested when the reader asks for it.

const searchScript = document.currentScript.dataset.search;
let dialog, box;

/** The search, as `search/found.js` gives it. */
async function loadSearch() {
  if (!window.playbookSearch) await load(searchScript);
  return window.playbookSearch;
}

/** Puts a field into an element, at once, and makes it a search when the search is there. */
function field(parent, onChange) {
  const input = make("input", {
    class: "search-input", type: "search", "aria-label": say("search"), placeholder: say("search"), autocomplete: "off",
    autocapitalize: "off", spellcheck: "false", enterkeyhint: "go",
  });
  const failed = make("div", { class: "search-message" });
  let search;
  parent.append(input);
  return {
    input,
    async start() {
      try {
        search ||= (await loadSearch()).build(parent, input, onChange);
        failed.remove();
        search.update();
      } catch (_) {
        failed.textContent = say("failed");
        parent.append(failed);
      }
    },
  };
}

function openDialog() {
  if (!dialog) {
    dialog = make("dialog", { class: "search-dialog", "aria-label": say("search") });
    box = field(dialog);
    const [shown, label] = matchMedia("(hover: none)").matches ? [say("close"), say("close-search")] : ["Esc", say("escape")];
    const close = make("button", { type: "button", class: "search-close", "aria-label": label }, shown);
    on(close, "click", () => dialog.close());
    dialog.append(close);
    on(dialog, "click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
  }
  if (dialog.open) return;
  dialog.showModal();
  box.input.focus();
  box.input.select();
  box.start();
}

// Without an address of the script, links to the search lead to its page.
if (searchScript) {
  for (const link of all("[data-search]")) {
    set(link, { "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K Meta+K" });
    on(link, "pointerenter", () => loadSearch().catch(() => {}));
    on(link, "click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openDialog();
    });
  }
  on(window, "keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
    const isTyping = target.closest?.("input, textarea, select, [contenteditable]");
    const isCommand = (ctrlKey || metaKey) && !altKey;
    if (isCommand ? shiftKey || key.toLowerCase() !== "k" : key !== "/" || isTyping || altKey) return;
    event.preventDefault();
    openDialog();
  });
}

for (const parent of all("[data-search-page]")) {
  const list = one("[data-a-z]");
  const own = field(parent, (text) => {
    if (list) list.hidden = text.trim() !== "";
    try {
      history.replaceState(null, "", text.trim() ? `?q=${encodeURIComponent(text.trim())}` : location.pathname);
    } catch (_) {} // A browser may forbid it on a disk.
  });
  own.input.value = new URLSearchParams(location.search).get("q") || "";
  own.input.focus();
  own.start();
}

if (kept("sessionStorage", "found")) loadSearch().then(({ markFound }) => markFound(), () => {});

// Gets the files of the index: classic scripts that call playbookSearch(name, data). Knows no query.

const script = document.currentScript;
const root = new URL(".", script.src).href;
const files = new Map();
const waiting = new Map();
let opening, opened;
window.playbookSearch = (name, data) => files.set(name, data);

function loadFile(name, query = "") {
  if (files.has(name)) return Promise.resolve(files.get(name));
  if (!waiting.has(name)) waiting.set(name, new Promise((done, fail) => {
    const element = document.createElement("script");
    element.onload = element.onerror = () => {
      element.remove();
      waiting.delete(name);
      if (files.has(name)) done(files.get(name));
      else fail(new Error("missing: " + name));
    };
    element.src = `${root}_search/${name}.js${query}`;
    document.head.append(element);
  }));
  return waiting.get(name);
}

/** The newest index; the manifest is the only file that may change under its name. */
function openIndex() {
  files.delete("manifest");
  return (opening = loadFile("manifest", location.protocol === "file:" ? "" : `?${Date.now()}`)
    .then((manifest) => loadFile(manifest.core))
    .then((core) => (opened = opened && opened.core === core ? opened : open(core, (name) => files.get(name))))
    .catch((error) => {
      opening = null;
      throw error;
    }));
}

/** Asks until nothing is missing. A file that is gone means that a new site was published. */
async function complete(ask) {
  let mended = false, index = await (opening || openIndex());
  for (let left = 12; ; left--) {
    index.missing = new Set();
    const answer = ask(index), missing = Array.from(index.missing);
    if (!missing.length || !left) return answer;
    try {
      await Promise.all(missing.map((name) => loadFile(name)));
    } catch (error) {
      if (mended) throw error;
      mended = true;
      index = await openIndex();
    }
  }
}

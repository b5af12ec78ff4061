// Gets the files of the index: classic scripts that call playbookSearch(name, data). Knows no query.

const root = new URL(".", document.currentScript.src).href;
const isOnDisk = location.protocol === "file:";
const files = new Map();
let opening;
window.playbookSearch = (name, data) => files.set(name, data);

async function loadFile(name, query = "") {
  if (!files.has(name)) await load(`${root}_search/${name}.js${query}`);
  if (!files.has(name)) throw name;
  return files.get(name);
}

/** Opens the newest index; the manifest is the only file that may change under its name. */
function openIndex() {
  files.delete("manifest");
  return (opening = loadFile("manifest", isOnDisk ? "" : "?" + Date.now())
    .then((manifest) => loadFile(manifest.core))
    .then((first) => first === core || open(first, (name) => files.get(name)))
    .catch((error) => {
      opening = null;
      throw error;
    }));
}

/** Asks until nothing is missing. A file that is gone means that a new site was published. */
async function complete(ask) {
  await (opening || openIndex());
  for (let left = 12, isMended; ; left--) {
    const answer = ask();
    if (!missing.size || !left) return answer;
    try {
      await Promise.all(Array.from(missing, (name) => loadFile(name)));
    } catch (error) {
      if (isMended) throw error;
      isMended = true;
      await openIndex();
    }
  }
}

// What the search takes from the script of the page, which asked for it; and its own words.

const { speaker, set, make, one, all, on, load, kept, keep } = window.playbook;
const say = speaker(PLAYBOOK_WORDS);

function keptData(storage, key) {
  try { return JSON.parse(kept(storage, key)); } catch (_) { return null; }
}

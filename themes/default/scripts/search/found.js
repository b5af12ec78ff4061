// Marks on a page the words that led there. Knows the words, not what they were typed for.

/** Marks the words that led here, without touching the page. */
function markFound() {
  const found = keptData("sessionStorage", "found");
  keep("sessionStorage", "found", null);
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

// For the script of the page, which loads this one when a reader searches.
Object.assign(window.playbookSearch, { build, markFound });

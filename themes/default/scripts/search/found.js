// Marks on a page the words that led there. Knows the words, not what they were typed for.

const here = () => location.href.split("#")[0];

/** Marks the words that led here, without touching the page. */
function markFound() {
  const found = keptData("sessionStorage", "found"), [body] = all(".page-body"), ranges = [];
  keep("sessionStorage", "found", null);
  if (!found || !body || found.to !== here() || !CSS.highlights) return;
  readUnspaced(found.unspaced);
  const wordsIn = matcher(found.words), walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && ranges.length < 1000) {
    const node = walker.currentNode;
    for (const { 0: word, index } of node.data.matchAll(LETTERS)) {
      if (!wordsIn(word)[0]) continue;
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

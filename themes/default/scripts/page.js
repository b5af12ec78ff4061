// What the scripts of a page share: its words, elements, events, and what a browser keeps. Knows no
// part of a page.

const say = window.playbookSay;

/** @param {string} tag @param {object} attributes @param {(Node|string)[]} [inner] */
function make(tag, attributes, inner = []) {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  element.append(...inner);
  return element;
}

function on(target, event, act) {
  target.addEventListener(event, act);
}

// Storage may be full or forbidden; then nothing is remembered.
function kept(storage, key) {
  try { return window[storage].getItem("playbook-" + key); } catch (_) { return null; }
}
function keptData(storage, key) {
  try { return JSON.parse(kept(storage, key)); } catch (_) { return null; }
}
function keep(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem("playbook-" + key);
    else window[storage].setItem("playbook-" + key, value);
  } catch (_) {}
}

// What the scripts of a page share: words, elements, events, other scripts, and what a browser keeps.
// Knows no part of a page.

const html = document.documentElement;

/** Says words by their names. A build of a site puts the words of the script in the place of their name. */
function speaker(words) {
  let rules;
  try { rules = new Intl.PluralRules(html.lang); } catch (_) { rules = new Intl.PluralRules(); }
  return (name, values) => {
    const word = words[name], text = word?.other ? word[rules.select(values.count)] || word.other : word;
    return values ? text?.replace(/\{([a-z]+)\}/g, (_, hole) => values[hole]) : text;
  };
}
const say = speaker(PLAYBOOK_WORDS);

function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
}

/** @param {string} tag @param {object} attributes @param {(Node|string)[]} inner */
function make(tag, attributes, ...inner) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...inner);
  return element;
}

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

function on(target, event, act) {
  target.addEventListener(event, act);
}

const loading = {};
/** Runs a script; while it is on its way it is not asked for again. */
function load(src) {
  return (loading[src] ||= new Promise((done, fail) => {
    const script = make("script", { src });
    script.onload = script.onerror = ({ type }) => {
      script.remove();
      delete loading[src];
      if (type === "load") done();
      else fail();
    };
    document.head.append(script);
  }));
}

// Storage may be full or forbidden; then nothing is remembered.
function kept(storage, key) {
  try { return window[storage].getItem("playbook-" + key); } catch (_) { return null; }
}
function keep(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem("playbook-" + key);
    else window[storage].setItem("playbook-" + key, value);
  } catch (_) {}
}

window.playbook = { speaker, say, set, make, one, all, on, load, kept, keep };

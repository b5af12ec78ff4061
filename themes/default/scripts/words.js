// The words of the other scripts, in the language of the site. A build of a site puts them here; a name
// that nothing declares stays as it is when the scripts are minified.
const words = WORDS;
let rules;
try { rules = new Intl.PluralRules(document.documentElement.lang); } catch (_) { rules = new Intl.PluralRules(); }
window.playbookSay = (name, values) => {
  let word = words[name];
  if (word && word.other) word = word[rules.select(values.count)] || word.other;
  return word && values ? word.replace(/\{([a-z]+)\}/g, (_, hole) => values[hole]) : word;
};

// The words of the other scripts, in the language of the site: the build puts them here.
window.playbookSay = (function (words) {
  "use strict";
  var rules;
  try { rules = new Intl.PluralRules(document.documentElement.lang); } catch (_) { rules = new Intl.PluralRules(); }
  return function (name, values) {
    var word = words[name];
    if (word && word.other) word = word[rules.select(values.count)] || word.other;
    return word && values ? word.replace(/\{([a-z]+)\}/g, function (_, hole) { return values[hole]; }) : word;
  };
})("WORDS");

// The search: an engine, which is a pure function of the index's files and a query and runs in
// Node too, and below it the interface. No request is made before the reader asks for the search.
(function () {
  "use strict";

  // ---- Words: the rules of src/search/tokenise.rs ----

  var LONGEST_WORD = 40;
  var encoder = new TextEncoder();
  var decoder = new TextDecoder();

  /** Lower case, without accents and apostrophes. @param {string} text */
  function fold(text) {
    text = text.toLowerCase().replace(/(\d):(?=\d)/g, "$1");
    if (/^[\x00-\x7f]*$/.test(text)) return text.replace(/'/g, "");
    return text.normalize("NFKD").replace(/['’\u0300-\u036f]/g, "").replace(/ς/g, "σ").normalize("NFC");
  }

  function cut(word) {
    if (word.length * 3 <= LONGEST_WORD) return word;
    var bytes = encoder.encode(word);
    if (bytes.length <= LONGEST_WORD) return word;
    var end = LONGEST_WORD;
    while ((bytes[end] & 0xc0) === 0x80) end--;
    return decoder.decode(bytes.subarray(0, end));
  }

  /** The words of a text, unspaced scripts by pairs. @param {string} text @param {number[][]} unspaced */
  function plainWords(text, unspaced) {
    var found = [];
    (fold(text).match(/[\p{Alphabetic}\p{N}\p{M}_]+/gu) || []).forEach(function (run) {
      run = run.replace(/_/g, "");
      if (!run) return;
      if (/^[\x00-\x7f]*$/.test(run)) return found.push(cut(run));
      var spaced = "", pair = [];
      function flush() {
        if (spaced) found.push(cut(spaced));
        if (pair.length === 1) found.push(pair[0]);
        for (var i = 1; i < pair.length; i++) found.push(pair[i - 1] + pair[i]);
        spaced = "";
        pair = [];
      }
      Array.from(run).forEach(function (c) {
        var code = c.codePointAt(0);
        var isUnspaced = unspaced.some(function (range) { return code >= range[0] && code <= range[1]; });
        if (isUnspaced ? spaced : pair.length) flush();
        if (isUnspaced) pair.push(c);
        else spaced += c;
      });
      flush();
    });
    return found;
  }

  // ---- Queries: the rules of src/search/query.rs ----

  var FACETS = ["kind", "tag", "owner", "audience"];

  function parse(index, text) {
    var words = function (part) { return plainWords(part, index.core.unspaced); };
    var query = { words: [], phrases: [], without: [], filters: [], isOpen: true };
    function add(list) {
      list.forEach(function (word) {
        if (!query.words.includes(word) && query.words.length < index.core.ranking.maxWords) query.words.push(word);
      });
    }
    var segments = text.slice(0, index.core.ranking.maxQuery).split('"');
    segments.forEach(function (segment, number) {
      if (number % 2 && number < segments.length - 1) {
        var phrase = words(segment);
        query.isOpen = !phrase.length && query.isOpen;
        add(phrase);
        if (phrase.length > 1) query.phrases.push(phrase);
        return;
      }
      segment.split(/\s+/).filter(Boolean).forEach(function (chunk) {
        var colon = chunk.indexOf(":");
        var facet = colon > 0 && chunk.slice(0, colon).toLowerCase();
        if (facet && FACETS.includes(facet)) {
          var value = words(chunk.slice(colon + 1)).join("-");
          if (value) query.filters.push({ facet: facet, value: value });
          return;
        }
        var found = words(chunk);
        if (chunk[0] === "-" && chunk.length > 1) {
          query.without = query.without.concat(found);
          return;
        }
        if (found.length) query.isOpen = true;
        add(found);
      });
    });
    return query;
  }

  // ---- The index: what src/search/shards.rs wrote ----

  function bytesOf(text) {
    var binary = atob(text);
    var bytes = new Uint8Array(binary.length);
    for (var i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  /** Reads numbers of base 128. */
  function reader(bytes, at) {
    var self = {
      at: at || 0,
      next: function () {
        var number = 0, factor = 1, byte;
        do {
          byte = bytes[self.at++];
          number += (byte & 127) * factor;
          factor *= 128;
        } while (byte > 127);
        return number;
      },
    };
    return self;
  }

  function numbersOf(text) {
    var bytes = bytesOf(text), read = reader(bytes), all = [];
    while (read.at < bytes.length) all.push(read.next());
    return all;
  }

  function frontCoded(text) {
    var before = "";
    return text ? text.split(",").map(function (word) {
      return before = before.slice(0, parseInt(word[0], 36)) + word.slice(1);
    }) : [];
  }

  function sums(counts) {
    var sum = 0, all = [0];
    counts.forEach(function (count) { all.push(sum += count); });
    return all;
  }

  /** The last place in ascending numbers that is not above the number. */
  function placeOf(starts, number) {
    var low = 0, high = starts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (starts[middle] <= number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The first place whose word does not stand before this one. */
  function placeOfWord(words, word) {
    var low = 0, high = words.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** An index of which only the core is there; `load(name)` gives other files' data or nothing. */
  function open(core, load) {
    var index = {
      core: core,
      firstSections: sums(numbersOf(core.sections)),
      titleWords: numbersOf(core.titleWords),
      pageSets: numbersOf(core.pageSets),
      blockStarts: sums(numbersOf(core.blocks.counts)),
      textStarts: sums(numbersOf(core.texts.counts)),
      blocks: [],
      missing: new Set(),
      values: {},
    };
    index.pages = index.pageSets.length;
    index.pageOf = new Uint32Array(index.firstSections[index.pages] || 0);
    for (var page = 0; page < index.pages; page++) {
      index.pageOf.fill(page, index.firstSections[page], index.firstSections[page + 1]);
    }
    index.file = function (name) {
      var data = load(name);
      if (!data) index.missing.add(name);
      return data;
    };
    // What filters compare, by facet, for each set of values that pages have.
    index.sets = core.sets.map(function (set) {
      var all = [[set[0]], set[2], set[1] ? [set[1]] : [], set[3]];
      return all.map(function (values) {
        return values.map(function (value) {
          var key = plainWords(value, core.unspaced).join("-");
          index.values[key] = index.values[key] || value;
          return key;
        });
      });
    });
    return index;
  }

  function decodeBlock(index, number, words, numbers) {
    var bytes = bytesOf(numbers), read = reader(bytes), first = index.blockStarts[number], body = 0;
    var block = { words: frontCoded(words), terms: [], bytes: bytes };
    block.words.forEach(function (word, place) {
      var rarity = read.next();
      var forms = [];
      for (var left = read.next(); left > 0; left--) {
        var far = read.next();
        forms.push(first + place + (far % 2 ? -(far - 1) / 2 : far / 2));
      }
      var lists = [];
      for (var field = 0; field < 2; field++) {
        var length = read.next();
        lists.push([read.at, read.at + length]);
        read.at += length;
      }
      var bodyLength = read.next();
      lists.push([body, body += bodyLength]);
      block.terms.push({
        number: first + place, word: word, rarity: rarity >> 1, isSpelling: rarity & 1, forms: forms, lists: lists, block: block,
      });
    });
    return block;
  }

  /** A block of the dictionary, or nothing while its file is missing. */
  function blockOf(index, number) {
    if (index.blocks[number]) return index.blocks[number];
    var core = index.core;
    var data = core.T ? { T: core.T[number] } : index.file(core.blockFiles[number]);
    if (!data) return null;
    return index.blocks[number] = decodeBlock(index, number, data.T[0], data.T[1]);
  }

  function bodyOf(index, number) {
    var block = index.blocks[number], core = index.core;
    if (!block) return null;
    if (!block.body) {
      var data = core.B ? { B: core.B[number] } : index.file(core.blockFiles[number]);
      if (data) block.body = bytesOf(data.B);
    }
    return block.body;
  }

  function term(index, number) {
    var place = placeOf(index.blockStarts, number);
    var block = blockOf(index, place);
    return block && block.terms[number - index.blockStarts[place]];
  }

  /** The words that a query may be corrected or completed to. */
  function spellingOf(index) {
    if (index.spelling) return index.spelling;
    var list = { words: [], terms: [], rarities: [] };
    if (index.core.spelling) {
      list.words = frontCoded(index.core.spelling[0]);
      var before = 0;
      numbersOf(index.core.spelling[1]).forEach(function (number) {
        list.terms.push(before += Math.floor(number / 64));
        list.rarities.push(number % 64);
      });
    } else {
      for (var number = 0; number < index.blockStarts.length - 1; number++) {
        blockOf(index, number).terms.forEach(function (term) {
          if (!term.isSpelling) return;
          list.words.push(term.word);
          list.terms.push(term.number);
          list.rarities.push(term.rarity);
        });
      }
    }
    return index.spelling = list;
  }

  /** The data of a page: title, address, breadcrumb, headings, odd anchors. */
  function pageOf(index, page) {
    var core = index.core;
    if (core.P) return core.P[page];
    var data = index.file(core.pageFiles[Math.floor(page / core.pagesPerFile)]);
    return data && data.P[page % core.pagesPerFile];
  }

  /** The text of a page: clues, and the text of each section. */
  function textOf(index, page) {
    var place = placeOf(index.textStarts, page);
    var data = index.file(index.core.texts.files[place]);
    return data && data.X[page - index.textStarts[place]];
  }

  // ---- What a typed word may mean: the rules of src/search/candidates.rs ----

  var ENDINGS = ["ments", "ment", "ness", "ions", "ings", "ion", "ing", "ers", "ies", "ed", "er", "es", "ly", "s", "y", "e"];

  function find(index, word) {
    var first = index.core.blocks.first;
    var at = placeOfWord(first, word);
    if (first[at] !== word) at--;
    if (at < 0) return null;
    var block = blockOf(index, at);
    if (!block) return null;
    var place = placeOfWord(block.words, word);
    return block.words[place] === word ? block.terms[place] : null;
  }

  function beginning(index, word) {
    var spelling = spellingOf(index), places = [];
    for (var at = placeOfWord(spelling.words, word); at < spelling.words.length && spelling.words[at].startsWith(word); at++) places.push(at);
    places.sort(function (a, b) { return spelling.rarities[a] - spelling.rarities[b] || a - b; });
    return places.map(function (at) {
      return { number: spelling.terms[at], word: spelling.words[at], rarity: spelling.rarities[at] };
    });
  }

  /** The words of the dictionary that follow this place and begin with the word. */
  function following(index, word, limit) {
    var first = index.core.blocks.first, found = [];
    var at = Math.max(placeOfWord(first, word) - 1, 0);
    for (; at < first.length && found.length < limit; at++) {
      if (first[at] > word && !first[at].startsWith(word)) break;
      var block = blockOf(index, at);
      if (!block) break;
      for (var place = placeOfWord(block.words, word); place < block.words.length && found.length < limit; place++) {
        if (!block.words[place].startsWith(word)) return found;
        found.push(block.terms[place]);
      }
    }
    return found;
  }

  /** Words within `limit` edits, optimal string alignment; neighbours share rows. */
  function near(typed, words, limit, isOpen) {
    var width = typed.length + 1, rows = [], begun = [Infinity], before = "", dead = Infinity, found = [];
    for (var i = 0; i < width; i++) rows.push(i);
    for (var place = 0; place < words.length; place++) {
      var word = words[place], shared = 0;
      while (shared < before.length && shared < word.length && before[shared] === word[shared]) shared++;
      if (dead <= shared) {
        if (isOpen && begun[dead] <= limit) found.push({ place: place, edits: begun[dead], isBeginning: true });
        continue;
      }
      dead = Infinity;
      var reached = shared;
      for (var depth = shared; depth < word.length; depth++) {
        var above = depth * width, own = above + width, least = depth + 1;
        rows[own] = least;
        for (var at = 1; at < width; at++) {
          var best = Math.min(rows[above + at] + 1, rows[own + at - 1] + 1, rows[above + at - 1] + (typed[at - 1] === word[depth] ? 0 : 1));
          if (depth && at > 1 && typed[at - 1] === word[depth - 1] && typed[at - 2] === word[depth]) {
            best = Math.min(best, rows[above - width + at - 2] + 1);
          }
          rows[own + at] = best;
          if (best < least) least = best;
        }
        reached = depth + 1;
        begun[reached] = Math.min(begun[depth], rows[own + width - 1]);
        if (least > limit) {
          dead = depth + 1;
          break;
        }
      }
      var edits = rows[reached * width + width - 1];
      if (reached === word.length && edits <= limit) found.push({ place: place, edits: edits, isBeginning: false });
      else if (isOpen && begun[reached] <= limit) found.push({ place: place, edits: begun[reached], isBeginning: true });
      before = word.slice(0, reached);
    }
    return found;
  }

  function candidates(index, word, isOpen) {
    var ranking = index.core.ranking, found = [];
    function add(term, factor, rarity) {
      var other = found.find(function (other) { return other.number === term.number; });
      if (!other) found.push({ number: term.number, factor: factor, rarity: rarity });
      else if (factor > other.factor) {
        other.factor = factor;
        other.rarity = rarity;
      }
    }
    var exact = find(index, word);
    if (exact) {
      add(exact, 1, exact.rarity);
      exact.forms.forEach(function (number) {
        var form = term(index, number);
        if (form) add(form, ranking.form, form.rarity);
      });
    }
    if (isOpen) {
      var limit = word.length <= 2 ? ranking.shortCompletions : ranking.completions;
      var longer = beginning(index, word).slice(0, limit);
      if (longer.length < limit) longer = longer.concat(following(index, word, ranking.neighbours));
      var rarity = longer.reduce(function (least, term) { return Math.min(least, term.rarity); }, 64);
      longer.forEach(function (term) {
        if (term.word !== word) add(term, ranking.prefix * (word.length / term.word.length), rarity);
      });
    }
    if (!exact) {
      var one = word.endsWith("s") && word.length > 2 && find(index, word.slice(0, -1));
      if (one) add(one, ranking.form, one.rarity);
      var ending = ENDINGS.find(function (ending) { return word.endsWith(ending) && word.length - ending.length >= 4; });
      if (ending) {
        var root = word.slice(0, -ending.length);
        beginning(index, root)
          .filter(function (term) { return term.word.length <= root.length + 4; })
          .slice(0, ranking.corrections)
          .forEach(function (term) { add(term, ranking.family, term.rarity); });
      }
      if (word.length > 3 && !/[0-9]/.test(word)) {
        var spelling = spellingOf(index);
        near(word, spelling.words, word.length < 8 ? 1 : 2, isOpen)
          .sort(function (a, b) {
            return a.isBeginning - b.isBeginning || a.edits - b.edits || spelling.rarities[a.place] - spelling.rarities[b.place] || a.place - b.place;
          })
          .slice(0, ranking.corrections)
          .forEach(function (near) {
            var sure = near.isBeginning ? ranking.oneEdit * ranking.editedPrefix : near.edits === 1 ? ranking.oneEdit : ranking.twoEdits;
            add({ number: spelling.terms[near.place] }, sure, spelling.rarities[near.place]);
          });
      }
    }
    return found.sort(function (a, b) { return b.factor - a.factor || a.number - b.number; });
  }

  // ---- Ranking: the arithmetic of src/search/rank.rs, in the same order ----

  function eachPosting(bytes, range, take) {
    var at = range[0], end = range[1], section = 0;
    while (at < end) {
      var number = 0, factor = 1, byte;
      do {
        byte = bytes[at++];
        number += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      section += Math.floor(number / 16);
      take(section, number % 16);
    }
  }

  function newSheet(index) {
    var sections = index.pageOf.length, pages = index.pages;
    return {
      now: [new Float64Array(sections), new Float64Array(sections), new Float64Array(sections)],
      value: new Float64Array(sections), found: new Float64Array(sections),
      title: new Float64Array(pages), best: new Float64Array(pages), pageFound: new Float64Array(pages),
      titleHits: new Float64Array(pages), pageNow: new Float64Array(pages), total: 0, terms: [],
    };
  }

  function note(index, sheet, found) {
    if (!found.length) return;
    var limit = index.core.blocksPerWord, blocks = [], touched = new Set();
    found.forEach(function (candidate) {
      var number = placeOf(index.blockStarts, candidate.number);
      var isNear = blocks.includes(number) || blocks.length < limit;
      if (isNear && !blocks.includes(number)) blocks.push(number);
      if (!isNear && !index.core.T) return;
      var own = term(index, candidate.number);
      if (!own) return;
      sheet.terms.push(own.word);
      for (var field = 0; field < (isNear ? 3 : 2); field++) {
        var range = own.lists[field];
        if (range[0] === range[1]) continue;
        var bytes = field < 2 ? own.block.bytes : bodyOf(index, number);
        if (!bytes) continue;
        var now = sheet.now[field];
        eachPosting(bytes, range, function (section, impact) {
          var value = candidate.factor * candidate.rarity * impact / 15;
          if (value > now[section]) now[section] = value;
          touched.add(section);
        });
      }
    });
    var ranking = index.core.ranking, rarity = found[0].rarity, pages = new Set();
    sheet.total += rarity;
    touched.forEach(function (section) {
      var head = sheet.now[0][section], page = index.pageOf[section];
      var value = head * ranking.heading + sheet.now[1][section] * ranking.clue + sheet.now[2][section];
      sheet.now[0][section] = sheet.now[1][section] = sheet.now[2][section] = 0;
      sheet.value[section] += value;
      sheet.found[section] += rarity;
      if (value > sheet.pageNow[page]) sheet.pageNow[page] = value;
      if (index.firstSections[page] === section && head > 0) {
        sheet.title[page] += head * ranking.title;
        sheet.titleHits[page] += 1;
      }
      pages.add(page);
    });
    pages.forEach(function (page) {
      sheet.best[page] += sheet.pageNow[page];
      sheet.pageNow[page] = 0;
      sheet.pageFound[page] += rarity;
    });
  }

  function bestSections(index, sheet, page, weight) {
    var first = index.firstSections[page], scored = [];
    for (var section = first; section < index.firstSections[page + 1]; section++) {
      var score = sheet.value[section] * (sheet.found[section] / sheet.total) * weight(section - first);
      if (score > 0) scored.push({ number: section - first, score: score });
    }
    scored.sort(function (a, b) { return b.score - a.score || a.number - b.number; });
    return scored.slice(0, 2);
  }

  function byScore(a, b) { return b.score - a.score || a.page - b.page; }

  function hitsOf(index, sheet, words) {
    var ranking = index.core.ranking, hits = [];
    for (var page = 0; page < index.pages; page++) {
      if (!(sheet.pageFound[page] > 0)) continue;
      var sections = bestSections(index, sheet, page, function () { return 1; });
      var share = sheet.pageFound[page] / sheet.total;
      var covered = Math.min(1, sheet.titleHits[page] / Math.max(index.titleWords[page], 1) * (sheet.titleHits[page] / words));
      var full = 1 + (ranking.fullTitle - 1) * covered * covered;
      var sum = sheet.title[page] + sheet.best[page] + ranking.section * sections[0].score;
      hits.push({ page: page, score: sum * share * (0.8 + 0.2 * share) * full, sections: sections.map(function (best) { return best.number; }) });
    }
    return hits;
  }

  /** The words of each section as texts that no phrase may span. */
  function paddedTexts(index, page) {
    var data = pageOf(index, page), text = textOf(index, page);
    if (!data || !text) return null;
    if (text.padded) return text.padded;
    var padded = function (part) { return " " + plainWords(part, index.core.unspaced).join(" ") + " "; };
    return text.padded = text[1].map(function (body, number) {
      return number ? [padded(data[3][number - 1]), padded(body)] : [padded(data[0]), padded(body)].concat(text[0].map(padded));
    });
  }

  function phraseShares(index, query, page) {
    var texts = paddedTexts(index, page);
    if (!texts) return null;
    var pairs = query.words.slice(1).map(function (word, at) { return " " + query.words[at] + " " + word + " "; });
    if (query.isOpen) pairs[pairs.length - 1] = pairs[pairs.length - 1].slice(0, -1);
    return texts.map(function (parts) {
      return Math.max.apply(null, parts.map(function (text) {
        return pairs.filter(function (pair) { return text.includes(pair); }).length / pairs.length;
      }));
    });
  }

  function hasPhrases(index, query, page) {
    var texts = paddedTexts(index, page);
    return texts && query.phrases.every(function (phrase) {
      return texts.some(function (parts) {
        return parts.some(function (text) { return text.includes(" " + phrase.join(" ") + " "); });
      });
    });
  }

  function fits(index, page, filters) {
    var set = index.sets[index.pageSets[page]];
    return filters.every(function (filter) { return set[FACETS.indexOf(filter.facet)].includes(filter.value); });
  }

  /** How many of the found pages have each value, by facet. */
  function countsOf(index, hits) {
    var counts = FACETS.map(function () { return {}; });
    hits.forEach(function (hit) {
      index.sets[index.pageSets[hit.page]].forEach(function (values, facet) {
        values.forEach(function (value) { counts[facet][value] = (counts[facet][value] || 0) + 1; });
      });
    });
    return counts;
  }

  /**
   * Answers a query from what is there. `missing` names the files that a better answer needs:
   * load them and ask again. With `withTexts` the order of the words counts too.
   */
  function search(index, text, withTexts) {
    var query = parse(index, text), ranking = index.core.ranking, hits = [];
    index.missing = new Set();
    var answer = { query: query, hits: hits, total: 0, counts: [], terms: [], missing: [] };
    if (!query.words.length && !query.filters.length) return answer;
    if (!query.words.length) {
      for (var page = 0; page < index.pages; page++) {
        if (fits(index, page, query.filters)) hits.push({ page: page, score: 0, sections: [0] });
      }
    } else {
      var sheet = newSheet(index);
      query.words.forEach(function (word, number) {
        note(index, sheet, candidates(index, word, query.isOpen && number === query.words.length - 1));
      });
      answer.terms = sheet.terms;
      hits = hitsOf(index, sheet, query.words.length).sort(byScore);
      if (query.without.length) {
        var unwanted = new Set();
        query.without.forEach(function (word) {
          var own = find(index, word);
          if (!own) return;
          own.lists.forEach(function (range, field) {
            var bytes = field < 2 ? own.block.bytes : bodyOf(index, placeOf(index.blockStarts, own.number));
            if (bytes) eachPosting(bytes, range, function (section) { unwanted.add(index.pageOf[section]); });
          });
        });
        hits = hits.filter(function (hit) { return !unwanted.has(hit.page); });
      }
      answer.counts = countsOf(index, hits);
      hits = hits.filter(function (hit) { return fits(index, hit.page, query.filters); });
      if (query.phrases.length) {
        hits = hits.slice(0, ranking.phrasePages).filter(function (hit) { return hasPhrases(index, query, hit.page); });
      }
    }
    answer.total = hits.length;
    if (!query.words.length) answer.counts = countsOf(index, hits);
    hits = hits.slice(0, ranking.maxResults);
    if (withTexts && query.words.length > 1) {
      var top = hits.slice(0, ranking.reranked);
      top.forEach(function (hit) {
        var shares = phraseShares(index, query, hit.page);
        if (!shares) return;
        hit.score *= 1 + ranking.phrase * Math.max.apply(null, shares);
        hit.sections = bestSections(index, sheet, hit.page, function (number) {
          return 1 + ranking.phrase * shares[number];
        }).map(function (best) { return best.number; });
      });
      hits = top.sort(byScore).concat(hits.slice(ranking.reranked));
    }
    answer.hits = hits;
    answer.missing = Array.from(index.missing);
    return answer;
  }

  var engine = { open: open, search: search, parse: parse, plainWords: plainWords, pageOf: pageOf, textOf: textOf };
  if (typeof module !== "undefined") {
    module.exports = engine;
    return;
  }

  // ---- Files: classic scripts that call playbookSearch(name, data) ----

  var say = window.playbookSay;
  var root = new URL(".", document.currentScript.src).href;
  var files = new Map();
  var waiting = new Map();
  var opening, index;
  window.playbookSearch = function (name, data) { files.set(name, data); };

  function loadFile(name, query) {
    if (files.has(name)) return Promise.resolve(files.get(name));
    if (!waiting.has(name)) {
      waiting.set(name, new Promise(function (done, fail) {
        var script = document.createElement("script");
        function end() {
          script.remove();
          waiting.delete(name);
          if (files.has(name)) done(files.get(name));
          else fail(new Error("missing: " + name));
        }
        script.onload = script.onerror = end;
        script.src = root + "_search/" + name + ".js" + (query || "");
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  /** The newest index; the manifest is the only file that may change under its name. */
  function openIndex() {
    files.delete("manifest");
    var fresh = location.protocol === "file:" ? "" : "?" + Date.now();
    return opening = loadFile("manifest", fresh).then(function (manifest) {
      return loadFile(manifest.core).then(function (core) {
        if (!index || index.core !== core) {
          index = open(core, function (name) { return files.get(name); });
        }
        return index;
      });
    }).catch(function (error) {
      opening = null;
      throw error;
    });
  }

  /** Asks until nothing is missing. A file that is gone means that a new site was published. */
  function complete(ask) {
    var mended = false;
    function round(index, left) {
      index.missing = new Set();
      var answer = ask(index);
      var missing = Array.from(index.missing);
      if (!missing.length || !left) return answer;
      return Promise.all(missing.map(function (name) { return loadFile(name); })).then(function () {
        return round(index, left - 1);
      }, function (error) {
        if (mended) throw error;
        mended = true;
        return openIndex().then(function (index) { return round(index, left); });
      });
    }
    return (opening || openIndex()).then(function (index) { return round(index, 12); });
  }

  // ---- The interface: a combobox with a list box (ARIA Authoring Practices) ----

  var SHOWN = 8;
  var count = 0;

  /** @param {string} tag @param {object} attributes @param {(Node|string)[]} [inner] */
  function make(tag, attributes, inner) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    element.append.apply(element, inner || []);
    return element;
  }

  function recent(text) {
    try {
      var all = JSON.parse(localStorage.getItem("playbook-recent")) || [];
      if (!text) return all;
      all = [text].concat(all.filter(function (other) { return other !== text; })).slice(0, 5);
      localStorage.setItem("playbook-recent", JSON.stringify(all));
    } catch (_) {}
    return [];
  }

  function matcher(answer) {
    var wanted = new Set(answer.terms.concat(answer.query.words));
    var unspaced = answer.unspaced;
    return function (token) { return plainWords(token, unspaced).some(function (word) { return wanted.has(word); }); };
  }

  /** Text with its found words marked. */
  function marked(text, isWanted) {
    return text.split(/([\p{Alphabetic}\p{N}\p{M}'’_]+)/u).map(function (part, at) {
      return at % 2 && isWanted(part) ? make("mark", {}, [part]) : part;
    });
  }

  /** The part of the text in which the most different words stand: src/search/snippet.rs. */
  function snippet(text, isWanted) {
    var at = 0, tokens = text.split(" ").map(function (token) {
      var start = at;
      at += token.length + 1;
      return { start: start, end: at - 1, word: token.toLowerCase(), hit: isWanted(token) };
    });
    var hits = tokens.filter(function (token) { return token.hit; }).slice(0, 500);
    var best = { start: 0 }, most = 0;
    hits.forEach(function (hit, number) {
      var seen = new Set();
      for (var i = number; i < hits.length && hits[i].start < hit.start + 120; i++) seen.add(hits[i].word);
      if (seen.size > most) {
        most = seen.size;
        best = hit;
      }
    });
    var from = (tokens.find(function (token) { return token.start + 40 >= best.start; }) || best).start;
    var end = from;
    tokens.forEach(function (token) { if (token.end > end && token.end <= from + 160) end = token.end; });
    return (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
  }

  function slug(heading) {
    return heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, "").replace(/ /g, "-");
  }

  function addressOf(page, section) {
    var anchor = section && (page[4][section] === undefined ? slug(page[3][section - 1]) : page[4][section]);
    return root + page[1] + (anchor ? "#" + encodeURIComponent(anchor) : "");
  }

  function valueName(facet, value) {
    return facet === "kind" && say("kind." + value) || index.values[value] || value;
  }

  /** One page of the results: a link to it, and links to its best headings. */
  function group(answer, hit, id) {
    var page = pageOf(index, hit.page), text = textOf(index, hit.page), isWanted = matcher(answer);
    var set = index.sets[index.pageSets[hit.page]];
    function option(section, title, inner) {
      return make("a", { role: "option", id: id + "-" + section, href: addressOf(page, section), tabindex: "-1", "aria-selected": "false" },
        [make("span", { class: "search-title" }, marked(title, isWanted))].concat(inner));
    }
    function excerpt(section) {
      var found = text ? snippet(text[1][section], isWanted) : "";
      return make("span", { class: "search-text" }, text ? marked(found, isWanted) : []);
    }
    var badges = [];
    if (set[0][0] !== "page" && set[0][0] !== "section") badges.push(make("span", { class: "search-badge" }, [valueName("kind", set[0][0])]));
    set[2].forEach(function (owner) { badges.push(make("span", { class: "search-badge" }, [valueName("owner", owner)])); });
    var about = [make("span", { class: "search-about" }, (page[2] ? [page[2]] : []).concat(badges))];
    // A page that was found by what its author lists for search says so.
    var clue = text && text[0].find(function (clue) {
      return plainWords(clue, index.core.unspaced).filter(function (word) { return isWanted(word); }).length >= Math.min(2, answer.query.words.length);
    });
    if (clue) about.push(make("span", { class: "search-text" }, [say("answers")].concat(marked(clue, isWanted))));
    if (hit.sections.includes(0) || !hit.sections.length) about.push(excerpt(0));
    var options = [option(0, page[0], about)];
    hit.sections.forEach(function (section) {
      if (section) options.push(option(section, page[3][section - 1], [excerpt(section)]));
    });
    return make("div", { role: "group", "aria-label": page[0] }, options);
  }

  /** A word of the interface with elements in its holes. */
  function sentence(name, elements) {
    return say(name).split(/\{([a-z]+)\}/).map(function (part, at) { return at % 2 ? elements[part] : part; });
  }

  /** The parts of a search in a box: input, filters, results, message. */
  function build(box, onChange) {
    var id = "_search" + ++count;
    var input = make("input", {
      class: "search-input", type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
      "aria-label": say("search"), placeholder: say("search"), autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "1000", enterkeyhint: "go",
    });
    var filters = make("div", { class: "search-filters", role: "group", "aria-label": say("filters") });
    var message = make("div", { class: "search-message" });
    var list = make("div", { class: "search-results", role: "listbox", id: id, "aria-label": say("results") });
    var status = make("div", { class: "visually-hidden", role: "status" });
    box.append(input, filters, message, list, status);
    var turn = 0, timer, speaking, active = null, answer = null;

    function options() { return Array.from(list.querySelectorAll("[role=option]")); }
    function activate(option) {
      if (active) active.setAttribute("aria-selected", "false");
      active = option;
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      } else input.removeAttribute("aria-activedescendant");
    }
    function speak(text) {
      clearTimeout(speaking);
      speaking = setTimeout(function () { status.textContent = text; }, 500);
    }
    function tell(inner) {
      message.replaceChildren.apply(message, inner);
      message.hidden = !inner.length;
    }
    function clear() {
      activate(null);
      list.replaceChildren();
      filters.replaceChildren();
      input.setAttribute("aria-expanded", "false");
    }
    function button(text, pressed, act) {
      var element = make("button", { type: "button" }, text);
      if (pressed !== null) element.setAttribute("aria-pressed", pressed);
      element.addEventListener("click", act);
      return element;
    }
    function everything() { return make("a", { href: root + "a-z/" + (location.protocol === "file:" ? "index.html" : "") }, [say("all-pages")]); }
    function set(text) {
      input.value = text;
      input.focus();
      update();
    }

    function showFilters() {
      var shown = [];
      answer.query.filters.forEach(function (filter) {
        var written = input.value.split(/\s+/).filter(function (chunk) { return chunk.indexOf(filter.facet + ":") || plainWords(chunk.slice(filter.facet.length + 1), index.core.unspaced).join("-") !== filter.value; });
        shown.push(button([filter.facet + ": " + valueName(filter.facet, filter.value)], true, function () { set(written.join(" ")); }));
      });
      [0, 1, 2].forEach(function (facet) {
        if (answer.query.filters.some(function (filter) { return filter.facet === FACETS[facet]; })) return;
        var counts = answer.counts[facet] || {};
        Object.keys(counts).filter(function (value) { return value !== "page" && counts[value] < answer.total; })
          .sort(function (a, b) { return counts[b] - counts[a] || (a < b ? -1 : 1); }).slice(0, facet ? 3 : 5)
          .forEach(function (value) {
            shown.push(button([valueName(FACETS[facet], value) + " ", make("span", {}, [String(counts[value])])], false, function () {
              set(input.value.trim() + " " + FACETS[facet] + ":" + value + " ");
            }));
          });
      });
      filters.replaceChildren.apply(filters, shown);
    }

    function show(found) {
      var before = active && active.id;
      answer = found;
      answer.unspaced = index.core.unspaced;
      var groups = answer.hits.slice(0, SHOWN).map(function (hit) { return group(answer, hit, id + "-" + hit.page); });
      list.replaceChildren.apply(list, groups);
      input.setAttribute("aria-expanded", String(groups.length > 0));
      activate(before && document.getElementById(before) || null);
      showFilters();
      if (groups.length) {
        tell([]);
        speak(say("found", { count: answer.total }));
      } else {
        tell(sentence("try-other", { pages: everything() }));
        speak(say("nothing"));
      }
    }

    function nothingTyped() {
      clear();
      var all = recent();
      tell([make("p", {}, [say(all.length ? "recent" : "hint")])].concat(
        all.map(function (text) { return button([text], null, function () { set(text); }); }), [make("p", {}, [everything()])]));
    }

    function update() {
      var own = ++turn, text = input.value;
      var isOwn = function (then) { return function (value) { if (own === turn) then(value); }; };
      clearTimeout(timer);
      if (onChange) onChange(text);
      if (!text.trim()) return nothingTyped();
      if (!index) tell([say("loading")]);
      function ask(withTexts) {
        return complete(function (index) {
          var found = search(index, text, withTexts);
          found.missing.forEach(function (name) { index.missing.add(name); });
          var partial = index.missing.size && !withTexts;
          if (!partial) found.hits.slice(0, SHOWN).forEach(function (hit) {
            pageOf(index, hit.page);
            if (withTexts) textOf(index, hit.page);
          });
          return found;
        });
      }
      ask(false).then(isOwn(function (found) {
        show(found);
        timer = setTimeout(function () { ask(true).then(isOwn(show), isOwn(failed)); }, 150);
      }), isOwn(failed));
    }

    function failed() {
      clear();
      tell(sentence("failed-retry", { retry: button([say("retry")], null, update), pages: everything() }));
      speak(say("failed"));
    }

    /** The words go with the reader, so that the next page can mark them. */
    function leave(option) {
      recent(input.value.trim());
      try {
        sessionStorage.setItem("playbook-found", JSON.stringify({ to: option.href.split("#")[0], words: answer.terms.concat(answer.query.words), unspaced: answer.unspaced }));
      } catch (_) {}
    }
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (!option) return;
      leave(option);
      if (box.close && !event.ctrlKey && !event.metaKey) box.close();
    });
    input.addEventListener("input", update);
    input.addEventListener("keydown", function (event) {
      var all = options(), at = all.indexOf(active);
      if (event.isComposing || !all.length) return;
      if (event.key === "ArrowDown") activate(all[(at + 1) % all.length]);
      else if (event.key === "ArrowUp") activate(all[(at < 0 ? all.length : at) - 1] || all[all.length - 1]);
      else if (event.key === "Enter") {
        var option = active || all[0];
        leave(option);
        if (event.ctrlKey || event.metaKey) window.open(option.href);
        else {
          if (box.close) box.close();
          location.href = option.href;
        }
      } else return;
      event.preventDefault();
    });
    return { input: input, update: update, set: set };
  }

  // ---- Where the search stands on a page ----

  var dialog, parts;
  function openDialog() {
    if (!dialog) {
      dialog = make("dialog", { class: "search-dialog", "aria-label": say("search") });
      parts = build(dialog);
      var close = make("button", { type: "button", class: "search-close", "aria-label": say("close") }, ["Esc"]);
      close.addEventListener("click", function () { dialog.close(); });
      parts.input.after(close);
      dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
      document.body.append(dialog);
    }
    if (dialog.open) return;
    dialog.showModal();
    parts.input.focus();
    parts.input.select();
    parts.update();
    if (!opening) openIndex().catch(function () {});
  }

  document.querySelectorAll("[data-search]").forEach(function (link) {
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openDialog();
    });
  });
  addEventListener("keydown", function (event) {
    var isTyping = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isSlash && !((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k")) return;
    event.preventDefault();
    openDialog();
  });

  document.querySelectorAll("[data-search-page]").forEach(function (box) {
    var list = document.querySelector("[data-a-z]");
    var own = build(box, function (text) {
      if (list) list.hidden = text.trim() !== "";
      try {
        history.replaceState(null, "", text.trim() ? "?q=" + encodeURIComponent(text.trim()) : location.pathname);
      } catch (_) {} // A browser may forbid it on a disk.
    });
    own.set(new URLSearchParams(location.search).get("q") || "");
  });

  /** Marks the words that led here, without touching the page. */
  function markFound() {
    var found;
    try {
      found = JSON.parse(sessionStorage.getItem("playbook-found"));
      sessionStorage.removeItem("playbook-found");
    } catch (_) {}
    var prose = document.querySelector(".page-body");
    if (!found || !prose || found.to !== location.href.split("#")[0] || !CSS.highlights) return;
    var wanted = new Set(found.words), ranges = [], node;
    var walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
    while ((node = walker.nextNode()) && ranges.length < 1000) {
      var token, tokens = /[\p{Alphabetic}\p{N}\p{M}'’_]+/gu;
      while ((token = tokens.exec(node.data))) {
        if (!plainWords(token[0], found.unspaced).some(function (word) { return wanted.has(word); })) continue;
        var range = new Range();
        range.setStart(node, token.index);
        range.setEnd(node, token.index + token[0].length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }
  markFound();
})();

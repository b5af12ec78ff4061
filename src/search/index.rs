//! The inverted index of all pages: a sorted dictionary with postings by heading section. Knows
//! words and sections, not how they are published or ranked. Deterministic: pages are merged in
//! their order, whatever thread counted their words.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use rayon::prelude::*;

use super::analyse::{Analysis, Field, MAX_IMPACT, Occurrence, analyse};
use super::document::Document;
use super::postings::{Posting, encode, read_number, write_number};
use super::stem::Stems;
use super::synonyms::Synonyms;
use super::tier::Tier;
use super::vocabulary::Vocabulary;

/// How much more a word counts that stands often in a section, and how much less in a long one
/// (BM25's k1 and b).
const SATURATION: f64 = 1.2;
const LENGTH_SHARE: f64 = 0.6;
/// Of a word in more of the sections than this, the text keeps the best place on each page, on so many
/// pages; up to so many sections all of them cost little.
const COMMON_SHARE: f64 = 0.2;
const COMMON_FROM: usize = 400;
const COMMON_PAGES: usize = 1_000;
/// Longer lists keep the sections where the word counts most.
const MAX_POSTINGS: usize = 6_000;
/// Rarity in steps of a fifth; the rarest word of five million sections is 63.
const RARITY_STEPS: f64 = 5.0;
/// The greatest rarity.
pub const MAX_RARITY: u8 = 63;
/// So many of the commonest words may be corrected to and completed to, and all words of titles
/// and headings.
const SPELLING_WORDS: usize = 20_000;
/// At most so many forms of a word are linked.
const MAX_FORMS: usize = 6;
/// A block of the dictionary ends when it and its postings have so many bytes.
const BLOCK_BYTES: usize = 8_000;
/// Pages that are analysed before they are merged: enough for all cores, little to hold.
const BATCH: usize = 512;

/// The index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index<'p> {
    /// The pages.
    pub documents: Vec<Document<'p>>,
    /// The number of each page's first section, and the number of sections.
    pub first_sections: Vec<u32>,
    /// How many words each title has.
    pub title_words: Vec<u32>,
    /// The dictionary, in the order in which JavaScript compares strings.
    pub terms: Vec<Term>,
    /// The number of each block's first term.
    pub blocks: Vec<u32>,
    /// What a client holds and what it fetches.
    pub tier: Tier,
}

/// A word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The folded word.
    pub word: Box<str>,
    /// How rare it is, 1 to [`MAX_RARITY`].
    pub rarity: u8,
    /// Whether a query may be corrected or completed to it from afar.
    pub is_spelling: bool,
    /// The numbers of its other forms, ascending.
    pub forms: Vec<u32>,
    /// Where it stands in titles and headings.
    pub head: Box<[u8]>,
    /// Where it stands in clues.
    pub clue: Box<[u8]>,
    /// Where it stands in text; of a word that is too common, the places where it counts most.
    pub body: Box<[u8]>,
    /// The pages on which a word stands whose places in text are not all listed, a bit each, the
    /// lowest of a byte first; else nothing.
    pub pages: Box<[u8]>,
}

/// Indexes pages.
pub fn index<'p>(documents: Vec<Document<'p>>, language: &str, synonyms: &Synonyms) -> Index<'p> {
    let mut merged = Merged::default();
    let count = |batch: &[Document]| -> Vec<Analysis> {
        batch.par_iter().map(|document| analyse(document, synonyms)).collect()
    };
    // While one batch is merged the next is counted.
    let last = documents
        .chunks(BATCH)
        .fold(Vec::new(), |counted, batch| rayon::join(|| count(batch), || merged.add_all(&counted)).0);
    merged.add_all(&last);
    finish(documents, merged, language)
}

/// Indexes pages whose words are counted already.
pub(super) fn index_counted<'p>(documents: Vec<Document<'p>>, analyses: &[Arc<Analysis>], language: &str) -> Index<'p> {
    let mut merged = Merged::default();
    analyses.iter().for_each(|analysis| merged.add(analysis));
    finish(documents, merged, language)
}

fn finish<'p>(documents: Vec<Document<'p>>, mut merged: Merged, language: &str) -> Index<'p> {
    merged.first_sections.push(merged.sections());
    let title_words = std::mem::take(&mut merged.title_words);
    let (first_sections, mut terms) = merged.terms();
    mark_spelling(&mut terms);
    link_forms(&mut terms, &Stems::of(language));
    let blocks = cut_blocks(&terms);
    let tier = Tier::choose(&documents, &terms);
    Index { documents, first_sections, title_words, terms, blocks, tier }
}

/// The order of JavaScript's `<`: by UTF-16 units.
pub fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// What was counted so far. The places of a word are bytes from the start, about three for each:
/// all places of all words are the greatest part of what indexing holds.
#[derive(Default)]
struct Merged {
    vocabulary: Vocabulary,
    places: Vec<Places>,
    lengths: Vec<u32>,
    first_sections: Vec<u32>,
    title_words: Vec<u32>,
}

/// Where a word stands, in order of sections.
#[derive(Clone, Default)]
struct Places {
    bytes: Vec<u8>,
    last: u32,
}

/// One place of a word.
#[derive(Clone, Copy)]
struct Place {
    section: u32,
    field: Field,
    value: u8,
}

impl Places {
    fn push(&mut self, place: Place) {
        write_number(&mut self.bytes, u64::from(place.section - self.last) * 4 + place.field as u64);
        self.bytes.push(place.value);
        self.last = place.section;
    }

    fn all(&self) -> Vec<Place> {
        let (mut at, mut section, mut found) = (0, 0, Vec::new());
        while let Some(number) = read_number(&self.bytes, &mut at) {
            section += (number / 4) as u32;
            let field = [Field::Head, Field::Clue, Field::Body][(number % 4) as usize];
            found.push(Place { section, field, value: self.bytes[at] });
            at += 1;
        }
        found
    }
}

impl Merged {
    fn sections(&self) -> u32 {
        u32::try_from(self.lengths.len()).unwrap_or(u32::MAX)
    }

    fn add_all(&mut self, analyses: &[Analysis]) {
        analyses.iter().for_each(|analysis| self.add(analysis));
    }

    fn add(&mut self, analysis: &Analysis) {
        let first = self.sections();
        self.first_sections.push(first);
        self.title_words.push(analysis.title_words);
        self.lengths.extend(&analysis.lengths);
        let numbers: Vec<u32> = analysis.words.iter().map(|word| self.vocabulary.number(word)).collect();
        self.places.resize_with(self.vocabulary.len(), Places::default);
        for Occurrence { word, section, field, value } in analysis.occurrences.iter().copied() {
            let place = Place { section: first + section, field, value };
            self.places[numbers[word as usize] as usize].push(place);
        }
    }

    /// The first section of each page, and the dictionary in order, each word with its lists.
    fn terms(self) -> (Vec<u32>, Vec<Term>) {
        let Self { vocabulary, places, lengths, first_sections, .. } = self;
        let lengths = Lengths::of(&lengths, &first_sections);
        let words = vocabulary.into_words();
        let mut words: Vec<(&str, Places)> = words.iter().zip(places).collect();
        words.par_sort_unstable_by(|a, b| order(a.0, b.0));
        // The places of a word go as soon as its lists are there, so that few stand in memory twice.
        let terms = words.into_par_iter().map(|(word, places)| lengths.term(word.into(), &places.all())).collect();
        (first_sections, terms)
    }
}

/// How long sections are, and which is the first of each page.
struct Lengths<'a> {
    of: &'a [u32],
    mean: f64,
    first_sections: &'a [u32],
}

impl<'a> Lengths<'a> {
    fn of(lengths: &'a [u32], first_sections: &'a [u32]) -> Self {
        let sum: f64 = lengths.iter().map(|length| f64::from(*length)).sum();
        Self { of: lengths, mean: (sum / lengths.len().max(1) as f64).max(1.0), first_sections }
    }

    fn term(&self, word: Box<str>, found: &[Place]) -> Term {
        let list = |field: Field| -> Vec<Posting> {
            found.iter().filter(|place| place.field == field).map(|place| (place.section, place.value)).collect()
        };
        let mut sections: Vec<u32> = found.iter().map(|place| place.section).collect();
        sections.dedup();
        let body = list(Field::Body).into_iter().map(|(section, count)| (section, self.impact(section, count)));
        let body: Vec<Posting> = body.collect();
        let all = body.len();
        let body = self.prune(body);
        Term {
            word,
            rarity: self.rarity(sections.len()),
            is_spelling: false,
            forms: Vec::new(),
            head: encode(&list(Field::Head)),
            clue: encode(&list(Field::Clue)),
            body: encode(&body),
            pages: if body.len() < all { self.pages(&sections) } else { Box::default() },
        }
    }

    /// The pages that sections belong to, a bit each.
    fn pages(&self, sections: &[u32]) -> Box<[u8]> {
        let mut bits = vec![0; (self.first_sections.len() - 1).div_ceil(8)];
        let mut page = 0;
        for section in sections {
            while self.first_sections[page + 1] <= *section {
                page += 1;
            }
            bits[page / 8] |= 1 << (page % 8);
        }
        bits.into()
    }

    fn impact(&self, section: u32, count: u8) -> u8 {
        let length = f64::from(self.of[section as usize]) / self.mean;
        let count = f64::from(count);
        let part = count / (count + SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length));
        ((part * f64::from(MAX_IMPACT)).round() as u8).clamp(1, MAX_IMPACT)
    }

    /// The inverse document frequency of BM25, in steps.
    fn rarity(&self, sections: usize) -> u8 {
        let (all, found) = (self.of.len() as f64, sections as f64);
        let idf = (1.0 + (all - found + 0.5) / (found + 0.5)).ln();
        ((idf * RARITY_STEPS).round() as u8).clamp(1, MAX_RARITY)
    }

    fn prune(&self, mut postings: Vec<Posting>) -> Vec<Posting> {
        let sections = self.of.len();
        let mut limit = MAX_POSTINGS;
        if postings.len() > COMMON_FROM && postings.len() as f64 > sections as f64 * COMMON_SHARE {
            let page_of = |section: u32| self.first_sections.partition_point(|first| *first <= section);
            let best =
                |page: &[Posting]| page.iter().copied().max_by_key(|(section, impact)| (*impact, Reverse(*section)));
            postings = postings.chunk_by(|one, other| page_of(one.0) == page_of(other.0)).filter_map(best).collect();
            limit = COMMON_PAGES;
        }
        if postings.len() > limit {
            postings.sort_by_key(|(section, impact)| (Reverse(*impact), *section));
            postings.truncate(limit);
            postings.sort_unstable();
        }
        postings
    }
}

fn mark_spelling(terms: &mut [Term]) {
    let mut commonest: Vec<usize> = (0..terms.len()).collect();
    commonest.sort_by_key(|number| terms[*number].rarity);
    for number in commonest.into_iter().take(SPELLING_WORDS) {
        terms[number].is_spelling = true;
    }
    for term in terms.iter_mut().filter(|term| !term.head.is_empty()) {
        term.is_spelling = true;
    }
}

fn link_forms(terms: &mut [Term], stems: &Stems) {
    let found: Vec<Option<String>> = terms.par_iter().map(|term| stems.stem(&term.word)).collect();
    let mut numbers: Vec<u32> =
        (0..).zip(&found).filter(|(_, stem)| stem.is_some()).map(|(number, _)| number).collect();
    numbers.sort_by(|a, b| found[*a as usize].cmp(&found[*b as usize]).then(a.cmp(b)));
    for group in numbers.chunk_by(|a, b| found[*a as usize] == found[*b as usize]) {
        for own in group {
            let mut others: Vec<u32> = group.iter().copied().filter(|other| other != own).collect();
            others.sort_by_key(|other| (terms[*other as usize].rarity, *other));
            others.truncate(MAX_FORMS);
            others.sort_unstable();
            terms[*own as usize].forms = others;
        }
    }
}

fn cut_blocks(terms: &[Term]) -> Vec<u32> {
    let mut blocks = Vec::new();
    let mut bytes = BLOCK_BYTES;
    for (number, term) in (0..).zip(terms) {
        if bytes >= BLOCK_BYTES {
            blocks.push(number);
            bytes = 0;
        }
        bytes += term.bytes();
    }
    blocks
}

impl Term {
    /// About how many bytes the word takes when published.
    pub fn bytes(&self) -> usize {
        4 + self.word.len() / 2 + self.forms.len() + self.head.len() + self.clue.len() + self.body.len()
    }
}

//! Which pages answer a query, the best first. Knows the index, not how results are shown. The
//! client's engine does the same arithmetic in the same order, so that scores are equal bit by bit.

use std::collections::BTreeSet;

use super::analyse::MAX_IMPACT;
use super::candidates::{Candidate, Spelling, candidates};
use super::document::Document;
use super::edits::Open;
use super::index::{Index, Term};
use super::phrase;
use super::postings::decode;
use super::query::{Filter, Query, facet_value};
use super::ranking::{PHRASE_PAGES, RANKING, RERANKED};
use super::tier::Tier;

/// A page that answers a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The page's number.
    pub page: u32,
    /// How well it answers.
    pub score: f64,
    /// Its two best sections, by their number on the page.
    pub sections: Vec<u32>,
}

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The best pages.
    pub hits: Vec<Hit>,
    /// Every word of the dictionary that was looked for.
    pub terms: BTreeSet<u32>,
}

/// Searches an index.
pub fn search(index: &Index, spelling: &Spelling<'_>, query: &Query) -> Answer {
    if query.words.is_empty() {
        return if query.filters.is_empty() { Answer::default() } else { listed(index, query) };
    }
    let mut sheet = Sheet::new(index);
    let mut terms = BTreeSet::new();
    for (number, word) in query.words.iter().enumerate() {
        let is_last = number + 1 == query.words.len();
        let open = if is_last && query.is_open { Open::Yes } else { Open::No };
        let found = candidates(index, spelling, word, open);
        terms.extend(sheet.note(&found));
    }
    let mut hits = sheet.hits(query.words.len());
    hits.retain(|hit| fits(&index.documents[hit.page as usize], &query.filters));
    sort(&mut hits);
    keep_wanted(index, query, &mut hits);
    if query.words.len() > 1 {
        rerank(index, query, &sheet, &mut hits);
    }
    Answer { hits, terms }
}

/// Filters alone list pages in their order.
fn listed(index: &Index, query: &Query) -> Answer {
    let fitting = (0..).zip(&index.documents).filter(|(_, document)| fits(document, &query.filters));
    let hits = fitting.map(|(page, _)| Hit { page, score: 0.0, sections: vec![0] });
    let mut hits = hits.collect();
    keep_wanted(index, query, &mut hits);
    Answer { hits, terms: BTreeSet::new() }
}

/// Leaves the pages that hold each phrase and nothing that is unwanted. What only texts can say is
/// looked up on the best pages alone.
fn keep_wanted(index: &Index, query: &Query, hits: &mut Vec<Hit>) {
    let mut needs_texts = Vec::new();
    for words in &query.phrases {
        let holds = pages_with(index, words);
        hits.retain(|hit| holds.contains(&hit.page));
        needs_texts.push((words, true));
    }
    for words in &query.without {
        if let [_] = words.as_slice() {
            let holds = pages_with(index, words);
            hits.retain(|hit| !holds.contains(&hit.page));
        } else {
            needs_texts.push((words, false));
        }
    }
    if needs_texts.is_empty() {
        return;
    }
    hits.truncate(PHRASE_PAGES);
    hits.retain(|hit| {
        let document = &index.documents[hit.page as usize];
        needs_texts.iter().all(|(words, wanted)| phrase::stands(document, words) == *wanted)
    });
}

fn sort(hits: &mut [Hit]) {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page)));
}

/// The best pages again, with regard to the order of the words.
fn rerank(index: &Index, query: &Query, sheet: &Sheet<'_>, hits: &mut [Hit]) {
    let count = hits.len().min(RERANKED);
    for hit in &mut hits[..count] {
        let shares = phrase::shares(&index.documents[hit.page as usize], query);
        let best = shares.iter().copied().fold(0.0, f64::max);
        hit.score *= 1.0 + RANKING.phrase * best;
        hit.sections = sheet.best_sections(hit.page, |number| 1.0 + RANKING.phrase * shares[number]);
    }
    sort(&mut hits[..count]);
}

fn fits(document: &Document, filters: &[Filter]) -> bool {
    filters.iter().all(|filter| {
        let is_value = |own: &String| facet_value(own) == filter.value;
        match filter.facet {
            "kind" => is_value(&document.kind),
            "owner" => document.owner.as_ref().is_some_and(is_value),
            "tag" => document.tags.iter().any(is_value),
            _ => document.audience.iter().any(is_value),
        }
    })
}

/// The pages on which all words stand in one section, as far as lists of sections tell.
fn pages_with(index: &Index, words: &[String]) -> BTreeSet<u32> {
    let Some(terms) = words.iter().map(|word| index.find(word)).collect::<Option<Vec<u32>>>() else {
        return BTreeSet::new();
    };
    let terms: Vec<&Term> = terms.iter().map(|number| &index.terms[*number as usize]).collect();
    let listed = terms.iter().filter(|term| term.pages.is_empty()).map(|term| term.sections());
    let pages: BTreeSet<u32> = match listed.reduce(|all, own| &all & &own) {
        Some(sections) => sections.into_iter().map(|section| index.page_of(section)).collect(),
        None => (0..).take(index.documents.len()).collect(),
    };
    let common = |page: &u32| terms.iter().all(|term| term.pages.is_empty() || term.is_on_page(*page));
    pages.into_iter().filter(common).collect()
}

impl Term {
    /// The sections in which it stands, as far as they are listed.
    fn sections(&self) -> BTreeSet<u32> {
        [&self.head, &self.clue, &self.body]
            .into_iter()
            .flat_map(|list| decode(list))
            .map(|(section, _)| section)
            .collect()
    }

    /// Whether a common word stands on a page.
    fn is_on_page(&self, page: u32) -> bool {
        self.pages[page as usize / 8] >> (page % 8) & 1 == 1
    }
}

impl Index<'_> {
    /// The page that a section belongs to.
    pub fn page_of(&self, section: u32) -> u32 {
        let after = self.first_sections.partition_point(|first| *first <= section);
        u32::try_from(after - 1).unwrap_or(u32::MAX)
    }

    fn block_of(&self, term: u32) -> usize {
        self.blocks.partition_point(|first| *first <= term) - 1
    }
}

/// What the words of a query say of each section and page so far.
struct Sheet<'a> {
    index: &'a Index<'a>,
    /// For the word at hand, by section: in heads, clues, text.
    now: [Vec<f64>; 3],
    sections: Vec<Sum>,
    pages: Vec<PageSum>,
    total: f64,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    found: f64,
}

#[derive(Clone, Copy, Default)]
struct PageSum {
    title: f64,
    best: f64,
    found: f64,
    title_hits: f64,
    /// The best section for the word at hand.
    now: f64,
}

impl<'a> Sheet<'a> {
    fn new(index: &'a Index<'a>) -> Self {
        let sections = index.first_sections.last().copied().unwrap_or_default() as usize;
        Self {
            index,
            now: [vec![0.0; sections], vec![0.0; sections], vec![0.0; sections]],
            sections: vec![Sum::default(); sections],
            pages: vec![PageSum::default(); index.documents.len()],
            total: 0.0,
        }
    }

    /// Notes where a word of the query stands, and gives what was looked for.
    fn note(&mut self, found: &[Candidate]) -> Vec<u32> {
        let Some(surest) = found.first() else { return Vec::new() };
        let mut terms = Vec::new();
        let mut touched = BTreeSet::new();
        let limit = self.index.tier.blocks_per_word();
        let mut blocks = Vec::new();
        for candidate in found {
            let block = self.index.block_of(candidate.term);
            let is_near = blocks.contains(&block) || blocks.len() < limit;
            if is_near && !blocks.contains(&block) {
                blocks.push(block);
            }
            let term = &self.index.terms[candidate.term as usize];
            let lists = [&term.head, &term.clue, &term.body];
            let reach = match (is_near, self.index.tier) {
                (true, _) => 3,
                (false, Tier::Large) => 0,
                (false, _) => 2,
            };
            terms.extend((reach > 0).then_some(candidate.term));
            for (field, list) in lists.into_iter().take(reach).enumerate() {
                for (section, impact) in decode(list) {
                    let value = candidate.factor * candidate.rarity * f64::from(impact) / f64::from(MAX_IMPACT);
                    let now = &mut self.now[field][section as usize];
                    *now = now.max(value);
                    touched.insert(section);
                }
            }
        }
        self.total += surest.rarity;
        self.settle(&touched, surest.rarity);
        terms
    }

    /// Adds the word at hand to the sums.
    fn settle(&mut self, touched: &BTreeSet<u32>, rarity: f64) {
        let mut pages = BTreeSet::new();
        for section in touched {
            let at = *section as usize;
            let [head, clue, body] = [0, 1, 2].map(|field: usize| std::mem::take(&mut self.now[field][at]));
            let value = head * RANKING.heading + clue * RANKING.clue + body;
            self.sections[at].value += value;
            self.sections[at].found += rarity;
            let number = self.index.page_of(*section);
            let page = &mut self.pages[number as usize];
            page.now = page.now.max(value);
            if self.index.first_sections[number as usize] == *section && head > 0.0 {
                page.title += head * RANKING.title;
                page.title_hits += 1.0;
            }
            pages.insert(number);
        }
        for number in pages {
            let page = &mut self.pages[number as usize];
            page.best += std::mem::take(&mut page.now);
            page.found += rarity;
        }
    }

    fn hits(&self, words: usize) -> Vec<Hit> {
        let found = (0..).zip(&self.pages).filter(|(_, page)| page.found > 0.0);
        found
            .map(|(number, page)| {
                let sections = self.best_sections(number, |_| 1.0);
                let first = self.index.first_sections[number as usize];
                let best = self.section_score(first + sections[0]);
                let share = page.found / self.total;
                let title_words = f64::from(self.index.title_words[number as usize]).max(1.0);
                let covered = page.title_hits / title_words * (page.title_hits / words as f64);
                let covered = covered.min(1.0);
                let full = 1.0 + (RANKING.full_title - 1.0) * covered * covered;
                let sum = page.title + page.best + RANKING.section * best;
                Hit { page: number, score: sum * share * (0.8 + 0.2 * share) * full, sections }
            })
            .collect()
    }

    fn section_score(&self, section: u32) -> f64 {
        let sum = self.sections[section as usize];
        sum.value * (sum.found / self.total)
    }

    /// The two best sections of a page, those that say nothing left out.
    fn best_sections(&self, page: u32, weight: impl Fn(usize) -> f64) -> Vec<u32> {
        let first = self.index.first_sections[page as usize];
        let end = self.index.first_sections[page as usize + 1];
        let score = |number: u32| self.section_score(first + number) * weight(number as usize);
        let mut scored: Vec<(u32, f64)> =
            (0..end - first).map(|number| (number, score(number))).filter(|(_, score)| *score > 0.0).collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored.into_iter().take(2).map(|(number, _)| number).collect()
    }
}

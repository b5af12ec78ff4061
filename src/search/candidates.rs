//! What a typed word may mean: itself, its forms, what it begins, what it was meant to be. Knows
//! the dictionary, not where the words stand. The client's engine does the same, step by step.

use super::edits::{Open, near};
use super::index::{Index, Term, order};
use super::ranking::{COMPLETIONS, CORRECTIONS, NEIGHBOURS, RANKING, SHORT_COMPLETIONS};

/// A word of the dictionary that a typed word may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// The term's number.
    pub(super) term: u32,
    /// How sure it is, 1 at most.
    pub(super) factor: f64,
    /// How rare what was typed is.
    pub(super) rarity: f64,
}

/// Endings that a word is tried without, when nobody wrote it with them.
const ENDINGS: &[&str] =
    &["ments", "ment", "ness", "ions", "ings", "ion", "ing", "ers", "ies", "ed", "er", "es", "ly", "s", "y", "e"];
/// How much is left of a word at least, and how much longer its relatives are at most.
const FAMILY_ROOT: usize = 4;
const FAMILY_LONGER: usize = 4;

/// The candidates for a word, the surest first.
pub(super) fn candidates(index: &Index, spelling: &Spelling<'_>, word: &str, open: Open) -> Vec<Candidate> {
    let mut found = Found::default();
    let exact = index.find(word);
    if let Some(number) = exact {
        let term = &index.terms[number as usize];
        found.add(number, 1.0, f64::from(term.rarity));
        for form in &term.forms {
            found.add(*form, RANKING.form, f64::from(index.terms[*form as usize].rarity));
        }
    }
    let limit = if length(word) <= 2 { SHORT_COMPLETIONS } else { COMPLETIONS };
    let is_begun = open == Open::Yes && found.completions(index, spelling, word, limit);
    if exact.is_none() {
        found.family(index, spelling, word);
        // Who is in the middle of a word has made no mistake yet.
        if !is_begun {
            found.corrections(index, spelling, word, open);
        }
    }
    found.0.sort_by(|a, b| b.factor.total_cmp(&a.factor).then(a.term.cmp(&b.term)));
    found.0
}

/// The words that a query may be corrected or completed to, in order.
pub struct Spelling<'a> {
    words: Vec<&'a str>,
    terms: Vec<u32>,
}

impl<'a> Spelling<'a> {
    /// Of an index.
    pub fn of(index: &'a Index<'_>) -> Self {
        let chosen = || (0..).zip(&index.terms).filter(|(_, term)| term.is_spelling);
        Self {
            words: chosen().map(|(_, term)| term.word.as_ref()).collect(),
            terms: chosen().map(|(number, _)| number).collect(),
        }
    }

    /// The words that begin so, the commonest first.
    fn beginning(&self, index: &Index, beginning: &str) -> Vec<u32> {
        let from = self.words.partition_point(|word| order(word, beginning).is_lt());
        let same = self.words[from..].iter().take_while(|word| word.starts_with(beginning)).count();
        let mut terms = self.terms[from..from + same].to_vec();
        terms.sort_by_key(|term| (index.terms[*term as usize].rarity, *term));
        terms
    }
}

impl Index<'_> {
    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<u32> {
        let place = self.place(word);
        let found = self.terms.get(place).is_some_and(|term| term.word.as_ref() == word);
        found.then(|| u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The number of the first word that does not stand before this one.
    fn place(&self, word: &str) -> usize {
        self.terms.partition_point(|term| order(&term.word, word).is_lt())
    }
}

/// How JavaScript counts letters.
fn length(word: &str) -> usize {
    word.encode_utf16().count()
}

fn share(typed: &str, term: &Term) -> f64 {
    length(typed) as f64 / length(&term.word) as f64
}

#[derive(Default)]
struct Found(Vec<Candidate>);

impl Found {
    fn add(&mut self, term: u32, factor: f64, rarity: f64) {
        match self.0.iter_mut().find(|other| other.term == term) {
            Some(other) if other.factor >= factor => {}
            Some(other) => *other = Candidate { term, factor, rarity },
            None => self.0.push(Candidate { term, factor, rarity }),
        }
    }

    /// What was typed is at most as rare as the commonest word that it may become. Says whether
    /// there is any.
    fn completions(&mut self, index: &Index, spelling: &Spelling<'_>, word: &str, limit: usize) -> bool {
        let mut terms = spelling.beginning(index, word);
        terms.truncate(limit);
        if terms.len() < limit {
            let following = index.terms[index.place(word)..].iter().take(NEIGHBOURS);
            let following = following.take_while(|term| term.word.starts_with(word)).count();
            let first = u32::try_from(index.place(word)).unwrap_or(u32::MAX);
            terms.extend((first..).take(following));
        }
        let rarities = terms.iter().map(|term| index.terms[*term as usize].rarity);
        let rarity = f64::from(rarities.min().unwrap_or_default());
        for number in &terms {
            let term = &index.terms[*number as usize];
            if term.word.as_ref() != word {
                self.add(*number, RANKING.prefix * share(word, term), rarity);
            }
        }
        !terms.is_empty()
    }

    /// Words with the same root, when the word is unknown.
    fn family(&mut self, index: &Index, spelling: &Spelling<'_>, word: &str) {
        if let Some(number) = word.strip_suffix('s').filter(|one| one.len() > 1).and_then(|one| index.find(one)) {
            self.add(number, RANKING.form, f64::from(index.terms[number as usize].rarity));
        }
        let roots = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
        let Some(root) = roots.into_iter().find(|root| length(root) >= FAMILY_ROOT) else { return };
        let related = spelling.beginning(index, root);
        let related = related
            .into_iter()
            .filter(|term| length(&index.terms[*term as usize].word) <= length(root) + FAMILY_LONGER);
        for number in related.take(CORRECTIONS) {
            self.add(number, RANKING.family, f64::from(index.terms[number as usize].rarity));
        }
    }

    fn corrections(&mut self, index: &Index, spelling: &Spelling<'_>, word: &str, open: Open) {
        if length(word) < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let limit = if length(word) < 8 { 1 } else { 2 };
        let mut near = near(word, &spelling.words, limit, open);
        let number = |place: usize| spelling.terms[place];
        near.sort_by_key(|found| {
            (found.is_beginning, found.edits, index.terms[number(found.place) as usize].rarity, found.place)
        });
        for found in near.into_iter().take(CORRECTIONS) {
            let term = &index.terms[number(found.place) as usize];
            let sure = match (found.is_beginning, found.edits) {
                (true, _) => RANKING.one_edit * RANKING.edited_prefix,
                (false, 1) => RANKING.one_edit,
                (false, _) => RANKING.two_edits,
            };
            self.add(number(found.place), sure, f64::from(term.rarity));
        }
    }
}

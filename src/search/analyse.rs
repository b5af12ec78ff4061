//! The words of one page, counted. A function of the page alone, so that it runs in the page's own
//! job and can be kept as long as the page does not change.

use super::document::Document;
use super::synonyms::Synonyms;
use super::tokenise::{joined_words, words};
use super::vocabulary::{Vocabulary, Words};

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Field {
    /// In the title of the page or in a heading.
    Head,
    /// In keywords, questions, symptoms, tags.
    Clue,
    /// In the text.
    Body,
}

/// A word of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// The word's number in [`Analysis::words`].
    pub(super) word: u32,
    /// The section's number on its page.
    pub(super) section: u32,
    /// Where it stands.
    pub(super) field: Field,
    /// In the text how often, elsewhere how much it counts, 1 to 15.
    pub(super) value: u8,
}

/// The words of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct Analysis {
    /// Each word once.
    pub(super) words: Words,
    /// Where they stand, by section.
    pub(super) occurrences: Vec<Occurrence>,
    /// How many words the text of each section has.
    pub(super) lengths: Vec<u32>,
    /// How many words the title has.
    pub(super) title_words: u32,
}

/// The greatest impact; it takes four bits.
pub(super) const MAX_IMPACT: u8 = 15;

/// So many different words have room from the start; most pages have no more.
const USUAL_WORDS: usize = 400;

/// Counts the words of a page.
pub(super) fn analyse(document: &Document, synonyms: &Synonyms) -> Analysis {
    let mut counter = Counter {
        analysis: Analysis::default(),
        vocabulary: Vocabulary::with_capacity(USUAL_WORDS),
        last: Vec::with_capacity(USUAL_WORDS),
    };
    for (number, part) in document.parts.iter().enumerate() {
        let section = u32::try_from(number).unwrap_or(u32::MAX);
        if number == 0 {
            counter.analysis.title_words = counter.short(section, Field::Head, &document.title, synonyms);
            let name = document.address_name();
            let clues = document.clues.iter().chain(&document.tags).map(String::as_str);
            for clue in clues.chain([name.as_str()]) {
                counter.short(section, Field::Clue, clue, synonyms);
            }
        } else {
            counter.short(section, Field::Head, &part.heading, synonyms);
        }
        counter.text(section, &part.text, synonyms);
    }
    Analysis { words: counter.vocabulary.into_words(), ..counter.analysis }
}

struct Counter {
    analysis: Analysis,
    vocabulary: Vocabulary,
    /// For each word the place of its last occurrence, plus one.
    last: Vec<usize>,
}

impl Counter {
    fn number(&mut self, word: &str) -> u32 {
        let number = self.vocabulary.number(word);
        self.last.resize(self.vocabulary.len(), 0);
        number
    }

    /// A title, heading or clue: the shorter it is, the more each of its words counts.
    fn short(&mut self, section: u32, field: Field, text: &str, synonyms: &Synonyms) -> u32 {
        let mut found: Vec<u32> = Vec::new();
        words(text, |word| found.push(self.number(word)));
        let count = found.len();
        joined_words(text, |word| found.push(self.number(word)));
        synonyms.others_in(text, |word| found.push(self.number(word)));
        found.sort_unstable();
        found.dedup();
        let share = f64::from(MAX_IMPACT) / (count.max(1) as f64).sqrt();
        let value = (share.round() as u8).clamp(1, MAX_IMPACT);
        for word in found {
            let same = |other: &&mut Occurrence| other.section == section && other.field == field;
            let last = self.last[word as usize].checked_sub(1);
            match last.and_then(|last| self.analysis.occurrences.get_mut(last)).filter(same) {
                Some(other) => other.value = other.value.max(value),
                None => self.push(Occurrence { word, section, field, value }),
            }
        }
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn text(&mut self, section: u32, text: &str, synonyms: &Synonyms) {
        let start = self.analysis.occurrences.len();
        let mut length = 0;
        words(text, |word| {
            length += 1;
            self.count(word, section, start);
        });
        joined_words(text, |word| self.count(word, section, start));
        synonyms.others_in(text, |word| self.count(word, section, start));
        self.analysis.lengths.push(length);
    }

    fn count(&mut self, word: &str, section: u32, start: usize) {
        let number = self.number(word);
        let last = self.last[number as usize];
        if last > start {
            let occurrence = &mut self.analysis.occurrences[last - 1];
            occurrence.value = occurrence.value.saturating_add(1);
            return;
        }
        self.push(Occurrence { word: number, section, field: Field::Body, value: 1 });
    }

    fn push(&mut self, occurrence: Occurrence) {
        self.analysis.occurrences.push(occurrence);
        self.last[occurrence.word as usize] = self.analysis.occurrences.len();
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Part;
    use super::*;

    #[test]
    fn a_word_stands_once_in_each_field_of_a_section_however_many_clues_there_are() {
        let between = (0..60).map(|number| format!("w{number} x{number} y{number} z{number} v{number} u{number}"));
        let clues = ["zebra crossing".to_owned()].into_iter().chain(between).chain(["zebra".to_owned()]);
        let part = Part { text: "A zebra, a zebra.".into(), ..Part::default() };
        let document = Document { clues: clues.collect(), parts: vec![part], ..Document::default() };
        let Analysis { words, occurrences, .. } = analyse(&document, &Synonyms::default());
        let zebra = words.iter().position(|word| word == "zebra").unwrap();
        let found = occurrences.iter().filter(|one| one.word as usize == zebra);
        let found: Vec<(Field, u8)> = found.map(|one| (one.field, one.value)).collect();
        assert_eq!(found, [(Field::Clue, MAX_IMPACT), (Field::Body, 2)]);
    }
}

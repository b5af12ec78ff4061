//! Different words, numbered in the order in which they came. All letters stand in one text, so that
//! a new word allocates nothing. Knows no page.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Words and their numbers.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Words,
    numbers: HashTable<u32>,
}

/// Words by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    letters: String,
    ends: Vec<usize>,
}

impl Vocabulary {
    /// With room for so many words.
    pub(super) fn with_capacity(words: usize) -> Self {
        Self { words: Words::default(), numbers: HashTable::with_capacity(words) }
    }

    /// The number of a word, which is the next one when it is new.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        let Self { words, numbers } = self;
        let hash = FxBuildHasher.hash_one(word);
        if let Some(number) = numbers.find(hash, |number| words.get(*number) == word) {
            return *number;
        }
        let number = u32::try_from(words.ends.len()).unwrap_or(u32::MAX);
        words.letters.push_str(word);
        words.ends.push(words.letters.len());
        numbers.insert_unique(hash, number, |number| FxBuildHasher.hash_one(words.get(*number)));
        number
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.ends.len()
    }

    /// The words alone.
    pub(super) fn into_words(self) -> Words {
        self.words
    }
}

impl Words {
    fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.letters[start..self.ends[number]]
    }

    /// All words in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..).zip(&self.ends).map(|(number, _)| self.get(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number() {
        let mut vocabulary = Vocabulary::default();
        let numbers: Vec<u32> = ["team", "", "goal", "team", "", "ö"].map(|word| vocabulary.number(word)).to_vec();
        assert_eq!(numbers, [0, 1, 2, 0, 1, 3]);
        assert_eq!(vocabulary.len(), 4);
        assert_eq!(vocabulary.into_words().iter().collect::<Vec<_>>(), ["team", "", "goal", "ö"]);
    }

    #[test]
    fn thousands_of_words_keep_their_numbers() {
        let mut vocabulary = Vocabulary::with_capacity(4);
        for _ in 0..2 {
            assert!((0..5_000).all(|number| vocabulary.number(&format!("w{number}")) == number));
        }
    }
}

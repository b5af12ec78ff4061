//! Words that mean the same, by `search.synonyms` of the config. They are added when a page is
//! indexed, so that the client needs to know none of them.

use super::tokenise::plain_words;

/// Groups of words and phrases that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms(Vec<Vec<String>>);

impl Synonyms {
    /// Takes the groups as they are written.
    pub fn new(groups: &[Vec<String>]) -> Self {
        Self(groups.iter().map(|group| group.iter().map(|phrase| padded(phrase)).collect()).collect())
    }

    /// Calls `take` with every word of the other phrases of each group that the text speaks of.
    pub fn others_in(&self, text: &str, mut take: impl FnMut(&str)) {
        if self.0.is_empty() {
            return;
        }
        let text = padded(text);
        for group in &self.0 {
            if group.iter().any(|phrase| phrase.len() > 2 && text.contains(phrase.as_str())) {
                let others = group.iter().filter(|phrase| !text.contains(phrase.as_str()));
                others.flat_map(|phrase| phrase.split_whitespace()).for_each(&mut take);
            }
        }
    }
}

/// The plain words with a space around each.
fn padded(text: &str) -> String {
    format!(" {} ", plain_words(text).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_phrase_of_a_group_brings_the_others() {
        let synonyms = Synonyms::new(&[vec!["PM".to_owned(), "product manager".to_owned()]]);
        let others = |text| {
            let mut found = Vec::new();
            synonyms.others_in(text, |word| found.push(word.to_owned()));
            found
        };
        assert_eq!(others("Ask the product manager."), ["pm"]);
        assert_eq!(others("Ask your PM."), ["product", "manager"]);
        assert_eq!(others("A manager of products, and spam."), Vec::<String>::new());
    }
}

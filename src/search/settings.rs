//! How the site is searched: the config's `search`. Knows its keys, not what they do.

use crate::yaml::{self, Entry, Fields, Node, Value};

/// The settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Groups of words and phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

/// The keys.
pub const KEYS: &[&str] = &["synonyms"];

/// Reads `synonyms`; what is wrong with it is noted in `fields`.
pub fn synonyms(fields: &mut Fields<'_>, text: &str, entries: &[Entry]) -> Vec<Vec<String>> {
    let Some(entry) = entries.iter().find(|entry| entry.key == "synonyms") else { return Vec::new() };
    let group = |node: &Node| match &node.value {
        Value::List(words) => words.iter().map(|word| yaml::scalar(word, text)).collect::<Option<Vec<String>>>(),
        _ => None,
    };
    let groups = match &entry.node.value {
        Value::List(groups) => groups.iter().map(group).collect(),
        _ => None,
    };
    groups.unwrap_or_else(|| {
        let hint = "write it as `synonyms: [[pm, product manager], [1:1, one-to-one]]`".to_owned();
        fields.problem(entry.node.span, "`search.synonyms` must be a list of lists of words".to_owned(), Some(hint));
        Vec::new()
    })
}

//! What a query asks for: words, phrases in quotes, words to leave out, filters. Knows no index.

use super::ranking::{MAX_QUERY, MAX_WORDS};
use super::tokenise::plain_words;

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Each word once, in order.
    pub words: Vec<String>,
    /// Words that must stand side by side.
    pub phrases: Vec<Vec<String>>,
    /// Words of pages that are not wanted, several where they stand side by side.
    pub without: Vec<Vec<String>>,
    /// What a page must be.
    pub filters: Vec<Filter>,
    /// Whether the last word may be the beginning of a longer one.
    pub is_open: bool,
}

/// `kind:review`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// `kind`, `tag`, `owner` or `audience`.
    pub facet: &'static str,
    /// The value, see [`facet_value`].
    pub value: String,
}

/// The filters' names.
pub const FACETS: [&str; 4] = ["kind", "tag", "owner", "audience"];

/// Reads a query; whatever is typed means something.
pub fn parse(text: &str) -> Query {
    let text: String = char::decode_utf16(text.encode_utf16().take(MAX_QUERY))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let mut query = Query { is_open: true, ..Query::default() };
    // A quote that is still open is a phrase that is still being typed.
    let quotes = text.matches('"').count();
    let mut is_unwanted = false;
    for (number, segment) in text.split('"').enumerate() {
        if number % 2 == 1 && number < quotes {
            let words = plain_words(segment);
            if is_unwanted {
                query.leave_out(words);
                continue;
            }
            query.add(&words);
            query.is_open = words.is_empty() && query.is_open;
            if words.len() > 1 {
                query.phrases.push(words);
            }
            continue;
        }
        is_unwanted =
            segment.strip_suffix('-').is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
        for chunk in segment.split_whitespace() {
            query.chunk(chunk);
        }
    }
    query
}

/// A kind, tag, owner or audience as filters compare it: `@Head of product` is `head-of-product`.
pub fn facet_value(text: &str) -> String {
    plain_words(text).join("-")
}

impl Query {
    fn chunk(&mut self, chunk: &str) {
        let named = chunk.split_once(':').and_then(|(name, value)| {
            let facet = FACETS.iter().find(|facet| name.eq_ignore_ascii_case(facet))?;
            Some(Filter { facet, value: facet_value(value) })
        });
        if let Some(filter) = named {
            if !filter.value.is_empty() {
                self.filters.push(filter);
            }
            return;
        }
        let words = plain_words(chunk);
        if chunk.starts_with('-') {
            return self.leave_out(words);
        }
        self.add(&words);
    }

    fn leave_out(&mut self, words: Vec<String>) {
        if !words.is_empty() {
            self.without.push(words);
        }
    }

    /// A word that is typed again moves to no new place; then it is complete, and so is the last
    /// new one before it.
    fn add(&mut self, words: &[String]) {
        for word in words {
            if !self.words.contains(word) && self.words.len() < MAX_WORDS {
                self.words.push(word.clone());
            }
        }
        if !words.is_empty() {
            self.is_open = self.words.last() == words.last();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_words_phrases_exclusions_and_filters() {
        let query = parse("Team \"root cause\" team -okr kind:review owner:@Head-of-Product re:view");
        assert_eq!(query.words, ["team", "root", "cause", "re", "view"]);
        assert_eq!(query.phrases, [["root", "cause"]]);
        assert_eq!(query.without, [["okr"]]);
        let filters: Vec<_> = query.filters.iter().map(|filter| (filter.facet, filter.value.as_str())).collect();
        assert_eq!(filters, [("kind", "review"), ("owner", "head-of-product")]);
        assert!(query.is_open);
        assert!(!parse("\"root cause\"").is_open);
        assert!(!parse("one-to-one").is_open);
        assert!(parse("one-to-one t").is_open);
    }

    #[test]
    fn words_side_by_side_can_be_unwanted_too() {
        let query = parse("plan -\"root cause\" -follow-up - \"next step\" re-\"use\"");
        assert_eq!(query.words, ["plan", "next", "step", "re", "use"]);
        assert_eq!(query.phrases, [["next", "step"]]);
        assert_eq!(query.without, [["root", "cause"], ["follow", "up"]]);
    }

    #[test]
    fn anything_can_be_typed() {
        assert_eq!(parse("?! … — \" - :"), Query { is_open: true, ..Query::default() });
        assert_eq!(parse(&"word ".repeat(2_000)).words, ["word"]);
        assert_eq!(parse(&"x".repeat(10_000)).words, ["x".repeat(40)]);
        assert_eq!(parse("🙂 مرحبا שלום 日本語").words, ["مرحبا", "שלום", "日本", "本語"]);
    }
}

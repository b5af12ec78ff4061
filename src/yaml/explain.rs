//! The YAML parser's terse words in those of the author: what was done, and what to do instead. Knows
//! the mistakes that people make, not what the keys mean.

use super::slips::quoted;
use super::{YamlError, brackets, indentation, marks};
use crate::diagnostic::Span;

/// Turns the parser's terse words into what the author did and what to do instead.
pub(super) fn explain(text: &str, error: &serde_yaml::Error) -> YamlError {
    let said = error.to_string();
    let at = error.location().map_or(0, |location| location.index()).min(text.len());
    let at = (0..=at).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0);
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let refusal = Refusal { text, said: &said, at, line_start };
    EXPLANATIONS.iter().find_map(|explanation| explanation(&refusal)).unwrap_or_else(|| refusal.in_its_own_words())
}

/// What the parser said, and where it gave up.
pub(super) struct Refusal<'t> {
    pub(super) text: &'t str,
    pub(super) said: &'t str,
    pub(super) at: usize,
    /// Where the line begins in which it gave up.
    pub(super) line_start: usize,
}

/// The mistakes that people make; the first that fits explains the refusal.
const EXPLANATIONS: &[fn(&Refusal<'_>) -> Option<YamlError>] = &[
    aliases,
    documents,
    marks::control,
    marks::glued,
    marks::escape,
    marks::odd_key,
    keyless_line,
    quote_left_open,
    brackets::comment,
    brackets::entry,
    brackets::open_or_gone_on,
    tab,
    indentation,
    second_colon,
    indicator,
    unfinished,
];

impl Refusal<'_> {
    pub(super) fn line(&self) -> &str {
        self.text[self.line_start..].lines().next().unwrap_or("")
    }

    /// The last line with text before that one, and where it begins.
    pub(super) fn line_before(&self) -> (usize, &str) {
        let before = self.text[..self.line_start].trim_end();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (start, &before[start..])
    }

    fn value(&self) -> &str {
        self.line().split_once(": ").map_or(self.line(), |(_, value)| value).trim()
    }

    fn first(&self) -> char {
        self.value().trim_start_matches("- ").chars().next().unwrap_or(' ')
    }

    pub(super) fn is_about(&self, words: &[&str]) -> bool {
        words.iter().any(|words| self.said.contains(words))
    }

    fn in_quotes(&self) -> String {
        format!("put quotes around the value: `{}`", quote(self.line()))
    }

    /// The place that the parser names after some of its words: of what it was in the middle of.
    pub(super) fn place_after(&self, words: &str) -> Option<usize> {
        let (_, place) = self.said.split_once(words)?;
        let (line, column) = place.strip_prefix(" at line ")?.split_once(" column ")?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start: usize = self.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let before = self.text.get(start..)?.chars().take(column.checked_sub(1)?);
        Some(start + before.map(char::len_utf8).sum::<usize>())
    }

    /// The bracket behind which the text ends without an entry, `a: [`.
    pub(super) fn bracket_before_nothing(&self) -> Option<usize> {
        let before = self.text[..self.at].trim_end();
        let is_open = self.said.contains("while parsing a flow node") && before.ends_with(['[', '{']);
        is_open.then(|| before.len() - 1)
    }

    fn in_its_own_words(&self) -> YamlError {
        let plain = self.said.split(" at line ").next().unwrap_or(self.said);
        self.letter(self.at, format!("this is not YAML: {plain}"), None)
    }

    /// A mistake that one letter shows.
    pub(super) fn letter(&self, at: usize, message: impl Into<String>, hint: Option<String>) -> YamlError {
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        YamlError { span: Span { start: at, end }, message: message.into(), hint }
    }

    pub(super) fn here(&self, message: impl Into<String>, hint: String) -> Option<YamlError> {
        Some(self.letter(self.at, message, Some(hint)))
    }
}

fn aliases(refusal: &Refusal<'_>) -> Option<YamlError> {
    if !refusal.is_about(&["repetition limit", "recursion limit"]) {
        return None;
    }
    refusal.here("these aliases (`*name`) multiply into more data than is read", "write the values out".to_owned())
}

/// A second document begins with a line of dashes, and the parser does not say where.
fn documents(refusal: &Refusal<'_>) -> Option<YamlError> {
    if !refusal.said.contains("more than one document") {
        return None;
    }
    let mut dashes = refusal.text.match_indices("---").map(|(at, _)| at);
    let starts_line = |at: &usize| refusal.text[..*at].ends_with('\n') && !refusal.text[..*at].trim().is_empty();
    let start = dashes.find(starts_line).unwrap_or(0);
    Some(YamlError {
        span: Span { start, end: start + "---".len() },
        message: "a second document begins here, and only one is read".to_owned(),
        hint: Some("take this line away, or what follows it".to_owned()),
    })
}

/// The line before the one at which the parser gave up, when it is not a key at all.
fn keyless_line(refusal: &Refusal<'_>) -> Option<YamlError> {
    let is_second_colon = refusal.line().matches(": ").count() > 1;
    if is_second_colon || !refusal.is_about(&["mapping values are not allowed", "could not find expected ':'"]) {
        return None;
    }
    let (start, line) = refusal.line_before();
    if line.is_empty() || line.contains(':') || line.starts_with([' ', '#', '-']) {
        return None;
    }
    let word = line.split_whitespace().next().unwrap_or("key");
    Some(YamlError {
        span: Span { start, end: start + line.len() },
        message: "this line has no `:`, so it is no key".to_owned(),
        hint: Some(format!("write it as `{word}: …`, or indent it below the key that it belongs to")),
    })
}

/// The parser reads to the end of the text before it misses the end of a quote.
fn quote_left_open(refusal: &Refusal<'_>) -> Option<YamlError> {
    let open = refusal.place_after("while scanning a quoted scalar")?;
    let message = "the quote that is opened here is never closed";
    Some(refusal.letter(open, message, Some("close it at the end of the value".to_owned())))
}

fn tab(refusal: &Refusal<'_>) -> Option<YamlError> {
    let is_tab = refusal.line().starts_with('\t') || refusal.text[refusal.at..].starts_with('\t');
    if !is_tab && !refusal.said.contains("tab") {
        return None;
    }
    refusal.here("a tab is used for indentation", "indent with spaces".to_owned())
}

fn indentation(refusal: &Refusal<'_>) -> Option<YamlError> {
    let is_about_blocks = refusal.is_about(&[
        "did not find expected key",
        "did not find expected '-' indicator",
        "block sequence entries are not allowed",
        "mapping values are not allowed",
    ]);
    if !is_about_blocks {
        return None;
    }
    if let Some(key) = indentation::goes_on_from(refusal.text, refusal.line_start) {
        let message = format!("the text of `{key}` goes on in this line, whose `: ` would begin another value");
        return refusal.here(message, format!("put quotes around the whole text, or begin it below `{key}: >-`"));
    }
    indentation::explain(refusal.text, refusal.line_start)
}

fn second_colon(refusal: &Refusal<'_>) -> Option<YamlError> {
    if !refusal.said.contains("mapping values are not allowed") {
        return None;
    }
    refusal.here("a second `: ` on this line makes it unclear where the value begins", refusal.in_quotes())
}

/// A value that begins with what means something else in YAML.
fn indicator(refusal: &Refusal<'_>) -> Option<YamlError> {
    let first = refusal.first();
    let message = if matches!(first, '@' | '%' | '`' | '*' | '&' | '!' | '|' | '>' | '?' | ',' | ']' | '}') {
        format!("a value cannot start with `{first}` unless it is quoted")
    } else if refusal.value().starts_with("- ") && refusal.line().contains(": - ") {
        "a value cannot start with `- ` unless it is quoted".to_owned()
    } else if refusal.line().trim_start().starts_with("- ") && refusal.said.contains("did not find expected key") {
        let message = "this item belongs to no list: the key above it has a value already";
        return refusal.here(message, "take that value away, or write it as the first item".to_owned());
    } else if matches!(first, '[' | '{' | '"' | '\'') && refusal.said.contains("did not find expected key") {
        format!("a value that starts with `{first}` cannot go on after its end")
    } else {
        return None;
    };
    refusal.here(message, refusal.in_quotes())
}

fn unfinished(refusal: &Refusal<'_>) -> Option<YamlError> {
    if !refusal.is_about(&["unterminated", "found unexpected end of stream", "did not find expected ',' or"]) {
        return None;
    }
    let hint = "close it, or put quotes around the whole value".to_owned();
    refusal.here("a quote or bracket that is opened here is never closed", hint)
}

fn quote(line: &str) -> String {
    match line.trim_end().split_once(": ") {
        // An apostrophe that ended a text in single quotes too early is safe in double ones.
        Some((key, value)) => {
            let within = |quote| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
            let bare = within('\'').or_else(|| within('"')).unwrap_or(value);
            format!("{}: {}", key.trim_start(), quoted(bare))
        }
        None => {
            let item = line.trim();
            let bare = item.strip_prefix("- ").unwrap_or(item);
            format!("{}{}", &item[..item.len() - bare.len()], quoted(bare))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::refuses as check;

    #[test]
    fn common_mistakes_come_with_their_fix() {
        check(
            "title: Plan: phase 2\n",
            ":",
            "a second `: ` on this line makes it unclear where the value begins",
            "put quotes around the value: `title: \"Plan: phase 2\"`",
        );
        check(
            "owner: @head\n",
            "@",
            "a value cannot start with `@` unless it is quoted",
            "put quotes around the value: `owner: \"@head\"`",
        );
        check("a:\n\t- b\n", "\t", "a tab is used for indentation", "indent with spaces");
        check(
            "title: - a\n",
            "-",
            "a value cannot start with `- ` unless it is quoted",
            "put quotes around the value: `title: \"- a\"`",
        );
    }

    #[test]
    fn text_after_a_bracket_or_a_quote_is_put_into_quotes_whole() {
        check(
            "title: {{ org.name }} plan\n",
            "p",
            "a value that starts with `{` cannot go on after its end",
            "put quotes around the value: `title: \"{{ org.name }} plan\"`",
        );
        check(
            "title: 'it's'\n",
            "s",
            "a value that starts with `'` cannot go on after its end",
            "put quotes around the value: `title: \"it's\"`",
        );
        check(
            "title: \"Say \"it\" again\"\n",
            "i",
            "a value that starts with `\"` cannot go on after its end",
            "put quotes around the value: `title: \"Say \\\"it\\\" again\"`",
        );
        check(
            "title: \"Say it\" again\n",
            "a",
            "a value that starts with `\"` cannot go on after its end",
            "put quotes around the value: `title: \"\\\"Say it\\\" again\"`",
        );
    }

    #[test]
    fn a_second_document_and_a_bracket_before_nothing_are_shown_where_they_begin() {
        check(
            "---\ntitle: a\n---\ntitle: b\n",
            "---",
            "a second document begins here, and only one is read",
            "take this line away, or what follows it",
        );
        check(
            "title: a\ntags: [\n",
            "[",
            "the `[` that is opened here is never closed",
            "close it with `]`, or put quotes around the whole value",
        );
    }

    #[test]
    fn an_item_without_a_list_is_told_of() {
        check(
            "a: b\n- c\n",
            "-",
            "this item belongs to no list: the key above it has a value already",
            "take that value away, or write it as the first item",
        );
    }

    #[test]
    fn a_key_without_a_colon_is_found_on_its_own_line() {
        check(
            "id: a\ntitle Team size\nkind: page\n",
            "title Team size",
            "this line has no `:`, so it is no key",
            "write it as `title: …`, or indent it below the key that it belongs to",
        );
    }
}

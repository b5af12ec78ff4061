//! Where the front-matter of a file begins and ends, and what between two rules is none. Knows fences
//! and the names of keys, not their values.

use std::ops::Range;

use super::super::kinds::{KINDS, Kind};
use super::super::schema::Field;
use super::FIELDS;
use crate::diagnostic::Span;
use crate::yaml::{self, Problem};

/// What stands at the start of a text.
pub(super) enum Block {
    /// No front-matter.
    None,
    /// One that is never closed.
    Open { fence: Range<usize> },
    /// One that begins after the start of the text, where it is no front-matter.
    Late { fence: Range<usize> },
    /// One in another language.
    Toml { fence: Range<usize>, end: usize },
    /// One, the YAML between its fences, and where it ends.
    Closed { yaml: Range<usize>, end: usize },
}

/// The block of front-matter with which a text begins.
pub(super) fn find_block(text: &str) -> Block {
    let mut lines = text.split_inclusive('\n');
    let first = match lines.next() {
        Some(line) if line.trim_end() == "---" => line,
        Some(line) if line.trim_end() == "+++" => return find_toml(text, line.len()),
        Some(line) if line.trim().is_empty() || line.trim() == "---" => return find_late(text),
        _ => return Block::None,
    };
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Block::Closed { yaml: first.len()..at, end: at + line.len() };
        }
        at += line.len();
    }
    let second = text[first.len()..].lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let starts_with_key = second
        .split_once(':')
        .is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-'));
    if starts_with_key { Block::Open { fence: 0..3 } } else { Block::None }
}

/// Behind blank lines or spaces a fence is a rule, and the keys below it would be text.
fn find_late(text: &str) -> Block {
    let start = text.len() - text.trim_start().len();
    let Some(rest) = text[start..].strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r'])) else {
        return Block::None;
    };
    let lines = rest.lines().skip(1);
    let is_closed = lines.clone().any(|line| line.trim() == "---");
    // Other text between two rules is text.
    let has_key = lines.take_while(|line| line.trim() != "---").any(has_key);
    if is_closed && has_key { Block::Late { fence: start..start + 3 } } else { Block::None }
}

/// Between two lines `+++` other tools write TOML: `key = value` lines, or tables.
fn find_toml(text: &str, first: usize) -> Block {
    let is_toml = |line: &str| line.contains('=') || line.starts_with('[');
    let second = text[first..].lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == "+++" && (is_toml(second) || second.trim_end() == "+++") {
            return Block::Toml { fence: 0..3, end: at };
        }
    }
    Block::None
}

/// Whether a line begins with a key that every page may have.
fn has_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| FIELDS.iter().any(|field| field.is_named(key)))
}

/// Whether what YAML takes for comments are headings between two rules: none of them is a key that was
/// commented out.
pub(super) fn is_headings(block: &str) -> bool {
    let mut comments = block.lines().filter_map(|line| line.trim_start().strip_prefix('#')).peekable();
    let is_key = |comment: &str| has_key(comment.trim_start_matches('#').trim_start());
    comments.peek().is_some() && !comments.any(is_key)
}

/// Without a space after its colon a key is text, and so the whole block would be.
pub(super) fn glued_key(text: &str, yaml: Range<usize>) -> Option<Problem> {
    let line = text[yaml.clone()].lines().next()?;
    let known = FIELDS.iter().flat_map(Field::names).chain(KINDS.iter().flat_map(Kind::keys));
    let is_known = line.split_once(':').is_some_and(|(key, _)| known.into_iter().any(|known| known == key));
    let (message, hint) = yaml::spaced(line).filter(|_| is_known)?;
    let span = Span { start: yaml.start, end: yaml.start + line.len() };
    Some(Problem { span, message, hints: vec![format!("write it as `{hint}`")] })
}

/// What to say of front-matter that is never closed.
pub(super) fn never_closed(fence: Range<usize>) -> Problem {
    problem(fence, "the front-matter that begins here is never closed", "end it with a line of three hyphens, `---`")
}

/// What to say of front-matter that is text, because something stands before it.
pub(super) fn late(fence: Range<usize>) -> Problem {
    problem(
        fence,
        "front-matter begins on the first line, and this is text",
        "take out the blank lines and spaces before it",
    )
}

/// What to say of front-matter in TOML.
pub(super) fn toml(fence: Range<usize>) -> Problem {
    problem(
        fence,
        "this front-matter is TOML, which is not read",
        "write it as YAML between two lines `---`: `title: Team size`, not `title = \"Team size\"`",
    )
}

fn problem(fence: Range<usize>, message: &str, hint: &str) -> Problem {
    Problem { span: fence.into(), message: message.to_owned(), hints: vec![hint.to_owned()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_between_two_rules_are_text_and_keys_that_were_commented_out_are_not() {
        for text in ["\n# Our manifesto\n\n", "## Part: one\n"] {
            assert!(is_headings(text), "{text:?}");
        }
        for text in ["# title: Later\n", "# A note\n# owner: \"@a\"\n", "\n"] {
            assert!(!is_headings(text), "{text:?}");
        }
    }
}

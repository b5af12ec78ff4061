//! Where the front-matter of a file begins and ends. Knows fences, not what stands between them.

use std::ops::Range;

use super::FIELDS;
use crate::yaml::Problem;

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
    let is_key =
        |line: &str| line.split_once(':').is_some_and(|(key, _)| FIELDS.iter().any(|field| field.is_named(key)));
    let is_closed = lines.clone().any(|line| line.trim() == "---");
    // Other text between two rules is text.
    let has_key = lines.take_while(|line| line.trim() != "---").any(is_key);
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

//! Where the front-matter of a file begins and ends. Knows fences, not what stands between them.

use std::ops::Range;

/// What stands at the start of a text.
pub(super) enum Block {
    /// No front-matter.
    None,
    /// One that is never closed.
    Open { fence: Range<usize> },
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

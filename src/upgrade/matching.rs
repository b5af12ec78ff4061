//! Which file is which, after it was moved: by its place, its id, its content, its words. Knows
//! files, not what becomes of them.

use std::collections::BTreeSet;

use super::layout::Files;
use super::lock::{Locked, State};
use super::text::{Text, hash};
use super::words::{similarity, sorted_words};
use crate::page::Org;
use crate::page::front_matter::{FrontMatter, split};
use crate::source::SourcePath;

/// How much of a page must be the same for it to be the same page elsewhere.
const SIMILAR: f64 = 0.5;

/// A file that the lock names.
pub(super) struct Known<'a> {
    /// Its path here.
    pub path: &'a SourcePath,
    /// What the lock says of it.
    pub locked: &'a Locked,
    /// The upstream text that was merged last.
    pub base: Option<&'a [u8]>,
}

/// For each file of the lock, where it is among these files: at its place, else the file that no
/// other entry names and that has its id, its content, or half of its words.
pub(super) fn match_moved<'a>(
    known: &[Known<'a>],
    files: &Files,
    place: impl Fn(&Known<'a>) -> Option<&'a SourcePath>,
) -> Vec<Option<SourcePath>> {
    let mut found: Vec<Option<SourcePath>> =
        known.iter().map(|known| place(known).filter(|path| files.contains_key(*path)).cloned()).collect();
    let named: BTreeSet<SourcePath> = found.iter().flatten().cloned().collect();
    let mut free: Vec<&SourcePath> = files.keys().filter(|path| !named.contains(*path)).collect();
    let is_missing = |found: &[Option<SourcePath>], at: usize| {
        found[at].is_none() && known[at].locked.state == State::Adopted && known[at].base.is_some()
    };
    if !(0..known.len()).any(|at| is_missing(&found, at)) {
        return found;
    }
    let has_id = |known: &Known<'a>, path: &SourcePath| {
        path.is_page() && front_matter(&files[path]).id.as_deref() == Some(known.locked.id.as_str())
    };
    let has_text =
        |known: &Known<'a>, path: &SourcePath| !files[path].is_empty() && hash(&files[path]) == known.locked.base;
    for by_id in [true, false] {
        for at in (0..known.len()).filter(|at| is_missing(&found, *at)).collect::<Vec<_>>() {
            let test = |path: &&SourcePath| if by_id { has_id(&known[at], path) } else { has_text(&known[at], path) };
            found[at] = free.iter().position(test).map(|position| free.remove(position).clone());
        }
    }
    let mut scores: Vec<(f64, usize, &SourcePath)> = Vec::new();
    for at in (0..known.len()).filter(|at| is_missing(&found, *at) && known[*at].path.is_page()) {
        let base = known[at].base.and_then(Text::read).unwrap_or_default();
        let words = sorted_words(&base.text);
        for path in free.iter().filter(|path| path.is_page()) {
            let text = Text::read(&files[*path]).unwrap_or_default();
            // A page with an id of its own is another page.
            let other = split(&text.text, 0, &Org::new()).0.id.is_some_and(|id| id != known[at].locked.id);
            let score = similarity(&words, &sorted_words(&text.text));
            if score >= SIMILAR && !other {
                scores.push((score, at, path));
            }
        }
    }
    scores.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)).then(one.2.cmp(other.2)));
    let mut used = BTreeSet::new();
    for (_, at, path) in scores {
        if found[at].is_none() && used.insert(path) {
            found[at] = Some(path.clone());
        }
    }
    found
}

/// The identity of a file: what its front-matter says, else its path without extension.
pub fn own_id(path: &SourcePath, bytes: &[u8]) -> String {
    let own = if path.is_page() { front_matter(bytes).id } else { None };
    own.unwrap_or_else(|| path.without_extension().to_owned())
}

/// The kind that a page names.
pub(super) fn kind(path: &SourcePath, bytes: &[u8]) -> Option<&'static str> {
    if path.is_page() { front_matter(bytes).kind } else { None }
}

fn front_matter(bytes: &[u8]) -> FrontMatter {
    let text = Text::read(bytes).unwrap_or_default();
    split(&text.text, 0, &Org::new()).0
}

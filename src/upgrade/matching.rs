//! Which file is which, after it was moved: by its place, its id, its content, its words. Knows
//! files, not what becomes of them.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Files, Layout};
use super::lock::{Locked, State};
use super::text::{Text, hash};
use super::words::{similarity, sorted_words};
use crate::page::Org;
use crate::page::front_matter::{FrontMatter, split};
use crate::source::{Hash, SourcePath};

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
    let missing = |found: &[Option<SourcePath>]| -> Vec<usize> {
        let is_missing =
            |at: &usize| found[*at].is_none() && known[*at].locked.state == State::Adopted && known[*at].base.is_some();
        (0..known.len()).filter(is_missing).collect()
    };
    if missing(&found).is_empty() {
        return found;
    }
    let mut free: BTreeMap<&SourcePath, Candidate<'_>> = files
        .iter()
        .filter(|(path, bytes)| !named.contains(*path) && !bytes.is_empty())
        .map(|(path, bytes)| (path, Candidate::new(path, bytes)))
        .collect();
    for by in [same_id, same_text] {
        for at in missing(&found) {
            let path = free.iter().find(|(_, candidate)| by(&known[at], candidate)).map(|(path, _)| *path);
            found[at] = path.inspect(|path| drop(free.remove(*path))).cloned();
        }
    }
    let mut used = BTreeSet::new();
    for (_, at, path) in scores(known, &missing(&found), &free) {
        if found[at].is_none() && used.insert(path) {
            found[at] = Some(path.clone());
        }
    }
    found
}

/// A file that no entry of the lock names.
struct Candidate<'f> {
    hash: Hash,
    /// The id that a page gives itself.
    id: Option<String>,
    /// The words of a page.
    words: Option<Vec<&'f str>>,
}

impl<'f> Candidate<'f> {
    fn new(path: &SourcePath, bytes: &'f [u8]) -> Self {
        let text = if path.is_page() { std::str::from_utf8(bytes).ok() } else { None };
        let id = if path.is_page() { front_matter(bytes).id } else { None };
        Self { hash: hash(bytes), id, words: text.map(sorted_words) }
    }
}

fn same_id(known: &Known<'_>, candidate: &Candidate<'_>) -> bool {
    candidate.id.as_ref() == Some(&known.locked.id)
}

fn same_text(known: &Known<'_>, candidate: &Candidate<'_>) -> bool {
    candidate.hash == known.locked.base
}

/// How similar pages are that are missing and pages that are new, the most similar first.
fn scores<'p>(
    known: &[Known<'_>],
    missing: &[usize],
    free: &BTreeMap<&'p SourcePath, Candidate<'_>>,
) -> Vec<(f64, usize, &'p SourcePath)> {
    let mut scores = Vec::new();
    for &at in missing.iter().filter(|at| known[**at].path.is_page()) {
        let base = known[at].base.and_then(|base| std::str::from_utf8(base).ok()).unwrap_or("");
        let words = sorted_words(base);
        // A page with an id of its own is another page.
        let others = free.iter().filter(|(_, candidate)| candidate.id.is_none());
        for (path, candidate) in others {
            let score = candidate.words.as_ref().map_or(0.0, |other| similarity(&words, other));
            if score >= SIMILAR {
                scores.push((score, at, *path));
            }
        }
    }
    scores.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)).then(one.2.cmp(other.2)));
    scores
}

/// The identity of a file: what its front-matter says, else its path from the content folder without
/// extension.
pub fn own_id(path: &SourcePath, bytes: &[u8], layout: &Layout) -> String {
    let own = if path.is_page() { front_matter(bytes).id } else { None };
    let extension = match path.extension() {
        "" => 0,
        extension => extension.len() + 1,
    };
    let shown = layout.shown(path);
    own.unwrap_or_else(|| shown[..shown.len() - extension].to_owned())
}

/// The kind that a page names.
pub(super) fn kind(path: &SourcePath, bytes: &[u8]) -> Option<&'static str> {
    if path.is_page() { front_matter(bytes).kind } else { None }
}

fn front_matter(bytes: &[u8]) -> FrontMatter {
    let text = Text::read(bytes).unwrap_or_default();
    split(&text.text, 0, &Org::new()).0
}

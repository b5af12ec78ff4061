//! Which file is which, after it was moved: by its id, its place, its content, its words. Knows
//! files, not what becomes of them.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{self, Kind};
use super::layout::{Files, Layout};
use super::lock::{Locked, State};
use super::text::{Text, hash};
use super::words::{similarity, sorted_words};
use crate::page::Org;
use crate::page::front_matter::{FrontMatter, split};
use crate::source::{Hash, SourcePath};

/// How much of a page must be the same for it to be the same page elsewhere.
const SIMILAR: f64 = 0.5;
/// A block of fewer words can stand on any page.
const FEW_WORDS: usize = 4;

/// A file that the lock names.
pub(super) struct Known<'a> {
    /// Its path here.
    pub path: &'a SourcePath,
    /// What the lock says of it.
    pub locked: &'a Locked,
    /// The upstream text that was merged last.
    pub base: Option<&'a [u8]>,
}

impl Known<'_> {
    /// Whether upstream removed it and this playbook keeps it.
    pub(super) fn is_kept(&self) -> bool {
        self.locked.state == State::Kept
    }
}

/// Whose files are searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whose {
    /// The adopter's.
    Adopter,
    /// Upstream's, in which pages that were removed here go on moving.
    Upstream,
}

impl Whose {
    /// Whether a file was removed there: it comes back only by its id, by its text, or as the same
    /// page at its place.
    fn has_removed(self, known: &Known<'_>) -> bool {
        match self {
            Self::Adopter => known.locked.state == State::Removed,
            Self::Upstream => known.is_kept(),
        }
    }
}

/// For each file of the lock, where it is among these files, each at most once: the file that has
/// its id; the one with its text at the place of another; the one at its place, unless that became
/// another page; the one with its text anywhere; the one with half of its words; and in the end
/// whatever is at its place.
pub(super) fn match_moved<'a>(
    known: &[Known<'a>],
    files: &'a Files,
    whose: Whose,
    place: impl Fn(&Known<'a>) -> &'a SourcePath,
) -> Vec<Option<SourcePath>> {
    let mut search = Search {
        known,
        places: known.iter().map(place).collect(),
        found: vec![None; known.len()],
        free: files.iter().map(|(path, bytes)| (path, &**bytes)).collect(),
    };
    search.settle(|known, place, free| free.get(place).filter(|bytes| hash(bytes) == known.locked.base).map(|_| place));
    if search.found.iter().any(Option::is_none) {
        let (ids, texts) = (ids(&search.free), texts(&search.free));
        search.settle(|known, place, free| {
            let is_named = !free.contains_key(place) || known.base.is_none_or(|base| front_matter(base).id.is_some());
            first_free(ids.get(&known.locked.id).filter(|_| is_named)?, place, free)
        });
        // What stands whole at the place of another page has changed places with it, however much the
        // two have in common.
        let places: BTreeSet<&SourcePath> = search.places.iter().copied().collect();
        search.settle(|known, place, free| {
            let elsewhere = first_free(texts.get(&known.locked.base)?, place, free)?;
            (elsewhere != place && places.contains(elsewhere)).then_some(elsewhere)
        });
        search.settle(|known, place, free| free.get(place).filter(|bytes| is_same_page(known, bytes)).map(|_| place));
        search.settle(|known, place, free| first_free(texts.get(&known.locked.base)?, place, free));
        search.settle_by_words(whose);
        search.settle(|known, place, free| {
            let is_it = |bytes: &&[u8]| !whose.has_removed(known) && !is_named_otherwise(known, bytes);
            free.get(place).filter(|bytes| is_it(bytes)).map(|_| place)
        });
    }
    search.found.into_iter().map(Option::<&SourcePath>::cloned).collect()
}

/// Files that no entry of the lock has yet.
type Free<'a> = BTreeMap<&'a SourcePath, &'a [u8]>;

struct Search<'k, 'a> {
    known: &'k [Known<'a>],
    /// Where each was last.
    places: Vec<&'a SourcePath>,
    found: Vec<Option<&'a SourcePath>>,
    free: Free<'a>,
}

impl<'a> Search<'_, 'a> {
    /// Gives each file of the lock that is still missing the free file that is chosen for it.
    fn settle(&mut self, choose: impl Fn(&Known<'a>, &'a SourcePath, &Free<'a>) -> Option<&'a SourcePath>) {
        for at in 0..self.known.len() {
            if self.found[at].is_none() {
                self.found[at] = choose(&self.known[at], self.places[at], &self.free);
                self.found[at].map(|path| self.free.remove(path));
            }
        }
    }

    fn settle_by_words(&mut self, whose: Whose) {
        let is_sought = |at: &usize| {
            let known = &self.known[*at];
            self.found[*at].is_none() && known.path.is_page() && known.base.is_some() && !whose.has_removed(known)
        };
        let missing: Vec<usize> = (0..self.known.len()).filter(is_sought).collect();
        if missing.is_empty() {
            return;
        }
        for (_, at, path) in scores(self.known, &missing, &self.free) {
            if self.found[at].is_none() && self.free.remove(path).is_some() {
                self.found[at] = Some(path);
            }
        }
    }
}

/// The one at its place, else the first by path, of those that are free.
fn first_free<'a>(paths: &[&'a SourcePath], place: &'a SourcePath, free: &Free<'a>) -> Option<&'a SourcePath> {
    let mut candidates = paths.iter().copied().filter(|path| free.contains_key(*path));
    let first = candidates.next()?;
    Some(std::iter::once(first).chain(candidates).find(|path| *path == place).unwrap_or(first))
}

/// The free pages by the id that they give themselves.
fn ids<'a>(free: &Free<'a>) -> BTreeMap<String, Vec<&'a SourcePath>> {
    let mut found: BTreeMap<String, Vec<&SourcePath>> = BTreeMap::new();
    for (path, bytes) in free.iter().filter(|(path, _)| path.is_page()) {
        if let Some(id) = front_matter(bytes).id {
            found.entry(id.value).or_default().push(path);
        }
    }
    found
}

/// The free files by their text; an empty one is like any other.
fn texts<'a>(free: &Free<'a>) -> BTreeMap<Hash, Vec<&'a SourcePath>> {
    let mut found: BTreeMap<Hash, Vec<&SourcePath>> = BTreeMap::new();
    for (path, bytes) in free.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        found.entry(hash(bytes)).or_default().push(path);
    }
    found
}

/// Whether what stands at the place of a page is still that page.
fn is_same_page(known: &Known<'_>, bytes: &[u8]) -> bool {
    match known.base.and_then(Text::read).zip(Text::read(bytes)) {
        Some((base, now)) if known.path.is_page() => {
            similarity(&sorted_words(&base.text), &sorted_words(&now.text)) >= SIMILAR
        }
        _ => true,
    }
}

/// Whether both give themselves an id, and not the same one.
fn is_named_otherwise(known: &Known<'_>, bytes: &[u8]) -> bool {
    let ids = (known.base.and_then(|base| given_id(known.path, base)), given_id(known.path, bytes));
    matches!(ids, (Some(old), Some(new)) if old != new)
}

/// Whether nothing is left of a page but its place: not half of its words, not its title, not one
/// paragraph.
pub(super) fn is_another_page(known: &Known<'_>, bytes: &[u8]) -> bool {
    let Some((base, now)) = known.base.and_then(Text::read).zip(Text::read(bytes)) else { return false };
    if is_same_page(known, bytes) {
        return false;
    }
    let [(old_title, old), (new_title, new)] = [&base, &now].map(|text| title_and_paragraphs(&text.text));
    let has_title = old_title.is_some() && old_title == new_title;
    let is_left = |words: &Vec<&str>| new.iter().any(|other| similarity(words, other) >= SIMILAR);
    !has_title && !old.iter().any(is_left)
}

/// The title, and the words of each block that says something.
fn title_and_paragraphs(text: &str) -> (Option<String>, Vec<Vec<&str>>) {
    let (front_matter, start) = split(text, 0, &Org::new());
    let blocks = blocks::split(&text[start..]).blocks;
    let heading = blocks.iter().find_map(|block| block.text.strip_prefix("# "));
    let title = front_matter.title.or_else(|| heading.map(|heading| heading.trim().to_owned()));
    let said = blocks.iter().filter(|block| block.kind != Kind::Heading).map(|block| sorted_words(block.text));
    (title, said.filter(|words| words.len() >= FEW_WORDS).collect())
}

/// How similar pages are that are missing and pages that are new, the most similar first.
fn scores<'a>(known: &[Known<'_>], missing: &[usize], free: &Free<'a>) -> Vec<(f64, usize, &'a SourcePath)> {
    let is_other = |path: &SourcePath, bytes: &[u8]| !path.is_page() || front_matter(bytes).id.is_some();
    let candidates: Vec<(&SourcePath, Vec<&str>)> = free
        .iter()
        // A page with an id of its own is another page.
        .filter(|(path, bytes)| !bytes.is_empty() && !is_other(path, bytes))
        .filter_map(|(path, bytes)| Some((*path, sorted_words(std::str::from_utf8(bytes).ok()?))))
        .collect();
    let mut scores = Vec::new();
    for &at in missing {
        let base = known[at].base.and_then(|base| std::str::from_utf8(base).ok()).unwrap_or("");
        let words = sorted_words(base);
        for (path, other) in &candidates {
            let score = similarity(&words, other);
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
    let own = given_id(path, bytes);
    let extension = match path.extension() {
        "" => 0,
        extension => extension.len() + 1,
    };
    let shown = layout.shown(path);
    own.unwrap_or_else(|| shown[..shown.len() - extension].to_owned())
}

/// The id that a page gives itself.
pub(super) fn given_id(path: &SourcePath, bytes: &[u8]) -> Option<String> {
    if path.is_page() { front_matter(bytes).id.map(|id| id.value) } else { None }
}

/// The kind that a page names.
pub(super) fn kind(path: &SourcePath, bytes: &[u8]) -> Option<&'static str> {
    if path.is_page() { front_matter(bytes).kind } else { None }
}

fn front_matter(bytes: &[u8]) -> FrontMatter {
    let text = Text::read(bytes).unwrap_or_default();
    split(&text.text, 0, &Org::new()).0
}

//! Where the files of a fork stand, so that no two share a place: those it has, those it removed,
//! and those of upstream that are new to it. Knows names, not texts.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Layout;
use super::matching::{Known, given_id, kind};
use super::plan::Situation;
use super::text::hash;
use crate::source::SourcePath;

/// Where each file of the lock is or, when it was removed, would come back: at its last place,
/// unless another one was moved there.
pub(super) fn kept_places(
    situation: &Situation<'_>,
    known: &[Known<'_>],
    here: &[Option<SourcePath>],
) -> Vec<SourcePath> {
    let mut taken: BTreeSet<SourcePath> = here.iter().flatten().cloned().collect();
    let place = |(known, here): (&Known<'_>, &Option<SourcePath>)| {
        here.clone().unwrap_or_else(|| {
            let is_free = |path: &SourcePath| !taken.contains(path) && !situation.local.contains_key(path);
            let usual = known.path.clone();
            let place = std::iter::once(usual).chain(numbered(known.path)).find(is_free);
            let place = place.unwrap_or_else(|| known.path.clone());
            taken.insert(place.clone());
            place
        })
    };
    known.iter().zip(here).map(place).collect()
}

/// The files that upstream has, that are wanted and that the lock does not know, with their place
/// here. Where another page stands already, also one that only differs in case, a new one gets a
/// number: no two pages ever share a place.
pub(super) fn new_places(
    situation: &Situation<'_>,
    there: &[Option<SourcePath>],
    kept: &[SourcePath],
) -> Vec<(SourcePath, SourcePath)> {
    let known: BTreeSet<&SourcePath> = there.iter().flatten().collect();
    let folded = |path: &SourcePath| path.as_str().to_lowercase();
    let mut taken: BTreeSet<String> = kept.iter().map(folded).collect();
    let own: BTreeMap<String, &SourcePath> = situation.local.keys().map(|path| (folded(path), path)).collect();
    let mut found = Vec::new();
    for (path, bytes) in situation.upstream.into_iter().flatten() {
        let layout = situation.upstream_layout;
        let is_new = !known.contains(path) && layout.adopts(path) && situation.lock.wanted.has(path, layout);
        if !is_new || is_seed(situation.local_layout, path, bytes) {
            continue;
        }
        let usual = situation.local_layout.place(path, layout);
        let joins = joins(situation, &usual, path, bytes);
        let is_free = |place: &SourcePath| {
            let name = folded(place);
            let is_its_own = |own: &SourcePath| joins && *own == usual && *place == usual;
            !taken.contains(&name) && own.get(&name).is_none_or(|own| is_its_own(own))
        };
        let place =
            std::iter::once(usual.clone()).chain(numbered(&usual)).find(is_free).unwrap_or_else(|| usual.clone());
        taken.insert(folded(&place));
        found.push((path.clone(), place));
    }
    found
}

/// Whether a new file of upstream belongs to the adopter's own file at its place: the two are equal,
/// or name themselves alike, or are looked for by their place, as templates are.
fn joins(situation: &Situation<'_>, usual: &SourcePath, there: &SourcePath, bytes: &[u8]) -> bool {
    let Some(ours) = situation.local.get(usual) else { return true };
    let id = given_id(there, bytes);
    Layout::is_found_by_place(usual) || hash(ours) == hash(bytes) || (id.is_some() && id == given_id(usual, ours))
}

/// `a/b.md` as `a/b-2.md`, `a/b-3.md` and so on.
fn numbered(path: &SourcePath) -> impl Iterator<Item = SourcePath> {
    let (stem, extension) = path.as_str().split_at(path.without_extension().len());
    (2..).filter_map(move |number: usize| SourcePath::new(&format!("{stem}-{number}{extension}")))
}

/// Whether a file is seeded by a fork and then never taken again: OKRs and data are figures of one
/// organisation.
pub(super) fn is_seed(layout: &Layout, path: &SourcePath, bytes: &[u8]) -> bool {
    layout.is_data(path) || kind(path, bytes) == Some("okr")
}

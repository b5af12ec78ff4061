//! What each file is, compared with upstream, and what an upgrade makes of it. A function of the
//! lock and of three sets of texts; knows no disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::body::Merged;
use super::layout::{Files, Layout};
use super::lock::{Lock, Locked, State};
use super::markers;
use super::matching::{Known, Whose, given_id, is_another_page, match_moved, own_id};
use super::merge;
use super::newcomers::{is_seed, kept_places, new_places};
use super::relink::{Mending, Places};
use super::text::{Text, hash, in_form_of, is_same};
use crate::source::{Hash, SourcePath};

pub use super::item::{Item, Status};

/// All that a plan depends on.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The lock.
    pub lock: &'a Lock,
    /// The upstream texts that were merged last, by their hash.
    pub bases: &'a BTreeMap<Hash, Arc<[u8]>>,
    /// This playbook's files.
    pub local: &'a Files,
    /// Where they are.
    pub local_layout: &'a Layout,
    /// Upstream's files; absent when nothing was fetched yet.
    pub upstream: Option<&'a Files>,
    /// Where they are.
    pub upstream_layout: &'a Layout,
}

/// Compares every file. The result is sorted by path.
pub fn plan(situation: &Situation<'_>) -> Vec<Item> {
    let lock = situation.lock;
    let known: Vec<Known<'_>> = lock
        .files
        .iter()
        .map(|(path, locked)| Known { path, locked, base: situation.bases.get(&locked.base).map(AsRef::as_ref) })
        .collect();
    let here = match_moved(&known, situation.local, Whose::Adopter, |known| known.path);
    let old: Vec<Option<SourcePath>> = known.iter().map(|known| Some(known.locked.upstream_path.clone())).collect();
    let there = match situation.upstream {
        Some(files) => match_moved(&known, files, Whose::Upstream, |known| &known.locked.upstream_path),
        None => known.iter().zip(&old).map(|(known, old)| old.clone().filter(|_| !known.is_kept())).collect(),
    };
    let kept = kept_places(situation, &known, &here);
    let pairs = |of: &[Option<SourcePath>]| -> Vec<(SourcePath, SourcePath)> {
        of.iter().zip(&kept).filter_map(|(there, here)| Some((there.clone()?, here.clone()))).collect()
    };
    let added = new_places(situation, &there, &kept);
    let places = |pairs: Vec<(SourcePath, SourcePath)>| {
        Places::new(situation.upstream_layout, situation.local_layout, pairs.into_iter())
    };
    // What upstream removed may still be here, and links to it still lead there.
    let gone = pairs(&old).into_iter().zip(&there).filter(|(_, there)| there.is_none()).map(|(pair, _)| pair);
    let after = gone.chain(pairs(&there)).chain(added.iter().cloned()).collect();
    let noted = lock.files.iter().map(|(here, locked)| (locked.upstream_path.clone(), here.clone())).collect();
    let planner = Planner {
        situation,
        noted: places(noted),
        before: places(pairs(&old)),
        after: places(after),
        mending: Mending::new(situation, &kept),
    };
    let mut items: Vec<Item> = known
        .iter()
        .zip(kept.iter().zip(here.iter().zip(&there)))
        .map(|(known, (path, (here, there)))| planner.adopted(known, path, here.as_ref(), there.as_ref()))
        .collect();
    let news = added.iter().filter_map(|(there, here)| Some((there, here, situation.upstream?.get(there)?)));
    items.extend(news.map(|(there, here, bytes)| planner.new_upstream(there, here, bytes)));
    let mentioned: BTreeSet<SourcePath> = items.iter().map(|item| item.path.clone()).collect();
    let rest = situation.local.iter().filter(|(path, _)| !mentioned.contains(*path));
    items.extend(
        rest.filter(|(path, _)| situation.local_layout.adopts(path))
            .map(|(path, bytes)| local(path, bytes, situation.local_layout)),
    );
    items.sort_by(|one, other| one.path.cmp(&other.path));
    items
}

/// The plan in which one item comes true, and all others are as the lock has them: also where they
/// are, so that links that lead there are still understood.
pub fn only(lock: &Lock, items: &[Item], decided: Item) -> Vec<Item> {
    let as_it_was = |item: &Item| {
        let old = item.moved_from.as_ref().unwrap_or(&item.path);
        let (locked, old) = (lock.files.get(old).cloned(), Some(old).filter(|old| **old != decided.path));
        let path = old.unwrap_or(&item.path).clone();
        let moved_from = item.moved_from.clone().filter(|from| *from != path);
        Item { path, moved_from, new: None, locked, locked_text: None, ..item.clone() }
    };
    items.iter().map(|item| if item.path == decided.path { decided.clone() } else { as_it_was(item) }).collect()
}

/// The lock after these items are as planned.
pub fn next_lock(lock: &Lock, items: &[Item]) -> Lock {
    let mut next = lock.clone();
    for item in items {
        next.files.remove(item.moved_from.as_ref().unwrap_or(&item.path));
    }
    for item in items {
        next.files.extend(item.locked.clone().map(|locked| (item.path.clone(), locked)));
    }
    next
}

fn local(path: &SourcePath, bytes: &Arc<[u8]>, layout: &Layout) -> Item {
    Item {
        id: own_id(path, bytes, layout),
        path: path.clone(),
        moved_from: None,
        upstream_path: None,
        status: Status::Local,
        ours: Some(bytes.clone()),
        base: None,
        theirs: None,
        new: None,
        conflicts: 0,
        locked: None,
        locked_text: None,
    }
}

struct Planner<'a> {
    situation: &'a Situation<'a>,
    /// Where pages stood here when they were merged last.
    noted: Places<'a>,
    /// Where the pages that were merged last stand here now.
    before: Places<'a>,
    /// Where the pages that upstream has now stand here.
    after: Places<'a>,
    /// Where the links of this playbook must lead instead.
    mending: Mending<'a>,
}

impl Planner<'_> {
    fn adopted(
        &self,
        known: &Known<'_>,
        path: &SourcePath,
        here: Option<&SourcePath>,
        there: Option<&SourcePath>,
    ) -> Item {
        let base = known.base.map(|base| self.before.read(base, &known.locked.upstream_path, path));
        // Without a fetched upstream, what was merged last is all that is known of it.
        let raw = match self.situation.upstream {
            Some(files) => there.and_then(|there| files.get(there)).cloned(),
            None => known.base.map(Arc::from),
        };
        let theirs = raw.as_ref().zip(there).map(|(raw, there)| self.after.read(raw, there, path));
        let ours = here.and_then(|here| self.situation.local.get(here));
        let mut item = Item {
            id: known.locked.id.clone(),
            path: path.clone(),
            moved_from: (path != known.path).then(|| known.path.clone()),
            upstream_path: there.cloned(),
            status: Status::Inherited,
            ours: ours.map(|ours| self.mended(ours, known, path, base.as_deref())),
            base,
            theirs,
            new: None,
            conflicts: 0,
            locked: Some(Locked { state: State::Adopted, ..known.locked.clone() }),
            locked_text: known.base.map(Arc::from),
        };
        self.compare(&mut item, known, raw);
        if matches!(item.status, Status::Inherited | Status::Adapted | Status::RemovedUpstream | Status::Kept) {
            // The lock is about to forget where pages were, so that links must follow now or never.
            item.new =
                item.ours.as_deref().filter(|mended| Some(*mended) != ours.map(AsRef::as_ref)).map(<[u8]>::to_vec);
        }
        if item.status == Status::Inherited && (item.moved_from.is_some() || self.is_elsewhere(&item)) {
            item.status = Status::Moved;
        }
        item
    }

    /// Whether upstream has it at another place than this playbook.
    fn is_elsewhere(&self, item: &Item) -> bool {
        let usual = |there| self.situation.local_layout.place(there, self.situation.upstream_layout);
        item.upstream_path.as_ref().is_some_and(|there| usual(there) != item.path)
    }

    /// A page's text with its links as upstream's text has them that it is compared with. One that
    /// nobody touched is upstream's, wherever its links led when it was written.
    fn mended(&self, ours: &Arc<[u8]>, known: &Known<'_>, here: &SourcePath, base: Option<&[u8]>) -> Arc<[u8]> {
        let (Some(raw), Some(base)) = (known.base, base) else { return ours.clone() };
        let is_ours = |text: &[u8]| is_same(text, ours);
        if is_ours(base) {
            return ours.clone();
        }
        if is_ours(raw) || is_ours(&self.noted.read(raw, &known.locked.upstream_path, known.path)) {
            return in_form_of(ours, base).into();
        }
        self.mending.mend(ours, known.path, here)
    }

    fn compare(&self, item: &mut Item, known: &Known<'_>, raw: Option<Arc<[u8]>>) {
        let Some(ours) = item.ours.clone() else {
            item.status = Status::RemovedHere;
            item.locked = Some(Locked { state: State::Removed, ..known.locked.clone() });
            // It is followed wherever upstream moves it, so that it is never taken for a new page.
            if let Some(raw) = raw {
                advance(item, known, raw);
            }
            return;
        };
        let is_ours = item.base.as_ref().is_none_or(|base| !is_same(&ours, base));
        let (Some(theirs), Some(raw)) = (item.theirs.clone(), raw) else {
            // What was seeded once is the adopter's, whatever becomes of it there.
            let is_kept = known.is_kept() || is_seed(self.situation.local_layout, &item.path, &ours);
            item.status = if is_kept { Status::Kept } else { Status::RemovedUpstream };
            if is_ours || is_kept {
                item.keep();
            }
            return;
        };
        let is_theirs = item.base.as_ref().is_none_or(|base| !is_same(&theirs, base));
        let is_a_seed = is_seed(self.situation.local_layout, &item.path, &ours);
        let has_markers = is_unresolved(&ours, known.base);
        item.status = match (is_ours, is_theirs) {
            _ if has_markers => Status::Conflict,
            (false, false) => Status::Inherited,
            (true, false) => Status::Adapted,
            _ if is_same(&ours, &theirs) => Status::Inherited,
            _ if is_a_seed => {
                if is_ours {
                    Status::Adapted
                } else {
                    Status::Inherited
                }
            }
            (false, true) => Status::UpstreamChanged,
            (true, true) if is_another_page(known, &ours) => Status::Conflict,
            (true, true) => Status::Merges,
        };
        if has_markers || (is_a_seed && !is_same(&ours, &theirs)) {
            return;
        }
        match item.status {
            Status::UpstreamChanged => item.new = Some(in_form_of(&ours, &theirs)),
            Status::Merges => merge_into(item, &ours, &theirs),
            // What has nothing in common with upstream's page is not mixed with it.
            Status::Conflict => item.conflicts = 1,
            _ => {}
        }
        if item.conflicts > 0 && item.new.is_none() {
            return;
        }
        advance(item, known, raw);
    }

    fn new_upstream(&self, there: &SourcePath, path: &SourcePath, raw: &Arc<[u8]>) -> Item {
        let theirs = self.after.read(raw, there, path);
        let locked = Locked {
            id: own_id(there, raw, self.situation.upstream_layout),
            upstream_path: there.clone(),
            base: hash(raw),
            state: State::Adopted,
        };
        let mut item = Item {
            id: locked.id.clone(),
            upstream_path: Some(there.clone()),
            status: Status::NewUpstream,
            new: Some(theirs.to_vec()),
            theirs: Some(theirs.clone()),
            locked: Some(locked),
            locked_text: Some(raw.clone()),
            ours: None,
            ..local(path, raw, self.situation.local_layout)
        };
        if let Some(ours) = self.situation.local.get(path) {
            (item.new, item.ours) = (None, Some(ours.clone()));
            if !is_same(ours, &theirs) {
                item.status = Status::Merges;
                merge_into(&mut item, ours, &theirs);
            }
            if item.conflicts > 0 && item.new.is_none() {
                (item.locked, item.locked_text) = (None, None);
            }
        }
        item
    }
}

/// Whether a conflict stands in a text that an upgrade wrote there: what upstream's own text shows
/// came from upstream.
pub fn is_unresolved(ours: &[u8], base: Option<&[u8]>) -> bool {
    let has_one = |bytes: &[u8]| Text::read(bytes).is_some_and(|text| markers::find(&text.text).is_some());
    has_one(ours) && !base.is_some_and(has_one)
}

/// From now on upstream's present text is the one that was merged last.
fn advance(item: &mut Item, known: &Known<'_>, raw: Arc<[u8]>) {
    let locked = item.locked.take().unwrap_or_else(|| known.locked.clone());
    let there = item.upstream_path.clone().unwrap_or_else(|| locked.upstream_path.clone());
    let id = given_id(&there, &raw).unwrap_or(locked.id);
    item.locked = Some(Locked { id, upstream_path: there, base: hash(&raw), state: locked.state });
    item.locked_text = Some(raw);
}

fn merge_into(item: &mut Item, ours: &[u8], theirs: &[u8]) {
    let texts =
        (item.base.as_deref().map_or_else(|| Some(Text::default()), Text::read), Text::read(ours), Text::read(theirs));
    let (Some(base), Some(local), Some(upstream)) = texts else {
        // An image that both sides changed: the adopter's stays until someone decides.
        item.status = Status::Conflict;
        item.conflicts = 1;
        return;
    };
    let Merged { text, conflicts } = merge(&base.text, &local.text, &upstream.text);
    if conflicts > 0 {
        item.status = Status::Conflict;
    }
    item.conflicts = conflicts;
    if conflicts > 0 && !item.path.is_page() {
        // Conflict markers break a stylesheet or a drawing, and no check would find them.
        return;
    }
    item.new = Some(Text { text, form: local.form }.write());
}

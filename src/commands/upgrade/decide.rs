//! One side for one page: inside an upgrade that waits, or alone. Knows what a decision makes of a
//! page, not how pages are found or merged.

use crate::cli::Outcome;
use crate::failure::Failure;
use crate::paste;
use crate::project::Wishes;
use crate::source::SourcePath;
use crate::terminal::Terminal;
use crate::upgrade::lock::{Locked, State};
use crate::upgrade::markers;
use crate::upgrade::plan::{Item, Status, is_unresolved};
use crate::upgrade::text::{Text, hash, in_form_of, is_same};
use crate::upstream::adoption::Adoption;
use crate::upstream::git;
use crate::upstream::hold::Hold;
use crate::upstream::journal::{self, Edited};

/// Which text of a page counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// This playbook's.
    Ours,
    /// Upstream's.
    Theirs,
}

/// What becomes of text that is not committed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unsaved {
    /// Nothing is written over it.
    Refuse,
    /// It is written over.
    Overwrite,
}

/// Decides on a page that waits for its conflicts, wherever it is now, without ending the upgrade.
///
/// # Errors
/// Fails when it does not wait, or cannot be written.
pub(super) fn in_waiting(
    hold: &Hold,
    adoption: &Adoption,
    side: Side,
    name: &str,
    edited: Edited,
    wishes: &Wishes,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let items = adoption.plan();
    let item = super::find(adoption, &items, name)?;
    let path = item.locked_path();
    let command = paste::command(wishes, &["upgrade", "--continue"]);
    let text = match side {
        Side::Ours => journal::before(hold.root(), path),
        // What was merged last is the text that the upgrade brought.
        Side::Theirs => item.base.as_deref().map(|theirs| in_our_form(adoption, &item.path, theirs)),
    };
    let text = text.ok_or_else(|| {
        Failure::new(format!("`{}` has no text to choose in the upgrade that waits", item.path))
            .hint(format!("end that one first with `{command}`, then decide on this page"))
    })?;
    let copies = journal::decide(hold, path, &item.path, &text, edited)?;
    copies.iter().for_each(|copy| terminal.say(&format!("what you wrote since is kept in `{copy}`")));
    let whole = match side {
        Side::Ours => "as you had it before the upgrade",
        Side::Theirs => "as upstream has it",
    };
    terminal.say(&format!("decided on `{}`: it is {whole}; `{command}` ends the upgrade", item.path));
    Ok(Outcome::Clean)
}

/// Decides on a page while nothing waits.
///
/// # Errors
/// Fails when there is nothing to choose from, or text would be lost.
pub(super) fn alone(
    hold: &Hold,
    mut adoption: Adoption,
    side: Side,
    name: &str,
    unsaved: Unsaved,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let items = adoption.plan();
    let item = super::find(&adoption, &items, name)?;
    if side == Side::Theirs && unsaved == Unsaved::Refuse && has_unsaved_words(&adoption, item)? {
        return Err(Failure::new(format!("`{}` holds text of yours that is not committed", item.path))
            .hint("commit it first, or use `--force`"));
    }
    let decided = decided(&adoption, item, side)?;
    let is_deleted = decided.locked.is_none() && item.locked.is_some();
    if side == Side::Ours {
        // What it overrides is noted anew.
        adoption.lock.overrides.remove(&item.path);
    }
    let is_resolved = side == Side::Ours && item.status == Status::Conflict && decided.new.is_some();
    let mut changes = adoption.change(&items, decided);
    changes.extend(is_deleted.then(|| adoption.planned(&item.path, None)));
    journal::commit(hold, &changes, &[])?;
    let how =
        if is_resolved { ": your side of each marked paragraph stands, and what was merged around them" } else { "" };
    terminal.say(&format!("decided on `{}`{how}", item.path));
    Ok(Outcome::Clean)
}

/// Whether a page holds words that are neither upstream's nor in git.
fn has_unsaved_words(adoption: &Adoption, item: &Item) -> Result<bool, Failure> {
    let is_upstreams = item.ours.as_deref().zip(item.base.as_deref()).is_none_or(|(ours, base)| is_same(ours, base));
    let is_here = adoption.local.contains_key(&item.path);
    Ok(is_here && !is_upstreams && git::is_file_dirty(&adoption.project.root, &item.path)? != Some(false))
}

/// The item as it is after someone chose one side.
fn decided(adoption: &Adoption, item: &Item, side: Side) -> Result<Item, Failure> {
    let raw = item.upstream_path.as_ref().and_then(|there| adoption.upstream.as_ref()?.files.get(there));
    let (Some(raw), Some(theirs)) = (raw, item.theirs.clone()) else { return without_upstream(adoption, item, side) };
    let here = adoption.local.get(&item.path);
    let state = if side == Side::Ours && here.is_none() { State::Removed } else { State::Adopted };
    let there = item.upstream_path.clone().unwrap_or_else(|| item.path.clone());
    let new = match side {
        Side::Theirs => Some(in_our_form(adoption, &item.path, &theirs)),
        Side::Ours => item.ours.as_deref().map(|ours| own_text(item, ours)).transpose()?,
    };
    Ok(Item {
        conflicts: 0,
        locked: Some(Locked { id: item.id.clone(), upstream_path: there, base: hash(raw), state }),
        locked_text: Some(raw.clone()),
        new: new.filter(|new| here.is_none_or(|here| **here != **new)),
        ..item.clone()
    })
}

/// The same for what upstream has not.
fn without_upstream(adoption: &Adoption, item: &Item, side: Side) -> Result<Item, Failure> {
    let mut item = Item { conflicts: 0, ..item.clone() };
    match (item.status, side) {
        (Status::RemovedUpstream | Status::Kept, Side::Theirs) => (item.locked, item.new) = (None, None),
        (Status::RemovedUpstream | Status::Kept, Side::Ours) => item.keep(),
        _ if !adoption.lock.overrides.contains_key(&item.path) => {
            return Err(Failure::new(format!("`{}` has no text in upstream to choose from", item.path)));
        }
        (_, Side::Ours) => {}
        (_, Side::Theirs) => {
            return Err(Failure::new(format!("`{}` stands for the theme's own file", item.path))
                .hint("delete yours to use that one"));
        }
    }
    Ok(item)
}

/// The adopter's text. Where the markers of an upgrade still stand in it, as in a clone of a playbook
/// in which they were committed, it is their side of each conflict.
fn own_text(item: &Item, ours: &[u8]) -> Result<Vec<u8>, Failure> {
    let base = item.base.as_deref();
    let Some(text) = Text::read(ours).filter(|_| is_unresolved(ours, base)) else { return Ok(ours.to_vec()) };
    let own = markers::own_side(&text.text).ok_or_else(|| {
        Failure::new(format!("the conflict markers in `{}` are not whole, so that your side is not known", item.path))
            .hint("write the paragraph that you want, and delete the marker lines")
    })?;
    Ok(Text { text: own, ..text }.write())
}

fn in_our_form(adoption: &Adoption, path: &SourcePath, theirs: &[u8]) -> Vec<u8> {
    adoption.local.get(path).map_or_else(|| theirs.to_vec(), |ours| in_form_of(ours, theirs))
}

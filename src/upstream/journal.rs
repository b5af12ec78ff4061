//! Changes many files as one: after a crash at any moment the next command finishes the change, or
//! takes it back. Knows the disk, not what the files mean.
//!
//! Everything new and everything old is first written below `.playbook/upgrade.new`; its renaming
//! to `.playbook/upgrade` is the moment from which the change counts. What follows can be done any
//! number of times, in both directions.

mod change;
mod edits;
pub(super) mod steps;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

pub(crate) use self::change::{Before, Change};
use self::edits::{copy_edited, edited, is_edited, refuse_edited};
use self::steps::{Step, bring_back, perform, put, refuse_links, touched};
use super::hold::{self, Hold};
use crate::failure::Failure;
use crate::paste;
use crate::source::SourcePath;

const PREPARED: &str = ".playbook/upgrade.new";
pub(super) const CURRENT: &str = ".playbook/upgrade";
const FINISHED: &str = ".playbook/upgrade.old";

/// What stands in the way of a new upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing.
    Clear,
    /// A change stopped half-way.
    Interrupted,
    /// These files wait for their conflicts to be resolved.
    Waiting(Vec<SourcePath>),
}

/// What becomes of texts that were written since an upgrade, when it is taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Edited {
    /// Nothing is taken back as long as there are any.
    Refuse,
    /// Each is copied to a folder of its own first.
    Copy,
}

/// Files that someone moved since a change: where it put each, and where that is now.
pub(crate) type Moved = BTreeMap<SourcePath, SourcePath>;

/// Texts that a change wrote to one file.
pub(crate) type Texts = Vec<Vec<u8>>;

/// What was changed, as it stands in the journal.
struct Entry {
    path: SourcePath,
    had_old: Presence,
    has_new: Presence,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Absent,
    Present,
}

/// Makes the changes. With conflicts, what was there before is kept until they are resolved.
///
/// # Errors
/// Fails when a file cannot be written, or was saved since the change was planned; then nothing has
/// changed, or the next command finishes.
pub(crate) fn commit(hold: &Hold, changes: &[Change], conflicts: &[SourcePath]) -> Result<(), Failure> {
    let root = hold.root();
    perform_all(root, prepare(root, changes, conflicts)?)?;
    let (entries, _) = read(root)?;
    let mut entries = entries.iter().enumerate();
    for step in forward(root)? {
        // Somebody may save a file at any moment, also in this one.
        if let Step::Put(path, _) = &step
            && let Some((place, entry)) = entries.next()
            && is_edited(root, place, entry, path)?
        {
            refuse_edited(root, std::slice::from_ref(path), &State::Interrupted)?;
        }
        perform(root, &step)?;
    }
    Ok(())
}

/// Whether a change counts here that is not over.
pub(crate) fn is_begun(root: &Path) -> bool {
    root.join(CURRENT).join("journal.json").exists()
}

/// What stands in the way of a new upgrade.
///
/// # Errors
/// Fails when the journal is damaged.
pub(crate) fn state(root: &Path) -> Result<State, Failure> {
    if let Ok(false) = root.join(CURRENT).join("journal.json").try_exists() {
        return Ok(State::Clear);
    }
    let (_, conflicts) = read(root)?;
    if !applied(root).is_file() {
        return Ok(State::Interrupted);
    }
    Ok(State::Waiting(conflicts))
}

/// Nothing is built from a tree of which half is old and half is new.
///
/// # Errors
/// Fails when a change is under way or stopped half-way, or when the journal is damaged.
pub(crate) fn refuse_interrupted(root: &Path) -> Result<(), Failure> {
    if state(root)? != State::Interrupted {
        return Ok(());
    }
    hold::refuse_taken(root)?;
    Err(Failure::new("an upgrade was interrupted").hint(how_to_end(root)))
}

/// Ends a change that stopped half-way, as the new tree.
///
/// # Errors
/// Fails when a file was edited since, or cannot be written.
pub(crate) fn recover(hold: &Hold) -> Result<State, Failure> {
    let state = tidied_state(hold)?;
    match &state {
        State::Interrupted => {
            refuse_edited(hold.root(), &edited(hold.root(), &Moved::new())?, &state)?;
            perform_all(hold.root(), forward(hold.root())?)?;
        }
        // Everything was done but for the last renaming.
        State::Waiting(conflicts) if conflicts.is_empty() => finish(hold)?,
        _ => {}
    }
    Ok(state)
}

/// Takes back a change that stopped half-way or that waits, and tells where texts went that were
/// written since; `None` when there was no change to take back. `moved` says where its files are that
/// someone moved since.
///
/// # Errors
/// Fails when a file was edited since and is not to be copied, or cannot be written.
pub(crate) fn abort(hold: &Hold, wish: Edited, moved: &Moved) -> Result<Option<Vec<String>>, Failure> {
    let (root, state) = (hold.root(), tidied_state(hold)?);
    if state == State::Clear {
        return Ok(None);
    }
    let (entries, _) = read(root)?;
    entries.iter().try_for_each(|entry| refuse_links(root, &entry.path))?;
    // Nothing is moved over what stands there now.
    let is_gone = |old: &SourcePath| root.join(old.as_str()).symlink_metadata().is_err();
    let is_changed = |old: &SourcePath| entries.iter().any(|entry| entry.path == *old);
    let mut moved = moved.clone();
    moved.retain(|old, _| is_changed(old) && is_gone(old));
    let edited = edited(root, &moved)?;
    let copies = match wish {
        Edited::Refuse => refuse_edited(root, &edited, &state).map(|()| Vec::new())?,
        Edited::Copy => copy_edited(root, &edited)?,
    };
    // One after the other, each in one step: after a crash the change waits as before.
    moved.iter().try_for_each(|(old, here)| bring_back(root, here, old))?;
    perform_all(root, backward(root)?)?;
    Ok(Some(copies))
}

/// How a change that stopped half-way comes to an end.
pub(crate) fn how_to_end(root: &Path) -> String {
    let (finish, abort) = (command(root, &["--continue"]), command(root, &["--abort"]));
    format!("finish it with `{finish}`, or take it back with `{abort}`")
}

/// A command that is about the upgrade.
fn command(root: &Path, flags: &[&str]) -> String {
    paste::command_at(root, &[&["upgrade"], flags].concat())
}

/// The files of a change that waits or stopped, each with the texts that it wrote there or was told to.
///
/// # Errors
/// Fails when the journal is damaged.
pub(crate) fn written(root: &Path) -> Result<Vec<(SourcePath, Texts)>, Failure> {
    let (entries, _) = read(root)?;
    let texts = |place: usize, entry: &Entry| {
        let copies = [copy(root, "new", place, entry.has_new), Some(decided(root, place))];
        copies.into_iter().flatten().filter_map(|copy| fs::read(copy).ok()).collect()
    };
    Ok(entries.into_iter().enumerate().map(|(place, entry)| (entry.path.clone(), texts(place, &entry))).collect())
}

/// Forgets what was there before: the conflicts are resolved.
///
/// # Errors
/// Fails when the folder cannot be removed.
pub(crate) fn finish(hold: &Hold) -> Result<(), Failure> {
    perform_all(hold.root(), vec![Step::Rename(CURRENT, FINISHED), Step::Remove(FINISHED)])
}

/// Makes a file that waits for its conflicts what someone decided on; `here` is where it is now. Tells
/// where the text went that somebody wrote there since.
///
/// # Errors
/// Fails when the file does not wait, when it was edited since and is not to be copied, when it is a
/// link, or when it cannot be written.
pub(crate) fn decide(
    hold: &Hold,
    path: &SourcePath,
    here: &SourcePath,
    text: &[u8],
    wish: Edited,
) -> Result<Vec<String>, Failure> {
    let root = hold.root();
    let (entries, conflicts) = read(root)?;
    let place = entries.iter().position(|entry| entry.path == *path);
    let Some(place) = place.filter(|_| conflicts.contains(path)) else {
        return Err(Failure::new(format!("`{here}` has no conflict in the upgrade that waits"))
            .hint(format!("end that one first with `{}`, then decide on this page", command(root, &["--continue"]))));
    };
    let copies = match wish {
        _ if !is_edited(root, place, &entries[place], here)? => Vec::new(),
        Edited::Copy => copy_edited(root, std::slice::from_ref(here))?,
        Edited::Refuse => {
            return Err(Failure::new(format!(
                "`{here}` was edited since the upgrade, and one side alone would lose that"
            ))
            .hint(format!("delete the marker lines yourself and run `{}`", command(root, &["--continue"])))
            .hint(format!("or use `--force`: it copies your text to `{}` first", edits::EDITED)));
        }
    };
    let copy = decided(root, place);
    perform(root, &Step::Write(copy.clone(), text.to_vec()))?;
    put(root, here, Some(&copy))?;
    perform(root, &Step::Sync(touched(root, here)))?;
    Ok(copies)
}

/// A file as it was before the change that waits.
pub(crate) fn before(root: &Path, path: &SourcePath) -> Option<Vec<u8>> {
    let (entries, _) = read(root).ok()?;
    let place = entries.iter().position(|entry| entry.path == *path)?;
    fs::read(root.join(CURRENT).join(format!("old-{place}"))).ok()
}

/// The state, without what a crash left that does not count.
fn tidied_state(hold: &Hold) -> Result<State, Failure> {
    perform_all(hold.root(), vec![Step::Remove(PREPARED), Step::Remove(FINISHED)])?;
    state(hold.root())
}

fn perform_all(root: &Path, steps: Vec<Step>) -> Result<(), Failure> {
    steps.iter().try_for_each(|step| perform(root, step))
}

fn prepare(root: &Path, changes: &[Change], conflicts: &[SourcePath]) -> Result<Vec<Step>, Failure> {
    let mut steps = vec![Step::Remove(PREPARED)];
    let mut entries = Vec::new();
    let folder = root.join(PREPARED);
    for (place, change) in changes.iter().enumerate() {
        refuse_links(root, &change.path)?;
        let old = old_text(root, &change.path)?;
        change.refuse_stale(old.as_deref())?;
        entries.push(json!({"path": change.path.as_str(), "old": old.is_some(), "new": change.new.is_some()}));
        steps.extend(old.map(|old| Step::Write(folder.join(format!("old-{place}")), old)));
        steps.extend(change.new.clone().map(|new| Step::Write(folder.join(format!("new-{place}")), new)));
    }
    let conflicts: Vec<&str> = conflicts.iter().map(SourcePath::as_str).collect();
    let journal = json!({"changes": entries, "conflicts": conflicts});
    steps.push(Step::Write(folder.join("journal.json"), journal.to_string().into_bytes()));
    // The renaming that makes the change count must not reach the disk before the texts do, and no
    // file may be replaced before the renaming has.
    let mut written: Vec<PathBuf> = steps.iter().filter_map(Step::written).collect();
    written.push(folder);
    steps.push(Step::Sync(written));
    steps.push(Step::Rename(PREPARED, CURRENT));
    steps.push(Step::Sync(vec![root.join(".playbook"), root.to_path_buf()]));
    Ok(steps)
}

/// What a file holds before a change. What cannot be replaced later is refused here, while nothing
/// has changed yet.
fn old_text(root: &Path, path: &SourcePath) -> Result<Option<Vec<u8>>, Failure> {
    let hint = "move or rename what stands in the way, then run the command again";
    let file = root.join(path.as_str());
    if file.is_dir() {
        return Err(Failure::new(format!("`{path}` is to be a file, but is a folder here")).hint(hint));
    }
    if let Some(above) = file.ancestors().skip(1).take_while(|folder| *folder != root).find(|part| part.is_file()) {
        let above = above.strip_prefix(root).unwrap_or(above).display();
        return Err(Failure::new(format!("`{path}` needs the folder `{above}`, which is a file here")).hint(hint));
    }
    match fs::read(&file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", &file, &error)),
    }
}

fn forward(root: &Path) -> Result<Vec<Step>, Failure> {
    let (entries, conflicts) = read(root)?;
    let puts = entries.into_iter().enumerate();
    let puts = puts.map(|(place, entry)| Step::Put(entry.path, copy(root, "new", place, entry.has_new)));
    let mut steps = and_sync(root, puts.collect());
    steps.push(Step::Write(applied(root), Vec::new()));
    steps.push(Step::Sync(vec![applied(root), root.join(CURRENT)]));
    if conflicts.is_empty() {
        steps.extend([Step::Rename(CURRENT, FINISHED), Step::Remove(FINISHED)]);
    }
    Ok(steps)
}

/// From its first step on the tree is half old again: a crash makes it an interrupted change, which
/// must not be taken for one that waits.
fn backward(root: &Path) -> Result<Vec<Step>, Failure> {
    let (entries, _) = read(root)?;
    let mut steps = vec![Step::Delete(applied(root)), Step::Sync(vec![root.join(CURRENT)])];
    let puts = entries.into_iter().enumerate();
    let puts = puts.map(|(place, entry)| Step::Put(entry.path, copy(root, "old", place, entry.had_old)));
    steps.extend(and_sync(root, puts.collect()));
    steps.extend([Step::Rename(CURRENT, FINISHED), Step::Remove(FINISHED)]);
    Ok(steps)
}

/// The journal must not go before the files that it stands for have reached the disk.
fn and_sync(root: &Path, mut steps: Vec<Step>) -> Vec<Step> {
    let put = |step: &Step| if let Step::Put(path, _) = step { touched(root, path) } else { Vec::new() };
    let all: BTreeSet<PathBuf> = steps.iter().flat_map(put).collect();
    steps.push(Step::Sync(all.into_iter().collect()));
    steps
}

fn copy(root: &Path, which: &str, place: usize, presence: Presence) -> Option<PathBuf> {
    (presence == Presence::Present).then(|| root.join(CURRENT).join(format!("{which}-{place}")))
}

/// What someone decided that a file is to hold.
fn decided(root: &Path, place: usize) -> PathBuf {
    root.join(CURRENT).join(format!("decided-{place}"))
}

/// The file that says that all is as it is to be.
fn applied(root: &Path) -> PathBuf {
    root.join(CURRENT).join("applied")
}

fn read(root: &Path) -> Result<(Vec<Entry>, Vec<SourcePath>), Failure> {
    let file = root.join(CURRENT).join("journal.json");
    let text = fs::read(&file).map_err(|error| Failure::io("read", &file, &error))?;
    parse(&text).ok_or_else(|| {
        Failure::new(format!("`{}` is damaged", file.display()))
            .hint("the files beside it hold the old and the new texts; put right by hand what needs it, then delete the folder")
    })
}

/// `None` unless every part is there and means something.
fn parse(text: &[u8]) -> Option<(Vec<Entry>, Vec<SourcePath>)> {
    let journal: Value = serde_json::from_slice(text).ok()?;
    let presence = |value: &Value| Some(if value.as_bool()? { Presence::Present } else { Presence::Absent });
    let entries = journal["changes"].as_array()?.iter().map(|entry| {
        let path = SourcePath::new(entry["path"].as_str()?).filter(may_change)?;
        Some(Entry { path, had_old: presence(&entry["old"])?, has_new: presence(&entry["new"])? })
    });
    let conflicts = journal["conflicts"].as_array()?.iter().map(|path| SourcePath::new(path.as_str()?));
    Some((entries.collect::<Option<_>>()?, conflicts.collect::<Option<_>>()?))
}

/// A journal may come with a clone, from whoever wrote to the repository: it must not reach what no
/// repository can hold, git's own files with their hooks.
fn may_change(path: &SourcePath) -> bool {
    !super::refused(path.as_str())
}

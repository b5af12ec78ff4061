//! Changes many files as one: after a crash at any moment the next command finishes the change, or
//! takes it back. Knows the disk, not what the files mean.
//!
//! Everything new and everything old is first written below `.playbook/upgrade.new`; its renaming
//! to `.playbook/upgrade` is the moment from which the change counts. What follows can be done any
//! number of times, in both directions.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::source::SourcePath;

const PREPARED: &str = ".playbook/upgrade.new";
const CURRENT: &str = ".playbook/upgrade";
const FINISHED: &str = ".playbook/upgrade.old";

/// A file that is to be written or, without new bytes, deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The file.
    pub path: SourcePath,
    /// What it is to hold.
    pub new: Option<Vec<u8>>,
}

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

/// One step of a change; each can be done again.
#[derive(Clone, Debug)]
enum Step {
    Remove(&'static str),
    Write(PathBuf, Vec<u8>),
    /// Waits until these files and folders have reached the disk.
    Sync(Vec<PathBuf>),
    Rename(&'static str, &'static str),
    /// Makes the file what it is to be, from the copy below `.playbook/upgrade`.
    Put(SourcePath, Option<PathBuf>),
}

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
/// Fails when a file cannot be written; then nothing has changed, or the next command finishes.
pub(crate) fn commit(root: &Path, changes: &[Change], conflicts: &[SourcePath]) -> Result<(), Failure> {
    for step in prepare(root, changes, conflicts)? {
        perform(root, &step)?;
    }
    for step in forward(root)? {
        perform(root, &step)?;
    }
    Ok(())
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
    if !root.join(CURRENT).join("applied").is_file() {
        return Ok(State::Interrupted);
    }
    Ok(State::Waiting(conflicts))
}

/// Nothing is built from a tree of which half is old and half is new.
///
/// # Errors
/// Fails when a change stopped half-way, or when the journal is damaged.
pub(crate) fn refuse_interrupted(root: &Path) -> Result<(), Failure> {
    if state(root)? != State::Interrupted {
        return Ok(());
    }
    Err(Failure::new("an upgrade was interrupted")
        .hint("finish it with `playbook upgrade --continue`, or take it back with `playbook upgrade --abort`"))
}

/// Ends a change that stopped half-way, as the new tree.
///
/// # Errors
/// Fails when a file was edited since, or cannot be written.
pub(crate) fn recover(root: &Path) -> Result<State, Failure> {
    perform(root, &Step::Remove(PREPARED))?;
    perform(root, &Step::Remove(FINISHED))?;
    let state = state(root)?;
    match &state {
        State::Interrupted => {
            refuse_edited(root)?;
            for step in forward(root)? {
                perform(root, &step)?;
            }
        }
        // Everything was done but for the last renaming.
        State::Waiting(conflicts) if conflicts.is_empty() => finish(root)?,
        _ => {}
    }
    Ok(state)
}

/// Takes back a change that stopped half-way or that waits; whether there was one.
///
/// # Errors
/// Fails when a file was edited since the change stopped half-way, or cannot be written.
pub(crate) fn abort(root: &Path) -> Result<bool, Failure> {
    perform(root, &Step::Remove(PREPARED))?;
    perform(root, &Step::Remove(FINISHED))?;
    match state(root)? {
        State::Clear => return Ok(false),
        State::Interrupted => refuse_edited(root)?,
        // What was edited since is the resolving of the conflicts, which is to be taken back too.
        State::Waiting(_) => {}
    }
    for step in backward(root)? {
        perform(root, &step)?;
    }
    Ok(true)
}

/// Forgets what was there before: the conflicts are resolved.
///
/// # Errors
/// Fails when the folder cannot be removed.
pub(crate) fn finish(root: &Path) -> Result<(), Failure> {
    perform(root, &Step::Rename(CURRENT, FINISHED))?;
    perform(root, &Step::Remove(FINISHED))
}

/// Makes a file that waits for its conflicts what someone decided on.
///
/// # Errors
/// Fails when the file does not wait, when it is a link, or when it cannot be written.
pub(crate) fn decide(root: &Path, path: &SourcePath, text: &[u8]) -> Result<(), Failure> {
    if !matches!(state(root)?, State::Waiting(conflicts) if conflicts.contains(path)) {
        return Err(Failure::new(format!("`{path}` has no conflict in the upgrade that waits")));
    }
    let copy = root.join(CURRENT).join("decided");
    perform(root, &Step::Write(copy.clone(), text.to_vec()))?;
    put(root, path, Some(&copy))?;
    perform(root, &Step::Sync(touched(root, path)))
}

/// A file as it was before the change that waits.
pub(crate) fn before(root: &Path, path: &SourcePath) -> Option<Vec<u8>> {
    let (entries, _) = read(root).ok()?;
    let place = entries.iter().position(|entry| entry.path == *path)?;
    fs::read(root.join(CURRENT).join(format!("old-{place}"))).ok()
}

fn prepare(root: &Path, changes: &[Change], conflicts: &[SourcePath]) -> Result<Vec<Step>, Failure> {
    let mut steps = vec![Step::Remove(PREPARED)];
    let mut entries = Vec::new();
    let folder = root.join(PREPARED);
    for (place, change) in changes.iter().enumerate() {
        refuse_links(root, &change.path)?;
        let old = old_text(root, &change.path)?;
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
    let applied = root.join(CURRENT).join("applied");
    steps.push(Step::Write(applied.clone(), Vec::new()));
    steps.push(Step::Sync(vec![applied, root.join(CURRENT)]));
    if conflicts.is_empty() {
        steps.extend([Step::Rename(CURRENT, FINISHED), Step::Remove(FINISHED)]);
    }
    Ok(steps)
}

fn backward(root: &Path) -> Result<Vec<Step>, Failure> {
    let (entries, _) = read(root)?;
    let puts = entries.into_iter().enumerate();
    let puts = puts.map(|(place, entry)| Step::Put(entry.path, copy(root, "old", place, entry.had_old)));
    let mut steps = and_sync(root, puts.collect());
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

/// A file, and the folders above it that may be new or may have lost it.
fn touched(root: &Path, path: &SourcePath) -> Vec<PathBuf> {
    let above = Path::new(path.as_str()).ancestors();
    above.map(|part| if part.as_os_str().is_empty() { root.to_path_buf() } else { root.join(part) }).collect()
}

impl Step {
    fn written(&self) -> Option<PathBuf> {
        if let Self::Write(file, _) = self { Some(file.clone()) } else { None }
    }
}

/// Between a crash and the next command someone may have edited a file that is to be replaced.
fn refuse_edited(root: &Path) -> Result<(), Failure> {
    let (entries, _) = read(root)?;
    for (place, Entry { path, had_old, has_new }) in entries.into_iter().enumerate() {
        let file = root.join(path.as_str());
        let here = match fs::read(&file) {
            Ok(here) => here,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            Err(error) => return Err(Failure::io("read", &file, &error)),
        };
        let copies = [copy(root, "old", place, had_old), copy(root, "new", place, has_new)];
        if !copies.iter().flatten().any(|copy| fs::read(copy).is_ok_and(|text| text == here)) {
            return Err(Failure::new(format!("`{path}` was edited after the upgrade was interrupted"))
                .hint("move your text out of the playbook, run the command again, then bring your text back"));
        }
    }
    Ok(())
}

fn copy(root: &Path, which: &str, place: usize, presence: Presence) -> Option<PathBuf> {
    (presence == Presence::Present).then(|| root.join(CURRENT).join(format!("{which}-{place}")))
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

fn perform(root: &Path, step: &Step) -> Result<(), Failure> {
    match step {
        Step::Remove(folder) => {
            let folder = root.join(folder);
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io("delete", &folder, &error)),
                _ => Ok(()),
            }
        }
        Step::Write(file, bytes) => {
            let folder = file.parent().unwrap_or(root);
            fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
            fs::write(file, bytes).map_err(|error| Failure::io("write", file, &error))
        }
        Step::Sync(paths) => paths.iter().try_for_each(|path| sync(path)),
        Step::Rename(from, to) => {
            let (from, to) = (root.join(from), root.join(to));
            fs::rename(&from, &to).map_err(|error| Failure::io("rename", &from, &error))
        }
        Step::Put(path, copy) => put(root, path, copy.as_deref()),
    }
}

/// Waits until a file or a folder has reached the disk. What is gone is gone, and only Unix lets
/// a program wait for a folder.
fn sync(path: &Path) -> Result<(), Failure> {
    if path.is_dir() && !cfg!(unix) {
        return Ok(());
    }
    match fs::OpenOptions::new().read(cfg!(unix)).write(!cfg!(unix)).open(path).and_then(|open| open.sync_all()) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(Failure::io("write", path, &error))
        }
        _ => Ok(()),
    }
}

/// Replaces a file in one step, by a copy that is made beside the journal first.
fn put(root: &Path, path: &SourcePath, copy: Option<&Path>) -> Result<(), Failure> {
    refuse_links(root, path)?;
    let file = root.join(path.as_str());
    let Some(copy) = copy else {
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            // A folder that someone made since is not the file that is to go.
            Err(_) if file.is_dir() => {}
            Err(error) => return Err(Failure::io("delete", &file, &error)),
        }
        // Fails on a folder that still holds something, which is what is wanted.
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != root);
        let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
        return Ok(());
    };
    let folder = file.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
    let temporary = root.join(CURRENT).join("next");
    if copy.is_symlink() {
        return Err(Failure::new(format!("`{}` is a symbolic link, which no upgrade makes", copy.display()))
            .hint("delete the folder `.playbook/upgrade`"));
    }
    // The bytes alone: a permission to run is not part of a page.
    let bytes = fs::read(copy).map_err(|error| Failure::io("read", copy, &error))?;
    fs::write(&temporary, bytes).map_err(|error| Failure::io("write", &temporary, &error))?;
    fs::rename(&temporary, &file).map_err(|error| Failure::io("write", &file, &error))
}

/// No file is written through a link: what it leads to is not this playbook's.
fn refuse_links(root: &Path, path: &SourcePath) -> Result<(), Failure> {
    let parts = Path::new(path.as_str()).ancestors().filter(|part| !part.as_os_str().is_empty());
    match parts.map(|part| root.join(part)).find(|part| part.is_symlink()) {
        Some(link) => {
            Err(Failure::new(format!("`{}` is a symbolic link, through which nothing is written", link.display()))
                .hint("replace the link by the file or folder that it leads to"))
        }
        None => Ok(()),
    }
}

//! What people wrote since a change: it is found before anything is written over it, and kept. Knows
//! the journal's copies, not what the texts mean.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::steps::{Step, perform};
use super::{Entry, Moved, Presence, State, command, copy, decided, read};
use crate::failure::Failure;
use crate::source::SourcePath;

/// Where texts go that taking an upgrade back would lose.
pub(super) const EDITED: &str = ".playbook/upgrade.edited";

/// The files that hold something else than this change found, wrote or was told to write, each where
/// it is now.
///
/// # Errors
/// Fails when one cannot be read.
pub(super) fn edited(root: &Path, moved: &Moved) -> Result<Vec<SourcePath>, Failure> {
    let (entries, _) = read(root)?;
    let mut found = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let path = moved.get(&entry.path).unwrap_or(&entry.path);
        if is_edited(root, place, entry, path)? {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// Whether a file, which is here now, holds something else than this change found, wrote or was told
/// to write.
///
/// # Errors
/// Fails when it cannot be read.
pub(super) fn is_edited(root: &Path, place: usize, entry: &Entry, here: &SourcePath) -> Result<bool, Failure> {
    let file = root.join(here.as_str());
    let text = match fs::read(&file) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(false),
        // A folder in place of a file that is only to go is in nobody's way.
        Err(_) if file.is_dir() && entry.had_old == Presence::Absent => return Ok(false),
        Err(error) => return Err(Failure::io("read", &file, &error)),
    };
    let (old, new) = (copy(root, "old", place, entry.had_old), copy(root, "new", place, entry.has_new));
    let mut copies = [old, new, Some(decided(root, place))].into_iter().flatten();
    Ok(!copies.any(|copy| fs::read(copy).is_ok_and(|copy| copy == text)))
}

/// Whoever edited a file after a change must not lose a word to what happens next.
///
/// # Errors
/// Fails when somebody did.
pub(super) fn refuse_edited(root: &Path, edited: &[SourcePath], state: &State) -> Result<(), Failure> {
    let names = edited.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    if names.is_empty() {
        return Ok(());
    }
    let were = if edited.len() == 1 { "was" } else { "were" };
    let force = format!("or use `{}`: it copies your text to `{EDITED}` first", command(root, &["--abort", "--force"]));
    Err(match state {
        State::Interrupted => Failure::new(format!("{names} {were} edited after the upgrade was interrupted"))
            .hint("move your text out of the playbook, run the command again, then bring your text back"),
        _ => Failure::new(format!("{names} {were} edited since the upgrade, and taking it back would lose that")).hint(
            format!("end the upgrade with `{}`, or move your text out of the playbook", command(root, &["--continue"])),
        ),
    }
    .hint(force))
}

/// Copies files to a folder that is new, and tells where each went.
///
/// # Errors
/// Fails when a file cannot be copied.
pub(super) fn copy_edited(root: &Path, edited: &[SourcePath]) -> Result<Vec<String>, Failure> {
    let mut names = std::iter::once(EDITED.to_owned()).chain((2..).map(|number: usize| format!("{EDITED}-{number}")));
    let folder = names.find(|name| !root.join(name).exists()).unwrap_or_else(|| EDITED.to_owned());
    let mut copies = Vec::new();
    for path in edited {
        let (file, name) = (root.join(path.as_str()), format!("{folder}/{path}"));
        let text = fs::read(&file).map_err(|error| Failure::io("read", &file, &error))?;
        let copy = root.join(&name);
        perform(root, &Step::Write(copy.clone(), text))?;
        perform(root, &Step::Sync(vec![copy]))?;
        copies.push(name);
    }
    Ok(copies)
}

//! Reads folders of files without following any link: a stranger's, of which only so much is
//! taken, and the adopter's own. Knows the disk, not what the files mean.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::{Fetched, MAX_FILE, MAX_FILES, MAX_TOTAL, not_unicode, note, refused, too_large, too_much};
use crate::failure::Failure;
use crate::source::{SourcePath, is_hidden_name};
use crate::upgrade::layout::Files;

/// Stands for a file that is here and is no text to compare with: it equals no other file, and
/// nothing is ever merged into it.
const STAND_IN: &[u8] = b"\xff a file that is not read";

/// Whether these are the bytes of a file that was not read.
pub(super) fn is_stand_in(text: &[u8]) -> bool {
    text == STAND_IN
}

/// Reads the files of a stranger's folder.
///
/// # Errors
/// Fails when a file cannot be read, or all are larger than is taken.
pub(super) fn read(folder: &Path) -> Result<Fetched, Failure> {
    let mut fetched = Fetched { revision: "folder".to_owned(), ..Fetched::default() };
    let mut total = 0;
    for entry in entries(folder) {
        let entry = entry?;
        let Some(name) = name_of(&entry, folder) else {
            fetched
                .notes
                .push(not_unicode(&entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy()));
            continue;
        };
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        match SourcePath::new(&name).filter(|_| !refused(&name)) {
            _ if entry.file_type().is_symlink() => {
                fetched.notes.push(note(&name, "is a symbolic link and was left out"));
            }
            None => fetched.notes.push(note(&name, "has a name that is not taken")),
            Some(_) if !entry.file_type().is_file() => fetched.notes.push(note(&name, "is no file")),
            Some(_) if size > MAX_FILE => fetched.notes.push(too_large(&name, size)),
            Some(path) => {
                total += size;
                if total > MAX_TOTAL || fetched.files.len() >= MAX_FILES {
                    return Err(too_much());
                }
                fetched.files.insert(path, bytes_of(&entry)?);
            }
        }
    }
    Ok(fetched)
}

/// Reads the adopter's wanted files, however many there are. A link, or a file larger than what is
/// taken from strangers, is here too: its owner put it there, so it is neither missing nor replaced.
///
/// # Errors
/// Fails when a file cannot be read.
pub(super) fn read_own(folder: &Path, is_wanted: &dyn Fn(&SourcePath) -> bool) -> Result<Files, Failure> {
    let mut files = Files::new();
    for entry in entries(folder) {
        let entry = entry?;
        let path = name_of(&entry, folder).and_then(|name| SourcePath::new(&name));
        let Some(path) = path.filter(|path| is_wanted(path)) else { continue };
        let is_read = entry.file_type().is_file() && entry.metadata().is_ok_and(|facts| facts.len() <= MAX_FILE);
        files.insert(path, if is_read { bytes_of(&entry)? } else { Arc::from(STAND_IN) });
    }
    Ok(files)
}

/// Adds those of the named files that are here behind a link to their folder.
pub(super) fn add_linked<'p>(folder: &Path, files: &mut Files, names: impl Iterator<Item = &'p SourcePath>) {
    for name in names {
        if !files.contains_key(name) && folder.join(name.as_str()).symlink_metadata().is_ok() {
            files.insert(name.clone(), Arc::from(STAND_IN));
        }
    }
}

/// All files in order; dot-folders, dot-files and `node_modules` are no part of a playbook.
fn entries(folder: &Path) -> impl Iterator<Item = Result<DirEntry, Failure>> {
    let is_visible = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !is_hidden_name(&name)
    };
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_entry(is_visible);
    entries
        .map(|entry| entry.map_err(|error| Failure::new(format!("cannot read `{}`: {error}", folder.display()))))
        .filter(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir()))
}

/// The path below the folder; `None` when it is not UTF-8, because two such names could become one.
fn name_of(entry: &DirEntry, folder: &Path) -> Option<String> {
    let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    Some(below.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?.join("/"))
}

fn bytes_of(entry: &DirEntry) -> Result<Arc<[u8]>, Failure> {
    Ok(Arc::from(fs::read(entry.path()).map_err(|error| Failure::io("read", entry.path(), &error))?))
}

//! Reads a folder of files without following any link. Knows the disk, not what the files mean.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::{Fetched, MAX_FILE, MAX_FILES, MAX_TOTAL, refused, too_large, too_much};
use crate::failure::Failure;
use crate::source::SourcePath;

/// Reads the wanted files of a folder; dot-folders, dot-files and `node_modules` are no part of a
/// playbook.
///
/// # Errors
/// Fails when a file cannot be read, or all are larger than is taken.
pub(super) fn read(folder: &Path, is_wanted: &dyn Fn(&SourcePath) -> bool) -> Result<Fetched, Failure> {
    let mut fetched = Fetched { revision: "folder".to_owned(), ..Fetched::default() };
    let mut total = 0;
    let visible = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| Failure::new(format!("cannot read `{}`: {error}", folder.display())))?;
        if entry.depth() == 0 || entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        let path = SourcePath::new(&name).filter(|_| !refused(&name));
        if path.as_ref().is_some_and(|path| !is_wanted(path)) {
            continue;
        }
        match path {
            _ if entry.file_type().is_symlink() => {
                fetched.notes.push(format!("`{name}` is a symbolic link and was left out"));
            }
            None => fetched.notes.push(format!("`{name}` has a name that is not taken")),
            Some(_) if !entry.file_type().is_file() => fetched.notes.push(format!("`{name}` is no file")),
            Some(_) if size > MAX_FILE => fetched.notes.push(too_large(&name, size)),
            Some(path) => {
                total += size;
                if total > MAX_TOTAL || fetched.files.len() >= MAX_FILES {
                    return Err(too_much());
                }
                let bytes = fs::read(entry.path()).map_err(|error| Failure::io("read", entry.path(), &error))?;
                fetched.files.insert(path, Arc::from(bytes));
            }
        }
    }
    Ok(fetched)
}

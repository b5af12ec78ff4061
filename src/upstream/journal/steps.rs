//! The steps of which a change is made: each can be done again after a crash. Knows the disk, not
//! which steps make a change.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;

use super::CURRENT;
use crate::failure::Failure;
use crate::source::SourcePath;

/// One step of a change; each can be done again.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Remove(&'static str),
    Delete(PathBuf),
    Write(PathBuf, Vec<u8>),
    /// Waits until these files and folders have reached the disk.
    Sync(Vec<PathBuf>),
    Rename(&'static str, &'static str),
    /// Makes the file what it is to be, from the copy below `.playbook/upgrade`.
    Put(SourcePath, Option<PathBuf>),
}

/// A file, and the folders above it that may be new or may have lost it.
pub(super) fn touched(root: &Path, path: &SourcePath) -> Vec<PathBuf> {
    let above = Path::new(path.as_str()).ancestors();
    above.map(|part| if part.as_os_str().is_empty() { root.to_path_buf() } else { root.join(part) }).collect()
}

impl Step {
    /// The file that it writes.
    pub(super) fn written(&self) -> Option<PathBuf> {
        if let Self::Write(file, _) = self { Some(file.clone()) } else { None }
    }
}

/// Does a step.
///
/// # Errors
/// Fails when the disk does.
pub(super) fn perform(root: &Path, step: &Step) -> Result<(), Failure> {
    match step {
        Step::Remove(folder) => {
            let folder = root.join(folder);
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io("delete", &folder, &error)),
                _ => Ok(()),
            }
        }
        Step::Delete(file) => match fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io("delete", file, &error)),
            _ => Ok(()),
        },
        Step::Write(file, bytes) => {
            let folder = file.parent().unwrap_or(root);
            fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
            fs::write(file, bytes).map_err(|error| Failure::io("write", file, &error))
        }
        Step::Sync(paths) => sync_all(paths),
        Step::Rename(from, to) => {
            let (from, to) = (root.join(from), root.join(to));
            fs::rename(&from, &to).map_err(|error| Failure::io("rename", &from, &error))
        }
        Step::Put(path, copy) => put(root, path, copy.as_deref()),
    }
}

/// How many files wait for the disk at once.
const AT_ONCE: usize = 16;

/// Waits until all of them have reached the disk. A file system that is asked for many at once
/// writes them together, so that this takes as long as a few do and not as long as all.
///
/// The order among them is of no account: nothing that follows a `Sync` is begun before it ends, and
/// until then nothing counts that stands on it. A file and the folder that names it may so be written
/// in either order; after both are, the name leads to the whole file.
fn sync_all(paths: &[PathBuf]) -> Result<(), Failure> {
    let share = paths.len().div_ceil(AT_ONCE).max(1);
    thread::scope(|scope| {
        let shares: Vec<_> = paths
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().try_for_each(|path| sync(path))))
            .collect();
        shares.into_iter().try_for_each(|share| share.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
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
pub(super) fn put(root: &Path, path: &SourcePath, copy: Option<&Path>) -> Result<(), Failure> {
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
        remove_empty(root, &file);
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

/// Gives a file that was moved its old place again, in one step.
///
/// # Errors
/// Fails when there is a link on the way, or when the disk does.
pub(super) fn bring_back(root: &Path, from: &SourcePath, to: &SourcePath) -> Result<(), Failure> {
    refuse_links(root, from)?;
    refuse_links(root, to)?;
    let touched = [touched(root, from), touched(root, to)].concat();
    let (from, to) = (root.join(from.as_str()), root.join(to.as_str()));
    let folder = to.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
    fs::rename(&from, &to).map_err(|error| Failure::io("rename", &from, &error))?;
    remove_empty(root, &from);
    sync_all(&touched)
}

/// Removes the folders above a file that is gone, as far as they are empty.
fn remove_empty(root: &Path, file: &Path) {
    // Fails on a folder that still holds something, which is what is wanted.
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != root);
    let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
}

/// No file is written through a link: what it leads to is not this playbook's.
///
/// # Errors
/// Fails when there is one.
pub(in crate::upstream) fn refuse_links(root: &Path, path: &SourcePath) -> Result<(), Failure> {
    let parts = Path::new(path.as_str()).ancestors().filter(|part| !part.as_os_str().is_empty());
    match parts.map(|part| root.join(part)).find(|part| part.is_symlink()) {
        Some(link) => {
            Err(Failure::new(format!("`{}` is a symbolic link, through which nothing is written", link.display()))
                .hint("replace the link by the file or folder that it leads to"))
        }
        None => Ok(()),
    }
}

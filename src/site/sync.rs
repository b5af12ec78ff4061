//! Makes the output folder equal to the site, touching only what differs. Knows the disk, not how
//! the site was made.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Site;
use crate::failure::Failure;
use crate::playbook::OutPath;
use crate::source::load::MANIFEST;

/// The list of the files that are ours, in the output folder.
/// Where files are written before they take the place of older ones. A build that was killed may
/// leave it behind; the next removes it.
const TEMPORARY: &str = ".playbook-tmp";
/// The first line of a manifest.
const HEADER: &str = "# Files written by playbook. It deletes none that is not listed here.";

/// What a sync did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Files that were written.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier site that were deleted.
    pub deleted: usize,
}

/// Whether a folder that is not ours may be written to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Adopt {
    /// It is refused.
    #[default]
    Refuse,
    /// It is written to; files in it that the site does not have stay.
    Force,
}

/// Writes the site to a folder.
///
/// A kill at any moment leaves a folder that the next sync makes right: the manifest lists a file
/// before it is written, and a file that existed is replaced in one step.
///
/// # Errors
/// Fails when the folder is not empty and not ours, or on a full or read-only disk.
pub fn sync(site: &Site, folder: &Path, adopt: Adopt) -> Result<Synced, Failure> {
    let old = ours(folder, adopt)?;
    fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
    let temporary = Temporary::new(folder)?;
    let new: BTreeSet<&str> = site.files.keys().map(OutPath::as_str).collect();
    let stale: Vec<&String> = old.iter().filter(|path| !new.contains(path.as_str())).collect();
    let both: BTreeSet<&str> = new.iter().copied().chain(old.iter().map(String::as_str)).collect();
    if both.len() != old.len() {
        write_manifest(folder, &both, &temporary)?;
    }
    let made_room = make_room(&new, folder, &stale)?;
    clear_the_way(folder, &new, &stale)?;
    let outcomes: Vec<Result<bool, Failure>> = site
        .files
        .par_iter()
        .map(|(path, bytes)| write_if_changed(&folder.join(path.as_str()), bytes, &temporary))
        .collect();
    // Of several failures the first by path is told, whichever came first.
    let outcomes: Vec<bool> = outcomes.into_iter().collect::<Result<_, Failure>>()?;
    let deleted = made_room + delete_stale(folder, &stale)?;
    if both.len() != new.len() {
        write_manifest(folder, &new, &temporary)?;
    }
    let written = outcomes.iter().filter(|written| **written).count();
    Ok(Synced { written, unchanged: outcomes.len() - written, deleted })
}

/// The files in a folder that are ours; the folder must be empty, absent or ours.
fn ours(folder: &Path, adopt: Adopt) -> Result<BTreeSet<String>, Failure> {
    match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => Ok(text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(OutPath::new)
            .map(|path| path.as_str().to_owned())
            .collect()),
        Err(_) => {
            // A build that was killed at once left nothing but its temporary files.
            let is_empty = match fs::read_dir(folder) {
                Ok(entries) => entries.flatten().all(|entry| entry.file_name() == TEMPORARY),
                Err(error) if error.kind() == ErrorKind::NotFound => true,
                Err(error) if error.kind() == ErrorKind::NotADirectory => {
                    return Err(Failure::new(format!("the output `{}` is a file, not a folder", folder.display()))
                        .hint("choose another folder with `--output-dir DIR`"));
                }
                Err(error) => return Err(Failure::io("read", folder, &error)),
            };
            if is_empty || adopt == Adopt::Force {
                return Ok(BTreeSet::new());
            }
            Err(Failure::new(format!(
                "the output folder `{}` is not empty and was not made by playbook",
                folder.display()
            ))
            .hint("choose another folder with `--output-dir DIR`")
            .hint("or write into it with `--force`; files of yours that the site does not have are kept"))
        }
    }
}

fn write_manifest(folder: &Path, paths: &BTreeSet<&str>, temporary: &Temporary) -> Result<(), Failure> {
    let mut text = String::with_capacity(paths.len() * 32);
    text.push_str(HEADER);
    text.push('\n');
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    temporary.replace(&folder.join(MANIFEST), text.as_bytes())
}

/// A folder of pages may have become a file: what is stale in it goes first, and the folder with it
/// unless it holds something that is not ours.
fn make_room(new: &BTreeSet<&str>, folder: &Path, stale: &[&String]) -> Result<usize, Failure> {
    let in_the_way: Vec<&String> =
        stale.iter().copied().filter(|file| folders_above(file).any(|above| new.contains(above))).collect();
    delete_stale(folder, &in_the_way)
}

/// `a/b` and `a` for `a/b/c`.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(above, _)| above.rsplit_once('/')).map(|(above, _)| above)
}

/// A file of an earlier site may stand where a folder must be now.
fn clear_the_way(folder: &Path, new: &BTreeSet<&str>, stale: &[&String]) -> Result<(), Failure> {
    for file in stale {
        let as_folder = format!("{file}/");
        let after = new.range(as_folder.as_str()..).next();
        let path = folder.join(file);
        if after.is_some_and(|path| path.starts_with(&as_folder)) && path.is_file() {
            fs::remove_file(&path).map_err(|error| Failure::io("delete", &path, &error))?;
        }
    }
    Ok(())
}

/// Compares first: an unchanged file costs a read, and keeps its time for servers and `rsync`.
fn write_if_changed(path: &Path, bytes: &[u8], temporary: &Temporary) -> Result<bool, Failure> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            let same_length = metadata.len() == bytes.len() as u64;
            if same_length && fs::read(path).is_ok_and(|existing| existing == bytes) {
                return Ok(false);
            }
            temporary.replace(path, bytes)?;
        }
        Ok(metadata) if metadata.is_dir() => {
            return Err(Failure::new(format!("cannot write `{}`: a folder is in the way", path.display()))
                .hint("move the folder away, or choose another output folder with `--output-dir DIR`"));
        }
        Ok(_) => temporary.replace(path, bytes)?,
        Err(_) => write(path, bytes)?,
    }
    Ok(true)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    create(path).and_then(|mut file| file.write_all(bytes)).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::io("write", path, error);
    if error.kind() == ErrorKind::StorageFull {
        failure.hint("make room on the disk and build again; the next build repairs what is there")
    } else {
        failure
    }
}

/// Makes the folders above a file only when they are missing: in a site that is there already,
/// every file finds its own.
fn create(path: &Path) -> io::Result<fs::File> {
    match (fs::File::create(path), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            fs::File::create(path)
        }
        (outcome, _) => outcome,
    }
}

/// A folder on the same disk as the output, so that a rename is one step.
struct Temporary {
    folder: PathBuf,
    next: AtomicUsize,
}

impl Temporary {
    fn new(output: &Path) -> Result<Self, Failure> {
        let folder = output.join(TEMPORARY);
        match fs::remove_dir_all(&folder) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::io("delete", &folder, &error)),
        }
        Ok(Self { folder, next: AtomicUsize::new(0) })
    }

    /// Gives a file new bytes in one step: readers see the old ones or the new ones.
    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        fs::create_dir_all(&self.folder).map_err(|error| Failure::io("make the folder", &self.folder, &error))?;
        let file = self.folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        // Whoever reads the message knows the file, not the one that stands in for it.
        let outcome = create(&file).and_then(|mut file| file.write_all(bytes)).and_then(|()| fs::rename(&file, path));
        outcome.map_err(|error| cannot_write(path, &error))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Nothing was replaced, or nothing is left in it; the next sync removes what stays.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn delete_stale(folder: &Path, stale: &[&String]) -> Result<usize, Failure> {
    let mut deleted = 0;
    let mut folders = BTreeSet::new();
    for file in stale {
        let path = folder.join(file);
        // A folder on the way may have become a link since; what it leads to is not ours.
        if is_through_link(folder, file) {
            continue;
        }
        match fs::remove_file(&path) {
            Ok(()) => deleted += 1,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) => {
            }
            Err(error) => return Err(Failure::io("delete", &path, &error)),
        }
        let mut parent = Path::new(file).parent();
        while let Some(above) = parent.filter(|above| !above.as_os_str().is_empty()) {
            folders.insert(above.to_owned());
            parent = above.parent();
        }
    }
    for empty in folders.iter().rev() {
        // Fails on a folder that still holds something, which is what is wanted.
        let _ = fs::remove_dir(folder.join(empty));
    }
    Ok(deleted)
}

fn is_through_link(folder: &Path, file: &str) -> bool {
    Path::new(file).ancestors().skip(1).any(|above| !above.as_os_str().is_empty() && folder.join(above).is_symlink())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_with_what_to_do() {
        let failure = write(Path::new("/dev/full"), b"text").unwrap_err();
        assert_eq!(
            failure.to_string(),
            "cannot write `/dev/full`: No space left on device (os error 28)\n  hint: make room on the disk and build again; the next build repairs what is there"
        );
    }
}

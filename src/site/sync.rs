//! Makes the output folder equal to the site, touching only what differs. Knows the disk, not how
//! the site was made.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::Output;
use crate::failure::Failure;
use crate::playbook::OutPath;
use crate::source::load::MANIFEST;
use crate::source::text;

/// Where files are written before they take the place of older ones. A build that was killed may
/// leave it behind; the next removes it.
const TEMPORARY: &str = ".playbook-tmp";
/// How many folders the files written aside are spread over.
const TEMPORARY_FOLDERS: usize = 32;
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

/// A site on its way into a folder. Each file is compared with the one that is there and, where they
/// differ, written aside as it comes; all take their places together, when the whole site is made.
///
/// Until [`finish`](Self::finish) nothing of an earlier site changes, so neither a template that
/// fails nor a full disk harms it, and no more of the new one is in memory than is being made. A kill
/// at any moment leaves a folder that the next build makes right: the manifest lists a file before it
/// is there, and a file that existed is replaced in one step.
pub struct Publication {
    folder: PathBuf,
    /// The files of the earlier site.
    old: BTreeSet<String>,
    temporary: Temporary,
    places: Mutex<BTreeMap<OutPath, Place>>,
}

/// Where a file of the new site is before all take their places.
enum Place {
    /// Not known yet: it is being compared or written.
    Underway,
    /// In its place already, with the same bytes.
    Unchanged,
    /// In a file of this number.
    Aside(usize),
    /// Nowhere.
    Failed(Failure),
}

impl Publication {
    /// Begins to publish into `folder`.
    ///
    /// # Errors
    /// Fails when the folder is not empty and not ours.
    pub fn begin(folder: &Path, adopt: Adopt) -> Result<Self, Failure> {
        let old = ours(folder, adopt)?;
        let temporary = Temporary::new(folder)?;
        Ok(Self { folder: folder.to_owned(), old, temporary, places: Mutex::default() })
    }

    /// Puts every file in its place, and deletes what the earlier site had and this one has not.
    ///
    /// # Errors
    /// Fails when a file could not be written; the earlier site is then as it was. Fails when a file
    /// cannot take its place.
    pub fn finish(self) -> Result<Synced, Failure> {
        let Self { folder, old, temporary, places } = self;
        let mut aside = Vec::new();
        let places = places.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut new = BTreeSet::new();
        // Of several failures the first by path is told, whichever came first.
        for (path, place) in &places {
            new.insert(path.as_str());
            match place {
                Place::Underway | Place::Unchanged => {}
                Place::Aside(number) => aside.push((folder.join(path.as_str()), *number)),
                Place::Failed(failure) => return Err(failure.clone()),
            }
        }
        fs::create_dir_all(&folder).map_err(|error| Failure::io("make the folder", &folder, &error))?;
        let stale: Vec<&String> = old.iter().filter(|path| !new.contains(path.as_str())).collect();
        let both: BTreeSet<&str> = new.iter().copied().chain(old.iter().map(String::as_str)).collect();
        if both.len() != old.len() {
            write_manifest(&folder, &both, &temporary)?;
        }
        let made_room = make_room(&new, &folder, &stale)?;
        clear_the_way(&folder, &new, &stale)?;
        let outcomes: Vec<Result<(), Failure>> =
            aside.par_iter().map(|(path, number)| temporary.put_in_place(*number, path)).collect();
        outcomes.into_iter().collect::<Result<(), Failure>>()?;
        let deleted = made_room + delete_stale(&folder, &stale)?;
        if both.len() != new.len() {
            write_manifest(&folder, &new, &temporary)?;
        }
        Ok(Synced { written: aside.len(), unchanged: new.len() - aside.len(), deleted })
    }

    /// Compares first: an unchanged file costs a read, and keeps its time for servers and `rsync`.
    fn place(&self, path: &OutPath, bytes: &[u8]) -> Place {
        let path = self.folder.join(path.as_str());
        if is_same(&path, bytes) {
            return Place::Unchanged;
        }
        self.temporary.write(bytes).map_or_else(|error| Place::Failed(cannot_write(&path, &error)), Place::Aside)
    }

    fn places(&self) -> MutexGuard<'_, BTreeMap<OutPath, Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output for Publication {
    fn put(&self, path: OutPath, bytes: Arc<[u8]>) {
        match self.places().entry(path.clone()) {
            Entry::Occupied(_) => return,
            Entry::Vacant(place) => place.insert(Place::Underway),
        };
        let place = self.place(&path, &bytes);
        self.places().insert(path, place);
    }
}

/// The files in a folder that are ours; the folder must be empty, absent or ours.
fn ours(folder: &Path, adopt: Adopt) -> Result<BTreeSet<String>, Failure> {
    let manifest = folder.join(MANIFEST);
    match text::bytes(&manifest) {
        Ok(text) => Ok(String::from_utf8_lossy(&text)
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

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let same_length = |metadata: fs::Metadata| metadata.is_file() && metadata.len() == bytes.len() as u64;
    fs::symlink_metadata(path).is_ok_and(same_length) && fs::read(path).is_ok_and(|existing| existing == bytes)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::io("write", path, error);
    if error.kind() == ErrorKind::StorageFull {
        failure.hint("make room on the disk and build again; the next build repairs what is there")
    } else {
        failure
    }
}

/// Makes the folders above `path` only when they are missing: in a site that is there already, every
/// file finds its own.
fn with_folders<T>(path: &Path, act: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (act(), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            act()
        }
        (outcome, _) => outcome,
    }
}

/// A folder on the same disk as the output, so that a rename is one step.
struct Temporary {
    output: PathBuf,
    folder: PathBuf,
    /// Whether the output folder was there before.
    in_existing: bool,
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
        Ok(Self { output: output.to_owned(), folder, in_existing: output.exists(), next: AtomicUsize::new(0) })
    }

    /// Writes bytes to a file of its own, and gives its number.
    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.file(number);
        with_folders(&path, || fs::File::create(&path))?.write_all(bytes)?;
        Ok(number)
    }

    /// Makes a file that was written take its place in one step: readers see the old one or it.
    fn put_in_place(&self, number: usize, path: &Path) -> Result<(), Failure> {
        let file = self.file(number);
        with_folders(path, || fs::rename(&file, path)).map_err(|error| {
            if error.kind() == ErrorKind::IsADirectory {
                return Failure::new(format!("cannot write `{}`: a folder is in the way", path.display()))
                    .hint("move the folder away, or choose another output folder with `--output-dir DIR`");
            }
            cannot_write(path, &error)
        })
    }

    /// Gives a file new bytes in one step.
    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        // Whoever reads the message knows the file, not the one that stands in for it.
        let number = self.write(bytes).map_err(|error| cannot_write(path, &error))?;
        self.put_in_place(number, path)
    }

    /// Files that are written at the same time lie in different folders: in one, each would wait
    /// for the others, and the longer the more there are.
    fn file(&self, number: usize) -> PathBuf {
        self.folder.join((number % TEMPORARY_FOLDERS).to_string()).join(number.to_string())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Nothing was written, or nothing is needed of it; the next build removes what stays.
        let _ = fs::remove_dir_all(&self.folder);
        if !self.in_existing {
            // Fails on a folder that holds a site, which is what is wanted.
            let _ = fs::remove_dir(&self.output);
        }
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
        let error = fs::write("/dev/full", b"text").unwrap_err();
        let failure = cannot_write(Path::new("/dev/full"), &error);
        assert_eq!(
            failure.to_string(),
            "cannot write `/dev/full`: No space left on device (os error 28)\n  hint: make room on the disk and build again; the next build repairs what is there"
        );
    }
}

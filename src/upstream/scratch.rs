//! The folder of one fetch, which is thrown away, and those that killed programs left behind. Knows
//! the disk, not what is fetched.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::failure::Failure;

/// How such a folder's name begins: git has always been told to leave `.playbook/fetch-*/` out.
const NAME: &str = "fetch-playbook-";
/// The file that the program holds to which the folder belongs.
const HELD: &str = "held";
/// A folder without that file may just be made; no fetch takes as long as this.
const LONG_AGO: Duration = Duration::from_secs(3600);
/// More names than this are not tried.
const NAMES: u32 = 100;

/// A new folder, which is deleted in the end. When the program is killed, the system takes back its
/// hold on the folder, and the next fetch deletes it.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
    held: Option<File>,
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.held.take());
        let _ = remove(&self.folder);
    }
}

impl Scratch {
    /// Makes one below `parent`.
    ///
    /// # Errors
    /// Fails when it cannot be made.
    pub(super) fn new(parent: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(parent).map_err(|error| Failure::io("make the folder", parent, &error))?;
        sweep(parent);
        for number in 0..NAMES {
            let folder = parent.join(format!("{NAME}{}-{number}", std::process::id()));
            match builder().create(&folder) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Failure::io("make the folder", &folder, &error)),
                Ok(()) => {
                    if let Some(scratch) = Self::hold(folder) {
                        return Ok(scratch);
                    }
                }
            }
        }
        Err(Failure::new(format!("`{}` is full of folders of other fetches", parent.display()))
            .hint(format!("delete those whose names begin with `{NAME}`")))
    }

    /// Holds a new folder; `None` when another program took it for one that was left behind, before
    /// it was held.
    fn hold(folder: PathBuf) -> Option<Self> {
        let file = folder.join(HELD);
        let held = File::create_new(&file).ok()?;
        let is_swept = matches!(held.try_lock(), Err(fs::TryLockError::WouldBlock));
        (!is_swept && file.exists()).then_some(Self { folder, held: Some(held) })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Nobody else is to look into a folder for all.
fn builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Deletes the folders of programs that are no more. What cannot be deleted is left.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_ours(parent, &entry.file_name().to_string_lossy()) && is_abandoned(&entry.path()) {
            let _ = remove(&entry.path());
        }
    }
}

/// Deletes a folder, and last the file by which it is known to be nobody's: a git whose program was
/// killed may go on writing for a while, and then the next fetch must find the rest.
fn remove(folder: &Path) -> io::Result<()> {
    let file = folder.join(HELD);
    for entry in fs::read_dir(folder)?.flatten().filter(|entry| entry.path() != file) {
        if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) }?;
    }
    if let Err(error) = fs::remove_file(&file)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error);
    }
    fs::remove_dir(folder).inspect_err(|_| drop(File::create(&file)))
}

/// In a playbook's own folder they had shorter names once.
fn is_ours(parent: &Path, name: &str) -> bool {
    name.starts_with(NAME) || (parent.ends_with(".playbook") && name.starts_with("fetch-"))
}

fn is_abandoned(folder: &Path) -> bool {
    match File::options().write(true).open(folder.join(HELD)) {
        // Where the drive knows no locks nobody can tell.
        Ok(held) => held.try_lock().is_ok(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let age = fs::metadata(folder).and_then(|facts| facts.modified()).map(|then| then.elapsed());
            matches!(age, Ok(Ok(age)) if age > LONG_AGO)
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::SystemTime;

    use super::*;

    fn names(parent: &Path) -> Vec<String> {
        let entries = fs::read_dir(parent).unwrap().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_killed_fetch_left_goes_with_the_next_one_and_what_is_in_use_stays() {
        let outside = tempfile::tempdir().unwrap();
        let parent = outside.path().join(".playbook");
        for name in ["fetch-playbook-1-0", "fetch-playbook-2-0", "fetch-3", "fetch-4", "base"] {
            fs::create_dir_all(parent.join(name)).unwrap();
        }
        File::create(parent.join("fetch-playbook-1-0").join(HELD)).unwrap();
        fs::write(parent.join("fetch-3/HEAD"), "half").unwrap();
        #[cfg(unix)]
        {
            let long_ago = SystemTime::now() - 2 * LONG_AGO;
            File::open(parent.join("fetch-3")).unwrap().set_modified(long_ago).unwrap();
            fs::create_dir(outside.path().join("kept")).unwrap();
            std::os::unix::fs::symlink(outside.path().join("kept"), parent.join("fetch-5")).unwrap();
        }
        let first = Scratch::new(&parent).unwrap();
        let second = Scratch::new(&parent).unwrap();
        assert_ne!(first.folder(), second.folder());
        assert!(first.folder().join(HELD).is_file() && second.folder().join(HELD).is_file());
        // A git that goes on writing while its folder is deleted.
        let (busy, is_over) = (parent.join("fetch-playbook-6-0"), AtomicBool::new(false));
        fs::create_dir(&busy).unwrap();
        File::create(busy.join(HELD)).unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let _ = fs::create_dir(busy.join("repository"));
                    let _ = fs::write(busy.join("repository/HEAD"), "half");
                }
            });
            (0..20).for_each(|_| sweep(&parent));
            is_over.store(true, Ordering::Relaxed);
        });
        sweep(&parent);
        drop((first, second));
        #[cfg(unix)]
        assert_eq!(names(&parent), ["base", "fetch-4", "fetch-5", "fetch-playbook-2-0"]);
        assert!(names(outside.path()).contains(&".playbook".to_owned()));
    }
}

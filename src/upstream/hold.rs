//! Who may change a forked playbook: one program at a time. Knows the disk, not what is changed.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::journal::steps::refuse_links;
use crate::failure::Failure;
use crate::source::SourcePath;

/// A folder of its own, because git has always been told to leave `.playbook/upgrade*/` out.
const FOLDER: &str = ".playbook/upgrade.lock";
const FILE: &str = ".playbook/upgrade.lock/held";

/// The right to change a playbook. The system takes it back when the program ends, however it ends,
/// so that a crash leaves nothing to clear up; the file itself means nothing and stays.
#[derive(Debug)]
pub(crate) struct Hold {
    root: PathBuf,
    file: File,
}

impl Drop for Hold {
    /// A program that is just being started has a copy of every open file for a moment, so that it
    /// is not enough to close this one.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl Hold {
    /// Takes it.
    ///
    /// # Errors
    /// Fails when another program has it, or when its file cannot be made.
    pub(crate) fn take(root: &Path) -> Result<Self, Failure> {
        let path = SourcePath::new(FILE).unwrap_or_else(|| unreachable!("a plain path"));
        refuse_links(root, &path)?;
        let (folder, file) = (root.join(FOLDER), root.join(FILE));
        fs::create_dir_all(&folder).map_err(|error| Failure::io("make the folder", &folder, &error))?;
        let opened = File::options().write(true).create(true).truncate(false).open(&file);
        let opened = opened.map_err(|error| Failure::io("write", &file, &error))?;
        match opened.try_lock() {
            Err(TryLockError::WouldBlock) => Err(is_taken()),
            // Some network drives know no locks: there a playbook has no protection, but it works.
            Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => {
                Err(Failure::io("lock", &file, &error))
            }
            _ => Ok(Self { root: root.to_path_buf(), file: opened }),
        }
    }

    /// The playbook's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Gives it back for a playbook that is new, where nobody else has asked for it.
    pub(crate) fn clear(self) {
        let folder = self.root.join(FOLDER);
        drop(self);
        let _ = fs::remove_dir_all(&folder);
        // Fails where the playbook was made, which is what is wanted.
        let _ = folder.parent().map(fs::remove_dir);
    }
}

/// Nothing is read from a playbook that another program is changing.
///
/// # Errors
/// Fails when one is.
pub(crate) fn refuse_taken(root: &Path) -> Result<(), Failure> {
    let Ok(file) = File::open(root.join(FILE)) else { return Ok(()) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(is_taken()),
        _ => {
            let _ = file.unlock();
            Ok(())
        }
    }
}

fn is_taken() -> Failure {
    Failure::new("another `playbook` is changing this playbook")
        .hint("wait until it has ended, then run the command again; one that crashed is not waited for")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_a_crash_leaves_nothing_to_clear_up() {
        let root = tempfile::tempdir().unwrap();
        assert!(refuse_taken(root.path()).is_ok());
        let first = Hold::take(root.path()).unwrap();
        let refused = [Hold::take(root.path()).map(drop), refuse_taken(root.path())];
        for result in refused {
            assert_eq!(result.unwrap_err().message, "another `playbook` is changing this playbook");
        }
        // What a crash does: the file stays, the right goes.
        drop(first);
        assert!(root.path().join(FILE).is_file());
        assert!(refuse_taken(root.path()).is_ok());
        Hold::take(root.path()).unwrap().clear();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_not_taken_through_a_link() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), root.path().join(".playbook")).unwrap();
        assert!(Hold::take(root.path()).unwrap_err().message.contains("is a symbolic link"));
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}

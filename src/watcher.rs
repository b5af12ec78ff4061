//! Says *that* something changed below some folders, after a moment of quiet. What changed is found
//! by comparing sources; knows nothing of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::EventKind;
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::failure::Failure;

/// Editors save in several steps; a build begins when nothing happened for so long.
const QUIET: Duration = Duration::from_millis(30);
/// A branch switch can go on for long; a build begins after so long at the latest.
const PATIENCE: Duration = Duration::from_millis(500);

/// How changes are noticed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Watching {
    /// The system reports them.
    Events,
    /// The files are looked at twice a second.
    Poll,
}

/// Waits for changes.
pub(crate) struct Watcher {
    notify: Box<dyn notify::Watcher>,
    events: Receiver<notify::Result<Event>>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
    /// What changes are waited for, each as it was named and as the system knows it: folders with
    /// all that is in them, and single files.
    folders: BTreeSet<PathBuf>,
    files: BTreeSet<PathBuf>,
    leave_out: PathBuf,
}

/// How waiting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Waited {
    /// Something changed.
    Changed,
    /// Nothing did.
    InVain,
}

impl Watcher {
    /// Watches files and folders, and the folders that hold those that do not exist yet. What
    /// happens in `leave_out` is ours.
    ///
    /// # Errors
    /// Fails when the system cannot watch.
    pub(crate) fn new(paths: Vec<PathBuf>, leave_out: &Path, watching: Watching) -> Result<Self, Failure> {
        let (sender, events) = channel();
        let failed = |error: notify::Error| {
            Failure::new(format!("cannot watch for changes: {error}"))
                .hint("look for changes twice a second with `--poll`")
        };
        let notify: Box<dyn notify::Watcher> = match watching {
            Watching::Events => Box::new(RecommendedWatcher::new(sender, Config::default()).map_err(failed)?),
            Watching::Poll => {
                let config = Config::default().with_poll_interval(Duration::from_millis(500));
                Box::new(PollWatcher::new(sender, config).map_err(failed)?)
            }
        };
        let (none, watched) = (BTreeSet::new, BTreeMap::new());
        let mut watcher = Self { notify, events, watched, folders: none(), files: none(), leave_out: PathBuf::new() };
        watcher.watch(paths, leave_out);
        if watcher.watched.is_empty() {
            return Err(Failure::new("cannot watch for changes: the system refuses")
                .hint("look for changes twice a second with `--poll`"));
        }
        Ok(watcher)
    }

    /// Waits for changes of these paths from now on, and no longer for those of earlier ones. Watches
    /// what is not watched yet: a folder may have been made since.
    pub(crate) fn watch(&mut self, paths: Vec<PathBuf>, leave_out: &Path) {
        self.leave_out = std::path::absolute(leave_out).unwrap_or_else(|_| leave_out.to_path_buf());
        self.folders.clear();
        self.files.clear();
        self.watch_also(paths);
    }

    /// Waits for changes of these paths too.
    pub(crate) fn watch_also(&mut self, paths: Vec<PathBuf>) {
        // What was removed is no longer reported, whatever is made under its name.
        self.watched.retain(|path, _| path.is_dir());
        for path in paths {
            let Ok(path) = std::path::absolute(path) else { continue };
            if path.is_dir() {
                self.folders.extend(path.canonicalize());
                self.folders.insert(path.clone());
                self.add(&path, RecursiveMode::Recursive);
                continue;
            }
            self.files.extend(path.canonicalize());
            self.files.insert(path.clone());
            self.await_folders_of(&path);
        }
    }

    /// Watches a file through its folder, because editors save by rename; or, where there is none, the
    /// nearest folder above it for the one that is to hold it.
    fn await_folders_of(&mut self, path: &Path) {
        let nearest = || path.ancestors().skip(1).find(|folder| folder.is_dir());
        let mut before = None;
        // The next folder may be made before the one above it is watched.
        while let Some(folder) = nearest().filter(|folder| before != Some(*folder)) {
            self.add(folder, RecursiveMode::NonRecursive);
            before = Some(folder);
        }
        let Some(folder) = before else { return };
        let missing = path.ancestors().skip(1).take_while(|above| *above != folder);
        let real = folder.canonicalize().ok();
        for above in missing {
            let below = above.strip_prefix(folder).ok();
            self.files.extend(real.as_ref().zip(below).map(|(real, below)| real.join(below)));
            self.files.insert(above.to_path_buf());
        }
    }

    /// Watches a folder. One inside another that is watched with all that is in it is watched already;
    /// asked for by itself, what is made inside it would no longer be.
    fn add(&mut self, path: &Path, mode: RecursiveMode) {
        let is_whole = |mode| mode == RecursiveMode::Recursive;
        let is_covered = self.watched.iter().any(|(other, mode)| is_whole(*mode) && path.starts_with(other));
        if (is_whole(mode) || !is_covered) && self.notify.watch(path, mode).is_ok() {
            self.watched.insert(path.to_path_buf(), mode);
        }
    }

    /// Returns when something changed and a moment of quiet followed, or when nothing did for long.
    ///
    /// # Errors
    /// Fails when the system stops reporting.
    pub(crate) fn wait(&self, for_long: Duration) -> Result<Waited, Failure> {
        let stopped = || Failure::new("the system stopped reporting changes").hint("start `playbook serve` again");
        let began = Instant::now();
        loop {
            match self.events.recv_timeout(for_long.saturating_sub(began.elapsed())) {
                Ok(event) if self.matters(&event) => break,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Ok(Waited::InVain),
                Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
            }
        }
        let since = Instant::now();
        loop {
            match self.events.recv_timeout(QUIET) {
                Ok(event) if !self.matters(&event) => {}
                Ok(_) if since.elapsed() < PATIENCE => {}
                Ok(_) | Err(RecvTimeoutError::Timeout) => return Ok(Waited::Changed),
                Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
            }
        }
    }

    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        // Our own reading is reported too.
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.paths.is_empty()
            || event.paths.iter().any(|path| self.is_wanted(path) && !path.starts_with(&self.leave_out))
    }

    /// Whether the path was asked for: what is watched through its folder has neighbours. Below a
    /// folder, dot-files and dot-folders are not content: editors' swap files, git's own.
    fn is_wanted(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let below = self.folders.iter().filter_map(|folder| path.strip_prefix(folder).ok());
        below.min_by_key(|below| below.components().count()).is_some_and(|below| !is_hidden(below))
    }
}

fn is_hidden(below: &Path) -> bool {
    below.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        name.starts_with('.') && name.len() > 2 || name == "node_modules"
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LONG: Duration = Duration::from_secs(300);
    const SHORT: Duration = Duration::from_millis(1);

    #[test]
    fn a_folder_that_is_made_step_by_step_is_waited_for_at_each_and_again_when_it_was_removed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        let paths = vec![root.join("a/b/docs")];
        let mut watcher = Watcher::new(vec![root.join("new.yaml")], &root.join("public"), Watching::Events).unwrap();
        watcher.watch_also(paths.clone());
        for _ in 0..2 {
            fs::write(root.join("other"), "x").unwrap();
            for name in ["a", "a/b", "a/b/docs"] {
                fs::create_dir(root.join(name)).unwrap();
                assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed, "{name}");
                watcher.watch_also(paths.clone());
            }
            fs::write(root.join("a/b/docs/index.md"), "x").unwrap();
            assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed);
            fs::remove_dir_all(root.join("a")).unwrap();
            assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed);
            watcher.watch_also(paths.clone());
        }
        // What was asked for before still is.
        fs::write(root.join("new.yaml"), "x").unwrap();
        assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed);
    }

    #[test]
    fn waiting_ends_when_something_was_changed_that_was_asked_for_or_after_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(".hidden above");
        fs::create_dir_all(root.join("content/.git/refs")).unwrap();
        let paths = ["content", "content/.git/HEAD", "content/.git/refs", "new.yaml"].map(|name| root.join(name));
        let mut watcher = Watcher::new(paths.to_vec(), &root.join("content/public"), Watching::Events).unwrap();
        assert_eq!(watcher.wait(SHORT).unwrap(), Waited::InVain);
        for name in ["content/.a.md.swp", "content/.git/index", "other.yaml"] {
            fs::write(root.join(name), "x").unwrap();
        }
        // Events come in order: were one of those above waited for, this would be one too many.
        fs::write(root.join("content/.git/HEAD"), "x").unwrap();
        assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed);
        for name in ["content/a.md", "content/.git/refs/main", "new.yaml"] {
            fs::write(root.join(name), "x").unwrap();
            assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed, "{name}");
        }
        assert_eq!(watcher.wait(SHORT).unwrap(), Waited::InVain);
        // While there is no content folder, the one above it stands in for it.
        watcher.watch(vec![root.clone()], &root.join("content/public"));
        watcher.watch(paths.to_vec(), &root.join("content/public"));
        fs::write(root.join("serve.log"), "x").unwrap();
        fs::write(root.join("new.yaml"), "y").unwrap();
        assert_eq!(watcher.wait(LONG).unwrap(), Waited::Changed);
        assert_eq!(watcher.wait(SHORT).unwrap(), Waited::InVain);
    }
}

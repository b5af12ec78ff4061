//! What is served at the moment, and since which build each file of it is as it is. Knows files, not
//! how they are asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use percent_encoding::percent_decode_str;

use crate::playbook::OutPath;
use crate::site::Site;

/// The page for paths that are none.
pub(super) const NOT_FOUND: &str = "404.html";
/// The files of the search, which are read when somebody searches.
const SEARCH: &str = "_search/";
/// Ends of files that no page shows: pages themselves, and what is made of pages.
const NOT_SHOWN: &[&str] = &[".html", ".md", ".json", ".xml", ".txt", ".ics"];

/// What is served at the moment.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Served {
    /// The files.
    pub(crate) site: Site,
    /// By file: the errors of the page, as text.
    pub(crate) errors: BTreeMap<String, String>,
    /// Why the newest build could not be made; the files are those of the one before.
    pub(crate) failure: Option<String>,
}

/// Where the newest build is put for the server to find.
#[derive(Default)]
pub(crate) struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

/// Builds are numbered; one that changes nothing has no number.
#[derive(Default)]
struct State {
    build: u64,
    served: Arc<Served>,
    /// Since which build each file is as it is.
    since: BTreeMap<OutPath, u64>,
    /// Since which build all that pages show, such as styles and pictures, is as it is.
    shown_since: u64,
}

impl Board {
    /// Serves a new build.
    pub(crate) fn put(&self, served: Served) {
        let mut state = self.lock();
        if *state.served != served {
            state.note_changes(&served);
            state.served = Arc::new(served);
            self.changed.notify_all();
        }
    }

    /// Serves the last build, with a message on every page.
    pub(crate) fn fail(&self, message: &str) {
        let last = Served::clone(&self.lock().served);
        self.put(Served { failure: Some(message.to_owned()), ..last });
    }

    /// What is served now, and which version of a page that is.
    pub(super) fn current(&self, page: &str) -> (Arc<Served>, String) {
        let state = self.lock();
        (Arc::clone(&state.served), state.version(Some(page)))
    }

    /// Which version of a page is served; of the whole site when no page is named.
    pub(super) fn version(&self, page: Option<&str>) -> String {
        self.lock().version(page)
    }

    /// The newest version, at once when it is not the one that was `seen`, else after a while.
    pub(super) fn wait(&self, page: Option<&str>, seen: &str, patience: Duration) -> String {
        let is_seen = |state: &mut State| state.version(page) == seen;
        let outcome = self.changed.wait_timeout_while(self.lock(), patience, is_seen);
        outcome.map_or_else(|_| seen.to_owned(), |(state, _)| state.version(page))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn note_changes(&mut self, new: &Served) {
        self.build += 1;
        let old = &self.served;
        let is_same = |path: &OutPath, bytes: &Arc<[u8]>| {
            old.site.files.get(path) == Some(bytes) && old.errors.get(path.as_str()) == new.errors.get(path.as_str())
        };
        let changed = new.site.files.iter().filter(|(path, bytes)| !is_same(path, bytes)).map(|(path, _)| path);
        let gone = old.site.files.keys().filter(|path| !new.site.files.contains_key(*path));
        if old.failure != new.failure || changed.clone().chain(gone).any(is_shown) {
            self.shown_since = self.build;
        }
        self.since.retain(|path, _| new.site.files.contains_key(path));
        self.since.extend(changed.map(|path| (path.clone(), self.build)));
    }

    /// The number of the process tells a server from the one before it.
    fn version(&self, page: Option<&str>) -> String {
        let server = std::process::id();
        let Some(page) = page else { return format!("{server}-{}", self.build) };
        let file = self.served.file(page).or_else(|| OutPath::new(NOT_FOUND));
        let since = file.as_ref().and_then(|file| self.since.get(file)).copied().unwrap_or_default();
        let name = file.as_ref().map_or("", OutPath::as_str);
        format!("{server}-{}-{name:?}", since.max(self.shown_since))
    }
}

impl Served {
    /// What must be said on a page: why there is no newer site, or what is wrong with this page.
    pub(super) fn errors_of(&self, file: &str) -> Option<&str> {
        self.failure.as_ref().or_else(|| self.errors.get(file)).map(String::as_str)
    }

    /// The file at a path of an address.
    pub(super) fn file(&self, path: &str) -> Option<OutPath> {
        file_at(path).filter(|file| self.site.files.contains_key(file))
    }
}

/// The file that a path of an address means, whether it is there or not.
pub(super) fn file_at(path: &str) -> Option<OutPath> {
    let decoded = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let is_folder = decoded.is_empty() || decoded.ends_with('/');
    OutPath::new(&if is_folder { format!("{decoded}index.html") } else { decoded.to_string() })
}

/// Whether a file may be seen on pages: styles, scripts, pictures.
fn is_shown(file: &OutPath) -> bool {
    !file.as_str().starts_with(SEARCH) && !NOT_SHOWN.iter().any(|end| file.as_str().ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(files: &[(&str, &str)]) -> Served {
        let files = files.iter().map(|(path, text)| (OutPath::new(path).unwrap(), Arc::from(text.as_bytes())));
        Served { site: Site { files: files.collect() }, ..Served::default() }
    }

    /// The numbers in the versions of the site, of the page `a/` and of a page that is not there.
    fn numbers(board: &Board) -> [String; 3] {
        [None, Some("/a/"), Some("/b/")].map(|page| board.version(page).split('-').nth(1).unwrap().to_owned())
    }

    #[test]
    fn a_page_is_new_when_its_bytes_are_or_those_of_what_it_shows() {
        let board = Board::default();
        let first = [("a/index.html", "a"), ("pages.json", "[]"), ("style.css", "x"), ("404.html", "no")];
        board.put(served(&first));
        assert_eq!(numbers(&board), ["1", "1", "1"]);
        board.put(served(&first));
        assert_eq!(numbers(&board), ["1", "1", "1"], "nothing changed");
        let more = [
            ("a/index.html", "a"),
            ("pages.json", "[1]"),
            ("style.css", "x"),
            ("404.html", "no"),
            ("c/index.html", "c"),
        ];
        board.put(served(&more));
        assert_eq!(numbers(&board), ["2", "1", "1"], "another page");
        let seen = board.version(Some("/b/"));
        board.put(served(&[&more[1..], &[("a/index.html", "A"), ("b/index.html", "b")]].concat()));
        assert_eq!(numbers(&board), ["3", "3", "3"], "the page itself, and one that was not there");
        assert_ne!(board.version(Some("/b/")), seen, "a page that was not there");
        board.fail("broken");
        board.fail("broken");
        assert_eq!(numbers(&board), ["4", "4", "4"], "a failure shows everywhere, once");
        board.put(served(&[("a/index.html", "A"), ("404.html", "no")]));
        assert_eq!(numbers(&board), ["5", "5", "5"], "a style that is gone");
    }
}

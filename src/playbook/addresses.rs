//! Who has which address: each is given out once, and where a file is there is no folder. Knows
//! addresses, not why they are wanted.

use std::collections::HashMap;

use super::files::ROBOTS;
use super::url::LONGEST_PART;
use super::{Assembly, Collision, OutPath, Url};

/// Who has which address.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// What the site needs for itself.
    reserved: Vec<Reserved>,
    /// By the path of a file of the site.
    taken: HashMap<String, String>,
    /// By the path of a folder of the site, who first had something in it.
    folders: HashMap<String, String>,
    /// Files that lie beside the pages: they may not be published, but no page can be below one.
    files: HashMap<String, String>,
    /// By an address that was wanted more than once, the last number that was given out.
    numbers: HashMap<String, usize>,
    pub collisions: Vec<Collision>,
}

/// The path of a file that the site needs for itself.
#[derive(Debug)]
struct Reserved {
    path: String,
    what: String,
    right: Right,
}

/// Who may have a path that is reserved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Right {
    /// The site alone.
    Site,
    /// A file of the author's, in place of the site's.
    File,
}

/// Why an address cannot be had.
struct Conflict {
    owner: String,
    /// How much of the address is in the way: all of it, or the folder that is a file.
    length: usize,
}

impl Addresses {
    pub(super) fn new(assembly: &Assembly<'_>) -> Self {
        let of_site = assembly.reserved.iter().map(|(path, what)| Reserved {
            path: (*path).to_owned(),
            what: (*what).to_owned(),
            right: if *path == ROBOTS { Right::File } else { Right::Site },
        });
        let of_theme = assembly.theme_files.iter().map(|path| Reserved {
            path: path.clone(),
            what: "a file of the theme".to_owned(),
            right: Right::File,
        });
        let mut addresses = Self { reserved: of_site.chain(of_theme).collect(), ..Self::default() };
        let content = assembly.sources.files.keys().filter(|path| !path.is_page());
        let content = content.filter_map(|path| Some((Url::of_file(path.as_str())?.as_str().to_owned(), path)));
        let statics = assembly.statics.iter().map(|file| (file.published.clone(), &file.file));
        let files: Vec<_> = content.chain(statics).collect();
        // A file in the place of a folder that the site needs is never published.
        let files = files.into_iter().filter(|(path, _)| addresses.reserved_at_or_below(path).is_none());
        addresses.files = files.map(|(path, file)| (path, format!("the file `{file}`"))).collect();
        addresses
    }

    /// Takes an address for a page; `Err` names who has it.
    pub(super) fn take(&mut self, url: &Url, owner: &str) -> Result<(), String> {
        let path = url.out_path();
        match self.conflict(path.as_str()) {
            Some(conflict) => Err(conflict.owner),
            None => {
                self.insert(path.as_str(), owner);
                Ok(())
            }
        }
    }

    /// Takes the first address of `people-2`, `people-3` … that is free.
    pub(super) fn take_numbered(&mut self, url: &Url, owner: &str) -> Url {
        let path = url.out_path().as_str().to_owned();
        let folder = self.conflict(&path).map(|conflict| conflict.length).filter(|length| *length < path.len());
        let start = self.numbers.get(&path).map_or(2, |number| number + 1);
        let free = (start..).find_map(|number| {
            let next = numbered(url, folder, number);
            self.take(&next, owner).is_ok().then_some((next, number))
        });
        let Some((next, number)) = free else { return url.clone() };
        self.numbers.insert(path, number);
        next
    }

    /// Takes an address for a file of the author's, which may stand in for one of the site's; `Err`
    /// names who has it.
    pub(super) fn take_for_file(&mut self, url: &Url, owner: &str) -> Result<(), String> {
        let path = url.as_str();
        self.reserved.retain(|reserved| reserved.path != path || reserved.right == Right::Site);
        match self.published(path) {
            Some(conflict) => Err(conflict.owner),
            None => {
                self.insert(path, owner);
                Ok(())
            }
        }
    }

    /// Whether something is published at this very path.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.taken.contains_key(path) || self.is_reserved(path)
    }

    /// Whether the site itself writes the file at a path.
    pub(super) fn is_reserved(&self, path: &str) -> bool {
        self.reserved.iter().any(|reserved| reserved.path == path)
    }

    /// What the site reserves.
    pub(super) fn reserved(&self) -> impl Iterator<Item = &str> {
        self.reserved.iter().map(|reserved| reserved.path.as_str())
    }

    /// Gives a path back that the site does not need after all.
    pub(super) fn release(&mut self, path: &str) {
        self.reserved.retain(|reserved| reserved.path != path);
    }

    /// Whether nothing is published at a path, nor in its way.
    pub(super) fn is_free(&self, path: &OutPath) -> bool {
        self.published(path.as_str()).is_none()
    }

    /// What is in the way of a page: what is published, and files that it would be below.
    fn conflict(&self, path: &str) -> Option<Conflict> {
        self.published(path).or_else(|| folders(path).find_map(|folder| conflict(self.files.get(folder)?, folder)))
    }

    fn published(&self, path: &str) -> Option<Conflict> {
        let whole = self.taken.get(path).or_else(|| self.folders.get(path)).or_else(|| self.reserved_at_or_below(path));
        match whole {
            Some(owner) => conflict(owner, path),
            None => folders(path).find_map(|folder| {
                let reserved = || self.reserved.iter().find(|reserved| reserved.path == folder);
                conflict(self.taken.get(folder).or_else(|| reserved().map(|reserved| &reserved.what))?, folder)
            }),
        }
    }

    fn reserved_at_or_below(&self, path: &str) -> Option<&String> {
        let is_there = |reserved: &&Reserved| {
            reserved.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.reserved.iter().find(is_there).map(|reserved| &reserved.what)
    }

    fn insert(&mut self, path: &str, owner: &str) {
        for folder in folders(path) {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), owner.to_owned());
            }
        }
        self.taken.insert(path.to_owned(), owner.to_owned());
    }
}

/// The conflict with the owner of an address or of a folder in it.
fn conflict(owner: &str, at: &str) -> Option<Conflict> {
    Some(Conflict { owner: owner.to_owned(), length: at.len() })
}

/// The folders above a file: of `a/b/c.html`, `a` and `a/b`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The address with a number behind it, or behind the folder that is in the way.
fn numbered(url: &Url, folder: Option<usize>, number: usize) -> Url {
    let text = url.as_str();
    let path = text.trim_end_matches('/');
    let path = if path.is_empty() { "index" } else { path };
    let (head, tail) = folder.and_then(|length| path.split_at_checked(length)).unwrap_or((path, ""));
    let head = with_room(head);
    Url::page(&format!("{head}-{number}{tail}")).unwrap_or_else(Url::home)
}

/// A path whose last part is short enough for a number to follow.
fn with_room(path: &str) -> &str {
    let start = path.rfind('/').map_or(0, |slash| slash + 1);
    let longest = path.len().min(start + LONGEST_PART);
    let end = (start..=longest).rev().find(|end| path.is_char_boundary(*end)).unwrap_or(start);
    &path[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_never_makes_a_name_too_long() {
        let url = Url::page(&format!("people/{}", "ü".repeat(127))).unwrap();
        assert_eq!(numbered(&url, None, 12).to_string(), format!("/people/{}-12/", "ü".repeat(120)));
    }

    #[test]
    fn what_the_site_needs_is_nobodys_folder_and_no_folder_of_it_is_a_file() {
        let reserve = |path: &str, right| Reserved { path: path.to_owned(), what: "ours".to_owned(), right };
        let reserved = vec![reserve("search/index.html", Right::Site), reserve("robots.txt", Right::File)];
        let mut addresses = Addresses { reserved, ..Addresses::default() };
        let mut file = |path| addresses.take_for_file(&Url::file(path).unwrap(), "mine");
        for path in ["search", "search/index.html", "robots.txt/x.png"] {
            assert_eq!(file(path), Err("ours".to_owned()), "{path}");
        }
        assert_eq!([file("search/x.png"), file("robots.txt")], [Ok(()), Ok(())]);
        assert_eq!(addresses.take(&Url::page("robots.txt/a").unwrap(), "a page"), Err("mine".to_owned()));
        assert!(addresses.is_free(&OutPath::new("print/index.html").unwrap()));
        assert!(!addresses.is_free(&OutPath::new("search/x.png/index.html").unwrap()));
    }
}

//! Who has which address: each is given out once, and where a file is there is no folder. Knows
//! addresses, not why they are wanted.

use std::collections::HashMap;

use super::url::LONGEST_PART;
use super::{Assembly, Collision, Url};

/// Who has which address.
pub(super) struct Addresses {
    /// By the path of a file of the site.
    taken: HashMap<String, String>,
    /// By the path of a folder of the site, who first had something in it.
    folders: HashMap<String, String>,
    /// Files of the content: they may not be published, but no folder can have their name.
    files: HashMap<String, String>,
    /// By an address that was wanted more than once, the last number that was given out.
    numbers: HashMap<String, usize>,
    pub collisions: Vec<Collision>,
}

/// Why an address cannot be had.
struct Conflict {
    owner: String,
    /// How much of the address is in the way: all of it, or the folder that is a file.
    length: usize,
}

impl Addresses {
    pub(super) fn new(assembly: &Assembly<'_>) -> Self {
        let mut addresses = Self {
            taken: HashMap::new(),
            folders: HashMap::new(),
            files: HashMap::new(),
            numbers: HashMap::new(),
            collisions: Vec::new(),
        };
        for (path, what) in assembly.reserved {
            addresses.insert(path, what);
        }
        let files = assembly.sources.files.keys().filter(|path| !path.is_page());
        addresses.files.extend(files.map(|path| (path.to_string(), format!("the file `{path}`"))));
        let statics = assembly.statics.iter();
        addresses.files.extend(statics.map(|file| (file.published.clone(), format!("the file `{}`", file.file))));
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

    fn conflict(&self, path: &str) -> Option<Conflict> {
        let whole = self.taken.get(path).or_else(|| self.folders.get(path));
        if let Some(owner) = whole {
            return Some(Conflict { owner: owner.clone(), length: path.len() });
        }
        folders(path).find_map(|folder| {
            let owner = self.taken.get(folder).or_else(|| self.files.get(folder))?;
            Some(Conflict { owner: owner.clone(), length: folder.len() })
        })
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
}

//! Who has which address: each is given out once. Knows addresses, not why they are wanted.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{Assembly, Collision, Url};

/// Who has which address.
pub(super) struct Addresses {
    taken: HashMap<String, String>,
    pub collisions: Vec<Collision>,
}

impl Addresses {
    pub(super) fn new(assembly: &Assembly<'_>) -> Self {
        let mut taken: HashMap<String, String> =
            assembly.reserved.iter().map(|(path, what)| ((*path).to_owned(), (*what).to_owned())).collect();
        // Where a file is there can be no folder: `logo.png.md` must not become `logo.png/`.
        let files = assembly.sources.files.keys().filter(|path| !path.is_page());
        taken.extend(files.map(|path| (format!("{path}/index.html"), format!("the file `{path}`"))));
        Self { taken, collisions: Vec::new() }
    }

    /// Takes an address for a page; `Err` names who has it.
    pub(super) fn take(&mut self, url: &Url, owner: &str) -> Result<(), String> {
        match self.taken.entry(url.out_path().as_str().to_owned()) {
            Entry::Occupied(taken) => Err(taken.get().clone()),
            Entry::Vacant(free) => {
                free.insert(owner.to_owned());
                Ok(())
            }
        }
    }

    /// Takes the first address of `people-2`, `people-3` … that is free.
    pub(super) fn take_numbered(&mut self, url: &Url, owner: &str) -> Url {
        let free = (2..).find_map(|number| {
            let next = numbered(url, number);
            self.take(&next, owner).is_ok().then_some(next)
        });
        free.unwrap_or_else(|| url.clone())
    }
}

fn numbered(url: &Url, number: usize) -> Url {
    let text = url.as_str();
    let path = text.trim_end_matches('/');
    let path = if path.is_empty() { "index" } else { path };
    Url::page(&format!("{path}-{number}")).unwrap_or_else(Url::home)
}

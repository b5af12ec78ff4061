//! What the site has besides pages and files of the content: lists, feeds, calendars, files of
//! `static`. Knows their addresses and how links name them, not what stands in them.

use std::collections::HashMap;

use super::{Assembly, Playbook, Url};

impl Playbook {
    /// Everything that the site makes itself, by address.
    pub fn made_urls(&self) -> impl Iterator<Item = Url> {
        let reserved = self.addresses.reserved().filter_map(|path| match path.strip_suffix("/index.html") {
            Some(folder) => Url::page(folder),
            None => Url::file(path),
        });
        let given = self.tags.iter().map(|tag| &tag.url).chain(self.calendar_urls()).cloned();
        let lists = self.lists.iter().filter_map(|list| self.list_url(list));
        let prints = self.entries().filter_map(|(id, _)| self.print_url(id));
        let texts = self.entries().filter_map(|(_, entry)| self.markdown_url(entry));
        texts.chain(prints).chain(lists).chain(reserved).chain(given)
    }
}

/// What links may lead to besides pages and files of the content.
pub(super) struct Made {
    /// By address, with and without a file's name.
    by_address: HashMap<String, Url>,
    /// Files of `static`, by their path from the top of the repository, or from the folder of the
    /// config.
    by_file: HashMap<String, Url>,
}

impl Made {
    pub(super) fn of(playbook: &Playbook, assembly: &Assembly<'_>) -> Self {
        let named = playbook.made_urls().flat_map(names);
        // Pages know a static file by its name; it may be published with a hash in it.
        let statics = assembly.statics.iter().filter_map(|file| Some((file, Url::file(&file.published)?)));
        let by_name = statics.clone().map(|(file, url)| (file.name.clone(), url));
        let by_file = statics.filter_map(|(file, url)| match assembly.root? {
            "" => Some((file.file.to_string(), url)),
            root => Some((format!("{root}/{}", file.file), url)),
        });
        Self { by_address: by_name.chain(named).collect(), by_file: by_file.collect() }
    }

    /// What is at an address.
    pub(super) fn at(&self, path: &str) -> Option<&Url> {
        self.by_address.get(path)
    }

    /// Where a file outside the content is published.
    pub(super) fn of_file(&self, path: &str) -> Option<&Url> {
        self.by_file.get(path)
    }
}

/// An address without its slash, and that of its file.
fn names(url: Url) -> [(String, Url); 2] {
    let path = url.out_path().as_str().to_owned();
    [(url.as_str().trim_end_matches('/').to_owned(), url.clone()), (path, url)]
}

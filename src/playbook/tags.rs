//! Tags with their pages. Knows which pages have which tag, not what the words mean.

use std::collections::BTreeMap;

use super::addresses::Addresses;
use super::{PageId, Playbook, Tag, Url, sections};
use crate::page::tag;

/// Gathers the tags of all pages that are not hidden, and gives each an address of its own.
pub(super) fn gather(playbook: &mut Playbook, addresses: &mut Addresses) {
    let mut tags: BTreeMap<String, (String, Vec<PageId>)> = BTreeMap::new();
    for (id, entry) in playbook.entries().filter(|(id, _)| playbook.is_searchable(*id)) {
        for name in &entry.page.front_matter.tags {
            let (_, pages) = tags.entry(tag::key(name)).or_insert_with(|| (name.clone(), Vec::new()));
            if pages.last() != Some(&id) {
                pages.push(id);
            }
        }
    }
    let urls = give_addresses(tags.keys(), addresses);
    for (key, (name, mut pages)) in tags {
        let Some(url) = urls.get(&key).cloned() else { continue };
        pages.sort_by_cached_key(|id| sections::natural_key(&playbook.entry(*id).title));
        playbook.tags.push(Tag { name, url, pages });
    }
}

/// The address of each tag that can have one. Where two tags want the same, it goes to the one that
/// is written like it, whichever others there are: `c` before `c?`.
fn give_addresses<'a>(keys: impl Iterator<Item = &'a String>, addresses: &mut Addresses) -> BTreeMap<String, Url> {
    let mut wanted: Vec<(bool, &String, Url)> = keys
        .filter_map(|key| {
            let address = tag::address(key)?;
            Some((address != *key, key, Url::page(&format!("tags/{address}"))?))
        })
        .collect();
    wanted.sort();
    let give = |(_, key, url): (bool, &String, Url)| {
        let owner = format!("the page of the tag `{key}`");
        let url = if addresses.take(&url, &owner).is_ok() { url } else { addresses.take_numbered(&url, &owner) };
        (key.clone(), url)
    };
    wanted.into_iter().map(give).collect()
}

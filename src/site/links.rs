//! Pages as others link to them: whole, at a place, and as neighbours in a set. Knows the playbook,
//! no template.

use std::collections::HashMap;

use super::page::PageViews;
use crate::page::decode::Placed;
use crate::page::humanise;
use crate::page::kinds::Data;
use crate::page::link::encode_fragment;
use crate::playbook::{AnchorMatch, Entry, PageId, Place, Playbook};
use crate::theme::context::LinkView;
use crate::theme::kinds::SetView;

/// A set with more pages is a list of its own making, not something to read together.
const MOST_OF_A_SET: usize = 30;

/// The pages of each set, in reading order; shifts by their number.
pub(super) fn sets(playbook: &Playbook) -> HashMap<String, Vec<PageId>> {
    let mut sets: HashMap<String, Vec<PageId>> = HashMap::new();
    for page in &playbook.reading_order {
        for set in &playbook.entry(*page).page.front_matter.set {
            sets.entry(set.clone()).or_default().push(*page);
        }
    }
    let number = |page: &PageId| match &playbook.entry(*page).page.front_matter.data {
        Data::Shift(shift) => shift.number.unwrap_or(f64::INFINITY),
        _ => f64::INFINITY,
    };
    sets.values_mut().for_each(|pages| pages.sort_by(|a, b| number(a).total_cmp(&number(b))));
    sets
}

impl PageViews<'_> {
    pub(super) fn link(&self, id: PageId) -> LinkView {
        let entry = self.playbook().entry(id);
        LinkView {
            id: entry.id.clone(),
            title: entry.title.clone(),
            url: entry.url.href(self.style()),
            anchor: String::new(),
            description: self.description(id).to_owned(),
        }
    }

    /// A link to a place on a page, named after the page and the place.
    pub(super) fn link_to(&self, place: &Place) -> LinkView {
        let link = self.link(place.page);
        let page = &self.playbook().entry(place.page).page;
        let found = AnchorMatch::on(page, place.fragment.as_deref());
        let Some(anchor) = found.anchor() else { return link };
        let key_result = || match &page.front_matter.data {
            Data::Okr(okr) => okr.key_results.iter().find(|key_result| key_result.id.value == anchor),
            _ => None,
        };
        let heading = page.headings.iter().find(|heading| heading.id == anchor).map(|heading| &heading.text);
        let name = key_result().map(|key_result| &key_result.title).or(heading);
        let title = name.map_or_else(|| link.title.clone(), |name| format!("{}: {name}", link.title));
        let anchor = format!("#{}", encode_fragment(anchor));
        LinkView { title, url: link.url + &anchor, anchor, ..link }
    }

    /// A link to the place that the front-matter of a page names.
    pub(super) fn link_named(&self, from: &Entry, name: &Placed<String>) -> Option<LinkView> {
        self.playbook().place_named(from, &name.value).map(|place| self.link_to(&place))
    }

    /// The sets that a page belongs to, with the other pages of each.
    pub(super) fn sets_of(&self, id: PageId) -> Vec<SetView> {
        let names = self.playbook().entry(id).page.front_matter.set.iter();
        names
            .map(|name| {
                let pages = self.sets.get(name).map_or(&[][..], Vec::as_slice);
                let pages = if pages.len() > MOST_OF_A_SET { &[] } else { pages };
                let others = pages.iter().filter(|page| **page != id).map(|page| self.link(*page)).collect();
                SetView { name: name.clone(), title: humanise(name), pages: others }
            })
            .collect()
    }
}

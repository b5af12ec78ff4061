//! The pages that a page names in its front-matter. Knows all pages, no link of a text.

use super::{Entry, Place, Playbook};
use crate::page::decode::Placed;

/// The places that a page names.
#[derive(Default)]
pub(super) struct NamedPages {
    /// Those to read next, each once.
    pub related: Vec<Place>,
    /// The one that replaces it.
    pub superseded_by: Option<Place>,
}

impl NamedPages {
    /// Finds them.
    pub(super) fn of(entry: &Entry, playbook: &Playbook) -> Self {
        let mut named = Self::default();
        let front_matter = &entry.page.front_matter;
        let place = |name: &Placed<String>| playbook.place_named(entry, &name.value);
        for place in front_matter.related.iter().filter_map(place) {
            if !named.related.contains(&place) {
                named.related.push(place);
            }
        }
        named.superseded_by = front_matter.superseded_by.as_ref().and_then(place);
        named
    }
}

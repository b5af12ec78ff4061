//! The pages that a page names in its front-matter. Knows all pages, no link of a text.

use super::{Entry, PageId, Playbook};
use crate::diagnostic::Span;

/// The pages that a page names.
#[derive(Default)]
pub(super) struct NamedPages {
    /// Those to read next.
    pub related: Vec<PageId>,
    /// The one that replaces it.
    pub superseded_by: Option<PageId>,
    /// Names that no page has.
    pub unknown: Vec<(String, Span)>,
}

impl NamedPages {
    /// Finds them.
    pub(super) fn of(entry: &Entry, playbook: &Playbook) -> Self {
        let mut named = Self::default();
        let front_matter = &entry.page.front_matter;
        for (name, span) in &front_matter.related {
            match playbook.page_named(entry, name) {
                Some(page) if named.related.contains(&page) => {}
                Some(page) => named.related.push(page),
                None => named.unknown.push((name.clone(), *span)),
            }
        }
        if let Some((name, span)) = &front_matter.superseded_by {
            named.superseded_by = playbook.page_named(entry, name);
            if named.superseded_by.is_none() {
                named.unknown.push((name.clone(), *span));
            }
        }
        named
    }
}

//! Which pages stand together on one page. Knows how they hang together, not what they say.

use super::page::PageViews;
use crate::playbook::PageId;

impl PageViews<'_> {
    /// The pages that stand together on the page for print, in order, each with how deep it is below the first.
    pub(super) fn printed(&self, id: PageId) -> Vec<(PageId, u8)> {
        let mut pages = vec![(id, 0)];
        if self.playbook().entry(id).kind == "path" {
            for page in self.playbook().path_places(id).into_iter().map(|place| place.page) {
                if pages.iter().all(|(other, _)| *other != page) {
                    pages.push((page, 1));
                }
            }
        } else {
            self.add_children(id, 1, &mut pages);
        }
        pages
    }

    fn add_children(&self, id: PageId, depth: u8, pages: &mut Vec<(PageId, u8)>) {
        for child in &self.playbook().entry(id).children {
            pages.push((*child, depth));
            self.add_children(*child, depth.saturating_add(1), pages);
        }
    }
}

//! What is published beside a page: its Markdown, and a section, a path or the whole playbook on
//! one page. Knows addresses, not what stands at them.

use std::collections::HashSet;

use super::kinds::path_places;
use super::page::PageViews;
use crate::playbook::{Entry, OutPath, PageId, Playbook, Url};
use crate::theme::Theme;

/// A playbook or section with more pages is not put on one page: nobody prints it, no browser
/// likes it, and the site would hold every page once more for each section above it.
const MOST_PAGES: usize = 500;

/// The addresses that the content has taken.
pub(super) struct Taken(HashSet<OutPath>);

impl Taken {
    pub(super) fn by(playbook: &Playbook, theme: &Theme) -> Self {
        let pages = playbook.entries().map(|(_, entry)| &entry.url);
        let others = playbook.redirects.iter().map(|redirect| &redirect.from);
        let assets = playbook.assets.values();
        let statics = theme.statics.keys().filter_map(|path| OutPath::new(path));
        Self(pages.chain(others).chain(assets).map(Url::out_path).chain(statics).collect())
    }

    /// The address, unless the content has it.
    pub(super) fn free(&self, url: Option<Url>) -> Option<Url> {
        url.filter(|url| !self.0.contains(&url.out_path()))
    }
}

impl PageViews<'_> {
    /// Where a page's Markdown is.
    pub(super) fn markdown_url(&self, entry: &Entry) -> Option<Url> {
        entry.path.as_ref()?;
        let page = entry.url.out_path();
        let stem = page.as_str().strip_suffix(".html")?;
        self.taken.free(Url::file(&format!("{stem}.md")))
    }

    /// Where the page and what belongs to it stand on one page.
    pub(super) fn print_url(&self, id: PageId) -> Option<Url> {
        let entry = self.playbook().entry(id);
        let folder = entry.url.as_str();
        let is_folder = folder.is_empty() || folder.ends_with('/');
        let is_long_enough = match entry.kind {
            "path" => !path_places(self, id).is_empty(),
            _ => entry.section.is_some() && (1..=MOST_PAGES).contains(&self.count(id)),
        };
        if is_folder && is_long_enough { self.taken.free(Url::page(&format!("{folder}print"))) } else { None }
    }

    /// The pages that stand there, in order, each with how deep it is below the first.
    pub(super) fn printed(&self, id: PageId) -> Vec<(PageId, u8)> {
        let mut pages = vec![(id, 0)];
        if self.playbook().entry(id).kind == "path" {
            for page in path_places(self, id).into_iter().map(|place| place.page) {
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

//! What the site makes beside its pages where nothing of the author's is: a page's Markdown, and a
//! section, a path or the whole playbook on one page. Knows addresses, not what stands at them.

use std::collections::BTreeSet;

use super::{Entry, PageId, Place, Playbook, Url};
use crate::page::kinds::path::Step;
use crate::page::kinds::{Data, Path};

/// The list of all pages for search engines.
pub(super) const SITEMAP: &str = "sitemap.xml";
/// A playbook or section with more pages is not put on one page: nobody prints it, no browser
/// likes it, and the site would hold every page once more for each section above it.
const MOST_PAGES: usize = 500;

impl Playbook {
    /// The address, unless something of the author's is there or in its way.
    pub fn free(&self, url: Option<Url>) -> Option<Url> {
        url.filter(|url| self.addresses.is_free(&url.out_path()))
    }

    /// Whether the site has a sitemap: it has an address of its own, and is not read from a disk.
    pub fn has_sitemap(&self) -> bool {
        self.addresses.is_reserved(SITEMAP)
    }

    /// Where a list is that the site has only at times.
    pub fn list_url(&self, name: &str) -> Option<Url> {
        self.free(self.lists.iter().find(|list| **list == name).and_then(|list| Url::page(list)))
    }

    /// Where a page's Markdown is.
    pub fn markdown_url(&self, entry: &Entry) -> Option<Url> {
        entry.path.as_ref()?;
        let page = entry.url.out_path();
        let stem = page.as_str().strip_suffix(".html")?;
        self.free(Url::file(&format!("{stem}.md")))
    }

    /// Where the page and what belongs to it stand on one page.
    pub fn print_url(&self, id: PageId) -> Option<Url> {
        let entry = self.entry(id);
        let folder = entry.url.as_str();
        let is_folder = folder.is_empty() || folder.ends_with('/');
        let is_long_enough = match entry.kind {
            "path" => !self.path_places(id).is_empty(),
            _ => entry.section.is_some() && (1..=MOST_PAGES).contains(&self.count(id)),
        };
        if is_folder && is_long_enough { self.free(Url::page(&format!("{folder}print"))) } else { None }
    }

    /// How many pages that are not hidden a section holds, itself left out.
    pub fn count(&self, id: PageId) -> usize {
        self.counts.get(id.index()).copied().unwrap_or_default()
    }

    /// The steps of a reading path with their pages. A page that is named twice stands where it is
    /// named first: with two places it would have two next pages, and one of them leads in a circle.
    pub fn path_steps<'p>(&self, entry: &Entry, path: &'p Path) -> Vec<(&'p Step, Vec<Place>)> {
        let mut seen = BTreeSet::new();
        let mut pages_of = |step: &Step| {
            let places = step.pages.iter().filter_map(|name| self.place_named(entry, &name.value));
            places.filter(|place| seen.insert(place.page)).collect()
        };
        path.steps.iter().map(|step| (step, pages_of(step))).collect()
    }

    /// The places of a reading path in order.
    pub fn path_places(&self, path: PageId) -> Vec<Place> {
        let entry = self.entry(path);
        let Data::Path(data) = &entry.page.front_matter.data else { return Vec::new() };
        self.path_steps(entry, data).into_iter().flat_map(|(_, places)| places).collect()
    }
}

/// How many pages that are not hidden each section holds.
pub(super) fn counts(playbook: &Playbook) -> Vec<usize> {
    let mut counts = vec![0; playbook.len()];
    for (id, _) in playbook.entries().filter(|(_, entry)| !entry.page.front_matter.hide.nav) {
        for above in playbook.ancestors(id) {
            counts[above.index()] += 1;
        }
    }
    counts
}

//! The whole playbook, typed and immutable: addresses, navigation, tags, redirects and where every
//! link leads. Knows all pages; knows no theme and writes no HTML.

mod addresses;
mod assemble;
mod beside;
pub mod calendar;
pub mod files;
mod freshness;
mod made;
mod named;
pub mod okr;
mod people;
mod place;
pub mod repository;
mod resolve;
mod sections;
mod tags;
pub mod url;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

pub use assemble::{Assembly, Drafts, Earlier, assemble, settle_sections};
pub use freshness::Due;
pub use people::{People, Person};
pub use place::{AnchorMatch, Place};
pub use repository::Repository;
pub use resolve::{Missing, Target};
pub use sections::is_index;
pub use url::{LinkStyle, OutPath, Url};

use addresses::Addresses;

use crate::diagnostic::Span;
use crate::page::Page;
use crate::page::decode::Placed;
use crate::source::SourcePath;

/// The number of a page in [`Playbook::entries`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PageId(u32);

impl PageId {
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place in [`Playbook::entries`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Everything that will be published, and how it hangs together.
#[derive(Debug, Default)]
pub struct Playbook {
    entries: Vec<Entry>,
    home: Option<PageId>,
    /// Pages in the order in which a reader goes through them, without hidden ones.
    pub reading_order: Vec<PageId>,
    /// Tags in alphabetical order.
    pub tags: Vec<Tag>,
    /// Old addresses and where they lead.
    pub redirects: Vec<Redirect>,
    /// Files that are published as they are.
    pub assets: BTreeMap<SourcePath, Url>,
    /// Files that could be published, of which no page speaks.
    pub orphan_assets: BTreeSet<SourcePath>,
    /// Files of `static` that cannot be published, because a folder of the site has their name.
    pub withheld: BTreeSet<OutPath>,
    /// Two things that want one address.
    pub collisions: Vec<Collision>,
    /// Reviews with their dates, in reading order.
    pub reviews: Vec<calendar::Scheduled>,
    /// Who stands behind the handles of owners.
    pub people: People,
    /// Objectives, computed.
    pub okrs: okr::Okrs,
    calendars: calendar::Calendars,
    lists: Vec<&'static str>,
    counts: Vec<usize>,
    addresses: Addresses,
    by_path: BTreeMap<SourcePath, PageId>,
    by_id: BTreeMap<String, PageId>,
    drafts: BTreeSet<SourcePath>,
}

/// What the computed parts depend on besides the pages.
#[derive(Clone, Debug)]
pub struct Reckoning {
    /// The day that counts as today.
    pub today: Date,
    /// The month in which a fiscal year starts.
    pub fiscal_year_start: i8,
    /// Where pace stops being good.
    pub pace: okr::Pace,
    /// How long a review holds, by kind, for pages that do not say.
    pub review_every: BTreeMap<String, String>,
}

/// One page of the site: a source, or a section that was made for a folder without one.
#[derive(Debug)]
pub struct Entry {
    /// The Markdown file; none for a generated section page.
    pub path: Option<SourcePath>,
    /// What the file says.
    pub page: Arc<Page>,
    /// The page's stable identity.
    pub id: String,
    /// The title.
    pub title: String,
    /// The kind's name.
    pub kind: &'static str,
    /// The address.
    pub url: Url,
    /// The folder that this page is the index of.
    pub section: Option<String>,
    /// The section that holds this page; none for the home page.
    pub parent: Option<PageId>,
    /// The pages of this section, in order, hidden ones left out.
    pub children: Vec<PageId>,
    /// The pages before and after this one in reading order.
    pub previous: Option<PageId>,
    /// See `previous`.
    pub next: Option<PageId>,
    /// Where each of the page's links leads, by the link's number.
    pub targets: Vec<Target>,
    /// Pages that link here, by title.
    pub backlinks: Vec<PageId>,
    /// Places to read next.
    pub related: Vec<Place>,
    /// The place that replaces this page.
    pub superseded_by: Option<Place>,
    /// The day by which the page must be reviewed.
    pub review_by: Option<Date>,
}

impl Entry {
    /// What a section calls this page: the last part of its path, without an extension.
    pub fn short_name(&self) -> &str {
        match (&self.section, &self.path) {
            (Some(folder), _) => folder.rsplit('/').next().unwrap_or(folder),
            (None, Some(path)) => path.stem(),
            (None, None) => "",
        }
    }
}

/// A tag and its pages.
#[derive(Debug)]
pub struct Tag {
    /// The tag as the first page that has it writes it.
    pub name: String,
    /// The address of its page.
    pub url: Url,
    /// The pages, by title.
    pub pages: Vec<PageId>,
}

/// An old address that leads to a page.
#[derive(Debug)]
pub struct Redirect {
    /// The old address.
    pub from: Url,
    /// The page.
    pub to: PageId,
    /// Where the page names it.
    pub span: Span,
}

/// Two things that want one address.
#[derive(Debug)]
pub struct Collision {
    /// Who loses the address.
    pub loser: SourcePath,
    /// Where the loser asks for it; the start of the file when it is only the file's name.
    pub span: Span,
    /// Who has it: a file's name, or what we make ourselves.
    pub winner: String,
    /// The address.
    pub url: Url,
    /// What the loser asked with.
    pub claim: Claim,
}

/// What an address is asked for with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// The page's own place; it was given this other address instead.
    Page,
    /// A file of the content; it is not published.
    File,
    /// A static file, named from the folder of the config; it is not published.
    Static,
    /// A calendar of the page, or of all; it is not made.
    Calendar,
    /// An alias; it was left out.
    Alias,
    /// An alias that is the page's own address; it was left out.
    OwnAddress,
    /// An alias that the page has already; it was left out.
    Twice,
    /// An alias that is no address on the site, named as the winner; it was left out.
    NoAddress,
}

impl Playbook {
    /// Every page with its number, sorted by source path, generated sections last.
    pub fn entries(&self) -> impl Iterator<Item = (PageId, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (PageId::new(index), entry))
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no page at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A page by its number.
    pub fn entry(&self, id: PageId) -> &Entry {
        &self.entries[id.index()]
    }

    /// The home page; there is always one.
    pub fn home(&self) -> Option<PageId> {
        self.home
    }

    /// A page by its source.
    pub fn page_of(&self, path: &SourcePath) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// A page by its `id`, or by its path without extension.
    pub fn page_by_id(&self, id: &str) -> Option<PageId> {
        self.by_id.get(id).copied()
    }

    /// Every `id` that a page has.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }

    /// The paths of pages that are left out because they are drafts.
    pub fn drafts(&self) -> &BTreeSet<SourcePath> {
        &self.drafts
    }

    /// The names in a section's own list that none of its pages has, hidden ones included.
    pub fn unknown_children<'a>(&'a self, id: PageId, names: &'a [Placed<String>]) -> Vec<&'a Placed<String>> {
        let pages = self.entries.iter().filter(|entry| entry.parent == Some(id));
        let known: BTreeSet<&str> = pages.flat_map(|entry| [entry.short_name(), entry.id.as_str()]).collect();
        names.iter().filter(|name| name.value != "*" && !known.contains(sections::bare(&name.value))).collect()
    }

    /// Whether readers may come across a page by search and lists: `hide: [search]` of a section
    /// holds for all that is below it; that of the home page, which is above everything, for itself.
    pub fn is_searchable(&self, id: PageId) -> bool {
        let is_hidden = |entry: &Entry| entry.page.front_matter.hide.search;
        let sections = self.ancestors(id).into_iter().skip(1);
        !is_hidden(self.entry(id)) && !sections.map(|above| self.entry(above)).any(is_hidden)
    }

    /// The sections above a page, the home page first, the page itself left out.
    pub fn ancestors(&self, id: PageId) -> Vec<PageId> {
        let mut above: Vec<PageId> =
            std::iter::successors(self.entry(id).parent, |id| self.entry(*id).parent).collect();
        above.reverse();
        above
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::kinds::{Data, Okr};
    use crate::page::{Markdown, Org};
    use crate::source::Source;

    /// The objective of a page whose front-matter has these keys besides its kind.
    pub(in crate::playbook) fn okr_of(keys: &str) -> Okr {
        let text = format!("---\nkind: okr\n{keys}---\n");
        let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &Org::new());
        assert_eq!((page.front_matter.invalid.as_slice(), page.front_matter.left_out.as_slice()), (&[][..], &[][..]));
        match page.front_matter.data {
            Data::Okr(okr) => okr,
            _ => Okr::default(),
        }
    }
}

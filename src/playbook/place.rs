//! Pages and places on them by the names that the front-matter uses: an id, a path, and what may
//! follow `#`. Knows the pages, not which key names them.

use super::{Entry, PageId, Playbook};
use crate::page::Page;
use crate::page::link::decode;
use crate::source::join;

/// A page and a place on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: PageId,
    /// What follows `#`, decoded: an anchor or a key result's id, which may not exist.
    pub fragment: Option<String>,
}

/// Whether the anchor of a link exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorMatch {
    /// The link has none.
    None,
    /// It exists.
    Exact(String),
    /// It exists in another letter case: as written, and as it is.
    WrongCase(String, String),
    /// It does not exist.
    Missing(String),
}

impl AnchorMatch {
    /// Looks for an anchor on a page.
    pub fn on(page: &Page, fragment: Option<&str>) -> Self {
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else { return Self::None };
        // `#top` and text fragments work on every page.
        let everywhere = fragment.eq_ignore_ascii_case("top") || fragment.starts_with(":~:");
        if everywhere || page.anchors.contains(fragment) {
            return Self::Exact(fragment.to_owned());
        }
        if let Some((anchor, _)) = fragment.split_once(":~:").filter(|(anchor, _)| page.anchors.contains(*anchor)) {
            return Self::Exact(anchor.to_owned());
        }
        let folded = fragment.to_lowercase();
        match page.anchors.iter().find(|anchor| anchor.to_lowercase() == folded) {
            Some(anchor) => Self::WrongCase(fragment.to_owned(), anchor.clone()),
            None => Self::Missing(fragment.to_owned()),
        }
    }

    /// The anchor to link to.
    pub fn anchor(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Exact(anchor) | Self::WrongCase(_, anchor) | Self::Missing(anchor) => Some(anchor),
        }
    }
}

impl Playbook {
    /// A page by its id, its path, or a path relative to the page that names it; what follows `#`
    /// is left out.
    pub fn page_named(&self, from: &Entry, name: &str) -> Option<PageId> {
        self.place_named(from, name).map(|place| place.page)
    }

    /// A page and a place on it, named as `page#place`; `#place` is on the page itself.
    pub fn place_named(&self, from: &Entry, name: &str) -> Option<Place> {
        let (page, fragment) = match name.split_once('#') {
            Some((page, fragment)) => (page, Some(decode(fragment.trim()))),
            None => (name, None),
        };
        let page = if page.trim().is_empty() && fragment.is_some() { &from.id } else { page };
        Some(Place { page: self.whole_page_named(from, page)?, fragment })
    }

    fn whole_page_named(&self, from: &Entry, name: &str) -> Option<PageId> {
        let bare = name.trim().trim_end_matches('/');
        let bare = [".md", ".markdown"].iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare);
        let folder = from.path.as_ref().map_or("", |path| path.folder());
        let relative = join(folder, bare);
        self.page_by_id(bare.trim_start_matches('/'))
            .or_else(|| relative.as_deref().and_then(|path| self.page_by_id(path)))
    }

    /// Whether a place exists.
    pub fn anchor_at(&self, place: &Place) -> AnchorMatch {
        AnchorMatch::on(&self.entry(place.page).page, place.fragment.as_deref())
    }
}

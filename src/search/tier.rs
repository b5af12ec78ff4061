//! How an index is cut for publication, chosen from its sizes. Knows sizes, not ranks.

use super::document::Document;
use super::index::Term;

/// What a client holds from the start and what it fetches for a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tier {
    /// Everything but the text is held.
    #[default]
    Small,
    /// Pages, dictionary, titles, headings and clues are held; postings of text are fetched.
    Medium,
    /// A block index and a spelling list are held; all else is fetched.
    Large,
}

/// What a small index may take, compressed.
const SMALL_BYTES: usize = 180_000;
/// What the resident part of a medium index may take, compressed.
const MEDIUM_BYTES: usize = 400_000;

impl Tier {
    /// The smallest tier that fits. Bytes of lists do not compress; titles do, to about a third.
    pub fn choose(documents: &[Document], terms: &[Term]) -> Self {
        let pages: usize = documents.iter().map(page_bytes).sum();
        let bodies: usize = terms.iter().map(|term| term.body.len()).sum();
        let all: usize = terms.iter().map(Term::bytes).sum::<usize>() + pages;
        match (all, all - bodies) {
            (all, _) if all <= SMALL_BYTES => Self::Small,
            (_, resident) if resident <= MEDIUM_BYTES => Self::Medium,
            _ => Self::Large,
        }
    }

    /// How many blocks a query may fetch for one word.
    pub fn blocks_per_word(self) -> usize {
        match self {
            Self::Small => usize::MAX,
            Self::Medium | Self::Large => 3,
        }
    }

    /// About how many bytes of text travel together.
    pub fn text_bytes(self) -> usize {
        match self {
            Self::Small => 4_000,
            Self::Medium | Self::Large => 8_000,
        }
    }
}

fn page_bytes(document: &Document) -> usize {
    let headings: usize = document.parts.iter().map(|part| part.heading.len() + 3).sum();
    (document.title.len() + document.url.len() + document.breadcrumb.len() / 4 + headings) / 3
}

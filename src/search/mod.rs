//! Search: an index of every heading section, its ranking, and the files in which a browser gets
//! them. Pure functions of the playbook; knows no disk.
//!
//! The line: `Document`s → `Analysis` of each → `Index` → files for the site, or an `Answer`.
//! The client (`themes/default/scripts/search`) has the same engine over the same index; the
//! numbers of the ranking are published with the index, and a test compares results and scores.

pub mod settings;

pub mod document;
mod synonyms;
pub mod tokenise;

mod analyse;
mod postings;
mod stem;
mod vocabulary;

pub mod index;
mod kept;
pub mod tier;

mod shards;

mod candidates;
mod edits;
mod phrase;
pub mod query;
pub mod rank;
pub mod ranking;
mod snippet;

pub use candidates::Spelling;
pub use kept::Kept;
pub use shards::publish;
pub use snippet::snippet;
pub use synonyms::Synonyms;

use crate::config::Config;
use crate::playbook::{LinkStyle, Playbook};
use index::Index;

/// Indexes the pages of a playbook that may be found.
pub fn index_of<'p>(playbook: &'p Playbook, config: &Config, style: LinkStyle) -> Index<'p> {
    let synonyms = Synonyms::new(&config.search.synonyms);
    index::index(document::documents(playbook, style), &config.language, &synonyms)
}

/// Gives what [`index_of`] gives, with what was counted before.
pub fn index_again<'p>(playbook: &'p Playbook, config: &Config, style: LinkStyle, kept: &mut Kept) -> Index<'p> {
    let documents = document::documents(playbook, style);
    let analyses = kept.analyses(&documents, &Synonyms::new(&config.search.synonyms));
    index::index_counted(documents, &analyses, &config.language)
}

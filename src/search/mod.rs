//! Search: an index of every heading section, its ranking, and the files in which a browser gets
//! them. Pure functions of the playbook; knows no disk.
//!
//! The line: `Document`s → `Analysis` of each → `Index` → files for the site, or an `Answer`.
//! The client (`themes/default/static/search.js`) has the same engine over the same index; the
//! numbers of the ranking are published with the index, and a test compares results and scores.

pub mod settings;

pub mod document;
mod synonyms;
pub mod tokenise;

mod analyse;
mod postings;
mod stem;

pub mod index;
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
pub use shards::files;
pub use snippet::snippet;
pub use synonyms::Synonyms;

use crate::config::Config;
use crate::playbook::{LinkStyle, Playbook};
use index::Index;

/// Indexes the pages of a playbook that may be found.
pub fn index_of(playbook: &Playbook, config: &Config, style: LinkStyle) -> Index {
    let synonyms = Synonyms::new(&config.search.synonyms);
    index::index(document::documents(playbook, style), &config.language, &synonyms)
}

//! How a forked playbook takes its upstream's changes: the lock, the plan and the merge, as pure
//! functions of texts. Knows no disk, no git and no terminal; `crate::upstream` is its edge.

mod align;
mod blocks;
mod body;
mod common;
mod front_matter;
mod item;
mod matching;
mod merge;
mod moves;
mod newcomers;
mod parts;
mod pieces;
mod sets;
mod words;

pub mod adaptations;
pub mod layout;
pub mod leftovers;
pub mod lock;
pub mod markers;
pub mod plan;
mod relink;
pub mod settings;
pub mod show;
pub mod text;

#[cfg(test)]
mod proof;
#[cfg(test)]
mod replay;

pub use body::Merged;
pub use matching::own_id;
pub use merge::merge;

//! What a site tells its readers of the playbook that it was forked from: which pages are as
//! upstream has them, and what was changed in the others. Knows no template.

use std::collections::BTreeMap;

use super::layout::Layout;
use super::plan::{Item, Status};
use super::show::{Change, changes};
use super::text::{Text, hash};
use crate::source::SourcePath;

/// The pages of a fork, compared with the upstream texts that were merged last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adaptations {
    /// By their path from the content folder.
    pub pages: BTreeMap<SourcePath, Adaptation>,
    /// The ids of the pages that were removed here, sorted.
    pub removed: Vec<String>,
}

/// One page, compared with upstream's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adaptation {
    /// It is as upstream has it.
    Inherited,
    /// These passages differ.
    Adapted(Vec<Change>),
    /// Upstream has removed it; these passages differ from its last text.
    Kept(Vec<Change>),
    /// Upstream never had it.
    Local,
}

impl Adaptation {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Inherited => "inherited",
            Self::Adapted(_) => "adapted",
            Self::Kept(_) => "kept",
            Self::Local => "local",
        }
    }

    /// The passages that differ.
    pub fn changes(&self) -> &[Change] {
        match self {
            Self::Adapted(changes) | Self::Kept(changes) => changes,
            Self::Inherited | Self::Local => &[],
        }
    }
}

/// Compares the pages of a plan that was made without news from upstream.
pub fn adaptations(items: &[Item], layout: &Layout) -> Adaptations {
    let mut found = Adaptations::default();
    for item in items.iter().filter(|item| item.path.is_page()) {
        if item.status == Status::RemovedHere {
            found.removed.push(item.id.clone());
        }
        let (Some(ours), Some(path)) = (&item.ours, SourcePath::new(layout.shown(&item.path))) else {
            continue;
        };
        let adaptation = match &item.base {
            None => Adaptation::Local,
            Some(base) => {
                let [old, new] = [&**base, &**ours].map(|bytes| Text::read(bytes).unwrap_or_default());
                match item.status {
                    Status::Kept => Adaptation::Kept(changes(&old.text, &new.text)),
                    _ if hash(base) == hash(ours) => Adaptation::Inherited,
                    _ => Adaptation::Adapted(changes(&old.text, &new.text)),
                }
            }
        };
        found.pages.insert(path, adaptation);
    }
    found.removed.sort();
    found
}

//! One file of a plan: what it is, compared with upstream, and what an upgrade makes of it. Knows
//! texts, not how they are compared.

use std::sync::Arc;

use super::lock::{Locked, State};
use crate::source::SourcePath;

/// What a file is, compared with upstream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Status {
    /// Both changed it, and not in one way.
    Conflict,
    /// Both changed it, in ways that fit.
    Merges,
    /// Only upstream changed it.
    UpstreamChanged,
    /// Upstream has it and this playbook never had.
    NewUpstream,
    /// Upstream has it no more.
    RemovedUpstream,
    /// Upstream has it no more, and this playbook is to keep it.
    Kept,
    /// This playbook has it no more.
    RemovedHere,
    /// It is upstream's, at another place.
    Moved,
    /// Only this playbook changed it.
    Adapted,
    /// Upstream never had it.
    Local,
    /// It is upstream's.
    Inherited,
}

impl Status {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Merges => "merges",
            Self::UpstreamChanged => "upstream-changed",
            Self::NewUpstream => "new-upstream",
            Self::RemovedUpstream | Self::Kept => "removed-upstream",
            Self::RemovedHere => "removed-here",
            Self::Moved => "moved",
            Self::Adapted => "adapted",
            Self::Local => "local",
            Self::Inherited => "inherited",
        }
    }

    /// Whether an upgrade has something to take or to decide.
    pub fn is_pending(self) -> bool {
        self <= Self::RemovedUpstream
    }
}

/// One file of the plan.
#[derive(Clone, Debug)]
pub struct Item {
    /// The page's identity.
    pub id: String,
    /// Where it is here, or would be.
    pub path: SourcePath,
    /// Where the lock says that it is, when it was moved.
    pub moved_from: Option<SourcePath>,
    /// Where it is in upstream.
    pub upstream_path: Option<SourcePath>,
    /// What it is.
    pub status: Status,
    /// This playbook's text, in which links follow the pages that were moved here.
    pub ours: Option<Arc<[u8]>>,
    /// What upstream's text was when it was merged last, as it reads here.
    pub base: Option<Arc<[u8]>>,
    /// Upstream's text as it reads here.
    pub theirs: Option<Arc<[u8]>>,
    /// What an upgrade writes.
    pub new: Option<Vec<u8>>,
    /// How many conflicts that has.
    pub conflicts: usize,
    /// The lock's entry after an upgrade.
    pub locked: Option<Locked>,
    /// The upstream text that entry names.
    pub locked_text: Option<Arc<[u8]>>,
}

impl Item {
    /// Keeps here what upstream removed.
    pub fn keep(&mut self) {
        if let Some(locked) = &mut self.locked {
            locked.state = State::Kept;
        }
    }

    /// Whether it stays here although upstream removed it.
    pub fn is_kept(&self) -> bool {
        self.locked.as_ref().is_some_and(|locked| locked.state == State::Kept)
    }

    /// Where the lock has it.
    pub fn locked_path(&self) -> &SourcePath {
        self.moved_from.as_ref().unwrap_or(&self.path)
    }
}

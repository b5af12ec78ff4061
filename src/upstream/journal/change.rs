//! A change of one file, and what it was planned from. Knows texts, no disk.

use std::sync::Arc;

use crate::failure::Failure;
use crate::source::SourcePath;

/// A file that is to be written or, without new bytes, deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The file.
    pub path: SourcePath,
    /// What it is to hold.
    pub new: Option<Vec<u8>>,
    /// What it must hold for that.
    pub before: Before,
}

impl Change {
    /// A file that is to be new.
    pub(crate) fn new_file(path: SourcePath, text: Vec<u8>) -> Self {
        Self { path, new: Some(text), before: Before::Absent }
    }

    /// Nothing is written over a text that was saved since the change was planned: what the change
    /// makes of the file does not hold it.
    ///
    /// # Errors
    /// Fails when the file holds such a text.
    pub(super) fn refuse_stale(&self, here: Option<&[u8]>) -> Result<(), Failure> {
        let is_stale = match (&self.before, here) {
            (Before::Anything, _) | (_, None) => false,
            (Before::Absent, Some(_)) => true,
            (Before::Text(text), Some(here)) => **text != *here,
        };
        if is_stale {
            return Err(Failure::new(format!(
                "`{}` was saved while this command worked; nothing was changed",
                self.path
            ))
            .hint("commit it, then run the command again"));
        }
        Ok(())
    }
}

/// What a change was planned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// It does not depend on what is there.
    Anything,
    /// There was no such file.
    Absent,
    /// The file held this.
    Text(Arc<[u8]>),
}

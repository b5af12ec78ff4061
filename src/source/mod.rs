//! What is on disk, as one immutable snapshot. Knows bytes and names, not what they mean.

pub mod git;
pub mod history;
pub mod load;
mod log;
mod path;
pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use path::{SourcePath, is_hidden_name, join};

/// The content of one file with a hash of it.
#[derive(Clone)]
pub struct Source {
    /// The file's bytes, shared with every output that is a plain copy.
    pub bytes: Arc<[u8]>,
    /// SHA-256 of the bytes.
    pub hash: Hash,
}

impl Source {
    /// Wraps bytes and hashes them.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { hash: Hash::of(&bytes), bytes }
    }
}

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::{Digest, Sha256};
        Self(Sha256::digest(bytes).into())
    }

    /// The first `digits` hexadecimal digits, 64 at most.
    pub fn hex(&self, digits: usize) -> String {
        let mut text: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        text.truncate(digits);
        text
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[place * 2..place * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// A snapshot of the content folder, sorted by path.
#[derive(Clone, Default)]
pub struct Sources {
    /// Every file that may matter: pages and the files beside them.
    pub files: BTreeMap<SourcePath, Source>,
    /// Files and folders that were left out, each with the reason.
    pub skipped: Vec<Skipped>,
    /// Folders that are no content: the output, themes.
    pub left_out: Vec<SourcePath>,
}

/// A file that the site publishes as it is and that is no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path below `static`, by which pages name it.
    pub name: String,
    /// The file, from the folder of the config.
    pub file: SourcePath,
    /// The path under which it is published.
    pub published: String,
}

/// Something below the content folder that could not be taken into the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The path as far as it can be shown.
    pub path: SourcePath,
    /// Why.
    pub reason: SkipReason,
}

/// Why something is not in the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// A symbolic link that leaves the content folder.
    LeavesContent,
    /// A symbolic link to a folder that holds it.
    Loop,
    /// A symbolic link to nothing.
    Dangling,
    /// A pipe, a socket or a device.
    NoFile,
    /// A name that is not UTF-8.
    Name,
    /// What the system said when it was to be read.
    Unreadable(String),
}

impl Sources {
    /// The text of a file as far as it is UTF-8, for showing it in messages.
    pub fn text(&self, path: &SourcePath) -> Option<std::borrow::Cow<'_, str>> {
        self.files.get(path).map(|source| String::from_utf8_lossy(&source.bytes))
    }
}

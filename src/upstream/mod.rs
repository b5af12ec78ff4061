//! The edge of forking: reads upstreams, which are strangers' files, and keeps what this playbook
//! knows of its own. Knows git and the disk, not how texts are merged.

pub(crate) mod adoption;
mod folder;
pub(crate) mod git;
pub(crate) mod hold;
pub(crate) mod journal;
pub(crate) mod overrides;
mod paths;
mod scratch;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::diagnostic::tame::tame_name;
use crate::failure::Failure;
use crate::source::SourcePath;
use crate::upgrade::layout::Files;
use crate::upgrade::lock::without_credentials;

/// The starter playbook, part of the program.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
/// Its config.
const STARTER_CONFIG: &str = include_str!("../../playbook.yaml");
/// Its name as a source.
pub(crate) const BUILTIN: &str = "builtin:starter";

/// The largest file that is taken.
const MAX_FILE: u64 = 16 << 20;
/// The most that is taken in all.
const MAX_TOTAL: u64 = 1 << 30;
/// The most files that are taken.
const MAX_FILES: usize = 200_000;

/// An upstream as it was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fetched {
    /// Its files by their path from its root.
    pub files: Files,
    /// The commit, the version of the program, or `folder`.
    pub revision: String,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

/// Where an upstream is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The starter inside the program.
    Builtin,
    /// A repository elsewhere.
    Remote(String),
    /// A repository on this machine.
    Repository(PathBuf),
    /// A folder without history.
    Folder(PathBuf),
}

impl Source {
    /// Finds out what the words mean; a relative path counts from `base`.
    ///
    /// # Errors
    /// Fails when it is neither an address nor a folder.
    pub(crate) fn find(written: &str, base: &Path) -> Result<Self, Failure> {
        if written == BUILTIN {
            return Ok(Self::Builtin);
        }
        let hint = "a source is a git address, a local repository or folder, or `builtin:starter`";
        if let Some(name) = written.strip_prefix("builtin:") {
            return Err(Failure::new(format!("there is no built-in playbook `{name}`")).hint(hint));
        }
        let is_remote = ["https://", "http://", "ssh://", "git://", "file://"].iter().any(|s| written.starts_with(s));
        let is_scp = written.split_once(':').is_some_and(|(host, _)| host.contains('@') && !host.contains('/'));
        if (is_remote || is_scp) && !written.starts_with('-') {
            return Ok(Self::Remote(written.to_owned()));
        }
        let folder = base.join(written);
        if !folder.is_dir() {
            return Err(Failure::new(format!("there is nothing to fork at `{written}`")).hint(hint));
        }
        let is_bare = folder.join("HEAD").is_file() && folder.join("objects").is_dir();
        Ok(if folder.join(".git").exists() || is_bare { Self::Repository(folder) } else { Self::Folder(folder) })
    }

    /// How the lock of a playbook names it: a path leads there from the playbook, wherever both are
    /// moved together, unless one of the two was named from the top of the disk.
    pub(crate) fn written(&self, given: &str, playbook: &Path) -> String {
        let (Self::Repository(path) | Self::Folder(path)) = self else { return without_credentials(given) };
        let (Ok(there), Ok(here)) = (paths::place(path), paths::real(playbook)) else { return given.to_owned() };
        let is_fixed = path.is_absolute() || playbook.is_absolute();
        let relative = paths::relative(&here, &there).filter(|_| !is_fixed);
        relative.unwrap_or_else(|| there.display().to_string())
    }

    /// Whether a folder on this machine is part of it.
    pub(crate) fn holds(&self, folder: &Path) -> bool {
        let (Self::Repository(path) | Self::Folder(path)) = self else { return false };
        matches!((paths::real(path), paths::real(folder)), (Ok(there), Ok(here)) if here.starts_with(&there))
    }

    /// Whether its address holds a password or a token.
    pub(crate) fn has_credentials(&self) -> bool {
        matches!(self, Self::Remote(url) if without_credentials(url) != *url)
    }

    /// Whether reading it needs the network.
    pub(crate) fn is_far(&self) -> bool {
        matches!(self, Self::Remote(_))
    }

    /// Reads it.
    ///
    /// # Errors
    /// Fails when it cannot be read, or is larger than is taken.
    pub(crate) fn read(&self, reference: Option<&str>, scratch: &Path) -> Result<Fetched, Failure> {
        if let Some(reference) =
            reference.filter(|reference| reference.is_empty() || reference.starts_with('-') || reference.contains(':'))
        {
            return Err(Failure::new(format!("`{reference}` is not a branch, tag or commit")));
        }
        match self {
            Self::Builtin => Ok(builtin()),
            Self::Remote(url) => git::fetch(url, reference, scratch),
            Self::Repository(path) => git::read(path, reference.unwrap_or("HEAD")),
            Self::Folder(_) if reference.is_some() => {
                Err(Failure::new("a folder without git has no branches or tags").hint("leave `--ref` out"))
            }
            Self::Folder(path) => folder::read(path),
        }
    }
}

fn builtin() -> Fetched {
    let config = (crate::config::FILE_NAME.to_owned(), STARTER_CONFIG.as_bytes());
    let pages = all_files(&STARTER).into_iter().map(|file| {
        let below: Vec<_> = file.path().components().map(|part| part.as_os_str().to_string_lossy()).collect();
        (format!("content/{}", below.join("/")), file.contents())
    });
    let files =
        pages.chain([config]).filter_map(|(path, bytes)| Some((SourcePath::new(&path)?, bytes.into()))).collect();
    Fetched { files, revision: env!("CARGO_PKG_VERSION").to_owned(), notes: Vec::new() }
}

fn all_files<'a>(folder: &'a Dir<'a>) -> Vec<&'a include_dir::File<'a>> {
    folder.files().chain(folder.dirs().flat_map(all_files)).collect()
}

/// Names that some system takes for something else than a file in this folder.
fn refused(name: &str) -> bool {
    let is_odd = |part: &str| {
        let part = part.trim_end_matches(['.', ' ']).to_ascii_lowercase();
        part.is_empty() || part == ".git" || part.starts_with("git~")
    };
    name.chars().any(|c| c.is_control() || matches!(c, '\\' | ':')) || name.split('/').any(is_odd)
}

/// What is to be said of a stranger's file.
fn note(name: &str, what: &str) -> String {
    format!("`{}` {what}", tame_name(name))
}

fn not_unicode(name: &str) -> String {
    note(name, "has a name that is not UTF-8 and was left out")
}

fn too_large(name: &str, size: u64) -> String {
    note(
        name,
        &format!("has {} MiB, more than the {} MiB that are taken, and was left out", size >> 20, MAX_FILE >> 20),
    )
}

fn too_much() -> Failure {
    Failure::new(format!("this upstream has more than {MAX_FILES} files or {} MiB", MAX_TOTAL >> 20))
        .hint("fork the folder that holds the playbook, not a whole archive")
}

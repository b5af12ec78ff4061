//! Reads the content folder into a snapshot. Knows the disk, not what the files mean.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{SkipReason, Skipped, Source, SourcePath, Sources, is_hidden_name};
use crate::failure::Failure;

/// The file that a build leaves in its output folder.
pub const MANIFEST: &str = ".playbook-manifest";

/// Takes a snapshot of the content folder, without the folders in `leave_out` (absolute paths:
/// the output, themes). Sites that were built, dot-folders and `node_modules` are never read.
///
/// # Errors
/// Fails when the content folder itself cannot be read; a file inside that cannot be read is
/// listed in [`Sources::skipped`].
pub fn load(content: &Path, leave_out: &[PathBuf]) -> Result<Sources, Failure> {
    let root = content.canonicalize().map_err(|error| {
        Failure::new(format!("cannot read the content folder `{}`: {error}", content.display()))
            .hint("name the folder that holds the Markdown files with `--content DIR`")
    })?;
    if !root.is_dir() {
        return Err(Failure::new(format!("the content `{}` is a file, not a folder", content.display()))
            .hint("name the folder that holds the Markdown files with `--content DIR`"));
    }
    let mut skipped = Vec::new();
    let files = list(&root, leave_out, &mut skipped);
    let mut read: Vec<(SourcePath, Result<Source, std::io::Error>)> =
        files.into_par_iter().map(|(path, file)| (path, fs::read(file).map(Source::new))).collect();
    let mut sources = Sources::default();
    for (path, result) in read.drain(..) {
        match result {
            Ok(source) => {
                sources.files.insert(path, source);
            }
            Err(error) => skipped.push(Skipped { path, reason: SkipReason::Unreadable(error.to_string()) }),
        }
    }
    skipped.sort_by(|a, b| a.path.cmp(&b.path));
    sources.skipped = skipped;
    let left_out = leave_out.iter().filter_map(|folder| folder.canonicalize().ok());
    let left_out = left_out.filter(|folder| folder.starts_with(&root));
    sources.left_out = left_out.filter_map(|folder| SourcePath::new(&relative(&root, &folder))).collect();
    Ok(sources)
}

/// The files below a folder (its real path), by their path in it; adds what was left out to `skipped`.
pub fn list(root: &Path, leave_out: &[PathBuf], skipped: &mut Vec<Skipped>) -> Vec<(SourcePath, PathBuf)> {
    let leave_out: Vec<PathBuf> = leave_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let wanted = |entry: &DirEntry| entry.depth() == 0 || is_wanted(entry, &leave_out);
    let mut files = Vec::new();
    let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted);
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                skip_error(root, &error, skipped);
                continue;
            }
        };
        let Some(path) = SourcePath::new(&relative(root, entry.path())) else { continue };
        if entry.file_type().is_dir() {
            // A link to a whole disk would be walked for ever, and every name on it told.
            if entry.path_is_symlink() && leaves_root(&entry, root) {
                skipped.push(Skipped { path, reason: SkipReason::LeavesContent });
                walk.skip_current_dir();
            }
            continue;
        }
        if leaves_root(&entry, root) {
            skipped.push(Skipped { path, reason: SkipReason::LeavesContent });
        } else if !entry.file_type().is_file() {
            // Reading a pipe that nobody writes to would never end.
            skipped.push(Skipped { path, reason: SkipReason::NoFile });
        } else if entry.path().to_str().is_none() {
            skipped.push(Skipped { path, reason: SkipReason::Name });
        } else {
            files.push((path, entry.into_path()));
        }
    }
    files
}

fn skip_error(root: &Path, error: &walkdir::Error, skipped: &mut Vec<Skipped>) {
    let Some(path) = error.path().and_then(|path| SourcePath::new(&relative(root, path))) else { return };
    let leaves = || path_leaves(error.path(), root);
    let reason = match error.loop_ancestor() {
        Some(_) => SkipReason::Loop,
        // A link to nothing is a link that leaves, when it is one.
        None if leaves() => SkipReason::LeavesContent,
        None if leads_nowhere(error) => SkipReason::Dangling,
        None => SkipReason::Unreadable(error.io_error().map_or_else(|| error.to_string(), ToString::to_string)),
    };
    skipped.push(Skipped { path, reason });
}

/// Whether a symbolic link names nothing, or itself.
fn leads_nowhere(error: &walkdir::Error) -> bool {
    let is_forbidden = error.io_error().is_some_and(|error| error.kind() == ErrorKind::PermissionDenied);
    !is_forbidden && error.path().is_some_and(Path::is_symlink)
}

fn path_leaves(path: Option<&Path>, root: &Path) -> bool {
    path.is_some_and(|path| path.is_symlink() && path.canonicalize().is_ok_and(|target| !target.starts_with(root)))
}

fn is_wanted(entry: &DirEntry, leave_out: &[PathBuf]) -> bool {
    let name = entry.file_name().to_string_lossy();
    if is_hidden_name(&name) {
        return false;
    }
    // A site that was built here once, under whatever name, is no content.
    let is_site = || entry.path().join(MANIFEST).is_file();
    !entry.file_type().is_dir() || (leave_out.iter().all(|folder| folder != entry.path()) && !is_site())
}

/// A link may point anywhere inside the content folder, never outside: a playbook that was
/// forked from a stranger must not publish the reader's own files.
fn leaves_root(entry: &DirEntry, root: &Path) -> bool {
    let through_link = entry.path_is_symlink()
        || entry.path().ancestors().skip(1).take_while(|folder| *folder != root).any(Path::is_symlink);
    through_link && !entry.path().canonicalize().is_ok_and(|target| target.starts_with(root))
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

//! What all tests share: folders, processes, expectations. Knows no test.

pub(crate) mod expect;
pub(crate) mod http;
pub(crate) mod process;
pub(crate) mod random;
pub(crate) mod serving;
pub(crate) mod txtar;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of test data.
pub(crate) fn data(name: &str) -> PathBuf {
    repository().join("tests").join(name)
}

/// A new folder that goes away with its guard, and the folder `site` in it. The name of that folder
/// is the same in every run, because a site without a title takes it.
pub(crate) fn site_folder() -> (tempfile::TempDir, PathBuf) {
    let guard = tempfile::Builder::new().prefix("playbook-test-").tempdir().unwrap();
    let site = guard.path().canonicalize().unwrap().join("site");
    fs::create_dir(&site).unwrap();
    (guard, site)
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// All files below a folder by their path in it; none when there is no such folder.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| !entry.file_type().is_dir()) {
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read(entry.path()).unwrap_or_default());
    }
    files
}

/// Copies a folder into another.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        write(&to.join(name), bytes);
    }
}

/// The entries of a folder of test data, sorted.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The name of a file without its extension.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

//! What a theme and a site's own folders have for pages: names of templates and files to link to.
//! Knows the folders of a theme, not what templates say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::layers::{DEFAULT_NAME, bundled_files, list};
use crate::source::{Hash, SourcePath, StaticFile};

/// Files that the program completes, so that only the theme knows under which name they are published.
const COMPLETED: &[&str] = &["style.css", "words.js"];

/// What the layers have for pages: known without reading templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The names of all templates.
    pub templates: BTreeSet<String>,
    /// The static files of the site and of its theme, without those of the default theme.
    pub statics: Vec<StaticFile>,
}

/// Looks what the layers have. A file that cannot be read is told of when the theme is loaded.
pub fn offer(root: &Path, theme: &str) -> Offer {
    let own = [Some(root.to_owned()), (theme != DEFAULT_NAME).then(|| root.join("themes").join(theme))];
    let bundled = [DEFAULT_NAME, theme].into_iter().flat_map(bundled_files);
    let bundled = bundled.filter_map(|(path, _)| Some(path.strip_prefix("templates/")?.to_owned()));
    let mut templates: BTreeSet<String> = bundled.collect();
    let mut statics: BTreeMap<String, StaticFile> = BTreeMap::new();
    for folder in own.iter().flatten() {
        templates.extend(list(&folder.join("templates")).into_iter().map(|(name, _)| name));
        for (name, path) in list(&folder.join("static")) {
            if let Some(file) = static_file(root, &name, &path).filter(|_| !COMPLETED.contains(&name.as_str())) {
                statics.entry(name).or_insert(file);
            }
        }
    }
    Offer { templates, statics: statics.into_values().collect() }
}

fn static_file(root: &Path, name: &str, path: &Path) -> Option<StaticFile> {
    let below = path.strip_prefix(root).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let published = if is_fingerprinted(name) { fingerprinted(name, &fs::read(path).ok()?) } else { name.to_owned() };
    Some(StaticFile { name: name.to_owned(), file: SourcePath::new(&parts.join("/"))?, published })
}

/// Whether browsers may keep a file for ever, because its name tells its content. Files that others
/// look for by their name (`favicon.ico`, `CNAME`) keep it.
fn is_fingerprinted(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "css" | "js")))
}

/// `style.css` → `style.3fa9c1d2.css`.
pub(super) fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    match name.rsplit_once('.').filter(|_| is_fingerprinted(name)) {
        Some((stem, extension)) => format!("{stem}.{}.{extension}", Hash::of(bytes).hex(8)),
        None => name.to_owned(),
    }
}

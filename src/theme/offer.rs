//! What a theme and a site's own folders have for pages: names of templates and files to link to.
//! Knows the folders of a theme, not what templates say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::layers::{self, DEFAULT_NAME, STYLE_FILE, bundled_files, groups_of, list};
use super::with_words_in;
use super::words::Words;
use crate::config::Config;
use crate::source::{Hash, Skipped, SourcePath, StaticFile};

/// What the layers have for pages: known without compiling templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The names of all templates.
    pub templates: BTreeSet<String>,
    /// The static files of the site and of its theme, without those of the program's own themes.
    pub statics: Vec<StaticFile>,
    /// Static files of the program's own themes that keep their name when they are published.
    pub theme_files: Vec<String>,
    /// What was left out, from the folder of the config.
    pub skipped: Vec<Skipped>,
}

/// Looks what the layers have. A file that cannot be read is told of when the theme is loaded.
pub fn offer(root: &Path, config: &Config) -> Offer {
    let mut offer = Offer::default();
    for (path, _) in [DEFAULT_NAME, &config.theme].into_iter().flat_map(bundled_files) {
        if let Some(name) = path.strip_prefix("templates/") {
            offer.templates.insert(name.to_owned());
        } else if let Some(name) = path.strip_prefix("static/").filter(|name| !is_fingerprinted(name)) {
            offer.theme_files.push(name.to_owned());
        }
    }
    let mut statics = logos(config);
    let theme = (config.theme != DEFAULT_NAME).then(|| format!("themes/{}/", config.theme));
    for layer in [Some(String::new()), theme].into_iter().flatten() {
        let mut files = |name: &str| {
            let folder = format!("{layer}{name}");
            let mut skipped = Vec::new();
            let files = list(&root.join(&folder), &mut skipped);
            let from_root = |file: Skipped| {
                Some(Skipped { path: SourcePath::new(&format!("{folder}/{}", file.path))?, reason: file.reason })
            };
            offer.skipped.extend(skipped.into_iter().filter_map(from_root));
            files
        };
        let templates = files("templates");
        for (name, path) in files("static") {
            if let Some(file) = static_file(root, config, (&layer, &name), &path) {
                statics.entry(name).or_insert(file);
            }
        }
        files("words");
        offer.templates.extend(templates.into_iter().map(|(name, _)| name));
    }
    offer.statics = statics.into_values().collect();
    offer
}

/// The files of the logo, which are published under a name of the program's.
fn logos(config: &Config) -> BTreeMap<String, StaticFile> {
    let Some(logo) = &config.brand.logo else { return BTreeMap::new() };
    let (light, dark) = layers::logo_files(logo);
    let files = [Some((light, &logo.light)), dark.zip(logo.dark.as_ref())].into_iter().flatten();
    files.map(|(name, file)| (name.clone(), StaticFile { published: name.clone(), name, file: file.clone() })).collect()
}

fn static_file(root: &Path, config: &Config, (layer, name): (&str, &str), path: &Path) -> Option<StaticFile> {
    let file = SourcePath::new(&format!("{layer}static/{name}"))?;
    let published = if is_fingerprinted(name) {
        fingerprinted(name, &completed(root, config, name, fs::read(path).ok()?)?)
    } else {
        name.to_owned()
    };
    Some(StaticFile { name: name.to_owned(), file, published })
}

/// The bytes that are published of a file, which the program may complete.
fn completed(root: &Path, config: &Config, name: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if name == STYLE_FILE {
        return Some(layers::with_accent(&bytes, &config.brand));
    }
    let Some(groups) = groups_of(name) else { return Some(bytes) };
    let files = layers::load(root, &config.theme).ok()?.words;
    Some(with_words_in(&bytes, &Words::read(&files, &config.language).ok()?, groups))
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

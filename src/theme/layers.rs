//! Which file of which layer counts: the site's own, the chosen theme's, the default theme's. Knows
//! the folders of a theme, not what templates say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::config::{Brand, Logo};
use crate::diagnostic::suggest;
use crate::failure::Failure;
use crate::source::{Skipped, SourcePath, load, text};

/// The themes that are part of the program.
static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The default theme's scripts and style sheet, which the build has made small.
static SMALL: Dir<'_> = include_dir!("$OUT_DIR/static");

/// The name of the theme below all others.
pub const DEFAULT_NAME: &str = "default";

/// All files of all layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// Templates by the name under which they are compiled: the site's own `page.html`, the
    /// theme's `theme/page.html`, the default theme's `default/page.html`.
    pub templates: BTreeMap<String, Template>,
    /// Static files by their path; the site's own shadow the theme's.
    pub statics: BTreeMap<String, Arc<[u8]>>,
    /// The files of words, the default theme's first.
    pub words: Vec<WordsFile>,
}

/// A file of words, such as `words/de.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsFile {
    /// The language: the file's name.
    pub language: String,
    /// The text.
    pub text: String,
    /// The file, for messages.
    pub file: String,
}

/// A template's text and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The text.
    pub text: String,
    /// The file, for messages.
    pub file: String,
}

/// Reads the layers: `root/templates`, `root/static` and `root/words`, then `root/themes/NAME`, then
/// the default theme.
///
/// # Errors
/// Fails when the theme does not exist, or a file cannot be read or is not UTF-8.
pub fn load(root: &Path, theme: &str) -> Result<Layers, Failure> {
    let mut layers = Layers::default();
    add_bundled(&mut layers, DEFAULT_NAME, &["theme/", "default/"]);
    for file in SMALL.files() {
        layers.statics.insert(file.path().to_string_lossy().into_owned(), Arc::from(file.contents()));
    }
    if theme != DEFAULT_NAME {
        let folder = root.join("themes").join(theme);
        if folder.join("theme.yaml").is_file() {
            add_folder(&mut layers, root, &folder, "theme/")?;
        } else if bundled().any(|name| name == theme) {
            add_bundled(&mut layers, theme, &["theme/"]);
        } else {
            return Err(no_theme(root, theme));
        }
    }
    add_folder(&mut layers, root, root, "")?;
    Ok(layers)
}

/// The names of the themes that are part of the program.
pub fn bundled() -> impl Iterator<Item = &'static str> {
    BUNDLED.dirs().filter_map(|folder| folder.path().to_str())
}

fn add_bundled(layers: &mut Layers, theme: &str, prefixes: &[&str]) {
    for (path, file) in bundled_files(theme) {
        let text = || file.contents_utf8().unwrap_or_default().to_owned();
        let whose = format!("the {theme} theme's {path}");
        if let Some(name) = path.strip_prefix("templates/") {
            let template = Template { text: text(), file: whose };
            layers.templates.extend(prefixes.iter().map(|prefix| (format!("{prefix}{name}"), template.clone())));
        } else if let Some(name) = path.strip_prefix("static/") {
            layers.statics.insert(name.to_owned(), Arc::from(file.contents()));
        } else if let Some(language) = language_of(&path) {
            layers.words.push(WordsFile { language, text: text(), file: whose });
        }
    }
}

/// Adds the organisation's look: its accent at the end of the style sheet, its logo beside it.
///
/// # Errors
/// Fails when the logo cannot be read.
pub fn add_brand(layers: &mut Layers, root: &Path, brand: &Brand) -> Result<(), Failure> {
    if let Some(style) = layers.statics.get_mut(STYLE_FILE) {
        *style = with_accent(style, brand).into();
    }
    let Some(logo) = &brand.logo else { return Ok(()) };
    for (file, name) in [(Some(&logo.light), LOGO[0]), (logo.dark.as_ref(), LOGO[1])] {
        let Some(file) = file else { continue };
        let path = root.join(file.as_str());
        let bytes = text::bytes(&path).map_err(|error| {
            Failure::io("read the logo", &path, &error)
                .hint("`logo` names a file from the folder of the config, such as `static/logo.svg`")
        })?;
        layers.statics.insert(logo_name(file, name), bytes.into());
    }
    Ok(())
}

/// A style sheet with the organisation's accent at its end.
pub(super) fn with_accent(style: &[u8], brand: &Brand) -> Vec<u8> {
    let accent = brand.accent.map_or_else(String::new, |accent| accent.style());
    [style, accent.as_bytes()].concat()
}

/// The static file that the accent is added to.
pub(super) const STYLE_FILE: &str = "style.css";
/// The scripts that words are written into, each with the groups of words that it gets: its own first.
pub(super) const SCRIPTS_WITH_WORDS: [(&str, &[&str]); 2] =
    [("playbook.js", &["scripts"]), ("search.js", &["search", "kind"])];
/// The groups of words that a static file gets, if it is a script with words.
pub(super) fn groups_of(name: &str) -> Option<&'static [&'static str]> {
    SCRIPTS_WITH_WORDS.iter().find(|(script, _)| *script == name).map(|(_, groups)| *groups)
}

/// The names under which the logo's files are published.
const LOGO: [&str; 2] = ["_brand/logo", "_brand/logo-dark"];

/// The static files of a logo: the one for the light scheme and the one for the dark, if there is one.
pub fn logo_files(logo: &Logo) -> (String, Option<String>) {
    (logo_name(&logo.light, LOGO[0]), logo.dark.as_ref().map(|file| logo_name(file, LOGO[1])))
}

fn logo_name(file: &SourcePath, name: &str) -> String {
    format!("{name}.{}", file.extension().to_ascii_lowercase())
}

/// The files of a theme that is part of the program.
pub(super) fn bundled_files(theme: &str) -> Vec<(String, &'static include_dir::File<'static>)> {
    let files = BUNDLED.get_dir(theme).map(all_files).unwrap_or_default().into_iter();
    files
        .filter_map(|file| {
            let path = file.path().to_string_lossy();
            Some((path.strip_prefix(theme)?.strip_prefix('/')?.to_owned(), file))
        })
        .collect()
}

fn all_files<'a>(folder: &'a Dir<'a>) -> Vec<&'a include_dir::File<'a>> {
    folder.files().chain(folder.dirs().flat_map(all_files)).collect()
}

/// `de` of `words/de.yaml`.
fn language_of(path: &str) -> Option<String> {
    path.strip_prefix("words/")?.strip_suffix(".yaml").map(str::to_owned)
}

/// A file of the default theme, such as `templates/page.html`.
pub fn default_file(path: &str) -> Option<&'static [u8]> {
    BUNDLED.get_file(format!("{DEFAULT_NAME}/{path}")).map(include_dir::File::contents)
}

fn no_theme(root: &Path, theme: &str) -> Failure {
    let names: Vec<String> = fs::read_dir(root.join("themes"))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("theme.yaml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .chain(bundled().map(str::to_owned))
        .collect();
    let near = suggest::nearest(theme, names.iter().map(String::as_str));
    let hint = near.map_or_else(
        || {
            format!(
                "a theme is a folder `themes/{theme}` with a file `theme.yaml`; these are always there: {}",
                bundled().collect::<Vec<_>>().join(", ")
            )
        },
        |near| format!("did you mean `{near}`?"),
    );
    Failure::new(format!("no theme named `{theme}`")).hint(hint)
}

fn add_folder(layers: &mut Layers, root: &Path, folder: &Path, prefix: &str) -> Result<(), Failure> {
    // What is left out is told of by the findings.
    let files = |name: &str| list(&folder.join(name), &mut Vec::new());
    let shown = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string();
    for (name, path) in files("templates") {
        let template = Template { text: text::read(&path)?, file: shown(&path) };
        layers.templates.insert(format!("{prefix}{name}"), template);
    }
    for (name, path) in files("static") {
        let bytes = match groups_of(&name) {
            Some(_) => text::read(&path)?.into_bytes(),
            None => fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?,
        };
        layers.statics.insert(name, bytes.into());
    }
    for (name, path) in files("words") {
        if let Some(language) = language_of(&format!("words/{name}")) {
            layers.words.push(WordsFile { language, text: text::read(&path)?, file: shown(&path) });
        }
    }
    Ok(())
}

/// The files of a folder by their path in it, hidden ones left out; adds what else was left out to
/// `skipped`, as the content does.
pub(super) fn list(folder: &Path, skipped: &mut Vec<Skipped>) -> Vec<(String, PathBuf)> {
    let Ok(real) = folder.canonicalize() else { return Vec::new() };
    let files = load::list(&real, &[], skipped).into_iter();
    files.map(|(path, _)| (path.to_string(), folder.join(path.as_str()))).collect()
}

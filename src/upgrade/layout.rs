//! Which files of a playbook belong to those who fork it. Knows the usual folders and the config,
//! not the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::lock::Wanted;
use super::settings;
use crate::config::{self, Config};
use crate::source::SourcePath;

/// Files by their path from the playbook's root.
pub type Files = BTreeMap<SourcePath, Arc<[u8]>>;

/// Where things are in one playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The content folder from the root, `""` for the root itself.
    pub content: String,
    theme: String,
    output: String,
    /// The pictures that the config names, wherever they are.
    logo: Vec<SourcePath>,
}

/// The folders beside the content that make what a site looks like.
const LOOK: &[&str] = &["templates", "static", "words"];

impl Layout {
    /// The layout of a playbook whose content folder, seen from its root, is this.
    pub fn new(config: &Config, content: &str) -> Self {
        let content = content.trim_start_matches("./").trim_end_matches('/');
        let content = if content == "." { "" } else { content };
        Self {
            content: content.to_owned(),
            theme: config.theme.clone(),
            output: config.output.clone(),
            logo: config.brand.logo_files().cloned().collect(),
        }
    }

    /// The layout of files that were fetched. What cannot be read of their config counts as not there.
    pub fn of(files: &Files) -> Self {
        let config = config_of(files);
        let usual = if files.keys().any(|path| path.as_str().starts_with("content/")) { "content" } else { "" };
        Self::new(&config, config.content.as_deref().unwrap_or(usual))
    }

    /// Whether a file belongs to those who fork the playbook: the content, its data, and what the
    /// site looks like.
    pub fn adopts(&self, path: &SourcePath) -> bool {
        let text = path.as_str();
        let own_files = [config::FILE_NAME, super::lock::FILE_NAME];
        if path.is_hidden() || own_files.contains(&text) {
            return false;
        }
        if self.content.is_empty() {
            return !is_inside(path, &self.output);
        }
        is_inside(path, &self.content) || is_inside(path, "data") || self.is_look(path)
    }

    /// Whether a file makes what the site looks like, so that no page of it can do without.
    pub fn is_look(&self, path: &SourcePath) -> bool {
        LOOK.iter().any(|folder| is_inside(path, folder))
            || is_inside(path, &format!("themes/{}", self.theme))
            || self.is_logo(path)
    }

    /// Whether a file is the logo.
    pub fn is_logo(&self, path: &SourcePath) -> bool {
        self.logo.contains(path)
    }

    /// Whether a file is in the content folder.
    pub fn is_content(&self, path: &SourcePath) -> bool {
        self.content.is_empty() || is_inside(path, &self.content)
    }

    /// The path from the content folder, or from the root for a file outside of it.
    pub fn shown<'p>(&self, path: &'p SourcePath) -> &'p str {
        let text = path.as_str();
        text.strip_prefix(&self.content).map_or(text, |rest| rest.trim_start_matches('/'))
    }

    /// Where a file of another playbook goes in this one.
    pub fn place(&self, path: &SourcePath, other: &Self) -> SourcePath {
        let in_content =
            path.as_str().strip_prefix(&other.content).filter(|rest| other.content.is_empty() || rest.starts_with('/'));
        in_content
            .map(|rest| format!("{}/{}", self.content, rest.trim_start_matches('/')))
            .and_then(|place| SourcePath::new(place.trim_start_matches('/')))
            .unwrap_or_else(|| path.clone())
    }

    /// Whether a file means something by its name, so that under another one it would mean nothing.
    pub fn is_found_by_place(path: &SourcePath) -> bool {
        matches!(path.as_str().split_once('/'), Some(("templates" | "static" | "words" | "themes" | "data", _)))
    }

    /// Whether a file is seeded once and then the adopter's own: data are figures of one
    /// organisation.
    pub fn is_data(&self, path: &SourcePath) -> bool {
        path.as_str().starts_with("data/") || self.shown(path).starts_with("data/")
    }
}

fn is_inside(path: &SourcePath, folder: &str) -> bool {
    path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The settings of files that were fetched, as far as they can be read.
pub fn config_of(files: &Files) -> Config {
    let text = SourcePath::new(config::FILE_NAME).and_then(|path| files.get(&path));
    let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
    config::parse(&settings::readable(text).0).unwrap_or_default()
}

impl Wanted {
    /// Whether a file is wanted; globs count from the content folder or from the root. Who wants only
    /// some pages wants them to look as they do.
    pub fn has(&self, path: &SourcePath, layout: &Layout) -> bool {
        let matches = |globs: &[String]| {
            globs.iter().any(|glob| is_match(glob, path.as_str()) || is_match(glob, layout.shown(path)))
        };
        (self.only.is_empty() || layout.is_look(path) || matches(&self.only)) && !matches(&self.except)
    }
}

/// `*` is any part of a name, `**` any folders, `?` one character. A folder's name stands for all
/// that it holds.
fn is_match(glob: &str, path: &str) -> bool {
    let glob: Vec<char> = glob.trim_start_matches("./").trim_end_matches('/').chars().collect();
    let path: Vec<char> = path.chars().collect();
    // reached[p]: the glob so far matches the path up to p.
    let mut reached = vec![false; path.len() + 1];
    reached[0] = true;
    let mut at = 0;
    while at < glob.len() {
        let deep = glob[at..].starts_with(&['*', '*']);
        let mut next = vec![false; path.len() + 1];
        for place in 0..=path.len() {
            let stays = place > 0 && next[place - 1] && (deep || path[place - 1] != '/');
            next[place] = match glob[at] {
                '*' => reached[place] || stays,
                '?' => place > 0 && reached[place - 1] && path[place - 1] != '/',
                literal => place > 0 && reached[place - 1] && path[place - 1] == literal,
            };
        }
        reached = next;
        at += if deep { 2 } else { 1 };
        // `**/` is also no folder at all.
        if deep && glob.get(at) == Some(&'/') {
            let starts = |place: usize| place == 0 || path[place - 1] == '/';
            (0..=path.len()).for_each(|place| reached[place] &= starts(place));
            at += 1;
        }
    }
    (0..=path.len()).any(|place| reached[place] && (place == path.len() || path[place] == '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_names_and_folders() {
        for (glob, path, expected) in [
            ("okrs/**", "okrs/2026/a.md", true),
            ("okrs", "okrs/2026/a.md", true),
            ("okrs", "okrs-old/a.md", false),
            ("*.md", "a.md", true),
            ("*.md", "x/a.md", false),
            ("**/*.md", "a.md", true),
            ("**/*.md", "x/y/a.md", true),
            ("**/a.md", "x/ba.md", false),
            ("people/?iring.md", "people/hiring.md", true),
        ] {
            assert_eq!(is_match(glob, path), expected, "{glob} {path}");
        }
    }

    #[test]
    fn a_file_goes_where_the_content_is() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let config = Config::default();
        let (here, there, root) =
            (Layout::new(&config, "pages"), Layout::new(&config, "content"), Layout::new(&config, "."));
        assert_eq!(here.place(&path("content/a/b.md"), &there), path("pages/a/b.md"));
        assert_eq!(here.place(&path("static/x.css"), &there), path("static/x.css"));
        assert_eq!(root.place(&path("content/a.md"), &there), path("a.md"));
        assert_eq!(there.place(&path("a.md"), &root), path("content/a.md"));
        assert!(there.adopts(&path("templates/page.html")) && !there.adopts(&path("src/main.rs")));
        assert!(!root.adopts(&path(".git/config")) && !root.adopts(&path("public/index.html")));
    }

    #[test]
    fn who_wants_only_some_pages_gets_the_logo_and_the_theme_too() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let config = config::parse("theme: acme\nlogo: {light: brand/a.svg, dark: brand/b.svg}\n").unwrap();
        let layout = Layout::new(&config, "content");
        let wanted = Wanted { only: vec!["people/**".to_owned()], except: vec!["static/old.css".to_owned()] };
        for (name, expected) in [
            ("content/people/a.md", true),
            ("content/b.md", false),
            ("brand/a.svg", true),
            ("brand/b.svg", true),
            ("brand/c.svg", false),
            ("themes/acme/theme.yaml", true),
            ("themes/other/theme.yaml", false),
            ("static/new.css", true),
            ("static/old.css", false),
            ("data/people.yml", false),
        ] {
            let path = path(name);
            assert_eq!(layout.adopts(&path) && wanted.has(&path, &layout), expected, "{name}");
        }
    }
}

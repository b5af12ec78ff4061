//! Names of source files: the one way in which the program speaks of a file. Knows nothing of the disk.

use std::fmt;
use std::sync::Arc;

/// A file below the content folder: relative, UTF-8, `/`-separated, never with `..`, `.` or an
/// empty part.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// What begins with a dot and is meant for whoever asks the site for it.
const OF_SITES: &[&str] = &[".well-known", ".nojekyll"];

/// Whether a file or folder of this name is for other programs.
pub fn is_hidden_name(name: &str) -> bool {
    name == "node_modules" || name.starts_with('.') && !OF_SITES.contains(&name)
}

impl SourcePath {
    /// Takes a path that is already in normal form; `None` when it is not.
    pub fn new(path: &str) -> Option<Self> {
        let normal = !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        normal.then(|| Self(path.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, `""` for the content folder itself.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The file name without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The extension as written, `""` when there is none.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or("", |(stem, extension)| if stem.is_empty() { "" } else { extension })
    }

    /// The path without its extension.
    pub fn without_extension(&self) -> &str {
        let extension = self.extension();
        if extension.is_empty() { &self.0 } else { &self.0[..self.0.len() - extension.len() - 1] }
    }

    /// Whether the file or a folder above it is for other programs.
    pub fn is_hidden(&self) -> bool {
        self.0.split('/').any(is_hidden_name)
    }

    /// Whether the file is a Markdown page.
    pub fn is_page(&self) -> bool {
        let extension = self.extension();
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    }
}

/// Joins a relative path to a folder and resolves `.` and `..`; `None` when it leaves the content
/// folder. The result has no slash at either end and is `""` for the content folder itself.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_the_content_folder_has_no_name() {
        assert_eq!(SourcePath::new("../a.md"), None);
        assert_eq!(SourcePath::new("/a.md"), None);
        assert_eq!(SourcePath::new(""), None);
        assert_eq!(join("a/b", "../../c.md").as_deref(), Some("c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        assert_eq!(join("a", "./").as_deref(), Some("a"));
    }

    #[test]
    fn stem_and_extension_keep_dots_and_dot_files() {
        let path = SourcePath::new("a/v1.2 notes.md").unwrap();
        assert_eq!((path.stem(), path.extension(), path.folder()), ("v1.2 notes", "md", "a"));
        let dot = SourcePath::new(".tool").unwrap();
        assert_eq!((dot.stem(), dot.extension()), (".tool", ""));
    }
}

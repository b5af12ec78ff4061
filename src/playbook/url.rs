//! Addresses on the site and paths in the output folder, made from names in one place and
//! percent-encoded once. Knows nothing of pages.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page::link::scheme;

/// What may stand in a path segment as it is (RFC 3986, `pchar`, without `'`, which ends an
/// attribute in some templates).
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The longest part of an address that an author may choose, in bytes: file systems take 255, and
/// numbers and endings follow.
pub const LONGEST_PART: usize = 240;
/// The longest address that an author may choose, in bytes: the folder that a site is written to
/// stands before it, and some systems take 1,024.
pub const LONGEST: usize = 800;

/// Whether no file can be named like an address.
pub fn is_too_long(address: &str) -> bool {
    address.len() > LONGEST || address.split('/').any(|part| part.len() > LONGEST_PART)
}

/// A path in the output folder: relative, `/`-separated, never outside it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OutPath(String);

impl OutPath {
    /// Takes a relative path; `None` when a part is empty, `.` or `..`.
    pub fn new(path: &str) -> Option<Self> {
        let inside = !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        (inside && !path.contains('\\') && !path.chars().any(char::is_control)).then(|| Self(path.to_owned()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders above the file.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address below the site's root, without a leading slash: `""` is the home page,
/// `people/team-size/` a page, `people/chart.png` a file. Not encoded; [`Url::href`] encodes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Url(String);

impl Url {
    /// The address of the home page.
    pub fn home() -> Self {
        Self(String::new())
    }

    /// The address of a page by the path of its source without an extension, or of its folder. Every
    /// source has one: what no path of the output may hold stands as a hyphen.
    pub fn of_page(path: &str) -> Self {
        Self::page(&nameable(path)).unwrap_or_else(Self::home)
    }

    /// The address of a file of the content that is published as it is.
    pub fn of_file(path: &str) -> Option<Self> {
        Self::file(&nameable(path))
    }

    /// The address of a page whose folder in the output is `folder`; `""` is the home page.
    /// `None` when it would leave the output folder.
    pub fn page(folder: &str) -> Option<Self> {
        if folder.is_empty() {
            return Some(Self::home());
        }
        OutPath::new(folder).map(|path| Self(path.0 + "/"))
    }

    /// The address of a plain file.
    pub fn file(path: &str) -> Option<Self> {
        OutPath::new(path).map(|path| Self(path.0))
    }

    /// The address that an author wrote, in an alias or a permalink: `/old/`, `old.html`,
    /// `old/page`. A last part without a dot is a page. `None` when nothing is written, and for an
    /// address that is not below the site's root: `//host/x`, `https:x`.
    pub fn written(text: &str) -> Option<Self> {
        let decoded = percent_encoding::percent_decode_str(text.trim()).decode_utf8().ok()?;
        let is_elsewhere = decoded.starts_with("//") || decoded.contains("://") || scheme(&decoded).is_some();
        if decoded.is_empty() || is_elsewhere || decoded.contains(['#', '?']) || is_too_long(&decoded) {
            return None;
        }
        let path = decoded.trim_matches('/');
        let path = path.strip_suffix("/index.html").unwrap_or(if path == "index.html" { "" } else { path });
        let last = path.rsplit('/').next().unwrap_or("");
        let is_file = !decoded.ends_with('/')
            && [".html", ".htm", ".xml", ".txt", ".json"].iter().any(|ending| last.ends_with(ending));
        if is_file { Self::file(path) } else { Self::page(path.strip_suffix(".md").unwrap_or(path)) }
    }

    /// The address that an author chose for a page. A colon is a placeholder of another tool
    /// (`/:year/:title/`).
    pub fn permalink(text: &str) -> Option<Self> {
        Self::written(text).filter(|_| !text.contains(':'))
    }

    /// The address of a page in a folder by the name that its author chose.
    pub fn slugged(folder: &str, slug: &str) -> Option<Self> {
        let name = slug.trim().trim_matches('/');
        if name.is_empty() || is_too_long(name) {
            return None;
        }
        if folder.is_empty() { Self::page(name) } else { Self::page(&format!("{}/{name}", nameable(folder))) }
    }

    /// The address as text, not encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a server sends for this address.
    pub fn out_path(&self) -> OutPath {
        let is_folder = self.0.is_empty() || self.0.ends_with('/');
        OutPath(if is_folder { format!("{}index.html", self.0) } else { self.0.clone() })
    }

    /// The address percent-encoded, to be put after the site's root. An offline site names the
    /// file, because nothing turns a folder into its `index.html` there.
    pub fn href(&self, style: LinkStyle) -> String {
        let path = match style {
            LinkStyle::Served => self.0.clone(),
            LinkStyle::Offline => self.out_path().0,
        };
        path.split('/').map(|part| utf8_percent_encode(part, SEGMENT).to_string()).collect::<Vec<_>>().join("/")
    }
}

/// A path with a hyphen for each character that no path of the output may hold.
fn nameable(path: &str) -> String {
    path.replace(|c: char| c == '\\' || c.is_control(), "-")
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

/// How links name their target.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LinkStyle {
    /// From the site's root, folders without a file name: for a web server.
    #[default]
    Served,
    /// Relative, with file names: for opening from a disk.
    Offline,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_encoded_once_and_keeps_its_case() {
        let url = Url::page("Team norms (legacy)/A%20b").unwrap();
        assert_eq!(url.href(LinkStyle::Served), "Team%20norms%20(legacy)/A%2520b/");
        assert_eq!(url.href(LinkStyle::Offline), "Team%20norms%20(legacy)/A%2520b/index.html");
        assert_eq!(url.out_path().as_str(), "Team norms (legacy)/A%20b/index.html");
        assert_eq!(Url::home().href(LinkStyle::Served), "");
    }

    #[test]
    fn nothing_leaves_the_output_folder() {
        assert_eq!(Url::page("../x"), None);
        assert_eq!(Url::written("/a/../../x"), None);
        assert_eq!(OutPath::new("a//b"), None);
    }

    #[test]
    fn every_source_has_an_address() {
        assert_eq!(Url::of_page("f\\g/a\u{1}b").to_string(), "/f-g/a-b/");
        assert_eq!(Url::of_file("line\nbreak.png").map(|url| url.to_string()).as_deref(), Some("/line-break.png"));
        assert_eq!(Url::slugged("f\\g", "x").map(|url| url.to_string()).as_deref(), Some("/f-g/x/"));
    }

    #[test]
    fn what_is_not_below_the_root_is_no_address_on_the_site() {
        for text in ["", " ", "//evil.com/x", "https:x", "https://a.b/x", "mailto:a", "%2F%2Fevil.com", "\\\\evil"] {
            assert_eq!(Url::written(text), None, "{text:?}");
        }
        assert_eq!(Url::written("/Help:Contents/").map(|url| url.to_string()).as_deref(), Some("/Help:Contents/"));
    }

    #[test]
    fn an_author_chooses_only_what_a_file_can_be_named_with() {
        let (long, longest) = ("x".repeat(300), "x".repeat(LONGEST_PART));
        assert_eq!([Url::written(&long), Url::slugged("", &long), Url::permalink("/:title/")], [const { None }; 3]);
        assert_eq!(
            [Url::slugged("a", "/"), Url::slugged("a", "../.."), Url::slugged("a", "b\\c")],
            [const { None }; 3]
        );
        assert_eq!(Url::permalink(&"a/".repeat(500)), None);
        assert_eq!(Url::slugged("a", &longest).map(|url| url.to_string()), Some(format!("/a/{longest}/")));
    }

    #[test]
    fn written_addresses_are_pages_or_files() {
        let written = |text| Url::written(text).map(|url| url.out_path().as_str().to_owned());
        assert_eq!(written("/people/pm-ratio/").as_deref(), Some("people/pm-ratio/index.html"));
        assert_eq!(written("/old.html").as_deref(), Some("old.html"));
        assert_eq!(written("people/v1.2").as_deref(), Some("people/v1.2/index.html"));
        assert_eq!(written("/a/index.html").as_deref(), Some("a/index.html"));
    }
}

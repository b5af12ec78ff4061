//! What a link is written as. Knows the text of the link, not the pages that exist.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::diagnostic::Span;

/// A link of a page: where it stands and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What the link points at.
    pub target: LinkRef,
    /// The target as its author wrote it.
    pub written: String,
    /// Where the target (or, in a reference link, the link) stands.
    pub span: Span,
    /// What the link is for.
    pub usage: Usage,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// Something to go to.
    Link,
    /// Something that is shown on the page as a picture, film or sound. No script in it runs.
    Embed,
    /// Something that is shown on the page in a frame of its own; it may be a page.
    Frame,
}

/// A target, parsed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRef {
    /// No target at all: `[text]()`.
    Empty,
    /// A place on the same page, decoded and without `#`.
    Anchor(String),
    /// A path, relative to the page or from the content root.
    Path(PathRef),
    /// An address with a scheme, or `//host`.
    Absolute,
    /// A scheme that runs code in the reader's browser; never published.
    Unsafe,
}

/// A path with what may follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathRef {
    /// The path, percent-decoded, without a leading slash.
    pub path: String,
    /// Whether it was written with a leading slash: it counts from the content root.
    pub from_root: bool,
    /// The query as written, with `?`, or empty.
    pub query: String,
    /// The fragment, decoded and without `#`.
    pub fragment: Option<String>,
}

impl LinkRef {
    /// Parses a target as written, for what it is used.
    pub fn parse(written: &str, usage: Usage) -> Self {
        // Browsers leave line breaks and tabs out (URL Standard, 4.4).
        const LEFT_OUT: [char; 3] = ['\n', '\r', '\t'];
        if written.contains(LEFT_OUT) {
            return Self::parse(&written.replace(LEFT_OUT, ""), usage);
        }
        let trimmed = written.trim();
        if trimmed.is_empty() {
            return Self::Empty;
        }
        if is_unsafe(trimmed, usage) {
            return Self::Unsafe;
        }
        if trimmed.starts_with("//") || scheme(trimmed).is_some() {
            return Self::Absolute;
        }
        let (before, fragment) = match trimmed.split_once('#') {
            Some((before, fragment)) => (before, Some(decode(fragment))),
            None => (trimmed, None),
        };
        let (path, query) = before.find('?').map_or((before, ""), |at| before.split_at(at));
        match (path, fragment) {
            ("", Some(fragment)) if query.is_empty() => Self::Anchor(fragment),
            (path, fragment) => Self::Path(PathRef {
                from_root: path.starts_with('/'),
                path: decode(path.trim_start_matches('/')),
                query: query.to_owned(),
                fragment,
            }),
        }
    }
}

/// The scheme of an address, `https` of `https://…`. One letter is a drive, not a scheme.
pub(crate) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let valid = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then_some(scheme)
}

/// Browsers leave out control characters and white space in a scheme, so they are left out here.
fn is_unsafe(text: &str, usage: Usage) -> bool {
    let start: String = text
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take(40)
        .collect::<String>()
        .to_ascii_lowercase();
    if usage == Usage::Embed && start.starts_with("data:image/") {
        return false;
    }
    [
        "javascript:",
        "vbscript:",
        "data:text/html",
        "data:application/xhtml",
        "data:image/svg",
        "data:text/xml",
        "data:application/xml",
    ]
    .iter()
    .any(|scheme| start.starts_with(scheme))
}

/// An address in which letters outside ASCII are encoded, and everything else stays.
pub fn encode_letters(address: &str) -> Cow<'_, str> {
    utf8_percent_encode(address, CONTROLS).into()
}

/// What must be encoded in the destination of a Markdown link.
const DESTINATION: &AsciiSet =
    &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'%').add(b'#').add(b'?');

/// A path as it stands in the destination of a Markdown link.
pub(crate) fn encode_destination(path: &str) -> String {
    utf8_percent_encode(path, DESTINATION).to_string()
}

/// What must be encoded in a fragment (URL Standard, fragment percent-encode set, and `%`).
const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%');

/// An anchor as it stands in an address, after `#`.
pub fn encode_fragment(anchor: &str) -> String {
    utf8_percent_encode(anchor, FRAGMENT).to_string()
}

/// A path or a fragment without percent signs, where it is text at all.
pub(crate) fn decode(text: &str) -> String {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str, from_root: bool, query: &str, fragment: Option<&str>) -> LinkRef {
        LinkRef::Path(PathRef {
            path: path.to_owned(),
            from_root,
            query: query.to_owned(),
            fragment: fragment.map(str::to_owned),
        })
    }

    #[test]
    fn what_an_address_cannot_hold_is_encoded_and_nothing_twice() {
        assert_eq!(encode_destination("why #1 (50 %)?.md"), "why%20%231%20%2850%20%25%29%3F.md");
        assert_eq!(encode_letters("/ü/%C3%BC/?a=b"), "/%C3%BC/%C3%BC/?a=b");
    }

    #[test]
    fn targets_are_parsed_once() {
        assert_eq!(
            LinkRef::parse("../a%20b.md?raw=true#%C3%BCber", Usage::Link),
            path("../a b.md", false, "?raw=true", Some("über"))
        );
        assert_eq!(LinkRef::parse("/people/", Usage::Link), path("people/", true, "", None));
        assert_eq!(LinkRef::parse("#top", Usage::Link), LinkRef::Anchor("top".to_owned()));
        assert_eq!(LinkRef::parse("mailto:a@b.c", Usage::Link), LinkRef::Absolute);
        assert_eq!(LinkRef::parse("//host/x", Usage::Link), LinkRef::Absolute);
        assert_eq!(LinkRef::parse("", Usage::Link), LinkRef::Empty);
        assert_eq!(LinkRef::parse("b\r\n.\tmd", Usage::Link), path("b.md", false, "", None));
        assert_eq!(LinkRef::parse("c:\\x.md", Usage::Link), path("c:\\x.md", false, "", None));
    }

    #[test]
    fn code_in_a_target_is_unsafe_however_it_is_dressed() {
        for written in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "vbscript:x",
            "data:text/html,x",
        ] {
            assert_eq!(LinkRef::parse(written, Usage::Link), LinkRef::Unsafe, "{written:?}");
        }
        assert_eq!(LinkRef::parse("data:image/png;base64,x", Usage::Link), LinkRef::Absolute);
    }

    #[test]
    fn a_drawing_is_safe_as_a_picture_only() {
        for (written, usage, is_safe) in [
            ("data:image/svg+xml,<svg/>", Usage::Embed, true),
            ("data:image/svg+xml,<svg/>", Usage::Frame, false),
            ("data:image/svg+xml,<svg/>", Usage::Link, false),
            ("data:text/html,x", Usage::Embed, false),
            ("javascript:x", Usage::Embed, false),
        ] {
            assert_eq!(LinkRef::parse(written, usage) != LinkRef::Unsafe, is_safe, "{written} {usage:?}");
        }
    }
}

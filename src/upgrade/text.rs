//! The text of a file apart from how it is stored: byte order mark and line ends. Knows no
//! Markdown.

use crate::source::Hash;

/// How a text file is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Form {
    /// Whether it begins with a byte order mark.
    pub mark: Mark,
    /// What ends most of its lines.
    pub line_end: LineEnd,
}

/// Whether a file begins with a byte order mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mark {
    /// It does not.
    #[default]
    None,
    /// It does.
    Present,
}

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LineEnd {
    /// A line feed.
    #[default]
    Lf,
    /// A carriage return and a line feed.
    Crlf,
}

/// A text with `\n` at its line ends and without a byte order mark, and how it was stored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    /// The text.
    pub text: String,
    /// How it was stored.
    pub form: Form,
}

impl Text {
    /// Reads the bytes of a file; `None` when they are not UTF-8.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let whole = std::str::from_utf8(bytes).ok()?;
        let (mark, text) = match whole.strip_prefix('\u{feff}') {
            Some(rest) => (Mark::Present, rest),
            None => (Mark::None, whole),
        };
        let returns = text.matches("\r\n").count();
        let line_end = if returns * 2 > text.matches('\n').count() { LineEnd::Crlf } else { LineEnd::Lf };
        let text = if returns == 0 { text.to_owned() } else { text.replace("\r\n", "\n") };
        Some(Self { text, form: Form { mark, line_end } })
    }

    /// The bytes of a file that stores the text in this form.
    pub fn write(&self) -> Vec<u8> {
        let mark = if self.form.mark == Mark::Present { "\u{feff}" } else { "" };
        let text = match self.form.line_end {
            LineEnd::Lf => format!("{mark}{}", self.text),
            LineEnd::Crlf => format!("{mark}{}", self.text.replace('\n', "\r\n")),
        };
        text.into_bytes()
    }
}

/// Another text in the form in which a file is stored here. What is not text is returned as it is.
pub fn in_form_of(here: &[u8], other: &[u8]) -> Vec<u8> {
    match (Text::read(here), Text::read(other)) {
        (Some(here), Some(other)) => Text { text: other.text, form: here.form }.write(),
        _ => other.to_vec(),
    }
}

/// The hash under which a file is remembered: that of its text in whatever form it is stored, so
/// that an editor on another system changes nothing. Files that are not text are hashed as they
/// are.
pub fn hash(bytes: &[u8]) -> Hash {
    match Text::read(bytes) {
        Some(text) => Hash::of(text.text.as_bytes()),
        None => Hash::of(bytes),
    }
}

/// Whether two files say the same, in whatever form each is stored.
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    hash(one) == hash(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_file_is_apart_from_its_text() {
        let windows = "\u{feff}a\r\nb".as_bytes();
        let text = Text::read(windows).unwrap();
        assert_eq!(text.text, "a\nb");
        assert_eq!(text.form, Form { mark: Mark::Present, line_end: LineEnd::Crlf });
        assert_eq!(text.write(), windows);
        assert_eq!(hash(windows), hash(b"a\nb"));
        assert_ne!(hash(b"\xff\r\n"), hash(b"\xff\n"));
    }
}

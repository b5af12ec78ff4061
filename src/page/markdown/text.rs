//! Every character of a page passes here: control characters out, words counted. Knows text, not
//! Markdown.

use std::borrow::Cow;

use pulldown_cmark::CowStr;

/// Control characters never reach HTML; each becomes a space, so that positions stay.
pub(super) fn blank_controls(text: &str) -> Cow<'_, str> {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f;
    // Looking at every byte without an early end is what the compiler does many bytes at a time.
    if !text.bytes().fold(false, |found, byte| found | is_control(byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c.is_ascii() && is_control(c as u8) { ' ' } else { c }).collect())
}

/// Entities can name control characters, too; those are left out.
pub(super) fn without_controls(text: CowStr<'_>) -> CowStr<'_> {
    let is_bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    // In UTF-8 all controls beyond ASCII begin with the byte C2.
    let may_hold = |byte: u8| byte < 0x20 || byte == 0x7f || byte == 0xc2;
    if text.bytes().fold(false, |found, byte| found | may_hold(byte)) && text.contains(is_bad) {
        return text.chars().filter(|c| !is_bad(*c)).collect::<String>().into();
    }
    text
}

/// Nearly all text is ASCII, where white space is found without decoding.
pub(super) fn count_words(text: &str) -> usize {
    if text.is_ascii() { text.split_ascii_whitespace().count() } else { text.split_whitespace().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_of_every_length_are_left_out() {
        assert_eq!(blank_controls("a\u{1}b\u{7f}c\td\n"), "a b c\td\n");
        assert_eq!(without_controls("a\u{1}b\u{85}c\u{a0}é\td\n".into()).as_ref(), "abc\u{a0}é\td\n");
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!((count_words(" two  words\n"), count_words("zwei\u{2003}Wörter"), count_words("")), (2, 2, 0));
    }
}

//! Text of strangers on a terminal. Knows characters, not what they say.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with its control characters written out, as in `\u001b`: a terminal takes them for
/// orders, and a name or a page must not give any. Lines and tabs stay. What is written out is what
/// JSON has for it, so that JSON stays JSON.
pub fn tame(text: &str) -> Cow<'_, str> {
    let is_order = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(is_order) {
        return Cow::Borrowed(text);
    }
    let mut tame = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_order(c) {
            let _ = write!(tame, "\\u{:04x}", u32::from(c));
        } else {
            tame.push(c);
        }
    }
    Cow::Owned(tame)
}

/// The same for a name, which stands in one line and reads in one direction whatever is in it.
pub fn tame_name(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut tamed = String::new();
    for c in tame(name).chars() {
        if turns(c) || matches!(c, '\n' | '\t') {
            let _ = write!(tamed, "\\u{:04x}", u32::from(c));
        } else {
            tamed.push(c);
        }
    }
    tamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(tame("a\u{1b}[2Jb\r\u{9b}31m\u{7}\u{7f}"), "a\\u001b[2Jb\\u000d\\u009b31m\\u0007\\u007f");
        assert_eq!(tame_name("a\nb\tc\u{7}\u{202e}dm.x"), "a\\u000ab\\u0009c\\u0007\\u202edm.x");
        assert_eq!(tame("Größe\n\tund 日本 🎯"), "Größe\n\tund 日本 🎯");
    }
}

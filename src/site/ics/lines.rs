//! Content lines of RFC 5545: escaped, folded at 75 octets, ended by CRLF. Knows no property.

/// The longest line, without its end. Source: RFC 5545, section 3.1.
const LONGEST: usize = 75;

/// Lines that are being written.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds a line as it is; folds it where it is too long, never inside a character.
    pub(super) fn add(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a property whose value is text. Source: RFC 5545, section 3.3.11.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.replace("\r\n", "\n").chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.add(&format!("{name}:{escaped}"));
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"ä".repeat(50));
        let text = lines.finish();
        let parts: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [74, 35, 0]);
        assert!(parts[1].starts_with(" ä"));
    }

    #[test]
    fn text_is_escaped() {
        let mut lines = Lines::default();
        lines.text("X", "a, b; c\\d\ne");
        assert_eq!(lines.finish(), "X:a\\, b\\; c\\\\d\\ne\r\n");
    }
}

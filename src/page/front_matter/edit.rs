//! Sets the day of the last review in a page's text and keeps every other byte. Knows text, no
//! file.

use jiff::civil::Date;

use super::block::{Block, find_block};
use super::fields::names;
use crate::yaml::{self, Entry, Fields, Value};

/// A page that was reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Its text with the day.
    pub text: String,
    /// The day by which it must be reviewed again, when it says so itself.
    pub review_by: Option<Date>,
}

/// The page's text with `reviewed` set. `Err` says why it cannot be set.
///
/// # Errors
/// Fails on front-matter that cannot be read.
pub fn set_reviewed(text: &str, day: Date) -> Result<Edited, String> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (at, old, new) = match find_block(&text[bom..]) {
        Block::Open { .. } => return Err("its front-matter is never closed".to_owned()),
        Block::Late { .. } => return Err("its front-matter does not begin on the first line".to_owned()),
        Block::Toml { .. } => return Err("its front-matter is TOML, which is not read".to_owned()),
        Block::None => (bom, 0, without_block(&text[bom..], day, end_of_line)),
        Block::Closed { yaml, .. } => {
            let block = &text[bom + yaml.start..bom + yaml.end];
            let node =
                yaml::parse(block).map_err(|error| format!("its front-matter cannot be read: {}", error.message))?;
            match &node.value {
                Value::Map(entries) => match Fields::new(block, entries).entry(&names("reviewed")) {
                    Some(entry) => replacement(text, entry, bom + yaml.start, day),
                    None => (bom + yaml.end, 0, format!("reviewed: {day}{end_of_line}")),
                },
                Value::Null => (bom + yaml.end, 0, format!("reviewed: {day}{end_of_line}")),
                _ => (bom, 0, without_block(&text[bom..], day, end_of_line)),
            }
        }
    };
    let edited = format!("{}{new}{}", &text[..at], &text[at + old..]);
    // What was written is read back, so that no odd YAML is silently broken.
    let front_matter = super::split(&edited, bom, &super::Org::new()).0;
    match front_matter.reviewed {
        Some(read) if read == day => Ok(Edited { text: edited, review_by: front_matter.review_by }),
        _ => Err("its front-matter is written in a way that is not edited here; set `reviewed` by hand".to_owned()),
    }
}

/// The place and length of the old day, and the new one in the same quotes. Where there is none, the
/// new one follows the colon, before a comment.
fn replacement(text: &str, entry: &Entry, from: usize, day: Date) -> (usize, usize, String) {
    let span = entry.node.span.shifted(from);
    let written = text.get(span.start..span.end).unwrap_or("");
    let is_empty = entry.node.value == Value::Null && !matches!(written, "~" | "null" | "Null" | "NULL");
    if is_empty || written.is_empty() {
        let key = entry.key_span.shifted(from).end;
        let colon = text.get(key..).and_then(|rest| rest.find(':')).map_or(span.start, |at| key + at + 1);
        return (colon, 0, format!(" {day}"));
    }
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\'')).map(String::from).unwrap_or_default();
    (span.start, written.len(), format!("{quote}{day}{quote}"))
}

fn without_block(body: &str, day: Date, end_of_line: &str) -> String {
    let gap = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { end_of_line };
    format!("---{end_of_line}reviewed: {day}{end_of_line}---{end_of_line}{gap}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str) {
        let edited = set_reviewed(before, date(2026, 11, 16)).map(|edited| edited.text);
        assert_eq!(edited.as_deref(), Ok(after));
    }

    #[test]
    fn only_the_day_changes() {
        check(
            "---\ntitle:  'A' # why\nreviewed:   2026-01-02   # by us\nowner: \"@x\"\n---\nText  \n",
            "---\ntitle:  'A' # why\nreviewed:   2026-11-16   # by us\nowner: \"@x\"\n---\nText  \n",
        );
        check(
            "---\r\nlast_reviewed_on: '2026-01-02'\r\n---\r\nText",
            "---\r\nlast_reviewed_on: '2026-11-16'\r\n---\r\nText",
        );
        check(
            "---\nlast_reviewed_on: 2026-01-02\nreviewed: 2026-01-03\nlast_reviewed: 2026-01-04\n---\n",
            "---\nlast_reviewed_on: 2026-01-02\nreviewed: 2026-11-16\nlast_reviewed: 2026-01-04\n---\n",
        );
    }

    #[test]
    fn a_day_without_a_value_is_filled_in_before_its_comment() {
        for (before, after) in [
            ("reviewed:", "reviewed: 2026-11-16"),
            ("reviewed: # soon", "reviewed: 2026-11-16 # soon"),
            ("reviewed:  \t# soon: yes  ", "reviewed: 2026-11-16  \t# soon: yes  "),
            ("\"reviewed\" : # soon", "\"reviewed\" : 2026-11-16 # soon"),
            ("last_reviewed: # soon", "last_reviewed: 2026-11-16 # soon"),
            ("reviewed: ~ # soon", "reviewed: 2026-11-16 # soon"),
            ("reviewed: null", "reviewed: 2026-11-16"),
        ] {
            for end in ["\n", "\r\n"] {
                let page = |line: &str| format!("---{end}a: 1{end}{line}{end}title: A{end}---{end}Text");
                check(&page(before), &page(after));
            }
            check(&format!("---\n{before}\n---\n"), &format!("---\n{after}\n---\n"));
        }
    }

    #[test]
    fn a_missing_day_is_added_at_the_end_of_the_block() {
        check("---\r\ntitle: A\r\n---\r\nText\r\n", "---\r\ntitle: A\r\nreviewed: 2026-11-16\r\n---\r\nText\r\n");
        check("---\n---\nText\n", "---\nreviewed: 2026-11-16\n---\nText\n");
    }

    #[test]
    fn a_page_without_front_matter_gets_one() {
        check("# Title\n", "---\nreviewed: 2026-11-16\n---\n\n# Title\n");
        check("\u{feff}# Title\r\n", "\u{feff}---\r\nreviewed: 2026-11-16\r\n---\r\n\r\n# Title\r\n");
        check("---\n\nText after a rule\n", "---\nreviewed: 2026-11-16\n---\n\n---\n\nText after a rule\n");
    }

    #[test]
    fn front_matter_that_cannot_be_read_is_left_alone() {
        assert!(set_reviewed("---\ntitle: a: b\n---\n", date(2026, 11, 16)).is_err());
        assert!(set_reviewed("---\n{title: A}\n---\n", date(2026, 11, 16)).is_err());
    }
}

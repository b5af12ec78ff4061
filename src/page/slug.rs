//! Heading anchors as GitHub makes them, so that the same link works on the forge and on the site.

use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The anchor of a heading: lower case, spaces to hyphens, everything but letters, marks, digits,
/// connectors and hyphens left out. Source: GitHub's `html-pipeline`, `TableOfContentsFilter`.
pub fn slug(text: &str) -> String {
    let text = text.trim();
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            ' ' => slug.push('-'),
            'a'..='z' | '0'..='9' | '-' | '_' => slug.push(c),
            c if c.is_ascii() => {}
            c if is_word(c) => slug.push(c),
            _ => {}
        }
    }
    slug
}

fn is_word(c: char) -> bool {
    use GeneralCategory as G;
    matches!(
        c.general_category(),
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::NonspacingMark
            | G::SpacingMark
            | G::EnclosingMark
            | G::DecimalNumber
            | G::ConnectorPunctuation
    )
}

/// Hands out each anchor once on a page: the second `notes` is `notes-1`.
#[derive(Default)]
pub(super) struct Slugs {
    taken: HashMap<String, usize>,
}

impl Slugs {
    /// Takes an anchor that something else has; `false` when it was taken already.
    pub(super) fn take(&mut self, anchor: &str) -> bool {
        self.taken.insert(anchor.to_owned(), 0).is_none()
    }

    /// The next free anchor for a heading's text.
    pub(super) fn next(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut candidate = base.clone();
        while self.taken.contains_key(&candidate) {
            let count = self.taken.entry(base.clone()).or_default();
            *count += 1;
            candidate = format!("{base}-{count}");
        }
        self.taken.insert(candidate.clone(), 0);
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_the_forges() {
        assert_eq!(slug("How we work: Monday & Friday"), "how-we-work-monday--friday");
        assert_eq!(slug("🏖️ Flexible PTO"), "\u{fe0f}-flexible-pto");
        assert_eq!(slug("Über `code_name` – Straße"), "über-code_name--straße");
        assert_eq!(slug("日本語 見出し"), "日本語-見出し");
    }

    #[test]
    fn the_second_of_a_name_is_numbered() {
        let mut slugs = Slugs::default();
        let made: Vec<String> =
            ["Notes", "Notes", "Notes 1", "Notes", ""].iter().map(|text| slugs.next(text)).collect();
        assert_eq!(made, ["notes", "notes-1", "notes-1-1", "notes-2", ""]);
    }
}

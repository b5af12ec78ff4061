//! What is searched of each page: its sections, and the words that its author lists for search.
//! Knows the playbook, nothing of words and ranks.

use std::borrow::Cow;

use crate::page::slug;
use crate::playbook::{Entry, LinkStyle, PageId, Playbook};

/// A page as the search sees it. Its text is the playbook's own, so that it is not held twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document<'p> {
    /// The Markdown file; none for a generated section page.
    pub path: Option<String>,
    /// The address after the site's root.
    pub url: String,
    /// The title.
    pub title: String,
    /// The titles of the sections above, home left out, parted by ` / `.
    pub breadcrumb: String,
    /// The kind's name.
    pub kind: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// Keywords, questions and symptoms.
    pub clues: Vec<String>,
    /// The first is the page itself, the others its headings.
    pub parts: Vec<Part<'p>>,
}

/// A heading section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part<'p> {
    /// The heading's words; empty for the page itself.
    pub heading: String,
    /// The heading's anchor; empty for the page itself.
    pub anchor: String,
    /// The text.
    pub text: Cow<'p, str>,
}

/// The pages that may be found, in the order of the playbook. A page that is hidden from search is
/// not among them and leaves no trace.
pub fn documents(playbook: &Playbook, style: LinkStyle) -> Vec<Document<'_>> {
    use rayon::prelude::*;
    let entries: Vec<(PageId, &Entry)> = playbook.entries().filter(|(id, _)| playbook.is_searchable(*id)).collect();
    entries.into_par_iter().map(|(id, entry)| document(playbook, style, id, entry)).collect()
}

fn document<'p>(playbook: &'p Playbook, style: LinkStyle, id: PageId, entry: &'p Entry) -> Document<'p> {
    let front_matter = &entry.page.front_matter;
    let above = playbook.ancestors(id);
    let crumbs = above.iter().map(|above| playbook.entry(*above));
    let crumbs = crumbs.filter(|above| above.parent.is_some());
    let mut symptoms = Vec::new();
    let mut prose = vec![front_matter.description.clone().unwrap_or_default()];
    for (key, value) in &front_matter.fields {
        collect(value, if key == "symptoms" { &mut symptoms } else { &mut prose });
    }
    let clues = front_matter.keywords.iter().chain(&front_matter.questions).chain(&symptoms);
    Document {
        path: entry.path.as_ref().map(ToString::to_string),
        url: entry.url.href(style),
        title: tidy(&entry.title).into_owned(),
        breadcrumb: crumbs.map(|above| above.title.as_str()).collect::<Vec<_>>().join(" / "),
        kind: entry.kind.to_owned(),
        owner: front_matter.owner.clone(),
        tags: front_matter.tags.clone(),
        audience: front_matter.audience.clone(),
        clues: clues.map(|clue| tidy(clue).into_owned()).collect(),
        parts: parts(entry, &prose),
    }
}

fn parts<'p>(entry: &'p Entry, prose: &[String]) -> Vec<Part<'p>> {
    let page = &entry.page;
    let mut parts = vec![Part::default()];
    let mut lead = prose[0].clone();
    for section in &page.sections {
        match section.heading.and_then(|number| page.headings.get(number)) {
            None => lead = format!("{lead} {}", section.text),
            Some(heading) => {
                let heading_text = tidy(&heading.text).into_owned();
                parts.push(Part { heading: heading_text, anchor: heading.id.clone(), text: tidy(&section.text) })
            }
        }
    }
    parts[0].text = tidy(&format!("{lead} {}", prose[1..].join(" "))).into_owned().into();
    parts
}

/// The sentences among the kind's own keys; single words there are names and identities.
fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.trim().contains(' ') => found.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        serde_json::Value::Object(entries) => entries.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// One space between words.
fn tidy(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_tidy(text) { Cow::Borrowed(text) } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// Looks at all bytes, since without an early end it looks at many at a time.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_controls = bytes.iter().fold(false, |found, byte| found | (*byte < b' '));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let has_gaps = pairs.fold(false, |found, (byte, next)| found | ((*byte == b' ') & (*next == b' ')));
    !has_controls && !has_gaps && (text.is_ascii() || !text.chars().any(|c| !c.is_ascii() && c.is_whitespace()))
}

impl Document<'_> {
    /// The last part of the address, without an ending and decoded: authors name files by what
    /// they are about.
    pub fn address_name(&self) -> String {
        let address = self.url.trim_end_matches("index.html").trim_end_matches('/');
        let last = address.rsplit('/').next().unwrap_or_default();
        let last = last.trim_end_matches(".html");
        percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned()
    }
}

impl Part<'_> {
    /// Whether the anchor is what the forge makes of the heading, so that it need not be stored.
    pub fn has_plain_anchor(&self) -> bool {
        slug(&self.heading) == self.anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_one_space() {
        for (text, tidied) in [
            ("", ""),
            ("one two", "one two"),
            (" one  two ", "one two"),
            ("one\ttwo\n", "one two"),
            ("ein\u{a0}größeres Wort", "ein größeres Wort"),
            ("bell\u{7}", "bell\u{7}"),
        ] {
            assert_eq!(tidy(text), tidied);
        }
        assert!(matches!(tidy("größer als"), Cow::Borrowed(_)));
    }
}

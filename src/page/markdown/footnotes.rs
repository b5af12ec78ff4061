//! Footnotes, numbered in the order of their first use and set at the end. Knows no other block.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{Spanned, Writer};

/// Footnotes stand where they were written; readers expect them at the end.
pub(super) fn set_footnotes_apart(events: Vec<Spanned<'_>>) -> (Vec<Spanned<'_>>, Vec<Note<'_>>) {
    let mut main = Vec::with_capacity(events.len());
    let mut notes = Vec::new();
    // A footnote may be defined inside another.
    let mut open: Vec<Note<'_>> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push(Note { label, events: Vec::new() }),
            Event::End(TagEnd::FootnoteDefinition) => notes.extend(open.pop()),
            event => open.last_mut().map_or(&mut main, |note| &mut note.events).push((event, range)),
        }
    }
    (main, notes)
}

/// A footnote's text, taken out of the flow.
pub(super) struct Note<'a> {
    label: CowStr<'a>,
    events: Vec<Spanned<'a>>,
}

impl<'a> Writer<'a> {
    pub(super) fn number_footnotes(&mut self, main: &[Spanned<'a>], notes: &[Note<'a>]) {
        let defined: HashSet<&str> = notes.iter().map(|note| note.label.as_ref()).collect();
        let references = main.iter().chain(notes.iter().flat_map(|note| &note.events));
        for (event, _) in references {
            if let Event::FootnoteReference(label) = event
                && defined.contains(label.as_ref())
            {
                let next = self.footnote_numbers.len() + 1;
                self.footnote_numbers.entry(label.to_string()).or_insert(next);
            }
        }
        for note in notes {
            let next = self.footnote_numbers.len() + 1;
            self.footnote_numbers.entry(note.label.to_string()).or_insert(next);
        }
    }

    /// The colon keeps these anchors apart from those of headings, which never have one.
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let Some(&number) = self.footnote_numbers.get(label) else {
            self.event(Event::Text(CowStr::from(format!("[^{label}]"))));
            return;
        };
        let uses = self.footnote_uses.entry(number).or_default();
        *uses += 1;
        let id = if *uses == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{uses}") };
        self.page.anchors.insert(id.clone());
        self.html(format!("<sup class=\"footnote-ref\" id=\"{id}\"><a href=\"#fn:{number}\">{number}</a></sup>"));
    }

    /// Notes what looks like a reference and stands in the text, because no footnote has its name.
    pub(super) fn note_missing_footnotes(&mut self, range: &Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or("");
        for (at, _) in source.match_indices("[^") {
            let label = source[at + 2..].split(']').next().unwrap_or("");
            let is_name = !label.is_empty() && !label.contains([' ', '\n', '[', '^']);
            if is_name && at + 2 + label.len() < source.len() && !source[..at].ends_with('\\') {
                let place = range.start + at..range.start + at + label.len() + 3;
                self.page.oddities.missing_definitions.push((format!("^{label}"), self.span(&place)));
            }
        }
    }

    pub(super) fn footnotes(&mut self, mut notes: Vec<Note<'a>>) {
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| self.footnote_numbers.get(note.label.as_ref()).copied());
        notes.dedup_by(|a, b| a.label == b.label);
        self.event(Event::Html("<section class=\"footnotes\" aria-label=\"".into()));
        self.word("text.footnotes");
        self.event(Event::Html("\">\n<ol>\n".into()));
        self.containers += 1;
        for note in notes {
            let number = self.footnote_numbers.get(note.label.as_ref()).copied().unwrap_or_default();
            self.page.anchors.insert(format!("fn:{number}"));
            self.event(Event::Html(format!("<li id=\"fn:{number}\">\n").into()));
            self.blocks(note.events);
            let uses = self.footnote_uses.get(&number).copied().unwrap_or_default();
            if uses > 0 {
                self.html(format!("<a class=\"footnote-back\" href=\"#fnref:{number}\" aria-label=\""));
                self.word("text.back");
                self.html("\">↩</a>");
            }
            self.event(Event::Html("</li>\n".into()));
        }
        self.event(Event::Html("</ol>\n</section>\n".into()));
    }
}

//! Headings and terms with their anchors. Knows one page.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::super::body::{Body, Piece, Word};
use super::super::link::encode_fragment;
use super::super::{Heading, PageHeading};
use super::{Spanned, Writer, escaped, plain_text};
use crate::diagnostic::Span;

impl<'a> Writer<'a> {
    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        inner: Vec<Spanned<'a>>,
        range: &Range<usize>,
    ) {
        let text = plain_text(&inner);
        let span = self.span(&trimmed(self.text, range));
        let id = match id {
            Some(id) => {
                self.written_anchor(&id, span);
                id.to_string()
            }
            None => self.slugs.next(&text),
        };
        self.page.anchors.insert(id.clone());
        if level == HeadingLevel::H1 && self.page.first_h1.is_none() {
            self.page.first_h1 = Some(text.clone());
            if !self.seen_block {
                self.page.heading = Some(self.page_heading(id, text, inner, span));
                return;
            }
        }
        let tag = level.to_string();
        if id.is_empty() {
            // Without a word there is nothing to name the place by.
            self.event(Event::Html(format!("<{tag}>").into()));
            self.heading_words(inner);
            self.html(format!("</{tag}>\n"));
        } else {
            // The link stands beside the heading, whose name is its words alone.
            self.event(Event::Html(format!("<div class=\"heading\"><{tag} id=\"{}\">", escaped(&id)).into()));
            self.heading_words(inner);
            self.html(format!(
                "</{tag}> <a class=\"anchor\" href=\"#{}\" aria-label=\"",
                escaped(&encode_fragment(&id))
            ));
            let value = Some(("heading", escaped(&text).into()));
            self.pieces.push(Piece::Word(Word { name: "text.link-to", value }));
            self.html("\"></a></div>\n".to_owned());
        }
        self.page.headings.push(Heading { level: level as u8, id, text, span });
        self.begin_section();
    }

    /// The term of a definition list, which links lead to as they do to a heading.
    pub(super) fn term(&mut self, inner: Vec<Spanned<'a>>) {
        let id = self.slugs.next(&plain_text(&inner));
        let place = if id.is_empty() { String::new() } else { format!(" id=\"{}\"", escaped(&id)) };
        self.event(Event::Html(format!("<dt{place}>").into()));
        self.page.anchors.insert(id);
        self.blocks(inner);
        self.note_gap();
        self.event(Event::Html("</dt>\n".into()));
    }

    /// An anchor that the author names. One that the page has already is noted: links reach the
    /// first of the two.
    pub(super) fn written_anchor(&mut self, id: &str, span: Span) {
        if !self.slugs.take(id) {
            self.page.oddities.repeated_anchors.push((id.to_owned(), span));
        }
        self.page.anchors.insert(id.to_owned());
    }

    /// Anchors that the page has besides those of its text.
    pub(super) fn take_anchors(&mut self, anchors: &[&str]) {
        for anchor in anchors {
            self.slugs.take(anchor);
            self.page.anchors.insert((*anchor).to_owned());
        }
    }

    fn heading_words(&mut self, inner: Vec<Spanned<'a>>) {
        self.in_heading = true;
        self.blocks(inner);
        self.in_heading = false;
    }

    /// The page's own heading is shown by the theme, so it must not hold links.
    fn page_heading(&mut self, id: String, text: String, inner: Vec<Spanned<'a>>, span: Span) -> PageHeading {
        let shown = inner.into_iter().filter(|(event, _)| {
            matches!(
                event,
                Event::Text(_)
                    | Event::Code(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                    | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
            )
        });
        let html = Body::write(shown.map(|(event, _)| Piece::Event(event)).collect()).fill(|_| "", |_| "".into());
        PageHeading { id, text, html, span }
    }
}

/// The bytes of a block without the line end.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.start + text.get(range.clone()).unwrap_or("").trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::super::{Markdown, Org, parse};

    #[track_caller]
    fn check(text: &str, anchors: &[&str], repeated: &[&str]) {
        let options = Markdown { heading_attributes: true, ..Markdown::default() };
        let page = parse(text, 0, &options, &Org::new(), &["growth"]);
        let found: Vec<&str> = page.headings.iter().map(|heading| heading.id.as_str()).collect();
        let twice: Vec<&str> = page.oddities.repeated_anchors.iter().map(|(anchor, _)| anchor.as_str()).collect();
        assert_eq!((found, twice), (anchors.to_vec(), repeated.to_vec()));
    }

    #[test]
    fn a_heading_leaves_anchors_that_are_taken_to_those_who_have_them() {
        check("<b id=\"notes\">x</b>\n\n## Notes\n\n## Notes\n", &["notes-1", "notes-2"], &[]);
        check("## A {#b}\n\n## B\n\n## Growth\n", &["b", "b-1", "growth-1"], &[]);
        // A name is no id, so the heading keeps its own.
        check("<a name=\"notes\"></a>\n\n## Notes\n", &["notes"], &[]);
    }

    #[test]
    fn a_term_has_an_anchor_among_those_of_the_headings() {
        let options = Markdown { definition_lists: true, ..Markdown::default() };
        let page = parse("## Pace\n\n*Pace*\n: How far.\n\nKey result\n: A number.\n", 0, &options, &Org::new(), &[]);
        assert_eq!(
            page.body.fill(|_| "", |_| "".into()),
            "<div class=\"heading\"><h2 id=\"pace\">Pace</h2> <a class=\"anchor\" href=\"#pace\" aria-label=\"\"></a></div>\n<dl>\n<dt id=\"pace-1\"><em>Pace</em></dt>\n<dd>How far.</dd>\n<dt id=\"key-result\">Key result</dt>\n<dd>A number.</dd>\n</dl>\n"
        );
        assert_eq!(page.anchors.iter().collect::<Vec<_>>(), ["key-result", "pace", "pace-1"]);
    }

    #[test]
    fn an_anchor_that_stands_twice_is_noted() {
        check("## Notes\n\n<b id=\"notes\">x</b> <i id=x></i><i id=x></i>\n", &["notes"], &["notes", "x"]);
        check("## A {#b}\n\n## C {#b}\n", &["b", "b"], &["b"]);
    }
}

//! Links and images of Markdown. Knows how they are written, not where they lead.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::body::Piece;
use super::super::link::{Link, LinkRef, Usage};
use super::{Spanned, Writer, escaped, plain_text};

impl<'a> Writer<'a> {
    pub(super) fn link_start(&mut self, link_type: LinkType, destination: &str, title: &str, range: &Range<usize>) {
        self.in_link = true;
        let written =
            if link_type == LinkType::Email { format!("mailto:{destination}") } else { destination.to_owned() };
        let place = self.place_of(destination, link_type, range);
        self.anchor(written, &place, title);
    }

    pub(super) fn anchor(&mut self, written: String, place: &Range<usize>, title: &str) {
        let target = LinkRef::parse(&written);
        if target == LinkRef::Unsafe {
            self.page.links.push(Link { target, written, span: self.span(place), usage: Usage::Link });
            self.html("<a>");
            return;
        }
        self.html("<a href=\"");
        self.hole(target, written, place, Usage::Link);
        self.html(attribute("title", title) + ">");
    }

    /// Leaves a hole for the address of a new link; the attribute's closing quote follows.
    pub(super) fn hole(&mut self, target: LinkRef, written: String, place: &Range<usize>, usage: Usage) {
        let number = self.page.links.len();
        self.page.links.push(Link { target, written, span: self.span(place), usage });
        self.pieces.push(Piece::Hole(number));
        self.html("\"");
    }

    pub(super) fn image(
        &mut self,
        link_type: LinkType,
        destination: &str,
        title: &str,
        inner: &[Spanned<'a>],
        range: &Range<usize>,
    ) {
        let place = self.place_of(destination, link_type, range);
        let alt = plain_text(inner);
        if alt.trim().is_empty() {
            self.page.oddities.images_without_alt.push(self.span(range));
        }
        self.note_text(&alt);
        self.note_gap();
        let target = LinkRef::parse(destination);
        self.html("<img src=\"");
        if target == LinkRef::Unsafe {
            self.page.links.push(Link {
                target,
                written: destination.to_owned(),
                span: self.span(&place),
                usage: Usage::Embed,
            });
            self.html("\"");
        } else {
            self.hole(target, destination.to_owned(), &place, Usage::Embed);
        }
        self.html(format!(" alt=\"{}\"{} />", escaped(&alt), attribute("title", title)));
    }

    /// Where the destination of a link is written, else the whole link.
    pub(super) fn place_of(&self, destination: &str, link_type: LinkType, range: &Range<usize>) -> Range<usize> {
        let source = self.text.get(range.clone()).unwrap_or("");
        let at = match link_type {
            LinkType::Inline => source.rfind("](").and_then(|open| {
                let inside = &source[open + 2..];
                inside.find(destination).filter(|_| !destination.is_empty()).map(|at| open + 2 + at)
            }),
            LinkType::Autolink | LinkType::Email => source.find(destination),
            _ => None,
        };
        at.map_or_else(|| range.clone(), |at| range.start + at..range.start + at + destination.len())
    }
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", escaped(value)) }
}

//! Links and images of Markdown. Knows how they are written, not where they lead.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::super::body::Piece;
use super::super::link::{Link, LinkRef, Usage};
use super::super::variables;
use super::text::blank_controls;
use super::unended::end_blocks;
use super::{Markdown, Spanned, Writer, escaped, parser_options, plain_text};

impl<'a> Writer<'a> {
    pub(super) fn link_start(&mut self, link_type: LinkType, destination: &str, title: &str, range: &Range<usize>) {
        self.in_link = true;
        let written =
            if link_type == LinkType::Email { format!("mailto:{destination}") } else { destination.to_owned() };
        let place = self.place_of(destination, link_type, range);
        self.anchor(written, &place, title);
    }

    pub(super) fn anchor(&mut self, written: String, place: &Range<usize>, title: &str) {
        let target = LinkRef::parse(&written, Usage::Link);
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
        let target = LinkRef::parse(destination, Usage::Embed);
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
        written_at(self.text, destination, link_type, range).unwrap_or_else(|| range.clone())
    }
}

pub(super) fn written_at(
    text: &str,
    destination: &str,
    link_type: LinkType,
    range: &Range<usize>,
) -> Option<Range<usize>> {
    let source = text.get(range.clone())?;
    let at = match link_type {
        LinkType::Inline => source.rfind("](").and_then(|open| {
            let inside = &source[open + 2..];
            inside.find(destination).filter(|_| !destination.is_empty()).map(|at| open + 2 + at)
        }),
        LinkType::Autolink | LinkType::Email => source.find(destination),
        _ => None,
    }?;
    Some(range.start + at..range.start + at + destination.len())
}

/// Where the destinations of inline links and of link definitions stand in a body, the page's own
/// heading included: all that Markdown alone shows, in order.
pub(in crate::page) fn destinations(body: &str) -> Vec<Range<usize>> {
    let body = variables::mark(blank_controls(body));
    let body = end_blocks(body, parser_options(&Markdown::default())).text;
    let events = Parser::new_ext(&body, parser_options(&Markdown::default())).into_offset_iter();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (_, definition) in events.reference_definitions().iter() {
        let source = body.get(definition.span.clone()).unwrap_or("");
        let inside = source.find("]:").map(|end| end + 2);
        let at = inside.and_then(|inside| Some(inside + source[inside..].find(&*definition.dest)?));
        let start = at.filter(|_| !definition.dest.is_empty()).map(|at| definition.span.start + at);
        found.extend(start.map(|start| start..start + definition.dest.len()));
    }
    for (event, range) in events {
        if let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) = event {
            found.extend(written_at(&body, &dest_url, link_type, &range));
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", escaped(value)) }
}

//! Raw HTML inside Markdown: allowed, escaped, and always looked through for links. Knows one piece at a time.

use pulldown_cmark::{CowStr, Event};

use super::super::body::Piece;
use super::super::html_tags::tag_length;
use super::super::link::{Link, LinkRef};
use super::super::raw_html;
use super::{RawHtmlPolicy, Spanned, Writer, escaped};
use crate::diagnostic::Span;

impl<'a> Writer<'a> {
    pub(super) fn html_block(&mut self, inner: &[Spanned<'a>]) {
        let mut html = String::new();
        let mut map = Vec::with_capacity(inner.len());
        for (event, range) in inner {
            if let Event::Html(line) | Event::Text(line) = event {
                map.push((html.len(), range.start));
                html.push_str(line);
            }
        }
        self.raw(&html, &map, true);
    }

    /// Raw HTML: `map` says where in the source each part of it begins.
    pub(super) fn raw(&mut self, html: &str, map: &[(usize, usize)], block: bool) {
        if self.raw_html == RawHtmlPolicy::Escape && !is_comment(html) {
            let text = escaped(html.trim_end());
            self.event(Event::Html(if block { format!("<p>{text}</p>\n") } else { text }.into()));
            return;
        }
        let place = |at: usize| {
            let (from, source) = map.iter().rev().find(|(from, _)| *from <= at).copied().unwrap_or((0, 0));
            source + at - from
        };
        let spot = |span: Span| place(span.start)..place(span.start) + (span.end - span.start);
        let found = raw_html::scan(html);
        self.page.anchors.extend(found.names);
        for (id, span) in found.ids {
            let span = self.span(&spot(span));
            self.written_anchor(&id, span);
        }
        for (name, span) in found.unknown {
            let span = self.span(&spot(span));
            self.page.oddities.unknown_elements.push((name, span));
        }
        for span in found.images_without_alt {
            let span = self.span(&spot(span));
            self.page.oddities.images_without_alt.push(span);
        }
        let mut at = 0;
        let write = |writer: &mut Self, part: &str| writer.event(Event::Html(CowStr::from(part.to_owned())));
        for link in found.links {
            let target = LinkRef::parse(&link.written, link.usage);
            write(self, &html[at..link.span.start]);
            let span = self.span(&spot(link.span));
            let number = self.page.links.len();
            match target {
                LinkRef::Unsafe => write(self, "#"),
                _ => self.pieces.push(Piece::Hole(number)),
            }
            self.page.links.push(Link { target, written: link.written, span, usage: link.usage });
            at = link.span.end;
        }
        write(self, &html[at..]);
    }
}

/// Whether a block of HTML is one comment and nothing else.
pub(super) fn is_only_comment(block: &[Spanned<'_>]) -> bool {
    let lines = block.iter().filter_map(|(event, _)| if let Event::Html(line) = event { Some(&**line) } else { None });
    is_comment(&lines.collect::<String>())
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && tag_length(html) == html.len() && html.ends_with("-->")
}

//! Finds links, anchors and unknown elements in the raw HTML of a page. Knows HTML's words, not
//! the pages that exist.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as GumSpan, Tokenizer};

use super::html_elements::is_element;
use super::link::{LinkRef, Usage};
use crate::diagnostic::Span;

/// What one piece of raw HTML holds. Spans are byte ranges of that piece.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawHtml {
    /// Addresses in attributes, in the order of the text.
    pub links: Vec<RawLink>,
    /// Every `id`.
    pub ids: Vec<(String, Span)>,
    /// Every `name` of an `a`, which links reach too.
    pub names: Vec<String>,
    /// Elements that HTML does not have, as written: `<Name of task>`.
    pub unknown: Vec<(String, Span)>,
    /// Images without an `alt` attribute.
    pub images_without_alt: Vec<Span>,
}

/// An address in an attribute.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawLink {
    /// The address, character references resolved.
    pub written: String,
    /// Where it stands, without quotes.
    pub span: Span,
    /// What it is for.
    pub usage: Usage,
}

/// Reads one piece of raw HTML.
pub(super) fn scan(html: &str) -> RawHtml {
    let mut found = RawHtml::default();
    let mut element = String::new();
    let mut attribute = String::new();
    let mut opened = Span::default();
    let mut has_alt = false;
    {
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: GumSpan<usize>| -> Option<()> {
            let span = Span { start: span.start, end: span.end };
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    element = String::from_utf8_lossy(name).into_owned();
                    opened = span;
                    has_alt = false;
                    if !is_element(&element) {
                        found.unknown.push((tag_text(html, span), span));
                    }
                }
                CallbackEvent::AttributeName { name } => {
                    attribute = String::from_utf8_lossy(name).to_ascii_lowercase();
                    has_alt |= attribute == "alt";
                }
                CallbackEvent::AttributeValue { value } => {
                    let value = String::from_utf8_lossy(value);
                    read_attribute(&mut found, html, (&element, &attribute), &value, span);
                }
                CallbackEvent::CloseStartTag { .. } if element == "img" && !has_alt => {
                    found.images_without_alt.push(opened);
                }
                _ => {}
            }
            None
        });
        let mut emitter = emitter;
        emitter.naively_switch_states(true);
        for Ok(()) in Tokenizer::new_with_emitter(html, emitter) {}
    }
    let ids = found.ids.iter_mut().map(|(_, span)| span);
    for span in found.links.iter_mut().map(|link| &mut link.span).chain(ids) {
        unquote(html, span);
    }
    found
}

/// The tag as its author wrote it: `<Name of task>`.
fn tag_text(html: &str, span: Span) -> String {
    let rest = html.get(span.start..).unwrap_or("");
    let end = rest.find('>').map_or(rest.len(), |at| at + 1);
    let shown: String = rest[..end].chars().take(40).collect();
    if shown.len() < end { format!("{}…", shown.trim_end()) } else { shown }
}

fn read_attribute(found: &mut RawHtml, html: &str, place: (&str, &str), value: &str, span: Span) {
    match place {
        (_, "id") if !value.is_empty() => found.ids.push((value.to_owned(), span)),
        ("a", "name") => found.names.push(value.to_owned()),
        ("a" | "area", "href") | ("a", "xlink:href") => push(found, value, span, Usage::Link),
        ("img" | "source", "srcset") => push_candidates(found, html, span),
        ("iframe" | "frame" | "embed", "src") | ("object", "data") => push(found, value, span, Usage::Frame),
        ("img" | "video" | "audio" | "source" | "track", "src")
        | ("image", "href" | "xlink:href")
        | ("video", "poster") => {
            push(found, value, span, Usage::Embed);
        }
        // Addresses that we do not resolve must not run code either.
        ("form", "action") | (_, "formaction" | "href" | "xlink:href")
            if LinkRef::parse(value, Usage::Link) == LinkRef::Unsafe =>
        {
            push(found, value, span, Usage::Link);
        }
        _ => {}
    }
}

fn push(found: &mut RawHtml, value: &str, span: Span, usage: Usage) {
    found.links.push(RawLink { written: value.to_owned(), span, usage });
}

/// The addresses of a `srcset`: `a.png 1x, b.png 2x` (HTML Living Standard, 4.8.4.2.1). An address
/// ends at white space, so it may hold commas, but not at its end: there they part it from the next.
fn push_candidates(found: &mut RawHtml, html: &str, mut span: Span) {
    unquote(html, &mut span);
    let mut rest = html.get(span.start..span.end).unwrap_or("");
    let start_of = |rest: &str| span.end - rest.len();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let length = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (written, after) = rest.split_at(length);
        let address = written.trim_end_matches(',');
        if address.is_empty() {
            return;
        }
        if !address.contains('&') {
            let start = start_of(rest);
            push(found, address, Span { start, end: start + address.len() }, Usage::Embed);
        }
        rest = if address.len() < written.len() { after } else { behind_descriptors(after) };
    }
}

/// What follows the width or density of an address: the text behind the next comma that is not in
/// parentheses.
fn behind_descriptors(text: &str) -> &str {
    let mut is_inside = false;
    let end = text.find(|c| {
        is_inside = (is_inside || c == '(') && c != ')';
        c == ',' && !is_inside
    });
    end.map_or("", |at| &text[at..])
}

/// The tokenizer's span of a value may hold the quotes.
fn unquote(html: &str, span: &mut Span) {
    let written = html.get(span.start..span.end).unwrap_or("");
    let inner = written.trim_matches(['"', '\'']);
    if inner.len() < written.len() {
        span.start += written.find(inner).unwrap_or(0);
        span.end = span.start + inner.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_anchors_and_unknown_elements_are_found() {
        let html = "<p ID=one><a href=\"a.md?x&amp;y\" name='two'>x</a><img src=b.png><Name of task> <my-tag>";
        let found = scan(html);
        let links: Vec<_> =
            found.links.iter().map(|link| (link.written.as_str(), &html[link.span.start..link.span.end])).collect();
        assert_eq!(links, [("a.md?x&y", "a.md?x&amp;y"), ("b.png", "b.png")]);
        assert_eq!((found.ids[0].0.as_str(), found.names), ("one", vec!["two".to_owned()]));
        assert_eq!(found.unknown.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["<Name of task>"]);
        assert_eq!(found.images_without_alt.len(), 1);
    }

    #[test]
    fn every_candidate_of_a_picture_is_a_link_of_its_own() {
        let html = "<source srcset=\"dark.png 1x, big/dark.png 2x\"><svg><a xlink:href='javascript:x'><math href='javascript:y'>";
        let found = scan(html);
        let links: Vec<_> = found.links.iter().map(|link| &html[link.span.start..link.span.end]).collect();
        assert_eq!(links, ["dark.png", "big/dark.png", "javascript:x", "javascript:y"]);
    }

    #[test]
    fn an_address_among_candidates_may_hold_commas() {
        for (srcset, addresses) in [
            ("data:image/png;base64,AA== 1x,a,b.png 2x", ["data:image/png;base64,AA==", "a,b.png"].as_slice()),
            (" , a.png,, b.png 100w ,c.png", &["a.png", "b.png", "c.png"]),
            ("a.png (x, y) 2x, b.png", &["a.png", "b.png"]),
            ("a.png,b.png", &["a.png,b.png"]),
            (",", &[]),
        ] {
            let html = format!("<img alt='' srcset=\"{srcset}\">");
            let found = scan(&html);
            let links: Vec<_> = found.links.iter().map(|link| &html[link.span.start..link.span.end]).collect();
            assert_eq!(links, addresses, "{srcset}");
        }
    }

    #[test]
    fn script_text_is_not_read_as_elements() {
        assert_eq!(scan("<script>if (a <b) x('<Foo>')</script>").unknown, []);
    }
}

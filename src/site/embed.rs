//! A page's HTML as a part of a longer page: its ids get a prefix, so that they cannot meet those of
//! other pages, and links to pages that are there too become links within. Knows HTML, no page.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::body::escaped;
use crate::page::link::encode_fragment;

/// Attributes that hold one id or several.
const IDS: &[&str] = &[
    "id",
    "for",
    "headers",
    "list",
    "form",
    "popovertarget",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "data-for",
    "data-filter",
];

/// The HTML with `prefix` before its ids; `place` names the prefix of the page at an address. Its
/// sections are groups: twenty regions of one name are no way through a long page.
pub(super) fn embed<'p>(html: &str, prefix: &str, place: impl Fn(&str) -> Option<&'p str>) -> String {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut element = String::new();
    let mut attribute = String::new();
    let mut is_landmark = false;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                element = String::from_utf8_lossy(name).into_owned();
                is_landmark = element == "section";
            }
            CallbackEvent::AttributeName { name } => {
                attribute = String::from_utf8_lossy(name).to_ascii_lowercase();
                is_landmark &= attribute != "role";
            }
            CallbackEvent::AttributeValue { value } => {
                let value = String::from_utf8_lossy(value);
                if let Some(new) = changed((&element, &attribute), &value, prefix, &place) {
                    changes.push((span.start..span.end, quoted(&new, html, span)));
                }
            }
            CallbackEvent::CloseStartTag { .. } if is_landmark => {
                changes.push((span.start..span.start, " role=\"group\"".to_owned()));
            }
            _ => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    for Ok(()) in Tokenizer::new_with_emitter(html, emitter) {}
    let mut embedded = String::with_capacity(html.len() + changes.len() * 8);
    let mut from = 0;
    for (range, new) in changes {
        embedded.push_str(&html[from..range.start]);
        embedded.push_str(&new);
        from = range.end;
    }
    embedded.push_str(&html[from..]);
    embedded
}

/// The value as it stands at `span`, where the tokenizer's span may hold the quotes.
fn quoted(value: &str, html: &str, span: Span<usize>) -> String {
    let holds_quotes = html[span.start..span.end].starts_with(['"', '\'']);
    let stands_in_quotes = html[..span.start].ends_with(['"', '\'']);
    let value = escaped(value);
    if holds_quotes || !stands_in_quotes { format!("\"{value}\"") } else { value.to_string() }
}

/// What the attribute must say instead, if it must.
fn changed<'p>(
    (element, attribute): (&str, &str),
    value: &str,
    prefix: &str,
    place: &impl Fn(&str) -> Option<&'p str>,
) -> Option<String> {
    if IDS.contains(&attribute) || (element, attribute) == ("a", "name") {
        let ids: Vec<String> = value.split_ascii_whitespace().map(|id| format!("{prefix}-{id}")).collect();
        return Some(ids.join(" "));
    }
    if matches!(attribute, "href" | "xlink:href") {
        let (address, fragment) = value.split_once('#').map_or((value, None), |(page, rest)| (page, Some(rest)));
        let target = if address.is_empty() && fragment.is_some() {
            prefix
        } else {
            place(address.split('?').next().unwrap_or(address))?
        };
        return Some(match fragment.filter(|fragment| !fragment.is_empty()) {
            Some(fragment) => format!("#{target}-{fragment}"),
            None => format!("#{target}"),
        });
    }
    if (attribute, value) == ("role", "region") {
        return Some("group".to_owned());
    }
    // Markers and gradients of drawings.
    value.contains("url(#").then(|| value.replace("url(#", &format!("url(#{}-", encode_fragment(prefix))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, embedded: &str) {
        let place = |address: &str| (address == "/team/?x" || address == "/team/").then_some("p2");
        assert_eq!(embed(html, "p1", place), embedded);
    }

    #[test]
    fn ids_and_what_names_them_get_the_prefix() {
        check("<h2 id=\"a\">A <a href=\"#a\">#</a></h2>", "<h2 id=\"p1-a\">A <a href=\"#p1-a\">#</a></h2>");
        check("<p aria-labelledby='a  b' id=c>", "<p aria-labelledby='p1-a p1-b' id=\"p1-c\">");
        check(
            "<label for=\"x\">X</label><svg><path marker-end=\"url(#m)\"/></svg>",
            "<label for=\"p1-x\">X</label><svg><path marker-end=\"url(#p1-m)\"/></svg>",
        );
    }

    #[test]
    fn links_to_pages_that_are_there_lead_within() {
        check("<a href=\"/team/\">T</a>", "<a href=\"#p2\">T</a>");
        check("<a href=\"/team/?path=a#%C3%BC&quot;\">T</a>", "<a href=\"#p2-%C3%BC&quot;\">T</a>");
        check(
            "<a href=\"/other/#x\">O</a> <a href=\"https://x.org/team/\">X</a>",
            "<a href=\"/other/#x\">O</a> <a href=\"https://x.org/team/\">X</a>",
        );
    }

    #[test]
    fn landmarks_become_groups() {
        check(
            "<section class=a aria-labelledby=\"b\"><div role=\"region\" aria-label=\"C\"></div></section>",
            "<section class=a aria-labelledby=\"p1-b\" role=\"group\"><div role=\"group\" aria-label=\"C\"></div></section>",
        );
        let html = "<section role=\"note\"></section><nav></nav>";
        check(html, html);
    }

    #[test]
    fn text_code_and_comments_stay() {
        let html = "<!-- id=\"a\" --><pre><code>&lt;p id=\"a\"&gt;</code></pre> <p title=\"a id=b\">id=\"a\"</p>";
        check(html, html);
    }
}

//! What a copy of a page's Markdown has otherwise than its author wrote it: values in place of
//! variables, and no address that runs code. Knows one page, not where its links lead.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::super::highlight;
use super::super::link::{LinkRef, Usage};
use super::super::variables::{self, Filler, Org};
use super::escape::{as_destination, as_markdown, on_one_line};
use super::links::written_at;
use super::text::blank_controls;
use super::unended::{end_blocks, unmark};
use super::{Markdown, Spanned, cut, parser_options};

/// The edits, by their places in the body `text`; they may overlap.
pub fn edits_for_readers(text: &str, options: &Markdown, org: &Org) -> Vec<(Range<usize>, String)> {
    let whole = blank_controls(text);
    let body = variables::mark(Cow::Borrowed(&whole[..cut(&whole)]));
    let body = end_blocks(body, parser_options(options)).text;
    let parser = Parser::new_ext(&body, parser_options(options)).into_offset_iter();
    let definitions = parser.reference_definitions().iter();
    let mut edits: Vec<(Range<usize>, String)> = definitions
        .filter(|(_, definition)| LinkRef::parse(&definition.dest, Usage::Link) == LinkRef::Unsafe)
        .filter_map(|(_, definition)| {
            let inside = body.get(definition.span.clone())?.find("]:")? + 2;
            Some((definition.span.start + inside..definition.span.end, " #".to_owned()))
        })
        .collect();
    let mut filler = Filler::new(org, &body, 0, options.raw_html);
    let events: Vec<Spanned<'_>> = variables::fill_events(parser.map(unmarked).collect(), &mut filler);
    for (event, range) in &events {
        let (link_type, dest_url, usage) = match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => (link_type, dest_url, Usage::Link),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => (link_type, dest_url, Usage::Embed),
            _ => continue,
        };
        if LinkRef::parse(dest_url, usage) == LinkRef::Unsafe {
            edits.extend(without_target(&body, dest_url, *link_type, range));
        }
    }
    let places = places(&events);
    let written = |(range, value): (Range<usize>, String)| {
        let place = places.iter().find(|(within, _)| within.contains(&range.start)).map(|(_, place)| *place);
        Some((range.clone(), value_at(&body, range, &value, place)?))
    };
    edits.extend(filler.values().into_iter().filter_map(written));
    edits
}

/// Where a value stands, which decides how it is written so that it is no markup.
#[derive(Clone, Copy)]
enum Place {
    Text,
    Html,
    Code,
}

/// The places of texts. What stands elsewhere is the address or the title of a link.
fn places(events: &[Spanned<'_>]) -> Vec<(Range<usize>, Place)> {
    let mut places = Vec::new();
    let mut text = Place::Text;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => text = Place::Code,
            Event::End(TagEnd::CodeBlock) => text = Place::Text,
            Event::Text(_) => places.push((range.clone(), text)),
            Event::Html(_) => places.push((range.clone(), Place::Html)),
            _ => {}
        }
    }
    places
}

/// A value as it is written; `None` where the variable stays, because nothing can be escaped there.
fn value_at(body: &str, range: Range<usize>, value: &str, place: Option<Place>) -> Option<String> {
    let line = body[..range.start].rsplit('\n').next().unwrap_or("");
    Some(match place {
        Some(Place::Code) => {
            let ends_code = value.contains(['\n', '\r']) || ["```", "~~~"].iter().any(|fence| value.contains(fence));
            return (!ends_code).then(|| value.to_owned());
        }
        Some(Place::Html) => {
            let mut html = String::new();
            highlight::escape(&mut html, &on_one_line(value));
            html
        }
        None if line.contains(']') => as_destination(value),
        Some(Place::Text) | None => as_markdown(value, body[range.end..].chars().next()),
    })
}

fn unmarked((event, range): Spanned<'_>) -> Spanned<'_> {
    (unmark(event), range)
}

fn without_target(
    body: &str,
    destination: &str,
    link_type: LinkType,
    range: &Range<usize>,
) -> Option<(Range<usize>, String)> {
    match link_type {
        LinkType::Autolink => Some((range.clone(), format!("`{destination}`"))),
        LinkType::Inline => {
            // A destination with an entity is not written as it is read.
            let inside = || Some(range.start + body.get(range.clone())?.rfind("](")? + 2..range.end - 1);
            let place = written_at(body, destination, link_type, range).or_else(inside)?;
            Some((place, "#".to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Page;
    use super::*;
    use crate::source::Source;

    fn copied(text: &str, options: &Markdown, org: &Org) -> String {
        let mut edits = edits_for_readers(text, options, org);
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut copied = text.to_owned();
        for (range, new) in edits {
            copied.replace_range(range, &new);
        }
        copied
    }

    fn org(value: &str) -> Org {
        [("name".to_owned(), value.to_owned())].into()
    }

    #[track_caller]
    fn check(text: &str, copy: &str) {
        assert_eq!(copied(text, &Markdown::default(), &org("Acme")), copy);
    }

    const VALUES: &[&str] = &[
        "Acme & Sons",
        "A <script>alert(1)</script> [x](https://e.com)",
        "&lt;b&gt; &#35; R&D &",
        "*a* _b_ ~~c~~ a_b __",
        "`code` ``",
        "# H",
        "C #",
        "- a",
        "+ a",
        "1. a",
        "2) a",
        "---",
        "===",
        "> q",
        ": d",
        "| a | b |",
        "![a](b)",
        "[^1]",
        "[[wiki]]",
        "$x$ $$",
        "a {#id .class}",
        "\\",
        "a\\",
        "Hey!",
        "a>",
        "```",
        "~~~",
        "https://e.com/a_b?c=(d)&e=f",
        "\"quoted\" 'too'",
        "{{ org.name }}",
        "<https://e.com>",
        "<!--",
        "]",
        "](x)",
        "<b",
    ];
    const TEXTS: &[&str] = &[
        "{{ org.name }}\n",
        "# {{ org.name }}\n\nText\n",
        "Text\n{{ org.name }}\n",
        "- {{ org.name }} b\n",
        "## {{ org.name }}\n\nText\n",
        "> *{{ org.name }}*\n",
        "{{ org.name }}[x](y.md)\n",
        "| {{ org.name }} | b |\n| - | - |\n| c | {{ org.name }} |\n",
        "[{{ org.name }}](a.md \"{{ org.name }}\") ![{{ org.name }}](a.png)\n",
        "<div>\n<b>{{ org.name }}</b>\n</div>\n",
        "a <b>{{ org.name }}</b>\n",
        "```text,vars\na {{ org.name }}\n```\n",
    ];

    #[test]
    fn a_value_is_no_markup_in_a_copy() {
        let every = Markdown {
            math: true,
            definition_lists: true,
            heading_attributes: true,
            wiki_links: true,
            ..Markdown::default()
        };
        let html = |text: &str, options: &Markdown, org: &Org| {
            let page = Page::parse(&Source::new(text.as_bytes()), options, org);
            (
                page.heading.map(|heading| heading.html),
                page.body.fill(|link| page.links[link].written.as_str(), |word| word.name.into()),
            )
        };
        for value in VALUES {
            let org = org(value);
            for text in TEXTS {
                let copy = copied(text, &every, &org);
                // A value that would end its block of code is left out of it.
                if !copy.contains("vars\na {{ org.name }}") {
                    let (read, meant) = (html(&copy, &every, &Org::new()), html(text, &every, &org));
                    assert_eq!(read, meant, "{value:?} in {text:?} is {copy:?}");
                }
            }
        }
    }

    #[test]
    fn variables_have_values_where_the_page_has_them() {
        check(
            "# {{ org.name }}\n\n\\{{ org.name }} [{{ org.name }}](/{{ org.name }})\n",
            "# Acme\n\n\\{{ org.name }} [Acme](/Acme)\n",
        );
        for code in [
            "    {{ org.name }}\n",
            "> ```\n> {{ org.name }}\n> ```\n",
            "`a\n{{ org.name }}`\n",
            "<pre>\n{{ org.name }}\n</pre>\n",
            "<!--\n{{ org.name }}\n-->\n",
            "<code>{{ org.name }}</code>\n",
        ] {
            check(code, code);
        }
    }

    #[test]
    fn no_address_that_runs_code_is_copied() {
        check(
            "[a](javascript:x) ![b](java&#115;cript:x) <javascript:x> [c]\n\n[c]: javascript:x\n",
            "[a](#) ![b](#) `javascript:x` [c]\n\n[c]: #\n",
        );
    }
}

//! What a copy of a page's Markdown has otherwise than its author wrote it: values in place of
//! variables, and no address that runs code. Knows one page, not where its links lead.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::super::link::{LinkRef, Usage};
use super::super::variables::{self, Filler, Org};
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
    edits.extend(filler.values());
    edits
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
    use super::*;

    #[track_caller]
    fn check(text: &str, copy: &str) {
        let org: Org = [("name".to_owned(), "Acme".to_owned())].into();
        let mut edits = edits_for_readers(text, &Markdown::default(), &org);
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut copied = text.to_owned();
        for (range, new) in edits {
            copied.replace_range(range, &new);
        }
        assert_eq!(copied, copy);
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

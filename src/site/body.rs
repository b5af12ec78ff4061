//! Fills the holes of a page's body with addresses. Knows where links lead, not how they were
//! found.

use std::borrow::Cow;

use pulldown_cmark_escape::{escape_href, escape_html};

use super::Rendering;
use crate::page::link::encode_fragment;
use crate::page::{FORMULA_ATTRIBUTES, FORMULA_ELEMENTS, Link, RawHtmlPolicy};
use crate::playbook::{AnchorMatch, Entry, PageId, Target};

/// The page's HTML as it is published.
pub(super) fn html(rendering: &Rendering<'_>, id: PageId, root: &str) -> String {
    let entry = rendering.playbook.entry(id);
    let addresses: Vec<String> = entry
        .page
        .links
        .iter()
        .zip(&entry.targets)
        .map(|(link, target)| address(rendering, id, root, link, target))
        .collect();
    let html = entry.page.body.fill(
        |link| addresses.get(link).map_or("", String::as_str),
        |word| {
            let values: Vec<(&str, &str)> = word.value.iter().map(|(name, value)| (*name, value.as_ref())).collect();
            Cow::Owned(rendering.theme.words.html(word.name, &values))
        },
    );
    match rendering.config.markdown.raw_html {
        RawHtmlPolicy::Sanitize => sanitize(&html),
        RawHtmlPolicy::Allow | RawHtmlPolicy::Escape => html,
    }
}

fn address(rendering: &Rendering<'_>, from: PageId, root: &str, link: &Link, target: &Target) -> String {
    let address: Cow<'_, str> = match target {
        Target::Page { page, query, anchor } => Cow::Owned(page_address(rendering, from, root, *page, query, anchor)),
        Target::Asset { path, rest } => match rendering.playbook.assets.get(path) {
            Some(url) => Cow::Owned(format!("{root}{}{rest}", url.href(rendering.style))),
            None => Cow::Borrowed(link.written.as_str()),
        },
        Target::Made { url, rest } => Cow::Owned(format!("{root}{}{rest}", url.href(rendering.style))),
        Target::Repository { url } => Cow::Borrowed(url.as_str()),
        Target::External | Target::Missing(_) => Cow::Borrowed(link.written.as_str()),
        Target::Unsafe => Cow::Borrowed("#"),
    };
    let mut escaped = String::with_capacity(address.len());
    let outcome = escape_href(&mut escaped, &address);
    debug_assert!(outcome.is_ok(), "writing to a string cannot fail");
    escaped
}

pub(super) fn page_address(
    rendering: &Rendering<'_>,
    from: PageId,
    root: &str,
    page: PageId,
    query: &str,
    anchor: &AnchorMatch,
) -> String {
    let entry: &Entry = rendering.playbook.entry(page);
    let fragment = anchor.anchor().map(|anchor| format!("#{}", encode_fragment(anchor))).unwrap_or_default();
    if page == from && query.is_empty() && !fragment.is_empty() {
        return fragment;
    }
    format!("{root}{}{query}{fragment}", entry.url.href(rendering.style))
}

/// The paragraph that a page opens with, and the rest; no paragraph where it opens with something
/// else.
pub(super) fn opening(html: &str) -> (&str, &str) {
    const END: &str = "</p>";
    let starts = html.starts_with("<p>") || html.starts_with("<p ");
    let end = html.find(END).filter(|_| starts).map_or(0, |at| at + END.len());
    (&html[..end], html[end..].trim_start())
}

/// Text as it stands in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let outcome = escape_html(&mut html, text);
    debug_assert!(outcome.is_ok(), "writing to a string cannot fail");
    html
}

/// Leaves only harmless elements and attributes; ours among them.
fn sanitize(html: &str) -> String {
    ammonia::Builder::default()
        .add_tags(["input", "section", "del", "details", "summary", "kbd", "mark"])
        .add_tags(FORMULA_ELEMENTS)
        .add_generic_attributes(["id", "class", "role", "aria-label", "tabindex", "dir", "lang"])
        .add_generic_attributes(FORMULA_ATTRIBUTES)
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("pre", ["data-lang"])
        .add_tag_attributes("ol", ["start"])
        .add_url_schemes(["data"])
        .attribute_filter(|element, attribute, value| {
            // Data is a picture and nothing else.
            let is_data = value.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
            (!is_data || (element, attribute) == ("img", "src")).then_some(value.into())
        })
        .link_rel(None)
        .url_relative(ammonia::UrlRelative::PassThrough)
        .clean(html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::{opening, sanitize};

    #[test]
    fn data_is_kept_where_it_is_a_picture() {
        let svg = "<img src=\"data:image/svg+xml,x\">";
        assert_eq!(sanitize(svg), svg);
        assert_eq!(sanitize("<a href=\"data:application/pdf,x\">a</a>"), "<a>a</a>");
    }

    #[test]
    fn a_page_opens_with_a_paragraph_or_with_none() {
        assert_eq!(
            opening("<p>One <a href=\"x\">two</a>.</p>\n<h2>A</h2>"),
            ("<p>One <a href=\"x\">two</a>.</p>", "<h2>A</h2>")
        );
        assert_eq!(opening("<h2>A</h2>\n<p>One.</p>"), ("", "<h2>A</h2>\n<p>One.</p>"));
        assert_eq!(opening("<pre>a</pre><p>One.</p>"), ("", "<pre>a</pre><p>One.</p>"));
        assert_eq!(opening(""), ("", ""));
    }
}

//! Where the text of a page names other files of the playbook: links of every style, and the
//! front-matter's keys that name pages. Knows the text, not the files.

use std::collections::BTreeMap;

use super::link::{LinkRef, Usage};
use super::markdown::destinations;
use super::references::references;
use super::{Markdown, Org, Page};
use crate::diagnostic::Span;
use crate::source::Source;

/// How a page names another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention {
    /// As the target of a link.
    Link(LinkRef),
    /// By its id or its path, in a key of the front-matter.
    Name(String),
}

/// Every place at which a page names another file, in order; each is exactly what would be written
/// anew if that file moved.
pub fn mentions(text: &str) -> Vec<(Span, Mention)> {
    let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &Org::new());
    let written = |span: Span| text.get(span.start..span.end);
    let mut found = BTreeMap::new();
    // A link by reference has its target elsewhere; its span is the whole link.
    for link in page.links.iter().filter(|link| written(link.span) == Some(link.written.as_str())) {
        found.insert((link.span.start, link.span.end), Mention::Link(link.target.clone()));
    }
    let body = page.front_matter.block.end;
    for span in destinations(&text[body..]).into_iter().map(|range| Span::from(range).shifted(body)) {
        let target = LinkRef::parse(written(span).unwrap_or_default(), Usage::Link);
        found.entry((span.start, span.end)).or_insert(Mention::Link(target));
    }
    for reference in references(&page) {
        let (name, span) = (&reference.name.value, reference.name.span);
        let bare = written(span).unwrap_or_default().trim();
        let inside =
            ['"', '\''].iter().find_map(|quote| bare.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(bare);
        if inside == name.as_str() {
            let start = span.start + written(span).unwrap_or_default().find(inside).unwrap_or(0);
            found.insert((start, start + inside.len()), Mention::Name(name.clone()));
        }
    }
    found.into_iter().map(|((start, end), mention)| (Span { start, end }, mention)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_of_link_and_name_is_found_where_it_is_written() {
        let text = "---\nrelated: [a, \"b c\"]\nsymptoms:\n  - text: Odd\n    leads_to: d\n---\n# A [head](e.md)\n\n[in](f.md \"t\") [ref][r] ![i](g.png) <img src=\"h.png\"> [{{ org.name }}](</i j.md>)\n\n[r]: <k l.md> 'title'\n";
        let found: Vec<&str> = mentions(text).iter().map(|(span, _)| &text[span.start..span.end]).collect();
        assert_eq!(found, ["a", "b c", "d", "e.md", "f.md", "g.png", "h.png", "/i j.md", "k l.md"]);
    }
}

//! A page as Markdown for readers to take with them: its title, what its kind has, and the text as
//! its author wrote it, with addresses that still lead somewhere. Knows the playbook, no template.

use std::fmt::Write;

use super::Rendering;
use super::body::page_address;
use crate::page::fill_markdown;
use crate::playbook::{Entry, LinkStyle, PageId, Target};

/// The page's Markdown; `None` for a page without a source.
pub(super) fn markdown(rendering: &Rendering<'_>, id: PageId) -> Option<String> {
    let entry = rendering.playbook.entry(id);
    let source = rendering.sources.files.get(entry.path.as_ref()?)?;
    let text = String::from_utf8_lossy(&source.bytes);
    let mut written = front_matter(entry);
    if entry.page.heading.is_none() {
        let _ = write!(written, "# {}\n\n", entry.title);
    }
    let body = with_addresses(rendering, id, &text, entry.page.body_start);
    written.push_str(fill_markdown(&body, &rendering.config.org).trim_start_matches(['\r', '\n']));
    if !written.ends_with('\n') {
        written.push('\n');
    }
    Some(written)
}

/// What the kind of the page has; text and plain sections are their text.
fn front_matter(entry: &Entry) -> String {
    let fields = &entry.page.front_matter.fields;
    if matches!(entry.kind, "page" | "section") || fields.is_empty() {
        return String::new();
    }
    // A value of JSON is a value of YAML, on one line.
    let lines = fields.iter().map(|(key, value)| format!("{key}: {value}\n"));
    format!("---\nkind: {}\n{}---\n\n", entry.kind, lines.collect::<String>())
}

/// The body with links to pages and files of the site as addresses there.
fn with_addresses(rendering: &Rendering<'_>, id: PageId, text: &str, body_start: usize) -> String {
    let entry = rendering.playbook.entry(id);
    let root = match (rendering.base_url, rendering.style) {
        (Some(base), LinkStyle::Served) => base.to_owned(),
        _ => rendering.root(&entry.url.out_path()),
    };
    let mut links: Vec<_> = entry.page.links.iter().zip(&entry.targets).collect();
    links.sort_by_key(|(link, _)| link.span.start);
    let mut body = String::with_capacity(text.len());
    let mut from = body_start;
    for (link, target) in links {
        // A reference link has its destination elsewhere; its span is the whole link.
        let is_destination = text.get(link.span.start..link.span.end) == Some(link.written.as_str());
        if !is_destination || link.span.start < from {
            continue;
        }
        let address = match target {
            Target::Page { page, query, anchor } => page_address(rendering, id, &root, *page, query, anchor),
            Target::Asset { path, rest } => match rendering.playbook.assets.get(path) {
                Some(url) => format!("{root}{}{rest}", url.href(rendering.style)),
                None => continue,
            },
            Target::Made { url, rest } => format!("{root}{}{rest}", url.href(rendering.style)),
            Target::Repository { url } => url.clone(),
            Target::External | Target::Missing(_) | Target::Unsafe => continue,
        };
        body.push_str(&text[from..link.span.start]);
        body.push_str(&address.replace('(', "%28").replace(')', "%29"));
        from = link.span.end;
    }
    body.push_str(text.get(from..).unwrap_or_default());
    body
}

//! A page as Markdown for readers to take with them: its title, what its kind has, and the text as
//! its author wrote it, with addresses that still lead somewhere. Knows the playbook, no template.

use std::fmt::Write;
use std::ops::Range;

use super::Rendering;
use super::body::page_address;
use crate::page::{Link, LinkRef, as_markdown, edits_for_readers};
use crate::playbook::{Entry, LinkStyle, PageId, Target};

/// The page's Markdown; `None` for a page without a source.
pub(super) fn markdown(rendering: &Rendering<'_>, id: PageId) -> Option<String> {
    let entry = rendering.playbook.entry(id);
    let source = rendering.sources.files.get(entry.path.as_ref()?)?;
    let text = String::from_utf8_lossy(&source.bytes);
    let mut written = front_matter(entry);
    if entry.page.heading.is_none() {
        let _ = write!(written, "# {}\n\n", as_markdown(&entry.title, None));
    }
    let body = for_readers(rendering, id, &text);
    written.push_str(body.trim_start_matches(['\r', '\n']));
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

/// The body with links to pages and files of the site as addresses there, and with values in place
/// of variables.
fn for_readers(rendering: &Rendering<'_>, id: PageId, text: &str) -> String {
    let page = &rendering.playbook.entry(id).page;
    let body = text.get(page.body_start..).unwrap_or_default();
    let mut edits = addresses(rendering, id, text);
    if body.contains("{{ org.") || page.links.iter().any(|link| link.target == LinkRef::Unsafe) {
        let found = edits_for_readers(body, &rendering.config.markdown, &rendering.config.org).into_iter();
        edits.extend(found.map(|(range, new)| (range.start + page.body_start..range.end + page.body_start, new)));
    }
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut written = String::with_capacity(text.len());
    let mut from = page.body_start;
    for (range, new) in edits {
        if range.start >= from {
            written.push_str(&text[from..range.start]);
            written.push_str(&new);
            from = range.end;
        }
    }
    written.push_str(text.get(from..).unwrap_or_default());
    written
}

/// The links of the body as addresses of the site, by their places in the file.
fn addresses(rendering: &Rendering<'_>, id: PageId, text: &str) -> Vec<(Range<usize>, String)> {
    let entry = rendering.playbook.entry(id);
    let root = match (rendering.base_url, rendering.style) {
        (Some(base), LinkStyle::Served) => base.to_owned(),
        _ => rendering.root(&entry.url.out_path()),
    };
    let address = |(link, target): (&Link, &Target)| {
        let place = link.span.start..link.span.end;
        let written = text.get(place.clone())?;
        // A reference link has its destination elsewhere; its span is the whole link.
        let is_destination = written == link.written;
        let address = match target {
            Target::Page { page, query, anchor } => page_address(rendering, id, &root, *page, query, anchor),
            Target::Asset { path, rest } => {
                format!("{root}{}{rest}", rendering.playbook.assets.get(path)?.href(rendering.style))
            }
            Target::Made { url, rest } => format!("{root}{}{rest}", url.href(rendering.style)),
            Target::Repository { url } => url.clone(),
            // Raw HTML may write an address with entities.
            Target::Unsafe if !written.starts_with(['[', '!', '<']) => return Some((place, "#".to_owned())),
            Target::External | Target::Missing(_) | Target::Unsafe => return None,
        };
        is_destination.then(|| (place, address.replace('(', "%28").replace(')', "%29")))
    };
    entry.page.links.iter().zip(&entry.targets).filter_map(address).collect()
}

//! The three-way merge of a key whose value is a list of scalars: an ordered set, in which nothing
//! can conflict. Knows YAML's two ways of writing a list, not what the key means.

use std::collections::BTreeSet;

use crate::yaml::{self, Value};

/// A key with a list of scalars.
struct List<'t> {
    /// The text before the first item and after the last.
    around: (&'t str, &'t str),
    items: Vec<Item<'t>>,
    style: Style,
}

#[derive(Clone)]
struct Item<'t> {
    /// The value, by which items are compared.
    value: String,
    /// The value as written.
    written: &'t str,
    /// In a block list, its whole lines.
    lines: &'t str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `key: [a, b]`
    Flow,
    /// An item a line, indented so far.
    Block(usize),
}

/// Merges the lines of one key; `None` when one of the three is not a list of scalars. A key that
/// the base lacks is an empty list there.
pub(super) fn merge(base: &str, local: &str, upstream: &str) -> Option<String> {
    let (local, upstream) = (read(local)?, read(upstream)?);
    let base: BTreeSet<String> = match base {
        "" => BTreeSet::new(),
        base => read(base)?.items.into_iter().map(|item| item.value).collect(),
    };
    let has = |list: &[Item<'_>], value: &str| list.iter().any(|item| item.value == value);
    let mut items: Vec<(Item<'_>, Style)> = local
        .items
        .iter()
        .filter(|item| has(&upstream.items, &item.value) || !base.contains(&item.value))
        .map(|item| (item.clone(), local.style))
        .collect();
    for (at, item) in upstream.items.iter().enumerate() {
        if base.contains(&item.value) || has(&local.items, &item.value) {
            continue;
        }
        let after = upstream.items[..at]
            .iter()
            .rev()
            .find_map(|above| items.iter().position(|(item, _)| item.value == above.value));
        items.insert(after.map_or(0, |position| position + 1), (item.clone(), upstream.style));
    }
    Some(write(&local, &items))
}

fn read(text: &str) -> Option<List<'_>> {
    let node = yaml::parse(text).ok()?;
    let Value::Map(entries) = node.value else { return None };
    let [entry] = entries.as_slice() else { return None };
    let Value::List(nodes) = &entry.node.value else { return None };
    let span = entry.node.span;
    let flow = text.get(span.start..)?.starts_with('[');
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    let mut items = Vec::with_capacity(nodes.len());
    for (at, item) in nodes.iter().enumerate() {
        let value = yaml::scalar(item, text)?;
        let end = nodes.get(at + 1).map_or_else(|| line_end(item.span.end), |next| line_start(next.span.start));
        let lines = if flow { "" } else { text.get(line_start(item.span.start)..end)? };
        items.push(Item { value, written: item.written(text).trim(), lines });
    }
    if flow {
        let inside = (span.start + 1, text[..span.end].rfind(']').filter(|close| *close > span.start)?);
        return Some(List { around: (&text[..inside.0], &text[inside.1..]), items, style: Style::Flow });
    }
    let (first, last) = (nodes.first()?, nodes.last()?);
    let start = line_start(first.span.start);
    let indent = text[start..].len() - text[start..].trim_start_matches(' ').len();
    let around = (text.get(..start)?, &text[line_end(last.span.end)..]);
    Some(List { around, items, style: Style::Block(indent) })
}

fn write(local: &List<'_>, items: &[(Item<'_>, Style)]) -> String {
    let (before, after) = local.around;
    match local.style {
        Style::Flow => {
            let written: Vec<&str> = items.iter().map(|(item, _)| item.written).collect();
            format!("{before}{}{after}", written.join(", "))
        }
        Style::Block(_) if items.is_empty() => format!("{} []\n{after}", before.trim_end()),
        Style::Block(indent) => {
            let lines = items.iter().map(|(item, style)| {
                if *style == local.style && item.lines.ends_with('\n') {
                    item.lines.to_owned()
                } else {
                    format!("{}- {}\n", " ".repeat(indent), item.written)
                }
            });
            format!("{before}{}{after}", lines.collect::<String>())
        }
    }
}

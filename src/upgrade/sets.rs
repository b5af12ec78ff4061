//! The three-way merge of a key whose value is a list of scalars: an ordered set, in which only
//! comments can conflict. Knows YAML's two ways of writing a list, not what the key means.

use crate::yaml::{self, Value};

use super::common::choose;

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
    /// What its lines say besides the value: comments.
    note: &'t str,
    /// How the list is written that it stands in.
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `key: [a, b]`
    Flow,
    /// An item a line, indented so far.
    Block(usize),
}

/// Merges the lines of one key; `None` when one of the three is not a list of scalars, or when
/// comments in it cannot all be kept. A key that the base lacks is an empty list there.
pub(super) fn merge(base: &str, local_text: &str, upstream: &str) -> Option<String> {
    let (local, upstream) = (read(local_text)?, read(upstream)?);
    let base = if base.is_empty() { None } else { Some(read(base)?) };
    let items = merge_items(base.as_ref(), &local, &upstream)?;
    let around = merge_around(base.as_ref(), &local, &upstream)?;
    if local.style == Style::Flow && items.iter().any(|item| !item.note.is_empty()) {
        return None;
    }
    let is_as_it_was = items.len() == local.items.len()
        && items.iter().zip(&local.items).all(|(new, old)| (&new.value, new.note) == (&old.value, old.note));
    if is_as_it_was && around == local.around {
        return Some(local_text.to_owned());
    }
    let text = write(around, local.style, &items);
    // What is written must read as what is meant, in whatever odd way the lists were written.
    let read_back = if items.is_empty() { Vec::new() } else { read(&text)?.items };
    read_back.iter().map(|item| &item.value).eq(items.iter().map(|item| &item.value)).then_some(text)
}

/// The items in the adopter's order, and upstream's new ones after their neighbours.
fn merge_items<'t>(base: Option<&List<'t>>, local: &List<'t>, upstream: &List<'t>) -> Option<Vec<Item<'t>>> {
    let mut items = Vec::new();
    for ours in &local.items {
        match (base.and_then(|base| base.find(&ours.value)), upstream.find(&ours.value)) {
            (_, Some(theirs)) => items.push(with_notes(base.and_then(|base| base.find(&ours.value)), ours, theirs)?),
            (None, None) => items.push(ours.clone()),
            (Some(old), None) if ours.note != old.note => return None,
            (Some(_), None) => {}
        }
    }
    for (at, theirs) in upstream.items.iter().enumerate() {
        match base.and_then(|base| base.find(&theirs.value)) {
            _ if local.find(&theirs.value).is_some() => {}
            Some(old) if theirs.note != old.note => return None,
            Some(_) => {}
            None => {
                let above = upstream.items[..at].iter().rev();
                let after =
                    above.filter_map(|above| items.iter().position(|item: &Item<'_>| item.value == above.value)).next();
                items.insert(after.map_or(0, |position| position + 1), theirs.clone());
            }
        }
    }
    Some(items)
}

/// An item that both sides have, with the comments of the side that changed them.
fn with_notes<'t>(base: Option<&Item<'t>>, ours: &Item<'t>, theirs: &Item<'t>) -> Option<Item<'t>> {
    let note = choose(&base.map_or("", |base| base.note), ours.note, theirs.note)?;
    match note == ours.note {
        true => Some(ours.clone()),
        false => (ours.style == theirs.style).then(|| theirs.clone()),
    }
}

/// What stands around the items: the adopter's, unless only upstream's says something new.
fn merge_around<'t>(base: Option<&List<'t>>, local: &List<'t>, upstream: &List<'t>) -> Option<(&'t str, &'t str)> {
    let is_alike = |list: &List<'_>| matches!(list.style, Style::Flow) == matches!(local.style, Style::Flow);
    let base = base.filter(|base| is_alike(base) && is_alike(upstream));
    let part = |base: Option<&'t str>, local: &'t str, upstream: &'t str| {
        let chosen = base.and_then(|base| choose(&base, local, upstream));
        chosen.or_else(|| (!upstream.contains('#')).then_some(local))
    };
    Some((
        part(base.map(|base| base.around.0), local.around.0, upstream.around.0)?,
        part(base.map(|base| base.around.1), local.around.1, upstream.around.1)?,
    ))
}

impl<'t> List<'t> {
    fn find(&self, value: &str) -> Option<&Item<'t>> {
        self.items.iter().find(|item| item.value == value)
    }
}

fn read(text: &str) -> Option<List<'_>> {
    let node = yaml::parse(text).ok()?;
    let Value::Map(entries) = node.value else { return None };
    let [entry] = entries.as_slice() else { return None };
    let Value::List(nodes) = &entry.node.value else { return None };
    let span = entry.node.span;
    let is_flow = text.get(span.start..)?.starts_with('[');
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    let start = nodes.first().map_or(span.start, |first| line_start(first.span.start));
    let indent = text[start..].len() - text[start..].trim_start_matches(' ').len();
    let style = if is_flow { Style::Flow } else { Style::Block(indent) };
    let mut items = Vec::with_capacity(nodes.len());
    for (at, item) in nodes.iter().enumerate() {
        let value = yaml::scalar(item, text)?;
        let end = nodes.get(at + 1).map_or_else(|| line_end(item.span.end), |next| line_start(next.span.start));
        let lines = if is_flow { "" } else { text.get(line_start(item.span.start)..end)? };
        let note = if is_flow { "" } else { text.get(item.span.end..end)?.trim() };
        items.push(Item { value, written: item.written(text).trim(), lines, note, style });
    }
    if is_flow {
        let inside = (span.start + 1, text[..span.end].rfind(']').filter(|close| *close > span.start)?);
        let written = &text[inside.0..inside.1];
        // A comment between brackets belongs to no item that could be told.
        let has_comment = written.contains('\n') && written.contains('#');
        return (!has_comment).then_some(List { around: (&text[..inside.0], &text[inside.1..]), items, style });
    }
    let last = nodes.last()?;
    Some(List { around: (text.get(..start)?, &text[line_end(last.span.end)..]), items, style })
}

fn write((before, after): (&str, &str), style: Style, items: &[Item<'_>]) -> String {
    match style {
        Style::Flow => {
            let written: Vec<String> = items.iter().map(|item| item.written_in(style)).collect();
            format!("{before}{}{after}", written.join(", "))
        }
        Style::Block(_) if items.is_empty() && before.contains('#') => format!("{before}  []\n{after}"),
        Style::Block(_) if items.is_empty() => format!("{} []\n{after}", before.trim_end()),
        Style::Block(indent) => {
            let lines = items.iter().map(|item| {
                if item.style == style && item.lines.ends_with('\n') {
                    item.lines.to_owned()
                } else {
                    let note = if item.note.is_empty() { String::new() } else { format!(" {}", item.note) };
                    format!("{}- {}{note}\n", " ".repeat(indent), item.written_in(style))
                }
            });
            format!("{before}{}{after}", lines.collect::<String>())
        }
    }
}

impl Item<'_> {
    /// The value as it is written in a list of this style; commas and brackets mean something in one
    /// of the two only.
    fn written_in(&self, style: Style) -> String {
        let is_alike = matches!(self.style, Style::Flow) == matches!(style, Style::Flow);
        let is_quoted = self.written.starts_with(['"', '\'']) && !self.written.contains('\n');
        let is_plain = self.written.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/'));
        if is_alike || is_quoted || is_plain {
            self.written.to_owned()
        } else {
            serde_json::Value::String(self.value.clone()).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, local: &str, upstream: &str, merged: Option<&str>) {
        assert_eq!(merge(base, local, upstream).as_deref(), merged);
    }

    #[test]
    fn an_item_with_a_comma_stays_one_item_in_the_other_style() {
        check("do: []\n", "do: [Ours]\n", "do:\n  - a, b\n  - c\n", Some("do: [\"a, b\", c, Ours]\n"));
        check(
            "do:\n  - x\n",
            "do:\n  - x\n  - ours\n",
            "do: [x, 'y, z']\n",
            Some("do:\n  - x\n  - 'y, z'\n  - ours\n"),
        );
    }

    #[test]
    fn comments_stay_with_their_items_and_those_that_fit_nowhere_are_for_the_reader() {
        check(
            "do: # all\n  - a # one\n  - b\n",
            "do: # all\n  - a # one\n  - b\n  - ours # mine\n",
            "do: # all of it\n  - a # two\n  - b\n  # new below\n  - c # three\n",
            Some("do: # all of it\n  - a # two\n  - b\n  # new below\n  - c # three\n  - ours # mine\n"),
        );
        check("do:\n  - a # one\n", "do:\n  - a # ours\n", "do:\n  - a # theirs\n  - b\n", None);
        check("do:\n  - a\n  - b\n", "do:\n  - b\n", "do:\n  - a # theirs\n  - b\n", None);
        check("do: [a]\n", "do: [a, b]\n", "do: [a, c] # theirs\n", Some("do: [a, c, b] # theirs\n"));
        check("do: [a]\n", "do: [a, b] # ours\n", "do: [a, c] # theirs\n", None);
        check("do: [a]\n", "do: [a, b]\n", "do: [a, # theirs\n  c]\n", None);
    }

    #[test]
    fn a_comment_beside_an_item_has_no_place_between_brackets() {
        check("do: [a]\n", "do: [a, b]\n", "do:\n  - a\n  - c # theirs\n", None);
    }

    #[test]
    fn a_list_that_loses_all_items_is_an_empty_list() {
        check("do:\n  - a\n  - b\n", "do:\n  - a\n", "do:\n  - b\n", Some("do: []\n"));
        check("do: # why\n  - a\n  - b\n", "do: # why\n  - a\n", "do: # why\n  - b\n", Some("do: # why\n  []\n"));
    }
}

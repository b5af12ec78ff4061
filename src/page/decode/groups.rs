//! Groups of keys within the front-matter, one or a list of them, and the ways in which a text or a
//! list becomes a group that nobody meant. Knows types, not which keys exist.

use std::collections::BTreeSet;

use super::values::{Datum, Given};
use super::{Faults, UnknownKey, Values, decode};
use crate::diagnostic::Span;
use crate::page::schema::{Field, Item};
use crate::yaml::{Entry, Node, Problem, Value, item_by_comment, number_in, quoted, scalar};

/// So many unknown keys of one group are told of one by one: more are something else altogether.
const MOST_UNKNOWN: usize = 10;

/// Reads one group; `name` is the key that it belongs to.
pub(super) fn mapping(
    fields: &'static [Field],
    text: &str,
    name: &str,
    entries: &[Entry],
    span: Span,
    faults: &mut Faults,
) -> Values {
    let mut values = Values { span, ..decode(fields, text, entries, faults) };
    let known: Vec<&'static str> = fields.iter().map(|field| field.name).collect();
    let is_known = |entry: &Entry| known.contains(&entry.key.as_str());
    let mut parted = BTreeSet::new();
    for (index, number) in entries.iter().enumerate().filter(|(_, entry)| is_known(entry)) {
        let rest = entries[index + 1..].iter().take_while(|rest| !is_known(rest) && is_without_colon(text, rest));
        let rest: Vec<&Entry> = rest.collect();
        let Some(problem) = parted_by_commas(text, number, &rest) else { continue };
        parted.extend(rest.iter().map(|rest| rest.key_span));
        values.unread.extend(known.iter().filter(|name| **name == number.key));
        faults.left_out.push(problem);
    }
    note_keys(name, entries, &known, &parted, faults);
    values
}

/// What to say of a mapping that says nothing unless it has all of its keys.
pub(super) fn incomplete(fields: &[Field], group: &Values, entry: &Entry) -> Option<Problem> {
    let missing = fields.iter().find(|field| !group.is_given(field.name))?;
    let hint = format!("add `{}: …`, or write it in one word", missing.name);
    let message = format!("`{}` has no `{}`", entry.key, missing.name);
    Some(Problem { span: entry.node.span, message, hints: vec![hint] })
}

/// In braces a text without a colon is a key without a value.
fn is_without_colon(text: &str, entry: &Entry) -> bool {
    let after = text.get(entry.key_span.end..).unwrap_or("").trim_start();
    entry.node.value == Value::Null && after.starts_with([',', '}'])
}

/// In braces a comma ends a value: `3,5` is the number 3 and a key named 5.
fn parted_by_commas(text: &str, first: &Entry, rest: &[&Entry]) -> Option<Problem> {
    let span = Span { start: first.node.span.start, end: rest.last()?.key_span.end };
    let written = text.get(span.start..span.end)?;
    let is_joined = first.node.span.end + 1 == rest.first()?.key_span.start;
    let is_number = matches!(first.node.value, Value::Number(_)) && is_joined;
    let meant = number_in(written).filter(|_| is_number && rest.len() == 1);
    if let Some(meant) = meant.filter(|_| rest[0].key.bytes().all(|byte| byte.is_ascii_digit())) {
        let message = format!("`{}` must be a number, found `{written}`", first.key);
        return Some(Problem { span, message, hints: vec![format!("write `{meant}` instead of `{written}`")] });
    }
    let is_text = scalar(&first.node, text).is_some() && !written.starts_with(['"', '\'']) && !written.contains('\n');
    is_text.then(|| Problem {
        span,
        message: format!("the value of `{}` ends at its comma, so `{}` is lost", first.key, rest[0].key),
        hints: vec![format!("put quotes around it: `{}: {}`", first.key, quoted(written))],
    })
}

/// Notes keys that stand twice and keys that the group does not have. One without any takes all.
fn note_keys(group: &str, entries: &[Entry], known: &[&'static str], parted: &BTreeSet<Span>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for entry in entries.iter().filter(|entry| !seen.insert(entry.key.as_str())) {
        faults.duplicates.push((entry.key.clone(), entry.key_span));
    }
    let is_unknown = |entry: &&Entry| !known.contains(&entry.key.as_str()) && !parted.contains(&entry.key_span);
    let unknown: Vec<&Entry> = entries.iter().filter(|_| !known.is_empty()).filter(is_unknown).collect();
    faults.unknown_keys.extend(unknown.iter().take(MOST_UNKNOWN).enumerate().map(|(index, entry)| UnknownKey {
        written: entry.key.clone(),
        span: entry.key_span,
        group: group.to_owned(),
        known: known.to_vec(),
        more: if index + 1 == MOST_UNKNOWN { unknown.len() - MOST_UNKNOWN } else { 0 },
    }));
}

/// Reads a list of groups; one is a list of one.
pub(super) fn groups(item: &'static Item, text: &str, entry: &Entry, faults: &mut Faults) -> Vec<Values> {
    let one = std::slice::from_ref(&entry.node);
    let nodes = match &entry.node.value {
        Value::List(items) => items.as_slice(),
        Value::Map(entries) if has_no_hyphens(item, entries) => {
            let (key, name) = (&entries[0].key, &entry.key);
            faults.left_out.push(Problem {
                span: entries[0].key_span,
                message: format!("`{name}` must be a list of groups of keys, and `{key}` is no key of one"),
                hints: vec![format!("begin each group with a hyphen: `- {}`", example(item))],
            });
            return Vec::new();
        }
        _ => one,
    };
    nodes.iter().filter_map(|node| group(item, text, &entry.key, node, faults)).collect()
}

/// Whether the names of groups stand where their hyphens should.
fn has_no_hyphens(item: &'static Item, entries: &[Entry]) -> bool {
    let is_group = |entry: &Entry| matches!(entry.node.value, Value::Map(_) | Value::List(_));
    !entries.is_empty() && entries.iter().all(|entry| is_group(entry) && !is_key_of(item, entry))
}

fn is_key_of(item: &'static Item, entry: &Entry) -> bool {
    item.fields.iter().any(|field| field.name == entry.key)
}

fn group(item: &'static Item, text: &str, name: &str, node: &Node, faults: &mut Faults) -> Option<Values> {
    match &node.value {
        Value::Map(entries) => {
            if is_like_text(item, text, node, entries) {
                let message = format!("the `: ` in this item of `{name}` makes it a group of keys");
                let hints = vec![as_text(text, node)];
                faults.left_out.push(Problem { span: node.span, message, hints });
                return None;
            }
            let wrong = faults.left_out.len();
            let values = mapping(item.fields, text, name, entries, node.span, faults);
            let is_said = |keys: &&&[&str]| keys.iter().any(|key| values.has(key));
            let Some(lacking) = item.needs.iter().find(|keys| !is_said(keys)) else { return Some(values) };
            // What is missing may be what cannot be read, which is told of.
            if faults.left_out.len() == wrong {
                let mut problem = lacks(name, node, lacking);
                problem.hints.extend(could_be_text(item, text, node, entries).then(|| as_text(text, node)));
                faults.left_out.push(problem);
            }
            None
        }
        Value::Null => {
            faults.left_out.extend(item_by_comment(text, name, node));
            None
        }
        _ => {
            let datum = scalar(node, text).filter(|_| !item.short.is_empty()).map(Datum::Text);
            if datum.is_none() {
                faults.left_out.push(Problem {
                    span: node.span,
                    message: format!("each item of `{name}` must be a group of keys, found {}", node.value.name()),
                    hints: vec![format!("write it as `- {}`", example(item))],
                });
            }
            let given = Given { name: item.short, span: node.span, datum: datum? };
            Some(Values { span: node.span, given: vec![given], unread: Vec::new() })
        }
    }
}

/// Whether a `: ` may have made a text a group.
fn could_be_text(item: &'static Item, text: &str, node: &Node, entries: &[Entry]) -> bool {
    let [only] = entries else { return false };
    let written = node.written(text);
    let is_braced = written.starts_with('{') && !written.starts_with("{{");
    !item.short.is_empty() && !is_braced && !is_key_of(item, only)
}

/// Whether it did: the only key is no word that a key is named with.
fn is_like_text(item: &'static Item, text: &str, node: &Node, entries: &[Entry]) -> bool {
    let is_word = |entry: &Entry| !entry.key.contains(char::is_whitespace) && entry.key.starts_with(char::is_lowercase);
    could_be_text(item, text, node, entries) && (node.written(text).starts_with("{{") || !is_word(&entries[0]))
}

/// How to write as a text what is a group of keys.
fn as_text(text: &str, node: &Node) -> String {
    match node.written(text).trim() {
        written if written.contains('\n') => "write it as one text, in quotes".to_owned(),
        written => format!("put quotes around it: `{}`", quoted(written)),
    }
}

fn lacks(name: &str, node: &Node, keys: &[&str]) -> Problem {
    let names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    let wanted = match names.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        names => names.concat(),
    };
    Problem {
        span: node.span,
        message: format!("this item of `{name}` has no {wanted}, so it is left out"),
        hints: vec![format!("add `{}: …`, or take the item out", keys[0])],
    }
}

/// An item with its first keys.
fn example(item: &Item) -> String {
    let keys: Vec<&str> = item.fields.iter().map(|field| field.name).take(3).collect();
    format!("{{{}: …}}", keys.join(": …, "))
}

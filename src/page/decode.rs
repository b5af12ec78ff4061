//! Reads a mapping by a table of fields, and collects everything that does not fit at once. Knows
//! types, not which keys exist.

mod scalars;
mod values;

use std::collections::BTreeSet;

pub(super) use scalars::LONGEST_MINUTES;
pub use values::Values;

use scalars::{parse_minutes, parsed, share, time, weight};
use values::{Datum, Given};

use super::front_matter::parse_interval;
use super::schema::{Field, Type};
use crate::diagnostic::{Span, suggest};
use crate::yaml::{Entry, Fields, Node, Problem, Value, number_in, parse_date, scalar};

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the file.
    pub span: Span,
}

/// What is wrong with a mapping besides values that do not fit.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Values that do not fit.
    pub problems: Vec<Problem>,
    /// Keys that stand twice.
    pub duplicates: Vec<(String, Span)>,
    /// Keys that look like one that is known.
    pub near_misses: Vec<(String, &'static str, Span)>,
}

/// Reads a mapping.
pub(super) fn decode(fields: &'static [Field], text: &str, entries: &[Entry], faults: &mut Faults) -> Values {
    let mut values = Values::default();
    for field in fields {
        let names = field.names();
        let Some(entry) = Fields::new(text, entries).entry(&names) else { continue };
        let known = faults.problems.len();
        let datum = match field.value {
            // Under several names lists are taken together.
            Type::Texts | Type::Pages | Type::Words(_) => Some(texts_of(text, entries, &names, faults)),
            ref value => read(value, text, entry, faults),
        };
        if faults.problems.len() > known {
            values.unread.push(field.name);
        }
        if let Some(datum) = datum.filter(|_| entry.node.value != Value::Null) {
            values.given.push(Given { name: field.name, span: entry.node.span, datum });
        }
    }
    values
}

fn read(value: &Type, text: &str, entry: &Entry, faults: &mut Faults) -> Option<Datum> {
    let entries = std::slice::from_ref(entry);
    let names = [entry.key.as_str()];
    let mut fields = Fields::new(text, entries);
    let datum = match value {
        Type::Text | Type::Page | Type::Name(_) | Type::Period | Type::Horizon => fields.text(&names).map(Datum::Text),
        Type::Filled(example) => filled(&mut fields, entry, example).map(Datum::Text),
        Type::SomeTexts(example) => {
            if is_empty_list(entry) {
                let hint = format!("leave the key out, or write it as `{}: {example}`", entry.key);
                fields.problem(entry.node.span, format!("`{}` names no page", entry.key), Some(hint));
            }
            Some(Datum::Texts(placed_texts(&mut fields, &names)))
        }
        Type::Texts | Type::Pages | Type::Words(_) => Some(Datum::Texts(placed_texts(&mut fields, &names))),
        Type::Flag => fields.flag(&names).map(Datum::Flag),
        Type::Number => fields.number(&names).map(Datum::Number),
        Type::Weight => weight(&mut fields, entry),
        Type::Share => share(&mut fields, entry),
        Type::Date => fields.date(&names).map(Datum::Date),
        Type::Done => match scalar(&entry.node, text).as_deref().and_then(parse_date) {
            Some(day) => Some(Datum::Date(day)),
            None => fields.flag(&names).map(Datum::Flag),
        },
        Type::Time => time(&mut fields, entry).map(Datum::Time),
        Type::Length => parsed(&mut fields, entry, parse_minutes, "a length of time", "50 min").map(Datum::Number),
        Type::Interval => {
            let interval = |text: &str| parse_interval(text).map(|_| text.to_owned());
            parsed(&mut fields, entry, interval, "a length of time", "6 months").map(Datum::Text)
        }
        Type::Word(words) => {
            let choices: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
            fields.choice(&names, &choices).map(|word| Datum::Text(word.to_owned()))
        }
        Type::Either(one, many) => {
            let several = matches!(entry.node.value, Value::List(_) | Value::Map(_));
            read(if several { many } else { one }, text, entry, faults)
        }
        Type::Group(inner) | Type::Whole(inner) => {
            let keys: Vec<&str> = inner.iter().map(|field| field.name).take(3).collect();
            let group = fields.group_of(&names, &keys);
            group.map(|group| Datum::Group(mapping(inner, text, group, entry.node.span, faults)))
        }
        Type::Groups(inner, short) => Some(Datum::Groups(groups(inner, short, text, entry, faults))),
        Type::Any => Some(Datum::Any),
    };
    faults.problems.extend(fields.into_problems());
    datum
}

/// A list of texts under all the names of its key.
fn texts_of(text: &str, entries: &[Entry], names: &[&str], faults: &mut Faults) -> Datum {
    let mut fields = Fields::new(text, entries);
    let texts = placed_texts(&mut fields, names);
    faults.problems.extend(fields.into_problems());
    Datum::Texts(texts)
}

/// A key without a value asks for nothing; an empty text is a slip.
fn filled(fields: &mut Fields<'_>, entry: &Entry, example: &str) -> Option<String> {
    let text = fields.text(&[entry.key.as_str()]);
    if text.is_none() && matches!(entry.node.value, Value::Text(_)) {
        let hint = format!("leave the key out, or write it as `{}: {example}`", entry.key);
        fields.problem(entry.node.span, format!("`{}` is empty", entry.key), Some(hint));
    }
    text
}

fn is_empty_list(entry: &Entry) -> bool {
    let is_blank = |value: &Value| matches!(value, Value::Text(text) if text.trim().is_empty());
    match &entry.node.value {
        Value::List(items) => items.iter().all(|item| is_blank(&item.value)),
        value => is_blank(value),
    }
}

fn mapping(fields: &'static [Field], text: &str, entries: &[Entry], span: Span, faults: &mut Faults) -> Values {
    let known: Vec<&'static str> = fields.iter().map(|field| field.name).collect();
    note_keys(entries, &known, faults);
    let mut values = Values { span, ..decode(fields, text, entries, faults) };
    for pair in entries.windows(2) {
        let [number, rest] = pair else { continue };
        if let Some(problem) = decimal_comma(text, number, rest) {
            values.unread.extend(known.iter().filter(|name| **name == number.key));
            faults.problems.push(problem);
        }
    }
    values
}

/// In braces `3,5` is the number 3 and a key named 5.
fn decimal_comma(text: &str, number: &Entry, rest: &Entry) -> Option<Problem> {
    let is_number = matches!(number.node.value, Value::Number(_)) && rest.node.value == Value::Null;
    let is_joined = number.node.span.end + 1 == rest.key_span.start;
    let span = Span { start: number.node.span.start, end: rest.key_span.end };
    let written = text.get(span.start..span.end).filter(|_| is_number && is_joined)?;
    let meant = number_in(written).filter(|_| rest.key.bytes().all(|byte| byte.is_ascii_digit()))?;
    let message = format!("`{}` must be a number, found `{written}`", number.key);
    Some(Problem { span, message, hints: vec![format!("write `{meant}` instead of `{written}`")] })
}

/// Notes keys that stand twice and keys that look like typing errors.
fn note_keys(entries: &[Entry], known: &[&'static str], faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        if !seen.insert(entry.key.as_str()) {
            faults.duplicates.push((entry.key.clone(), entry.key_span));
        }
        if !known.contains(&entry.key.as_str())
            && let Some(near) = near_key(&entry.key, known.iter().copied())
        {
            faults.near_misses.push((entry.key.clone(), near, entry.key_span));
        }
    }
}

/// The known key that was most likely meant. Other tools' keys must not be taken for typing
/// errors, so one slip is allowed in a short key and two in a long one.
pub(super) fn near_key(typed: &str, known: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    if typed.len() < 4 {
        return None;
    }
    let (lower, length) = (typed.to_lowercase(), typed.chars().count());
    let is_near = |name: &&'static str| {
        let allowed = if name.len() <= 6 { 1 } else { 2 };
        // Most keys of other tools are told apart by their length alone.
        name.len() >= 4 && name.len().abs_diff(length) <= allowed && strsim::osa_distance(&lower, name) <= allowed
    };
    let near = suggest::nearest(typed, known.clone().filter(is_near))?;
    known.into_iter().find(|name| *name == near)
}

fn groups(
    fields: &'static [Field],
    short: &'static str,
    text: &str,
    entry: &Entry,
    faults: &mut Faults,
) -> Vec<Values> {
    let one = std::slice::from_ref(&entry.node);
    let items = match &entry.node.value {
        Value::Null => return Vec::new(),
        Value::List(items) => items.as_slice(),
        _ => one,
    };
    items.iter().filter_map(|item| group(fields, short, text, &entry.key, item, faults)).collect()
}

fn group(
    fields: &'static [Field],
    short: &'static str,
    text: &str,
    key: &str,
    item: &Node,
    faults: &mut Faults,
) -> Option<Values> {
    match &item.value {
        Value::Map(entries) => Some(mapping(fields, text, entries, item.span, faults)),
        Value::Null => None,
        _ => {
            let datum = scalar(item, text).filter(|_| !short.is_empty()).map(Datum::Text);
            if datum.is_none() {
                let keys: Vec<&str> = fields.iter().map(|field| field.name).take(3).collect();
                faults.problems.push(Problem {
                    span: item.span,
                    message: format!("each item of `{key}` must be a group of keys, found {}", item.value.name()),
                    hints: vec![format!("write it as `- {{{}: …}}`", keys.join(": …, "))],
                });
            }
            let given = Given { name: short, span: item.span, datum: datum? };
            Some(Values { span: item.span, given: vec![given], unread: Vec::new() })
        }
    }
}

/// A list of texts, each with its place.
pub(super) fn placed_texts(fields: &mut Fields<'_>, names: &[&str]) -> Vec<Placed<String>> {
    fields.placed_texts(names).into_iter().map(|(value, span)| Placed { value, span }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_after_an_empty_one_has_its_own_place() {
        let text = "related: [\"\", nowhere]";
        let node = crate::yaml::parse(text).unwrap();
        let Value::Map(entries) = &node.value else { panic!("a mapping") };
        let placed = placed_texts(&mut Fields::new(text, entries), &["related"]);
        assert_eq!(placed, [Placed { value: "nowhere".to_owned(), span: Span { start: 14, end: 21 } }]);
    }
}

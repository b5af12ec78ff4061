//! Reads a mapping by a table of fields, and collects everything that does not fit at once. Knows
//! types, not which keys exist.

mod groups;
mod scalars;
mod values;

pub(super) use scalars::LONGEST_MINUTES;
pub use values::Values;

use groups::{groups, incomplete, mapping};
use scalars::{days, done, minutes, parse_minutes, parsed, share, time, weight};
use values::{Datum, Given};

use super::front_matter::parse_interval;
use super::schema::{Field, Type, Unread};
use crate::diagnostic::{Span, suggest};
use crate::yaml::{Entry, Fields, Problem, Value, Wanted, empty_by_comment};

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
    /// Values that do not fit and are left out.
    pub left_out: Vec<Problem>,
    /// Values that do not fit and without which nothing is published.
    pub held_back: Vec<Problem>,
    /// Keys that stand twice.
    pub duplicates: Vec<(String, Span)>,
    /// Keys that their group does not have.
    pub unknown_keys: Vec<UnknownKey>,
}

/// A key of a group that the group does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// As written.
    pub written: String,
    /// Where it stands.
    pub span: Span,
    /// The key of the front-matter that the group belongs to.
    pub group: String,
    /// The keys of the group.
    pub known: Vec<&'static str>,
    /// How many more of this group are not told of one by one.
    pub more: usize,
}

/// Reads a mapping.
pub(super) fn decode(fields: &'static [Field], text: &str, entries: &[Entry], faults: &mut Faults) -> Values {
    let mut values = Values::default();
    for field in fields {
        let names = field.names();
        let Some(entry) = Fields::new(text, entries).entry(&names) else { continue };
        let known = faults.left_out.len();
        let datum = match field.value {
            // Under several names lists are taken together.
            Type::Texts | Type::Pages | Type::Words(_) => Some(texts_of(text, entries, &names, faults)),
            ref value => read(value, text, entry, faults),
        };
        if faults.left_out.len() > known {
            values.unread.push(field.name);
        }
        if field.unread == Unread::HeldBack {
            faults.held_back.extend(faults.left_out.drain(known..));
        }
        if let Some(datum) = datum.filter(|_| entry.node.value != Value::Null) {
            values.given.push(Given { name: field.name, span: entry.node.span, datum });
        }
    }
    values
}

fn read(value: &Type, text: &str, entry: &Entry, faults: &mut Faults) -> Option<Datum> {
    if entry.node.value == Value::Null {
        let is_text = matches!(value, Type::Text | Type::Page | Type::Filled(_) | Type::SomeTexts(_) | Type::Any);
        let wanted = if is_text { Wanted::Text } else { Wanted::Other };
        faults.left_out.extend(empty_by_comment(text, entry, wanted));
        return None;
    }
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
        Type::Minutes => minutes(&mut fields, entry),
        Type::Days => days(&mut fields, entry).map(Datum::Text),
        Type::Share => share(&mut fields, entry),
        Type::Date => fields.date(&names).map(Datum::Date),
        Type::Done => done(&mut fields, entry),
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
            let several = match entry.node.value {
                Value::Map(_) => true,
                Value::List(_) => matches!(many, Type::Groups(_)),
                _ => false,
            };
            read(if several { many } else { one }, text, entry, faults)
        }
        Type::Group(inner) => one_group(inner, text, entry, &mut fields, faults).map(Datum::Group),
        Type::Whole(inner) => {
            let group = one_group(inner, text, entry, &mut fields, faults);
            faults.left_out.extend(group.as_ref().and_then(|group| incomplete(inner, group, entry)));
            group.map(Datum::Group)
        }
        Type::Groups(item) => Some(Datum::Groups(groups(item, text, entry, faults))),
        Type::Any => Some(Datum::Any),
    };
    faults.left_out.extend(fields.into_problems());
    datum
}

fn one_group(
    inner: &'static [Field],
    text: &str,
    entry: &Entry,
    fields: &mut Fields<'_>,
    faults: &mut Faults,
) -> Option<Values> {
    let keys: Vec<&str> = inner.iter().map(|field| field.name).take(3).collect();
    let keys = if keys.is_empty() { vec!["key"] } else { keys };
    let group = fields.group_of(&[entry.key.as_str()], &keys)?;
    Some(mapping(inner, text, &entry.key, group, entry.node.span, faults))
}

/// A list of texts under all the names of its key.
fn texts_of(text: &str, entries: &[Entry], names: &[&str], faults: &mut Faults) -> Datum {
    let mut fields = Fields::new(text, entries);
    let texts = placed_texts(&mut fields, names);
    faults.left_out.extend(fields.into_problems());
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

//! Reads a mapping by a table of fields, and collects everything that does not fit at once. Knows
//! types, not which keys exist.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};

use super::schema::{Field, Type};
use crate::diagnostic::{Span, suggest};
use crate::yaml::{Entry, Fields, Node, Problem, Value, parse_date, scalar};

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the file.
    pub span: Span,
}

/// The values of a mapping that fit their keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Where the mapping stands.
    pub span: Span,
    given: Vec<Given>,
}

#[derive(Clone, Debug, PartialEq)]
struct Given {
    name: &'static str,
    span: Span,
    datum: Datum,
}

#[derive(Clone, Debug, PartialEq)]
enum Datum {
    Text(String),
    Texts(Vec<Placed<String>>),
    Flag(bool),
    Number(f64),
    Date(Date),
    Time(Time),
    Group(Values),
    Groups(Vec<Values>),
    Any,
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
        let Some(entry) = Fields::new(text, entries).entry(&field.names()) else { continue };
        if let Some(datum) = read(&field.value, text, entry, faults) {
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
        Type::Text | Type::Page => fields.text(&names).map(Datum::Text),
        Type::Texts | Type::Pages => Some(Datum::Texts(placed_texts(&mut fields, &names))),
        Type::Flag => fields.flag(&names).map(Datum::Flag),
        Type::Number => fields.number(&names).map(Datum::Number),
        Type::Weight => weight(&mut fields, entry),
        Type::Share => share(&mut fields, entry),
        Type::Date => fields.date(&names).map(Datum::Date),
        Type::Done => match scalar(&entry.node, text).as_deref().and_then(parse_date) {
            Some(day) => Some(Datum::Date(day)),
            None => fields.flag(&names).map(Datum::Flag),
        },
        Type::Time => parsed(&mut fields, entry, text, parse_time, "a time of the day", "\"10:00\"").map(Datum::Time),
        Type::Length => {
            parsed(&mut fields, entry, text, parse_minutes, "a length of time", "50 min").map(Datum::Number)
        }
        Type::Word(words) => {
            let choices: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
            fields.choice(&names, &choices).map(|word| Datum::Text(word.to_owned()))
        }
        Type::Either(one, many) => {
            let several = matches!(entry.node.value, Value::List(_) | Value::Map(_));
            read(if several { many } else { one }, text, entry, faults)
        }
        Type::Group(inner) => {
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

fn mapping(fields: &'static [Field], text: &str, entries: &[Entry], span: Span, faults: &mut Faults) -> Values {
    let known: Vec<&'static str> = fields.iter().map(|field| field.name).collect();
    note_keys(entries, &known, faults);
    Values { span, ..decode(fields, text, entries, faults) }
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
            Some(Values { span: item.span, given: vec![given] })
        }
    }
}

/// A list of texts, each with its place.
pub(super) fn placed_texts(fields: &mut Fields<'_>, names: &[&str]) -> Vec<Placed<String>> {
    fields.placed_texts(names).into_iter().map(|(value, span)| Placed { value, span }).collect()
}

fn weight(fields: &mut Fields<'_>, entry: &Entry) -> Option<Datum> {
    let number = fields.number(&[entry.key.as_str()])?;
    if number < 0.0 {
        let message = format!("`{}` must not be below 0, found `{number}`", entry.key);
        let hint = format!("write `{}: 0` for what is not to count", entry.key);
        fields.problem(entry.node.span, message, Some(hint));
        return None;
    }
    Some(Datum::Number(number))
}

fn share(fields: &mut Fields<'_>, entry: &Entry) -> Option<Datum> {
    let number = fields.number(&[entry.key.as_str()])?;
    if !(0.0..=1.0).contains(&number) {
        let hint = if (2.0..=100.0).contains(&number) {
            format!("write `{}: {}`", entry.key, number / 100.0)
        } else {
            format!("write it as `{}: 0.6`", entry.key)
        };
        let message = format!("`{}` must be from 0 to 1, found `{number}`", entry.key);
        fields.problem(entry.node.span, message, Some(hint));
        return None;
    }
    Some(Datum::Number(number))
}

fn parsed<T>(
    fields: &mut Fields<'_>,
    entry: &Entry,
    text: &str,
    parse: fn(&str) -> Option<T>,
    wanted: &str,
    example: &str,
) -> Option<T> {
    if entry.node.value == Value::Null {
        return None;
    }
    let written = scalar(&entry.node, text);
    let value = written.as_deref().and_then(parse);
    if value.is_none() {
        let found = written.map_or_else(|| entry.node.value.name().to_owned(), |written| format!("`{written}`"));
        let message = format!("`{}` must be {wanted}, found {found}", entry.key);
        fields.problem(entry.node.span, message, Some(format!("write it as `{}: {example}`", entry.key)));
    }
    value
}

/// `10:00`, `9:30` or `9`.
fn parse_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "0"));
    let minute = minute.split(':').next()?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// `50 min`, `1 h`, `1h 30min`, `90`: in minutes.
fn parse_minutes(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        let unit = rest[..letters].to_lowercase();
        rest = rest[letters..].trim_start_matches(['.', ' ']);
        total += match unit.as_str() {
            "" | "m" | "min" | "mins" | "minute" | "minutes" => number,
            "h" | "hour" | "hours" | "hr" | "hrs" => number * 60.0,
            "d" | "day" | "days" => number * 60.0 * 24.0,
            _ => return None,
        };
    }
    (total > 0.0 && total <= 60.0 * 24.0 * 31.0).then_some(total)
}

impl Values {
    fn get(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.name == name)
    }

    /// Where a key's value stands; the whole mapping when it has none.
    pub(super) fn span_of(&self, name: &str) -> Span {
        self.get(name).map_or(self.span, |given| given.span)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        match &self.get(name)?.datum {
            Datum::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    pub(super) fn placed(&self, name: &str) -> Option<Placed<String>> {
        self.text(name).map(|value| Placed { value, span: self.span_of(name) })
    }

    pub(super) fn placed_list(&self, name: &str) -> Vec<Placed<String>> {
        match self.get(name).map(|given| &given.datum) {
            Some(Datum::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.placed_list(name).into_iter().map(|text| text.value).collect()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.datum {
            Datum::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)?.datum {
            Datum::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn date(&self, name: &str) -> Option<Date> {
        match self.get(name)?.datum {
            Datum::Date(date) => Some(date),
            _ => None,
        }
    }

    pub(super) fn time(&self, name: &str) -> Option<Time> {
        match self.get(name)?.datum {
            Datum::Time(time) => Some(time),
            _ => None,
        }
    }

    pub(super) fn group(&self, name: &str) -> Option<&Values> {
        match &self.get(name)?.datum {
            Datum::Group(values) => Some(values),
            _ => None,
        }
    }

    pub(super) fn groups(&self, name: &str) -> &[Values] {
        match self.get(name).map(|given| &given.datum) {
            Some(Datum::Groups(groups)) => groups,
            _ => &[],
        }
    }
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

    #[test]
    fn lengths_and_times_are_read_as_people_write_them() {
        let minutes = |text| parse_minutes(text).unwrap_or(0.0);
        assert_eq!(
            [minutes("50 min"), minutes("1h 30min"), minutes("90"), minutes("1.5 hours")],
            [50.0, 90.0, 90.0, 90.0]
        );
        assert_eq!(parse_minutes("soon"), None);
        assert_eq!(parse_time("9:05"), Time::new(9, 5, 0, 0).ok());
        assert_eq!(parse_time("25:00"), None);
    }
}

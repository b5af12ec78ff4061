//! Reads the keys of one mapping as the types that a program wants, and collects what does not
//! fit. Knows types, not which keys exist.

use jiff::civil::Date;

use super::meant::{day_hint, number_in, parse_date};
use super::slips::{Wanted, empty_by_comment, item_by_comment, item_problem, meant_as_items, quoted};
use super::{Entry, Node, Value};
use crate::diagnostic::Span;

/// A value that is not what its key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The value, or the key when the value is missing.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hints: Vec<String>,
}

/// The keys of one mapping. Each read takes the last of several equal keys, as other tools do.
pub struct Fields<'a> {
    text: &'a str,
    entries: &'a [Entry],
    problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    /// The keys of a mapping whose spans count from the start of `text`.
    pub fn new(text: &'a str, entries: &'a [Entry]) -> Self {
        Self { text, entries, problems: Vec::new() }
    }

    /// The text that the keys stand in.
    pub fn source(&self) -> &'a str {
        self.text
    }

    /// What did not fit, in the order in which it was asked for.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The entry that counts of those with these names, the best name first: one that has a value
    /// before one that has none, and of equal keys the last.
    pub fn entry(&self, names: &[&str]) -> Option<&'a Entry> {
        let mut given = names.iter().filter_map(|name| self.entries.iter().rev().find(|entry| entry.key == *name));
        let first = given.next()?;
        if first.node.value != Value::Null {
            return Some(first);
        }
        Some(given.find(|entry| entry.node.value != Value::Null).unwrap_or(first))
    }

    /// Reports a value.
    pub fn problem(&mut self, span: Span, message: String, hint: Option<String>) {
        self.problems.push(Problem { span, message, hints: hint.into_iter().collect() });
    }

    /// Adds what was found elsewhere.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
    }

    fn wrong_type(&mut self, entry: &Entry, wanted: &str, example: &str) {
        let hint = format!("write it as `{}: {example}`", entry.key);
        self.not_what_is_wanted(entry, wanted, hint);
    }

    fn not_what_is_wanted(&mut self, entry: &Entry, wanted: &str, hint: String) {
        let span = if entry.node.span.start == entry.node.span.end { entry.key_span } else { entry.node.span };
        let found = match &entry.node.value {
            Value::Text(text) if !text.trim().is_empty() && !text.contains('\n') => format!("`{text}`"),
            Value::Number(_) => format!("`{}`", entry.node.written(self.text)),
            value => value.name().to_owned(),
        };
        self.problem(span, format!("`{}` must be {wanted}, found {found}", entry.key), Some(hint));
    }

    /// Text; numbers and booleans count as the text that was written.
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        let entry = self.entry(names)?;
        match &entry.node.value {
            Value::Null => {
                self.check_comment(entry);
                None
            }
            Value::List(_) | Value::Map(_) => {
                let example = self.as_text(&entry.node);
                self.wrong_type(entry, "text", &example);
                None
            }
            _ => scalar(&entry.node, self.text).filter(|text| !text.trim().is_empty()),
        }
    }

    /// What most likely stands in a list or mapping where text is wanted: the only text of a list,
    /// else what is written there, in quotes.
    fn as_text(&self, node: &Node) -> String {
        let written = node.written(self.text).trim();
        match &node.value {
            Value::List(items) if items.len() == 1 && scalar(&items[0], self.text).is_some() => {
                items[0].written(self.text).trim().to_owned()
            }
            Value::List(items) if written.contains('\n') => {
                let texts: Option<Vec<String>> = items.iter().map(|item| scalar(item, self.text)).collect();
                texts.map_or_else(|| "Some text".to_owned(), |texts| quoted(&texts.join(", ")))
            }
            _ if written.contains('\n') => "Some text".to_owned(),
            _ => quoted(written),
        }
    }

    /// `key: #name` is a comment in YAML, which nobody means.
    fn check_comment(&mut self, entry: &Entry) {
        if let Some(problem) = empty_by_comment(self.text, entry, Wanted::Text) {
            self.problems.push(problem);
        }
    }

    /// True or false; `yes`, `no`, `on`, `off`, `1` and `0` count.
    pub fn flag(&mut self, names: &[&str]) -> Option<bool> {
        let entry = self.entry(names)?;
        if entry.node.value == Value::Null {
            return None;
        }
        let flag = flag_in(&entry.node, self.text);
        if flag.is_none() {
            self.wrong_type(entry, "`true` or `false`", "true");
        }
        flag
    }

    /// A number.
    pub fn number(&mut self, names: &[&str]) -> Option<f64> {
        let entry = self.entry(names)?;
        let number = match &entry.node.value {
            Value::Null => return None,
            Value::Number(number) if number.is_finite() => Some(*number),
            Value::Text(text) => text.trim().replace('_', "").parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        if number.is_none() {
            self.no_number(entry);
        }
        number
    }

    fn no_number(&mut self, entry: &Entry) {
        let meant = match &entry.node.value {
            Value::Text(text) => number_in(text).map(|number| (number, text.trim())),
            _ => None,
        };
        match meant {
            Some((number, text)) => {
                let hint = format!("write `{number}` instead of `{text}`");
                self.not_what_is_wanted(entry, "a number", hint);
            }
            None => self.wrong_type(entry, "a number", "10"),
        }
    }

    /// A day, `2026-10-05`; a time after it is left out.
    pub fn date(&mut self, names: &[&str]) -> Option<Date> {
        let entry = self.entry(names)?;
        let Some(text) = scalar(&entry.node, self.text) else {
            if entry.node.value != Value::Null {
                self.wrong_type(entry, "a date", "2026-10-05");
            }
            return None;
        };
        let date = parse_date(&text);
        if date.is_none() && !text.trim().is_empty() {
            let message = format!("`{}` must be a date, found `{text}`", entry.key);
            self.problem(entry.node.span, message, Some(day_hint(&text)));
        }
        date
    }

    /// A list of texts; a single text is a list of one, and commas part it. Under several names the
    /// lists are taken together.
    pub fn texts(&mut self, names: &[&str]) -> Vec<String> {
        self.placed_texts(names).into_iter().map(|(text, _)| text).collect()
    }

    /// A list of texts, each with its place.
    pub fn placed_texts(&mut self, names: &[&str]) -> Vec<(String, Span)> {
        let mut texts: Vec<(String, Span)> = Vec::new();
        for name in names {
            let Some(entry) = self.entry(&[*name]) else { continue };
            let mut more = self.texts_of(entry);
            more.retain(|(text, _)| !texts.iter().any(|(known, _)| known == text));
            texts.append(&mut more);
        }
        texts
    }

    fn texts_of(&mut self, entry: &Entry) -> Vec<(String, Span)> {
        match &entry.node.value {
            Value::Null => {
                self.check_comment(entry);
                Vec::new()
            }
            Value::List(items) => items.iter().filter_map(|item| self.item_text(&entry.key, item)).collect(),
            Value::Map(_) => {
                let own = meant_as_items(self.text, &entry.node);
                self.wrong_type(entry, "a list of texts", &format!("[{own}]"));
                Vec::new()
            }
            _ => {
                let text = scalar(&entry.node, self.text).unwrap_or_default();
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                parts.map(|part| (part.to_owned(), entry.node.span)).collect()
            }
        }
    }

    fn item_text(&mut self, key: &str, item: &Node) -> Option<(String, Span)> {
        let text = scalar(item, self.text);
        if text.is_none() && item.value == Value::Null {
            self.problems.extend(item_by_comment(self.text, key, item));
        } else if text.is_none() {
            self.problems.push(item_problem(self.text, key, item));
        }
        text.filter(|text| !text.trim().is_empty()).map(|text| (text, item.span))
    }

    /// One word of a closed set, given with what each stands for.
    pub fn choice<T: Copy>(&mut self, names: &[&str], choices: &[(&str, T)]) -> Option<T> {
        let entry = self.entry(names)?;
        let text = self.text(names)?;
        let found = choices.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, choice)| *choice);
        if found.is_none() {
            let words = choices.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            let near = crate::diagnostic::suggest::nearest(&text, choices.iter().map(|(word, _)| *word));
            let first = choices.first().map_or("", |(word, _)| *word);
            let hint = near.map_or_else(
                || format!("write one of them, such as `{}: {first}`, or leave the key out", entry.key),
                |word| format!("did you mean `{word}`?"),
            );
            self.problem(
                entry.node.span,
                format!("`{}` must be one of {words}, found `{text}`", entry.key),
                Some(hint),
            );
        }
        found
    }

    /// A mapping of its own.
    pub fn group(&mut self, names: &[&str]) -> &'a [Entry] {
        self.group_of(names, &["key"]).unwrap_or_default()
    }

    /// A mapping of its own, with the keys that it is to have; `None` when there is none.
    pub fn group_of(&mut self, names: &[&str], keys: &[&str]) -> Option<&'a [Entry]> {
        let entry = self.entry(names)?;
        match &entry.node.value {
            Value::Null => None,
            Value::Map(entries) => Some(entries),
            _ => {
                self.wrong_type(entry, "a group of keys", &format!("{{{}: …}}", keys.join(": …, ")));
                None
            }
        }
    }
}

/// What a scalar says as true or false.
pub(crate) fn flag_in(node: &Node, text: &str) -> Option<bool> {
    match &node.value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) if *number == 1.0 => Some(true),
        Value::Number(number) if *number == 0.0 => Some(false),
        _ => match scalar(node, text)?.to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" | "y" => Some(true),
            "false" | "no" | "off" | "0" | "n" | "" => Some(false),
            _ => None,
        },
    }
}

/// A scalar as its author wrote it.
pub(crate) fn scalar(node: &Node, text: &str) -> Option<String> {
    match &node.value {
        Value::Text(value) => Some(value.clone()),
        Value::Number(number) => {
            let written = node.written(text);
            Some(if written.is_empty() || written.starts_with('*') { number.to_string() } else { written.to_owned() })
        }
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Value, parse};
    use super::*;

    fn with<T>(text: &str, read: impl FnOnce(&mut Fields<'_>) -> T) -> (T, Vec<String>) {
        let node = parse(text).unwrap();
        let Value::Map(entries) = &node.value else { panic!("a mapping") };
        let mut fields = Fields::new(text, entries);
        let value = read(&mut fields);
        (value, fields.into_problems().into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn scalars_are_read_as_what_the_author_meant() {
        assert_eq!(with("title: 2029", |f| f.text(&["title"])).0.as_deref(), Some("2029"));
        assert_eq!(with("v: 1.10", |f| f.text(&["v"])).0.as_deref(), Some("1.10"));
        assert_eq!(with("draft: no", |f| f.flag(&["draft"])).0, Some(false));
        assert_eq!(with("tags: a, b", |f| f.texts(&["tags"])).0, ["a", "b"]);
        assert_eq!(with("d: 2026-10-05T10:00:00Z", |f| f.date(&["d"])).0, Date::new(2026, 10, 5).ok());
        assert_eq!(with("a: 1\na: 2", |f| f.text(&["a"])).0.as_deref(), Some("2"));
    }

    #[test]
    fn of_several_names_for_one_key_the_first_counts_and_lists_are_taken_together() {
        let names = ["ours", "theirs", "older"];
        assert_eq!(with("ours: a\ntheirs: b", |f| f.text(&names)).0.as_deref(), Some("a"));
        assert_eq!(with("older: c\ntheirs: b\nours:", |f| f.text(&names)).0.as_deref(), Some("b"));
        assert_eq!(with("theirs: [b, a]\nours: [a, c]\n", |f| f.texts(&names)).0, ["a", "c", "b"]);
    }

    #[test]
    fn the_hint_for_a_number_shows_the_author_s_own() {
        let hint = |text: &str| {
            let node = parse(text).unwrap();
            let Value::Map(entries) = &node.value else { panic!("a mapping") };
            let mut fields = Fields::new(text, entries);
            assert_eq!(fields.number(&["n"]), None, "{text}");
            fields.into_problems().remove(0).hints.remove(0)
        };
        assert_eq!(hint("n: 3,5"), "write `3.5` instead of `3,5`");
        assert_eq!(hint("n: -3,5 h"), "write `-3.5` instead of `-3,5 h`");
        assert_eq!(hint("n: 50 %"), "write `50` instead of `50 %`");
        assert_eq!(hint("n: 1 000"), "write `1000` instead of `1 000`");
        assert_eq!(hint("n: 1,000"), "write `1000` instead of `1,000`");
        assert_eq!(hint("n: € 1.200,50"), "write `1200.5` instead of `€ 1.200,50`");
        assert_eq!(hint("n: 5k"), "write `5000` instead of `5k`");
        assert_eq!(hint("n: 3 to 5"), "write it as `n: 10`");
        assert_eq!(hint("n: many"), "write it as `n: 10`");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        assert_eq!(with("title: [Title here]", |f| f.text(&["title"])).1, ["`title` must be text, found a list"]);
        assert_eq!(
            with("owner: #ops", |f| f.text(&["owner"])).1,
            ["the value of `owner` looks like a comment, so it is empty"]
        );
        assert_eq!(with("d: 2026-13-05", |f| f.date(&["d"])).1, ["`d` must be a date, found `2026-13-05`"]);
        assert_eq!(with("o: {}", |f| f.number(&["o"])).1, ["`o` must be a number, found a group of keys"]);
    }
}

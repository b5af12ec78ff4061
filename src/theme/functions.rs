//! The functions that templates may call: `asset`, `word` and `date`. Knows no page.

use std::collections::{BTreeMap, HashMap};

use tera::{Error, Kwargs, State, TeraResult, Value};

use super::words::{Words, escaped, filled};
use crate::diagnostic::suggest;
use crate::yaml::parse_date;

/// `asset(name="style.css")`: the address of a static file.
pub(super) fn asset(published: BTreeMap<String, String>) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<String> {
    move |arguments, state| {
        let name: &str = arguments.must_get("name")?;
        let root: String = state.get("root")?.unwrap_or_default();
        match published.get(name) {
            Some(path) => Ok(format!("{root}{path}")),
            None => Err(unknown("static file", name, published.keys().map(String::as_str))),
        }
    }
}

/// `word(name="count.pages", count=3)`: a word of the interface as HTML. Values are escaped, unless
/// they are HTML already.
pub(super) fn word(words: Words) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> {
    // Most words have nothing to fill in.
    let names = words.names().filter_map(|name| Some((name, words.template(name, None)?)));
    let plain = names.filter(|(_, text)| !text.contains('{'));
    let plain: HashMap<String, Value> =
        plain.map(|(name, text)| (name.to_owned(), Value::safe_string(&escaped(text)))).collect();
    move |arguments, _| {
        let name: &str = arguments.must_get("name")?;
        let count = arguments.iter().find(|(key, _)| key.as_str() == Some("count")).and_then(|(_, value)| whole(value));
        if let (Some(value), None) = (plain.get(name), count) {
            return Ok(value.clone());
        }
        let Some(text) = words.template(name, count) else {
            return match arguments.get::<&str>("otherwise")? {
                Some(text) => Ok(Value::safe_string(&escaped(text))),
                None => Err(unknown("word", name, words.names())),
            };
        };
        let values: Vec<(&str, String)> =
            arguments.iter().filter_map(|(key, value)| Some((key.as_str()?, html(value)))).collect();
        let mut missing = None;
        let html = filled(&escaped(text), |hole| match values.iter().find(|(name, _)| *name == hole) {
            Some((_, value)) => value,
            None => {
                missing = Some(hole.to_owned());
                ""
            }
        });
        match missing {
            Some(hole) => Err(Error::message(format!("the word `{name}` needs `{hole}=…`"))),
            None => Ok(Value::safe_string(&html)),
        }
    }
}

/// `date(value="2026-11-03")`: a day in words; `form="medium"` has a short month, `form="short"` no
/// year, `form="month"` no day.
pub(super) fn date(words: Words) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<String> {
    move |arguments, _| {
        let value: &str = arguments.must_get("value")?;
        let form = match arguments.get::<&str>("form")? {
            None | Some("long") => "date.long",
            Some("medium") => "date.medium",
            Some("short") => "date.short",
            Some("month") => "date.month",
            Some(other) => {
                return Err(Error::message(format!("a date is `long`, `medium`, `short` or `month`, not `{other}`")));
            }
        };
        let day = parse_date(value).ok_or_else(|| Error::message(format!("`{value}` is not a date")))?;
        Ok(words.day(form, day))
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let near = suggest::nearest(name, known);
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Error::message(format!("no {what} named `{name}`{hint}"))
}

/// A number that a form goes with; `7.5` takes the form `other`.
fn whole(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).or_else(|| value.as_str()?.parse().ok())
}

fn html(value: &Value) -> String {
    match value.as_str() {
        Some(text) if value.is_safe() => text.to_owned(),
        Some(text) => escaped(text),
        None => escaped(&value.to_string()),
    }
}

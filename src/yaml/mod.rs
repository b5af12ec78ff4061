//! YAML with a position for every value. The only place that knows `serde_yaml`; knows nothing of
//! what the keys mean.

mod brackets;
mod explain;
mod fields;
mod indentation;
mod locate;
mod marks;
mod meant;
mod properties;
mod slips;

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

pub use fields::{Fields, Problem};
pub(crate) use fields::{flag_in, scalar};
pub(crate) use marks::spaced;
pub use meant::parse_date;
pub(crate) use meant::{day_hint, number_in};
pub(crate) use properties::unmeant;
pub(crate) use slips::{Wanted, empty_by_comment, item_by_comment, quoted};

use crate::diagnostic::Span;

/// The largest YAML text that is read, in bytes.
const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// A value and where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The bytes of the value as written, quotes included.
    pub span: Span,
}

/// A YAML value. Maps keep their order and their duplicates.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; the text as written is in the node's span.
    Number(f64),
    /// Any other scalar.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the text.
    Map(Vec<Entry>),
}

impl Value {
    /// What an author would call this value.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a group of keys",
        }
    }
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// Text that is not YAML, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Where reading stopped.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl From<YamlError> for Problem {
    fn from(error: YamlError) -> Self {
        Self { span: error.span, message: error.message, hints: error.hint.into_iter().collect() }
    }
}

/// Parses one YAML document. Spans count from the start of `text`.
///
/// # Errors
/// Fails on text that is not YAML, over 1 MiB, nested deeper than 64, or that multiplies itself
/// through aliases.
pub fn parse(text: &str) -> Result<Node, YamlError> {
    parse_up_to(text, MAX_BYTES)
}

/// Parses one YAML document that may be so long: data that the program wrote itself.
///
/// # Errors
/// Fails like [`parse`].
pub fn parse_up_to(text: &str, max_bytes: usize) -> Result<Node, YamlError> {
    check_limits(text, max_bytes)?;
    let value: Value = serde_yaml::from_str(text).map_err(|error| explain::explain(text, &error))?;
    let mut node = Node { value, span: Span::default() };
    locate::locate(text, &mut node);
    Ok(node)
}

/// The parser's time grows with the square of the open brackets, so depth is checked first.
fn check_limits(text: &str, max_bytes: usize) -> Result<(), YamlError> {
    if text.len() > max_bytes {
        return Err(YamlError {
            span: Span { start: 0, end: 0 },
            message: format!(
                "this YAML is {} KiB long, more than the {} KiB that are read",
                text.len() / 1024,
                max_bytes / 1024
            ),
            hint: Some("move the data into a file of its own".to_owned()),
        });
    }
    let mut brackets = 0_usize;
    let mut quote = None;
    let mut indicators = Some(0_usize);
    let mut previous = b'\n';
    for (position, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open || byte == b'\n' => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[' | b'{') => brackets += 1,
            (None, b']' | b'}') => brackets = brackets.saturating_sub(1),
            (None, _) => {}
        }
        indicators = match (indicators, byte) {
            (_, b'\n') => Some(0),
            (Some(count), b' ') if previous == b'-' => Some(count + 1),
            (Some(count), b' ' | b'-') => Some(count),
            _ => None,
        };
        previous = byte;
        if brackets > MAX_DEPTH || indicators.is_some_and(|count| count > MAX_DEPTH) {
            return Err(YamlError {
                span: Span { start: position, end: position + 1 },
                message: format!("this YAML is nested deeper than {MAX_DEPTH} levels"),
                hint: Some("close the brackets that are open, or put quotes around the text".to_owned()),
            });
        }
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers over 2^53 are kept as text by their span")]
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers over 2^53 are kept as text by their span")]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = items.next_element()? {
            list.push(Node { value, span: Span::default() });
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Value, Value>()? {
            map.push(Entry {
                key: scalar_text(&key),
                key_span: Span::default(),
                node: Node { value, span: Span::default() },
            });
        }
        Ok(Value::Map(map))
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        use serde::de::VariantAccess;
        let (_tag, content) = tagged.variant::<String>()?;
        content.newtype_variant()
    }
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => "null".to_owned(),
    }
}

impl Node {
    /// The value as plain data for themes and JSON. The last of two equal keys wins, as in other
    /// tools; numbers keep their integer form.
    pub fn to_json(&self, text: &str) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => {
                let written = self.written(text);
                written.parse::<i64>().map_or_else(|_| Json::from(*number), Json::from)
            }
            Value::Text(value) => Json::String(value.clone()),
            Value::List(items) => Json::Array(items.iter().map(|item| item.to_json(text)).collect()),
            Value::Map(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json(text))).collect())
            }
        }
    }

    /// Moves every span: the YAML is a part of a longer text.
    pub fn shift(&mut self, by: usize) {
        self.span = self.span.shifted(by);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Map(entries) => entries.iter_mut().for_each(|entry| {
                entry.key_span = entry.key_span.shifted(by);
                entry.node.shift(by);
            }),
            _ => {}
        }
    }

    /// Takes control characters out of all keys and texts: escapes such as `"\u0007"` let them in, and
    /// neither a terminal nor HTML nor XML may get them. Returns each text's first with its place.
    pub fn take_controls(&mut self) -> Vec<(char, Span)> {
        let mut taken = Vec::new();
        self.take_controls_into(&mut taken);
        taken
    }

    fn take_controls_into(&mut self, taken: &mut Vec<(char, Span)>) {
        match &mut self.value {
            Value::Text(text) => taken.extend(without_controls(text).map(|control| (control, self.span))),
            Value::List(items) => items.iter_mut().for_each(|item| item.take_controls_into(taken)),
            Value::Map(entries) => {
                for entry in entries {
                    taken.extend(without_controls(&mut entry.key).map(|control| (control, entry.key_span)));
                    entry.node.take_controls_into(taken);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The bytes of the value as its author wrote them.
    pub fn written<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.start..self.span.end).unwrap_or("")
    }
}

/// What to say of a control character.
pub fn control_problem((control, span): &(char, Span)) -> Problem {
    Problem {
        span: *span,
        message: format!("this text holds the control character U+{:04X}", u32::from(*control)),
        hints: vec!["take it out: nothing shows it, and it can spoil what it stands in".to_owned()],
    }
}

/// Leaves out control characters and returns the first; line ends and tabs are text.
fn without_controls(text: &mut String) -> Option<char> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let first = text.chars().find(|c| is_control(*c))?;
    text.retain(|c| !is_control(c));
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn error(text: &str) -> (usize, String, String) {
        let error = parse(text).unwrap_err();
        (error.span.start, error.message, error.hint.unwrap_or_default())
    }

    /// Asserts what is said of a text that cannot be read, and of which part of it.
    #[track_caller]
    pub(super) fn refuses(text: &str, place: &str, message: &str, hint: &str) {
        let error = parse(text).unwrap_err();
        assert_eq!(&text[error.span.start..error.span.end], place);
        assert_eq!((error.message.as_str(), error.hint.as_deref()), (message, Some(hint)));
    }

    #[test]
    fn hostile_text_is_refused_at_once() {
        assert!(error(&"[".repeat(100_000)).1.contains("nested deeper"));
        assert!(error(&"- ".repeat(100_000)).1.contains("nested deeper"));
        let bomb: String = (1..30).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, n| {
            let alias = format!("*a{}", n - 1);
            text + &format!("a{n}: &a{n} [{}]\n", [alias.as_str(); 9].join(","))
        });
        assert!(error(&bomb).1.contains("multiply"), "{}", error(&bomb).1);
        assert!(error(&format!("a: {}", "x".repeat(1 << 20))).1.contains("1024 KiB"));
    }

    #[test]
    fn control_characters_that_an_escape_lets_in_are_taken_out() {
        let text = "a: \"x\\u0007y\\n\"\n\"b\\e\": [\"\\x9b\", z]\n";
        let mut node = parse(text).unwrap();
        let taken: Vec<(char, &str)> =
            node.take_controls().into_iter().map(|(control, at)| (control, &text[at.start..at.end])).collect();
        assert_eq!(taken, [('\u{7}', "\"x\\u0007y\\n\""), ('\u{1b}', "\"b\\e\""), ('\u{9b}', "\"\\x9b\"")]);
        assert_eq!(node.to_json(text), serde_json::json!({"a": "xy\n", "b": ["", "z"]}));
    }

    #[test]
    fn a_front_matter_separator_or_a_long_rule_is_not_nesting() {
        assert!(parse(&format!("a: |\n  {}\n", "-".repeat(500))).is_ok());
    }
}

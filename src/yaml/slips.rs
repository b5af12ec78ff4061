//! What an author wrote as text and YAML reads as something else, with the text in the quotes that it
//! needs. Knows how values are written, not what their keys mean.

use super::{Entry, Node, Problem, Value};
use crate::diagnostic::Span;

/// What a key wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// Any text.
    Text,
    /// A number, a day, one of some words, a group.
    Other,
}

/// What to say of an item that must be text and is none. Most often a `: ` in a text made it a group
/// of keys.
pub(crate) fn item_problem(text: &str, key: &str, item: &Node) -> Problem {
    let message = format!("each item of `{key}` must be text, found {}", item.value.name());
    let hint = match &item.value {
        Value::List(_) => "write each text as an item of its own".to_owned(),
        _ => meant_as_text(text, item).map_or_else(
            || "write each item as one text, in quotes if it holds `: `".to_owned(),
            |own| format!("put quotes around it: `{own}`"),
        ),
    };
    Problem { span: item.span, message, hints: vec![hint] }
}

/// What to say of a key whose value is a comment that looks like a name. Where no text is wanted, the
/// name is one without its `#`.
pub(crate) fn empty_by_comment(text: &str, entry: &Entry, wanted: Wanted) -> Option<Problem> {
    let rest = text.get(entry.key_span.end..)?;
    let name = named_comment(rest.trim_start_matches([':', ' ']))?;
    let message = format!("the value of `{}` looks like a comment, so it is empty", entry.key);
    let hint = match wanted {
        Wanted::Text => format!("put quotes around it: `{}: {}`", entry.key, quoted(name)),
        Wanted::Other => format!("take the `#` out: `{}: {}`", entry.key, name.trim_start_matches('#')),
    };
    Some(Problem { span: entry.key_span, message, hints: vec![hint] })
}

/// What to say of an item of a list that is a comment that looks like a name.
pub(crate) fn item_by_comment(text: &str, key: &str, item: &Node) -> Option<Problem> {
    let name = named_comment(text.get(item.span.start..)?)?;
    let span = Span { start: item.span.start, end: item.span.start + name.len() };
    let message = format!("this item of `{key}` looks like a comment, so it is empty");
    Some(Problem { span, message, hints: vec![format!("put quotes around it: `- {}`", quoted(name))] })
}

/// A comment without a space after its `#`, as names of channels and numbers are written.
fn named_comment(text: &str) -> Option<&str> {
    let line = text.lines().next().unwrap_or("").trim_end();
    let is_name = line.starts_with('#') && line[1..].starts_with(|c: char| !c.is_whitespace() && c != '#');
    is_name.then_some(line)
}

/// The text that a value in one line was meant to be, in quotes: without the braces of a group.
pub(super) fn meant_as_text(text: &str, node: &Node) -> Option<String> {
    let written = node.written(text).trim();
    let inside = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let inside = inside.filter(|inside| !inside.starts_with('{')).map(str::trim);
    (!written.contains('\n')).then(|| quoted(inside.unwrap_or(written)))
}

/// The items of a list that a value in one line was meant to be: braces for brackets, or one text.
pub(super) fn meant_as_items(text: &str, node: &Node) -> String {
    match &node.value {
        Value::Map(entries) if entries.iter().all(|entry| entry.node.value == Value::Null) => {
            entries.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>().join(", ")
        }
        _ => meant_as_text(text, node).unwrap_or_else(|| "one, two".to_owned()),
    }
}

/// A text in double quotes, as YAML reads it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::{Fields, Value, parse};

    #[track_caller]
    fn check(text: &str, place: &str, message: &str, hint: &str) {
        let node = parse(text).unwrap();
        let Value::Map(entries) = &node.value else { panic!("a mapping") };
        let mut fields = Fields::new(text, entries);
        assert!(fields.texts(&["do"]).iter().all(|text| text == "fine"));
        let problem = fields.into_problems().remove(0);
        assert_eq!(&text[problem.span.start..problem.span.end], place);
        assert_eq!((problem.message.as_str(), problem.hints[0].as_str()), (message, hint));
    }

    #[test]
    fn an_item_that_a_colon_makes_a_group_is_shown_in_quotes() {
        let group = "each item of `do` must be text, found a group of keys";
        check("do:\n  - Say: \"no\"\n  - fine\n", "Say: \"no\"", group, "put quotes around it: `\"Say: \\\"no\\\"\"`");
        check("do: [{Say: no}]\n", "{Say: no}", group, "put quotes around it: `\"Say: no\"`");
        check("do: [fine, Say: no]\n", "Say: no", group, "put quotes around it: `\"Say: no\"`");
        check("do: [{{ org.name }}]\n", "{{ org.name }}", group, "put quotes around it: `\"{{ org.name }}\"`");
        check(
            "do:\n  - a: b\n    c: d\n",
            "a: b\n    c: d",
            group,
            "write each item as one text, in quotes if it holds `: `",
        );
        check(
            "do: [[a]]\n",
            "[a]",
            "each item of `do` must be text, found a list",
            "write each text as an item of its own",
        );
    }

    #[test]
    fn a_name_that_is_a_comment_is_shown_in_quotes() {
        check(
            "do:\n  - #ops\n  - # later\n  - fine\n",
            "#ops",
            "this item of `do` looks like a comment, so it is empty",
            "put quotes around it: `- \"#ops\"`",
        );
        check(
            "do: #ops\n",
            "do",
            "the value of `do` looks like a comment, so it is empty",
            "put quotes around it: `do: \"#ops\"`",
        );
    }
}

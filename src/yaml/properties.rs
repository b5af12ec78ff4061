//! Anchors and tags of YAML that an author most likely meant as text: `&` and `!` before a value.
//! Knows where values stand, not what their keys mean.

use super::{Node, Problem, Value, quoted};
use crate::diagnostic::Span;

/// The anchors that nothing refers to and the tags of one's own in a text that was parsed. Both are
/// left out of the value that follows them.
pub(crate) fn unmeant(text: &str, root: &Node) -> Vec<Problem> {
    let mut problems = Vec::new();
    look_into(text, root, &mut problems);
    problems
}

fn look_into(text: &str, node: &Node, problems: &mut Vec<Problem>) {
    match &node.value {
        // All that an alias stands for has its place.
        _ if node.written(text).starts_with('*') => {}
        Value::List(items) => {
            let mut end = node.span.start;
            for item in items {
                problems.extend(problem_before(text, end, None, item));
                look_into(text, item, problems);
                end = item.span.end;
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                problems.extend(problem_before(text, entry.key_span.end, Some(&entry.key), &entry.node));
                if entry.key == "<<" && entry.key_span.end - entry.key_span.start == "<<".len() {
                    let message = "`<<` is not read, so the keys that it names are left out".to_owned();
                    let hints = vec!["write these keys out".to_owned()];
                    problems.push(Problem { span: entry.key_span, message, hints });
                }
                look_into(text, &entry.node, problems);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
    }
}

/// What stands between the end of what came before a value and the value itself.
fn problem_before(text: &str, from: usize, key: Option<&str>, node: &Node) -> Option<Problem> {
    let gap = text.get(from..node.span.start)?;
    let mut at = from;
    for line in gap.split_inclusive('\n') {
        let code = line.split(" #").next().unwrap_or(line);
        for word in code.split_ascii_whitespace() {
            let start = at + code.find(word).unwrap_or(0);
            if is_unmeant(text, word) {
                return Some(problem(text, Span { start, end: start + word.len() }, key, node));
            }
        }
        at += line.len();
    }
    None
}

fn is_unmeant(text: &str, word: &str) -> bool {
    match word.strip_prefix('&') {
        Some(name) => !text.contains(&format!("*{name}")),
        None => word.starts_with('!') && !word.starts_with("!!") && !word.starts_with("!<"),
    }
}

fn problem(text: &str, span: Span, key: Option<&str>, node: &Node) -> Problem {
    let word = text.get(span.start..span.end).unwrap_or("");
    let what = if word.starts_with('&') { "an anchor" } else { "a tag" };
    let value = text.get(span.start..node.span.end.max(span.end)).filter(|value| !value.contains('\n'));
    let before = key.map(|key| format!("{key}: ")).unwrap_or_default();
    let hint = match node.value {
        Value::List(_) | Value::Map(_) => format!("take `{word}` out"),
        _ => format!("put quotes around the value: `{before}{}`", quoted(value.unwrap_or(word))),
    };
    let message = format!("`{word}` is {what} of YAML and no text, so it is left out");
    Problem { span, message, hints: vec![hint] }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<(String, String)> = unmeant(text, &parse(text).unwrap())
            .into_iter()
            .map(|mut problem| (text[problem.span.start..problem.span.end].to_owned(), problem.hints.remove(0)))
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(at, hint)| (at.as_str(), hint.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_anchor_and_a_tag_are_told_of_with_the_text_that_was_meant() {
        check("title: !x\nowner: a\n", &[("!x", "put quotes around the value: `title: \"!x\"`")]);
        check("title: &x\nowner: a\n", &[("&x", "put quotes around the value: `title: \"&x\"`")]);
        check("owner: &foo bar # why\n", &[("&foo", "put quotes around the value: `owner: \"&foo bar\"`")]);
        check("tags:\n  - !a b\n  - c\n", &[("!a", "put quotes around the value: `\"!a b\"`")]);
        check("tags: &all [a]\n", &[("&all", "take `&all` out")]);
        check("x: {a: !b c, d: e}\n", &[("!b", "put quotes around the value: `a: \"!b c\"`")]);
    }

    #[test]
    fn a_merge_key_is_told_of() {
        check("a: &x {b: c}\nd:\n  <<: *x\n", &[("<<", "write these keys out")]);
    }

    #[test]
    fn anchors_that_are_used_and_tags_of_yaml_are_meant() {
        check("a: &x [1]\nb: *x\nc: !!str 5\nd: a & b !\ne: # !c &d\n  f: 1\n", &[]);
    }
}

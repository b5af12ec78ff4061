//! The config of a new fork: upstream's, with the adopter's values, without upstream's addresses.
//! Edits the text, so that comments stay. Knows the config's keys, not where the file is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config;
use crate::diagnostic::print::position;
use crate::yaml::{self, Entry, Node, Value};

/// What the adopter says of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// `org`: values for pages.
    pub org: BTreeMap<String, String>,
    /// `title`; upstream's stays where there is none.
    pub title: Option<String>,
    /// `description`; upstream's stays where there is none.
    pub description: Option<String>,
}

/// Keys that say where upstream is published and kept. A stranger's `output` could lead anywhere.
const PLACES: &[&str] = &["base_url", "repo_url", "repo_branch", "output"];

/// A config that this program can read, and what it could not: those settings stand in it as
/// comments. A newer program may know them, and a playbook must not be out of reach for one key.
pub fn readable(config: &str) -> (String, Vec<String>) {
    let mut text = config.strip_prefix('\u{feff}').unwrap_or(config).to_owned();
    let mut left_out = Vec::new();
    while let Err(problems) = config::parse(&text) {
        let Some(problem) = problems.first() else { break };
        let whole = 0..text.len();
        let lines = yaml::parse(&text).ok().and_then(|node| lines_of(&text, &node, problem.span.start));
        let line = position(&text, problem.span.start).line;
        left_out.push(format!("line {line}: {}", problem.message));
        text = commented(&text, lines.unwrap_or(whole));
    }
    (text, left_out)
}

/// The lines of the innermost key that holds a byte and shares no line with another one.
fn lines_of(text: &str, node: &Node, at: usize) -> Option<Range<usize>> {
    let Value::Map(entries) = &node.value else { return None };
    let holds = |entry: &&Entry| entry.key_span.start <= at && at <= entry.node.span.end.max(entry.key_span.end);
    let entry = entries.iter().find(holds)?;
    let inner = lines_of(text, &entry.node, at);
    let start = text[..entry.key_span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let is_first = text[start..entry.key_span.start].trim().is_empty();
    inner.or_else(|| is_first.then(|| start..end_of_line(text, entry)))
}

fn end_of_line(text: &str, entry: &Entry) -> usize {
    let last = entry.node.span.end.max(entry.key_span.end);
    text[last..].find('\n').map_or(text.len(), |newline| last + newline + 1)
}

fn commented(text: &str, lines: Range<usize>) -> String {
    let comment = |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!("# {line}") };
    let inside: String = text[lines.clone()].split_inclusive('\n').map(comment).collect();
    format!("{}{inside}{}", &text[..lines.start], &text[lines.end..])
}

/// Upstream's config for a fork with these values.
pub fn adopt(config: &str, values: &Values) -> String {
    let config = config.strip_prefix('\u{feff}').unwrap_or(config);
    let mut text: String = config.to_owned();
    for key in PLACES {
        text = replace(&text, key, "");
    }
    for (key, value) in [("title", &values.title), ("description", &values.description)] {
        if let Some(value) = value {
            text = replace(&text, key, &format!("{key}: {}\n", quoted(value)));
        }
    }
    if !values.org.is_empty() {
        let lines: String = values.org.iter().map(|(key, value)| format!("  {key}: {}\n", quoted(value))).collect();
        text = replace(&text, "org", &format!("org:\n{lines}"));
    }
    text
}

/// A config in which a setting, named by its keys from the top, stands as a comment.
pub fn without(config: &str, keys: &[&str]) -> String {
    let Ok(whole) = yaml::parse(config) else { return config.to_owned() };
    let lines = place_of(&whole, keys).and_then(|at| lines_of(config, &whole, at));
    lines.map_or_else(|| config.to_owned(), |lines| commented(config, lines))
}

/// Where a setting begins.
fn place_of(node: &Node, keys: &[&str]) -> Option<usize> {
    let (first, rest) = keys.split_first()?;
    let Value::Map(entries) = &node.value else { return None };
    let entry = entries.iter().find(|entry| entry.key == *first)?;
    if rest.is_empty() { Some(entry.key_span.start) } else { place_of(&entry.node, rest) }
}

/// Replaces the lines of a top-level key, or adds them at the end.
fn replace(text: &str, key: &str, lines: &str) -> String {
    let entry = match yaml::parse(text).map(|node| node.value) {
        Ok(Value::Map(entries)) => entries.into_iter().find(|entry| entry.key == key),
        _ => None,
    };
    match entry {
        Some(entry) => {
            let start = text[..entry.key_span.start].rfind('\n').map_or(0, |newline| newline + 1);
            format!("{}{lines}{}", &text[..start], &text[end_of_line(text, &entry)..])
        }
        None if lines.is_empty() || text.is_empty() || text.ends_with('\n') => format!("{text}{lines}"),
        None => format!("{text}\n{lines}"),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_program_cannot_read_of_a_config_becomes_a_comment() {
        let (text, left_out) = readable(
            "title: A\nfuture:\n  a: 1\n\n  b: 2\nchecks:\n  broken-link: off # why\n  newer-rule: off\nmarkdown: {math: true, newer: yes}\norg:\n  name: Acme\n",
        );
        assert_eq!(
            text,
            "title: A\n# future:\n#   a: 1\n\n#   b: 2\nchecks:\n  broken-link: off # why\n#   newer-rule: off\n# markdown: {math: true, newer: yes}\norg:\n  name: Acme\n"
        );
        assert_eq!(
            left_out,
            [
                "line 2: the config has no key `future`",
                "line 8: no rule is named `newer-rule`",
                "line 9: `markdown` has no key `newer`",
            ]
        );
        let (text, left_out) = readable("title: [A\norg: {\n");
        assert_eq!((text.as_str(), left_out.len()), ("# title: [A\n# org: {\n", 1));
    }

    #[test]
    fn the_config_takes_the_adopters_values_and_keeps_its_comments() {
        let org = BTreeMap::from([("name".to_owned(), "Initech".to_owned())]);
        let values = Values { org, ..Values::default() };
        assert_eq!(
            adopt(
                "# Ours\ntitle: Playbook # shown\nbase_url: https://acme.com/\norg:\n  name: Acme\n\nchecks:\n  orphan-asset: warning\n",
                &values
            ),
            "# Ours\ntitle: Playbook # shown\norg:\n  name: \"Initech\"\n\nchecks:\n  orphan-asset: warning\n"
        );
        let values = Values { title: Some("A: b".to_owned()), description: Some("C".to_owned()), ..values };
        assert_eq!(
            adopt("description: |\n  All\n  of Acme\n", &values),
            "description: \"C\"\ntitle: \"A: b\"\norg:\n  name: \"Initech\"\n"
        );
    }

    #[test]
    fn a_setting_that_is_left_out_stands_as_a_comment() {
        let config = "logo: a.svg # ours\nfooter:\n  Imprint: https://acme.com/\n  Terms: legal/terms\ntheme: {name: acme, accent: \"#17665a\"}\n";
        for (keys, expected) in [
            (&["logo"][..], config.replace("logo:", "# logo:")),
            (&["footer", "Terms"], config.replace("  Terms:", "#   Terms:")),
            (&["theme", "name"], config.replace("theme:", "# theme:")),
            (&["title"], config.to_owned()),
        ] {
            assert_eq!(without(config, keys), expected, "{keys:?}");
        }
    }
}

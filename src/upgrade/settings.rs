//! The config of a new fork: upstream's, with the adopter's values, without upstream's addresses.
//! Edits the text, so that comments stay. Knows the config's keys, not where the file is.

use std::collections::BTreeMap;

use crate::yaml::{self, Value};

/// Keys that say where upstream is published and kept. A stranger's `output` could lead anywhere.
const PLACES: &[&str] = &["base_url", "repo_url", "repo_branch", "output"];

/// Upstream's config for a fork with these values; a title only when the adopter gave one.
pub fn adopt(config: &str, org: &BTreeMap<String, String>, title: Option<&str>) -> String {
    let config = config.strip_prefix('\u{feff}').unwrap_or(config);
    let mut text: String = config.to_owned();
    for key in PLACES {
        text = replace(&text, key, "");
    }
    if let Some(title) = title {
        text = replace(&text, "title", &format!("title: {}\n", quoted(title)));
    }
    if !org.is_empty() {
        let values: String = org.iter().map(|(key, value)| format!("  {key}: {}\n", quoted(value))).collect();
        text = replace(&text, "org", &format!("org:\n{values}"));
    }
    text
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
            let last = entry.node.span.end.max(entry.key_span.end);
            let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline + 1);
            format!("{}{lines}{}", &text[..start], &text[end..])
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
    fn the_config_takes_the_adopters_values_and_keeps_its_comments() {
        let org = BTreeMap::from([("name".to_owned(), "Initech".to_owned())]);
        assert_eq!(
            adopt(
                "# Ours\ntitle: Playbook # shown\nbase_url: https://acme.com/\norg:\n  name: Acme\n\nchecks:\n  orphan-asset: warning\n",
                &org,
                None
            ),
            "# Ours\ntitle: Playbook # shown\norg:\n  name: \"Initech\"\n\nchecks:\n  orphan-asset: warning\n"
        );
        assert_eq!(adopt("", &org, Some("A: b")), "title: \"A: b\"\norg:\n  name: \"Initech\"\n");
    }
}

//! SARIF as others read it: what the standard demands of a log is asserted of one with findings of
//! every weight, in files with odd names. Source: OASIS, SARIF 2.1.0, sections 3.13 to 3.52.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{process, site_folder, write};

const FILES: &[(&str, &str)] = &[
    ("playbook.yaml", "content: docs\nchecks: {skipped-heading: info}\n"),
    ("docs/a: b?#[x] 100%.md", "---\nowner: @ana\n---\n# A\n\n[x](y.md)\n\n### Deep\n"),
    ("docs/\u{fc}ber \"uns\".md", "# \u{dc}\n\n\u{1f3d6} [x](z.md)\n"),
    ("docs/feed.xml", "<feed/>\n"),
    ("static/pages.json", "[]\n"),
];

fn log() -> Value {
    let (_guard, site) = site_folder();
    for (name, text) in FILES {
        write(&site.join(name), text);
    }
    let mut command = process::playbook(&site);
    command.args(["check", "--format", "sarif"]);
    serde_json::from_str(&process::run(command).stdout).unwrap()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} of {value}"))
}

#[test]
fn a_log_has_what_the_standard_demands() {
    let log = log();
    assert_eq!(text(&log, "/version"), "2.1.0");
    assert!(text(&log, "/$schema").starts_with("https://"));
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    assert!(!text(&runs[0], "/tool/driver/name").is_empty());
    assert_eq!(text(&runs[0], "/columnKind"), "unicodeCodePoints");
    let rules: Vec<&str> = runs[0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .inspect(|rule| {
            assert!(!text(rule, "/shortDescription/text").is_empty() && !text(rule, "/help/text").is_empty())
        })
        .map(|rule| text(rule, "/id"))
        .collect();
    assert_eq!(rules.iter().collect::<BTreeSet<_>>().len(), rules.len(), "each rule is described once");
    let levels: BTreeSet<&str> =
        runs[0]["results"].as_array().unwrap().iter().map(|result| level(result, &rules)).collect();
    assert_eq!(levels, BTreeSet::from(["error", "note", "warning"]));
}

/// The level of a result that is whole.
fn level<'a>(result: &'a Value, rules: &[&str]) -> &'a str {
    assert!(rules.contains(&text(result, "/ruleId")), "{result}");
    assert!(!text(result, "/message/text").is_empty(), "{result}");
    let locations = result["locations"].as_array().unwrap();
    assert_eq!(locations.len(), 1);
    for number in ["startLine", "startColumn"] {
        assert!(locations[0]["physicalLocation"]["region"][number].as_u64().is_some_and(|number| number >= 1));
    }
    text(result, "/level")
}

#[test]
fn a_file_is_named_by_a_relative_reference_that_leads_back_to_it() {
    let log = log();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let uris = results.iter().map(|result| text(result, "/locations/0/physicalLocation/artifactLocation/uri"));
    let uris: BTreeSet<&str> = uris.collect();
    let is_kept = |c: char| c.is_ascii_alphanumeric() || "-._~!$()*+,;=@/%".contains(c);
    assert!(uris.iter().all(|uri| uri.chars().all(is_kept)), "RFC 3986 allows no more in a path: {uris:?}");
    let decoded = uris.iter().map(|uri| percent_encoding::percent_decode_str(uri).decode_utf8().unwrap().into_owned());
    let files = FILES[1..].iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(decoded.collect::<BTreeSet<_>>(), files.collect::<BTreeSet<_>>());
}

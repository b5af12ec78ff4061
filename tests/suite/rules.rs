//! The rules, one fixture each: `tests/rules/RULE.txt` says in words what is found and what is not,
//! then holds a playbook, then all that `playbook check` says of it.

use std::collections::BTreeSet;
use std::path::Path;

use playbook::check::RULES;
use rayon::prelude::*;

use crate::support::expect::{all_good, compare};
use crate::support::txtar::Txtar;
use crate::support::{data, entries, process, site_folder, stem};

/// The part of a fixture that holds the findings.
const EXPECTED: &str = "findings";
/// The day on which all fixtures are read.
const TODAY: &str = "2026-11-16";

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let fixtures: BTreeSet<String> = entries(&data("rules")).iter().map(|path| stem(path)).collect();
    assert_eq!(rules, fixtures);
}

#[test]
fn every_rule_finds_what_its_fixture_says_and_nothing_else() {
    all_good(entries(&data("rules")).par_iter().map(|path| check(path)).collect::<Vec<_>>());
}

fn check(path: &Path) -> Result<(), String> {
    let mut fixture = Txtar::parse(&std::fs::read_to_string(path).unwrap());
    let (_guard, site) = site_folder();
    fixture.unpack(&site, |name| name != EXPECTED);
    let mut command = process::playbook(&site);
    command.args(["check", "--quiet", "--as-of", TODAY]);
    let found = process::run(command).stdout;
    let rule = stem(path);
    if !found.contains(&format!("[{rule}]")) {
        return Err(format!("{}: `{rule}` finds nothing here:\n{found}", path.display()));
    }
    match fixture.file(EXPECTED) {
        Some(expected) => *expected = found,
        None => fixture.files.push((EXPECTED.to_owned(), found)),
    }
    compare(path, &fixture.to_text())
}

//! The JSON Schema that editors read and the check say the same of every key: each key of each kind
//! is given every value below, and both must accept it or both refuse it. Knows the tables of fields
//! and an independent validator of JSON Schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use boon::{Compiler, SchemaIndex, Schemas};
use playbook::build::{self, Inputs};
use playbook::config::Config;
use playbook::page::front_matter::FIELDS;
use playbook::page::json_schema;
use playbook::page::kinds::{KINDS, Kind};
use playbook::page::schema::{Field, Item, Type};
use playbook::playbook::{Drafts, LinkStyle};
use playbook::source::git::GitFacts;
use playbook::source::history::NO_HISTORIES;
use playbook::source::{Source, SourcePath, Sources};
use playbook::theme::offer::Offer;
use serde_json::Value as Json;

/// Values as authors write them: scalars of all types, days, times, lengths, periods, lists and
/// groups, each also where it is just not what is wanted.
const VALUES: &[&str] = &[
    "",
    "~",
    "# nothing",
    "true",
    "false",
    "yes",
    "No",
    "y",
    "maybe",
    "\"\"",
    "0",
    "1",
    "-1",
    "0.5",
    "1.0",
    "1.5",
    "9",
    "9.30",
    "23",
    "24",
    "60",
    "2026",
    "1899",
    "26",
    "44641",
    "1_000",
    "1e3",
    "\"0.6\"",
    "\"-1\"",
    "50 %",
    "\"3,5\"",
    "\"1.5\"",
    "\"+5\"",
    "2026-10-05",
    "2026-1-5",
    "2026/10/05",
    "2026-10-05T10:00:00Z",
    "2026-02-29",
    "2028-02-29",
    "2100-02-29",
    "2026-04-31",
    "2026-13-01",
    "26-10-05",
    "2026-Q4",
    "2026-q4",
    "2026-Q5",
    "2026-Q+4",
    "2026 Q4",
    "2026-H2",
    "2026-H3",
    "2026-10",
    "2026-13",
    "FY27-Q1",
    "fy2027",
    "FY27-10",
    "10:00",
    "\"10:00\"",
    "9:5",
    "25:00",
    "10:60",
    "50 min",
    "1h 30min",
    "1.5 hours",
    "90 m",
    "0 min",
    "2 weeks",
    "6 months",
    "1 year",
    "0 months",
    "1001 weeks",
    "3 quarters",
    "Never",
    "soon",
    "a, b",
    "nav",
    "nav, toc",
    "nav toc",
    "Nav",
    "cards",
    "cards, none",
    "calender",
    "weekly",
    "Weekly",
    "biweekly",
    "fortnightly",
    "on-demand",
    "team",
    "linear",
    "active",
    "closed",
    "required",
    "async",
    "outdated",
    "practice",
    "OKR",
    "objective",
    "okrs/a",
    "okrs/a#x",
    "Europe/London",
    "[]",
    "[a]",
    "[a, ~]",
    "[1, true]",
    "[nav, toc]",
    "[cards]",
    "[[a]]",
    "[{a: b}]",
    "{}",
    "{a: 1}",
    "[2026-10-05]",
];

/// The rules that speak of one value alone.
const RULES: &[&str] =
    &["invalid-front-matter", "invalid-period", "invalid-value", "unknown-key", "unknown-kind", "unknown-show"];

/// A front-matter with one key that is tried out.
struct Trial {
    kind: &'static str,
    key: String,
    text: String,
}

#[test]
fn what_the_schema_accepts_the_check_accepts_and_the_other_way_round() {
    let trials = trials();
    assert!(trials.len() > 10_000, "the tables of fields were not read");
    let refused = refused_by_check(&trials);
    let mut schemas = Schemas::new();
    let compiled: BTreeMap<&str, SchemaIndex> =
        KINDS.iter().map(|kind| (kind.name, compile(&mut schemas, kind.name, json_schema::of(kind)))).collect();
    let any = compile(&mut schemas, "any", json_schema::any());
    let mut differ = Vec::new();
    for (number, trial) in trials.iter().enumerate() {
        let instance = instance(&trial.text);
        let accepts = |schema| schemas.validate(&instance, schema).is_ok();
        let by_any = accepts(any);
        let by_kind = if trial.key == "kind" { by_any } else { accepts(compiled[trial.kind]) };
        let by_check = !refused.contains(&number);
        if (by_any, by_kind) != (by_check, by_check) {
            differ.push(format!(
                "{}: check {by_check}, schema {by_any}, schema of the kind {by_kind}:\n{}",
                trial.key, trial.text
            ));
        }
    }
    assert!(differ.is_empty(), "{} of {} differ:\n{}", differ.len(), trials.len(), differ.join("\n"));
}

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    add(&KINDS[0], FIELDS, &mut trials);
    for kind in KINDS {
        add(kind, kind.fields, &mut trials);
    }
    trials
}

/// Every key with every value, and the keys of groups within their group.
fn add(kind: &'static Kind, fields: &'static [Field], trials: &mut Vec<Trial>) {
    for field in fields {
        let mut head = String::new();
        if field.name != "kind" {
            let _ = writeln!(head, "kind: {}", kind.name);
        }
        if kind.name == "okr" && field.name != "period" {
            head.push_str("period: 2026-Q4\n");
        }
        for value in values(&field.value) {
            let text = format!("{head}{}: {value}\n", field.name);
            trials.push(Trial { kind: kind.name, key: field.name.to_owned(), text });
        }
        for (key, text) in nested(&field.value) {
            let text = format!("{head}{}:\n{text}", field.name);
            trials.push(Trial { kind: kind.name, key: format!("{}.{key}", field.name), text });
        }
    }
}

fn values(value: &Type) -> Vec<String> {
    let mut values: Vec<String> = VALUES.iter().map(|value| (*value).to_owned()).collect();
    if let Type::Word(words) | Type::Words(words) | Type::Name(words) = value {
        values.extend(words.iter().flat_map(|word| [(*word).to_owned(), word.to_uppercase(), format!("[{word}]")]));
    }
    values
}

/// The keys of a group with every value, as the lines below the group's own key.
fn nested(value: &Type) -> Vec<(String, String)> {
    let (fields, needs, item) = match value {
        Type::Group(fields) | Type::Whole(fields) => (fields, &[] as &[&[&str]], "  "),
        Type::Groups(Item { fields, needs, .. }) => (fields, *needs, "  - "),
        Type::Either(one, many) => return [one, many].into_iter().flat_map(|value| nested(value)).collect(),
        _ => return Vec::new(),
    };
    let mut trials = Vec::new();
    for field in *fields {
        // A range of days and a check-in without a day are what other rules tell of.
        let date = if field.name == "start" { "end: 9999-12-31, " } else { "" };
        let date = if field.name == "end" { "start: 2026-01-01, " } else { date };
        let more: String = date.split(", ").filter(|line| !line.is_empty()).map(|line| format!("  {line}\n")).collect();
        // What an item says nothing without stands below each of its other keys.
        let lacking = needs.iter().filter(|keys| !keys.contains(&field.name));
        let needed: String = lacking.map(|keys| format!("    {}: Needed\n", keys[0])).collect();
        for value in values(&field.value) {
            trials.push((field.name.to_owned(), format!("{more}{item}{}: {value}\n{needed}", field.name)));
        }
        for (key, text) in nested(&field.value) {
            let indent = " ".repeat(item.len());
            let text: String = text.lines().map(|line| format!("{indent}{line}\n")).collect();
            trials.push((format!("{}.{key}", field.name), format!("{item}{}:\n{text}{needed}", field.name)));
        }
    }
    trials
}

/// The trials of which the check says that the value is wrong.
fn refused_by_check(trials: &[Trial]) -> BTreeSet<usize> {
    let mut sources = Sources::default();
    let path = |number: usize| SourcePath::new(&format!("{number}.md")).unwrap();
    for (number, trial) in trials.iter().enumerate() {
        sources.files.insert(path(number), Source::new(format!("---\n{}---\n", trial.text).as_bytes()));
    }
    let read = build::read(&Inputs {
        sources: &sources,
        config: &Config::default(),
        offer: &Offer::default(),
        git: &GitFacts::default(),
        histories: &NO_HISTORIES,
        fallback_title: "Trials",
        base_url: None,
        drafts: Drafts::Published,
        style: LinkStyle::Served,
        today: jiff::civil::date(2026, 11, 16),
        adaptations: None,
    });
    let is_of_value = |rule: &str, message: &str| RULES.contains(&rule) || message.ends_with("is no time");
    let wrong = read.report.findings().iter().filter(|finding| is_of_value(finding.rule, &finding.message));
    // A key without a value is as good as none, and that a period is missing is no fault of the value.
    let wrong = wrong.filter(|finding| !finding.message.ends_with("has no `period`"));
    // Whether a text can be an address, the whole site tells.
    let wrong = wrong.filter(|finding| !finding.message.ends_with("cannot be an address"));
    wrong.map(|finding| finding.path.stem().parse().unwrap()).collect()
}

/// What an editor sees.
fn instance(text: &str) -> Json {
    playbook::yaml::parse(text).unwrap().to_json(text)
}

fn compile(schemas: &mut Schemas, name: &str, schema: Json) -> SchemaIndex {
    let mut compiler = Compiler::new();
    let url = format!("https://example.com/{name}.json");
    compiler.add_resource(&url, schema).unwrap();
    compiler.compile(&url, schemas).unwrap()
}

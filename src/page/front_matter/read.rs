//! Front-matter from the keys of its YAML. Knows the type of each key, no other page.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span as TimeSpan, ToSpan};

use super::super::decode::{self, Faults, Placed, Values, decode};
use super::super::kinds::{self, Kind, section};
use super::super::schema::{Field, Type};
use super::fields::{PILLARS, meaning, names};
use super::{FIELDS, FormSection, FrontMatter, Hide, Outcome, Status, Symptom, Synonyms};
use crate::diagnostic::{Span, suggest};
use crate::yaml::{Entry, Fields, Node, Problem, Value};

/// Reads the keys. Whether a page without `kind` is a section only its place tells, so where that
/// makes a difference it is read as one too.
pub(super) fn read(text: &str, entries: &[Entry]) -> FrontMatter {
    let mut fm = read_as(&kinds::KINDS[0], text, entries);
    if fm.kind.is_none() && entries.iter().any(|entry| is_key_of(&section::KIND, &entry.key)) {
        fm.as_section = Some(Box::new(read_as(&section::KIND, text, entries)));
    }
    fm
}

/// Whether a kind has this key or one that was likely meant by it.
fn is_key_of(kind: &Kind, key: &str) -> bool {
    kind.keys().any(|known| known == key) || decode::near_key(key, kind.keys()).is_some()
}

/// Reads the keys of a page that is of the kind `usual` unless it names one.
fn read_as(usual: &Kind, text: &str, entries: &[Entry]) -> FrontMatter {
    let mut faults = Faults::default();
    let common = decode(FIELDS, text, entries, &mut faults);
    let mut fm = common_keys(&common);
    faults.left_out.extend(misspelt_pillar(&common));
    fm.hide = read_hide(&common, &mut faults);
    fm.permalink = read_permalink(&common, text, entries);
    fm.aliases.extend(blank_aliases(entries));
    read_kind(&common, &mut fm);
    let extra = entries.iter().rev().find(|entry| entry.key == "extra").map(|entry| &entry.node.value);
    if let Some(Value::Map(extra)) = extra {
        fm.extra = extra.iter().map(|entry| (entry.key.clone(), entry.node.to_json(text))).collect();
    }
    let kind = fm.kind.and_then(kinds::find).unwrap_or(usual);
    let mut own = decode(kind.fields, text, entries, &mut faults);
    own.span = fm.kind_span;
    fm.data = (kind.read)(&own);
    let missing = kind.fields.iter().filter(|field| field.is_needed && !own.is_given(field.name));
    fm.missing = missing.map(|field| (field.name, field.sample)).collect();
    fm.unread = common.unread.iter().chain(&own.unread).copied().collect();
    read_unknown(kind, text, entries, &mut fm);
    let Faults { left_out, held_back, mut duplicates, unknown_keys } = faults;
    (fm.left_out, fm.invalid, fm.unknown_keys) = (left_out, held_back, unknown_keys);
    fm.left_out.sort_by_key(|problem| problem.span);
    fm.invalid.sort_by_key(|problem| problem.span);
    fm.duplicates.append(&mut duplicates);
    fm
}

/// The keys that are taken as they are.
fn common_keys(values: &Values) -> FrontMatter {
    let spanned = |name| values.placed_list(name).into_iter().map(|text| (text.value, text.span));
    let (tags, tag_spans) = spanned("tags").unzip();
    let outdated = values.flag("outdated").unwrap_or(false);
    FrontMatter {
        title: values.text("title"),
        description: values.text("description"),
        id: values.placed("id"),
        owner: values.text("owner"),
        owner_span: values.span_of("owner"),
        authors: values.texts("authors"),
        date: values.date("date"),
        updated: values.date("updated"),
        reviewed: values.date("reviewed"),
        reviewed_span: values.span_of("reviewed"),
        review_every: values.text("review_every"),
        review_by: values.date("review_by").or_else(|| due(values)),
        tags,
        tag_spans,
        audience: values.texts("audience"),
        pillar: values.text("pillar"),
        set: values.texts("set"),
        order: values.number("order"),
        aliases: spanned("aliases").collect(),
        related: values.placed_list("related"),
        draft: values.flag("draft").unwrap_or(false),
        status: read_status(values).unwrap_or(if outdated { Status::Outdated } else { Status::Current }),
        superseded_by: values.placed("superseded_by"),
        keywords: values.texts("keywords"),
        questions: values.texts("questions"),
        symptoms: values.groups("symptoms").iter().filter_map(read_symptom).collect(),
        template: values.placed("template"),
        form: values.groups("template").iter().map(read_form_section).collect(),
        slug: values.placed("slug"),
        ..FrontMatter::default()
    }
}

/// An organisation may have pillars of its own, so only a slip of the pen is told of.
fn misspelt_pillar(values: &Values) -> Option<Problem> {
    let Placed { value: pillar, span } = values.placed("pillar")?;
    let near = suggest::nearest(&pillar, PILLARS.iter().copied()).filter(|near| *near != pillar)?;
    let message = format!("`pillar` is `{pillar}`, so this page stands apart from those of `{near}`");
    Some(Problem { span, message, hints: vec![format!("did you mean `{near}`?")] })
}

/// Aliases that say nothing, which lists of texts leave out: a rule tells of them.
fn blank_aliases(entries: &[Entry]) -> impl Iterator<Item = (String, Span)> {
    let names = names("aliases");
    let entries = entries.iter().filter(move |entry| names.contains(&entry.key.as_str()));
    let nodes = entries.flat_map(|entry| match &entry.node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(&entry.node),
    });
    let is_blank = |node: &&Node| matches!(&node.value, Value::Text(text) if text.trim().is_empty());
    nodes.filter(is_blank).map(|node| (String::new(), node.span))
}

fn read_symptom(values: &Values) -> Option<Symptom> {
    Some(Symptom { text: values.text("text")?, leads_to: values.placed("leads_to") })
}

fn read_form_section(values: &Values) -> FormSection {
    FormSection {
        heading: values.text("heading").unwrap_or_default(),
        prompt: values.text("prompt").unwrap_or_default(),
    }
}

fn read_status(values: &Values) -> Option<Status> {
    let word = values.text("status")?;
    [Status::Current, Status::Outdated, Status::Superseded].into_iter().find(|status| status.word() == word)
}

fn read_hide(values: &Values, faults: &mut Faults) -> Hide {
    let mut hide = Hide { nav: values.flag("hide_in_navigation").unwrap_or(false), ..Hide::default() };
    for Placed { value: word, span } in values.placed_list("hide") {
        match word.as_str() {
            "nav" | "navigation" => hide.nav = true,
            "search" => hide.search = true,
            "toc" => hide.toc = true,
            "true" => hide = Hide { nav: true, search: true, ..hide },
            "false" => {}
            other => {
                const WORDS: [&str; 3] = ["nav", "search", "toc"];
                let near = suggest::nearest(other, WORDS);
                let parts: Vec<&str> = other.split_whitespace().filter(|part| WORDS.contains(part)).collect();
                let message = format!("`hide` takes `nav`, `search` and `toc`, found `{other}`");
                let hint = match near {
                    _ if parts.len() > 1 => format!("write it as `hide: [{}]`", parts.join(", ")),
                    Some(word) => format!("did you mean `{word}`?"),
                    None => "write one of them, such as `hide: [nav]`, or leave the key out".to_owned(),
                };
                faults.held_back.push(Problem { span, message, hints: vec![hint] });
            }
        }
    }
    hide
}

/// Other tools keep the address of another site in `url`, which is no address of ours.
fn read_permalink(values: &Values, text: &str, entries: &[Entry]) -> Option<Placed<String>> {
    let entry = Fields::new(text, entries).entry(&names("permalink"));
    let is_elsewhere = entry.is_some_and(|entry| entry.key == "url");
    values.placed("permalink").filter(|url| !(is_elsewhere && url.value.contains("://")))
}

fn read_kind(values: &Values, fm: &mut FrontMatter) {
    let Some(Placed { value: name, span }) = values.placed("kind") else { return };
    fm.kind = kinds::find(&name).map(|kind| kind.name);
    fm.kind_span = span;
    if fm.kind.is_none() {
        fm.unknown_kind = Some((name, span));
    }
}

/// The day by which a page must be reviewed, by its interval.
fn due(values: &Values) -> Option<Date> {
    match parse_interval(&values.text("review_every")?)? {
        Interval::Every(interval) => values.date("reviewed")?.checked_add(interval).ok(),
        Interval::Never => None,
    }
}

/// How long a review holds.
#[derive(Clone, Copy, Debug)]
pub enum Interval {
    /// For ever.
    Never,
    /// For so long.
    Every(TimeSpan),
}

/// Reads `6 months`, `2 weeks`, `1 year` or `never`.
pub fn parse_interval(text: &str) -> Option<Interval> {
    let text = text.trim().to_lowercase();
    if text == "never" {
        return Some(Interval::Never);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: i32 = text[..digits].parse().ok().filter(|count| (1..=1000).contains(count))?;
    let interval = match text[digits..].trim() {
        "day" | "days" | "d" => count.days(),
        "week" | "weeks" | "w" => count.weeks(),
        "month" | "months" | "m" => count.months(),
        "quarter" | "quarters" | "q" => (count * 3).months(),
        "year" | "years" | "y" => count.years(),
        _ => return None,
    };
    Some(Interval::Every(interval))
}

fn read_unknown(kind: &Kind, text: &str, entries: &[Entry], fm: &mut FrontMatter) {
    let mut seen = BTreeSet::new();
    let mut said: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in entries {
        if !seen.insert(entry.key.as_str()) {
            fm.duplicates.push((entry.key.clone(), entry.key_span));
        } else if let Some(field) = meaning(&entry.key).filter(|_| entry.node.value != Value::Null) {
            match said.get(field.name) {
                Some(first) => fm.synonyms.push(synonyms(first, entry, field)),
                None => _ = said.insert(field.name, entry),
            }
        }
        let common = FIELDS.iter().any(|field| field.is_named(&entry.key));
        let form = entry.key == "template" && matches!(entry.node.value, Value::List(_) | Value::Map(_));
        if !common || form || entry.key == "symptoms" {
            fm.fields.insert(entry.key.clone(), entry.node.to_json(text));
        }
        let known_elsewhere = kinds::KINDS.iter().any(|kind| kind.keys().any(|key| key == entry.key));
        if !common && !known_elsewhere {
            let known = FIELDS.iter().map(|field| field.name).chain(kind.keys());
            if let Some(near) = decode::near_key(&entry.key, known) {
                fm.near_misses.push((entry.key.clone(), near, entry.key_span));
            }
        }
    }
}

fn synonyms(first: &Entry, second: &Entry, ours: &'static Field) -> Synonyms {
    let outcome = if matches!(ours.value, Type::Texts | Type::Pages | Type::Words(_)) {
        Outcome::United
    } else {
        let names = ours.names();
        let rank = |entry: &Entry| names.iter().position(|name| *name == entry.key).unwrap_or(names.len());
        let counting = if rank(second) < rank(first) { second } else { first };
        Outcome::Counts(counting.key.clone())
    };
    let (first, second, span) = (first.key.clone(), second.key.clone(), second.key_span);
    Synonyms { first, second, span, ours: ours.name, outcome }
}

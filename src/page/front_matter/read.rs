//! Front-matter from the keys of its YAML. Knows the type of each key, no other page.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span as TimeSpan, ToSpan};

use super::super::decode::{self, Faults, Placed, decode};
use super::super::kinds::{self, Kind, section};
use super::super::schema::{Field, Type};
use super::fields::{meaning, names};
use super::{FIELDS, FormSection, FrontMatter, Hide, Outcome, Status, Symptom, Synonyms};
use crate::diagnostic::{Span, suggest};
use crate::yaml::{Entry, Fields, Value};

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
    let mut fields = Fields::new(text, entries);
    let mut fm = FrontMatter {
        title: fields.text(&["title"]),
        description: fields.text(&names("description")),
        id: read_placed(&mut fields, "id"),
        owner: fields.text(&names("owner")),
        authors: fields.texts(&names("authors")),
        date: fields.date(&names("date")),
        updated: fields.date(&names("updated")),
        reviewed: fields.date(&names("reviewed")),
        review_every: fields.text(&names("review_every")),
        review_by: fields.date(&["review_by"]),
        audience: fields.texts(&["audience"]),
        pillar: fields.text(&["pillar"]),
        set: fields.texts(&["set"]),
        order: fields.number(&names("order")),
        draft: fields.flag(&["draft"]).unwrap_or(false),
        keywords: fields.texts(&["keywords"]),
        questions: fields.texts(&["questions"]),
        slug: read_name(&mut fields, "slug", "team-size"),
        ..FrontMatter::default()
    };
    (fm.tags, fm.tag_spans) = placed_texts(&mut fields, &["tags"]).into_iter().unzip();
    fm.aliases = placed_texts(&mut fields, &names("aliases"));
    fm.related = placed_texts(&mut fields, &["related"]);
    fm.superseded_by = placed_text(&mut fields, "superseded_by");
    let _ = fields.text(&["source"]);
    fm.status = read_status(&mut fields);
    fm.hide = read_hide(&mut fields);
    fm.permalink = read_permalink(&mut fields);
    let place = |name| fields.entry(&names(name)).map_or(Span::default(), |entry| entry.node.span);
    (fm.owner_span, fm.reviewed_span) = (place("owner"), place("reviewed"));
    read_kind(&mut fields, &mut fm);
    read_review_by(&mut fields, &mut fm);
    read_template(&mut fields, &mut fm);
    fm.extra = fields.group(&["extra"]).iter().map(|entry| (entry.key.clone(), entry.node.to_json(text))).collect();
    check_children(&mut fields, usual);
    fm.invalid = fields.into_problems();
    let kind = fm.kind.and_then(kinds::find).unwrap_or(usual);
    read_unknown(kind, text, entries, &mut fm);
    read_data(kind, text, entries, &mut fm);
    fm
}

fn placed_texts(fields: &mut Fields<'_>, names: &[&str]) -> Vec<(String, Span)> {
    decode::placed_texts(fields, names).into_iter().map(|text| (text.value, text.span)).collect()
}

fn placed_text(fields: &mut Fields<'_>, name: &str) -> Option<(String, Span)> {
    let text = fields.text(&[name])?;
    fields.entry(&[name]).map(|entry| (text, entry.node.span))
}

fn read_placed(fields: &mut Fields<'_>, name: &'static str) -> Option<Placed<String>> {
    let names = names(name);
    let value = fields.text(&names)?;
    fields.entry(&names).map(|entry| Placed { value, span: entry.node.span })
}

/// A text that names something. A key without a value asks for nothing; an empty text is a slip.
fn read_name(fields: &mut Fields<'_>, name: &'static str, example: &str) -> Option<Placed<String>> {
    let entry = fields.entry(&names(name))?;
    let read = read_placed(fields, name);
    if read.is_none() && matches!(entry.node.value, Value::Text(_)) {
        let hint = format!("leave the key out, or write it as `{}: {example}`", entry.key);
        fields.problem(entry.node.span, format!("`{}` is empty", entry.key), Some(hint));
    }
    read
}

/// Other tools keep the address of another site in `url`, which is no address of ours.
fn read_permalink(fields: &mut Fields<'_>) -> Option<Placed<String>> {
    let is_elsewhere = fields.entry(&names("permalink")).is_some_and(|entry| entry.key == "url");
    read_name(fields, "permalink", "/people/team-size/").filter(|url| !(is_elsewhere && url.value.contains("://")))
}

/// A section that lists its pages must name one.
fn check_children(fields: &mut Fields<'_>, kind: &Kind) {
    let Some(entry) = fields.entry(&["children"]).filter(|_| kind.name == section::KIND.name) else { return };
    let is_empty = match &entry.node.value {
        Value::List(items) => {
            items.iter().all(|item| matches!(&item.value, Value::Text(text) if text.trim().is_empty()))
        }
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    if is_empty {
        let hint = "leave the key out, or write it as `children: [first-page, \"*\"]`".to_owned();
        fields.problem(entry.node.span, "`children` names no page".to_owned(), Some(hint));
    }
}

fn read_status(fields: &mut Fields<'_>) -> Status {
    let words = [Status::Current, Status::Outdated, Status::Superseded].map(|status| (status.word(), status));
    let outdated = fields.flag(&["outdated"]).unwrap_or(false);
    fields.choice(&["status"], &words).unwrap_or(if outdated { Status::Outdated } else { Status::Current })
}

fn read_hide(fields: &mut Fields<'_>) -> Hide {
    let mut hide = Hide { nav: fields.flag(&names("hide_in_navigation")).unwrap_or(false), ..Hide::default() };
    for (word, span) in placed_texts(fields, &["hide"]) {
        match word.as_str() {
            "nav" | "navigation" => hide.nav = true,
            "search" => hide.search = true,
            "toc" => hide.toc = true,
            "true" => hide = Hide { nav: true, search: true, ..hide },
            "false" => {}
            other => {
                let hint =
                    suggest::nearest(other, ["nav", "search", "toc"]).map(|word| format!("did you mean `{word}`?"));
                fields.problem(span, format!("`hide` takes `nav`, `search` and `toc`, found `{other}`"), hint);
            }
        }
    }
    hide
}

fn read_kind(fields: &mut Fields<'_>, fm: &mut FrontMatter) {
    let Some(name) = fields.text(&["kind"]) else { return };
    let span = fields.entry(&["kind"]).map_or(Span::default(), |entry| entry.node.span);
    fm.kind = kinds::find(&name).map(|kind| kind.name);
    fm.kind_span = span;
    if fm.kind.is_none() {
        fm.unknown_kind = Some((name, span));
    }
}

fn read_review_by(fields: &mut Fields<'_>, fm: &mut FrontMatter) {
    let Some(every) = fm.review_every.as_deref() else { return };
    match parse_interval(every) {
        Some(Interval::Every(interval)) => {
            let due = fm.reviewed.and_then(|reviewed| reviewed.checked_add(interval).ok());
            fm.review_by = fm.review_by.or(due);
        }
        Some(Interval::Never) => {}
        None => {
            let entry = fields.entry(&names("review_every"));
            let span = entry.map_or(Span::default(), |entry| entry.node.span);
            let key = entry.map_or("review_every", |entry| entry.key.as_str());
            let message = format!("`{key}` must be a length of time, found `{every}`");
            fields.problem(span, message, Some("write it as `6 months`, `2 weeks`, `1 year` or `never`".to_owned()));
        }
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

/// `template` is a file name, or the sections of a form, which are the kind's own data.
fn read_template(fields: &mut Fields<'_>, fm: &mut FrontMatter) {
    let is_form = fields.entry(&["template"]).is_some_and(|entry| matches!(entry.node.value, Value::List(_)));
    if !is_form {
        fm.template = read_name(fields, "template", "practice.html");
    }
}

/// The kind's own data, and the symptoms and forms that every kind may have.
fn read_data(kind: &Kind, text: &str, entries: &[Entry], fm: &mut FrontMatter) {
    let mut faults = Faults::default();
    let shared = decode(FIELDS, text, entries, &mut faults);
    // The common keys are read above in their own way; only what is nested is told of here.
    faults.problems.retain(|problem| is_nested(problem.span, entries));
    fm.symptoms = shared
        .groups("symptoms")
        .iter()
        .filter_map(|symptom| Some(Symptom { text: symptom.text("text")?, leads_to: symptom.placed("leads_to") }))
        .collect();
    fm.form = shared
        .groups("template")
        .iter()
        .map(|section| FormSection {
            heading: section.text("heading").unwrap_or_default(),
            prompt: section.text("prompt").unwrap_or_default(),
        })
        .collect();
    let mut values = decode(kind.fields, text, entries, &mut faults);
    values.span = fm.kind_span;
    fm.data = (kind.read)(&values);
    fm.invalid.append(&mut faults.problems);
    fm.invalid.sort_by_key(|problem| problem.span);
    fm.duplicates.append(&mut faults.duplicates);
    fm.near_misses.append(&mut faults.near_misses);
}

fn is_nested(span: Span, entries: &[Entry]) -> bool {
    let holder = entries.iter().find(|entry| entry.key_span.start <= span.start && span.end <= entry.node.span.end);
    holder.is_some_and(|entry| matches!(entry.key.as_str(), "symptoms" | "template") && span != entry.node.span)
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
        let form = entry.key == "template" && matches!(entry.node.value, Value::List(_));
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
    let outcome = if matches!(ours.value, Type::Texts | Type::Pages) {
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

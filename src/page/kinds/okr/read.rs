//! An objective from the values of its page. Knows the keys, nothing of what is computed from them.

use super::{Ambition, Checkin, Done, KeyResult, Linear, Measure, Milestone, Okr, Rhythm, Rollup, State};
use crate::diagnostic::Span;
use crate::page::decode::{Placed, Values};
use crate::page::period::Period;

/// Takes an objective from the values of its page.
pub(super) fn read(values: &Values) -> Okr {
    let period_written = values.placed("period").or_else(|| {
        let range = values.group("period")?;
        let day = |name| range.date(name).map_or_else(|| "?".to_owned(), |day| day.to_string());
        Some(Placed { value: format!("{} to {}", day("start"), day("end")), span: values.span_of("period") })
    });
    let undated = |checkin: &&Values| checkin.date("date").is_none();
    let range = values.group("period").and_then(|range| Period::range(range.date("start")?, range.date("end")?));
    Okr {
        period: range.or_else(|| Period::parse(&values.text("period")?)),
        period_written,
        objective: values.text("objective"),
        level: values.text("level"),
        parent: values.placed("parent"),
        aligns_to: values.placed_list("aligns_to"),
        ambition: Ambition::of(values.text("ambition")).unwrap_or_default(),
        state: match values.text("state").as_deref() {
            Some("draft") => State::Draft,
            Some("closed") => State::Closed,
            Some("dropped") => State::Dropped,
            _ => State::Active,
        },
        state_span: values.placed("state").map_or(Span::default(), |state| state.span),
        rollup: values.text("rollup").map(|word| match word.as_str() {
            "children" => Rollup::Children,
            "both" => Rollup::Both,
            _ => Rollup::Own,
        }),
        rhythm: if values.text("cadence").as_deref() == Some("monthly") { Rhythm::Monthly } else { Rhythm::Weekly },
        retro: values.text("retro"),
        key_results: values.groups("key_results").iter().map(read_key_result).collect(),
        checkins: values.groups("checkins").iter().filter_map(read_checkin).collect(),
        undated_checkins: values.groups("checkins").iter().filter(undated).map(|checkin| checkin.span).collect(),
    }
}

fn read_key_result(values: &Values) -> KeyResult {
    let title = values.text("title").or_else(|| values.text("id")).unwrap_or_default();
    let id = values.placed("id").unwrap_or_else(|| Placed { value: crate::page::slug(&title), span: values.span });
    let measure = read_measure(values);
    KeyResult {
        span: values.span,
        id,
        title,
        unused: unused_key(values, measure.word()),
        measure,
        metric: values.text("metric"),
        unit: values.text("unit").unwrap_or_default(),
        weight: values.number("weight").unwrap_or(1.0),
        confidence: values.number("confidence"),
        owner: values.text("owner"),
        ambition: Ambition::of(values.text("ambition")),
        dropped: values.text("state").as_deref() == Some("dropped"),
        scoring: values.text("scoring"),
    }
}

/// The keys that a key result is scored by.
const SCORED_BY: &[&str] =
    &["type", "baseline", "target", "current", "direction", "min", "max", "strict", "milestones", "done", "from"];

/// The first key by which another measure is scored than this one.
fn unused_key(values: &Values, measure: &str) -> Option<Placed<&'static str>> {
    let used: &[&str] = match measure {
        "maintain" => &["type", "min", "max", "strict", "current"],
        "milestone" => &["type", "milestones"],
        "binary" => &["type", "done"],
        "linked" => &["type", "from"],
        _ => &["type", "baseline", "target", "current", "direction"],
    };
    let key = SCORED_BY.iter().find(|key| values.has(key) && !used.contains(key))?;
    Some(Placed { value: key, span: values.span_of(key) })
}

fn read_measure(values: &Values) -> Measure {
    let number = |name| values.number(name).map(|value| Placed { value, span: values.span_of(name) });
    let inferred = match values.text("type").as_deref() {
        Some("maintain") => "maintain",
        Some("milestone") => "milestone",
        Some("binary") => "binary",
        Some("linked") => "linked",
        Some(_) => "linear",
        None if values.is_given("milestones") => "milestone",
        None if values.is_given("done") => "binary",
        None if values.is_given("min") || values.is_given("max") => "maintain",
        None if values.is_given("from") => "linked",
        None => "linear",
    };
    if SCORED_BY.iter().any(|key| values.is_unread(key)) {
        return Measure::Unread(inferred);
    }
    match inferred {
        "maintain" => Measure::Maintain {
            min: values.number("min"),
            max: values.number("max"),
            strict: values.flag("strict").unwrap_or(false),
            current: number("current"),
        },
        "milestone" => Measure::Milestones(values.groups("milestones").iter().map(read_milestone).collect()),
        "binary" => Measure::Binary(read_done(values)),
        "linked" => Measure::Linked(values.placed("from").unwrap_or_default()),
        _ => Measure::Linear(Linear {
            baseline: number("baseline"),
            target: number("target"),
            current: number("current"),
            direction: values.placed("direction"),
        }),
    }
}

fn read_milestone(values: &Values) -> Milestone {
    Milestone {
        title: values.text("title").unwrap_or_default(),
        done: read_done(values),
        due: values.date("due"),
        weight: values.number("weight").unwrap_or(1.0),
    }
}

fn read_done(values: &Values) -> Placed<Done> {
    let value = match values.date("done") {
        Some(day) => Done::On(day),
        None if values.flag("done") == Some(true) => Done::Yes,
        None => Done::No,
    };
    Placed { value, span: values.span_of("done") }
}

/// A check-in without a date says nothing about when.
fn read_checkin(values: &Values) -> Option<Checkin> {
    Some(Checkin {
        span: values.span,
        date: Placed { value: values.date("date")?, span: values.span_of("date") },
        kr: values.placed("kr"),
        value: values.number("value"),
        confidence: values.number("confidence"),
        status: values.text("status"),
        note: values.text("note"),
    })
}

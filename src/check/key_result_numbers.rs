//! `key-result-numbers`: a key result that cannot be scored.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::Span;
use crate::page::decode::Placed;
use crate::page::kinds::Data;
use crate::page::kinds::okr::{KeyResult, Linear, Measure};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "key-result-numbers",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a key result that cannot be scored",
    explanation: r#"A key result is scored from its numbers: a baseline and a target, a bound, milestones, a yes or no,
or the score of something else. These numbers give no score: the target is missing, or it equals
the baseline, or it lies in the other direction, or the bounds leave no room; there are numbers of two
measures, such as a target beside `done`, of which only one is used; or all key results of the
objective have the weight 0.

To keep a number where it is, give a bound: `type: maintain` with `min` or `max`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        let counted = || okr.key_results.iter().filter(|key_result| !key_result.dropped);
        let several = counted().filter_map(several_measures);
        for (span, message, hint) in counted().filter_map(problem).chain(several).chain(weightless(counted())) {
            findings.add(path, span, message, [hint]);
        }
    }
}

/// A number beside `done` or `milestones` is not used, though its author wrote it down.
fn several_measures(key_result: &KeyResult) -> Option<(Span, String, String)> {
    let Placed { value: key, span } = key_result.unused.as_ref()?;
    let (name, sort) = (&key_result.id.value, key_result.measure.word());
    let message = format!("`{name}` is scored as `type: {sort}`, so its `{key}` counts for nothing");
    Some((*span, message, format!("take `{key}` out, or say with `type` how it is scored")))
}

/// An objective of which nothing counts has no score, whatever its numbers are.
fn weightless<'a>(mut counted: impl Iterator<Item = &'a KeyResult> + Clone) -> Option<(Span, String, String)> {
    let span = counted.clone().next()?.span;
    let message = "all key results of this objective have the weight 0, so it has no score".to_owned();
    let hint = "take `weight` out, or give those that count one above 0".to_owned();
    counted.all(|key_result| key_result.weight == 0.0).then_some((span, message, hint))
}

fn problem(key_result: &KeyResult) -> Option<(Span, String, String)> {
    let name = &key_result.id.value;
    match &key_result.measure {
        Measure::Linear(linear) => linear_problem(key_result, linear),
        Measure::Maintain { min: None, max: None, .. } => Some((
            key_result.span,
            format!("the key result `{name}` has no bound to hold"),
            "add `min` or `max`, or both".to_owned(),
        )),
        Measure::Maintain { min: Some(min), max: Some(max), .. } if min > max => Some((
            key_result.span,
            format!("the bounds of `{name}` leave no room: at least {min} and at most {max}"),
            format!("swap them: `min: {max}` and `max: {min}`"),
        )),
        Measure::Milestones(milestones) if milestones.iter().all(|milestone| milestone.weight == 0.0) => Some((
            key_result.span,
            format!("the key result `{name}` has no milestones that count"),
            "add `milestones: [{title: Pilot done, due: 2026-12-01}]`".to_owned(),
        )),
        // Without the key the whole key result is its place.
        Measure::Binary(done) if done.span == key_result.span => Some((
            key_result.span,
            format!("the key result `{name}` does not say whether it is done"),
            "add `done: false`".to_owned(),
        )),
        Measure::Linked(from) if from.value.is_empty() => Some((
            key_result.span,
            format!("the key result `{name}` is linked to nothing"),
            "add `from: okrs/2026-q4/product#activation`".to_owned(),
        )),
        _ => None,
    }
}

fn linear_problem(key_result: &KeyResult, linear: &Linear) -> Option<(Span, String, String)> {
    let name = &key_result.id.value;
    let Some(target) = &linear.target else {
        return Some((
            key_result.span,
            format!("the key result `{name}` has no number to reach"),
            "add `baseline` and `target`, or `milestones`, `done`, `min`, `max` or `from`".to_owned(),
        ));
    };
    let start = match &linear.baseline {
        Some(baseline) => baseline.value,
        None if target.value > 0.0 => 0.0,
        None => {
            return Some((
                target.span,
                format!("the key result `{name}` has a target of {} and no baseline", target.value),
                "add `baseline`, the number at the start".to_owned(),
            ));
        }
    };
    if start == target.value {
        return Some((
            target.span,
            format!("the target of `{name}` is its baseline, {start}, so there is no way to go"),
            format!("to keep a number where it is, write `type: maintain` with `min: {start}` or `max: {start}`"),
        ));
    }
    let direction = linear.direction.as_ref()?;
    let rises = target.value > start;
    let contradicts = (direction.value == "increase") != rises;
    contradicts.then(|| {
        let moves = if rises { "up" } else { "down" };
        (
            direction.span,
            format!("`{name}` is to {}, but from {start} to {} it goes {moves}", direction.value, target.value),
            "swap `baseline` and `target`, or leave `direction` out".to_owned(),
        )
    })
}

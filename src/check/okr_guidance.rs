//! `okr-guidance`: an objective that its readers will find hard to use.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::page::kinds::okr::{Ambition, State};
use crate::page::kinds::{Data, Okr};
use crate::playbook::okr::score::rounded;
use crate::playbook::{Entry, Playbook};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "okr-guidance",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an objective that its readers will find hard to use",
    explanation: r#"Few numbers that people own are looked after; many are not. This objective has fewer than two or
more than five key results, no owner, a key result that names an activity instead of a result,
a parent in another period, or nothing that it serves; or its owner has more than five objectives
in one period. Or it was committed and closed below 1.0, and no `retro` says what was learnt: others
relied on a commitment, so they are owed the reason.

None of this is wrong in itself. Switch the rule off with `checks: {okr-guidance: off}` when your
organisation has decided otherwise.
"#,
    check,
};

/// Verbs that name work instead of what it brings.
const ACTIVITIES: &[&str] = &["help", "participate", "take part", "analyse", "analyze", "consult", "support", "assist"];
/// More key results than this are not looked after, nor are more objectives of one owner.
const MOST: usize = 5;

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let mut owned: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (path, entry) in checked.entries() {
        let Data::Okr(okr) = &entry.page.front_matter.data else { continue };
        if matches!(okr.state, State::Draft | State::Dropped) {
            continue;
        }
        for (span, message, hint) in lints(checked.playbook, entry, okr) {
            findings.add(path, span, message, [hint]);
        }
        if let (Some(owner), Some(period)) = (&entry.page.front_matter.owner, okr.period) {
            let count = owned.entry((owner, period.to_string())).or_default();
            *count += 1;
            if *count == MOST + 1 {
                let message = format!("`{owner}` has more than {MOST} objectives in {period}");
                let hint = "give some to others, or leave some for the next period".to_owned();
                findings.add(path, entry.page.front_matter.kind_span, message, [hint]);
            }
        }
    }
}

fn lints(playbook: &Playbook, entry: &Entry, okr: &Okr) -> Vec<(Span, String, String)> {
    let front_matter = &entry.page.front_matter;
    let whole = front_matter.kind_span;
    let mut lints = Vec::new();
    let counted: Vec<_> = okr.key_results.iter().filter(|key_result| !key_result.dropped).collect();
    let computed = playbook.page_by_id(&entry.id).and_then(|page| playbook.okrs.objectives.get(&page));
    lints.extend(unexplained_miss(okr, computed.and_then(|objective| objective.score)));
    let has_children = computed.is_some_and(|objective| !objective.children.is_empty());
    let is_read = !front_matter.is_unread("key_results");
    if is_read && counted.len() < 2 && !(counted.is_empty() && has_children) {
        let count = if counted.is_empty() { "no key results" } else { "one key result only" };
        lints.push((whole, format!("this objective has {count}"), "two to five show whether it is reached".to_owned()));
    }
    if counted.len() > MOST {
        lints.push((
            whole,
            format!("this objective has {} key results", counted.len()),
            format!("keep the {MOST} that matter most"),
        ));
    }
    for key_result in counted {
        if let Some(verb) = activity(&key_result.title) {
            let message = format!("the key result `{}` names an activity, `{verb}`", key_result.id.value);
            lints.push((key_result.span, message, "say what will be different when the work is done".to_owned()));
        }
    }
    if front_matter.owner.is_none() && !front_matter.is_unread("owner") {
        lints.push((whole, "this objective has no owner".to_owned(), "add `owner: \"@who\"`".to_owned()));
    }
    let is_said = front_matter.is_unread("aligns_to") || front_matter.is_unread("level");
    if okr.aligns_to.is_empty() && !is_said && okr.level.as_deref() != Some("company") {
        let hint = "add `aligns_to: [vision/product-vision]`, or `level: company`".to_owned();
        lints.push((whole, "this objective does not say what it serves".to_owned(), hint));
    }
    if let Some(name) = &okr.parent
        && let Some(parent) = playbook.page_named(entry, &name.value)
        && let Data::Okr(above) = &playbook.entry(parent).page.front_matter.data
        && let (Some(own), Some(period)) = (okr.period, above.period)
        && own != period
    {
        let message = format!("the parent is for {period}, this objective for {own}");
        lints.push((name.span, message, "name a parent of the same period, or use `aligns_to`".to_owned()));
    }
    lints
}

/// The verb of work with which a title begins, in any of its forms: `Participate`, `Helping with …`.
fn activity(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    let is_form = |word: &str, verb: &str| {
        let stem = verb.strip_suffix('e').unwrap_or(verb);
        word == verb || word.strip_prefix(stem).is_some_and(|ending| ending == "ing")
    };
    ACTIVITIES.iter().copied().find(|activity| {
        let mut words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut verb = activity.split(' ');
        let (first, rest) = (verb.next().unwrap_or(""), verb);
        words.next().is_some_and(|word| is_form(word, first)) && rest.eq(words.take(activity.matches(' ').count()))
    })
}

/// A commitment that was not kept, without what was learnt; without data it was not kept either.
fn unexplained_miss(okr: &Okr, score: Option<f64>) -> Option<(Span, String, String)> {
    // Scores are judged as they are shown: 0.96 is 1.0.
    let is_below = |score: f64| rounded(score) < Ambition::Committed.aim();
    let is_missed = okr.ambition == Ambition::Committed && score.is_none_or(is_below);
    let is_explained = okr.retro.as_ref().is_some_and(|retro| !retro.trim().is_empty());
    (okr.state == State::Closed && is_missed && !is_explained).then(|| {
        let message = "this committed objective was closed below 1.0 and does not say why".to_owned();
        (okr.state_span, message, "add `retro: …` with the reason and what was learnt".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::activity;

    #[test]
    fn a_verb_of_work_is_known_in_its_forms() {
        let found = ["Participate", "Helping: the desk", "Taking part in reviews", "Analysing churn"].map(activity);
        assert_eq!(found, [Some("participate"), Some("help"), Some("take part"), Some("analyse")]);
        assert_eq!(["Helpful answers", "Consultants per team", "Take stock"].map(activity), [None; 3]);
    }
}

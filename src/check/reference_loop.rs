//! `reference-loop`: pages that serve or replace each other in a circle.

use std::collections::BTreeSet;

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, Span};
use crate::playbook::{PageId, Playbook};
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "reference-loop",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "pages that serve or replace each other in a circle",
    explanation: r#"`aligns_to` says what an objective serves, `supersedes` and `superseded_by` which page replaces which.
Here they lead in a circle: an objective serves itself in the end, or a page replaces the page that
replaces it. Readers who follow it arrive where they began. The message names the whole circle.

Take one of the references out.
"#,
    check,
};

/// Keys that say the same of two pages.
const RELATIONS: &[&[&str]] = &[&["aligns_to"], &["supersedes", "superseded_by"]];

/// What one page says of another.
struct Step<'a> {
    from: PageId,
    to: PageId,
    path: &'a SourcePath,
    key: &'static str,
    span: Span,
}

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for keys in RELATIONS {
        let steps = steps(checked, keys);
        for circle in circles(&within_circles(&steps)) {
            let names = circle.iter().chain(circle.first()).map(|step| shown(checked.playbook, step.from));
            let used: BTreeSet<&str> = circle.iter().map(|step| step.key).collect();
            let used: Vec<String> =
                keys.iter().filter(|key| used.contains(*key)).map(|key| format!("`{key}`")).collect();
            let verb = if used.len() == 1 { "leads" } else { "lead" };
            let circle_shown = names.collect::<Vec<_>>().join(" → ");
            let message = format!("{} {verb} in a circle: {circle_shown}", used.join(" and "));
            let hint = format!("take one {} of the circle out", used.join(" or "));
            findings.add(circle[0].path, circle[0].span, message, [hint]);
        }
    }
}

fn shown(playbook: &Playbook, page: PageId) -> String {
    format!("`{}`", playbook.entry(page).id)
}

/// From the page that serves to the one it serves, and from the newer page to the older one.
fn steps<'a>(checked: &'a Checked<'_>, keys: &[&str]) -> Vec<Step<'a>> {
    let named = checked.references().filter(|(_, _, reference)| keys.contains(&reference.key));
    let step = |(path, entry, reference): (
        &'a SourcePath,
        &'a crate::playbook::Entry,
        crate::page::references::Reference<'a>,
    )| {
        let own = checked.playbook.page_by_id(&entry.id)?;
        let other = checked.playbook.page_named(entry, &reference.name.value)?;
        let (from, to) = if reference.key == "superseded_by" { (other, own) } else { (own, other) };
        Some(Step { from, to, path, key: reference.key, span: reference.name.span })
    };
    named.filter_map(step).collect()
}

/// The steps that others lead to and from: without those that end, or begin, somewhere.
fn within_circles<'a, 'b>(steps: &'b [Step<'a>]) -> Vec<&'b Step<'a>> {
    let mut left: Vec<&Step<'_>> = steps.iter().collect();
    loop {
        let from: BTreeSet<PageId> = left.iter().map(|step| step.from).collect();
        let to: BTreeSet<PageId> = left.iter().map(|step| step.to).collect();
        let before = left.len();
        left.retain(|step| from.contains(&step.to) && to.contains(&step.from));
        if left.len() == before {
            return left;
        }
    }
}

/// The shortest circle of each step that is in none of those before.
fn circles<'a, 'b>(steps: &[&'b Step<'a>]) -> Vec<Vec<&'b Step<'a>>> {
    let mut told: BTreeSet<(PageId, PageId)> = BTreeSet::new();
    let mut circles = Vec::new();
    for first in steps {
        if told.contains(&(first.from, first.to)) {
            continue;
        }
        if let Some(circle) = circle_from(first, steps) {
            told.extend(circle.iter().map(|step| (step.from, step.to)));
            circles.push(circle);
        }
    }
    circles
}

/// The shortest way back to where a step begins.
fn circle_from<'a, 'b>(first: &'b Step<'a>, steps: &[&'b Step<'a>]) -> Option<Vec<&'b Step<'a>>> {
    let mut seen = BTreeSet::from([first.to]);
    let mut ways = vec![vec![first]];
    while !ways.is_empty() {
        if let Some(whole) = ways.iter().find(|way| way.last().is_some_and(|step| step.to == first.from)) {
            return Some(whole.clone());
        }
        let mut longer = Vec::new();
        for way in &ways {
            for step in steps.iter().copied().filter(|step| way.last().is_some_and(|last| last.to == step.from)) {
                if seen.insert(step.to) {
                    longer.push(way.iter().copied().chain([step]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

//! `unknown-key-result`: a check-in or a reference for a key result that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, suggest};
use crate::page::decode::Placed;
use crate::page::kinds::{Data, Okr};
use crate::page::references::Wanted;
use crate::playbook::Place;
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-key-result",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a check-in or a reference for a key result that does not exist",
    explanation: r#"A check-in names its key result by `kr`, and a reference by what follows `#`. The objective has no
key result with this id, so the number would be lost.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        if let Data::Okr(okr) = &page.front_matter.data {
            for name in okr.checkins.iter().filter_map(|checkin| checkin.kr.as_ref()) {
                look_up(path, okr, &name.value, name, findings);
            }
        }
    }
    for (path, entry, reference) in checked.references() {
        if !matches!(reference.wanted, Wanted::Score | Wanted::Goal) {
            continue;
        }
        let Some(Place { page, fragment: Some(name) }) = checked.playbook.place_named(entry, &reference.name.value)
        else {
            continue;
        };
        if let Data::Okr(okr) = &checked.playbook.entry(page).page.front_matter.data {
            look_up(path, okr, &name, reference.name, findings);
        }
    }
}

fn look_up(path: &SourcePath, okr: &Okr, name: &str, place: &Placed<String>, findings: &mut Findings<'_>) {
    let ids = || okr.key_results.iter().map(|key_result| key_result.id.value.as_str());
    if ids().any(|id| id == name) {
        return;
    }
    let hint = match suggest::nearest(name, ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if okr.key_results.is_empty() => "that objective has no key results".to_owned(),
        None => format!("the ids are {}", ids().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")),
    };
    findings.add(path, place.span, format!("no key result has the id `{name}`"), [hint]);
}

//! `duplicate-key-result`: two key results of an objective with one id.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "duplicate-key-result",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two key results of an objective with one id",
    explanation: r#"Check-ins and links name a key result by its id. Two key results of this objective have the same
one, so a number would count for both.

Give each an id of its own.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        for (index, key_result) in okr.key_results.iter().enumerate() {
            let id = &key_result.id;
            if okr.key_results[..index].iter().any(|other| other.id.value == id.value) {
                let hint = format!("give it an `id` of its own, such as `{}-2`", id.value);
                findings.add(path, id.span, format!("two key results have the id `{}`", id.value), [hint]);
            }
        }
    }
}

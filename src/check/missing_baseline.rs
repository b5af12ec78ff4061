//! `missing-baseline`: a key result with a target and no baseline.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;
use crate::page::kinds::okr::Measure;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "missing-baseline",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a key result with a target and no baseline",
    explanation: r#"Progress is the share of the way from the baseline to the target. This key result has no baseline,
so 0 is taken, and a number that was already high looks like progress.

Add `baseline`, the number on the day on which the period began.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        for key_result in okr.key_results.iter().filter(|key_result| !key_result.dropped) {
            let Measure::Linear(linear) = &key_result.measure else { continue };
            if let (Some(target), None) = (&linear.target, &linear.baseline)
                && target.value > 0.0
            {
                let message = format!("the key result `{}` has no baseline, so 0 is taken", key_result.id.value);
                findings.add(path, target.span, message, ["add `baseline`, the number at the start".to_owned()]);
            }
        }
    }
}

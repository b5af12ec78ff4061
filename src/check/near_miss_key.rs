//! `near-miss-key`: a front-matter key that looks like a typing error.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "near-miss-key",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a front-matter key that looks like a typing error",
    explanation: "Unknown keys are passed on to the theme, so a typing error does nothing, silently. This key is one
or two letters away from a key that is known.

Correct it, or, if you mean it, put it below `extra:`.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for (typed, known, span) in &page.front_matter.near_misses {
            let hints = [format!("did you mean `{known}`?"), "if not, put the key below `extra:`".to_owned()];
            findings.add(path, *span, format!("`{typed}` is not a key that is known"), hints);
        }
    }
}

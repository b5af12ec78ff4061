//! `unreadable-formula`: TeX between dollar signs that cannot be read.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unreadable-formula",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a formula that cannot be read",
    explanation: "With `markdown: {math: true}` in playbook.yaml, TeX between dollar signs becomes MathML. This formula
has a command that is not known, or a brace without its partner, so readers see the TeX as code.

Correct it. To show dollar signs, write `\\$`.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for (reason, span) in &page.oddities.unreadable_formulas {
            let hint = "write `\\$` for a dollar sign that begins no formula".to_owned();
            findings.add(path, *span, format!("this formula cannot be read: {reason}"), [hint]);
        }
    }
}

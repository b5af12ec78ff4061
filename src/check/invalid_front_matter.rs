//! `invalid-front-matter`: front-matter that cannot be read or does not fit its key.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invalid-front-matter",
    severity: Severity::Error,
    opt_in: false,
    fixed: false,
    summary: "front-matter that cannot be read or does not fit its key",
    explanation: r#"The block between the `---` lines is not YAML, is never closed, or holds a value that does not fit
its key: a list where a text is wanted, a date that does not exist. What it says would be lost, so
nothing is published until it is mended.

Most often a value needs quotes: `owner: "@head-of-product"`, `title: "Plan: phase 2"`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for problem in &page.front_matter.invalid {
            findings.add(path, problem.span, problem.message.clone(), problem.hints.clone());
        }
    }
}

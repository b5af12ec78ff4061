//! `invalid-value`: a value that does not fit its key.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invalid-value",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a value that does not fit its key, and is left out",
    explanation: r#"A key of the front-matter has a value that does not fit: a list where a text is wanted, a date that
does not exist, a word that is none of those to choose from, an item of a list that is not what its
list holds. The page is published without this value.

Most often a text needs quotes because it holds `: ` or begins with what means something else in YAML:
`- "Nobody says: I do not know"`, `owner: "@head-of-product"`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for problem in &page.front_matter.left_out {
            findings.add(path, problem.span, problem.message.clone(), problem.hints.clone());
        }
    }
}

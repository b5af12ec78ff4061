//! `control-character`: a value of the front-matter with a control character.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::yaml::control_problem;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "control-character",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a value of the front-matter with a control character",
    explanation:
        "An escape in quotes, such as `\"\\u0007\"` or `\"\\e[31m\"`, puts a character into the text that nothing
shows, that XML cannot hold and that a terminal obeys. It was left out.

Take it out of the text.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for control in &page.front_matter.controls {
            let problem = control_problem(control);
            findings.add(path, problem.span, problem.message + ", which was left out", problem.hints);
        }
    }
}

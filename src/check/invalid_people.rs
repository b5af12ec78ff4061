//! `invalid-people`: something in `data/people.yml` that cannot be read.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invalid-people",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "something in data/people.yml that cannot be read",
    explanation: "`data/people.yml` says who stands behind the handles that pages name as `owner`, one a line:

    head-of-product: Ana Ruiz
    chief-of-staff: {name: Bo Lind, url: \"mailto:bo@example.com\"}

What does not fit is left out.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let people = &checked.playbook.people;
    for (path, problem) in
        people.path.iter().flat_map(|path| people.problems.iter().map(move |problem| (path, problem)))
    {
        findings.add(path, problem.span, problem.message.clone(), problem.hints.clone());
    }
}

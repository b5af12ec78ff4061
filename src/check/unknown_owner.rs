//! `unknown-owner`: an owner who is not in `data/people.yml`.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-owner",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an owner who is not in data/people.yml",
    explanation: "The content has a `data/people.yml`, which says who stands behind each handle, but not this one. A
handle that nobody has is a page that nobody answers for.

Correct the handle, or add it to the file. Without the file no owner is looked up.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let people = &checked.playbook.people;
    let Some(file) = &people.path else { return };
    for (path, entry) in checked.entries() {
        let front_matter = &entry.page.front_matter;
        let Some(owner) = front_matter.owner.as_deref().filter(|owner| people.find(owner).is_none()) else { continue };
        let hint = match people.nearest(owner) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add it to `{file}`"),
        };
        findings.add(path, front_matter.owner_span, format!("`{owner}` is not in `{file}`"), [hint]);
    }
}

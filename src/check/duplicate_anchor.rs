//! `duplicate-anchor`: two places on a page with the same name.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "duplicate-anchor",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two places on a page with the same name",
    explanation: "An `id` in raw HTML or in a heading's attributes is one that the page has already: of another
element, of a heading above it or of a key result. Links to it reach the first of the two only.

Give one of the two another `id`. Headings without an `id` of their own never cause this: the second
of a name is numbered.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for (anchor, span) in &page.oddities.repeated_anchors {
            let message = format!("`{anchor}` names another place on this page already");
            findings.add(path, *span, message, ["give one of the two another `id`".to_owned()]);
        }
    }
}

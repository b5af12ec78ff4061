//! `duplicate-key`: a front-matter key that stands twice.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "duplicate-key",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a front-matter key that stands twice",
    explanation: "The same key stands twice in the front-matter. The last one wins here, but other tools take the
first or refuse the page, so what you see depends on the tool.

Keep one of the two.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for (key, span) in &page.front_matter.duplicates {
            findings.add(
                path,
                *span,
                format!("`{key}` stands twice; the last one counts"),
                ["keep one of the two".to_owned()],
            );
        }
    }
}

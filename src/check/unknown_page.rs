//! `unknown-page`: a page named in the front-matter that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::suggest;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-page",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page named in the front-matter that does not exist",
    explanation: "`related` and `superseded_by` name pages by their id, or by a path. No page has this one, so the
reader is not shown the way.

An id is the page's path without `.md`, unless the page sets one.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, entry) in checked.entries() {
        for (name, span) in &entry.unknown_pages {
            let hint = suggest::nearest(name, checked.playbook.ids()).map(|near| format!("did you mean `{near}`?"));
            findings.add(path, *span, format!("no page has the id `{name}`"), hint);
        }
    }
}

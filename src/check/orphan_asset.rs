//! `orphan-asset`: a published file that no page links to.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::Span;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "orphan-asset",
    severity: Severity::Warning,
    opt_in: true,
    fixed: false,
    summary: "a published file that no page links to",
    explanation: "The file is published because it lies beside the pages, but no page links to it or shows it. It may
have been left behind by a page that is gone.

Link to it, or delete it. Off unless `checks: {orphan-asset: warning}` is set.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for path in &checked.playbook.orphan_assets {
        findings.add(
            path,
            Span::default(),
            "no page links to this file".to_owned(),
            ["link to it, or delete it".to_owned()],
        );
    }
}

//! `wrong-case-anchor`: a link to a heading in another letter case.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::playbook::{AnchorMatch, Target};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "wrong-case-anchor",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a link to a heading in another letter case",
    explanation: "The heading exists, but anchors are told apart by letter case: on the forge the link leads to the
top of the page. On the site it was led to the heading that was meant.

Write the anchor in lower case, as the hint says.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, link, target) in checked.links() {
        if let Target::Page { anchor: AnchorMatch::WrongCase(written, real), .. } = target {
            let message = format!("the anchor `#{written}` has the wrong letter case");
            findings.add(path, link.span, message, [format!("write it as `#{real}`")]);
        }
    }
    for (path, name, place) in checked.places() {
        if let AnchorMatch::WrongCase(written, real) = checked.playbook.anchor_at(&place) {
            let message = format!("the anchor `#{written}` has the wrong letter case");
            findings.add(path, name.span, message, [format!("write it as `#{real}`")]);
        }
    }
}

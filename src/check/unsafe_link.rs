//! `unsafe-link`: a link that would run code in the browser.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::playbook::Target;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unsafe-link",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a link that would run code in the browser",
    explanation: "The target begins with `javascript:`, `vbscript:`, `data:text/html` or the like: it would run code
in the reader's browser. Such targets are never published; the text stands without a link.

Link to a page instead.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, link, target) in checked.links() {
        if *target == Target::Unsafe {
            let shown: String = link.written.chars().filter(|c| !c.is_control()).take(40).collect();
            let message = format!("the target `{shown}` would run code, so it was left out");
            findings.add(path, link.span, message, ["link to a page instead".to_owned()]);
        }
    }
}

//! `skipped-file`: a file that was left out of the site.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::Span;
use crate::source::SkipReason;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "skipped-file",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a file that was left out of the site",
    explanation: "The file was left out: it is reached by a symbolic link that leaves the content folder (a forked
playbook must not publish your own files), by a link that goes round in a circle or to nothing, or
its name is not UTF-8.

Copy the file into the content folder, or rename it.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for skipped in &checked.sources.skipped {
        let (reason, hint) = match &skipped.reason {
            SkipReason::LeavesContent => (
                "it is reached by a symbolic link that leaves the content folder",
                "copy the file into the content folder",
            ),
            SkipReason::Loop => ("it is a symbolic link to a folder that holds it", "remove the link"),
            SkipReason::Dangling if checked.is_linked_to(&skipped.path) => continue,
            SkipReason::Dangling => ("it is a symbolic link to nothing", "mend the link, or remove it"),
            SkipReason::Name => ("its name is not UTF-8", "rename it"),
            SkipReason::Unreadable(_) => continue,
        };
        findings.add(&skipped.path, Span::default(), format!("this file was left out: {reason}"), [hint.to_owned()]);
    }
}

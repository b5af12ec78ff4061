//! `unreadable-file`: a file that cannot be read.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::Span;
use crate::source::SkipReason;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unreadable-file",
    severity: Severity::Error,
    opt_in: false,
    fixed: false,
    summary: "a file that cannot be read",
    explanation: "The system does not let the program read this file or folder. A site without it would lose pages
that were published before, so nothing is published. A symbolic link to nothing counts when a page
links to it.

Change its permissions so that you can read it, or move it out of the content folder.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (folder, skipped) in checked.skipped() {
        let (reason, hint) = match &skipped.reason {
            SkipReason::Unreadable(reason) => {
                (reason.as_str(), "change its permissions, or move it out of the content folder")
            }
            SkipReason::Dangling if checked.is_linked_to(&skipped.path) => {
                ("it is a symbolic link to nothing, and a page links to it", "mend the link, or remove both links")
            }
            _ => continue,
        };
        findings.add_in(folder, &skipped.path, Span::default(), format!("cannot be read: {reason}"), [hint.to_owned()]);
    }
}

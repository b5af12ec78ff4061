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
that were published before, so nothing is published.

Change its permissions so that you can read it, or move it out of the content folder.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for skipped in &checked.sources.skipped {
        if let SkipReason::Unreadable(reason) = &skipped.reason {
            findings.add(
                &skipped.path,
                Span::default(),
                format!("cannot be read: {reason}"),
                ["change its permissions, mend the link if it is one, or move it out of the content folder".to_owned()],
            );
        }
    }
}

//! `skipped-file`: a file that was left out of the site.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Folder, Severity, Span};
use crate::source::SkipReason;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "skipped-file",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a file that was left out of the site",
    explanation: "The file was left out: it is reached by a symbolic link that leaves the content folder (a forked
playbook must not publish your own files), by a link that goes round in a circle or to nothing, it is
a pipe, a socket or a device, or its name is not UTF-8. The same holds for `static`, `templates` and
`words`, beside the config and in a theme.

Copy the file into the content folder, or rename it.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (folder, skipped) in checked.skipped() {
        let (reason, hint) = match &skipped.reason {
            SkipReason::LeavesContent => match folder {
                Folder::Content => (
                    "it is reached by a symbolic link that leaves the content folder",
                    "copy the file into the content folder",
                ),
                Folder::Root => (
                    "it is reached by a symbolic link that leaves the folder that it is in",
                    "copy the file in place of the link",
                ),
            },
            SkipReason::Loop => ("it is a symbolic link to a folder that holds it", "remove the link"),
            SkipReason::Dangling if checked.is_linked_to(&skipped.path) => continue,
            SkipReason::Dangling => ("it is a symbolic link to nothing", "mend the link, or remove it"),
            SkipReason::NoFile => {
                ("it is no file but a pipe, a socket or a device", "remove it, or put a file in its place")
            }
            SkipReason::Name => ("its name is not UTF-8", "rename it"),
            SkipReason::Unreadable(_) => continue,
        };
        findings.add_in(
            folder,
            &skipped.path,
            Span::default(),
            format!("this file was left out: {reason}"),
            [hint.to_owned()],
        );
    }
}

//! `conflict-markers`: a merge conflict that was not resolved.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "conflict-markers",
    severity: Severity::Error,
    opt_in: false,
    fixed: true,
    summary: "a merge conflict that was not resolved",
    explanation: "The file holds the markers that git or an upgrade leaves where two versions disagree, or what is left
of them: `<<<<<<<`, `=======` and `>>>>>>>`, each at the start of a line. In Markdown they are a heading
and nested quotes, so they would be published. This is always an error, in a block of code too, because
git writes them there as well.

Choose one side, or join the two, and delete the marker lines. To show such markers in an example, put
a space before each, or the block of code into a list item: git never does.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        if let Some(span) = page.oddities.conflict {
            findings.add(
                path,
                span,
                "conflict markers: two versions of this text stand one after the other".to_owned(),
                [
                    "choose one side, or join the two, and delete the marker lines".to_owned(),
                    "to show such markers in an example, put a space before each".to_owned(),
                ],
            );
        }
    }
}

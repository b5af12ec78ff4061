//! `skipped-heading`: a heading that skips a level.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "skipped-heading",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a heading that skips a level",
    explanation: "A heading of level 4 follows one of level 2, or a page begins with level 3. People who listen to the
page move by heading levels, and the table of contents has a gap.

Use the next level down: `##` for the first headings of a page, `###` below them.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let mut previous = 1;
        for heading in &page.headings {
            if heading.level > previous + 1 {
                let hashes = "#".repeat(usize::from(previous) + 1);
                let message = format!("this heading is of level {} and follows one of level {previous}", heading.level);
                findings.add(path, heading.span, message, [format!("write it as `{hashes} {}`", heading.text)]);
            }
            previous = heading.level;
        }
    }
}

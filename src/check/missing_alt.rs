//! `missing-alt`: an image without a text alternative.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "missing-alt",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an image without a text alternative",
    explanation: r#"People who cannot see the image, and everybody when it does not load, get the text between the
brackets: `![A chart of renewals by month](renewals.png)`. This image has none.

Say what the image tells. For an image that only decorates, use HTML with an empty text:
`<img src="line.png" alt="">`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for span in &page.oddities.images_without_alt {
            findings.add(
                path,
                *span,
                "this image has no text alternative".to_owned(),
                ["say in a few words what it shows: `![words](file)`".to_owned()],
            );
        }
    }
}

//! `future-review-date`: a page that was reviewed in the future.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "future-review-date",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page that was reviewed in the future",
    explanation: r#"`reviewed` is the day on which someone last confirmed the page. A day in the future hides that the
page is due; it is most often a wrong year, or should have been `review_by`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let front_matter = &page.front_matter;
        if let Some(day) = front_matter.reviewed.filter(|day| *day > checked.today) {
            let hint = "write the day on which it was reviewed; `review_by` names a day to come".to_owned();
            findings.add(path, front_matter.reviewed_span, format!("`reviewed` is {day}, in the future"), [hint]);
        }
    }
}

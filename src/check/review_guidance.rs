//! `review-guidance`: a review without a facilitator, an output or a full agenda.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "review-guidance",
    severity: Severity::Info,
    opt_in: false,
    fixed: false,
    summary: "a review without a facilitator, an output or a full agenda",
    explanation: r#"A review runs itself when somebody facilitates it, when it is clear what comes out of it, and when
its agenda fills at least four fifths of its time. Here one of them is missing.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Review(review) = &page.front_matter.data else { continue };
        let whole = page.front_matter.kind_span;
        if review.facilitator.is_none() && !page.front_matter.is_unread("facilitator") {
            let hint = "add `facilitator: \"@who\"`".to_owned();
            findings.add(path, whole, "this review has no facilitator".to_owned(), [hint]);
        }
        if review.is_async {
            continue;
        }
        if review.outputs.is_empty() && !page.front_matter.is_unread("outputs") {
            let hint = "add `outputs: [Decisions with owner and date]`".to_owned();
            findings.add(path, whole, "this review does not say what comes out of it".to_owned(), [hint]);
        }
        let agenda = review.agenda_minutes();
        let is_read = !page.front_matter.is_unread("agenda");
        if let Some(minutes) = review.minutes.filter(|minutes| is_read && agenda > 0.0 && agenda < 0.8 * minutes) {
            let message = format!("the agenda takes {agenda} of {minutes} minutes");
            findings.add(path, review.duration_span, message, ["make the review shorter".to_owned()]);
        }
    }
}

//! `agenda-too-long`: an agenda that takes longer than its review.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "agenda-too-long",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an agenda that takes longer than its review",
    explanation: r#"The minutes of the agenda add up to more than `duration`. The calendar would show a meeting that
cannot be held in its time.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Review(review) = &page.front_matter.data else { continue };
        let agenda = review.agenda_minutes();
        if let Some(minutes) = review.minutes.filter(|minutes| agenda > *minutes) {
            let message = format!("the agenda takes {agenda} minutes, the review {minutes}");
            let hint = format!("set `duration: {agenda} min`, or take {} minutes out of the agenda", agenda - minutes);
            findings.add(path, review.duration_span, message, [hint]);
        }
    }
}

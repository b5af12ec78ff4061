//! `invalid-cadence`: a review whose cadence and day cannot be put into a calendar.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;
use crate::playbook::calendar::Schedule;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invalid-cadence",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a review whose cadence and day cannot be put into a calendar",
    explanation: r#"`cadence` and `day` together make the rule that calendars repeat a review by. These two make none:
a weekly review needs days of the week, a monthly or longer one a day of the month.

Write `day: tue` or `day: [mon, thu]` for weekly and biweekly reviews, and `day: 1st tue`,
`day: last thu`, `day: last weekday` or `day: 15` for longer ones. A yearly review takes place in the
month of `starts`, which must have the day: no February has 30 days.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Review(review) = &page.front_matter.data else { continue };
        if let Some(problem) = &review.cadence_problem {
            findings.add(path, problem.span, problem.message.clone(), problem.hints.clone());
        }
        if let Some(rule) = &review.recurrence
            && Schedule::new(rule.clone(), review.starts).is_none()
        {
            let message = format!("this `{}` review never takes place: its month has no such day", review.cadence);
            let hint = "choose a day that the month of `starts` has, or another month".to_owned();
            findings.add(path, review.day_span, message, [hint]);
        }
    }
}

//! `check-in-order`: check-ins that are not in the order of their dates.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;
use crate::page::kinds::okr::{Checkin, is_newest_first};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "check-in-order",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "check-ins that are not in the order of their dates",
    explanation: r#"Check-ins may stand newest first or newest last. Here one stands out of line, which is most often a
wrong month or year, and the score is taken from the newest date.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        let days: Vec<_> = okr.checkins.iter().map(|checkin| checkin.date.value).collect();
        if days.is_sorted() || days.iter().rev().is_sorted() {
            continue;
        }
        // The first pair that goes the other way is told.
        let is_falling = is_newest_first(&okr.checkins);
        let is_odd = |pair: &&[Checkin]| {
            let (a, b) = (pair[0].date.value, pair[1].date.value);
            if is_falling { a < b } else { a > b }
        };
        if let Some(pair) = okr.checkins.windows(2).find(is_odd) {
            let message = format!("the check-in of {} stands after that of {}", pair[1].date.value, pair[0].date.value);
            findings.add(
                path,
                pair[1].date.span,
                message,
                ["put the check-ins in order, or correct the date".to_owned()],
            );
        }
    }
}

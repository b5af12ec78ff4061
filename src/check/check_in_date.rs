//! `check-in-date`: a check-in in the future or before its period.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;
use crate::yaml::Problem;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "check-in-date",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a check-in without a day, in the future or before its period",
    explanation: r#"A check-in says what was known on a day. One without a day counts for nothing, one in the future
does not count yet, and one before the period of its objective is most often a wrong year. The last
number may well be written down after the period.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        let days = okr.period.map(|period| period.days(checked.config.fiscal_year_start));
        for span in &okr.undated_checkins {
            // A day that cannot be read is told of as such.
            let is_told = |problem: &Problem| span.start <= problem.span.start && problem.span.end <= span.end;
            if !page.front_matter.left_out.iter().any(is_told) {
                let hint = format!("add `date: {}`", checked.today);
                findings.add(path, *span, "this check-in has no date, so it does not count".to_owned(), [hint]);
            }
        }
        for checkin in &okr.checkins {
            let day = checkin.date.value;
            let message = match days {
                _ if day > checked.today => format!("the check-in of {day} is in the future, so it does not count"),
                Some((start, _)) if day < start => {
                    format!("the check-in of {day} is before the period, which starts on {start}")
                }
                _ => continue,
            };
            findings.add(path, checkin.date.span, message, ["correct the date".to_owned()]);
        }
    }
}

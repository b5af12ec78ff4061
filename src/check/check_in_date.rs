//! `check-in-date`: a check-in in the future or before its period.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "check-in-date",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a check-in in the future or before its period",
    explanation: r#"A check-in says what was known on a day. One in the future does not count yet, and one before the
period of its objective is most often a wrong year. The last number may well be written down after
the period.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        let days = okr.period.map(|period| period.days(checked.config.fiscal_year_start));
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

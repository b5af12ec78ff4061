//! `vision-statement`: a vision without a statement that can be quoted, or whose time has passed.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::front_matter::{Interval, parse_interval};
use crate::page::kinds::Data;
use crate::page::period::Period;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "vision-statement",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a vision without a statement that can be quoted, or whose time has passed",
    explanation: r#"A vision is quoted from memory, so it needs a statement, of at most 200 characters, that is still
ahead of its readers. This one is missing, is longer, or was meant for a time that has passed.

`horizon` is a year, a period such as `2029-Q4`, or a length of time such as `3 years`.
"#,
    check,
};

/// What people can keep in mind.
const LONGEST: usize = 200;

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Vision(vision) = &page.front_matter.data else { continue };
        match &vision.statement {
            None if page.front_matter.is_unread("statement") => {}
            None => {
                let hint = "add `statement:` with one sentence".to_owned();
                findings.add(path, page.front_matter.kind_span, "this vision has no statement".to_owned(), [hint]);
            }
            Some(statement) => {
                let length = statement.value.chars().count();
                if length > LONGEST {
                    let message = format!("the statement has {length} characters, more than {LONGEST}");
                    findings.add(path, statement.span, message, ["keep what people will quote".to_owned()]);
                }
            }
        }
        let Some(horizon) = &vision.horizon else { continue };
        let is_length = matches!(parse_interval(&horizon.value), Some(Interval::Every(_)));
        match Period::parse(&horizon.value) {
            Some(period) if period.days(checked.config.fiscal_year_start).1 < checked.today => {
                let message = format!("the horizon, {}, has passed", horizon.value);
                let hint = "set a year that is ahead, or supersede the vision".to_owned();
                findings.add(path, horizon.span, message, [hint]);
            }
            None if !is_length => {
                let message = format!("the horizon, `{}`, is no time", horizon.value);
                let hint = "write a year such as `2030`, a period such as `2029-Q4`, or a length such as `3 years`";
                findings.add(path, horizon.span, message, [hint.to_owned()]);
            }
            Some(_) | None => {}
        }
    }
}

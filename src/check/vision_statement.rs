//! `vision-statement`: a vision without a statement that can be quoted, or whose time has passed.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "vision-statement",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a vision without a statement that can be quoted, or whose time has passed",
    explanation: r#"A vision is quoted from memory, so it needs a statement, of at most 200 characters, that is still
ahead of its readers. This one is missing, is longer, or was meant for a year that has passed.
"#,
    check,
};

/// What people can keep in mind.
const LONGEST: usize = 200;

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Vision(vision) = &page.front_matter.data else { continue };
        match &vision.statement {
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
        let year = |text: &str| text.trim().parse::<i16>().ok();
        if let Some(horizon) = vision.horizon.as_ref()
            && year(&horizon.value).is_some_and(|year| year < checked.today.year())
        {
            let message = format!("the horizon, {}, has passed", horizon.value);
            findings.add(path, horizon.span, message, ["set a year that is ahead, or supersede the vision".to_owned()]);
        }
    }
}

//! `invalid-period`: an objective for a period that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invalid-period",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an objective for a period that does not exist",
    explanation: r#"An objective belongs to one period, from which its pace is computed. This one names none, or one
that does not exist, such as a fifth quarter.

Periods are written `2026-Q4`, `2026-H2`, `2026`, `2026-10`, `FY27-Q1`, or with a first and a last
day: `{start: 2026-10-01, end: 2026-12-31}`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        if okr.period.is_some() {
            continue;
        }
        let hint =
            "write it as `2026-Q4`, `2026-H2`, `2026`, `2026-10`, `FY27-Q1` or `{start: 2026-10-01, end: 2026-12-31}`";
        match &okr.period_written {
            // A first or last day that cannot be read is told of as such.
            Some(_) if page.front_matter.is_unread("period") => {}
            Some(written) => {
                let turned = written.value.split_once(" to ").map(|_| "swap `start` and `end`");
                let hint = turned.unwrap_or(hint).to_owned();
                findings.add(path, written.span, format!("there is no period `{}`", written.value), [hint]);
            }
            None if page.front_matter.is_unread("period") => {}
            None => findings.add(
                path,
                page.front_matter.kind_span,
                "this objective has no `period`".to_owned(),
                ["add `period: 2026-Q4`".to_owned()],
            ),
        }
    }
}

//! `future-done`: something that is said to be done on a day that has not come.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::decode::Placed;
use crate::page::kinds::Data;
use crate::page::kinds::okr::{Done, Measure};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "future-done",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a milestone or key result that is done in the future",
    explanation: r#"`done` says on which day a milestone or a key result was reached. This day has not come, so it does
not count yet. Most often the year is wrong, or the day is the one by which it is to be reached.

A milestone that is still ahead has its day in `due`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        for key_result in &okr.key_results {
            let done: Vec<(&Placed<Done>, &str)> = match &key_result.measure {
                Measure::Milestones(milestones) => {
                    milestones.iter().map(|milestone| (&milestone.done, "or write `due` instead of `done`")).collect()
                }
                Measure::Binary(done) => vec![(done, "or write `done: false`")],
                _ => Vec::new(),
            };
            for (Placed { value, span }, otherwise) in done {
                let Done::On(day) = value else { continue };
                if *day > checked.today {
                    let message = format!("`done` is {day}, which is in the future, so it does not count");
                    findings.add(path, *span, message, [format!("correct the date, {otherwise}")]);
                }
            }
        }
    }
}

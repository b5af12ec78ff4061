//! `current-disagrees`: a key result whose `current` differs from its newest check-in.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;
use crate::page::kinds::okr::{Checkin, Measure, oldest_first};
use crate::playbook::okr::score::{Moment, Now, counts};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "current-disagrees",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a key result whose `current` differs from its newest check-in",
    explanation: r#"The newest check-in is the current number. This key result also has a `current` that says something
else; it is not used.

Take `current` out, or add a check-in.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Okr(okr) = &page.front_matter.data else { continue };
        let checkins = oldest_first(&okr.checkins);
        let moment = Moment { day: checked.today, is_now: Now::Yes };
        for key_result in &okr.key_results {
            let stated = match &key_result.measure {
                Measure::Linear(linear) => linear.current.as_ref(),
                Measure::Maintain { current, .. } => current.as_ref(),
                _ => None,
            };
            let counts = |checkin: &&&Checkin| checkin.value.is_some() && counts(checkin, key_result, moment);
            let newest = checkins.iter().rfind(counts);
            if let (Some(stated), Some(newest)) = (stated, newest)
                && let Some(value) = newest.value.filter(|value| *value != stated.value)
            {
                let message =
                    format!("`current` is {}, but the check-in of {} says {value}", stated.value, newest.date.value);
                findings.add(path, stated.span, message, ["take `current` out; the check-in counts".to_owned()]);
            }
        }
    }
}

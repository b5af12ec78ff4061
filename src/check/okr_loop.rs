//! `okr-loop`: objectives or key results whose scores depend on themselves.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "okr-loop",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "objectives or key results whose scores depend on themselves",
    explanation: r#"`parent` and `from` lead in a circle, so that a score would be made from itself. The message names the
whole circle: each of its members is made from the next. A linked key result in a circle has no score,
and an objective that is above itself does not count what is below it.

Take one of the references out.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for found in &checked.playbook.okrs.loops {
        let circle = found.members.join("` → `");
        let (keys, verb) = match found.keys {
            [key] => (format!("`{key}`"), "leads"),
            keys => (keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and "), "lead"),
        };
        let hint = format!("take one {} of the circle out", keys.replace(" and ", " or "));
        findings.add(&found.path, found.span, format!("{keys} {verb} in a circle: `{circle}`"), [hint]);
    }
}

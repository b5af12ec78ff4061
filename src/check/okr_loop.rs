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
    explanation: r#"`parent` and `from` lead in a circle, so no score can be computed: each waits for the next. The
message names the whole circle.

Take one of the references out.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for found in &checked.playbook.okrs.loops {
        let circle = found.members.join("` → `");
        let hint = format!("take one `{}` of the circle out", found.key);
        findings.add(&found.path, found.span, format!("`{}` leads in a circle: `{circle}`", found.key), [hint]);
    }
}

//! `unknown-key`: a key of a group within the front-matter that the group does not have.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, suggest};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-key",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a key of a key result, an agenda item or another group that it does not have",
    explanation: "The items of `key_results`, `agenda`, `symptoms` and of other lists of groups have keys of their
own. This one is none of them, so what it says is not shown.

Correct it. What your own theme needs goes below `extra:` of the page.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for key in &page.front_matter.unknown_keys {
            let hint = match suggest::nearest(&key.written, key.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let known: Vec<String> = key.known.iter().map(|known| format!("`{known}`")).collect();
                    format!("its keys are {}", known.join(", "))
                }
            };
            let message = match key.more {
                0 => format!("`{}` is no key of `{}`", key.written, key.group),
                more => format!("`{}` and {more} more are no keys of `{}`", key.written, key.group),
            };
            findings.add(path, key.span, message, [hint]);
        }
    }
}

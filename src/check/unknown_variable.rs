//! `unknown-variable`: `{{ org.key }}` with a key that the config has no value for.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, suggest};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-variable",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "`{{ org.key }}` with a key that the config has no value for",
    explanation: "`{{ org.name }}` stands for the value of `name` below `org:` in playbook.yaml. There is no such
value, so readers see the braces.

Correct the key, or give it a value. To show the braces, write `\\{{ org.name }}` or use code.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let known = &checked.config.org;
    for (path, page) in checked.pages {
        for (key, span) in &page.oddities.unknown_variables {
            let hint = suggest::nearest(key, known.keys().map(String::as_str)).map_or_else(
                || format!("add `{key}: …` below `org:` in playbook.yaml"),
                |near| format!("did you mean `{{{{ org.{near} }}}}`?"),
            );
            findings.add(path, *span, format!("`org` has no value for `{key}`"), [hint]);
        }
    }
}

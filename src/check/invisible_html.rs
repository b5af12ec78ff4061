//! `invisible-html`: text in angle brackets that browsers hide.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invisible-html",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "text in angle brackets that browsers hide",
    explanation: "`<Name of task>` looks like an HTML element to a browser, which shows nothing for an element that it
does not know: the text is invisible on the site.

Put it in backticks, or write `&lt;Name of task&gt;`.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for (name, span) in &page.oddities.unknown_elements {
            let message = format!("`{name}` is not an HTML element: this text will be invisible");
            findings.add(path, *span, message, ["put it in backticks, or write `&lt;` for `<`".to_owned()]);
        }
    }
}

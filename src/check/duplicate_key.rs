//! `duplicate-key`: a front-matter key that stands twice, under one name or under two.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::front_matter::Outcome;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "duplicate-key",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a front-matter key that stands twice",
    explanation: "The same key stands twice in the front-matter. The last one wins here, but other tools take the
first or refuse the page, so what you see depends on the tool.

Two names of one key, such as `redirect_from` and `aliases`, are told of too: lists are taken
together, of other values that of our own name counts.

Keep one of the two.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for (key, span) in &page.front_matter.duplicates {
            findings.add(
                path,
                *span,
                format!("`{key}` stands twice; the last one counts"),
                ["keep one of the two".to_owned()],
            );
        }
        for two in &page.front_matter.synonyms {
            let (first, second) = (&two.first, &two.second);
            let outcome = match &two.outcome {
                Outcome::United => "so their values are taken together".to_owned(),
                Outcome::Counts(key) => format!("and `{key}` counts"),
            };
            let message = format!("`{second}` and `{first}` mean the same, {outcome}");
            findings.add(path, two.span, message, [format!("keep one of the two, best as `{}`", two.ours)]);
        }
    }
}

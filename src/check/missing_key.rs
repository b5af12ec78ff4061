//! `missing-key`: a page without what its kind is about.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::schema::Sample;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "missing-key",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page without what its kind is about",
    explanation: r#"Some kinds of pages say nothing without one of their keys: a shift without `from` and `to`, a path
without `steps`. Its template then has nothing to show.

Add the key, or leave `kind` out: a page without it is just a page.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let front_matter = &page.front_matter;
        let Some(kind) = front_matter.kind else { continue };
        for (key, sample) in &front_matter.missing {
            let sample = match sample {
                Sample::Given(sample) | Sample::Comment(sample) => sample,
                Sample::None => "…",
            };
            let hint = format!("add `{key}: {sample}`");
            findings.add(path, front_matter.kind_span, format!("this {kind} has no `{key}`"), [hint]);
        }
    }
}

//! `unknown-kind`: a kind of page that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::suggest;
use crate::page::kinds::KINDS;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-kind",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a kind of page that does not exist",
    explanation: "`kind` decides a page's fields and template. This kind does not exist, so the page is shown as a
plain page.

The kinds are page, section, vision, okr, review, shift, practice, role and path.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Some((kind, span)) = &page.front_matter.unknown_kind else { continue };
        let near = suggest::nearest(kind, KINDS.iter().map(|kind| kind.name));
        let names = KINDS.iter().map(|kind| format!("`{}`", kind.name)).collect::<Vec<_>>().join(", ");
        let hint = near.map_or_else(|| format!("the kinds are {names}"), |near| format!("did you mean `{near}`?"));
        findings.add(path, *span, format!("no kind of page is named `{kind}`"), [hint]);
    }
}

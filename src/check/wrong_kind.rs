//! `wrong-kind`: a page named in the front-matter that is not what the key asks for.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::kinds::Data;
use crate::page::references::Wanted;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "wrong-kind",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page named in the front-matter that is not what the key asks for",
    explanation: "`parent` names an objective, `from` an objective or one of its key results, `aligns_to` one of
these or a vision, and `supersedes` a vision. The page with this name exists, but is of another
kind, so nothing is computed from it.

Name another page, or set the `kind` of that one.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, entry, reference) in checked.references() {
        let Some(place) = checked.playbook.place_named(entry, &reference.name.value) else { continue };
        let there = checked.playbook.entry(place.page);
        let data = &there.page.front_matter.data;
        let (fits, wanted) = match reference.wanted {
            Wanted::Page => continue,
            Wanted::Objective | Wanted::Score => (matches!(data, Data::Okr(_)), "an objective (`kind: okr`)"),
            Wanted::Goal => (matches!(data, Data::Okr(_) | Data::Vision(_)), "an objective (`kind: okr`) or a vision"),
            Wanted::Vision => (matches!(data, Data::Vision(_)), "a vision"),
        };
        let (key, span) = (reference.key, reference.name.span);
        if !fits {
            let message = format!("`{key}` must name {wanted}, and `{}` is a {}", there.id, there.kind);
            findings.add(path, span, message, ["name another page, or set the `kind` of that one".to_owned()]);
        } else if let (Wanted::Objective, Some(fragment)) = (reference.wanted, &place.fragment) {
            let message = format!("`{key}` must name a whole objective, not its key result `{fragment}`");
            let hint = format!("write `{key}: {0}`, and `aligns_to: [{0}#{fragment}]`", there.id);
            findings.add(path, span, message, [hint]);
        }
    }
}

//! `unserved-vision`: a vision that no objective serves.

use std::collections::BTreeSet;

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::front_matter::Status;
use crate::page::kinds::Data;
use crate::playbook::PageId;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unserved-vision",
    severity: Severity::Info,
    opt_in: false,
    fixed: false,
    summary: "a vision that no objective serves",
    explanation: r#"A vision reaches daily work through objectives that name it in `aligns_to`. No objective of this
playbook names this one, so nobody works towards it this quarter, or nobody says so.

Principles hold every day, and a vision that is superseded or out of date needs no objective.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let objectives = checked.playbook.okrs.objectives.values();
    let served: BTreeSet<PageId> =
        objectives.flat_map(|objective| objective.aligns_to.iter().map(|place| place.page)).collect();
    for (id, entry) in checked.playbook.entries() {
        let (Data::Vision(vision), Some(path)) = (&entry.page.front_matter.data, &entry.path) else { continue };
        let needs_none = vision.sort == "principles" || entry.page.front_matter.status != Status::Current;
        if !needs_none && !served.contains(&id) {
            let hint = format!("add `aligns_to: [{}]` to an objective", entry.id);
            let message = format!("no objective serves this {}", vision.sort.replace('-', " "));
            findings.add(path, entry.page.front_matter.kind_span, message, [hint]);
        }
    }
}

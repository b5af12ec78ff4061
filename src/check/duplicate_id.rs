//! `duplicate-id`: two pages with one id.

use std::collections::BTreeMap;

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, Span, shown};
use crate::playbook::Entry;
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two pages with one id",
    explanation: "An id names one page: `related`, `parent`, the steps of a path, the feed and forks find a page by it.
Two pages have this one, so whatever names it finds the first and never the other. A page without
an `id` has its path as one, without `.md`.

Give one of the two another `id`, or leave the key out.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let mut first: BTreeMap<&str, (&SourcePath, &Entry)> = BTreeMap::new();
    for (path, entry) in checked.entries() {
        let (other_path, other) = *first.entry(&entry.id).or_insert((path, entry));
        if other_path == path {
            continue;
        }
        let place = |entry: &Entry| entry.page.front_matter.id.as_ref().map(|id| id.span);
        // Whoever chose the id can choose another; of two that did, the second.
        let (path, span, taken) = match (place(entry), place(other)) {
            (Some(span), _) => (path, span, other_path),
            (None, Some(span)) => (other_path, span, path),
            (None, None) => (path, Span::default(), other_path),
        };
        let message = format!("the id `{}` is also that of `{taken}`", shown(&entry.id));
        findings.add(path, span, message, ["give one of the two an `id` of its own".to_owned()]);
    }
}

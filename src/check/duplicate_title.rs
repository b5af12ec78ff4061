//! `duplicate-title`: two pages of a section with the same title.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::playbook::PageId;
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "duplicate-title",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two pages of a section with the same title",
    explanation: "Two pages in the same section have the same title. In the navigation and in search results readers
cannot tell them apart.

Give one of them a title that says what is different about it.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let mut first: BTreeMap<(Option<PageId>, String), &SourcePath> = BTreeMap::new();
    for (path, entry) in checked.entries().filter(|(_, entry)| entry.parent.is_some()) {
        let key = (entry.parent, entry.title.to_lowercase());
        match first.get(&key) {
            None => {
                first.insert(key, path);
            }
            Some(other) => {
                let span = entry.page.heading.as_ref().map_or(Span::default(), |heading| heading.span);
                findings.add(
                    path,
                    span,
                    format!("the title `{}` is also that of `{other}`", entry.title),
                    ["say in the title what is different".to_owned()],
                );
            }
        }
    }
}

//! `tag-without-address`: a tag of which no page can be named.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::tag;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "tag-without-address",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a tag that has no page, because nothing in it can name one",
    explanation:
        "The page of a tag is named like the tag: `tags/team-norms/`, `tags/c++/`. Of a tag such as `..` or `/`
nothing is left that a file can be named with, so it has no page and is not shown.

Give the tag a name with letters or digits, or remove it.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let front_matter = &page.front_matter;
        for (name, span) in front_matter.tags.iter().zip(&front_matter.tag_spans) {
            if tag::address(&tag::key(name)).is_none() {
                let message = format!("the tag `{name}` has no page, because no file can be named like it");
                findings.add(path, *span, message, ["give it a name with letters or digits".to_owned()]);
            }
        }
    }
}

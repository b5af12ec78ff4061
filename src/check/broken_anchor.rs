//! `broken-anchor`: a link to a heading that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use std::collections::BTreeMap;

use super::relative_to;
use crate::diagnostic::suggest;
use crate::playbook::{AnchorMatch, Target};
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "broken-anchor",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a link to a heading that does not exist",
    explanation: "The page exists, but has no heading (or HTML `id`) with this anchor. Readers land at the top of
the page and search by hand. Headings are renamed often, so this is the commonest broken link.

Anchors follow the forge's rule: the heading in lower case, spaces as hyphens, punctuation left
out, `-1` after the second of a name.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let mut places: Option<BTreeMap<&str, Vec<&SourcePath>>> = None;
    let mut left = suggest::MOST;
    for (path, link, target) in checked.links() {
        let Target::Page { page, anchor: AnchorMatch::Missing(anchor), .. } = target else { continue };
        let entry = checked.playbook.entry(*page);
        let shown =
            entry.path.as_ref().map_or_else(|| format!("the section `{}`", entry.title), |path| format!("`{path}`"));
        let anchors = entry.page.anchors.iter().map(String::as_str);
        let near = if left > 0 { suggest::nearest(anchor, anchors) } else { None };
        left = left.saturating_sub(1);
        let hint = near.map(|near| format!("did you mean `#{near}`?")).or_else(|| {
            let places = places.get_or_insert_with(|| index(checked));
            let [moved] = places.get(anchor.as_str())?.as_slice() else { return None };
            Some(format!("it moved to page `{}#{anchor}`", relative_to(path.folder(), moved.as_str())))
        });
        findings.add(path, link.span, format!("no heading `#{anchor}` on {shown}"), hint);
    }
}

/// Where each heading's anchor stands.
fn index<'a>(checked: &'a Checked<'_>) -> BTreeMap<&'a str, Vec<&'a SourcePath>> {
    let mut places: BTreeMap<&str, Vec<&SourcePath>> = BTreeMap::new();
    for (path, entry) in checked.entries() {
        for heading in &entry.page.headings {
            places.entry(&heading.id).or_default().push(path);
        }
    }
    places
}

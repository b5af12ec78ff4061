//! `broken-anchor`: a link to a heading that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use std::collections::BTreeMap;

use super::relative_to;
use crate::diagnostic::suggest;
use crate::playbook::{AnchorMatch, Entry, PageId, Target};
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
    let mut names = Names { checked, places: None, left: suggest::MOST };
    for (path, link, target) in checked.links() {
        if let Target::Page { page, anchor: AnchorMatch::Missing(anchor), .. } = target {
            let (message, hint) = names.explain(path, *page, anchor);
            findings.add(path, link.span, message, hint);
        }
    }
    for (path, name, place) in checked.places() {
        if let AnchorMatch::Missing(anchor) = checked.playbook.anchor_at(&place) {
            let (message, hint) = names.explain(path, place.page, &anchor);
            findings.add(path, name.span, message, hint);
        }
    }
}

/// What a missing anchor may have meant.
struct Names<'a> {
    checked: &'a Checked<'a>,
    places: Option<BTreeMap<&'a str, Vec<&'a SourcePath>>>,
    /// How many more suggestions are looked for.
    left: usize,
}

impl Names<'_> {
    fn explain(&mut self, from: &SourcePath, page: PageId, anchor: &str) -> (String, Option<String>) {
        let entry = self.checked.playbook.entry(page);
        let shown =
            entry.path.as_ref().map_or_else(|| format!("the section `{}`", entry.title), |path| format!("`{path}`"));
        let anchors = entry.page.anchors.iter().map(String::as_str);
        let near = if self.left > 0 { suggest::nearest(anchor, anchors) } else { None };
        self.left = self.left.saturating_sub(1);
        let hint = near.map(|near| format!("did you mean `#{near}`?")).or_else(|| {
            let places = self.places.get_or_insert_with(|| index(self.checked));
            let [moved] = places.get(anchor)?.as_slice() else { return None };
            Some(format!("it moved to page `{}#{anchor}`", relative_to(from.folder(), moved.as_str())))
        });
        let hint = hint.or_else(|| Some(places_on(entry)));
        (format!("no heading `#{anchor}` on {shown}"), hint)
    }
}

/// What there is to link to: the page's headings, else its other places.
fn places_on(entry: &Entry) -> String {
    const MOST: usize = 5;
    let headings: Vec<&str> = entry.page.headings.iter().map(|heading| heading.id.as_str()).collect();
    let (places, name) = match headings.len() {
        0 => (entry.page.anchors.iter().map(String::as_str).collect(), "place"),
        _ => (headings, "heading"),
    };
    let shown: Vec<String> = places.iter().take(MOST).map(|place| format!("`#{place}`")).collect();
    match places.len() {
        0 => "the page has no headings; link to the page alone".to_owned(),
        1 => format!("its only {name} is {}", shown[0]),
        count if count <= MOST => format!("its {name}s are {}", shown.join(", ")),
        count => format!("its {name}s are {} and {} more", shown.join(", "), count - MOST),
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

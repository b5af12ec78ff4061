//! `unknown-page`: a page named in the front-matter that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::suggest;
use crate::page::kinds::Data;
use crate::page::references;
use crate::playbook::{Entry, PageId};
use crate::source::join;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-page",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page named in the front-matter that does not exist",
    explanation: "`related`, `superseded_by`, `parent`, the steps of a path and other keys name pages by their id, or
by a path; `children` of a section names its pages by their file. No page has this one, or it is a draft, so the reader is not shown the way.

An id is the page's path without `.md`, unless the page sets one.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, entry) in checked.entries() {
        let named = references::references(&entry.page);
        let named = named.into_iter().filter(|name| checked.playbook.place_named(entry, &name.value).is_none());
        let missing = entry.unknown_pages.iter().map(|(name, span)| (name.as_str(), *span));
        for (name, span) in missing.chain(named.map(|name| (name.value.as_str(), name.span))) {
            let page = name.split('#').next().unwrap_or(name);
            if is_draft(checked, page) {
                let hint = "publish the draft, or leave the page out".to_owned();
                findings.add(path, span, format!("the page `{page}` is a draft and not published"), [hint]);
                continue;
            }
            let hint = suggest::nearest(page, checked.playbook.ids()).map(|near| format!("did you mean `{near}`?"));
            findings.add(path, span, format!("no page has the id `{page}`"), hint);
        }
    }
    for (id, entry) in checked.playbook.entries() {
        check_children(checked, (id, entry), findings);
    }
}

/// What a section lists that it does not hold.
fn check_children(checked: &Checked<'_>, (id, entry): (PageId, &Entry), findings: &mut Findings<'_>) {
    let (Some(path), Data::Section(section)) = (&entry.path, &entry.page.front_matter.data) else { return };
    if section.children.is_empty() {
        return;
    }
    let folder = entry.section.as_deref().unwrap_or_default();
    for child in checked.playbook.unknown_children(id, &section.children) {
        let name = &child.value;
        if is_draft(checked, name) || join(folder, name).is_some_and(|path| is_draft(checked, &path)) {
            let hint = "publish the draft, or leave the page out".to_owned();
            findings.add(path, child.span, format!("the page `{name}` is a draft and not published"), [hint]);
            continue;
        }
        let known = checked.playbook.entries().filter(|(_, other)| other.parent == Some(id));
        let near = suggest::nearest(name, known.map(|(_, other)| other.short_name()));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        findings.add(path, child.span, format!("this section holds no page named `{name}`"), hint);
    }
}

fn is_draft(checked: &Checked<'_>, name: &str) -> bool {
    let bare = name.strip_suffix(".md").unwrap_or(name);
    checked.playbook.drafts().iter().any(|path| {
        let id = checked.pages.get(path).and_then(|page| page.front_matter.id.as_ref());
        path.without_extension() == bare || id.is_some_and(|id| id.value == bare)
    })
}

//! `unknown-page`: a page named in the front-matter that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, suggest};
use crate::page::decode::Placed;
use crate::page::kinds::Data;
use crate::playbook::{Entry, PageId};
use crate::source::{SourcePath, join};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-page",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page named in the front-matter that does not exist",
    explanation: "`related`, `superseded_by`, `parent`, the steps of a path and other keys name pages by their id, or
by a path; `children` of a section names its pages by their file. No page has this one, or it is a
draft, so the reader is not shown the way.

An id is the page's path without `.md`, unless the page sets one.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, entry, reference) in checked.references() {
        let Placed { value: name, span } = reference.name;
        if checked.playbook.place_named(entry, name).is_some() {
            continue;
        }
        let page = name.split('#').next().unwrap_or(name);
        if is_draft(checked, path.folder(), page) {
            add_draft(path, reference.name, page, findings);
            continue;
        }
        let hint = suggest::nearest(page, checked.playbook.ids()).map_or_else(
            || "an id is a page's path without `.md`; `playbook list` shows all pages".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        findings.add(path, *span, format!("no page has the id `{page}`"), [hint]);
    }
    for (id, entry) in checked.playbook.entries() {
        check_children(checked, (id, entry), findings);
    }
}

/// What a section lists that it does not hold.
fn check_children(checked: &Checked<'_>, (id, section): (PageId, &Entry), findings: &mut Findings<'_>) {
    let (Some(path), Data::Section(data)) = (&section.path, &section.page.front_matter.data) else { return };
    if data.children.is_empty() {
        return;
    }
    let folder = section.section.as_deref().unwrap_or_default();
    for child in checked.playbook.unknown_children(id, &data.children) {
        let name = &child.value;
        if is_draft(checked, folder, name) {
            add_draft(path, child, name, findings);
            continue;
        }
        let known = checked.playbook.entries().filter(|(_, other)| other.parent == Some(id));
        let hint = suggest::nearest(name, known.map(|(_, other)| other.short_name())).map_or_else(
            || "its pages are those of its folder, each by the name of its file without `.md`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        findings.add(path, child.span, format!("this section holds no page named `{name}`"), [hint]);
    }
}

fn add_draft(path: &SourcePath, named: &Placed<String>, page: &str, findings: &mut Findings<'_>) {
    let hint = "publish the draft, or leave the page out".to_owned();
    findings.add(path, named.span, format!("the page `{page}` is a draft and not published"), [hint]);
}

/// Whether a draft has this name: its id, its path, or its path from a folder.
fn is_draft(checked: &Checked<'_>, folder: &str, name: &str) -> bool {
    let bare = name.strip_suffix(".md").unwrap_or(name);
    let below = join(folder, bare);
    checked.playbook.drafts().iter().any(|path| {
        let id = checked.pages.get(path).and_then(|page| page.front_matter.id.as_ref());
        let whole = path.without_extension();
        whole == bare || Some(whole) == below.as_deref() || id.is_some_and(|id| id.value == bare)
    })
}

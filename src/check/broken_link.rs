//! `broken-link`: a link to a page or file that does not exist.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::{Checked, Findings, Rule, relative_to};
use crate::diagnostic::{Severity, suggest};
use crate::page::{Link, LinkRef, Usage};
use crate::playbook::{Missing, Target};
use crate::source::{SourcePath, join};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a link to a page or file that does not exist",
    explanation: r#"The link leads nowhere: readers get a "not found" page. Links are written as on the forge: relative
to the file they stand in, or from the content folder with a leading slash.

The hint names the nearest file that exists. A page that is a draft is left out of the site, so a
link to it is broken until it is published.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let names = Names::new(checked);
    for (path, link, target) in checked.links() {
        let Target::Missing(missing) = target else { continue };
        if link.usage != Usage::Link {
            continue;
        }
        match missing {
            Missing::Empty => findings.add(
                path,
                link.span,
                "this link has no target".to_owned(),
                ["write the page's path between the parentheses".to_owned()],
            ),
            Missing::Draft => findings.add(
                path,
                link.span,
                format!("the page `{}` is a draft and is not published", link.written),
                ["take `draft: true` out of that page, or the link out of this one".to_owned()],
            ),
            Missing::Nothing => {
                let (message, hint) = names.explain(path, link);
                findings.add(path, link.span, message, hint);
            }
            Missing::InRepository(page) => {
                let what =
                    if SourcePath::new(page).is_some_and(|path| path.is_page()) { "page" } else { "file or folder" };
                let message = format!("no {what} at `{page}`, which this address of our own repository names");
                let near = names
                    .nearest(page)
                    .map(|near| format!("did you mean `{}`?", relative_to(path.folder(), near.as_str())));
                findings.add(path, link.span, message, near);
            }
            Missing::Outside | Missing::OutsideRepository => {}
        }
    }
    for (path, page) in checked.pages {
        for (reference, span) in &page.oddities.missing_definitions {
            let (message, hint) = match reference.strip_prefix('^') {
                Some(note) => (
                    format!("no footnote named `{note}`"),
                    format!("add a paragraph `[^{note}]: the note` to this page, or put these brackets in backticks"),
                ),
                None => (
                    format!("no link definition named `{reference}`"),
                    format!("add a line `[{reference}]: target.md` to this page"),
                ),
            };
            findings.add(path, *span, message, [hint]);
        }
    }
}

/// The names of all pages and files, to find what a broken link may have meant.
pub(super) struct Names<'a> {
    by_name: BTreeMap<String, Vec<&'a SourcePath>>,
    by_folder: BTreeMap<&'a str, Vec<&'a SourcePath>>,
    /// How many more suggestions are looked for.
    left: Cell<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn new(checked: &'a Checked<'_>) -> Self {
        let mut names = Self { by_name: BTreeMap::new(), by_folder: BTreeMap::new(), left: Cell::new(suggest::MOST) };
        for path in checked.sources.files.keys() {
            names.by_name.entry(path.stem().to_lowercase()).or_default().push(path);
            names.by_folder.entry(path.folder()).or_default().push(path);
        }
        names
    }

    /// The message for a link that leads nowhere, and what it may have meant.
    pub(super) fn explain(&self, from: &SourcePath, link: &Link) -> (String, Option<String>) {
        let LinkRef::Path(target) = &link.target else { return (format!("nothing at `{}`", link.written), None) };
        let start = if target.from_root { "" } else { from.folder() };
        let wanted = join(start, &target.path).unwrap_or_else(|| target.path.clone());
        let what = if link.usage == Usage::Link { "page" } else { "file" };
        let message = format!("no {what} at `{wanted}`");
        let near = self.nearest(&wanted).map(|path| {
            let shown = if target.from_root { format!("/{path}") } else { relative_to(from.folder(), path.as_str()) };
            format!("did you mean `{shown}`?")
        });
        (message, near)
    }

    /// The same name in another folder or letter case, else the nearest name in the same folder.
    fn nearest(&self, wanted: &str) -> Option<&'a SourcePath> {
        self.left.set(self.left.get().checked_sub(1)?);
        let wanted = &wanted.replace('\\', "/");
        let (folder, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let same_name = self.by_name.get(&stem.to_lowercase()).into_iter().flatten();
        let same_kind = |path: &SourcePath| {
            SourcePath::new(wanted)
                .is_none_or(|wanted| wanted.extension().is_empty() || wanted.is_page() == path.is_page())
        };
        if let Some(path) = same_name
            .copied()
            .filter(|path| same_kind(path))
            .min_by_key(|path| (path.folder() != folder, strsim::osa_distance(path.as_str(), wanted)))
        {
            return Some(path);
        }
        let neighbours = self.by_folder.get(folder)?;
        let near = suggest::nearest(name, neighbours.iter().map(|path| path.file_name()))?;
        neighbours.iter().copied().find(|path| path.file_name() == near)
    }
}

//! `case-collision`: two addresses that differ only in letter case.

use std::collections::BTreeMap;

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, Span};
use crate::playbook::Url;
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "case-collision",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two addresses that differ only in letter case",
    explanation: "Two addresses of the site are the same but for capital letters, such as `/Team/` and `/team/`. On
macOS and Windows they are one file: whoever builds the site there, or keeps it on such a disk,
loses one of the two.

Rename one of the two, or give it a `slug`; take an alias that only changes letter case out.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let mut first: BTreeMap<String, (&Url, &SourcePath)> = BTreeMap::new();
    for (url, path, span) in addresses(checked) {
        let (other, owner) = *first.entry(url.out_path().as_str().to_lowercase()).or_insert((url, path));
        if other != url {
            let message = format!("the address `{url}` differs from `{other}` of `{owner}` only in letter case");
            let hint = "rename one of the two: on macOS and Windows they are one file".to_owned();
            findings.add(path, span, message, [hint]);
        }
    }
}

/// Every address of pages, files and aliases, with its file and where that asks for it.
fn addresses<'a>(checked: &'a Checked<'_>) -> impl Iterator<Item = (&'a Url, &'a SourcePath, Span)> {
    let pages = checked.entries().map(|(path, entry)| (&entry.url, path, entry.page.front_matter.address_span()));
    let files = checked.playbook.assets.iter().map(|(path, url)| (url, path, Span::default()));
    let aliases = checked.playbook.redirects.iter().filter_map(|redirect| {
        Some((&redirect.from, checked.playbook.entry(redirect.to).path.as_ref()?, redirect.span))
    });
    pages.chain(files).chain(aliases)
}

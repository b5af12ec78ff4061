//! `case-collision`: two addresses that differ only in letter case.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

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
    explanation: "Two addresses of the site are the same but for capital letters, such as `/Team/` and `/team/`, or
for how accented letters are composed. On macOS (and, for capital letters, on Windows) they are one
file: whoever builds the site there, or keeps it on such a disk, loses one of the two. What the site
makes itself counts too: `Search.md` beside the search page.

Rename one of the two, or give it a `slug`; take an alias that only changes letter case out.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let made = checked.playbook.made_urls().map(|url| (folded(&url), (url, None)));
    let mut first: BTreeMap<String, (Url, Option<&SourcePath>)> = made.collect();
    for (url, path, span) in addresses(checked) {
        let (other, owner) = first.entry(folded(url)).or_insert_with(|| (url.clone(), Some(path)));
        if other == url {
            continue;
        }
        let whose = owner.map_or_else(|| "that the site makes".to_owned(), |owner| format!("of `{owner}`"));
        let (how, where_one) = if lower(other) == lower(url) {
            ("in letter case", "on macOS and Windows")
        } else {
            ("in how accented letters are composed", "on macOS")
        };
        let message = format!("the address `{url}` differs from `{other}` {whose} only {how}");
        findings.add(path, span, message, [format!("rename one of the two: {where_one} they are one file")]);
    }
}

/// What file systems that take some names for one compare.
fn folded(url: &Url) -> String {
    lower(url).nfc().collect()
}

fn lower(url: &Url) -> String {
    url.out_path().as_str().to_lowercase()
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

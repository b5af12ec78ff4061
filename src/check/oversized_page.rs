//! `oversized-page`: a page that is too long to be read as Markdown.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, Span};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "oversized-page",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a page that is too long to be read as Markdown",
    explanation: "The first 512 KiB of a page, about eighty thousand words, are read as Markdown; what follows is
shown and found as plain text, and its links are not checked. Nobody reads such a page, and browsers
are slow to show it.

Part it into several pages, or link to the data as a file of another kind.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Some(from) = page.oddities.plain_from else { continue };
        let whole = checked.sources.files.get(path).map_or(0, |source| source.bytes.len());
        let message =
            format!("this page is {} KiB long, so from here on it is shown as plain text", whole.div_ceil(1024));
        findings.add(path, Span { start: from, end: from }, message, ["part it into several pages".to_owned()]);
    }
}

//! `not-utf8`: a page that is not UTF-8 text.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::Span;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "not-utf8",
    severity: Severity::Error,
    opt_in: false,
    fixed: false,
    summary: "a page that is not UTF-8 text",
    explanation: "The file holds a byte that is not UTF-8 text. It may have been saved in an older encoding such as
Latin-1, in which the letters after this place would be wrong on the site.

Save the file as UTF-8 in your editor, or run `iconv -f latin1 -t utf-8`.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Some(at) = page.oddities.bad_byte else { continue };
        let byte = checked.sources.files.get(path).and_then(|source| source.bytes.get(at)).copied().unwrap_or_default();
        let message = format!("byte {at} (0x{byte:02x}) is not UTF-8");
        findings.add(
            path,
            Span { start: at, end: at + 1 },
            message,
            ["save the file as UTF-8 in your editor".to_owned()],
        );
    }
}

//! `not-utf8`: a page that is not UTF-8 text.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::Span;
use crate::source::text::{SAVE_AS_UTF8, not_utf8};

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
        let bytes = checked.sources.files.get(path).map_or(&[][..], |source| &source.bytes);
        findings.add(path, Span { start: at, end: at + 1 }, not_utf8(bytes, at), [SAVE_AS_UTF8.to_owned()]);
    }
}

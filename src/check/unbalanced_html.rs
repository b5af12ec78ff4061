//! `unbalanced-html`: an HTML tag without its other half.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::{Flaw, LooseTag};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unbalanced-html",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an HTML tag without its other half",
    explanation:
        "A comment without `-->`, a `<script>` or a `<title>` without its end tag would hide the rest of the page;
a `</div>` too many would close what the template opened. So raw HTML stays within its page: what
would hide the rest is shown as text, any other element that is never closed ends with the paragraph
or the block of HTML that its tag stands in, and an end tag that closes nothing is left out. Elements
that begin in a list item, a quote or a cell end there. `<html>`, `<head>` and `<body>` belong to the
template.

Write the missing tag, delete the one too many, or put a tag that is to be read in backticks.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for tag in &page.oddities.loose_tags {
            let (message, hint) = explain(tag);
            findings.add(path, tag.span, message, [hint]);
        }
    }
}

fn explain(tag: &LooseTag) -> (String, String) {
    let LooseTag { written, name, .. } = tag;
    let shown: String = written.chars().take(40).collect();
    let shown = if shown.len() < written.len() { format!("{}…", shown.trim_end()) } else { shown };
    match tag.flaw {
        Flaw::NeverEnds => (
            format!("`{shown}` never ends: it would hide what follows, so it is shown as text"),
            if written.starts_with("<!--") {
                "end the comment with `-->`".to_owned()
            } else {
                "end the tag with `>`, or write `&lt;` for `<`".to_owned()
            },
        ),
        Flaw::HidesRest => (
            format!("`{shown}` is never closed: it would hide what follows, so it is shown as text"),
            format!("close it with `</{name}>`, or put it in backticks"),
        ),
        Flaw::NeverClosed => {
            (format!("`{shown}` is never closed, so it ends with its block"), format!("close it with `</{name}>`"))
        }
        Flaw::ClosesNothing => (
            format!("`{shown}` closes nothing, so it was left out"),
            format!("delete it, or write `<{name}>` before it, in the same list item, quote or cell"),
        ),
        Flaw::Frame => (
            format!("`{shown}` belongs to the template, so it was left out"),
            "delete it, and keep what is inside".to_owned(),
        ),
    }
}

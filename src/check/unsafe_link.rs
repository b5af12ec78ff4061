//! `unsafe-link`: a link that would run code in the browser.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, Span};
use crate::page::kinds::Data;
use crate::page::kinds::review::Input;
use crate::page::{LinkRef, Usage};
use crate::playbook::Target;
use crate::source::SourcePath;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unsafe-link",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a link that would run code in the browser",
    explanation: "The target begins with `javascript:`, `vbscript:`, `data:text/html` or the like: it would run code
in the reader's browser. Such targets are never published; the text stands without a link.

Link to a page instead.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let mut add = |path: &SourcePath, written: &str, span: Span| {
        let shown: String = written.chars().filter(|c| !c.is_control()).take(40).collect();
        let message = format!("the target `{shown}` would run code, so it was left out");
        findings.add(path, span, message, ["link to a page instead".to_owned()]);
    };
    for (path, link, target) in checked.links() {
        if *target == Target::Unsafe {
            add(path, &link.written, link.span);
        }
    }
    for (path, page) in checked.pages {
        let Data::Review(review) = &page.front_matter.data else { continue };
        for input in &review.inputs {
            if let Input::Other { url: Some(url), .. } = input
                && LinkRef::parse(&url.value, Usage::Link) == LinkRef::Unsafe
            {
                add(path, &url.value, url.span);
            }
        }
    }
}

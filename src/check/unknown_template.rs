//! `unknown-template`: a template that the theme does not have, or not for this kind of page.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, shown, suggest};
use crate::site::is_for_kind;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-template",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a template that the theme does not have",
    explanation: "`template` names a file that is in neither the site's own `templates`, nor its theme, nor the default
theme, or one that is made for another kind of page. The page is shown with the template of its
kind instead.

Correct the name, or leave the key out.
",
    check,
};

/// Templates that are not made for a page of Markdown.
const OTHERS: &[&str] = &[
    "404.html",
    "a-z.html",
    "adaptations.html",
    "base.html",
    "changes.html",
    "print.html",
    "redirect.html",
    "search.html",
    "tag.html",
    "tags.html",
];

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let there = &checked.offer.templates;
    // Who reads without a theme knows of no template.
    if there.is_empty() {
        return;
    }
    for (path, entry) in checked.entries() {
        let Some(template) = &entry.page.front_matter.template else { continue };
        let name = template.value.as_str();
        // A layer may be named before the file.
        let file = name.strip_prefix("theme/").or_else(|| name.strip_prefix("default/")).unwrap_or(name);
        let (message, hint) = if !there.contains(file) {
            let fitting = || there.iter().map(String::as_str).filter(|name| is_for_page(name, entry.kind));
            let near = suggest::nearest(name, fitting());
            let all = || fitting().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let hint =
                near.map_or_else(|| format!("the templates are {}", all()), |near| format!("did you mean `{near}`?"));
            (format!("no template is named `{}`", shown(name)), hint)
        } else if !is_for_kind(name, entry.kind) {
            let kind = name.trim_end_matches(".html");
            let message = format!("the template `{name}` is made for pages of the kind `{kind}`");
            (message, format!("write `kind: {kind}` if the page is one, or leave `template` out"))
        } else {
            continue;
        };
        findings.add(path, template.span, message, [hint]);
    }
}

fn is_for_page(template: &str, kind: &str) -> bool {
    !template.contains('/') && !OTHERS.contains(&template) && is_for_kind(template, kind)
}

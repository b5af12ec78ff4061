//! `invalid-front-matter`: front-matter that cannot be read, or that does not say where the page may
//! be seen.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, Span, shown};
use crate::page::FrontMatter;
use crate::playbook::Url;
use crate::playbook::url::{LONGEST, LONGEST_PART, is_too_long};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "invalid-front-matter",
    severity: Severity::Error,
    opt_in: false,
    fixed: false,
    summary: "front-matter that cannot be read, or that does not say where the page may be seen",
    explanation: r#"The block between the `---` lines is not YAML or is never closed, so all that it says would be lost; or
a key that says where the page may be seen (`draft`, `hide`, `permalink`, `slug`, `aliases`) has a value
that does not fit, so that the page might be seen where it should not be. Nothing is published until
that is mended. Values of other keys that do not fit are left out, see `invalid-value`. TOML between
lines of `+++` is not read.

Most often a value needs quotes: `owner: "@head-of-product"`, `title: "Plan: phase 2"`.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for problem in &page.front_matter.invalid {
            findings.add(path, problem.span, problem.message.clone(), problem.hints.clone());
        }
        for (key, written, span) in unusable_addresses(&page.front_matter) {
            let message = format!("`{key}: {}` cannot be an address", shown(written));
            let hint = if is_too_long(written) {
                format!("shorten it: a file's name has {LONGEST_PART} bytes at most, a whole address {LONGEST}")
            } else if key == "slug" {
                "write the last part of the address, such as `slug: team-size`".to_owned()
            } else {
                "write it from the site's root, such as `permalink: /people/team-size/`, without `:`, `?`, `#` and `\\`"
                    .to_owned()
            };
            findings.add(path, span, message, [hint]);
        }
    }
}

/// What a page asks for as its address and cannot have.
fn unusable_addresses(front_matter: &FrontMatter) -> impl Iterator<Item = (&'static str, &str, Span)> {
    let permalink = front_matter.permalink.as_ref().filter(|own| Url::permalink(&own.value).is_none());
    let slug = front_matter.slug.as_ref().filter(|own| Url::slugged("", &own.value).is_none());
    let named = [("permalink", permalink), ("slug", slug)];
    named.into_iter().filter_map(|(key, own)| own.map(|own| (key, own.value.as_str(), own.span)))
}

//! `link-outside-content`: a link to a file outside the content folder.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::playbook::{Missing, Target};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "link-outside-content",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a link to a file outside the content folder",
    explanation: "The link leaves the content folder, and what lies outside is not published. When the repository's
address is known (`repo_url`, or the git remote) the link leads there; otherwise it leads nowhere.

Move the file into the content folder, or link to its address on the web.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, link, target) in checked.links() {
        let (message, hint) = match target {
            Target::Missing(Missing::Outside) => (
                format!("`{}` is outside the content folder, so the link leads nowhere", link.written),
                "move the file into the content folder, or set `repo_url` so that the link can lead to the repository",
            ),
            Target::Missing(Missing::OutsideRepository) => (
                format!("`{}` is outside the repository, so the link leads nowhere", link.written),
                "move the file into the content folder",
            ),
            Target::Repository { url } => (
                format!("`{}` is not part of the site; the link leads to {url}", link.written),
                "move the file into the content folder, or write the address itself",
            ),
            _ => continue,
        };
        findings.add(path, link.span, message, [hint.to_owned()]);
    }
}

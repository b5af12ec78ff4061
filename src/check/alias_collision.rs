//! `alias-collision`: an old address that is already taken.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, shown};
use crate::playbook::Claim;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "alias-collision",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an old address that is already taken",
    explanation: "Two pages claim the same old address in `aliases`, or an alias is the address of a page or file
that exists. The address can lead to one place only, so this alias was left out.

Remove the alias from the page that no longer needs it.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for collision in &checked.playbook.collisions {
        let (message, hint) = match collision.claim {
            Claim::Page | Claim::File | Claim::Static => continue,
            Claim::Alias => (
                format!("the alias `{}` is already taken by {}", collision.url, collision.winner),
                "remove it, or give the other page up",
            ),
            Claim::NoAddress => (
                format!("the alias `{}` is not an address on this site", shown(&collision.winner)),
                "write the old address from the site's root, such as `/people/pm-ratio/`",
            ),
        };
        findings.add(&collision.loser, collision.span, message, [hint.to_owned()]);
    }
}

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

An alias that is the page's own address, or stands twice on it, does nothing; one that begins with
`//` or a scheme, has a `.` or `..` between slashes or is empty is no address on this site.

Remove the alias from the page that no longer needs it.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for collision in &checked.playbook.collisions {
        let (message, hint) = match collision.claim {
            Claim::Page | Claim::File | Claim::Static | Claim::Calendar => continue,
            Claim::Alias => (
                format!("the alias `{}` is already taken by {}", collision.url, collision.winner),
                "remove it, or give the other page up",
            ),
            Claim::OwnAddress => (format!("the alias `{}` is this page's own address", collision.url), "remove it"),
            Claim::Twice => (format!("the alias `{}` stands twice", collision.url), "remove one of the two"),
            Claim::NoAddress if collision.winner.is_empty() => ("this alias is empty".to_owned(), "remove it"),
            Claim::NoAddress => (
                format!("the alias `{}` is not an address on this site", shown(&collision.winner)),
                "write the old address from the site's root, such as `/people/pm-ratio/`",
            ),
        };
        findings.add(&collision.loser, collision.span, message, [hint.to_owned()]);
    }
}

//! `url-collision`: two pages that want the same address.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::playbook::Claim;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "url-collision",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two pages that want the same address",
    explanation: "Two files would be published at the same address: `team.md` beside `team/index.md`, or two pages
with the same `permalink`. The page named first in the message has the address; the other was
given the address with a number after it, so that nothing is lost.

Rename one of the two files, or give it a `slug` of its own.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for collision in checked.playbook.collisions.iter().filter(|collision| collision.claim == Claim::Page) {
        let message = format!(
            "the address `{}` of `{}` is already taken by {}",
            collision.url, collision.loser, collision.winner
        );
        findings.add(
            &collision.loser,
            collision.span,
            message,
            ["rename one of the two, or give it a `slug`".to_owned()],
        );
    }
}

//! `url-collision`: two things that want the same address.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Folder, Severity};
use crate::playbook::files::ROBOTS;
use crate::playbook::{Claim, Collision};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "url-collision",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "two pages or files that want the same address",
    explanation: "Two files would be published at the same address: `team.md` beside `team/index.md`, two pages with
the same `permalink`, or a file of yours where the site writes one itself, such as `feed.xml`. The
one named last in the message has the address. A page was given the address with a number after it,
so that nothing is lost; another file was not published.

Rename one of the two files, or give a page a `slug` of its own. A `robots.txt` of yours, at the top
of the content folder or in `static`, takes the place of ours without a word.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for collision in &checked.playbook.collisions {
        let Collision { url, loser, winner, .. } = collision;
        let (folder, name) = match collision.claim {
            Claim::Page => {
                let message = format!("the address `{url}` of `{loser}` is already taken by {winner}");
                let hint = "rename one of the two, or give it a `slug`".to_owned();
                findings.add(loser, collision.span, message, [hint]);
                continue;
            }
            Claim::File => (Folder::Content, loser.as_str()),
            Claim::Static => (Folder::Root, loser.file_name()),
            Claim::Calendar => {
                let message = format!("the calendar `{url}` is not made: its address is taken by {winner}");
                findings.add(loser, collision.span, message, ["rename one of the two".to_owned()]);
                continue;
            }
            Claim::Alias | Claim::OwnAddress | Claim::Twice | Claim::NoAddress => continue,
        };
        let message = format!("this file is not published: its address `{url}` is taken by {winner}");
        let hint = match name {
            "404.html" => "write the page as the template `templates/404.html`",
            ROBOTS => "keep one of the two",
            _ => "rename it, or move it into a folder",
        };
        findings.add_in(folder, loser, collision.span, message, [hint.to_owned()]);
    }
}

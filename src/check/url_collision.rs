//! `url-collision`: two things that want the same address.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Folder, Severity};
use crate::playbook::files::ROBOTS;
use crate::playbook::{Claim, Collision, Url};

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
of the content folder or in `static`, takes the place of ours without a word. The home page keeps the
address `/`, whatever `slug` or `permalink` it has.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    home(checked, findings);
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

/// The home page has its address, whatever it asks for: without it the site would have no beginning.
fn home(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let Some(home) = checked.playbook.home().map(|home| checked.playbook.entry(home)) else { return };
    let Some(path) = &home.path else { return };
    let front_matter = &home.page.front_matter;
    let permalink =
        front_matter.permalink.as_ref().filter(|own| Url::permalink(&own.value).is_some_and(|url| url != home.url));
    for (key, own) in [("permalink", permalink), ("slug", front_matter.slug.as_ref())] {
        if let Some(own) = own {
            let message = format!("`{key}` does nothing here: the address of the home page is `{}`", home.url);
            findings.add(path, own.span, message, ["remove it; `aliases` lead old addresses here".to_owned()]);
        }
    }
}

//! `missing-image`: an image or other embedded file that does not exist, or is none.

use super::broken_link::Names;
use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;
use crate::page::Usage;
use crate::playbook::{Missing, Target};

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "missing-image",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "an image or other embedded file that does not exist, or is a page",
    explanation: "The page shows an image, a video or a frame from a file that is not there, or an image
from a page, so readers see a broken picture. Files are named relative to the page, as on the forge.

The hint names the nearest file that exists.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let names = Names::new(checked);
    for (path, link, target) in checked.links() {
        match target {
            Target::Missing(Missing::Empty) if link.usage != Usage::Link => {
                findings.add(path, link.span, "this image names no file".to_owned(), None);
            }
            Target::Missing(Missing::Nothing | Missing::Draft) if link.usage != Usage::Link => {
                let (message, hint) = names.explain(path, link);
                findings.add(path, link.span, message, hint);
            }
            Target::Missing(Missing::InRepository(file)) if link.usage != Usage::Link => {
                let message = format!("no file at `{file}`, which this address of our own repository names");
                findings.add(path, link.span, message, None);
            }
            Target::Page { page, .. } if link.usage == Usage::Embed => {
                let entry = checked.playbook.entry(*page);
                let shown = entry.path.as_ref().map_or_else(|| entry.title.clone(), ToString::to_string);
                let message = format!("`{shown}` is a page, which cannot be shown as an image");
                let hint = format!("link to it instead: `[text]({})`", link.written);
                findings.add(path, link.span, message, [hint]);
            }
            _ => {}
        }
    }
}

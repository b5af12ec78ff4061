//! `missing-image`: an image or other embedded file that does not exist.

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
    summary: "an image or other embedded file that does not exist",
    explanation: "The page shows an image, a video or a frame from a file that is not there, so readers see a broken
picture. Files are named relative to the page, as on the forge.

The hint names the nearest file that exists.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    let names = Names::new(checked);
    for (path, link, target) in checked.links() {
        match target {
            Target::Missing(Missing::Empty) if link.usage == Usage::Embed => {
                findings.add(path, link.span, "this image names no file".to_owned(), None);
            }
            Target::Missing(Missing::Nothing | Missing::Draft) if link.usage == Usage::Embed => {
                let (message, hint) = names.explain(path, link);
                findings.add(path, link.span, message, hint);
            }
            _ => {}
        }
    }
}

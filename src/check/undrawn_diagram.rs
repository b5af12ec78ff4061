//! `undrawn-diagram`: a diagram in Mermaid, which readers see as its source.

use super::{Checked, Findings, Rule};
use crate::diagnostic::Severity;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "undrawn-diagram",
    severity: Severity::Info,
    opt_in: false,
    fixed: false,
    summary: "a diagram that is shown as its source",
    explanation: "Git forges draw a code block of the language `mermaid`; this site shows its source, as readable code.

Where readers need the picture, draw it once (with the editor at mermaid.live, or `mmdc` on the command
line), keep the SVG file beside the page, and show it: `![Who decides what](decisions.svg)`. Keep the
source in the page or beside it, for whoever changes the diagram.
",
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        for span in &page.oddities.diagrams {
            let hint = "show a drawn file, such as `![What it says](diagram.svg)`".to_owned();
            findings.add(path, *span, "this diagram is shown as its source".to_owned(), [hint]);
        }
    }
}

//! `unknown-show`: a section that is to show something that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, suggest};
use crate::page::kinds::Data;
use crate::page::kinds::section::SHOWS;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-show",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a section that is to show something that does not exist",
    explanation: r#"`show` names what follows the text of a section: cards, list, calendar, okr-dashboard, review-queue
or none. This word is none of them, so nothing is shown for it.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Section(section) = &page.front_matter.data else { continue };
        for show in section.show.iter().filter(|show| !SHOWS.contains(&show.value.as_str())) {
            let hint = suggest::nearest(&show.value, SHOWS.iter().copied()).map_or_else(
                || format!("the words are {}", SHOWS.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            findings.add(path, show.span, format!("a section cannot show `{}`", show.value), [hint]);
        }
    }
}

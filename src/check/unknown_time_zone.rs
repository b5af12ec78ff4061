//! `unknown-time-zone`: a time zone that does not exist.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, suggest};
use crate::page::kinds::Data;

/// See the explanation.
pub(super) const RULE: Rule = Rule {
    id: "unknown-time-zone",
    severity: Severity::Warning,
    opt_in: false,
    fixed: false,
    summary: "a time zone that does not exist",
    explanation: r#"`timezone` is a name of the IANA time zone database, such as `Europe/London`. This one is not in it,
so nobody's calendar would show the right time.

Without `timezone` the time is everybody's own.
"#,
    check,
};

fn check(checked: &Checked<'_>, findings: &mut Findings<'_>) {
    for (path, page) in checked.pages {
        let Data::Review(review) = &page.front_matter.data else { continue };
        let Some(zone) = review.timezone.as_ref().filter(|_| review.zone().is_none()) else { continue };
        let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        let near = suggest::nearest(&zone.value, names.iter().map(String::as_str));
        let hint = near.map_or_else(
            || "write the name of the zone's city, such as `Europe/London`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        findings.add(path, zone.span, format!("there is no time zone `{}`", zone.value), [hint]);
    }
}

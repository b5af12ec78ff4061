//! The rules that content is checked by. Each has a file with its code and its explanation; knows
//! what is wrong, not how findings are shown.

mod agenda_too_long;
mod alias_collision;
#[cfg(test)]
mod bad_input;
mod broken_anchor;
mod broken_link;
mod case_collision;
mod check_in_date;
mod check_in_order;
mod conflict_markers;
mod control_character;
mod current_disagrees;
mod duplicate_anchor;
mod duplicate_id;
mod duplicate_key;
mod duplicate_key_result;
mod duplicate_title;
mod future_done;
mod future_review_date;
mod invalid_cadence;
mod invalid_front_matter;
mod invalid_people;
mod invalid_period;
mod invalid_value;
mod invisible_html;
mod key_result_numbers;
mod link_outside_content;
mod missing_alt;
mod missing_baseline;
mod missing_image;
mod missing_key;
mod near_miss_key;
mod not_utf8;
mod okr_guidance;
mod okr_loop;
mod orphan_asset;
mod oversized_page;
mod reference_loop;
mod review_guidance;
mod skipped_file;
mod skipped_heading;
mod tag_without_address;
mod unbalanced_html;
mod undrawn_diagram;
mod unknown_key;
mod unknown_key_result;
mod unknown_kind;
mod unknown_owner;
mod unknown_page;
mod unknown_show;
mod unknown_template;
mod unknown_time_zone;
mod unknown_variable;
mod unreadable_file;
mod unreadable_formula;
mod unsafe_link;
mod unserved_vision;
mod url_collision;
mod vision_statement;
mod wrong_case_anchor;
mod wrong_kind;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Folder, Report, Severity, Span};
use crate::page::decode::Placed;
use crate::page::kinds::Data;
use crate::page::references::{self, Reference, Wanted};
use crate::page::{Link, LinkRef, Page};
use crate::playbook::{Entry, Missing, Place, Playbook, Target};
use crate::source::{Skipped, SourcePath, Sources, join};
use crate::theme::offer::Offer;

/// One rule.
pub struct Rule {
    /// The name that findings and the config use.
    pub id: &'static str,
    /// How much a finding weighs, unless the config says otherwise.
    pub severity: Severity,
    /// Whether the rule looks only when the config asks for it.
    pub opt_in: bool,
    /// Whether the config cannot change how much it weighs.
    pub fixed: bool,
    /// What it finds, in a line.
    pub summary: &'static str,
    /// What it finds, why that matters and how to mend it, in Markdown.
    pub explanation: &'static str,
    /// Finds it.
    check: fn(&Checked<'_>, &mut Findings<'_>),
}

/// All rules, by name.
pub const RULES: &[Rule] = &[
    agenda_too_long::RULE,
    alias_collision::RULE,
    broken_anchor::RULE,
    broken_link::RULE,
    case_collision::RULE,
    check_in_date::RULE,
    check_in_order::RULE,
    conflict_markers::RULE,
    control_character::RULE,
    current_disagrees::RULE,
    duplicate_anchor::RULE,
    duplicate_id::RULE,
    duplicate_key::RULE,
    duplicate_key_result::RULE,
    duplicate_title::RULE,
    future_done::RULE,
    future_review_date::RULE,
    invalid_cadence::RULE,
    invalid_front_matter::RULE,
    invalid_people::RULE,
    invalid_period::RULE,
    invalid_value::RULE,
    invisible_html::RULE,
    key_result_numbers::RULE,
    link_outside_content::RULE,
    missing_alt::RULE,
    missing_baseline::RULE,
    missing_image::RULE,
    missing_key::RULE,
    near_miss_key::RULE,
    not_utf8::RULE,
    okr_guidance::RULE,
    okr_loop::RULE,
    orphan_asset::RULE,
    oversized_page::RULE,
    reference_loop::RULE,
    review_guidance::RULE,
    skipped_file::RULE,
    skipped_heading::RULE,
    tag_without_address::RULE,
    unbalanced_html::RULE,
    undrawn_diagram::RULE,
    unknown_key::RULE,
    unknown_key_result::RULE,
    unknown_kind::RULE,
    unknown_owner::RULE,
    unknown_page::RULE,
    unknown_show::RULE,
    unknown_template::RULE,
    unknown_time_zone::RULE,
    unknown_variable::RULE,
    unreadable_file::RULE,
    unreadable_formula::RULE,
    unsafe_link::RULE,
    unserved_vision::RULE,
    url_collision::RULE,
    vision_statement::RULE,
    wrong_case_anchor::RULE,
    wrong_kind::RULE,
];

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// What rules look at.
pub struct Checked<'a> {
    /// The snapshot.
    pub sources: &'a Sources,
    /// Every page, drafts included.
    pub pages: &'a BTreeMap<SourcePath, Arc<Page>>,
    /// What is published.
    pub playbook: &'a Playbook,
    /// The settings.
    pub config: &'a Config,
    /// What the theme has for pages.
    pub offer: &'a Offer,
    /// The day that counts as today.
    pub today: jiff::civil::Date,
}

impl Checked<'_> {
    /// Every published page that has a source.
    fn entries(&self) -> impl Iterator<Item = (&SourcePath, &Entry)> {
        self.playbook.entries().filter_map(|(_, entry)| entry.path.as_ref().map(|path| (path, entry)))
    }

    /// What could not be taken into the snapshot, of the content and of what is beside it.
    fn skipped(&self) -> impl Iterator<Item = (Folder, &Skipped)> {
        let content = self.sources.skipped.iter().map(|skipped| (Folder::Content, skipped));
        // Where the content is the config's own folder it holds the others.
        let beside = self.offer.skipped.iter().filter(|skipped| !self.sources.skipped.contains(skipped));
        content.chain(beside.map(|skipped| (Folder::Root, skipped)))
    }

    /// Whether a page links to a file that is not in the snapshot.
    fn is_linked_to(&self, file: &SourcePath) -> bool {
        self.links().any(|(from, link, target)| match (&link.target, target) {
            (LinkRef::Path(path), Target::Missing(Missing::Nothing)) => {
                let folder = if path.from_root { "" } else { from.folder() };
                join(folder, &path.path).as_deref() == Some(file.as_str())
            }
            _ => false,
        })
    }

    /// Every page that a published page names in its front-matter.
    fn references(&self) -> impl Iterator<Item = (&SourcePath, &Entry, Reference<'_>)> {
        self.entries().flat_map(|(path, entry)| {
            references::references(&entry.page).into_iter().map(move |reference| (path, entry, reference))
        })
    }

    /// Every place that the front-matter of a published page names as one to read. The names of
    /// scores are another rule's.
    fn places(&self) -> impl Iterator<Item = (&SourcePath, &Placed<String>, Place)> {
        self.references().filter_map(|(path, entry, reference)| {
            let place = self.playbook.place_named(entry, &reference.name.value)?;
            let is_objective = matches!(self.playbook.entry(place.page).page.front_matter.data, Data::Okr(_));
            let is_score = is_objective && !matches!(reference.wanted, Wanted::Page | Wanted::Vision);
            (!is_score).then_some((path, reference.name, place))
        })
    }

    /// Every link of every published page with where it leads.
    fn links(&self) -> impl Iterator<Item = (&SourcePath, &Link, &Target)> {
        self.entries().flat_map(|(path, entry)| {
            entry.page.links.iter().zip(&entry.targets).map(move |(link, target)| (path, link, target))
        })
    }
}

/// What a rule found so far.
pub struct Findings<'a> {
    rule: &'static str,
    severity: Severity,
    findings: &'a mut Vec<Diagnostic>,
}

impl Findings<'_> {
    fn add(&mut self, path: &SourcePath, span: Span, message: String, hints: impl IntoIterator<Item = String>) {
        self.add_in(Folder::Content, path, span, message, hints);
    }

    fn add_in(
        &mut self,
        folder: Folder,
        path: &SourcePath,
        span: Span,
        message: String,
        hints: impl IntoIterator<Item = String>,
    ) {
        self.findings.push(Diagnostic {
            rule: self.rule,
            severity: self.severity,
            folder,
            path: path.clone(),
            span,
            message,
            hints: hints.into_iter().collect(),
        });
    }
}

/// Runs every rule that the config leaves on.
pub fn check(checked: &Checked<'_>) -> Report {
    let mut findings = Vec::new();
    for rule in RULES {
        let wanted = match checked.config.checks.get(rule.id) {
            Some(severity) => *severity,
            None => (!rule.opt_in).then_some(rule.severity),
        };
        if let Some(severity) = wanted {
            (rule.check)(checked, &mut Findings { rule: rule.id, severity, findings: &mut findings });
        }
    }
    Report::new(findings)
}

/// A path as an author writes it in a page of `folder`.
fn relative_to(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len().saturating_sub(1));
    let ups = std::iter::repeat_n("..", from.len() - common);
    ups.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/").replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_explained() {
        assert!(RULES.is_sorted_by_key(|rule| rule.id));
        for rule in RULES {
            assert!(rule.explanation.len() > 80 && !rule.summary.ends_with('.'), "{}", rule.id);
        }
    }

    #[test]
    fn suggestions_are_written_as_the_author_would() {
        assert_eq!(relative_to("a/b", "a/c.md"), "../c.md");
        assert_eq!(relative_to("", "a/c d.md"), "a/c%20d.md");
        assert_eq!(relative_to("a", "a/c.md"), "c.md");
    }
}

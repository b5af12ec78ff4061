//! What a section shows besides its pages: rhythm, dashboards, trees and queues. Knows what was
//! computed, no template.

use std::collections::{BTreeMap, BTreeSet};

use super::super::page::PageViews;
use super::{okr, review};
use crate::page::kinds::{Data, Section};
use crate::playbook::{Due, PageId};
use crate::theme::kinds::{DashboardView, DueView, ObjectiveView, QueueView, SectionKindView, TreeView};

/// `page.section`
pub(super) fn view(views: &PageViews<'_>, section: &Section) -> SectionKindView {
    let dashboard = shows(section, "okr-dashboard");
    SectionKindView {
        show: section.show.iter().map(|show| show.value.clone()).collect(),
        calendar: shows(section, "calendar").then(|| review::rhythm(views)),
        dashboard: if dashboard { dashboards(views) } else { Vec::new() },
        tree: if dashboard { tree(views) } else { Vec::new() },
        queue: if shows(section, "review-queue") { queue(views) } else { Vec::new() },
    }
}

/// Whether a section shows something besides its pages.
pub(super) fn shows(section: &Section, wanted: &str) -> bool {
    section.show.iter().any(|show| show.value == wanted)
}

/// A dashboard a period: those that today is in first, then the newest. What was replaced before it
/// was closed is no objective of its period any more.
fn dashboards(views: &PageViews<'_>) -> Vec<DashboardView> {
    let playbook = views.playbook();
    let today = views.today();
    let mut periods: BTreeMap<String, (bool, Option<jiff::civil::Date>, Vec<PageId>)> = BTreeMap::new();
    for page in &playbook.reading_order {
        let Some(objective) = playbook.okrs.objectives.get(page).filter(|objective| !objective.is_set_aside) else {
            continue;
        };
        let is_current = objective.days.is_some_and(|(start, end)| (start..=end).contains(&today));
        let name = objective.period.clone().unwrap_or_else(|| views.words().say("okr.no-period").to_owned());
        let period = periods.entry(name).or_insert((is_current, objective.days.map(|(start, _)| start), Vec::new()));
        period.2.push(*page);
    }
    let mut periods: Vec<_> = periods.into_iter().collect();
    periods.sort_by(|(_, a), (_, b)| b.0.cmp(&a.0).then(b.1.cmp(&a.1)));
    periods
        .into_iter()
        .map(|(period, (is_current, _, pages))| DashboardView {
            period,
            is_current,
            objectives: pages.into_iter().filter_map(|page| okr::row(views, page)).collect(),
        })
        .collect()
}

/// Visions with the objectives that serve them, and those below. An objective stands under the
/// first vision that it serves; what is below a parent stands there.
fn tree(views: &PageViews<'_>) -> Vec<TreeView> {
    let playbook = views.playbook();
    let mut shown: BTreeSet<PageId> = BTreeSet::new();
    let roots: Vec<PageId> = playbook
        .reading_order
        .iter()
        .copied()
        .filter(|page| playbook.okrs.objectives.get(page).is_some_and(|objective| objective.parent.is_none()))
        .collect();
    let mut branches = |pages: Vec<PageId>| -> Vec<ObjectiveView> {
        let fresh = pages.into_iter().filter(|page| shown.insert(*page));
        fresh.filter_map(|page| okr::branch(views, page, &mut Vec::new())).collect()
    };
    let mut trees = Vec::new();
    for page in &playbook.reading_order {
        let Data::Vision(vision) = &playbook.entry(*page).page.front_matter.data else { continue };
        let serves = |root: &PageId| playbook.okrs.objectives[root].aligns_to.iter().any(|target| target.page == *page);
        let objectives = branches(roots.iter().copied().filter(serves).collect());
        if !objectives.is_empty() {
            let statement = vision.statement.as_ref().map(|statement| statement.value.clone());
            trees.push(TreeView { vision: Some(views.link(*page)), statement, objectives });
        }
    }
    let rest = branches(roots);
    if !rest.is_empty() {
        trees.push(TreeView { vision: None, statement: None, objectives: rest });
    }
    trees
}

fn queue(views: &PageViews<'_>) -> Vec<QueueView> {
    let queue = views.playbook().review_queue(views.today());
    queue
        .into_iter()
        .map(|(owner, due)| QueueView { owner, pages: due.iter().map(|due| due_view(views, due)).collect() })
        .collect()
}

pub(super) fn due_view(views: &PageViews<'_>, due: &Due) -> DueView {
    DueView { link: views.link(due.page), by: due.by, days: due.overdue }
}

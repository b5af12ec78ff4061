//! The home page's own data, and every symptom with where it leads. Knows the playbook, no
//! template.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::page::PageViews;
use super::section::due_view;
use super::{okr, review};
use crate::page::kinds::Data;
use crate::page::kinds::okr::State;
use crate::page::slug;
use crate::playbook::PageId;
use crate::playbook::calendar::monday;
use crate::theme::kinds::{ChangeView, HomeView, SymptomGroupView, SymptomView};

/// So many changes are shown.
const CHANGES: usize = 5;

/// `home`
pub(in crate::site) fn home(views: &PageViews<'_>) -> HomeView {
    let playbook = views.playbook();
    let today = views.today();
    let week = monday(today);
    let end_of_week = week.saturating_add(6.days());
    let in_order = || playbook.reading_order.iter().copied();
    let vision = in_order().find_map(|page| match &playbook.entry(page).page.front_matter.data {
        Data::Vision(vision) if vision.sort != "strategy" => Some((page, vision)),
        _ => None,
    });
    let is_running = |page: &PageId| {
        let Data::Okr(okr) = &playbook.entry(*page).page.front_matter.data else { return false };
        let days = playbook.okrs.objectives.get(page).and_then(|objective| objective.days);
        okr.state == State::Active && days.is_some_and(|(start, end)| (start..=end).contains(&today))
    };
    HomeView {
        vision: vision.map(|(page, _)| views.link(page)),
        statement: vision.and_then(|(_, vision)| vision.statement.as_ref()).map(|statement| statement.value.clone()),
        objectives: in_order().filter(is_running).filter_map(|page| okr::row(views, page)).collect(),
        meetings: review::meetings(views, today.max(week), end_of_week),
        due: playbook.due(today).iter().filter(|due| due.by <= end_of_week).map(|due| due_view(views, due)).collect(),
        changed: changes(views),
        paths: in_order().filter(|page| playbook.entry(*page).kind == "path").map(|page| views.link(page)).collect(),
    }
}

fn changes(views: &PageViews<'_>) -> Vec<ChangeView> {
    let playbook = views.playbook();
    let mut changed: Vec<(Date, PageId)> = playbook
        .entries()
        .filter(|(id, entry)| entry.path.is_some() && playbook.is_searchable(*id))
        .filter_map(|(page, entry)| Some((views.updated(entry)?, page)))
        .collect();
    changed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| playbook.entry(a.1).url.cmp(&playbook.entry(b.1).url)));
    changed.truncate(CHANGES);
    changed.into_iter().map(|(updated, page)| ChangeView { link: views.link(page), updated }).collect()
}

/// `symptoms`: every symptom of every page, by section, in reading order.
pub(in crate::site) fn symptoms(views: &PageViews<'_>) -> Vec<SymptomGroupView> {
    let playbook = views.playbook();
    let mut groups: Vec<(PageId, Vec<SymptomView>)> = Vec::new();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for page in &playbook.reading_order {
        let entry = playbook.entry(*page);
        let section = if entry.section.is_some() { *page } else { entry.parent.unwrap_or(*page) };
        for symptom in &entry.page.front_matter.symptoms {
            let leads_to = symptom.leads_to.as_ref().and_then(|name| playbook.page_named(entry, &name.value));
            let base = slug(&symptom.text);
            let uses = ids.entry(base.clone()).or_default();
            *uses += 1;
            let view = SymptomView {
                id: if *uses == 1 { base } else { format!("{base}-{uses}") },
                text: symptom.text.clone(),
                page: views.link(*page),
                leads_to: views.link(leads_to.unwrap_or(*page)),
                pillar: entry.page.front_matter.pillar.clone(),
            };
            match groups.iter_mut().find(|(group, _)| *group == section) {
                Some((_, symptoms)) => symptoms.push(view),
                None => groups.push((section, vec![view])),
            }
        }
    }
    groups.into_iter().map(|(section, symptoms)| SymptomGroupView { section: views.link(section), symptoms }).collect()
}

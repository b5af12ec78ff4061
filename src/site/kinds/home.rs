//! The home page's own data, and every symptom with where it leads. Knows the playbook, no
//! template.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::page::PageViews;
use super::section::{due_view, shows};
use super::{okr, review};
use crate::page::front_matter::Status;
use crate::page::kinds::Data;
use crate::page::kinds::okr::{Okr, State};
use crate::page::slug;
use crate::playbook::calendar::monday;
use crate::playbook::{Entry, PageId, Playbook};
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
    let vision = vision(playbook);
    HomeView {
        vision: vision.map(|(page, _)| views.link(page)),
        statement: vision.map(|(_, statement)| statement.to_owned()),
        objectives: objectives(playbook, today).into_iter().filter_map(|page| okr::row(views, page)).collect(),
        meetings: review::meetings(views, today.max(week), end_of_week),
        due: playbook.due(today).iter().filter(|due| due.by <= end_of_week).map(|due| due_view(views, due)).collect(),
        queue: in_order().find(|page| shows_queue(playbook, *page)).map(|page| views.link(page)),
        changed: changes(views),
        paths: in_order().filter(|page| playbook.entry(*page).kind == "path").map(|page| views.link(page)).collect(),
    }
}

/// The statement that holds now: the first vision, else the first of another sort. A strategy says
/// how to get there, not where.
fn vision(playbook: &Playbook) -> Option<(PageId, &str)> {
    let visions =
        playbook.reading_order.iter().filter_map(|page| match &playbook.entry(*page).page.front_matter.data {
            Data::Vision(vision) if vision.sort != "strategy" => Some((*page, vision)),
            _ => None,
        });
    let is_replaced = |page: PageId| {
        let front_matter = &playbook.entry(page).page.front_matter;
        front_matter.status != Status::Current || front_matter.superseded_by.is_some()
    };
    let replaced: BTreeSet<PageId> = playbook.entries().filter_map(|(by, entry)| older(playbook, by, entry)).collect();
    visions
        .filter(|(page, _)| !is_replaced(*page) && !replaced.contains(page))
        .filter_map(|(page, vision)| Some((page, vision.sort.as_str(), vision.statement.as_ref()?.value.as_str())))
        .filter(|(.., statement)| !statement.trim().is_empty())
        .min_by_key(|(_, sort, _)| *sort != "vision")
        .map(|(page, _, statement)| (page, statement))
}

/// The page that another says it supersedes.
fn older(playbook: &Playbook, by: PageId, entry: &Entry) -> Option<PageId> {
    let Data::Vision(vision) = &entry.page.front_matter.data else { return None };
    playbook.page_named(entry, &vision.supersedes.as_ref()?.value).filter(|older| *older != by)
}

fn shows_queue(playbook: &Playbook, page: PageId) -> bool {
    let Data::Section(section) = &playbook.entry(page).page.front_matter.data else { return false };
    shows(section, "review-queue")
}

/// The active objectives of the period that today is in. Until it has any, those of the last period
/// that nobody has closed, because somebody still has to.
fn objectives(playbook: &Playbook, today: Date) -> Vec<PageId> {
    let in_order = playbook.reading_order.iter().filter_map(|page| {
        let Data::Okr(okr) = &playbook.entry(*page).page.front_matter.data else { return None };
        let objective = playbook.okrs.objectives.get(page).filter(|objective| !objective.is_set_aside)?;
        Some((*page, okr, objective.days?))
    });
    let objectives: Vec<(PageId, &Okr, (Date, Date))> = in_order.collect();
    let is_now = |(start, end): (Date, Date)| (start..=end).contains(&today);
    let has_begun = objectives.iter().any(|(_, okr, days)| okr.state != State::Draft && is_now(*days));
    let is_open = |okr: &Okr| okr.state == State::Active && okr.retro.is_none();
    let open = objectives.iter().filter(|(_, okr, _)| is_open(okr));
    let last_end = open.map(|(.., (_, end))| *end).filter(|end| *end < today).max();
    let is_shown = |okr: &Okr, days: (Date, Date)| match has_begun {
        true => okr.state == State::Active && is_now(days),
        false => is_open(okr) && Some(days.1) == last_end,
    };
    objectives.iter().filter(|(_, okr, days)| is_shown(okr, *days)).map(|(page, ..)| *page).collect()
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
            let leads_to = symptom.leads_to.as_ref().and_then(|name| views.link_named(entry, name));
            let base = slug(&symptom.text);
            let uses = ids.entry(base.clone()).or_default();
            *uses += 1;
            let view = SymptomView {
                id: if *uses == 1 { base } else { format!("{base}-{uses}") },
                text: symptom.text.clone(),
                page: views.link(*page),
                leads_to: leads_to.unwrap_or_else(|| views.link(*page)),
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

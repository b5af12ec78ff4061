//! Objectives with their scores, status and relations, as of a day. Knows the whole playbook; what
//! it says is data, ready to be shown.

mod graph;
mod loops;
pub mod score;
pub mod status;
#[cfg(test)]
mod tests;
mod trend;

use std::collections::BTreeMap;

use jiff::civil::Date;

use graph::{Calculator, Node};
pub use loops::Loop;
use score::{Moment, Now, Progress};
use status::{Judged, elapsed, status};
pub use status::{Pace, Status};
pub use trend::lacks_checkins;

use super::{Earlier, PageId, Place, Playbook, Reckoning};
use crate::page::Page;
use crate::page::front_matter::{self, FrontMatter};
use crate::page::kinds::Data;
use crate::page::kinds::okr::{Ambition, Checkin, Measure, Okr, Rhythm, State, oldest_first};
use crate::page::period::Period;
use crate::source::SourcePath;

/// All objectives.
#[derive(Debug, Default)]
pub struct Okrs {
    /// By page.
    pub objectives: BTreeMap<PageId, Objective>,
    /// References that lead in a circle.
    pub loops: Vec<Loop>,
}

/// An objective as of a day.
#[derive(Debug)]
pub struct Objective {
    /// The period's name, in one spelling; as written when there is no such period.
    pub period: Option<String>,
    /// Its first and last day.
    pub days: Option<(Date, Date)>,
    /// How much of the period has gone, from 0 to 1.
    pub elapsed: f64,
    /// The score; none without data.
    pub score: Option<f64>,
    /// The score that pace asks for today.
    pub expected: f64,
    /// By the arithmetic.
    pub status: Status,
    /// The owner's own word in the newest check-in.
    pub owner_status: Option<Status>,
    /// Whether its page is outdated or superseded, and its score is not final.
    pub is_set_aside: bool,
    /// Whether nobody has checked in for too long.
    pub is_stale: bool,
    /// The day of the newest check-in.
    pub checked_in: Option<Date>,
    /// The mean of the key results' confidence, by weight.
    pub confidence: Option<f64>,
    /// In the order of the file.
    pub key_results: Vec<KeyResultState>,
    /// The objective that it rolls up into.
    pub parent: Option<PageId>,
    /// The objectives that name it as their parent, in the order of their section.
    pub children: Vec<PageId>,
    /// What it serves: pages, each with the key result that is meant.
    pub aligns_to: Vec<Place>,
    /// Objectives that serve it.
    pub aligned: Vec<PageId>,
    /// The score by day, oldest first, from check-ins, else from git; the last is today's.
    pub trend: Vec<(Date, f64)>,
}

/// A key result as of a day.
#[derive(Debug)]
pub struct KeyResultState {
    /// How far it has come.
    pub progress: Progress,
    /// Whether there is data at all.
    pub status: Status,
    /// The newest judgement, from 0 to 1.
    pub confidence: Option<f64>,
    /// What counts as a good end.
    pub ambition: Ambition,
    /// The page whose score this is, with its key result.
    pub linked: Option<Place>,
    /// The day of its newest check-in.
    pub checked_in: Option<Date>,
    /// The progress of a number by day, oldest first, from check-ins, else from git.
    pub trend: Vec<(Date, f64)>,
}

/// One objective's page, with its references resolved.
struct Sheet<'a> {
    path: SourcePath,
    id: String,
    parent: Option<PageId>,
    children: Vec<PageId>,
    /// See [`Objective::is_set_aside`].
    is_set_aside: bool,
    now: Version<'a>,
    earlier: BTreeMap<Date, Version<'a>>,
}

/// What a page says, or said from a day on.
struct Version<'a> {
    okr: &'a Okr,
    /// By the number of the key result: the page whose score it has, with the key result there.
    links: BTreeMap<usize, Place>,
}

struct Sheets<'a> {
    by_page: BTreeMap<PageId, Sheet<'a>>,
    /// The objectives that are above themselves, circle by circle.
    parent_loops: Vec<Vec<PageId>>,
}

/// Computes everything.
pub(super) fn compute(playbook: &Playbook, earlier: &Earlier, reckoning: &Reckoning) -> Okrs {
    let sheets = Sheets::read(playbook, earlier);
    if sheets.by_page.is_empty() {
        return Okrs::default();
    }
    let mut now = Calculator::new(&sheets, Moment { day: reckoning.today, is_now: Now::Yes });
    let mut objectives = BTreeMap::new();
    for page in sheets.by_page.keys() {
        objectives.insert(*page, objective(*page, &sheets, &mut now, playbook, reckoning));
    }
    let loops = loops::loops(&sheets, &now);
    let served: Vec<(PageId, PageId)> = objectives
        .iter()
        .flat_map(|(page, objective)| objective.aligns_to.iter().map(|target| (target.page, *page)))
        .filter(|(target, from)| target != from)
        .collect();
    for (target, from) in served {
        if let Some(objective) = objectives.get_mut(&target).filter(|objective| !objective.aligned.contains(&from)) {
            objective.aligned.push(from);
        }
    }
    Okrs { objectives, loops }
}

impl<'a> Sheets<'a> {
    fn read(playbook: &'a Playbook, earlier: &'a Earlier) -> Self {
        let mut by_page: BTreeMap<PageId, Sheet<'a>> = BTreeMap::new();
        for (id, entry) in playbook.entries() {
            let (Some(now), Some(path)) = (Version::read(playbook, entry, &entry.page), &entry.path) else { continue };
            let parent = now.okr.parent.as_ref().and_then(|parent| playbook.page_named(entry, &parent.value));
            let versions = earlier.get(path).into_iter().flatten();
            let sheet = Sheet {
                path: path.clone(),
                id: entry.id.clone(),
                parent,
                children: Vec::new(),
                is_set_aside: is_set_aside(&entry.page.front_matter, now.okr),
                now,
                earlier: versions
                    .filter_map(|(day, page)| Some((*day, Version::read(playbook, entry, page)?)))
                    .collect(),
            };
            by_page.insert(id, sheet);
        }
        let mut children: Vec<(PageId, PageId)> =
            by_page.iter().filter_map(|(id, sheet)| Some((sheet.parent.filter(|parent| parent != id)?, *id))).collect();
        let places: BTreeMap<PageId, usize> =
            playbook.reading_order.iter().enumerate().map(|(place, page)| (*page, place)).collect();
        children.sort_by_key(|(_, child)| places.get(child));
        for (parent, child) in children {
            if let Some(sheet) = by_page.get_mut(&parent) {
                sheet.children.push(child);
            }
        }
        let mut sheets = Self { by_page, parent_loops: Vec::new() };
        sheets.parent_loops = sheets.find_parent_loops();
        sheets
    }
}

/// A closed objective is the record of its period, whatever came after it.
fn is_set_aside(front_matter: &FrontMatter, okr: &Okr) -> bool {
    let is_replaced = front_matter.status != front_matter::Status::Current || front_matter.superseded_by.is_some();
    is_replaced && okr.state != State::Closed
}

impl<'a> Version<'a> {
    fn read(playbook: &Playbook, entry: &super::Entry, page: &'a Page) -> Option<Self> {
        let Data::Okr(okr) = &page.front_matter.data else { return None };
        let links = okr.key_results.iter().enumerate().filter_map(|(index, key_result)| {
            let Measure::Linked(from) = &key_result.measure else { return None };
            Some((index, target(playbook, entry, &from.value)?))
        });
        Some(Self { okr, links: links.collect() })
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.okr.key_results.iter().position(|key_result| key_result.id.value == name)
    }
}

/// The objective or key result that a reference means.
fn target(playbook: &Playbook, from: &super::Entry, written: &str) -> Option<Place> {
    // Nothing written names nothing, not the objective itself.
    let written = Some(written).filter(|written| !written.is_empty())?;
    let place = playbook.place_named(from, written)?;
    let Data::Okr(okr) = &playbook.entry(place.page).page.front_matter.data else { return None };
    let exists = |name: &String| okr.key_results.iter().any(|key_result| key_result.id.value == *name);
    place.fragment.as_ref().is_none_or(exists).then_some(place)
}

fn objective(
    page: PageId,
    sheets: &Sheets<'_>,
    now: &mut Calculator<'_>,
    playbook: &Playbook,
    reckoning: &Reckoning,
) -> Objective {
    let sheet = &sheets.by_page[&page];
    let okr = sheet.now.okr;
    let today = reckoning.today;
    let days = okr.period.map(|period: Period| period.days(reckoning.fiscal_year_start));
    let score = now.progress(Node::Objective(page)).raw;
    let gone = days.map_or(0.0, |days| elapsed(days, today));
    let mut known = oldest_first(&okr.checkins);
    known.retain(|checkin| checkin.date.value <= today);
    let checked_in = known.last().map(|checkin| checkin.date.value);
    let judge = |score, has_values, aim| {
        let judged = Judged { state: okr.state, period: days, has_values, score, aim };
        status(judged, today, &reckoning.pace)
    };
    let key_results: Vec<KeyResultState> = (0..okr.key_results.len())
        .map(|index| {
            let progress = now.progress(Node::KeyResult(page, index));
            let ambition = okr.key_results[index].ambition.unwrap_or(okr.ambition);
            let score = progress.raw.map(|_| progress.score());
            let status = judge(score, score.is_some(), ambition.aim());
            key_result(sheet, index, progress, status, days, today)
        })
        .collect();
    let has_values = score.is_some() || key_results.iter().any(|key_result| key_result.progress.raw.is_some());
    let entry = playbook.entry(page);
    Objective {
        period: okr
            .period
            .map(|period| period.to_string())
            .or_else(|| okr.period_written.as_ref().map(|written| written.value.clone())),
        days,
        elapsed: gone,
        score,
        expected: gone * okr.ambition.aim(),
        status: judge(score, has_values, okr.ambition.aim()),
        owner_status: owner_status(&known, checked_in),
        is_set_aside: sheet.is_set_aside,
        is_stale: is_stale(okr, days, checked_in, reckoning),
        checked_in,
        confidence: score::mean(
            key_results
                .iter()
                .zip(&okr.key_results)
                .filter(|(_, key_result)| !key_result.dropped)
                .filter_map(|(state, key_result)| Some((key_result.weight, state.confidence?))),
        ),
        key_results,
        parent: sheet.parent.filter(|parent| *parent != page && sheets.by_page.contains_key(parent)),
        children: sheet.children.clone(),
        aligns_to: okr.aligns_to.iter().filter_map(|name| playbook.place_named(entry, &name.value)).collect(),
        aligned: Vec::new(),
        trend: trend::of_objective(page, sheets, days, today, score),
    }
}

fn key_result(
    sheet: &Sheet<'_>,
    index: usize,
    progress: Progress,
    status: Status,
    days: Option<(Date, Date)>,
    today: Date,
) -> KeyResultState {
    let okr = sheet.now.okr;
    let stated = &okr.key_results[index];
    let moment = Moment { day: today, is_now: Now::Yes };
    let mut own = oldest_first(&okr.checkins);
    own.retain(|checkin| score::counts(checkin, stated, moment));
    KeyResultState {
        progress,
        status: if stated.dropped { Status::Dropped } else { status },
        confidence: own.iter().rev().find_map(|checkin| checkin.confidence).or(stated.confidence),
        ambition: stated.ambition.unwrap_or(okr.ambition),
        linked: sheet.now.links.get(&index).cloned(),
        checked_in: own.last().map(|checkin| checkin.date.value),
        trend: trend::of_key_result(stated, sheet, days, today, progress),
    }
}

/// The word of the newest day, of the objective or of a key result; the newest one wins. An older word
/// is not what the owner says now.
fn owner_status(known: &[&Checkin], newest: Option<Date>) -> Option<Status> {
    let mut of_the_day = known.iter().rev().filter(|checkin| Some(checkin.date.value) == newest);
    match of_the_day.find_map(|checkin| checkin.status.as_deref())? {
        "on-track" => Some(Status::OnTrack),
        "at-risk" => Some(Status::AtRisk),
        "off-track" => Some(Status::OffTrack),
        _ => None,
    }
}

fn is_stale(okr: &Okr, days: Option<(Date, Date)>, checked_in: Option<Date>, reckoning: &Reckoning) -> bool {
    let Some((start, _)) = days.filter(|(start, _)| okr.state == State::Active && reckoning.today >= *start) else {
        return false;
    };
    let allowed = match okr.rhythm {
        Rhythm::Weekly => reckoning.pace.stale_weekly,
        Rhythm::Monthly => reckoning.pace.stale_monthly,
    };
    (reckoning.today - checked_in.unwrap_or(start)).get_days() > allowed
}

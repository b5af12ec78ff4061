//! Progress over time: from check-ins, and where there are none, from what the page said in earlier
//! commits. Knows days and scores, not how they are drawn.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::graph::{Calculator, Node};
use super::score::{self, Moment, Now, Progress};
use super::{Sheet, Sheets};
use crate::page::kinds::okr::{Checkin, KeyResult, Measure, Okr, oldest_first};
use crate::playbook::PageId;

/// Whether a trend of this page can only come from its earlier versions.
pub fn lacks_checkins(okr: &Okr) -> bool {
    let lacks = |stated: &KeyResult| {
        is_number(stated) && values(okr, stated).next().is_none() || score::is_undated(stated, &okr.checkins)
    };
    okr.checkins.is_empty() || okr.key_results.iter().any(lacks)
}

/// The score on each day with a check-in, else on each day with a commit, and today.
pub(super) fn of_objective(
    page: PageId,
    sheets: &Sheets<'_>,
    days: Option<(Date, Date)>,
    today: Date,
    score: Option<f64>,
) -> Vec<(Date, f64)> {
    let sheet = &sheets.by_page[&page];
    let mut dates: BTreeSet<Date> = sheet.now.okr.checkins.iter().map(|checkin| checkin.date.value).collect();
    if dates.is_empty() {
        dates.extend(sheet.earlier.keys());
    }
    let dates = dates.into_iter().filter(|day| is_past(*day, days, today));
    let then = |day| Calculator::new(sheets, Moment { day, is_now: Now::No }).progress(Node::Objective(page)).raw;
    let past = dates.filter_map(|day| Some((day, then(day)?)));
    past.chain(score.map(|score| (last_day(days, today), score))).collect()
}

/// The share of the way at each check-in of a number, else at each commit and today.
pub(super) fn of_key_result(
    stated: &KeyResult,
    sheet: &Sheet<'_>,
    days: Option<(Date, Date)>,
    today: Date,
    now: Progress,
) -> Vec<(Date, f64)> {
    let Measure::Linear(linear) = &stated.measure else { return Vec::new() };
    if values(sheet.now.okr, stated).next().is_some() {
        let known = values(sheet.now.okr, stated).filter(|(day, _)| *day <= today);
        return known.filter_map(|(day, value)| Some((day, score::share_of_way(linear, value)?))).collect();
    }
    let versions = sheet.earlier.iter().filter(|(day, _)| is_past(**day, days, today));
    let past = versions.filter_map(|(day, version)| {
        let then = &version.okr.key_results[version.index_of(&stated.id.value)?];
        let moment = Moment { day: *day, is_now: Now::Yes };
        Some((*day, score::progress(then, &version.okr.checkins, moment).raw?))
    });
    past.chain(now.raw.map(|share| (last_day(days, today), share))).collect()
}

fn is_number(stated: &KeyResult) -> bool {
    matches!(stated.measure, Measure::Linear(_))
}

/// The values that were checked in on a key result, the oldest first.
fn values<'a>(okr: &'a Okr, stated: &'a KeyResult) -> impl Iterator<Item = (Date, f64)> + 'a {
    let is_own = |checkin: &&Checkin| checkin.kr.as_ref().is_some_and(|kr| kr.value == stated.id.value);
    oldest_first(&okr.checkins)
        .into_iter()
        .filter(is_own)
        .filter_map(|checkin| Some((checkin.date.value, checkin.value?)))
}

fn is_past(day: Date, days: Option<(Date, Date)>, today: Date) -> bool {
    day < today && days.is_none_or(|(start, end)| (start..=end).contains(&day))
}

/// Today, or the end of a period that is over.
fn last_day(days: Option<(Date, Date)>, today: Date) -> Date {
    days.map_or(today, |(_, end)| end.min(today))
}

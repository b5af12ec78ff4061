//! Objectives as templates see them: worded and rounded. Knows what was computed, not how.

use jiff::civil::Date;

use super::super::page::PageViews;
use super::{number, with_unit};
use crate::page::kinds::Data;
use crate::page::kinds::okr::{Checkin, Done, KeyResult, Measure, Okr, State, oldest_first};
use crate::playbook::PageId;
use crate::playbook::okr::{KeyResultState, Objective, Status, score};
use crate::theme::kinds::{CheckinView, KeyResultView, MilestoneView, ObjectiveView, OkrView, StandingView, TrendView};
use crate::theme::words::Words;

/// The size of a trend's drawing.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 64.0;

fn parts<'a>(views: &'a PageViews<'_>, page: PageId) -> Option<(&'a Okr, &'a Objective)> {
    let playbook = views.playbook();
    let Data::Okr(okr) = &playbook.entry(page).page.front_matter.data else { return None };
    Some((okr, playbook.okrs.objectives.get(&page)?))
}

/// An objective in a list.
pub(in crate::site) fn row(views: &PageViews<'_>, page: PageId) -> Option<ObjectiveView> {
    let (okr, objective) = parts(views, page)?;
    let entry = views.playbook().entry(page);
    let shown = objective.owner_status;
    Some(ObjectiveView {
        link: views.link(page),
        objective: okr.objective.clone().unwrap_or_else(|| entry.title.clone()),
        period: objective.period.clone(),
        level: okr.level.clone(),
        owner: entry.page.front_matter.owner.clone(),
        standing: standing(views, objective.score, objective.expected, objective.status),
        owner_status: shown.map(Status::word),
        owner_label: shown.map(|shown| label(views.words(), shown)),
        disagree: shown.is_some_and(|shown| is_pace(objective.status) && shown != objective.status),
        stale: objective.is_stale,
        checked_in: objective.checked_in,
        confidence: objective.confidence.map(one_decimal),
        key_results: key_results(views, page),
        children: Vec::new(),
    })
}

/// An objective with those below it. A loop of parents was told of and is cut here.
pub(in crate::site) fn branch(views: &PageViews<'_>, page: PageId, above: &mut Vec<PageId>) -> Option<ObjectiveView> {
    if above.contains(&page) {
        return None;
    }
    let (_, objective) = parts(views, page)?;
    above.push(page);
    let children = objective.children.iter().filter_map(|child| branch(views, *child, above)).collect();
    above.pop();
    Some(ObjectiveView { children, ..row(views, page)? })
}

/// `page.okr`
pub(in crate::site) fn view(views: &PageViews<'_>, page: PageId) -> Option<OkrView> {
    let (okr, objective) = parts(views, page)?;
    let rows = |pages: &[PageId]| pages.iter().filter_map(|page| row(views, *page)).collect::<Vec<_>>();
    let summary = row(views, page)?;
    let aligned: Vec<PageId> =
        objective.aligned.iter().copied().filter(|page| !objective.children.contains(page)).collect();
    let aim = okr.ambition.aim();
    Some(OkrView {
        starts: objective.days.map(|(start, _)| start),
        ends: objective.days.map(|(_, end)| end),
        elapsed_percent: percent(objective.elapsed),
        state: okr.state.word(),
        is_final: okr.state == State::Closed,
        ambition: okr.ambition.word(),
        difference: summary.disagree.then(|| {
            let owner = summary.owner_label.as_deref().unwrap_or("").to_lowercase();
            let pace = summary.standing.label.to_lowercase();
            views.words().fill("okr.difference", &[("owner", &owner), ("pace", &pace)])
        }),
        parent: objective.parent.and_then(|parent| row(views, parent)),
        children: rows(&objective.children),
        aligns_to: objective.aligns_to.iter().map(|place| views.link_to(place)).collect(),
        aligned: rows(&aligned),
        key_results: key_results(views, page),
        checkins: checkins(okr, views.today()),
        trend: trend(views.words(), &objective.trend, objective.days, aim, "okr.trend-score"),
        retro: okr.retro.clone(),
        summary,
    })
}

/// A link to a key result names it.
fn label(words: &Words, status: Status) -> String {
    words.say(&format!("okr.status.{}", status.word())).to_owned()
}

fn standing(views: &PageViews<'_>, raw: Option<f64>, expected: f64, status: Status) -> StandingView {
    let score = raw.map(|raw| raw.clamp(0.0, 1.0));
    StandingView {
        score: score.map_or_else(|| "–".to_owned(), one_decimal),
        percent: percent(score.unwrap_or(0.0)),
        band: score.map(score::band),
        expected: one_decimal(expected),
        expected_percent: percent(expected),
        status: status.word(),
        label: label(views.words(), status),
    }
}

fn is_pace(status: Status) -> bool {
    matches!(status, Status::OnTrack | Status::AtRisk | Status::OffTrack)
}

fn one_decimal(value: f64) -> String {
    format!("{:.1}", score::rounded(value))
}

#[expect(clippy::cast_possible_truncation, reason = "shares are between -10 and 10")]
fn percent(share: f64) -> i32 {
    (share.clamp(-10.0, 10.0) * 100.0 + 0.5).floor() as i32
}

fn key_results(views: &PageViews<'_>, page: PageId) -> Vec<KeyResultView> {
    let Some((okr, objective)) = parts(views, page) else { return Vec::new() };
    okr.key_results
        .iter()
        .zip(&objective.key_results)
        .map(|(stated, state)| key_result(views, objective, stated, state))
        .collect()
}

fn key_result(
    views: &PageViews<'_>,
    objective: &Objective,
    stated: &KeyResult,
    state: &KeyResultState,
) -> KeyResultView {
    let unit = &stated.unit;
    let (baseline, target) = goal(views.words(), stated);
    let raw = state.progress.raw;
    KeyResultView {
        id: stated.id.value.clone(),
        title: stated.title.clone(),
        sort: stated.measure.word(),
        metric: stated.metric.clone(),
        baseline,
        target,
        current: state.progress.current.map(|current| with_unit(current, unit)),
        remark: match raw {
            Some(raw) if raw > 1.0 + 1e-9 => Some(format!("{}%", percent(raw))),
            Some(raw) if raw < -1e-9 => Some(views.words().say("okr.backwards").to_owned()),
            _ => None,
        },
        standing: standing(views, raw, objective.elapsed * state.ambition.aim(), state.status),
        confidence: state.confidence.map(one_decimal),
        owner: stated.owner.clone(),
        ambition: state.ambition.word(),
        weight: number(stated.weight),
        dropped: stated.dropped,
        milestones: milestones(&stated.measure, views.today()),
        linked: state.linked.as_ref().map(|place| views.link_to(place)),
        scoring: stated.scoring.clone(),
        checked_in: state.checked_in,
        trend: trend(views.words(), &state.trend, objective.days, state.ambition.aim(), "okr.trend-progress"),
    }
}

/// Where a key result began and where it is to go, in words.
fn goal(words: &Words, stated: &KeyResult) -> (Option<String>, Option<String>) {
    let unit = &stated.unit;
    match &stated.measure {
        Measure::Linear(linear) => {
            let word = |placed: &Option<crate::page::decode::Placed<f64>>| {
                placed.as_ref().map(|placed| with_unit(placed.value, unit))
            };
            (word(&linear.baseline), word(&linear.target))
        }
        Measure::Maintain { min, max, .. } => {
            let bounds = match (min, max) {
                (Some(min), Some(max)) => {
                    Some(words.fill("okr.between", &[("min", &number(*min)), ("max", &with_unit(*max, unit))]))
                }
                (Some(min), None) => Some(words.fill("okr.at-least", &[("min", &with_unit(*min, unit))])),
                (None, Some(max)) => Some(words.fill("okr.at-most", &[("max", &with_unit(*max, unit))])),
                (None, None) => None,
            };
            (None, bounds)
        }
        _ => (None, None),
    }
}

fn milestones(measure: &Measure, today: Date) -> Vec<MilestoneView> {
    let Measure::Milestones(milestones) = measure else { return Vec::new() };
    milestones
        .iter()
        .map(|milestone| {
            let done = milestone.done.value.by(today);
            MilestoneView {
                title: milestone.title.clone(),
                done,
                done_on: match milestone.done.value {
                    Done::On(day) => Some(day),
                    Done::No | Done::Yes => None,
                },
                due: milestone.due,
                late: !done && milestone.due.is_some_and(|due| due < today),
                weight: number(milestone.weight),
            }
        })
        .collect()
}

fn checkins(okr: &Okr, today: Date) -> Vec<CheckinView> {
    let known = oldest_first(&okr.checkins).into_iter().rev().filter(|checkin| checkin.date.value <= today);
    let named = |checkin: &Checkin| {
        let name = &checkin.kr.as_ref()?.value;
        okr.key_results.iter().find(|key_result| &key_result.id.value == name)
    };
    known
        .map(|checkin| {
            let key_result = named(checkin);
            let unit = key_result.map_or("", |key_result| key_result.unit.as_str());
            CheckinView {
                date: checkin.date.value,
                key_result: key_result.map(|key_result| key_result.title.clone()),
                value: checkin.value.map(|value| with_unit(value, unit)),
                confidence: checkin.confidence.map(one_decimal),
                status: checkin.status.clone(),
                note: checkin.note.clone(),
            }
        })
        .collect()
}

/// A line over the days of a period.
fn trend(words: &Words, points: &[(Date, f64)], days: Option<(Date, Date)>, aim: f64, name: &str) -> Option<TrendView> {
    let (first, last) = (points.first()?, points.last()?);
    let (start, end) = days.unwrap_or((first.0, last.0));
    let length = f64::from((end - start).get_days().max(1));
    let place = |day: Date, share: f64| {
        let x = f64::from((day - start).get_days()) / length * WIDTH;
        (format!("{:.1}", x.clamp(0.0, WIDTH)), format!("{:.1}", (1.0 - share.clamp(0.0, 1.0)) * HEIGHT))
    };
    if points.len() < 2 {
        return None;
    }
    let line: Vec<String> = points
        .iter()
        .map(|(day, share)| {
            let (x, y) = place(*day, *share);
            format!("{x},{y}")
        })
        .collect();
    let (x, y) = place(last.0, last.1);
    Some(TrendView {
        width: WIDTH as i32,
        height: HEIGHT as i32,
        points: line.join(" "),
        ideal: format!("0,{HEIGHT} {WIDTH},{:.1}", (1.0 - aim) * HEIGHT),
        x,
        y,
        text: words.fill(
            name,
            &[
                ("from", &one_decimal(first.1)),
                ("first", &words.day("date.long", first.0)),
                ("to", &one_decimal(last.1)),
                ("last", &words.day("date.long", last.0)),
            ],
        ),
    })
}

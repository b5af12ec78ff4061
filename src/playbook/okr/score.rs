//! How far one key result has come. Arithmetic on what one page says; links to other pages are
//! `graph`'s.

use jiff::civil::Date;

use crate::page::kinds::okr::{Checkin, Done, KeyResult, Linear, Measure, Milestone, oldest_first};

/// The day whose progress is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// Whether it is today, so that facts without a date count.
    pub is_now: Now,
}

/// Whether a moment is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// It is.
    Yes,
    /// It is a day in the past.
    No,
}

/// How far a key result has come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// The share of the way, which may be below 0 or above 1; none without data.
    pub raw: Option<f64>,
    /// The number that it comes from.
    pub current: Option<f64>,
    /// Whether it has come some way since a day that nobody wrote down, which says nothing of a
    /// day in the past.
    pub undated: bool,
}

impl Progress {
    /// The share of the way from 0 to 1; 0 without data.
    pub fn score(self) -> f64 {
        self.raw.unwrap_or(0.0).clamp(0.0, 1.0)
    }
}

/// Progress by the key result's own facts; a linked one has none.
pub fn progress(key_result: &KeyResult, checkins: &[Checkin], moment: Moment) -> Progress {
    if moment.is_now == Now::No && is_undated(key_result, checkins) {
        return Progress { undated: true, ..Progress::default() };
    }
    let own = oldest_first(checkins).into_iter().filter(|checkin| counts(checkin, key_result, moment));
    let values: Vec<f64> = own.filter_map(|checkin| checkin.value).collect();
    let newest = |stated: Option<f64>| values.last().copied().or(stated.filter(|_| moment.is_now == Now::Yes));
    match &key_result.measure {
        Measure::Linear(linear) => {
            let current = newest(linear.current.as_ref().map(|current| current.value));
            Progress { raw: current.and_then(|current| share_of_way(linear, current)), current, undated: false }
        }
        Measure::Maintain { min, max, strict, current } => {
            let current = newest(current.as_ref().map(|current| current.value));
            let checks = if values.is_empty() { current.into_iter().collect() } else { values };
            Progress { raw: share_inside(&checks, *min, *max, *strict), current, undated: false }
        }
        Measure::Milestones(milestones) => Progress { raw: share_done(milestones, moment), ..Progress::default() },
        Measure::Binary(done) => {
            Progress { raw: Some(f64::from(u8::from(done.value.by(moment.day)))), ..Progress::default() }
        }
        Measure::Linked(_) | Measure::Unread(_) => Progress::default(),
    }
}

/// Whether a check-in is on this key result and known on that day.
pub fn counts(checkin: &Checkin, key_result: &KeyResult, moment: Moment) -> bool {
    checkin.date.value <= moment.day && checkin.kr.as_ref().is_some_and(|kr| kr.value == key_result.id.value)
}

/// Whether what is known of it has no date: a number that was never checked in, or a step that is
/// done since nobody says when.
pub fn is_undated(key_result: &KeyResult, checkins: &[Checkin]) -> bool {
    let is_value = |checkin: &Checkin| {
        checkin.value.is_some() && checkin.kr.as_ref().is_some_and(|kr| kr.value == key_result.id.value)
    };
    match &key_result.measure {
        Measure::Linear(Linear { current, .. }) | Measure::Maintain { current, .. } => {
            current.is_some() && !checkins.iter().any(is_value)
        }
        Measure::Milestones(milestones) => milestones.iter().any(|milestone| milestone.done.value == Done::Yes),
        Measure::Binary(done) => done.value == Done::Yes,
        Measure::Linked(_) | Measure::Unread(_) => false,
    }
}

/// One formula for numbers that rise and numbers that fall.
pub(super) fn share_of_way(linear: &Linear, current: f64) -> Option<f64> {
    let target = linear.target.as_ref()?.value;
    let baseline = match &linear.baseline {
        Some(baseline) => baseline.value,
        None if target > 0.0 => 0.0,
        None => return None,
    };
    let way = target - baseline;
    (way != 0.0).then(|| (current - baseline) / way)
}

/// Nothing is inside bounds that are not there.
#[expect(clippy::cast_precision_loss, reason = "nobody checks in 2^53 times")]
fn share_inside(checks: &[f64], min: Option<f64>, max: Option<f64>, strict: bool) -> Option<f64> {
    let inside = checks
        .iter()
        .filter(|value| min.is_none_or(|min| **value >= min) && max.is_none_or(|max| **value <= max))
        .count();
    match checks.len() {
        _ if min.is_none() && max.is_none() => None,
        0 => None,
        all if strict => Some(f64::from(u8::from(inside == all))),
        all => Some(inside as f64 / all as f64),
    }
}

fn share_done(milestones: &[Milestone], moment: Moment) -> Option<f64> {
    // The sum of nothing is -0 in Rust, which JSON would show.
    let weight = |sum: f64, milestone: &Milestone| sum + milestone.weight;
    let whole = milestones.iter().fold(0.0, weight);
    let done = milestones.iter().filter(|milestone| milestone.done.value.by(moment.day)).fold(0.0, weight);
    (whole > 0.0).then(|| done / whole)
}

/// The weighted mean of scores; none when nothing has a weight.
pub fn mean(scores: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, weights) =
        scores.into_iter().fold((0.0, 0.0), |(sum, weights), (weight, score)| (sum + weight * score, weights + weight));
    (weights > 0.0).then(|| sum / weights)
}

/// A score to one decimal, half rounded up. The small addition makes up for halves that binary
/// numbers cannot hold.
pub fn rounded(score: f64) -> f64 {
    (score * 10.0 + 0.5 + 1e-9).floor() / 10.0
}

/// The band of a rounded score: Google's red, yellow and green.
pub fn band(score: f64) -> &'static str {
    match rounded(score) {
        score if score < 0.35 => "red",
        score if score < 0.65 => "yellow",
        _ => "green",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::super::tests::okr_of;
    use super::*;

    #[track_caller]
    fn raw(key_results: &str) -> Vec<Option<f64>> {
        let okr = okr_of(key_results);
        let moment = Moment { day: date(2026, 11, 16), is_now: Now::Yes };
        okr.key_results
            .iter()
            .map(|key_result| {
                progress(key_result, &okr.checkins, moment).raw.map(|raw| (raw * 1000.0).round() / 1000.0)
            })
            .collect()
    }

    #[test]
    fn numbers_that_rise_and_fall_share_one_formula() {
        assert_eq!(
            raw(
                "key_results:\n- {title: A, baseline: 52, target: 60, current: 57}\n- {title: B, baseline: 14, target: 7, current: 9}\n- {title: C, baseline: 40, target: 20, current: 44}\n- {title: D, baseline: 0, target: 10, current: 13}\n"
            ),
            [Some(0.625), Some(0.714), Some(-0.2), Some(1.3)]
        );
    }

    #[test]
    fn milestones_count_by_weight_and_only_when_done_by_the_day() {
        let none = "key_results: [{title: C, milestones: [{title: one}, {title: two, weight: 0}]}]\n";
        assert_eq!(format!("{:?}", raw(none)), "[Some(0.0)]");
        assert_eq!(
            raw(
                "key_results:\n- title: C\n  milestones:\n  - {title: one, done: 2026-10-20}\n  - {title: two, done: 2026-11-02}\n  - {title: three, weight: 2, done: 2026-11-17}\n"
            ),
            [Some(0.5)]
        );
    }

    #[test]
    fn a_bound_scores_the_share_of_checks_inside_it() {
        let checkins = "checkins:\n- {date: 2026-10-05, kr: d, value: 99.7}\n- {date: 2026-10-12, kr: d, value: 99.4}\n- {date: 2026-10-19, kr: d, value: 99.6}\n- {date: 2026-10-26, kr: d, value: 99.9}\n- {date: 2026-12-01, kr: d, value: 1}\n";
        assert_eq!(raw(&format!("key_results: [{{id: d, title: D, min: 99.5}}]\n{checkins}")), [Some(0.75)]);
        assert_eq!(
            raw(&format!("key_results: [{{id: d, title: D, min: 99.5, strict: yes}}]\n{checkins}")),
            [Some(0.0)]
        );
        assert_eq!(raw("key_results: [{id: d, title: D, max: 3}]\n"), [None]);
    }

    #[test]
    fn a_key_result_that_keeps_no_bound_has_no_data() {
        let checkins = "checkins: [{date: 2026-10-05, kr: b, value: 99.7}]\n";
        let key_results = "[{title: A, type: maintain, current: 3}, {id: b, title: B, type: maintain, strict: yes}, {title: C, type: maintain}]";
        assert_eq!(raw(&format!("key_results: {key_results}\n{checkins}")), [None; 3]);
    }

    #[test]
    fn of_one_day_the_check_in_that_was_written_last_wins() {
        let newest = |rest: &str| {
            raw(&format!("key_results: [{{id: a, title: A, baseline: 0, target: 10}}]\ncheckins:\n{rest}"))[0]
        };
        let [old, two, six] =
            ["2026-10-09, kr: b, value: 9", "2026-11-09, kr: a, value: 2", "2026-11-09, kr: a, value: 6"]
                .map(|checkin| format!("- {{date: {checkin}}}\n"));
        assert_eq!(newest(&format!("{old}{two}{six}")), Some(0.6));
        assert_eq!(newest(&format!("{six}{two}{old}")), Some(0.6));
        assert_eq!(newest(&format!("{two}{six}")), Some(0.6), "nothing says that the newest is first");
    }

    #[test]
    fn the_newest_check_in_wins_and_no_value_is_no_data() {
        assert_eq!(
            raw(
                "key_results: [{id: a, title: A, baseline: 0, target: 10, current: 9}, {title: B, baseline: 0, target: 4}, {title: C, done: no}, {title: D, done: 2026-11-16}]\ncheckins:\n- {date: 2026-11-09, kr: a, value: 5}\n- {date: 2026-10-09, kr: a, value: 2}\n"
            ),
            [Some(0.5), None, Some(0.0), Some(1.0)]
        );
    }

    #[test]
    fn scores_are_rounded_first_and_banded_then() {
        assert_eq!([0.616, 0.65, 0.349, 0.35, 0.64].map(rounded), [0.6, 0.7, 0.3, 0.4, 0.6]);
        assert_eq!([0.34, 0.35, 0.64, 0.65].map(band), ["red", "yellow", "yellow", "green"]);
    }

    #[test]
    fn the_weighted_mean_of_the_test_vectors() {
        let mean = mean([(2.0, 0.625), (1.0, 5.0 / 7.0), (1.0, 0.5)]).unwrap_or_default();
        assert_eq!((format!("{mean:.3}"), rounded(mean)), ("0.616".to_owned(), 0.6));
        assert_eq!(super::mean([]), None);
    }
}

//! Whether an objective keeps pace. Arithmetic on dates and scores; knows no page.

use jiff::civil::Date;

use crate::page::kinds::okr::State;

/// Where pace stops being good; shares of the period and of the score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Before this share of the period, pace is not judged.
    pub early: f64,
    /// Behind by no more than this is on track.
    pub on_track: f64,
    /// Behind by no more than this is at risk; by more is off track.
    pub at_risk: f64,
    /// After so many days without a check-in, an objective with weekly check-ins is stale.
    pub stale_weekly: i32,
    /// The same for monthly check-ins.
    pub stale_monthly: i32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { early: 0.15, on_track: 0.10, at_risk: 0.25, stale_weekly: 14, stale_monthly: 35 }
    }
}

/// How an objective or key result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// It is still being written.
    Draft,
    /// Its period has not begun.
    NotStarted,
    /// Nothing has a value.
    #[default]
    NoData,
    /// There are values, but no period to judge them by, or none of them counts.
    NotJudged,
    /// It is too early to judge.
    Early,
    /// It keeps pace.
    OnTrack,
    /// It is a little behind.
    AtRisk,
    /// It is far behind.
    OffTrack,
    /// Its period is over and it was not closed.
    Overdue,
    /// Its score is final.
    Closed,
    /// It was given up.
    Dropped,
}

impl Status {
    /// The word, as in data and class names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::NotStarted => "not-started",
            Self::NoData => "no-data",
            Self::NotJudged => "not-judged",
            Self::Early => "early",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::OffTrack => "off-track",
            Self::Overdue => "overdue",
            Self::Closed => "closed",
            Self::Dropped => "dropped",
        }
    }
}

/// What a status is judged from.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// Where it is in its life.
    pub state: State,
    /// The first and the last day.
    pub period: Option<(Date, Date)>,
    /// Whether any part of it has a value.
    pub has_values: bool,
    /// The score; none without data, or when nothing counts.
    pub score: Option<f64>,
    /// The score that is expected at the end.
    pub aim: f64,
}

/// The share of a period that has gone, from 0 to 1. The last day counts whole.
pub fn elapsed((start, end): (Date, Date), today: Date) -> f64 {
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    (days(start, today) / (days(start, end) + 1.0)).clamp(0.0, 1.0)
}

/// Judges.
pub fn status(judged: Judged, today: Date, pace: &Pace) -> Status {
    match judged.state {
        State::Draft => return Status::Draft,
        State::Closed => return Status::Closed,
        State::Dropped => return Status::Dropped,
        State::Active => {}
    }
    let without_pace = if judged.has_values { Status::NotJudged } else { Status::NoData };
    let Some((start, end)) = judged.period else { return without_pace };
    if today < start {
        return Status::NotStarted;
    }
    if today > end {
        return Status::Overdue;
    }
    let Some(score) = judged.score else { return without_pace };
    let elapsed = elapsed((start, end), today);
    // Halves of percents must not decide by the last bit of a binary number.
    let gap = elapsed * judged.aim - score - 1e-9;
    match () {
        () if elapsed < pace.early => Status::Early,
        () if gap <= pace.on_track => Status::OnTrack,
        () if gap <= pace.at_risk => Status::AtRisk,
        () => Status::OffTrack,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(day: Date, aim: f64, score: Option<f64>, expected: Status) {
        let period = Some((date(2026, 10, 1), date(2026, 12, 31)));
        let judged = Judged { state: State::Active, period, has_values: score.is_some(), score, aim };
        assert_eq!(status(judged, day, &Pace::default()), expected);
    }

    #[test]
    fn status_follows_the_gap_to_the_expected_score() {
        check(date(2026, 9, 30), 0.7, Some(0.0), Status::NotStarted);
        check(date(2026, 10, 10), 0.7, Some(0.0), Status::Early);
        check(date(2026, 11, 16), 0.7, None, Status::NoData);
        // Half of the quarter: 0.35 is expected of an aspirational objective, 0.5 of a committed one.
        check(date(2026, 11, 16), 0.7, Some(0.25), Status::OnTrack);
        check(date(2026, 11, 16), 0.7, Some(0.24), Status::AtRisk);
        check(date(2026, 11, 16), 0.7, Some(0.10), Status::AtRisk);
        check(date(2026, 11, 16), 0.7, Some(0.09), Status::OffTrack);
        check(date(2026, 11, 16), 1.0, Some(0.25), Status::AtRisk);
        check(date(2026, 12, 31), 1.0, Some(0.95), Status::OnTrack);
        check(date(2027, 1, 1), 1.0, Some(1.0), Status::Overdue);
    }

    #[test]
    fn values_without_a_period_or_a_weight_are_not_judged() {
        let today = date(2026, 11, 16);
        let period = Some((date(2026, 10, 1), date(2026, 12, 31)));
        let of = |period, has_values, score| {
            status(Judged { state: State::Active, period, has_values, score, aim: 0.7 }, today, &Pace::default())
        };
        assert_eq!([of(None, true, Some(0.5)), of(period, true, None)], [Status::NotJudged; 2]);
        assert_eq!([of(None, false, None), of(period, false, None)], [Status::NoData; 2]);
    }

    #[test]
    fn the_last_day_of_a_period_has_not_gone() {
        let quarter = (date(2026, 10, 1), date(2026, 12, 31));
        assert_eq!(elapsed(quarter, date(2026, 11, 16)), 0.5);
        assert_eq!(elapsed(quarter, date(2027, 1, 1)), 1.0);
        assert_eq!(elapsed(quarter, date(2026, 1, 1)), 0.0);
    }
}

//! What templates see of objectives: scores, words and lines, ready to be placed. Knows no page.

use jiff::civil::Date;
use serde::Serialize;

use crate::theme::context::LinkView;

/// An objective in a list.
#[derive(Serialize, Debug, Clone)]
pub struct ObjectiveView {
    /// The page.
    pub link: LinkView,
    /// The objective in a sentence.
    pub objective: String,
    /// The period's name.
    pub period: Option<String>,
    /// `company`, `product`, `team` or `person`.
    pub level: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The standing.
    pub standing: StandingView,
    /// The owner's own word: `on-track`, `at-risk` or `off-track`.
    pub owner_status: Option<&'static str>,
    /// The same for readers.
    pub owner_label: Option<String>,
    /// Whether the owner's word and the arithmetic differ.
    pub disagree: bool,
    /// Whether nobody has checked in for too long.
    pub stale: bool,
    /// The day of the newest check-in.
    pub checked_in: Option<Date>,
    /// `0.6`
    pub confidence: Option<String>,
    /// The key results, for a tree.
    pub key_results: Vec<KeyResultView>,
    /// The objectives below it, for a tree; empty in other lists.
    pub children: Vec<ObjectiveView>,
}

/// How far something has come and whether that is enough.
#[derive(Serialize, Debug, Clone)]
pub struct StandingView {
    /// `0.6`, or `–` without data.
    pub score: String,
    /// The score in whole percents; 0 without data.
    pub percent: i32,
    /// `red`, `yellow` or `green`; none without data.
    pub band: Option<&'static str>,
    /// The score that pace asks for today, `0.4`.
    pub expected: String,
    /// The same in whole percents.
    pub expected_percent: i32,
    /// By the arithmetic: `draft`, `not-started`, `no-data`, `not-judged`, `early`, `on-track`, `at-risk`,
    /// `off-track`, `overdue`, `closed` or `dropped`.
    pub status: &'static str,
    /// The same for readers.
    pub label: String,
}

/// `page.okr`
#[derive(Serialize, Debug)]
pub struct OkrView {
    /// The objective as in lists.
    pub summary: ObjectiveView,
    /// The first day of the period.
    pub starts: Option<Date>,
    /// The last day of the period.
    pub ends: Option<Date>,
    /// How much of the period has gone, in whole percents.
    pub elapsed_percent: i32,
    /// `draft`, `active`, `closed` or `dropped`.
    pub state: &'static str,
    /// Whether the score is final.
    pub is_final: bool,
    /// `aspirational` or `committed`.
    pub ambition: &'static str,
    /// `owner: at risk; pace: on track`, when the two differ.
    pub difference: Option<String>,
    /// The objective that it rolls up into.
    pub parent: Option<ObjectiveView>,
    /// The objectives that name it as their parent.
    pub children: Vec<ObjectiveView>,
    /// What it serves.
    pub aligns_to: Vec<LinkView>,
    /// Objectives that serve it and are not its children.
    pub aligned: Vec<ObjectiveView>,
    /// In the order of the file.
    pub key_results: Vec<KeyResultView>,
    /// Newest first.
    pub checkins: Vec<CheckinView>,
    /// The score over time; none with fewer than two days.
    pub trend: Option<TrendView>,
    /// What was learnt.
    pub retro: Option<String>,
}

/// A key result.
#[derive(Serialize, Debug, Clone)]
pub struct KeyResultView {
    /// Its name in links.
    pub id: String,
    /// The key result in a sentence.
    pub title: String,
    /// `linear`, `maintain`, `milestone`, `binary` or `linked`.
    pub sort: &'static str,
    /// What is measured.
    pub metric: Option<String>,
    /// Where it began, with its unit.
    pub baseline: Option<String>,
    /// Where it is to go, with its unit; for a bound, `at least 99.5 %`.
    pub target: Option<String>,
    /// Where it is, with its unit.
    pub current: Option<String>,
    /// `130 %` or `moved backwards`, when the score hides it.
    pub remark: Option<String>,
    /// The standing.
    pub standing: StandingView,
    /// `0.6`
    pub confidence: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// `aspirational` or `committed`.
    pub ambition: &'static str,
    /// How much it counts.
    pub weight: String,
    /// Whether it was given up.
    pub dropped: bool,
    /// The steps of a milestone key result.
    pub milestones: Vec<MilestoneView>,
    /// The page whose score this is.
    pub linked: Option<LinkView>,
    /// How the score is reached, in words.
    pub scoring: Option<String>,
    /// The day of its newest check-in.
    pub checked_in: Option<Date>,
    /// Its numbers over time; none with fewer than two.
    pub trend: Option<TrendView>,
}

/// A step of a key result.
#[derive(Serialize, Debug, Clone)]
pub struct MilestoneView {
    /// What is then true.
    pub title: String,
    /// Whether it is done.
    pub done: bool,
    /// Since when.
    pub done_on: Option<Date>,
    /// By when it is to be done.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub late: bool,
    /// How much it counts.
    pub weight: String,
}

/// A check-in.
#[derive(Serialize, Debug)]
pub struct CheckinView {
    /// The day.
    pub date: Date,
    /// The key result's title; none is the objective itself.
    pub key_result: Option<String>,
    /// The number, with its unit.
    pub value: Option<String>,
    /// `0.6`
    pub confidence: Option<String>,
    /// The owner's own word.
    pub status: Option<String>,
    /// What happened.
    pub note: Option<String>,
}

/// A line over time, ready for an SVG with `viewBox="0 0 {width} {height}"`.
#[derive(Serialize, Debug, Clone)]
pub struct TrendView {
    /// The width of the drawing.
    pub width: i32,
    /// The height of the drawing.
    pub height: i32,
    /// The points of the line, for `polyline`.
    pub points: String,
    /// The points of the line that pace asks for.
    pub ideal: String,
    /// The last point.
    pub x: String,
    /// See `x`.
    pub y: String,
    /// The same in words.
    pub text: String,
}

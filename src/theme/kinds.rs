//! What templates see of each kind of page: everything computed and worded, so that a template
//! only places it. Knows no page and no template.

use jiff::civil::Date;
use serde::Serialize;

use super::context::LinkView;

/// `page.vision`
#[derive(Serialize, Debug, Default)]
pub struct VisionView {
    /// `vision`, `mission`, `strategy`, `north-star` or `principles`.
    pub sort: String,
    /// The statement.
    pub statement: Option<String>,
    /// The year by which it is to be true, as written.
    pub horizon: Option<String>,
    /// `company`, `product` or `team`.
    pub scope: Option<String>,
    /// Sentences to say from memory.
    pub principles: Vec<String>,
    /// The one number that shows how near it is.
    pub north_star: Option<NorthStarView>,
    /// What a strategy bets on.
    pub bets: Vec<BetView>,
    /// What is chosen over what.
    pub tradeoffs: Vec<TradeoffView>,
    /// The statement that it replaces.
    pub supersedes: Option<LinkView>,
    /// The objectives that serve it.
    pub objectives: Vec<ObjectiveView>,
}

/// The one number that shows how near a vision is.
#[derive(Serialize, Debug)]
pub struct NorthStarView {
    /// What is measured.
    pub metric: String,
    /// The number to reach, with its unit.
    pub target: Option<String>,
    /// The number today, with its unit.
    pub current: Option<String>,
}

/// A bet of a strategy.
#[derive(Serialize, Debug)]
pub struct BetView {
    /// The bet.
    pub name: String,
    /// Why it is worth making.
    pub why: String,
}

/// What is chosen over what.
#[derive(Serialize, Debug)]
pub struct TradeoffView {
    /// What is chosen.
    pub choose: String,
    /// What is given up.
    pub over: String,
    /// Until when.
    pub until: Option<String>,
}

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
    pub owner_label: Option<&'static str>,
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
    /// By the arithmetic: `draft`, `not-started`, `no-data`, `early`, `on-track`, `at-risk`,
    /// `off-track`, `overdue`, `closed` or `dropped`.
    pub status: &'static str,
    /// The same for readers.
    pub label: &'static str,
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

/// `page.review`
#[derive(Serialize, Debug)]
pub struct ReviewView {
    /// `weekly`, `on-demand` and so on.
    pub cadence: String,
    /// `Every Tuesday at 10:00, 50 min`
    pub when: String,
    /// The local time, `10:00`.
    pub at: Option<String>,
    /// How long it takes, `50 min`.
    pub duration: Option<String>,
    /// The time zone.
    pub timezone: Option<String>,
    /// Whether people write instead of meeting.
    pub is_async: bool,
    /// Who runs it.
    pub facilitator: Option<String>,
    /// Who takes part.
    pub participants: Vec<ParticipantView>,
    /// What to read before.
    pub inputs: Vec<InputView>,
    /// What happens, with a running clock.
    pub agenda: Vec<AgendaView>,
    /// How long the agenda takes, `46 min`.
    pub agenda_total: Option<String>,
    /// What there is afterwards.
    pub outputs: Vec<String>,
    /// How to tell that it works.
    pub measures: Vec<String>,
    /// What sets it off.
    pub trigger: Option<String>,
    /// Where it appears.
    pub channel: Option<String>,
    /// The numbers that are looked at.
    pub metrics: Vec<String>,
    /// The next three dates.
    pub next: Vec<DayView>,
    /// The address of its calendar after `root`.
    pub calendar: Option<String>,
    /// The sections of its notes.
    pub form: Vec<FormView>,
    /// Its notes as Markdown, to be copied or saved.
    pub notes: Option<String>,
}

/// Who takes part in a review.
#[derive(Serialize, Debug)]
pub struct ParticipantView {
    /// A role or group.
    pub who: String,
    /// Whether they must be there.
    pub required: bool,
}

/// What to read before a review.
#[derive(Serialize, Debug)]
pub struct InputView {
    /// What it is called.
    pub title: String,
    /// The page, when it is one of ours.
    pub page: Option<LinkView>,
    /// The address, when it is somewhere else.
    pub url: Option<String>,
}

/// A part of an agenda.
#[derive(Serialize, Debug)]
pub struct AgendaView {
    /// What it is about.
    pub title: String,
    /// How many minutes it takes.
    pub minutes: String,
    /// When it starts: `10:05`, or `0:05` where the review has no time.
    pub starts: String,
    /// Who leads it.
    pub lead: Option<String>,
    /// What comes out of it.
    pub output: Option<String>,
}

/// A day with its weekday.
#[derive(Serialize, Debug)]
pub struct DayView {
    /// The day.
    pub date: Date,
    /// `Tuesday`
    pub weekday: &'static str,
}

/// A section of a form to fill in.
#[derive(Serialize, Debug)]
pub struct FormView {
    /// Its heading.
    pub heading: String,
    /// What to write there.
    pub prompt: String,
}

/// `page.shift`
#[derive(Serialize, Debug)]
pub struct ShiftView {
    /// Its place in its set.
    pub number: Option<String>,
    /// How one thinks before.
    pub from: String,
    /// How one thinks after.
    pub to: String,
    /// Why the change is worth it.
    pub why: Option<String>,
    /// What to do on Monday.
    pub first_step: Option<String>,
    /// How it shows.
    pub in_practice: Vec<String>,
    /// Questions with a scale from 1 to 5; answers stay in the reader's browser.
    pub self_assessment: Vec<QuestionView>,
}

/// A question with a scale.
#[derive(Serialize, Debug)]
pub struct QuestionView {
    /// A name that is unique on the site, for keeping the answer.
    pub id: String,
    /// The question.
    pub prompt: String,
    /// What the lowest answer means.
    pub low: String,
    /// What the highest answer means.
    pub high: String,
}

/// `page.practice`
#[derive(Serialize, Debug)]
pub struct PracticeView {
    /// What to do.
    pub actions: Vec<String>,
    /// Questions to ask.
    pub prompts: Vec<String>,
    /// How to tell that it works.
    pub measures: Vec<MeasureView>,
    /// What goes wrong.
    pub cautions: Vec<String>,
    /// When to do it.
    pub triggers: Vec<String>,
    /// The reviews that keep it alive.
    pub reviews: Vec<LinkView>,
    /// The steps of a process.
    pub steps: Vec<String>,
    /// Where it is done.
    pub places: Vec<String>,
    /// The idea in a sentence.
    pub principle: Option<String>,
}

/// How to tell that a practice works.
#[derive(Serialize, Debug)]
pub struct MeasureView {
    /// What is measured.
    pub name: String,
    /// What the number counts.
    pub unit: String,
    /// What is good.
    pub good: Option<String>,
    /// Where it becomes a worry.
    pub warn: Option<String>,
    /// Where something must happen.
    pub limit: Option<String>,
    /// Where the number comes from.
    pub source: Option<String>,
}

/// `page.role`
#[derive(Serialize, Debug)]
pub struct RoleView {
    /// The titles that people in this role have.
    pub titles: Vec<String>,
    /// Why the role exists.
    pub purpose: Option<String>,
    /// What it answers for.
    pub responsibilities: Vec<String>,
    /// What a person in it can do, non-negotiables first.
    pub competencies: Vec<CompetencyView>,
    /// How it differs from other roles.
    pub contrasts: Vec<ContrastView>,
    /// The functions it works with.
    pub partners: Vec<String>,
    /// Where the role looks different.
    pub contexts: Vec<String>,
    /// Where it may report.
    pub reports_to: Vec<String>,
}

/// What a person in a role can do.
#[derive(Serialize, Debug)]
pub struct CompetencyView {
    /// Its name.
    pub name: String,
    /// How much of it is expected.
    pub level: Option<String>,
    /// Whether no other strength makes up for it.
    pub non_negotiable: bool,
    /// What shows it.
    pub evidence: Option<String>,
}

/// How a role differs from another.
#[derive(Serialize, Debug)]
pub struct ContrastView {
    /// The other role.
    pub with: Option<LinkView>,
    /// How it is there.
    pub from: String,
    /// How it is here.
    pub to: String,
    /// What people who change roles get wrong.
    pub trap: Option<String>,
}

/// `page.path`
#[derive(Serialize, Debug)]
pub struct PathView {
    /// How long it takes, as written.
    pub duration: Option<String>,
    /// The steps.
    pub steps: Vec<StepView>,
    /// How many pages there are.
    pub count: usize,
    /// How many minutes they take to read.
    pub minutes: usize,
}

/// A step of a reading path.
#[derive(Serialize, Debug)]
pub struct StepView {
    /// What it is about.
    pub title: String,
    /// When.
    pub days: Option<String>,
    /// How many minutes its pages take to read.
    pub minutes: usize,
    /// Its pages.
    pub pages: Vec<StepPageView>,
}

/// A page of a reading path.
#[derive(Serialize, Debug)]
pub struct StepPageView {
    /// The page.
    pub link: LinkView,
    /// Its number on the path, from 1.
    pub number: usize,
    /// Minutes.
    pub minutes: usize,
}

/// One of `page.paths`: where the page stands on a reading path.
#[derive(Serialize, Debug)]
pub struct PathPlaceView {
    /// The path.
    pub path: LinkView,
    /// The page's number on it, from 1.
    pub number: usize,
    /// How many pages it has.
    pub count: usize,
    /// The page before it on the path.
    pub prev: Option<LinkView>,
    /// The page after it on the path.
    pub next: Option<LinkView>,
}

/// `page.section`
#[derive(Serialize, Debug, Default)]
pub struct SectionKindView {
    /// What follows the text, in order.
    pub show: Vec<String>,
    /// With `show: calendar`.
    pub calendar: Option<RhythmView>,
    /// With `show: okr-dashboard`: a dashboard a period, the current ones first.
    pub dashboard: Vec<DashboardView>,
    /// With `show: okr-dashboard`: visions with the objectives that serve them.
    pub tree: Vec<TreeView>,
    /// With `show: review-queue`.
    pub queue: Vec<QueueView>,
}

/// The operating rhythm.
#[derive(Serialize, Debug)]
pub struct RhythmView {
    /// The address of the calendar with all reviews after `root`.
    pub calendar: Option<String>,
    /// The reviews of this week, month and quarter.
    pub spans: Vec<SpanView>,
    /// Hours in this quarter by participant, most first.
    pub hours: Vec<HoursView>,
    /// Reviews that take place on demand.
    pub on_demand: Vec<LinkView>,
}

/// The reviews of a stretch of time.
#[derive(Serialize, Debug)]
pub struct SpanView {
    /// `This week`
    pub name: &'static str,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// In order.
    pub meetings: Vec<MeetingView>,
}

/// A review on a day.
#[derive(Serialize, Debug)]
pub struct MeetingView {
    /// The review.
    pub link: LinkView,
    /// The day.
    pub day: DayView,
    /// The time.
    pub at: Option<String>,
    /// How long it takes.
    pub duration: Option<String>,
}

/// Hours of a participant.
#[derive(Serialize, Debug)]
pub struct HoursView {
    /// A role or group.
    pub who: String,
    /// Hours in the quarter in which they must be there, `33.8`.
    pub required: String,
    /// Hours in which they may.
    pub optional: String,
    /// Required hours a week, `2.6`.
    pub weekly: String,
}

/// The objectives of a period.
#[derive(Serialize, Debug)]
pub struct DashboardView {
    /// The period's name.
    pub period: String,
    /// Whether today is in it.
    pub is_current: bool,
    /// The objectives, parents before children.
    pub objectives: Vec<ObjectiveView>,
}

/// A vision, or what serves none, with its objectives.
#[derive(Serialize, Debug)]
pub struct TreeView {
    /// The vision; none for objectives that serve none.
    pub vision: Option<LinkView>,
    /// Its statement.
    pub statement: Option<String>,
    /// The objectives, each with those below it.
    pub objectives: Vec<ObjectiveView>,
}

/// The overdue pages of an owner.
#[derive(Serialize, Debug)]
pub struct QueueView {
    /// The owner; none for pages without one.
    pub owner: Option<String>,
    /// The pages, the longest overdue first.
    pub pages: Vec<DueView>,
}

/// A page that is due for review.
#[derive(Serialize, Debug)]
pub struct DueView {
    /// The page.
    pub link: LinkView,
    /// The day by which it was to be reviewed.
    pub by: Date,
    /// How many days ago that was.
    pub days: i32,
}

/// One of `symptoms` in `symptoms.html`: the symptoms of a section.
#[derive(Serialize, Debug)]
pub struct SymptomGroupView {
    /// The section.
    pub section: LinkView,
    /// The symptoms.
    pub symptoms: Vec<SymptomView>,
}

/// What one sees, and where it leads.
#[derive(Serialize, Debug)]
pub struct SymptomView {
    /// A name that is unique on the page, for links.
    pub id: String,
    /// What one sees.
    pub text: String,
    /// The page that names it.
    pub page: LinkView,
    /// The page that says what to do.
    pub leads_to: LinkView,
    /// The pillar of the page that names it.
    pub pillar: Option<String>,
}

/// `home` on the home page.
#[derive(Serialize, Debug)]
pub struct HomeView {
    /// The vision.
    pub vision: Option<LinkView>,
    /// Its statement.
    pub statement: Option<String>,
    /// The objectives whose period is running.
    pub objectives: Vec<ObjectiveView>,
    /// Reviews of this week.
    pub meetings: Vec<MeetingView>,
    /// Pages to be reviewed by the end of this week.
    pub due: Vec<DueView>,
    /// The pages that changed last.
    pub changed: Vec<ChangeView>,
    /// Where a newcomer starts: the reading paths.
    pub paths: Vec<LinkView>,
}

/// A page that changed.
#[derive(Serialize, Debug)]
pub struct ChangeView {
    /// The page.
    pub link: LinkView,
    /// The day.
    pub updated: Date,
}

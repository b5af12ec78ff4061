//! What templates see of reviews and of the operating rhythm. Knows no page.

use jiff::civil::Date;
use serde::Serialize;

use crate::theme::context::LinkView;

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
    pub weekday: String,
    /// `Tue`
    pub weekday_short: String,
}

/// A section of a form to fill in.
#[derive(Serialize, Debug)]
pub struct FormView {
    /// Its heading.
    pub heading: String,
    /// What to write there.
    pub prompt: String,
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
    pub name: String,
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
    /// The time zone of the time, when not all reviews have the same.
    pub zone: Option<String>,
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

//! A recurring ritual and its template. Knows what is written and the rule it makes, not the next
//! date.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::recurrence::{CADENCES, Recurrence};
use super::{Data, Kind};
use crate::diagnostic::Span;
use crate::page::decode::{Placed, Values};
use crate::page::schema::{Item, Type, field};
use crate::yaml::Problem;

const PARTICIPANTS: Item = Item {
    fields: &[
        field("who", Type::Text, "A role or group"),
        field("as", Type::Word(&["required", "optional"]), "Whether they must be there"),
    ],
    short: "who",
    needs: &[&["who"]],
};
const INPUTS: Item = Item {
    fields: &[
        field("page", Type::Page, "A page of this playbook"),
        field("title", Type::Text, "What it is called"),
        field("url", Type::Text, "Where it is"),
    ],
    short: "page",
    needs: &[&["page", "title", "url"]],
};
const AGENDA: Item = Item {
    fields: &[
        field("title", Type::Text, "What it is about"),
        field("minutes", Type::Minutes, "How long it takes"),
        field("lead", Type::Text, "Who leads it"),
        field("output", Type::Text, "What comes out of it"),
    ],
    short: "title",
    needs: &[&["title"]],
};

/// See the summary.
pub(super) const KIND: Kind = Kind {
    name: "review",
    summary: "a recurring ritual and its template",
    fields: &[
        field("cadence", Type::Word(CADENCES), "How often it takes place").given("weekly"),
        field("day", Type::Texts, "The day: `tue`, `[mon, thu]`, `1st tue`, `last thu`, `last weekday`, `15`").given("tue"),
        field("at", Type::Time, "The local time; a review without one takes the whole day").given("\"10:00\""),
        field("duration", Type::Length, "How long it takes").given("50 min"),
        field("timezone", Type::Text, "The time zone, such as Europe/London; without one the time is everybody's own")
            .comment("Europe/London"),
        field("starts", Type::Date, "It first takes place on or after this day").given("TODAY"),
        field("format", Type::Word(&["meeting", "async"]), "Whether people meet or write").given("meeting"),
        field("facilitator", Type::Text, "Who runs it").given("\"@facilitator\""),
        field("participants", Type::Groups(&PARTICIPANTS), "Who takes part")
            .given("[{who: product managers, as: required}]"),
        field("inputs", Type::Groups(&INPUTS), "What to read before: pages, or a title and a url").comment("[index]"),
        field("agenda", Type::Groups(&AGENDA), "What happens, in minutes")
            .given("\n  - {title: What changed, minutes: 15, lead: \"@facilitator\"}\n  - {title: Decisions and owners, minutes: 30, output: Decisions}"),
        field("outputs", Type::Texts, "What there is afterwards").given("[Decisions with owner and date]"),
        field("measures", Type::Texts, "How to tell that it works").comment("[Started on time]"),
        field("trigger", Type::Text, "What sets off a review on demand").comment("An incident reached customers"),
        field("channel", Type::Text, "Where a written review appears").comment("\"#product-news\""),
        field("metrics", Type::Texts, "The numbers that are looked at").comment("[activation rate]"),
    ],
    body: "Say what the review settles, and what to do when there is nothing to settle.\n",
    read: |values| Data::Review(read(values)),
};

/// What a review adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// `cadence`, on demand by default.
    pub cadence: String,
    /// The rule; none on demand, or when there is a problem with it.
    pub recurrence: Option<Recurrence>,
    /// Why there is no rule.
    pub cadence_problem: Option<Problem>,
    /// Where `day` stands, else where `cadence` does.
    pub day_span: Span,
    /// `at`.
    pub at: Option<Time>,
    /// `duration` in minutes.
    pub minutes: Option<f64>,
    /// Where `duration` stands, else where `agenda` does.
    pub duration_span: Span,
    /// `timezone` as written.
    pub timezone: Option<Placed<String>>,
    /// `starts`.
    pub starts: Option<Date>,
    /// Whether people write instead of meeting.
    pub is_async: bool,
    /// `facilitator`.
    pub facilitator: Option<String>,
    /// `participants`.
    pub participants: Vec<Participant>,
    /// `inputs`.
    pub inputs: Vec<Input>,
    /// `agenda`.
    pub agenda: Vec<AgendaItem>,
    /// `outputs`.
    pub outputs: Vec<String>,
    /// `measures`.
    pub measures: Vec<String>,
    /// `trigger`.
    pub trigger: Option<String>,
    /// `channel`.
    pub channel: Option<String>,
    /// `metrics`.
    pub metrics: Vec<String>,
}

/// Who takes part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Participant {
    /// A role or group.
    pub who: String,
    /// Whether they must be there.
    pub required: bool,
}

/// What to read before.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A page by its name.
    Page(Placed<String>),
    /// Something else, with an address.
    Other {
        /// What it is called.
        title: String,
        /// Where it is.
        url: Option<Placed<String>>,
    },
}

/// A part of the agenda.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgendaItem {
    /// What it is about.
    pub title: String,
    /// How long it takes.
    pub minutes: f64,
    /// Who leads it.
    pub lead: Option<String>,
    /// What comes out of it.
    pub output: Option<String>,
}

impl Review {
    /// How long the whole agenda takes.
    pub fn agenda_minutes(&self) -> f64 {
        self.agenda.iter().fold(0.0, |sum, item| sum + item.minutes)
    }

    /// How long the review takes: `duration`, else what the agenda adds up to.
    pub fn length(&self) -> Option<f64> {
        self.minutes.or_else(|| Some(self.agenda_minutes()).filter(|minutes| *minutes > 0.0))
    }

    /// The time zone, when it is set and exists.
    pub fn zone(&self) -> Option<TimeZone> {
        TimeZone::get(&self.timezone.as_ref()?.value).ok()
    }
}

fn read(values: &Values) -> Review {
    let cadence = values.text("cadence").unwrap_or_else(|| "on-demand".to_owned());
    let days = values.texts("day");
    let day_span = values.span_of(if values.has("day") { "day" } else { "cadence" });
    let dated = ["day", "at", "starts"].into_iter().find(|key| values.has(key));
    let (recurrence, cadence_problem) = match Recurrence::read(&cadence, &days) {
        _ if values.is_unread("cadence") || values.is_unread("day") => (None, None),
        Ok(None) if !values.has("cadence") && dated.is_some() => (None, dated.map(|key| no_cadence(values, key))),
        Ok(None) if values.has("day") => (None, Some(never_on_a_day(values))),
        Ok(recurrence) => (recurrence, None),
        Err(hint) => {
            let found = if days.is_empty() {
                "there is no `day`".to_owned()
            } else {
                format!("`day` is `{}`", days.join(", "))
            };
            let message = format!("a `{cadence}` review cannot be put into a calendar: {found}");
            (None, Some(Problem { span: day_span, message, hints: vec![hint.to_owned()] }))
        }
    };
    let duration_span = values.span_of(if values.has("duration") { "duration" } else { "agenda" });
    Review {
        cadence,
        recurrence,
        cadence_problem,
        day_span,
        at: values.time("at"),
        minutes: values.number("duration"),
        duration_span,
        timezone: values.placed("timezone"),
        starts: values.date("starts"),
        is_async: values.text("format").as_deref() == Some("async"),
        facilitator: values.text("facilitator"),
        participants: read_participants(values),
        inputs: values.groups("inputs").iter().map(read_input).collect(),
        agenda: values
            .groups("agenda")
            .iter()
            .map(|item| AgendaItem {
                title: item.text("title").unwrap_or_default(),
                minutes: item.number("minutes").unwrap_or(0.0),
                lead: item.text("lead"),
                output: item.text("output"),
            })
            .collect(),
        outputs: values.texts("outputs"),
        measures: values.texts("measures"),
        trigger: values.text("trigger"),
        channel: values.text("channel"),
        metrics: values.texts("metrics"),
    }
}

/// A day or a time alone makes no rule.
fn no_cadence(values: &Values, key: &str) -> Problem {
    let hint = format!("add `cadence: weekly`, or another of {}", CADENCES.join(", "));
    let message = format!("this review has `{key}` but no `cadence`, so no calendar shows it");
    Problem { span: values.span_of(key), message, hints: vec![hint] }
}

/// What takes place on demand has no day.
fn never_on_a_day(values: &Values) -> Problem {
    let hint = "take `day` out, or name how often it takes place: `cadence: weekly`".to_owned();
    let message = "this review takes place on demand, so its `day` counts for nothing".to_owned();
    Problem { span: values.span_of("day"), message, hints: vec![hint] }
}

/// Whoever is named twice takes part once, and must be there if one of the two says so.
fn read_participants(values: &Values) -> Vec<Participant> {
    let mut participants: Vec<Participant> = Vec::new();
    for group in values.groups("participants") {
        let who = group.text("who").unwrap_or_default();
        let required = group.text("as").as_deref() != Some("optional");
        match participants.iter_mut().find(|participant| participant.who == who) {
            Some(known) => known.required |= required,
            None => participants.push(Participant { who, required }),
        }
    }
    participants
}

fn read_input(values: &Values) -> Input {
    match values.placed("page") {
        Some(page) => Input::Page(page),
        None => Input::Other {
            title: values.text("title").or_else(|| values.text("url")).unwrap_or_default(),
            url: values.placed("url"),
        },
    }
}

//! One objective with its key results for one period. Knows what is written; scores are computed
//! from the whole playbook.

mod fields;
mod read;

use jiff::civil::Date;

pub(super) use fields::KIND;

use crate::diagnostic::Span;
use crate::page::decode::Placed;
use crate::page::period::Period;

/// What an objective adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Okr {
    /// `period` as written.
    pub period_written: Option<Placed<String>>,
    /// `period`, when it exists.
    pub period: Option<Period>,
    /// `objective`.
    pub objective: Option<String>,
    /// `level`.
    pub level: Option<String>,
    /// `parent`.
    pub parent: Option<Placed<String>>,
    /// `aligns_to`.
    pub aligns_to: Vec<Placed<String>>,
    /// `ambition`.
    pub ambition: Ambition,
    /// `state`.
    pub state: State,
    /// Where `state` stands.
    pub state_span: Span,
    /// `rollup`.
    pub rollup: Option<Rollup>,
    /// Whether check-ins are monthly.
    pub rhythm: Rhythm,
    /// `retro`.
    pub retro: Option<String>,
    /// `key_results`.
    pub key_results: Vec<KeyResult>,
    /// `checkins`, in the order of the file.
    pub checkins: Vec<Checkin>,
    /// Where check-ins stand that have no day, so that they count for nothing.
    pub undated_checkins: Vec<Span>,
}

/// What counts as a good end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambition {
    /// 0.7 is.
    #[default]
    Aspirational,
    /// Only 1.0 is.
    Committed,
}

impl Ambition {
    /// The score that is expected at the end.
    pub fn aim(self) -> f64 {
        match self {
            Self::Aspirational => 0.7,
            Self::Committed => 1.0,
        }
    }

    /// The word in `ambition:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Aspirational => "aspirational",
            Self::Committed => "committed",
        }
    }

    fn of(word: Option<String>) -> Option<Self> {
        word.map(|word| if word == "committed" { Self::Committed } else { Self::Aspirational })
    }
}

/// Where an objective is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It is being written.
    Draft,
    /// It counts.
    #[default]
    Active,
    /// Its score is final.
    Closed,
    /// It was given up.
    Dropped,
}

impl State {
    /// The word in `state:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Dropped => "dropped",
        }
    }
}

/// What an objective's score is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rollup {
    /// Its own key results.
    Own,
    /// The objectives that name it as their parent.
    Children,
    /// Both.
    Both,
}

/// How often an objective is checked in on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Every week.
    #[default]
    Weekly,
    /// Every month.
    Monthly,
}

/// A key result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyResult {
    /// Where it stands.
    pub span: Span,
    /// `id`, else from the title.
    pub id: Placed<String>,
    /// `title`.
    pub title: String,
    /// How it is scored.
    pub measure: Measure,
    /// A key of another measure, which counts for nothing.
    pub unused: Option<Placed<&'static str>>,
    /// `metric`.
    pub metric: Option<String>,
    /// `unit`.
    pub unit: String,
    /// `weight`, 1 by default.
    pub weight: f64,
    /// `confidence`.
    pub confidence: Option<f64>,
    /// `owner`.
    pub owner: Option<String>,
    /// `ambition`, else the objective's.
    pub ambition: Option<Ambition>,
    /// Whether it was given up.
    pub dropped: bool,
    /// `scoring`.
    pub scoring: Option<String>,
}

/// How a key result is scored.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// A number on its way from one value to another.
    Linear(Linear),
    /// A number that stays within bounds.
    Maintain {
        /// The lower bound.
        min: Option<f64>,
        /// The upper bound.
        max: Option<f64>,
        /// Whether one break makes the score 0.
        strict: bool,
        /// The number today.
        current: Option<Placed<f64>>,
    },
    /// Steps that count when they are done.
    Milestones(Vec<Milestone>),
    /// Reached or not.
    Binary(Placed<Done>),
    /// The score of something else.
    Linked(Placed<String>),
    /// By numbers that cannot be read, which is told of where they stand. The word is that of the
    /// measure that was meant.
    Unread(&'static str),
}

impl Default for Measure {
    fn default() -> Self {
        Self::Linear(Linear::default())
    }
}

impl Measure {
    /// The word in `type:`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Linear(_) => "linear",
            Self::Maintain { .. } => "maintain",
            Self::Milestones(_) => "milestone",
            Self::Binary(_) => "binary",
            Self::Linked(_) => "linked",
            Self::Unread(word) => word,
        }
    }
}

/// A number on its way from one value to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    /// `baseline`.
    pub baseline: Option<Placed<f64>>,
    /// `target`.
    pub target: Option<Placed<f64>>,
    /// `current`.
    pub current: Option<Placed<f64>>,
    /// `direction` as written.
    pub direction: Option<Placed<String>>,
}

/// A step of a key result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Milestone {
    /// What is then true.
    pub title: String,
    /// Whether it is done.
    pub done: Placed<Done>,
    /// The day by which it is to be reached.
    pub due: Option<Date>,
    /// How much it counts.
    pub weight: f64,
}

/// Whether something is done, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Done {
    /// It is not.
    #[default]
    No,
    /// It is; nobody wrote down since when.
    Yes,
    /// It is since this day.
    On(Date),
}

impl Done {
    /// Whether it was done by a day.
    pub fn by(self, day: Date) -> bool {
        match self {
            Self::No => false,
            Self::Yes => true,
            Self::On(done) => done <= day,
        }
    }
}

/// A number and a judgement on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkin {
    /// Where it stands.
    pub span: Span,
    /// The day.
    pub date: Placed<Date>,
    /// The key result's id; none is the objective itself.
    pub kr: Option<Placed<String>>,
    /// The number.
    pub value: Option<f64>,
    /// From 0 to 1.
    pub confidence: Option<f64>,
    /// The owner's own word.
    pub status: Option<String>,
    /// What happened.
    pub note: Option<String>,
}

/// Whether a list of check-ins goes from new to old. Most pairs show which way the author writes;
/// where none does, the list grows at its end.
pub fn is_newest_first(checkins: &[Checkin]) -> bool {
    let days = || checkins.windows(2).map(|pair| (pair[0].date.value, pair[1].date.value));
    days().filter(|(a, b)| a > b).count() > days().filter(|(a, b)| a < b).count()
}

/// Check-ins from the oldest to the newest, those of one day in the way in which the list goes.
pub fn oldest_first(checkins: &[Checkin]) -> Vec<&Checkin> {
    let mut sorted: Vec<&Checkin> = checkins.iter().collect();
    if is_newest_first(checkins) {
        sorted.reverse();
    }
    sorted.sort_by_key(|checkin| checkin.date.value);
    sorted
}

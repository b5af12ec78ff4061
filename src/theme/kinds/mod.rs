//! What templates see of each kind of page: everything computed and worded, so that a template
//! only places it. Knows no page and no template.

mod okr;
mod review;
mod section;

use serde::Serialize;

pub use okr::{CheckinView, KeyResultView, MilestoneView, ObjectiveView, OkrView, StandingView, TrendView};
pub use review::{
    AgendaView, DayView, FormView, HoursView, InputView, MeetingView, ParticipantView, ReviewView, RhythmView, SpanView,
};
pub use section::{
    ChangeView, DashboardView, DueView, HomeView, QueueView, SectionKindView, SymptomGroupView, SymptomView, TreeView,
};

use super::context::LinkView;

/// A set that a page belongs to.
#[derive(Serialize, Debug, Clone)]
pub struct SetView {
    /// As the pages write it.
    pub name: String,
    /// The same as people read it.
    pub title: String,
    /// The other pages of it.
    pub pages: Vec<LinkView>,
}

/// A symptom on its page.
#[derive(Serialize, Debug)]
pub struct PageSymptomView {
    /// What one sees.
    pub text: String,
    /// The page that says what to do, when it is another one.
    pub leads_to: Option<LinkView>,
}

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

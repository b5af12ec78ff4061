//! What templates see on sections, the home page and the symptom finder. Knows no page.

use jiff::civil::Date;
use serde::Serialize;

use super::{MeetingView, ObjectiveView, RhythmView};
use crate::theme::context::LinkView;

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
    /// The section that shows the whole review queue.
    pub queue: Option<LinkView>,
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

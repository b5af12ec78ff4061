//! An ordered reading list. Knows the names of its pages, not the pages.

use super::{Data, Kind};
use crate::page::decode::{Placed, Values};
use crate::page::schema::{Item, Type, field};

const STEPS: Item = Item {
    fields: &[
        field("title", Type::Text, "What the step is about"),
        field("days", Type::Days, "When, such as `1-14`"),
        field("pages", Type::Pages, "The pages to read, in order"),
    ],
    short: "",
    needs: &[&["title", "pages"]],
};

/// See the summary.
pub(super) const KIND: Kind = Kind {
    name: "path",
    summary: "an ordered reading list",
    fields: &[
        field("duration", Type::Text, "How long it takes").given("90 days"),
        field("steps", Type::Groups(&STEPS), "What to read, in steps")
            .given("[{title: Listen, days: 1-14, pages: [index]}]")
            .needed(),
    ],
    body: "Say what the reader will have in hand at the end of each step.\n",
    read: |values| Data::Path(read(values)),
};

/// What a reading path adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// `duration` as written.
    pub duration: Option<String>,
    /// `steps`.
    pub steps: Vec<Step>,
}

/// A stretch of a reading path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What it is about.
    pub title: String,
    /// When.
    pub days: Option<String>,
    /// The names of its pages.
    pub pages: Vec<Placed<String>>,
}

fn read(values: &Values) -> Path {
    Path {
        duration: values.text("duration"),
        steps: values
            .groups("steps")
            .iter()
            .map(|step| Step {
                title: step.text("title").unwrap_or_default(),
                days: step.text("days"),
                pages: step.placed_list("pages"),
            })
            .collect(),
    }
}

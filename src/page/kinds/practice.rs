//! Something leaders do. Knows what is written.

use super::{Data, Kind};
use crate::page::decode::{Placed, Values};
use crate::page::schema::{Item, Type, field};

const MEASURES: Item = Item {
    fields: &[
        field("name", Type::Text, "What is measured"),
        field("unit", Type::Text, "What the number counts"),
        field("good", Type::Text, "What is good, such as `≤ 8`"),
        field("warn", Type::Text, "Where it becomes a worry"),
        field("limit", Type::Text, "Where something must happen"),
        field("source", Type::Text, "Where the number comes from"),
    ],
    short: "name",
    needs: &[&["name"]],
};

/// See the summary.
pub(super) const KIND: Kind = Kind {
    name: "practice",
    summary: "something leaders do",
    fields: &[
        field("do", Type::Texts, "What to do, one step each").given("[Say what you will do on Monday]"),
        field("prompts", Type::Texts, "Questions to ask").comment("[\"What would you do if I were away?\"]"),
        field("measures", Type::Groups(&MEASURES), "How to tell that it works")
            .given("[{name: Decisions that wait for you, good: \"≤ 2\", warn: 5, limit: 8, source: Decision log}]"),
        field("cautions", Type::Texts, "What goes wrong").given("[An errand is not delegation]"),
        field("triggers", Type::Texts, "When to do it").comment("[after a launch]"),
        field("reviews", Type::Pages, "The reviews that keep it alive").comment("[reviews/one-to-one]"),
        field("steps", Type::Texts, "The steps of a process, in order").comment("[First, Second]"),
        field("places", Type::Texts, "Where it is done").comment("[team meeting]"),
        field("charter", Type::Any, "What a group is set up with").comment("{purpose: One sentence}"),
        field("principle", Type::Text, "The idea in a sentence").comment("Trust, and audit"),
    ],
    body: "State the point, then show one example with numbers.\n",
    read: |values| Data::Practice(read(values)),
};

/// What a practice adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Practice {
    /// `do`.
    pub actions: Vec<String>,
    /// `prompts`.
    pub prompts: Vec<String>,
    /// `measures`.
    pub measures: Vec<Measure>,
    /// `cautions`.
    pub cautions: Vec<String>,
    /// `triggers`.
    pub triggers: Vec<String>,
    /// `reviews`.
    pub reviews: Vec<Placed<String>>,
    /// `steps`.
    pub steps: Vec<String>,
    /// `places`.
    pub places: Vec<String>,
    /// `principle`.
    pub principle: Option<String>,
}

/// How to tell that a practice works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
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

fn read(values: &Values) -> Practice {
    Practice {
        actions: values.texts("do"),
        prompts: values.texts("prompts"),
        measures: values
            .groups("measures")
            .iter()
            .map(|measure| Measure {
                name: measure.text("name").unwrap_or_default(),
                unit: measure.text("unit").unwrap_or_default(),
                good: measure.text("good"),
                warn: measure.text("warn"),
                limit: measure.text("limit"),
                source: measure.text("source"),
            })
            .collect(),
        cautions: values.texts("cautions"),
        triggers: values.texts("triggers"),
        reviews: values.placed_list("reviews"),
        steps: values.texts("steps"),
        places: values.texts("places"),
        principle: values.text("principle"),
    }
}

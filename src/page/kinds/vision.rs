//! A statement about a future state. Knows what is written, not whether its time has passed.

use super::{Data, Kind};
use crate::page::decode::{Placed, Values};
use crate::page::schema::{Field, Item, Type, field};

const NORTH_STAR: &[Field] = &[
    field("metric", Type::Text, "What is measured"),
    field("target", Type::Number, "The number to reach"),
    field("current", Type::Number, "The number today"),
    field("unit", Type::Text, "What the number counts"),
];
const BETS: Item = Item {
    fields: &[field("name", Type::Text, "The bet in a few words"), field("why", Type::Text, "Why it is worth making")],
    short: "name",
    needs: &[&["name"]],
};
const TRADEOFFS: Item = Item {
    fields: &[
        field("choose", Type::Text, "What is chosen"),
        field("over", Type::Text, "What is given up for it"),
        field("until", Type::Text, "Until when, such as `2027-Q2`"),
    ],
    short: "",
    needs: &[&["choose"], &["over"]],
};

/// See the summary.
pub(super) const KIND: Kind = Kind {
    name: "vision",
    summary: "a statement about a future state",
    fields: &[
        field(
            "type",
            Type::Word(&["vision", "mission", "strategy", "north-star", "principles"]),
            "What sort of statement",
        )
        .given("vision"),
        field("statement", Type::Text, "The statement itself, short enough to be quoted: at most 200 characters")
            .given("Every team knows on Monday what matters this week."),
        field("horizon", Type::Horizon, "The year by which it is to be true, or a length such as `3 years`")
            .given("2030"),
        field("scope", Type::Word(&["company", "product", "team"]), "For whom it holds").given("product"),
        field("principles", Type::Texts, "Sentences to say from memory").given("[Short enough to say from memory]"),
        field("tests", Type::Any, "What the statement was tested for").comment("{visible: true, achievable: true}"),
        field("north_star", Type::Group(NORTH_STAR), "The one number that shows how near it is")
            .comment("{metric: weekly active teams, target: 5000}"),
        field("bets", Type::Groups(&BETS), "What a strategy bets on")
            .comment("[{name: Guided set-up, why: A result in week one keeps teams}]"),
        field("tradeoffs", Type::Groups(&TRADEOFFS), "What is chosen over what")
            .comment("[{choose: depth, over: breadth, until: 2027-Q2}]"),
        field("supersedes", Type::Page, "The statement that this one replaces").comment("vision/old"),
    ],
    body: "Say what the statement leaves out, and how a team uses it this week.\n",
    read: |values| Data::Vision(read(values)),
};

/// What a vision adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vision {
    /// `type`, `vision` by default.
    pub sort: String,
    /// `statement`.
    pub statement: Option<Placed<String>>,
    /// `horizon` as written.
    pub horizon: Option<Placed<String>>,
    /// `scope`.
    pub scope: Option<String>,
    /// `principles`.
    pub principles: Vec<String>,
    /// `north_star`.
    pub north_star: Option<NorthStar>,
    /// `bets`: name and why.
    pub bets: Vec<(String, String)>,
    /// `tradeoffs`.
    pub tradeoffs: Vec<Tradeoff>,
    /// `supersedes`.
    pub supersedes: Option<Placed<String>>,
}

/// The one number that shows how near a vision is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NorthStar {
    /// What is measured.
    pub metric: String,
    /// The number to reach.
    pub target: Option<f64>,
    /// The number today.
    pub current: Option<f64>,
    /// What the number counts.
    pub unit: String,
}

/// What is chosen over what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tradeoff {
    /// What is chosen.
    pub choose: String,
    /// What is given up.
    pub over: String,
    /// Until when.
    pub until: Option<String>,
}

fn read(values: &Values) -> Vision {
    Vision {
        sort: values.text("type").unwrap_or_else(|| "vision".to_owned()),
        statement: values.placed("statement"),
        horizon: values.placed("horizon"),
        scope: values.text("scope"),
        principles: values.texts("principles"),
        north_star: values.group("north_star").map(|star| NorthStar {
            metric: star.text("metric").unwrap_or_default(),
            target: star.number("target"),
            current: star.number("current"),
            unit: star.text("unit").unwrap_or_default(),
        }),
        bets: values
            .groups("bets")
            .iter()
            .map(|bet| (bet.text("name").unwrap_or_default(), bet.text("why").unwrap_or_default()))
            .collect(),
        tradeoffs: values
            .groups("tradeoffs")
            .iter()
            .map(|trade| Tradeoff {
                choose: trade.text("choose").unwrap_or_default(),
                over: trade.text("over").unwrap_or_default(),
                until: trade.text("until"),
            })
            .collect(),
        supersedes: values.placed("supersedes"),
    }
}

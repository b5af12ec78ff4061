//! A change in thinking: from, to, and a first step. Knows what is written.

use super::{Data, Kind};
use crate::page::decode::Values;
use crate::page::schema::{Item, Type, field};

const QUESTIONS: Item = Item {
    fields: &[
        field("prompt", Type::Text, "The question"),
        field("low", Type::Text, "What the lowest answer means"),
        field("high", Type::Text, "What the highest answer means"),
    ],
    short: "prompt",
    needs: &[&["prompt"]],
};

/// See the summary.
pub(super) const KIND: Kind = Kind {
    name: "shift",
    summary: "a change in thinking: from, to, and a first step",
    fields: &[
        field("number", Type::Number, "Its place in its set").comment("1"),
        field("from", Type::Text, "How one thinks before").given("Doing").needed(),
        field("to", Type::Text, "How one thinks after").given("Empowering").needed(),
        field("why", Type::Text, "Why the change is worth it")
            .given("Beyond one team you become the queue everyone waits in."),
        field("first_step", Type::Text, "What to do on Monday")
            .given("Hand one decision to the person who knows most."),
        field("in_practice", Type::Texts, "How it shows").given("[Feedback in two rounds]"),
        field(
            "self_assessment",
            Type::Groups(&QUESTIONS),
            "Questions with a scale; answers stay in the reader's browser",
        )
        .given("[{prompt: \"Which decisions waited for me last week?\", low: many, high: none}]"),
    ],
    body: "Show the change in one story from last month.\n",
    read: |values| Data::Shift(read(values)),
};

/// What a shift adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shift {
    /// `number`.
    pub number: Option<f64>,
    /// `from`.
    pub from: String,
    /// `to`.
    pub to: String,
    /// `why`.
    pub why: Option<String>,
    /// `first_step`.
    pub first_step: Option<String>,
    /// `in_practice`.
    pub in_practice: Vec<String>,
    /// `self_assessment`.
    pub self_assessment: Vec<Question>,
}

/// A question with a scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// The question.
    pub prompt: String,
    /// What the lowest answer means.
    pub low: String,
    /// What the highest answer means.
    pub high: String,
}

fn read(values: &Values) -> Shift {
    Shift {
        number: values.number("number"),
        from: values.text("from").unwrap_or_default(),
        to: values.text("to").unwrap_or_default(),
        why: values.text("why"),
        first_step: values.text("first_step"),
        in_practice: values.texts("in_practice"),
        self_assessment: values
            .groups("self_assessment")
            .iter()
            .map(|question| Question {
                prompt: question.text("prompt").unwrap_or_default(),
                low: question.text("low").unwrap_or_default(),
                high: question.text("high").unwrap_or_default(),
            })
            .collect(),
    }
}

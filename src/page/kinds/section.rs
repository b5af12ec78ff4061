//! A folder's landing page. Knows what it shows, not which pages it holds.

use super::{Data, Kind};
use crate::page::decode::{Placed, Values};
use crate::page::schema::{Type, field};

/// See the summary.
pub(in crate::page) const KIND: Kind = Kind {
    name: "section",
    summary: "a folder's landing page",
    fields: &[
        field(
            "order_by",
            Type::Word(&["order", "title", "date", "manual"]),
            "How the pages of the section are ordered",
        )
        .given("order"),
        field(
            "children",
            Type::SomeTexts("[first-page, \"*\"]"),
            "The pages in this order, by name; `\"*\"` stands for the rest",
        )
        .comment("[first-page, \"*\"]"),
        field(
            "show",
            Type::Words(SHOWS),
            "What follows the text: cards, list, calendar, okr-dashboard, review-queue or none",
        )
        .given("[cards]"),
    ],
    body: "Say in two sentences what this section is for and where to begin.\n",
    read: |values| Data::Section(read(values)),
};

/// What may follow the text of a section.
pub const SHOWS: &[&str] = &["cards", "list", "calendar", "okr-dashboard", "review-queue", "none"];

/// What a section adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// How its pages are ordered.
    pub order_by: Option<String>,
    /// The names of its pages in order.
    pub children: Vec<Placed<String>>,
    /// What follows its text.
    pub show: Vec<Placed<String>>,
}

fn read(values: &Values) -> Section {
    Section {
        order_by: values.text("order_by"),
        children: values.placed_list("children"),
        show: values.placed_list("show"),
    }
}

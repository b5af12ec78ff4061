//! The keys of an objective, as data. Knows names and types, not what is computed from them.

use crate::page::kinds::{Data, Kind};
use crate::page::schema::{Field, Item, Type, field};

const RANGE: &[Field] = &[field("start", Type::Date, "The first day"), field("end", Type::Date, "The last day")];
const AMBITION: Type = Type::Word(&["aspirational", "committed"]);
const MILESTONES: Item = Item {
    fields: &[
        field("title", Type::Text, "What is then true"),
        field("done", Type::Done, "The day on which it was reached"),
        field("due", Type::Date, "The day by which it is to be reached"),
        field("weight", Type::Weight, "How much it counts. Default: 1"),
    ],
    short: "title",
    needs: &[&["title"]],
};
const KEY_RESULTS: Item = Item {
    fields: &[
        field("id", Type::Text, "Its name in check-ins and links"),
        field("title", Type::Text, "The key result in a sentence"),
        field(
            "type",
            Type::Word(&["linear", "maintain", "milestone", "binary", "linked"]),
            "How it is scored. Default: from its keys",
        ),
        field("metric", Type::Text, "What is measured"),
        field("unit", Type::Text, "What the number counts"),
        field("baseline", Type::Number, "The number at the start"),
        field("target", Type::Number, "The number to reach"),
        field("current", Type::Number, "The number today, when there are no check-ins"),
        field(
            "direction",
            Type::Word(&["increase", "decrease"]),
            "Which way the number is to move; from baseline and target",
        ),
        field("min", Type::Number, "The lower bound to hold"),
        field("max", Type::Number, "The upper bound to hold"),
        field("strict", Type::Flag, "Whether one break of a bound makes the score 0"),
        field("milestones", Type::Groups(&MILESTONES), "Steps that count when they are done"),
        field("done", Type::Done, "Whether it is reached, or the day on which it was"),
        field("from", Type::Page, "The objective or key result whose score this is"),
        field("weight", Type::Weight, "How much it counts in the objective. Default: 1"),
        field("confidence", Type::Share, "The owner's judgement, from 0 to 1, that it will be reached"),
        field("owner", Type::Text, "Who answers for it"),
        field("ambition", AMBITION, "Whether 0.7 is a good end (aspirational) or only 1.0 (committed)"),
        field("state", Type::Word(&["active", "dropped"]), "Whether it still counts"),
        field("scoring", Type::Text, "How the score is reached, in words"),
    ],
    short: "title",
    needs: &[&["title", "id"]],
};
const CHECKINS: Item = Item {
    fields: &[
        field("date", Type::Date, "The day"),
        field("kr", Type::Text, "The key result's id"),
        field("value", Type::Number, "The number on that day"),
        field("confidence", Type::Share, "From 0 to 1"),
        field("status", Type::Word(&["on-track", "at-risk", "off-track"]), "The owner's own word"),
        field("note", Type::Text, "What happened"),
    ],
    short: "",
    needs: &[],
};

const PERIOD: Type = Type::Either(&Type::Period, &Type::Whole(RANGE));

/// See the summary.
pub(in crate::page::kinds) const KIND: Kind = Kind {
    name: "okr",
    summary: "one objective with its key results for one period",
    fields: &[
        field("period", PERIOD, "2026-Q4, 2026-H2, 2026, 2026-10, FY27-Q1, or a start and an end").given("PERIOD"),
        field("objective", Type::Text, "The objective in a sentence. Default: the title").given("TITLE"),
        field("level", Type::Word(&["company", "product", "team", "person"]), "Whose objective it is: company, product, team or person. All but a company's say in `aligns_to` what they serve").given("company"),
        field("parent", Type::Page, "The objective that this one rolls up into").comment("okrs/company"),
        field("aligns_to", Type::Pages, "The objectives, key results or visions that this one serves").comment("[vision/product-vision]"),
        field("ambition", AMBITION, "Whether 0.7 is a good end (aspirational) or only 1.0 (committed)").given("aspirational"),
        field("state", Type::Word(&["draft", "active", "closed", "dropped"]), "Where it is in its life").given("active"),
        field("rollup", Type::Word(&["own", "children", "both"]), "What the score is made of. Default: its own key results").comment("own"),
        field("cadence", Type::Word(&["weekly", "monthly"]), "How often it is checked in on").comment("weekly"),
        field("retro", Type::Text, "What was learnt; needed when a committed objective is closed and missed").comment("What we learnt"),
        field("key_results", Type::Groups(&KEY_RESULTS), "How to tell that the objective is reached").given(
            "\n  - id: activation\n    title: Lift week-one activation\n    metric: activation rate\n    unit: \"%\"\n    baseline: 52\n    target: 60\n    confidence: 0.6\n  - id: rollout\n    title: Roll out the new checklist\n    milestones:\n      - {title: Pilot done, due: TODAY}\n      - {title: All segments}",
        ),
        field("checkins", Type::Groups(&CHECKINS), "Numbers and judgements by date")
            .given("\n  - {date: TODAY, kr: activation, value: 52, confidence: 0.6, note: First reading}"),
    ],
    body: "Why this objective, why now, and what you will stop doing for it.\n",
    read: |values| Data::Okr(super::read::read(values)),
};

//! The kinds of pages, as data: their names and the front-matter keys of their own. Knows nothing
//! of what is computed from them.

/// One kind of page.
pub struct Kind {
    /// The word in `kind:`.
    pub name: &'static str,
    /// What a page of this kind is.
    pub summary: &'static str,
    /// The keys that only this kind reads.
    pub keys: &'static [&'static str],
}

/// All kinds. The first is the default.
pub const KINDS: &[Kind] = &[
    Kind { name: "page", summary: "anything", keys: &[] },
    Kind { name: "section", summary: "a folder's landing page", keys: &["order_by", "children", "show"] },
    Kind {
        name: "vision",
        summary: "a statement about a future state",
        keys: &[
            "type",
            "statement",
            "horizon",
            "scope",
            "principles",
            "tests",
            "north_star",
            "bets",
            "tradeoffs",
            "supersedes",
        ],
    },
    Kind {
        name: "okr",
        summary: "one objective with its key results for one period",
        keys: &[
            "period",
            "objective",
            "level",
            "parent",
            "aligns_to",
            "ambition",
            "state",
            "key_results",
            "checkins",
            "rollup",
            "retro",
        ],
    },
    Kind {
        name: "review",
        summary: "a recurring ritual and its template",
        keys: &[
            "cadence",
            "day",
            "at",
            "duration",
            "timezone",
            "starts",
            "format",
            "facilitator",
            "participants",
            "inputs",
            "agenda",
            "outputs",
            "measures",
            "trigger",
            "channel",
            "metrics",
        ],
    },
    Kind {
        name: "shift",
        summary: "a change in thinking: from, to, and a first step",
        keys: &["number", "from", "to", "why", "first_step", "in_practice", "self_assessment"],
    },
    Kind {
        name: "practice",
        summary: "something leaders do",
        keys: &[
            "do",
            "prompts",
            "measures",
            "cautions",
            "triggers",
            "reviews",
            "steps",
            "places",
            "charter",
            "principle",
        ],
    },
    Kind {
        name: "role",
        summary: "a role: purpose, responsibilities, competencies, contrasts",
        keys: &[
            "titles",
            "purpose",
            "responsibilities",
            "competencies",
            "contrasts",
            "partners",
            "time_split",
            "contexts",
            "reports_to_options",
        ],
    },
    Kind { name: "path", summary: "an ordered reading list", keys: &["duration", "steps"] },
];

/// The kind of that name.
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

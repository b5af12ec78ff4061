//! The keys that every page may have, as data. Knows names and types, not what they are for.

use crate::page::schema::{Field, Item, Type, field};

const SYMPTOM: Item = Item {
    fields: &[
        field("text", Type::Text, "What one sees"),
        field("leads_to", Type::Page, "The page that says what to do; by default this one"),
    ],
    short: "text",
    needs: &[&["text"]],
};
const FORM: Item = Item {
    fields: &[
        field("heading", Type::Text, "The heading of the section"),
        field("prompt", Type::Text, "What to write there"),
    ],
    short: "heading",
    needs: &[&["heading"]],
};
/// The pillars of the starter playbook.
pub(super) const PILLARS: &[&str] = &["people", "vision", "systems"];
const HIDES: &[&str] = &["nav", "navigation", "search", "toc", "true", "false"];
const KIND_NAMES: &[&str] = &["page", "section", "vision", "okr", "review", "shift", "practice", "role", "path"];

/// Keys of other tools that say the same as one of ours in another way.
const SAID_OTHERWISE: &[(&str, &str)] = &[("outdated", "status"), ("hide_in_navigation", "hide")];

/// The names of a key, ours first.
pub(super) fn names(name: &'static str) -> Vec<&'static str> {
    FIELDS.iter().find(|field| field.name == name).map_or_else(|| vec![name], Field::names)
}

/// The key of ours that a key as written says something of.
pub(super) fn meaning(key: &str) -> Option<&'static Field> {
    let field = FIELDS.iter().find(|field| field.is_named(key))?;
    let ours = SAID_OTHERWISE.iter().find(|(theirs, _)| *theirs == field.name).map(|(_, ours)| *ours);
    ours.map_or(Some(field), |ours| FIELDS.iter().find(|field| field.name == ours))
}

/// The keys that every kind of page reads.
pub const FIELDS: &[Field] = &[
    field("title", Type::Text, "The page's title. Default: the first H1, else the file name").given("TITLE"),
    field("description", Type::Text, "One sentence for lists and search. Default: the first paragraph")
        .also(&["summary"])
        .given("One sentence for lists and search."),
    field("kind", Type::Name(KIND_NAMES), "What the page is; decides its template. Default: page").given("KIND"),
    field("id", Type::Text, "The page's stable identity. Default: its path without extension"),
    field("owner", Type::Text, "Who answers for the page: a person or team handle")
        .also(&["owner_slack"])
        .given("\"@owner\""),
    field("authors", Type::Texts, "Who wrote the page. Default: from git").also(&["author"]),
    field("date", Type::Date, "The day on which the page was first published").also(&["created"]),
    field("updated", Type::Date, "The day of the last change. Default: from git").also(&["last_updated", "lastmod"]),
    field("reviewed", Type::Date, "The day on which someone last confirmed the page")
        .also(&["last_reviewed_on", "last_reviewed_at", "last_reviewed"])
        .given("TODAY"),
    field("review_every", Type::Interval, "How long a review holds: `6 months`, `2 weeks`, `1 year`, `never`")
        .also(&["review_in"])
        .comment("6 months"),
    field("review_by", Type::Date, "The day by which the page must be reviewed; wins over `review_every`"),
    field("tags", Type::Texts, "Words that group pages across folders").given("[people]"),
    field("audience", Type::Texts, "Whom the page is for"),
    field("pillar", Type::Text, "The pillar that the page belongs to").comment("people"),
    field("set", Type::Texts, "Named collections that the page belongs to"),
    field("order", Type::Number, "The place among its neighbours, low first")
        .also(&["weight", "nav_order", "sidebar_position"])
        .comment("10"),
    field("aliases", Type::Texts, "Old addresses that lead here").also(&["redirect_from", "old_paths"]).holding_back(),
    field("related", Type::Pages, "Pages to read next: ids or relative paths").comment("[index]"),
    field("draft", Type::Flag, "Left out of the site unless drafts are asked for").comment("true").holding_back(),
    field("status", Type::Word(&["current", "outdated", "superseded"]), "current, outdated or superseded"),
    field("superseded_by", Type::Page, "The page that replaces this one"),
    field("outdated", Type::Flag, "Another tool's `status: outdated`"),
    field("keywords", Type::Texts, "Other words that readers search for")
        .comment("[other words that readers search for]"),
    field("questions", Type::Texts, "Questions that the page answers, for search")
        .comment("[\"Which question does this page answer?\"]"),
    field("symptoms", Type::Groups(&SYMPTOM), "What a reader sees when this is missing")
        .comment("[What one sees when this is missing]"),
    field(
        "template",
        Type::Either(&Type::Filled("practice.html"), &Type::Groups(&FORM)),
        "The theme's template to use, such as `practice.html`, or the sections of a form to fill in",
    ),
    field("hide", Type::Words(HIDES), "Where the page is hidden: nav, search, toc").holding_back(),
    field("hide_in_navigation", Type::Flag, "Another tool's `hide: nav`").also(&["hide_sidebar"]).holding_back(),
    field("slug", Type::Filled("team-size"), "The last part of the page's address").holding_back(),
    field("permalink", Type::Filled("/people/team-size/"), "The page's whole address").also(&["url"]).holding_back(),
    field("source", Type::Text, "Where the page was adopted from; for information"),
    field("extra", Type::Group(&[]), "Anything else, passed to the theme untouched"),
];

//! The keys that every page may have, as data. Knows names, not types.

/// A key of the front-matter: its name, the names that other tools give it, and what it is for.
pub struct Field {
    /// Our name.
    pub name: &'static str,
    /// Names of other tools that are read as this key.
    pub synonyms: &'static [&'static str],
    /// What it is for.
    pub doc: &'static str,
}

const fn field(name: &'static str, synonyms: &'static [&'static str], doc: &'static str) -> Field {
    Field { name, synonyms, doc }
}

/// The keys that every kind of page reads.
pub const FIELDS: &[Field] = &[
    field("title", &[], "The page's title. Default: the first H1, else the file name"),
    field("description", &["summary"], "One sentence for lists and search. Default: the first paragraph"),
    field("kind", &[], "What the page is; decides its template. Default: page"),
    field("id", &[], "The page's stable identity. Default: its path without extension"),
    field("owner", &["owner_slack"], "Who answers for the page: a person or team handle"),
    field("authors", &["author"], "Who wrote the page. Default: from git"),
    field("date", &["created"], "The day on which the page was first published"),
    field("updated", &["last_updated", "lastmod"], "The day of the last change. Default: from git"),
    field(
        "reviewed",
        &["last_reviewed_on", "last_reviewed_at", "last_reviewed"],
        "The day on which someone last confirmed the page",
    ),
    field("review_every", &["review_in"], "How long a review holds: `6 months`, `2 weeks`, `1 year`, `never`"),
    field("review_by", &[], "The day by which the page must be reviewed; wins over `review_every`"),
    field("tags", &[], "Words that group pages across folders"),
    field("audience", &[], "Whom the page is for"),
    field("pillar", &[], "The pillar that the page belongs to"),
    field("set", &[], "Named collections that the page belongs to"),
    field("order", &["weight", "nav_order", "sidebar_position"], "The place among its neighbours, low first"),
    field("aliases", &["redirect_from", "old_paths"], "Old addresses that lead here"),
    field("related", &[], "Pages to read next: ids or relative paths"),
    field("draft", &[], "Left out of the site unless drafts are asked for"),
    field("status", &[], "current, outdated or superseded"),
    field("superseded_by", &[], "The page that replaces this one"),
    field("outdated", &[], "Another tool's `status: outdated`"),
    field("keywords", &[], "Other words that readers search for"),
    field("questions", &[], "Questions that the page answers, for search"),
    field("symptoms", &[], "What a reader sees when this is missing"),
    field(
        "template",
        &[],
        "The theme's template to use, such as `practice.html`, or the sections of a form to fill in",
    ),
    field("hide", &[], "Where the page is hidden: nav, search, toc"),
    field("hide_in_navigation", &["hide_sidebar"], "Another tool's `hide: nav`"),
    field("slug", &[], "The last part of the page's address"),
    field("permalink", &["url"], "The page's whole address"),
    field("source", &[], "Where the page was adopted from; for information"),
    field("extra", &[], "Anything else, passed to the theme untouched"),
];

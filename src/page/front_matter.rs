//! The front-matter that every page may have, typed. Knows keys and types; knows no other page,
//! no config and no theme.

use std::ops::Range;

use jiff::civil::Date;
use jiff::{Span as TimeSpan, ToSpan};

use super::kinds::{self, Kind};
use crate::diagnostic::{Span, suggest};
use crate::yaml::{self, Entry, Fields, Problem, Value};

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

/// Whether the page is still to be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Status {
    /// It is.
    #[default]
    Current,
    /// Nobody could mend it yet.
    Outdated,
    /// Another page replaces it.
    Superseded,
}

impl Status {
    /// The word in `status:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Outdated => "outdated",
            Self::Superseded => "superseded",
        }
    }
}

/// Where a page is hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Hide {
    /// From navigation, previous and next.
    pub nav: bool,
    /// From search, and so from the sitemap, the feed and every list for machines.
    pub search: bool,
    /// Its table of contents.
    pub toc: bool,
}

/// What the front-matter says, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The bytes of the block in the file, fences included.
    pub block: Span,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `kind` as written, when it is not a kind we know.
    pub unknown_kind: Option<(String, Span)>,
    /// `kind`; `None` when absent or unknown.
    pub kind: Option<&'static str>,
    /// `id`.
    pub id: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// `authors`.
    pub authors: Vec<String>,
    /// `date`.
    pub date: Option<Date>,
    /// `updated`.
    pub updated: Option<Date>,
    /// `reviewed`.
    pub reviewed: Option<Date>,
    /// `review_every` as written.
    pub review_every: Option<String>,
    /// The day by which the page must be reviewed, from `review_by` or `reviewed` + `review_every`.
    pub review_by: Option<Date>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `audience`.
    pub audience: Vec<String>,
    /// `pillar`.
    pub pillar: Option<String>,
    /// `set`.
    pub set: Vec<String>,
    /// `order`.
    pub order: Option<f64>,
    /// `aliases`, each with its place.
    pub aliases: Vec<(String, Span)>,
    /// `related`, each with its place.
    pub related: Vec<(String, Span)>,
    /// `draft`.
    pub draft: bool,
    /// `status`.
    pub status: Status,
    /// `superseded_by`.
    pub superseded_by: Option<(String, Span)>,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// `questions`.
    pub questions: Vec<String>,
    /// `template`, when it names a file.
    pub template: Option<String>,
    /// `hide`.
    pub hide: Hide,
    /// `slug`.
    pub slug: Option<String>,
    /// `permalink`.
    pub permalink: Option<String>,
    /// `extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Every key that is not listed above, as plain data in the order of the file.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Keys that stand twice: the name, and where it stands again.
    pub duplicates: Vec<(String, Span)>,
    /// Keys that nobody knows but that look like one that is known: as written, and the known one.
    pub near_misses: Vec<(String, &'static str, Span)>,
    /// Values that do not fit their key, and YAML that cannot be read.
    pub invalid: Vec<Problem>,
}

/// Splits a page into its front-matter and its body.
///
/// Returns the front-matter and the offset at which the body begins. A page that merely begins
/// with a rule (`---`) has no front-matter.
pub fn split(text: &str) -> (FrontMatter, usize) {
    match find_block(text) {
        Block::None => (FrontMatter::default(), 0),
        Block::Open { fence } => {
            let problem = Problem {
                span: fence.into(),
                message: "the front-matter that begins here is never closed".to_owned(),
                hints: vec!["end it with a line of three hyphens, `---`".to_owned()],
            };
            (FrontMatter { invalid: vec![problem], ..FrontMatter::default() }, 0)
        }
        Block::Closed { yaml, end } => match yaml::parse(&text[yaml.clone()]) {
            Ok(node) => match &node.value {
                Value::Map(entries) => {
                    let mut front_matter = read(&text[yaml.clone()], entries);
                    front_matter.block = Span { start: 0, end };
                    front_matter.shift(yaml.start);
                    (front_matter, end)
                }
                Value::Null => (FrontMatter { block: Span { start: 0, end }, ..FrontMatter::default() }, end),
                _ => (FrontMatter::default(), 0),
            },
            Err(error) => {
                let problem = Problem {
                    span: error.span.shifted(yaml.start),
                    message: error.message,
                    hints: error.hint.into_iter().collect(),
                };
                let front_matter =
                    FrontMatter { block: Span { start: 0, end }, invalid: vec![problem], ..FrontMatter::default() };
                (front_matter, end)
            }
        },
    }
}

enum Block {
    None,
    Open { fence: Range<usize> },
    Closed { yaml: Range<usize>, end: usize },
}

fn find_block(text: &str) -> Block {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return Block::None };
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Block::Closed { yaml: first.len()..at, end: at + line.len() };
        }
        at += line.len();
    }
    let second = text[first.len()..].lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let starts_with_key = second
        .split_once(':')
        .is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-'));
    if starts_with_key { Block::Open { fence: 0..3 } } else { Block::None }
}

fn read(text: &str, entries: &[Entry]) -> FrontMatter {
    let mut fields = Fields::new(text, entries);
    let mut fm = FrontMatter {
        title: fields.text(&["title"]),
        description: fields.text(&names("description")),
        id: fields.text(&["id"]),
        owner: fields.text(&names("owner")),
        authors: fields.texts(&names("authors")),
        date: fields.date(&names("date")),
        updated: fields.date(&names("updated")),
        reviewed: fields.date(&names("reviewed")),
        review_every: fields.text(&names("review_every")),
        review_by: fields.date(&["review_by"]),
        tags: fields.texts(&["tags"]),
        audience: fields.texts(&["audience"]),
        pillar: fields.text(&["pillar"]),
        set: fields.texts(&["set"]),
        order: fields.number(&names("order")),
        draft: fields.flag(&["draft"]).unwrap_or(false),
        keywords: fields.texts(&["keywords"]),
        questions: fields.texts(&["questions"]),
        slug: fields.text(&["slug"]),
        ..FrontMatter::default()
    };
    fm.aliases = placed_texts(&mut fields, &names("aliases"));
    fm.related = placed_texts(&mut fields, &["related"]);
    fm.superseded_by = placed_texts(&mut fields, &["superseded_by"]).into_iter().next();
    fm.status = read_status(&mut fields);
    fm.hide = read_hide(&mut fields);
    fm.permalink = fields.text(&names("permalink")).filter(|url| !url.contains("://") && !url.contains(':'));
    read_kind(&mut fields, &mut fm);
    read_review_by(&mut fields, &mut fm);
    read_template(&mut fields, &mut fm);
    fm.extra = fields.group(&["extra"]).iter().map(|entry| (entry.key.clone(), entry.node.to_json(text))).collect();
    fm.invalid = fields.into_problems();
    read_unknown(text, entries, &mut fm);
    fm
}

/// Our name of a key with its synonyms.
fn names(name: &'static str) -> Vec<&'static str> {
    let synonyms = FIELDS.iter().find(|field| field.name == name).map_or(&[][..], |field| field.synonyms);
    std::iter::once(name).chain(synonyms.iter().copied()).collect()
}

fn placed_texts(fields: &mut Fields<'_>, names: &[&str]) -> Vec<(String, Span)> {
    let texts = fields.texts(names);
    let Some(entry) = fields.entry(names) else { return Vec::new() };
    let spans: Vec<Span> = match &entry.node.value {
        Value::List(items) => items
            .iter()
            .filter(|item| !matches!(item.value, Value::Null | Value::List(_) | Value::Map(_)))
            .map(|item| item.span)
            .collect(),
        _ => vec![entry.node.span],
    };
    let last = spans.last().copied().unwrap_or(entry.key_span);
    let mut spans = spans.into_iter();
    texts.into_iter().map(|text| (text, spans.next().unwrap_or(last))).collect()
}

fn read_status(fields: &mut Fields<'_>) -> Status {
    let words = [Status::Current, Status::Outdated, Status::Superseded].map(|status| (status.word(), status));
    let outdated = fields.flag(&["outdated"]).unwrap_or(false);
    fields.choice(&["status"], &words).unwrap_or(if outdated { Status::Outdated } else { Status::Current })
}

fn read_hide(fields: &mut Fields<'_>) -> Hide {
    let mut hide = Hide { nav: fields.flag(&names("hide_in_navigation")).unwrap_or(false), ..Hide::default() };
    for (word, span) in placed_texts(fields, &["hide"]) {
        match word.as_str() {
            "nav" | "navigation" => hide.nav = true,
            "search" => hide.search = true,
            "toc" => hide.toc = true,
            "true" => hide = Hide { nav: true, search: true, ..hide },
            "false" => {}
            other => {
                let hint =
                    suggest::nearest(other, ["nav", "search", "toc"]).map(|word| format!("did you mean `{word}`?"));
                fields.problem(span, format!("`hide` takes `nav`, `search` and `toc`, found `{other}`"), hint);
            }
        }
    }
    hide
}

fn read_kind(fields: &mut Fields<'_>, fm: &mut FrontMatter) {
    let Some(name) = fields.text(&["kind"]) else { return };
    fm.kind = kinds::find(&name).map(|kind| kind.name);
    if fm.kind.is_none() {
        let span = fields.entry(&["kind"]).map_or(Span::default(), |entry| entry.node.span);
        fm.unknown_kind = Some((name, span));
    }
}

fn read_review_by(fields: &mut Fields<'_>, fm: &mut FrontMatter) {
    let Some(every) = fm.review_every.as_deref() else { return };
    match parse_interval(every) {
        Some(Interval::Every(interval)) => {
            let due = fm.reviewed.and_then(|reviewed| reviewed.checked_add(interval).ok());
            fm.review_by = fm.review_by.or(due);
        }
        Some(Interval::Never) => {}
        None => {
            let entry = fields.entry(&names("review_every"));
            let span = entry.map_or(Span::default(), |entry| entry.node.span);
            let key = entry.map_or("review_every", |entry| entry.key.as_str());
            let message = format!("`{key}` must be a length of time, found `{every}`");
            fields.problem(span, message, Some("write it as `6 months`, `2 weeks`, `1 year` or `never`".to_owned()));
        }
    }
}

enum Interval {
    Never,
    Every(TimeSpan),
}

fn parse_interval(text: &str) -> Option<Interval> {
    let text = text.trim().to_lowercase();
    if text == "never" {
        return Some(Interval::Never);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: i32 = text[..digits].parse().ok().filter(|count| (1..=1000).contains(count))?;
    let interval = match text[digits..].trim() {
        "day" | "days" | "d" => count.days(),
        "week" | "weeks" | "w" => count.weeks(),
        "month" | "months" | "m" => count.months(),
        "quarter" | "quarters" | "q" => (count * 3).months(),
        "year" | "years" | "y" => count.years(),
        _ => return None,
    };
    Some(Interval::Every(interval))
}

/// `template` is a file name, or the sections of a form, which are the kind's own data.
fn read_template(fields: &mut Fields<'_>, fm: &mut FrontMatter) {
    let is_form = fields.entry(&["template"]).is_some_and(|entry| matches!(entry.node.value, Value::List(_)));
    if !is_form {
        fm.template = fields.text(&["template"]);
    }
}

fn read_unknown(text: &str, entries: &[Entry], fm: &mut FrontMatter) {
    let kind_keys = fm.kind.and_then(kinds::find).map_or(&[][..], |kind: &Kind| kind.keys);
    let mut seen: Vec<&str> = Vec::new();
    for entry in entries {
        if seen.contains(&entry.key.as_str()) {
            fm.duplicates.push((entry.key.clone(), entry.key_span));
        }
        seen.push(&entry.key);
        let common = FIELDS.iter().any(|field| field.name == entry.key || field.synonyms.contains(&entry.key.as_str()));
        let form = entry.key == "template" && matches!(entry.node.value, Value::List(_));
        if !common || form || entry.key == "symptoms" {
            fm.fields.insert(entry.key.clone(), entry.node.to_json(text));
        }
        let known_elsewhere = kinds::KINDS.iter().any(|kind| kind.keys.contains(&entry.key.as_str()));
        if !common && !known_elsewhere && entry.key.len() >= 4 {
            let known = FIELDS.iter().map(|field| field.name).chain(kind_keys.iter().copied());
            if let Some(near) = suggest::nearest(&entry.key, known.filter(|name| is_near(&entry.key, name))) {
                let near = FIELDS
                    .iter()
                    .map(|field| field.name)
                    .chain(kind_keys.iter().copied())
                    .find(|name| *name == near)
                    .unwrap_or("");
                fm.near_misses.push((entry.key.clone(), near, entry.key_span));
            }
        }
    }
}

/// Other tools' keys must not be taken for typing errors, so one slip is allowed in a short key
/// and two in a long one.
fn is_near(typed: &str, name: &str) -> bool {
    let allowed = if name.len() <= 6 { 1 } else { 2 };
    name.len() >= 4 && strsim::osa_distance(&typed.to_lowercase(), name) <= allowed
}

impl FrontMatter {
    /// Spans were made inside the YAML text; the file has a fence before it.
    pub(super) fn shift(&mut self, by: usize) {
        let spans = self
            .aliases
            .iter_mut()
            .chain(&mut self.related)
            .chain(&mut self.superseded_by)
            .chain(&mut self.unknown_kind)
            .chain(&mut self.duplicates)
            .map(|(_, span)| span)
            .chain(self.near_misses.iter_mut().map(|(_, _, span)| span))
            .chain(self.invalid.iter_mut().map(|problem| &mut problem.span));
        for span in spans {
            *span = span.shifted(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_tools_are_read() {
        let (fm, body) = split(
            "---\nlast_reviewed_on: 2026-01-31\nreview_in: 1 month\nweight: 3\nredirect_from: /old/\noutdated: yes\nhide_in_navigation: true\nowner_slack: \"#ops\"\n---\nText\n",
        );
        assert_eq!(fm.reviewed, Date::new(2026, 1, 31).ok());
        assert_eq!(fm.review_by, Date::new(2026, 2, 28).ok());
        assert_eq!(fm.order, Some(3.0));
        assert_eq!(fm.aliases[0].0, "/old/");
        assert_eq!(fm.status, Status::Outdated);
        assert!(fm.hide.nav && !fm.hide.search);
        assert_eq!(fm.owner.as_deref(), Some("#ops"));
        assert_eq!(body, 146);
        assert_eq!(fm.invalid, []);
    }

    #[test]
    fn a_rule_at_the_top_of_a_page_is_not_front_matter() {
        assert_eq!(split("---\n\nText\n").1, 0);
        assert_eq!(split("---\nJust text\n---\nMore\n").1, 0);
        assert_eq!(split("---\n\nText\n").0, FrontMatter::default());
    }

    #[test]
    fn front_matter_that_never_closes_is_named() {
        let (fm, body) = split("---\ntitle: A\n\nText\n");
        assert_eq!(fm.invalid[0].message, "the front-matter that begins here is never closed");
        assert_eq!(body, 0);
    }

    #[test]
    fn typing_errors_and_duplicates_are_found_in_place() {
        let text = "---\nreviewd: 2026-01-01\ntitle: A\ntitle: B\nlayout: x\n---\n";
        let (fm, _) = split(text);
        let (typed, near, span) = &fm.near_misses[0];
        assert_eq!((typed.as_str(), *near, &text[span.start..span.end]), ("reviewd", "reviewed", "reviewd"));
        assert_eq!(fm.near_misses.len(), 1);
        assert_eq!(fm.title.as_deref(), Some("B"));
        assert_eq!(fm.duplicates[0].1.start, 33);
        assert_eq!(fm.fields["layout"], "x");
    }
}

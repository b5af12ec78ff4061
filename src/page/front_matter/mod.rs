//! The front-matter that every page may have, typed. Knows keys and types; knows no other page,
//! no config and no theme.

mod block;
mod edit;
mod fields;
mod read;

use std::ops::Range;

use jiff::civil::Date;

pub use edit::{Edited, set_reviewed};
pub use fields::FIELDS;
pub use read::{Interval, parse_interval};

use block::{Block, find_block};

use super::decode::{Placed, UnknownKey};
use super::kinds::Data;
use super::schema::Sample;
use super::variables::{self, Org};
use crate::diagnostic::Span;
use crate::yaml::{self, Problem, Value};

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

/// What a reader sees when the page's subject is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symptom {
    /// What one sees.
    pub text: String,
    /// The page that says what to do, when it is another one.
    pub leads_to: Option<Placed<String>>,
}

/// A section of a form to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormSection {
    /// Its heading.
    pub heading: String,
    /// What to write there.
    pub prompt: String,
}

/// Two keys that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonyms {
    /// The one that stands first, as written.
    pub first: String,
    /// The other, as written.
    pub second: String,
    /// Where the other stands.
    pub span: Span,
    /// Our name of them.
    pub ours: &'static str,
    /// Which of their values is read.
    pub outcome: Outcome,
}

/// Which values of two keys that mean the same are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both.
    United,
    /// That of this key.
    Counts(String),
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
    /// Where `kind` stands.
    pub kind_span: Span,
    /// What the kind adds.
    pub data: Data,
    /// The same keys read as a section's, for a page without `kind` that uses them.
    pub as_section: Option<Box<FrontMatter>>,
    /// `symptoms`.
    pub symptoms: Vec<Symptom>,
    /// `template`, when it is a form to fill in.
    pub form: Vec<FormSection>,
    /// `kind`; `None` when absent or unknown.
    pub kind: Option<&'static str>,
    /// `id`.
    pub id: Option<Placed<String>>,
    /// `owner`.
    pub owner: Option<String>,
    /// Where `owner` stands.
    pub owner_span: Span,
    /// `authors`.
    pub authors: Vec<String>,
    /// `date`.
    pub date: Option<Date>,
    /// `updated`.
    pub updated: Option<Date>,
    /// `reviewed`.
    pub reviewed: Option<Date>,
    /// Where `reviewed` stands.
    pub reviewed_span: Span,
    /// `review_every` as written.
    pub review_every: Option<String>,
    /// The day by which the page must be reviewed, from `review_by` or `reviewed` + `review_every`.
    pub review_by: Option<Date>,
    /// `tags`.
    pub tags: Vec<String>,
    /// Where each of `tags` stands.
    pub tag_spans: Vec<Span>,
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
    pub related: Vec<Placed<String>>,
    /// `draft`.
    pub draft: bool,
    /// `status`.
    pub status: Status,
    /// `superseded_by`.
    pub superseded_by: Option<Placed<String>>,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// `questions`.
    pub questions: Vec<String>,
    /// `template`, when it names a file.
    pub template: Option<Placed<String>>,
    /// `hide`.
    pub hide: Hide,
    /// `slug`.
    pub slug: Option<Placed<String>>,
    /// `permalink`.
    pub permalink: Option<Placed<String>>,
    /// `extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Every key that is not listed above, as plain data in the order of the file.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Keys that stand twice: the name, and where it stands again.
    pub duplicates: Vec<(String, Span)>,
    /// Keys that mean the same as one before them.
    pub synonyms: Vec<Synonyms>,
    /// Control characters that were left out, each with the value that held it.
    pub controls: Vec<(char, Span)>,
    /// Keys in `{{ org.key }}` that the organisation has no value for; moved to the page's
    /// [`Oddities`](super::Oddities).
    pub unknown_variables: Vec<(String, Span)>,
    /// Keys that nobody knows but that look like one that is known: as written, and the known one.
    pub near_misses: Vec<(String, &'static str, Span)>,
    /// Keys of a group within the front-matter that the group does not have.
    pub unknown_keys: Vec<UnknownKey>,
    /// YAML that cannot be read, and values that say where the page may be seen and do not fit.
    pub invalid: Vec<Problem>,
    /// Values that do not fit their key and are left out.
    pub left_out: Vec<Problem>,
    /// The keys that these values belong to.
    pub unread: Vec<&'static str>,
    /// The keys without which a page of its kind says nothing and that it does not have, each with
    /// what `playbook new` writes.
    pub missing: Vec<(&'static str, Sample)>,
}

impl FrontMatter {
    /// Where the page asks for an address of its own.
    pub fn address_span(&self) -> Span {
        self.permalink.as_ref().or(self.slug.as_ref()).map_or(Span::default(), |own| own.span)
    }

    /// Whether a key has a value that cannot be read: then nothing is to be said of what is missing.
    pub fn is_unread(&self, key: &str) -> bool {
        self.unread.contains(&key)
    }

    /// Adds what is left out of its values.
    fn leave_out(&mut self, problems: &[Problem]) {
        if let Some(section) = &mut self.as_section {
            section.leave_out(problems);
        }
        self.left_out.extend_from_slice(problems);
        self.left_out.sort_by_key(|problem| problem.span);
    }

    /// Takes the keys as those of a section, which a folder's index is without saying so.
    pub fn become_section(&mut self) {
        if let Some(section) = self.as_section.take() {
            let unknown_variables = std::mem::take(&mut self.unknown_variables);
            let controls = std::mem::take(&mut self.controls);
            *self = Self { block: self.block, unknown_variables, controls, ..*section };
        }
    }
}

/// Splits a file into its front-matter and its body; the text begins at byte `from`.
///
/// Returns the front-matter and the offset at which the body begins. A page that merely begins
/// with a rule (`---`) has no front-matter.
pub fn split(text: &str, from: usize, org: &Org) -> (FrontMatter, usize) {
    match find_block(&text[from..]) {
        Block::None => (FrontMatter::default(), from),
        Block::Open { fence } => (unread(block::never_closed(fence), from), from),
        Block::Late { fence } => (unread(block::late(fence), from), from),
        Block::Toml { fence, end } => {
            let block = Span { start: from, end: from + end };
            (FrontMatter { block, ..unread(block::toml(fence), from) }, block.end)
        }
        Block::Closed { yaml, end } => {
            let block = Span { start: from, end: from + end };
            match read_block(text, from + yaml.start..from + yaml.end, org) {
                Ok(Some(front_matter)) => (FrontMatter { block, ..front_matter }, block.end),
                Ok(None) => (FrontMatter::default(), from),
                Err(problem) => (FrontMatter { block, invalid: vec![problem], ..FrontMatter::default() }, block.end),
            }
        }
    }
}

/// Front-matter of which nothing is read, in a text that begins at byte `from`.
fn unread(mut problem: Problem, from: usize) -> FrontMatter {
    problem.span = problem.span.shifted(from);
    FrontMatter { invalid: vec![problem], ..FrontMatter::default() }
}

/// Reads the YAML between the fences; `None` when it is text between two rules.
fn read_block(text: &str, yaml: Range<usize>, org: &Org) -> Result<Option<FrontMatter>, Problem> {
    let mut node = yaml::parse(&text[yaml.clone()]).map_err(|error| Problem {
        span: error.span.shifted(yaml.start),
        message: error.message,
        hints: error.hint.into_iter().collect(),
    })?;
    let mut unmeant = yaml::unmeant(&text[yaml.clone()], &node);
    unmeant.iter_mut().for_each(|problem| problem.span = problem.span.shifted(yaml.start));
    node.shift(yaml.start);
    let controls = node.take_controls();
    let mut unknown_variables = Vec::new();
    variables::fill_node(&mut node, text, org, &mut unknown_variables);
    Ok(match &node.value {
        Value::Map(entries) => {
            let mut front_matter = FrontMatter { unknown_variables, controls, ..read::read(text, entries) };
            front_matter.leave_out(&unmeant);
            Some(front_matter)
        }
        Value::Null if block::is_headings(&text[yaml.clone()]) => None,
        Value::Null => Some(FrontMatter::default()),
        Value::Text(_) => match block::glued_key(text, yaml) {
            Some(problem) => return Err(problem),
            None => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_text(text: &str) -> (FrontMatter, usize) {
        split(text, 0, &Org::new())
    }

    #[test]
    fn names_of_other_tools_are_read() {
        let (fm, body) = split_text(
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
        assert_eq!(split_text("---\n\nText\n").1, 0);
        assert_eq!(split_text("---\nJust text\n---\nMore\n").1, 0);
        assert_eq!(split_text("---\n\nText\n").0, FrontMatter::default());
    }

    #[test]
    fn a_block_of_keys_without_spaces_is_no_text() {
        let (fm, body) = split_text("---\ntitle:Team\nowner:ana\n---\nText\n");
        assert_eq!(fm.invalid[0].message, "a key needs a space after its `:`");
        assert_eq!((fm.invalid[0].hints[0].as_str(), body), ("write it as `title: Team`", 29));
        assert_eq!(split_text("---\nhttps://example.com\n---\n").0, FrontMatter::default());
    }

    #[test]
    fn front_matter_below_the_first_line_is_named() {
        for text in ["\n---\ndraft: true\n---\nText\n", " ---\ntitle: A\n---\n"] {
            let (fm, body) = split_text(text);
            assert_eq!(fm.invalid[0].message, "front-matter begins on the first line, and this is text");
            assert_eq!((&text[fm.invalid[0].span.start..fm.invalid[0].span.end], body), ("---", 0));
        }
        assert_eq!(split_text("\n---\nNote: text\n---\n").0, FrontMatter::default());
    }

    #[test]
    fn front_matter_that_never_closes_is_named() {
        let (fm, body) = split_text("---\ntitle: A\n\nText\n");
        assert_eq!(fm.invalid[0].message, "the front-matter that begins here is never closed");
        assert_eq!(body, 0);
    }

    #[test]
    fn front_matter_in_toml_is_named_and_is_no_text() {
        let (fm, body) = split_text("+++\ntitle = \"A\"\n+++\nText\n");
        assert_eq!(fm.invalid[0].message, "this front-matter is TOML, which is not read");
        assert_eq!((fm.invalid[0].span.start, body), (0, 20));
        assert_eq!(split_text("+++\nText\n+++\n"), (FrontMatter::default(), 0));
        assert_eq!(split_text("+++\n"), (FrontMatter::default(), 0));
    }

    #[test]
    fn a_key_and_its_synonym_are_read_together_and_told_of() {
        let (fm, _) = split_text(
            "---\nredirect_from: [/a/, /b/]\naliases: [/b/, /c/]\nweight: 1\norder: 2\nstatus: current\noutdated: true\n---\n",
        );
        let aliases: Vec<&str> = fm.aliases.iter().map(|(alias, _)| alias.as_str()).collect();
        assert_eq!((aliases, fm.order, fm.status), (vec!["/b/", "/c/", "/a/"], Some(2.0), Status::Current));
        let told: Vec<_> = fm.synonyms.iter().map(|two| (&*two.first, &*two.second, &two.outcome)).collect();
        let counts = |key: &str| Outcome::Counts(key.to_owned());
        assert_eq!(
            told,
            [
                ("redirect_from", "aliases", &Outcome::United),
                ("weight", "order", &counts("order")),
                ("status", "outdated", &counts("status")),
            ]
        );
    }

    #[test]
    fn typing_errors_and_duplicates_are_found_in_place() {
        let text = "---\nreviewd: 2026-01-01\ntitle: A\ntitle: B\nlayout: x\n---\n";
        let (fm, _) = split_text(text);
        let (typed, near, span) = &fm.near_misses[0];
        assert_eq!((typed.as_str(), *near, &text[span.start..span.end]), ("reviewd", "reviewed", "reviewd"));
        assert_eq!(fm.near_misses.len(), 1);
        assert_eq!(fm.title.as_deref(), Some("B"));
        assert_eq!(fm.duplicates[0].1.start, 33);
        assert_eq!(fm.fields["layout"], "x");
    }
}

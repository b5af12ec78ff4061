//! `playbook.yaml`: every setting, typed, with a default. Knows the file's keys, not where the file
//! was found.

mod addresses;
pub mod brand;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

pub use addresses::{base_url, is_base_url};
pub use brand::{Brand, Logo};

use crate::check;
use crate::diagnostic::{Severity, suggest};
use crate::page::front_matter::parse_interval;
use crate::page::kinds::KINDS;
use crate::page::{Markdown, RawHtmlPolicy};
use crate::playbook::Reckoning;
use crate::playbook::okr::Pace;
use crate::search::settings::{self as search_settings, Settings};
use crate::yaml::{self, Fields, Problem, Value};

/// The file's name.
pub const FILE_NAME: &str = "playbook.yaml";

/// All settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title. Default: the home page's title, else the folder's name.
    pub title: Option<String>,
    /// One sentence on the site, for search engines and feeds.
    pub description: Option<String>,
    /// The address at which the site is published, such as `https://example.com/playbook/`.
    pub base_url: Option<String>,
    /// The language of the text, a BCP 47 tag.
    pub language: String,
    /// The folder with the Markdown files, from the config's folder. Default: `content`, or the
    /// config's folder itself when there is no such folder.
    pub content: Option<String>,
    /// The folder that the site is written to, from the config's folder.
    pub output: String,
    /// The theme: a folder below `themes`, or one that is part of the program.
    pub theme: String,
    /// Accent, logo and links in the footer.
    pub brand: Brand,
    /// The repository's address on its forge. Default: from the git remote.
    pub repo_url: Option<String>,
    /// The branch that authors work on. Default: from git, else `main`.
    pub repo_branch: Option<String>,
    /// Values for `{{ org.name }}` and the like.
    pub org: BTreeMap<String, String>,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// The month in which a fiscal year starts.
    pub fiscal_year_start: i8,
    /// When an objective is on track, at risk or off track.
    pub pace: Pace,
    /// How long a review holds, by kind, for pages that do not say.
    pub review_every: BTreeMap<String, String>,
    /// Whether words of the glossary become links.
    pub glossary: bool,
    /// How the site is searched.
    pub search: Settings,
    /// How much each rule's findings weigh; `None` switches a rule off.
    pub checks: BTreeMap<String, Option<Severity>>,
    /// Whether pages tell what was changed since they were forked.
    pub adaptations: bool,
    /// Anything else, passed to the theme untouched.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            base_url: None,
            language: "en".to_owned(),
            content: None,
            output: "public".to_owned(),
            theme: "default".to_owned(),
            brand: Brand::default(),
            repo_url: None,
            repo_branch: None,
            org: BTreeMap::new(),
            markdown: Markdown::default(),
            fiscal_year_start: 1,
            pace: Pace::default(),
            review_every: BTreeMap::new(),
            glossary: true,
            search: Settings::default(),
            checks: BTreeMap::new(),
            adaptations: false,
            extra: serde_json::Map::new(),
        }
    }
}

/// The keys of the file, with what each is for.
pub const KEYS: &[(&str, &str)] = &[
    ("title", "The site's title. Default: the home page's title"),
    ("description", "One sentence on the site"),
    ("base_url", "The address at which the site is published, such as https://example.com/playbook/"),
    ("language", "The language of the text and of the interface, such as en or de-CH. Default: en"),
    ("content", "The folder with the Markdown files. Default: content, or the file's own folder"),
    ("output", "The folder that the site is written to. Default: public"),
    ("theme", "A folder below themes, or default or folio; or name and accent: {name: folio, accent: \"#17665a\"}"),
    ("logo", "A picture before the title, named from the config's folder; or light, dark and alt"),
    ("footer", "Links in the footer, by what they say: web addresses or pages"),
    ("repo_url", "The repository's address on its forge. Default: from the git remote"),
    ("repo_branch", "The branch that authors work on. Default: from git or CI, else main"),
    ("org", "Values for {{ org.name }} and the like in pages"),
    (
        "markdown",
        "How Markdown is read: raw_html (allow, escape, sanitize), smart_punctuation, math, definition_lists, wiki_links, heading_attributes",
    ),
    ("fiscal_year_start", "The month in which a fiscal year starts, 1 to 12; FY27 ends in 2027. Default: 1"),
    (
        "okr_pace",
        "When an objective is on track: early (0.15), on_track (0.10), at_risk (0.25), stale_weekly (14), stale_monthly (35)",
    ),
    ("review_every", "How long a review of a page holds, by kind: practice: 1 year; never is possible"),
    ("glossary", "Whether words of glossary.md become links where they are used first. Default: true"),
    ("search", "How the site is searched: synonyms, groups such as [pm, product manager]"),
    ("checks", "How much each rule weighs: broken-link: error | warning | info | off"),
    ("adaptations", "Whether pages of a fork tell what was changed in them. Default: false"),
    ("extra", "Anything else, passed to the theme"),
];

const PACE_KEYS: &[&str] = &["early", "on_track", "at_risk", "stale_weekly", "stale_monthly"];

const MARKDOWN_KEYS: &[&str] =
    &["raw_html", "smart_punctuation", "math", "definition_lists", "wiki_links", "heading_attributes"];

/// Reads the text of a config file.
///
/// # Errors
/// Returns everything that is wrong with it, each at its place.
pub fn parse(text: &str) -> Result<Config, Vec<Problem>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut node = yaml::parse(body).map_err(|error| vec![error.into()])?;
    let mut problems: Vec<Problem> = node.take_controls().iter().map(yaml::control_problem).collect();
    let entries = match &node.value {
        Value::Null => &[][..],
        Value::Map(entries) => entries,
        other => {
            let message = format!("the config must be `key: value` lines, found {}", other.name());
            return Err(vec![Problem {
                span: node.span,
                message,
                hints: vec!["write it as `title: Our playbook`".to_owned()],
            }]);
        }
    };
    let mut fields = Fields::new(body, entries);
    let mut config = Config {
        title: fields.text(&["title"]),
        description: fields.text(&["description"]),
        base_url: fields.text(&["base_url"]),
        content: fields.text(&["content"]),
        repo_url: fields.text(&["repo_url"]),
        repo_branch: fields.text(&["repo_branch"]),
        ..Config::default()
    };
    config.adaptations = fields.flag(&["adaptations"]).unwrap_or(false);
    config.language = fields.text(&["language"]).unwrap_or(config.language);
    config.output = fields.text(&["output"]).unwrap_or(config.output);
    let (theme, brand) = brand::read(&mut fields, body);
    (config.theme, config.brand) = (theme.unwrap_or(config.theme), brand);
    config.extra = fields.group(&["extra"]).iter().map(|entry| (entry.key.clone(), entry.node.to_json(body))).collect();
    addresses::check(&mut fields, &config);
    check_language(&mut fields, &config);
    let org = fields.group(&["org"]);
    config.org = read_org(&mut fields, body, org);
    config.fiscal_year_start = read_month(&mut fields).unwrap_or(config.fiscal_year_start);
    config.glossary = fields.flag(&["glossary"]).unwrap_or(true);
    let intervals = fields.group(&["review_every"]);
    config.review_every = read_intervals(&mut fields, body, intervals);
    let checks = fields.group(&["checks"]);
    config.checks = read_checks(&mut fields, body, checks);
    let search = fields.group(&["search"]);
    config.search.synonyms = search_settings::synonyms(&mut fields, body, search);
    let markdown = fields.group(&["markdown"]);
    let mut inner = Fields::new(body, markdown);
    config.markdown = read_markdown(&mut inner);
    let pace = fields.group(&["okr_pace"]);
    let mut pace_fields = Fields::new(body, pace);
    config.pace = read_pace(&mut pace_fields);
    problems.extend(fields.into_problems());
    problems.extend(inner.into_problems());
    problems.extend(pace_fields.into_problems());
    problems.extend(unknown_keys(pace, PACE_KEYS, "`okr_pace`"));
    problems.extend(unknown_keys(entries, &KEYS.iter().map(|(key, _)| *key).collect::<Vec<_>>(), "the config"));
    problems.extend(unknown_keys(search, search_settings::KEYS, "`search`"));
    problems.extend(unknown_keys(markdown, MARKDOWN_KEYS, "`markdown`"));
    problems.sort_by_key(|problem| problem.span);
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

impl Config {
    /// What the computed parts of a playbook depend on.
    pub fn reckoning(&self, today: Date) -> Reckoning {
        Reckoning {
            today,
            fiscal_year_start: self.fiscal_year_start,
            pace: self.pace,
            review_every: self.review_every.clone(),
        }
    }
}

fn read_org(fields: &mut Fields<'_>, text: &str, entries: &[yaml::Entry]) -> BTreeMap<String, String> {
    let mut org = BTreeMap::new();
    for entry in entries {
        match yaml::scalar(&entry.node, text) {
            Some(value) => {
                org.insert(entry.key.clone(), value);
            }
            None => fields.problem(
                entry.node.span,
                format!("`org.{}` must be text, found {}", entry.key, entry.node.value.name()),
                None,
            ),
        }
    }
    org
}

fn check_language(fields: &mut Fields<'_>, config: &Config) {
    let is_one = config.language.parse::<LanguageIdentifier>().is_ok();
    if let (false, Some(entry)) = (is_one, fields.entry(&["language"])) {
        let message = format!("`language` must be the tag of a language, found `{}`", config.language);
        fields.problem(entry.node.span, message, Some("write it as `language: en` or `language: de-CH`".to_owned()));
    }
}

fn read_month(fields: &mut Fields<'_>) -> Option<i8> {
    let number = fields.number(&["fiscal_year_start"])?;
    let month = (1_i8..=12).find(|month| f64::from(*month) == number);
    if let (None, Some(entry)) = (month, fields.entry(&["fiscal_year_start"])) {
        let message = format!("`fiscal_year_start` must be a month from 1 to 12, found `{number}`");
        fields.problem(entry.node.span, message, Some("write it as `fiscal_year_start: 7` for July".to_owned()));
    }
    month
}

fn read_intervals(fields: &mut Fields<'_>, text: &str, entries: &[yaml::Entry]) -> BTreeMap<String, String> {
    let mut intervals = BTreeMap::new();
    for entry in entries {
        if KINDS.iter().all(|kind| kind.name != entry.key) {
            let near = suggest::nearest(&entry.key, KINDS.iter().map(|kind| kind.name));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            fields.problem(entry.key_span, format!("no kind of page is named `{}`", entry.key), hint);
            continue;
        }
        let value = yaml::scalar(&entry.node, text).unwrap_or_default();
        if parse_interval(&value).is_none() {
            let message = format!("`review_every.{}` must be a length of time, found `{value}`", entry.key);
            let hint = "write it as `6 months`, `2 weeks`, `1 year` or `never`".to_owned();
            fields.problem(entry.node.span, message, Some(hint));
            continue;
        }
        intervals.insert(entry.key.clone(), value);
    }
    intervals
}

fn read_pace(fields: &mut Fields<'_>) -> Pace {
    let usual = Pace::default();
    let mut days = |name: &str, usual: i32| {
        let number = fields.number(&[name]).unwrap_or_else(|| f64::from(usual));
        (1..=366).find(|day| f64::from(*day) >= number).unwrap_or(366)
    };
    let (stale_weekly, stale_monthly) =
        (days("stale_weekly", usual.stale_weekly), days("stale_monthly", usual.stale_monthly));
    Pace {
        early: fields.number(&["early"]).unwrap_or(usual.early),
        on_track: fields.number(&["on_track"]).unwrap_or(usual.on_track),
        at_risk: fields.number(&["at_risk"]).unwrap_or(usual.at_risk),
        stale_weekly,
        stale_monthly,
    }
}

fn read_checks(fields: &mut Fields<'_>, text: &str, entries: &[yaml::Entry]) -> BTreeMap<String, Option<Severity>> {
    let mut checks = BTreeMap::new();
    for entry in entries {
        let Some(rule) = check::find(&entry.key) else {
            let hint = suggest::nearest(&entry.key, check::RULES.iter().map(|rule| rule.id))
                .map(|id| format!("did you mean `{id}`?"));
            fields.problem(entry.key_span, format!("no rule is named `{}`", entry.key), hint);
            continue;
        };
        let severity = match yaml::scalar(&entry.node, text).as_deref() {
            Some("error" | "true") => Some(Severity::Error),
            Some("warning" | "warn") => Some(Severity::Warning),
            Some("info") => Some(Severity::Info),
            Some("off" | "false") => None,
            _ => {
                let message = format!("`{}` takes `error`, `warning`, `info` or `off`", entry.key);
                fields.problem(entry.node.span, message, None);
                continue;
            }
        };
        if rule.fixed && severity != Some(rule.severity) {
            fields.problem(entry.node.span, format!("`{}` is always an error", entry.key), None);
            continue;
        }
        checks.insert(entry.key.clone(), severity);
    }
    checks
}

fn read_markdown(fields: &mut Fields<'_>) -> Markdown {
    let policies =
        [("allow", RawHtmlPolicy::Allow), ("escape", RawHtmlPolicy::Escape), ("sanitize", RawHtmlPolicy::Sanitize)];
    Markdown {
        raw_html: fields.choice(&["raw_html"], &policies).unwrap_or_default(),
        smart_punctuation: fields.flag(&["smart_punctuation"]).unwrap_or(false),
        math: fields.flag(&["math"]).unwrap_or(false),
        definition_lists: fields.flag(&["definition_lists"]).unwrap_or(false),
        wiki_links: fields.flag(&["wiki_links"]).unwrap_or(false),
        heading_attributes: fields.flag(&["heading_attributes"]).unwrap_or(false),
    }
}

fn unknown_keys(entries: &[yaml::Entry], known: &[&str], place: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in entries {
        if !seen.insert(entry.key.as_str()) {
            problems.push(Problem {
                span: entry.key_span,
                message: format!("`{}` stands twice", entry.key),
                hints: vec!["keep one of the two".to_owned()],
            });
        }
        if !known.contains(&entry.key.as_str()) {
            let hint = match suggest::nearest(&entry.key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "put settings for the theme below `extra:`".to_owned(),
            };
            problems.push(Problem {
                span: entry.key_span,
                message: format!("{place} has no key `{}`", entry.key),
                hints: vec![hint],
            });
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let problems = parse(text).unwrap_err();
        problems
            .into_iter()
            .map(|problem| format!("{}: {} ({})", problem.span.start, problem.message, problem.hints.join("; ")))
            .collect()
    }

    #[test]
    fn an_empty_file_is_all_defaults() {
        let config = parse("# nothing yet\n").unwrap();
        assert_eq!(
            (config.output.as_str(), config.theme.as_str(), config.language.as_str()),
            ("public", "default", "en")
        );
    }

    #[test]
    fn every_mistake_is_told_at_once_with_its_fix() {
        assert_eq!(
            messages(
                "titel: x\nchecks:\n  brokn-link: off\n  conflict-markers: off\nmarkdown: {raw_html: alow}\nbase_url: example.com\nlanguage: English (US)\n"
            ),
            [
                "0: the config has no key `titel` (did you mean `title`?)",
                "19: no rule is named `brokn-link` (did you mean `broken-link`?)",
                "55: `conflict-markers` is always an error ()",
                "80: `raw_html` must be one of `allow`, `escape`, `sanitize`, found `alow` (did you mean `allow`?)",
                "96: `base_url` must be a web address, found `example.com` (write it as `base_url: https://example.com/playbook/`)",
                "118: `language` must be the tag of a language, found `English (US)` (write it as `language: en` or `language: de-CH`)",
            ]
        );
    }
}

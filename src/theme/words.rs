//! The words of the interface: one file a language, each layer's over the one below it, English
//! below them all. Knows languages and forms, not where a word is said.

use std::collections::{BTreeMap, BTreeSet};

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use unic_langid::LanguageIdentifier;

use super::layers::WordsFile;
use crate::diagnostic::print::position;
use crate::diagnostic::{Span, suggest};
use crate::failure::Failure;
use crate::yaml::{self, Node, Problem, Value};

/// The language that has every word.
const ENGLISH: &str = "en";
/// The forms that languages have, as the Unicode CLDR names them; `other` is always there.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Every word of the interface in one language, those that it lacks in English.
#[derive(Debug, Clone, Default)]
pub struct Words {
    words: BTreeMap<String, Word>,
}

#[derive(Debug, Clone)]
struct Word {
    text: Text,
    /// The language of the text, whose rule chooses the form.
    language: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Text {
    Plain(String),
    Forms(BTreeMap<&'static str, String>),
}

impl Words {
    /// Reads the words of a language: `de-CH` before `de` before English, and for each of them the
    /// site's own before the theme's before the default theme's.
    ///
    /// # Errors
    /// Fails on a file that is not YAML, or that has a word which English does not have.
    pub fn read(files: &[WordsFile], language: &str) -> Result<Self, Failure> {
        let mut words = Self::default();
        for wanted in languages(language) {
            for file in files.iter().filter(|file| file.language.replace('_', "-").eq_ignore_ascii_case(&wanted)) {
                words.add(file, &wanted)?;
            }
        }
        Ok(words)
    }

    fn add(&mut self, file: &WordsFile, language: &str) -> Result<(), Failure> {
        let node = yaml::parse(&file.text).map_err(|error| {
            let hints = error.hint.into_iter().collect();
            told(file, &[Problem { span: error.span, message: error.message, hints }])
        })?;
        let mut reading = Reading { text: &file.text, found: Vec::new(), problems: Vec::new() };
        reading.node("", &node);
        let Reading { found, mut problems, .. } = reading;
        for (name, span, text) in found {
            problems.extend(self.misfit(&name, span, &text, language));
            self.words.insert(name, Word { text, language: language.to_owned() });
        }
        if problems.is_empty() { Ok(()) } else { Err(told(file, &problems)) }
    }

    /// What is wrong with a translation: English says which words there are and what they name.
    fn misfit(&self, name: &str, span: Span, text: &Text, language: &str) -> Option<Problem> {
        let Some(known) = self.words.get(name) else {
            if language == ENGLISH {
                return None;
            }
            let near = suggest::nearest(name, self.words.keys().map(String::as_str));
            let hint = near.map_or_else(
                || "a word of your own templates needs a line in `words/en.yaml`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("there is no word `{name}`");
            return Some(Problem { span, message, hints: vec![hint] });
        };
        let (known, used) = (known.text.holes(), text.holes());
        let stray = used.iter().find(|hole| !known.contains(*hole))?;
        let can: Vec<String> = known.iter().map(|hole| format!("`{{{hole}}}`")).collect();
        let hint = if can.is_empty() {
            "nothing is filled in here".to_owned()
        } else {
            format!("it knows {}", can.join(", "))
        };
        Some(Problem { span, message: format!("the word `{name}` has nothing for `{{{stray}}}`"), hints: vec![hint] })
    }

    /// Whether there is such a word.
    pub fn has(&self, name: &str) -> bool {
        self.words.contains_key(name)
    }

    /// The names of all words.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// A word as it stands. English has every word that the program says; a test sees to it.
    pub fn say<'a>(&'a self, name: &'a str) -> &'a str {
        self.form(name, None).unwrap_or(name)
    }

    /// A text with its values.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        let find = |hole: &str| values.iter().find(|(name, _)| *name == hole).map(|(_, value)| *value);
        filled(self.say(name), |hole| find(hole).unwrap_or(""))
    }

    /// A text with its values as HTML; the values are HTML already.
    pub fn html(&self, name: &str, values: &[(&str, &str)]) -> String {
        let find = |hole: &str| values.iter().find(|(name, _)| *name == hole).map(|(_, value)| *value);
        filled(&escaped(self.say(name)), |hole| find(hole).unwrap_or(""))
    }

    /// A text in the form for a number, which stands for `{count}`.
    pub fn count(&self, name: &str, count: usize) -> String {
        let text = self.form(name, Some((count, PluralRuleType::CARDINAL))).unwrap_or(name);
        let number = count.to_string();
        filled(text, |_| &number)
    }

    /// A text in the form for a place in a row: 21st, 22nd.
    pub fn ordinal(&self, name: &str, count: usize) -> String {
        let text = self.form(name, Some((count, PluralRuleType::ORDINAL))).unwrap_or(name);
        let number = count.to_string();
        filled(text, |_| &number)
    }

    /// A day: `date.long`, `date.medium`, `date.short` or `date.month`.
    pub fn day(&self, form: &str, day: Date) -> String {
        let is_short = matches!(form, "date.medium" | "date.short");
        let months = if is_short { "date.short-months" } else { "date.months" };
        let month = format!("{months}.{}", day.month());
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.fill(form, &[("day", &number), ("month", self.say(&month)), ("year", &year)])
    }

    /// A text before its values are filled in, in the form for a number.
    pub(super) fn template(&self, name: &str, count: Option<usize>) -> Option<&str> {
        self.form(name, count.map(|count| (count, PluralRuleType::CARDINAL)))
    }

    fn form(&self, name: &str, count: Option<(usize, PluralRuleType)>) -> Option<&str> {
        let word = self.words.get(name)?;
        let forms = match &word.text {
            Text::Plain(text) => return Some(text),
            Text::Forms(forms) => forms,
        };
        let form = count.map_or("other", |(count, by)| category(&word.language, by, count));
        forms.get(form).or_else(|| forms.get("other")).map(String::as_str)
    }

    /// The words of some groups as JSON, for a script, which says those of the first group without its
    /// name.
    pub(super) fn of_script(&self, groups: &[&str]) -> String {
        let mut object = Map::new();
        for (name, word) in &self.words {
            let Some((group, own)) = name.split_once('.').filter(|(group, _)| groups.contains(group)) else { continue };
            let text = match &word.text {
                Text::Plain(text) => Json::from(text.as_str()),
                Text::Forms(forms) => {
                    forms.iter().map(|(form, text)| ((*form).to_owned(), Json::from(text.as_str()))).collect()
                }
            };
            object.insert(if group == groups[0] { own } else { name }.to_owned(), text);
        }
        Json::from(object).to_string()
    }
}

impl Text {
    fn holes(&self) -> BTreeSet<String> {
        let mut holes = BTreeSet::new();
        let mut note = |text: &str| {
            filled(text, |hole| {
                holes.insert(hole.to_owned());
                ""
            });
        };
        match self {
            Self::Plain(text) => note(text),
            Self::Forms(forms) => forms.values().for_each(|text| note(text)),
        }
        holes
    }
}

/// English, and then what comes nearer and nearer to the language: `de`, `de-ch`.
fn languages(language: &str) -> Vec<String> {
    let language = language.replace('_', "-").to_ascii_lowercase();
    let ends = language.match_indices('-').map(|(at, _)| at).chain([language.len()]);
    let own = ends.map(|end| language[..end].to_owned()).filter(|own| own != ENGLISH);
    [ENGLISH.to_owned()].into_iter().chain(own).collect()
}

/// Source: the plural rules of the Unicode CLDR.
fn category(language: &str, by: PluralRuleType, count: usize) -> &'static str {
    let primary = language.split('-').next().unwrap_or(language);
    let rules = [language, primary, ENGLISH]
        .into_iter()
        .find_map(|tag| PluralRules::create(tag.parse::<LanguageIdentifier>().ok()?, by).ok());
    match rules.and_then(|rules| rules.select(count).ok()) {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    }
}

/// A text with each `{hole}` filled.
pub(super) fn filled<'a>(text: &str, mut value: impl FnMut(&str) -> &'a str) -> String {
    let mut whole = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((hole, after)) = after.split_once('}') else { break };
        whole.push_str(before);
        whole.push_str(value(hole));
        rest = after;
    }
    whole + rest
}

/// Text as it stands in HTML, in attributes with either quote too.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let outcome = pulldown_cmark_escape::escape_html(&mut html, text);
    debug_assert!(outcome.is_ok(), "writing to a string cannot fail");
    if html.contains('\'') { html.replace('\'', "&#39;") } else { html }
}

fn told(file: &WordsFile, problems: &[Problem]) -> Failure {
    let lines = problems.iter().map(|problem| {
        let at = position(&file.text, problem.span.start);
        let hints: String = problem.hints.iter().map(|hint| format!("\n  hint: {hint}")).collect();
        format!("{}:{}:{}: {}{hints}", file.file, at.line, at.column, problem.message)
    });
    Failure::new(lines.collect::<Vec<_>>().join("\n"))
}

/// What a file says, with names such as `date.months.1`.
struct Reading<'a> {
    text: &'a str,
    found: Vec<(String, Span, Text)>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn node(&mut self, name: &str, node: &Node) {
        let below = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
        match &node.value {
            Value::Map(entries) if entries.iter().any(|entry| entry.key == "other") => {
                self.forms(name, node.span, entries)
            }
            Value::Map(entries) => entries.iter().for_each(|entry| self.node(&below(&entry.key), &entry.node)),
            Value::List(items) => {
                (1..).zip(items).for_each(|(number, item): (usize, _)| self.node(&below(&number.to_string()), item));
            }
            Value::Null if name.is_empty() => {}
            _ => match yaml::scalar(node, self.text) {
                Some(text) => self.found.push((name.to_owned(), node.span, Text::Plain(text))),
                None => self.problem(
                    node.span,
                    format!("the word `{name}` has no text"),
                    "take the line out; English stands in for what is missing",
                ),
            },
        }
    }

    fn forms(&mut self, name: &str, span: Span, entries: &[yaml::Entry]) {
        let mut forms = BTreeMap::new();
        for entry in entries {
            let form = FORMS.into_iter().find(|form| *form == entry.key);
            match (form, yaml::scalar(&entry.node, self.text)) {
                (Some(form), Some(text)) => drop(forms.insert(form, text)),
                (Some(_), None) => self.problem(
                    entry.key_span,
                    format!("the word `{name}` has no text"),
                    "take the form out; `other` stands in for it",
                ),
                (None, _) => self.problem(
                    entry.key_span,
                    format!("no language has a form `{}`", entry.key),
                    "the forms are `zero`, `one`, `two`, `few`, `many` and `other`",
                ),
            }
        }
        self.found.push((name.to_owned(), span, Text::Forms(forms)));
    }

    fn problem(&mut self, span: Span, message: String, hint: &str) {
        self.problems.push(Problem { span, message, hints: vec![hint.to_owned()] });
    }
}

#[cfg(test)]
mod tests;

//! Findings as text: for people, for editors, for machines, for forges. Knows formats, not rules.

use std::borrow::Cow;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Report, Severity};
use crate::source::{SourcePath, Sources};

/// How findings are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// With the source line and a caret.
    #[default]
    Human,
    /// One line each: `path:line:column: severity[rule]: message`.
    Short,
    /// An array of objects.
    Json,
    /// SARIF 2.1.0, for code-scanning tools.
    Sarif,
    /// Workflow commands that annotate a pull request.
    Github,
}

/// Whether human text is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// With ANSI escapes.
    Ansi,
    /// Plain.
    Plain,
}

/// What is needed to show a finding.
pub struct Printer<'a> {
    /// The snapshot, for lines and columns.
    pub sources: &'a Sources,
    /// What goes before a path so that it can be opened from where the user is: `content/`.
    pub prefix: &'a str,
    /// Whether human text is coloured.
    pub colour: Colour,
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The position of a byte. A byte order mark is not a character that people see.
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let bytes = before.as_bytes();
    let ends_line = |at: usize| {
        bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1).or(text.as_bytes().get(at + 1)) != Some(&b'\n')
    };
    let line = (0..bytes.len()).filter(|at| ends_line(*at)).count() + 1;
    let start = (0..bytes.len()).rev().find(|at| ends_line(*at)).map_or(0, |at| at + 1);
    Position { line, column: before[start..].trim_start_matches('\u{feff}').chars().count() + 1 }
}

impl Printer<'_> {
    /// All findings in a format. Empty for no findings, but for JSON and SARIF, which are always
    /// whole documents.
    pub fn print(&self, report: &Report, format: Format) -> String {
        match format {
            Format::Human => report.findings().iter().map(|finding| self.human(finding) + "\n\n").collect(),
            Format::Short => report.findings().iter().map(|finding| self.short(finding) + "\n").collect(),
            Format::Json => self.json(report),
            Format::Sarif => self.sarif(report),
            Format::Github => report.findings().iter().map(|finding| self.github(finding) + "\n").collect(),
        }
    }

    fn text(&self, path: &SourcePath) -> Cow<'_, str> {
        self.sources.text(path).unwrap_or_default()
    }

    fn position(&self, finding: &Diagnostic) -> Position {
        position(&self.text(&finding.path), finding.span.start)
    }

    fn human(&self, finding: &Diagnostic) -> String {
        let text = self.text(&finding.path);
        let path = format!("{}{}", self.prefix, finding.path);
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let (shown, first_line, span) = excerpt(&text, finding);
        let title = level.primary_title(finding.message.as_str()).id(finding.rule);
        let group = if shown.trim().is_empty() {
            Group::with_title(title).element(annotate_snippets::Origin::path(path))
        } else {
            let snippet =
                Snippet::source(shown).path(path).line_start(first_line).annotation(AnnotationKind::Primary.span(span));
            title.element(snippet)
        };
        let group = finding
            .hints
            .iter()
            .fold(group, |group, hint| group.element(Level::HELP.with_name("hint").message(hint.as_str())));
        let renderer = match self.colour {
            Colour::Ansi => Renderer::styled(),
            Colour::Plain => Renderer::plain(),
        };
        renderer.render(&[group]).to_string()
    }

    fn short(&self, finding: &Diagnostic) -> String {
        let Position { line, column } = self.position(finding);
        let mut text = format!(
            "{}{}:{line}:{column}: {}[{}]: {}",
            self.prefix,
            finding.path,
            finding.severity.word(),
            finding.rule,
            finding.message
        );
        for hint in &finding.hints {
            let _ = write!(text, " ({hint})");
        }
        text
    }

    fn json(&self, report: &Report) -> String {
        let findings: Vec<serde_json::Value> = report
            .findings()
            .iter()
            .map(|finding| {
                let Position { line, column } = self.position(finding);
                json!({
                    "rule": finding.rule,
                    "severity": finding.severity.word(),
                    "path": finding.path.as_str(),
                    "line": line,
                    "column": column,
                    "message": finding.message,
                    "hints": finding.hints,
                })
            })
            .collect();
        pretty(&findings)
    }

    /// Source: GitHub's documentation of workflow commands.
    fn github(&self, finding: &Diagnostic) -> String {
        let Position { line, column } = self.position(finding);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let message =
            std::iter::once(&finding.message).chain(&finding.hints).map(String::as_str).collect::<Vec<_>>().join("\n");
        format!(
            "::{command} file={},line={line},col={column},title={}::{}",
            property(&format!("{}{}", self.prefix, finding.path)),
            property(finding.rule),
            data(&message)
        )
    }

    /// Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
    fn sarif(&self, report: &Report) -> String {
        let rules: Vec<serde_json::Value> = crate::check::RULES
            .iter()
            .map(|rule| json!({"id": rule.id, "shortDescription": {"text": rule.summary}, "help": {"text": rule.explanation}}))
            .collect();
        let results: Vec<serde_json::Value> = report
            .findings()
            .iter()
            .map(|finding| {
                let Position { line, column } = self.position(finding);
                let level = if finding.severity == Severity::Info { "note" } else { finding.severity.word() };
                let uri = crate::page::link::encode_fragment(&format!("{}{}", self.prefix, finding.path));
                let text = std::iter::once(&finding.message)
                    .chain(&finding.hints)
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join("\n");
                json!({
                    "ruleId": finding.rule,
                    "level": level,
                    "message": {"text": text},
                    "locations": [{"physicalLocation": {
                        "artifactLocation": {"uri": uri},
                        "region": {"startLine": line, "startColumn": column},
                    }}],
                })
            })
            .collect();
        pretty(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {"name": "playbook", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        }))
    }
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map(|text| text + "\n").unwrap_or_default()
}

/// The line that a finding is shown with, cut after the place so that generated text does not
/// fill the screen; its start stays, because the column is counted from it.
fn excerpt(text: &str, finding: &Diagnostic) -> (String, usize, std::ops::Range<usize>) {
    const AFTER: usize = 200;
    const LONGEST: usize = 10_000;
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(finding.span.start);
    let is_end = |c: char| c == '\n' || c == '\r';
    let line_start = text[..start].rfind(is_end).map_or(0, |at| at + 1);
    let line_end = text[start..].find(is_end).map_or(text.len(), |at| start + at);
    let first_line = position(text, start).line;
    if start - line_start > LONGEST {
        return (String::new(), first_line, 0..0);
    }
    let bom = if text[line_start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let from = (line_start + bom).min(start);
    let end = boundary(finding.span.end).clamp(start, line_end);
    let to = boundary(end.min(start + AFTER).saturating_add(AFTER)).min(line_end).max(start);
    (text[from..to].to_owned(), first_line, start - from..end.min(to) - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        assert_eq!(position("\u{feff}äb", 5), Position { line: 1, column: 2 });
        assert_eq!(position("a\r\nb\rc\nd", 7), Position { line: 4, column: 1 });
        assert_eq!(position("", 9), Position { line: 1, column: 1 });
    }
}

//! Findings as text: for people, for editors, for machines, for forges. Knows formats, not rules.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::json;

use super::tame::{tame, tame_name};
use super::{Diagnostic, Folder, Report, Severity, Span};
use crate::playbook::url::SEGMENT;
use crate::source::{SourcePath, Sources};

/// What a path in a relative URI reference keeps (RFC 3986, 4.2): no colon, which could end a scheme.
const URI_PATH: &AsciiSet = &SEGMENT.remove(b'/').add(b':');

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
    /// The same for files that count from the folder of the config.
    pub root: &'a str,
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

impl Position {
    /// The position after some more of a text. A byte order mark is not a character that people see.
    fn after(self, text: &str, more: Range<usize>) -> Self {
        let Self { mut line, mut column } = self;
        let mut rest = text[more.start..].chars();
        let mut at = more.start;
        while at < more.end {
            let Some(c) = rest.next() else { break };
            at += c.len_utf8();
            match c {
                '\r' if rest.as_str().starts_with('\n') => column += 1,
                '\n' | '\r' => (line, column) = (line + 1, 1),
                '\u{feff}' if column == 1 => {}
                _ => column += 1,
            }
        }
        Self { line, column }
    }
}

/// The position of a byte.
pub fn position(text: &str, offset: usize) -> Position {
    Position { line: 1, column: 1 }.after(text, 0..boundary(text, offset))
}

/// The nearest place at or before a byte where a character begins.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The file whose findings are being written. Findings come in order, so counting lines goes on
/// where it stopped: a page with thousands of findings is read once.
struct Shown<'a> {
    folder: Folder,
    path: &'a SourcePath,
    text: Cow<'a, str>,
    at: usize,
    place: Position,
}

impl Shown<'_> {
    fn position(&mut self, offset: usize) -> Position {
        let offset = boundary(&self.text, offset);
        if offset < self.at {
            (self.at, self.place) = (0, Position { line: 1, column: 1 });
        }
        self.place = self.place.after(&self.text, self.at..offset);
        self.at = offset;
        self.place
    }
}

impl Printer<'_> {
    /// All findings in a format. Empty for no findings, but for JSON and SARIF, which are always
    /// whole documents.
    pub fn print(&self, report: &Report, format: Format) -> String {
        match format {
            Format::Human => {
                self.each(report, |finding, place, text| self.human(finding, place, text) + "\n\n").concat()
            }
            Format::Short => self.each(report, |finding, place, _| self.short(finding, place) + "\n").concat(),
            Format::Json => pretty(&self.each(report, json)),
            Format::Sarif => self.sarif(report),
            Format::Github => self.each(report, |finding, place, _| self.github(finding, place) + "\n").concat(),
        }
    }

    /// Writes each finding with its position and the text of its file.
    fn each<T>(&self, report: &Report, write: impl Fn(&Diagnostic, Position, &str) -> T) -> Vec<T> {
        let mut shown: Option<Shown<'_>> = None;
        let mut written = Vec::with_capacity(report.findings().len());
        for finding in report.findings() {
            let is_same = |file: &Shown<'_>| (file.folder, file.path) == (finding.folder, &finding.path);
            let mut file = shown.take().filter(is_same).unwrap_or_else(|| Shown {
                folder: finding.folder,
                path: &finding.path,
                text: self.text(finding),
                at: 0,
                place: Position { line: 1, column: 1 },
            });
            let place = file.position(finding.span.start);
            written.push(write(finding, place, &file.text));
            shown = Some(file);
        }
        written
    }

    /// The text of the file; of one that is no content nothing is shown.
    fn text(&self, finding: &Diagnostic) -> Cow<'_, str> {
        match finding.folder {
            Folder::Content => self.sources.text(&finding.path).unwrap_or_default(),
            Folder::Root => Cow::Borrowed(""),
        }
    }

    /// The file as the user can open it.
    fn path(&self, finding: &Diagnostic) -> String {
        let folder = match finding.folder {
            Folder::Content => self.prefix,
            Folder::Root => self.root,
        };
        tame_name(&format!("{folder}{}", finding.path))
    }

    fn human(&self, finding: &Diagnostic, place: Position, text: &str) -> String {
        let path = self.path(finding);
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let (shown, span) = excerpt(text, finding);
        let title = level.primary_title(tame(&finding.message)).id(finding.rule);
        let origin = annotate_snippets::Origin::path(path.clone());
        // A finding on a whole file that is no page has nothing to show: it may be a picture.
        let is_on_text = finding.path.is_page() || finding.span != Span::default();
        let group = if !is_on_text || text.is_empty() {
            Group::with_title(title).element(origin)
        } else if shown.trim().is_empty() {
            Group::with_title(title).element(origin.line(place.line).char_column(place.column))
        } else {
            let snippet =
                Snippet::source(shown).path(path).line_start(place.line).annotation(AnnotationKind::Primary.span(span));
            title.element(snippet)
        };
        let group = finding
            .hints
            .iter()
            .fold(group, |group, hint| group.element(Level::HELP.with_name("hint").message(tame(hint))));
        let renderer = match self.colour {
            Colour::Ansi => Renderer::styled(),
            Colour::Plain => Renderer::plain(),
        };
        renderer.render(&[group]).to_string()
    }

    fn short(&self, finding: &Diagnostic, Position { line, column }: Position) -> String {
        let mut text = format!(
            "{}:{line}:{column}: {}[{}]: {}",
            self.path(finding),
            finding.severity.word(),
            finding.rule,
            tame_name(&finding.message)
        );
        for hint in &finding.hints {
            let _ = write!(text, " ({})", tame_name(hint));
        }
        text
    }

    /// Source: GitHub's documentation of workflow commands.
    fn github(&self, finding: &Diagnostic, Position { line, column }: Position) -> String {
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
            property(&self.path(finding)),
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
        let results: Vec<serde_json::Value> = self.each(report, |finding, Position { line, column }, _| {
            let level = if finding.severity == Severity::Info { "note" } else { finding.severity.word() };
            let uri = utf8_percent_encode(&self.path(finding), URI_PATH).to_string();
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
        });
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

fn json(finding: &Diagnostic, Position { line, column }: Position, _: &str) -> serde_json::Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity.word(),
        "path": finding.path.as_str(),
        "line": line,
        "column": column,
        "message": finding.message,
        "hints": finding.hints,
    })
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map(|text| text + "\n").unwrap_or_default()
}

/// The line that a finding is shown with, cut after the place so that generated text does not
/// fill the screen; its start stays, because the column is counted from it.
fn excerpt(text: &str, finding: &Diagnostic) -> (String, Range<usize>) {
    const AFTER: usize = 200;
    const LONGEST: usize = 2_000;
    let start = boundary(text, finding.span.start);
    let search_from = boundary(text, start.saturating_sub(LONGEST));
    let before = &text.as_bytes()[search_from..start];
    let line_start = match before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(at) => search_from + at + 1,
        None if search_from == 0 => 0,
        None => return (String::new(), 0..0),
    };
    let bom = if text[line_start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let from = (line_start + bom).min(start);
    let end = boundary(text, finding.span.end).max(start);
    let longest = boundary(text, end.min(start + AFTER).saturating_add(AFTER)).max(start);
    let to = text[start..longest].find(['\n', '\r']).map_or(longest, |at| start + at);
    (text[from..to].to_owned(), start - from..end.min(to) - from)
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

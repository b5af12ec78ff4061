//! What is wrong with the content, as data. Knows positions and words, not how they are shown.

pub mod print;
pub mod suggest;
pub mod tame;

use std::borrow::Cow;
use std::ops::Range;

use crate::source::SourcePath;

/// A byte range in one source of the snapshot. Lines and columns are made only when printing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span that starts `by` bytes later.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is published while it stands.
    Error,
    /// Published all the same; counts as an error under `--strict`.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The lower-case word that messages and formats use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// The folder from which the path of a finding counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Folder {
    /// The content folder.
    #[default]
    Content,
    /// The folder of the config, for a file that is no content.
    Root,
}

/// One finding: what, where and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The rule that found it, such as `broken-link`.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where the path of the file counts from.
    pub folder: Folder,
    /// The file that must change.
    pub path: SourcePath,
    /// Where in the file.
    pub span: Span,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// How to mend it, one way each.
    pub hints: Vec<String>,
}

/// What an author wrote as far as a message can quote it.
pub fn shown(written: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match written.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &written[..end])),
        None => Cow::Borrowed(written),
    }
}

/// All findings of one build, sorted by path, position and rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

impl Report {
    /// Sorts the findings: the same input gives the same text.
    pub fn new(mut findings: Vec<Diagnostic>) -> Self {
        findings.sort_by(|a, b| {
            (&a.path, a.folder, a.span, a.rule, &a.message).cmp(&(&b.path, b.folder, b.span, b.rule, &b.message))
        });
        findings.dedup();
        Self { findings }
    }

    /// The findings in order.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// How many findings weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether the site may not be published: an error, or under `strict` a warning.
    pub fn blocks(&self, strict: Strictness) -> bool {
        self.findings.iter().any(|finding| match finding.severity {
            Severity::Error => true,
            Severity::Warning => strict == Strictness::Strict,
            Severity::Info => false,
        })
    }
}

/// Whether warnings count as errors.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Strictness {
    /// Only errors count.
    #[default]
    Normal,
    /// Warnings count as errors.
    Strict,
}

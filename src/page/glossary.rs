//! Which page is the glossary, and how it is read. Knows names of files, not what stands in them.

use super::Markdown;
use crate::source::SourcePath;

/// Whether a page is the glossary: `glossary.md` at the top, or the index of a folder of that name.
pub fn is_glossary(path: &SourcePath) -> bool {
    let name = path.without_extension().to_lowercase();
    matches!(name.as_str(), "glossary" | "glossary/index" | "glossary/_index" | "glossary/readme")
}

/// How a page is read: a glossary always has definition lists, because that is how terms are written.
pub fn reading(usual: &Markdown, path: &SourcePath) -> Markdown {
    Markdown { definition_lists: usual.definition_lists || is_glossary(path), ..*usual }
}

//! One page, from its one source. Knows no other page, no config, no theme and no address.

mod autolink;
mod body;
pub mod decode;
pub mod front_matter;
pub mod glossary;
pub mod highlight;
mod html_elements;
pub(crate) mod html_tags;
mod html_text;
pub mod json_schema;
pub mod kinds;
pub mod link;
mod markdown;
pub mod mentions;
pub mod period;
mod raw_html;
pub mod references;
pub mod scaffold;
pub mod schema;
mod slug;
pub mod tag;
mod variables;

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;

pub use body::{Body, Word};
pub use front_matter::FrontMatter;
pub use link::{Link, LinkRef, PathRef, Usage};
pub use markdown::{FORMULA_ATTRIBUTES, FORMULA_ELEMENTS, Markdown, RawHtmlPolicy, as_markdown, edits_for_readers};
pub use slug::slug;
pub use variables::Org;

use self::period::Period;
use crate::diagnostic::Span;
use crate::source::{Source, SourcePath};

/// What one Markdown file says, and what is wrong with it, as data.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The typed front-matter.
    pub front_matter: FrontMatter,
    /// The first H1, when it is the first block; it is then not in the body.
    pub heading: Option<PageHeading>,
    /// The text of the first H1, wherever it stands.
    pub first_h1: Option<String>,
    /// Where the body starts in the file, behind the front-matter.
    pub body_start: usize,
    /// The body as HTML with holes for links.
    pub body: Body,
    /// The headings of the body, in order.
    pub headings: Vec<Heading>,
    /// The words of the body by section, in order; the first may stand before any heading.
    pub sections: Vec<Section>,
    /// The links of the body, by their number.
    pub links: Vec<Link>,
    /// Every anchor of the page.
    pub anchors: BTreeSet<String>,
    /// The text of the first paragraph.
    pub lead: String,
    /// How many words the body has, code blocks left out.
    pub words: usize,
    /// What the parser saw that an author should know of.
    pub oddities: Oddities,
}

/// The page's own heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHeading {
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its HTML, without links and images.
    pub html: String,
    /// Where it stands.
    pub span: Span,
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The words below one heading, as far as the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's number in [`Page::headings`]; none for the text before the first.
    pub heading: Option<usize>,
    /// The words without markup, blocks parted by spaces.
    pub text: String,
}

/// What the parser saw that an author should know of; the rules turn it into findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// The first byte that is not UTF-8.
    pub bad_byte: Option<usize>,
    /// The first line of a merge conflict.
    pub conflict: Option<Span>,
    /// HTML elements that do not exist.
    pub unknown_elements: Vec<(String, Span)>,
    /// Tags of raw HTML that would have changed what stands around them.
    pub loose_tags: Vec<LooseTag>,
    /// Anchors of raw HTML and of heading attributes that the page has already.
    pub repeated_anchors: Vec<(String, Span)>,
    /// Where the text stops being read as Markdown, because it is too long.
    pub plain_from: Option<usize>,
    /// Images without a text alternative.
    pub images_without_alt: Vec<Span>,
    /// Keys in `{{ org.key }}` that the organisation has no value for.
    pub unknown_variables: Vec<(String, Span)>,
    /// Why formulas cannot be read.
    pub unreadable_formulas: Vec<(String, Span)>,
    /// Diagrams that are written in a language which only other sites draw.
    pub diagrams: Vec<Span>,
    /// References to link definitions and, with `^` before them, to footnotes that are missing.
    pub missing_definitions: Vec<(String, Span)>,
}

/// A tag of raw HTML that lacks its partner or its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseTag {
    /// As its author wrote it, as far as its line.
    pub written: String,
    /// The element, in lower case; empty for a comment.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with a tag, and so what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A comment or a tag without its bracket: it is text.
    NeverEnds,
    /// An element whose text is no HTML, without its end tag: it is text.
    HidesRest,
    /// An element without its end tag: it ends with its block.
    NeverClosed,
    /// An end tag without its element: it is left out.
    ClosesNothing,
    /// A part of the frame that the template makes: it is left out.
    Frame,
}

impl Page {
    /// Parses a file. Never fails: what is wrong is kept in [`Oddities`] and in the front-matter.
    pub fn parse(source: &Source, options: &Markdown, org: &Org) -> Self {
        let (text, bad_byte) = match std::str::from_utf8(&source.bytes) {
            Ok(text) => (Cow::Borrowed(text), None),
            Err(error) => (String::from_utf8_lossy(&source.bytes), Some(error.valid_up_to())),
        };
        // A byte order mark is not text, but it counts in positions.
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (mut front_matter, body_start) = front_matter::split(&text, bom, org);
        let key_results = match &front_matter.data {
            kinds::Data::Okr(okr) => okr.key_results.iter().map(|key_result| key_result.id.value.as_str()).collect(),
            _ => Vec::new(),
        };
        let mut page = markdown::parse(&text, body_start, options, org, &key_results);
        let mut unknown = std::mem::take(&mut front_matter.unknown_variables);
        unknown.append(&mut page.oddities.unknown_variables);
        page.oddities.unknown_variables = unknown;
        page.front_matter = front_matter;
        page.body_start = body_start;
        page.oddities.bad_byte = bad_byte;
        page.oddities.conflict = find_conflict(&text);
        page
    }

    /// The title: from the front-matter, else the first H1, else the file's name.
    pub fn title(&self, path: &SourcePath) -> String {
        self.front_matter
            .title
            .clone()
            .or_else(|| self.heading.as_ref().map(|heading| heading.text.clone()))
            .or_else(|| self.first_h1.clone())
            .filter(|title| !title.trim().is_empty())
            .unwrap_or_else(|| humanise(path.stem()))
    }

    /// One or two sentences on the page: its description, else the first paragraph, at most 160
    /// characters.
    pub fn description(&self) -> String {
        self.front_matter.description.clone().unwrap_or_else(|| shorten(self.lead.trim(), 160))
    }
}

/// `communities-of-practice` → `Communities of practice`; periods and dates stay as people write
/// them, `2026-q4` → `2026-Q4`.
pub fn humanise(name: &str) -> String {
    if let Some(period) = Period::parse(name) {
        return period.to_string();
    }
    if name.parse::<Date>().is_ok() {
        return name.to_owned();
    }
    let spaced = name.replace(|c: char| matches!(c, '-' | '_') || c.is_control(), " ");
    let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = spaced.chars();
    chars.next().map_or_else(|| name.replace(char::is_control, ""), |first| first.to_uppercase().chain(chars).collect())
}

/// Cuts text at a word so that it has at most `limit` characters, the ellipsis included.
fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit - 1).collect();
    let end = cut.rfind(' ').filter(|end| *end > limit / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.', ' ', '–', '—', '-']))
}

/// The lines around the three versions in a conflict that an upgrade writes, in order.
pub(crate) const CONFLICT_LINES: [&str; 4] = ["<<<<<<< local", "||||||| base", "=======", ">>>>>>> upstream"];

/// The first line of a conflict, or of what is left of one: the marker that opens it, or another
/// that our upgrades write. The others alone may be Markdown: a heading underlined, seven quotes, a
/// row of empty cells.
pub(crate) fn find_conflict(text: &str) -> Option<Span> {
    let [_, base, _, end] = CONFLICT_LINES;
    let is_marker = |line: &str| line == "<<<<<<<" || line.starts_with("<<<<<<< ") || line == base || line == end;
    let line = text.lines().find(|line| is_marker(line))?;
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    Some(Span { start, end: start + line.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_found_and_what_is_left_of_one() {
        let conflict = "a\n<<<<<<< local\nb\n=======\nc\n>>>>>>> upstream\n";
        assert_eq!(find_conflict(conflict), Some(Span { start: 2, end: 15 }));
        for left in ["||||||| base\n=======\n", "a\n=======\nb\n>>>>>>> upstream\r\n", "<<<<<<< HEAD\na\n"] {
            assert!(find_conflict(left).is_some(), "{left}");
        }
        assert_eq!(find_conflict("Title\n=======\n>>>>>>> deep quote\n\n|||||||\n"), None);
        assert_eq!(find_conflict("    <<<<<<< x\n=======\n>>>>>>> y\n"), None);
    }

    #[test]
    fn names_and_excerpts_are_readable() {
        assert_eq!(humanise("communities-of_practice"), "Communities of practice");
        assert_eq!(humanise("---"), "---");
        assert_eq!(humanise("a\u{1b}[31m"), "A [31m");
        assert_eq!(humanise("2026-q4"), "2026-Q4");
        assert_eq!(humanise("2026-11-16"), "2026-11-16");
        assert_eq!(shorten("one two, three", 11), "one two…");
        assert_eq!(shorten("one", 10), "one");
    }

    /// Pieces of pages that are put together at random: each is where a parser may stumble.
    const PIECES: &[&str] = &[
        "---\n",
        "title: ",
        "tags: [a, ",
        "\"ü",
        "'",
        "\\",
        "{",
        "}",
        "]",
        ": ",
        "- ",
        "&x ",
        "*x",
        "!t ",
        "|\n  ",
        ">-\n",
        "# ",
        "\u{feff}",
        "\t",
        "\r",
        "\r\n",
        "\n\n",
        "[a](",
        "b.md",
        "#ä",
        ")",
        "![",
        "](<",
        ">",
        "<a href=",
        "<Ö b>",
        "<!--",
        "-->",
        "<script>",
        "`",
        "```rust\n",
        "    ",
        "> ",
        "> [!NOTE]\n",
        "1. ",
        "- [x] ",
        "| a | b |\n|--|:-:|\n",
        "[^1]",
        "[^1]: ",
        "www.a.b",
        "https://",
        "é@b.c",
        "&amp",
        "&#3;",
        "\u{3}",
        "***",
        "~~",
        "日本",
        "🏖️",
        "=======\n",
        "<<<<<<< x\n",
        ">>>>>>> y\n",
        "{{ org.name }}",
        "$x$",
        "text ",
    ];

    #[test]
    fn no_page_makes_the_parser_stumble() {
        let everything = Markdown {
            smart_punctuation: true,
            math: true,
            definition_lists: true,
            wiki_links: true,
            heading_attributes: true,
            ..Markdown::default()
        };
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).unwrap()
        };
        for round in 0..4000 {
            let mut text: String = (0..random(40)).map(|_| PIECES[random(PIECES.len())]).collect();
            if round % 2 == 0 {
                text.insert_str(0, "---\n");
                text.push_str("\n---\nbody");
            }
            let options = if round % 3 == 0 { &everything } else { &Markdown::default() };
            let page = Page::parse(&Source::new(text.as_bytes()), options, &Org::new());
            let places =
                page.links.iter().map(|link| link.span).chain(page.headings.iter().map(|heading| heading.span));
            let problems = page.front_matter.invalid.iter().chain(&page.front_matter.left_out);
            let places = places.chain(problems.map(|problem| problem.span));
            for span in places.chain(page.oddities.unknown_elements.iter().map(|(_, span)| *span)) {
                assert!(span.start <= span.end && span.end <= text.len(), "{span:?} in {text:?}");
            }
        }
    }
}

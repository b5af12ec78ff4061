//! Blocks of raw HTML that would take the rest of the page, because what ends them is missing:
//! `<!--` without `-->`, `<script>` without `</script>`. What begins one is text then, and what
//! follows is Markdown again. Knows how CommonMark begins and ends such blocks, not what browsers do.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::super::html_tags::next_tag;
use super::super::{Flaw, LooseTag};

/// Stands for a `<` that is text. No page holds this character, because control characters are
/// blanked.
const MARK: char = '\u{1}';
/// A block that is found hides others only of other forms, so this is more than can be needed.
const ROUNDS: usize = 8;
/// Elements that begin a block that blank lines do not end, and end any such block.
const ELEMENTS: &[&str] = &["pre", "script", "style", "textarea"];

/// What begins a block that blank lines do not end (CommonMark 0.31, 4.6, 1 to 5).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Element,
    Comment,
    Instruction,
    Data,
    Declaration,
}

/// A Markdown text in which no block of HTML lacks its end.
pub(super) struct Ended<'a> {
    /// The text, with a mark for each `<` that begins no HTML; every byte keeps its place.
    pub(super) text: Cow<'a, str>,
    /// Where a block began that had no end.
    pub(super) unended: Vec<usize>,
}

/// Marks what begins a block of HTML that never ends.
pub(super) fn end_blocks(text: Cow<'_, str>, options: Options) -> Ended<'_> {
    let mut ended = Ended { text, unended: Vec::new() };
    for _ in 0..ROUNDS {
        if !may_lack_end(&ended.text) {
            break;
        }
        let found = unended_blocks(&ended.text, options);
        if found.is_empty() {
            break;
        }
        let mut marked = ended.text.into_owned();
        for (form, block) in found {
            let inside = &marked[block.clone()];
            let begins: Vec<usize> = openings(inside).filter(|(_, own)| *own == form).map(|(at, _)| at).collect();
            ended.unended.extend(begins.first().map(|at| block.start + at));
            for at in begins {
                marked.replace_range(block.start + at..block.start + at + 1, MARK.encode_utf8(&mut [0; 4]));
            }
        }
        ended.text = Cow::Owned(marked);
    }
    ended
}

/// What is to be said of a block without an end that begins at a place of a text.
pub(super) fn loose_tag(text: &str, at: usize) -> LooseTag {
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let tag = next_tag(line, 0).filter(|tag| !tag.name.is_empty());
    let written = tag.as_ref().map_or(line, |tag| &line[tag.range.clone()]);
    let name = tag.as_ref().map_or("", |tag| tag.name).to_ascii_lowercase();
    let flaw = if name.is_empty() { Flaw::NeverEnds } else { Flaw::HidesRest };
    LooseTag { written: written.to_owned(), name, span: (at..at + written.len()).into(), flaw }
}

/// The text of an event as its author wrote it.
pub(super) fn unmark(event: Event<'_>) -> Event<'_> {
    fn plain(text: CowStr<'_>) -> CowStr<'_> {
        if text.contains(MARK) { text.replace(MARK, "<").into() } else { text }
    }
    match event {
        Event::Text(text) => Event::Text(plain(text)),
        Event::Code(text) => Event::Code(plain(text)),
        Event::Html(text) => Event::Html(plain(text)),
        Event::InlineHtml(text) => Event::InlineHtml(plain(text)),
        Event::InlineMath(text) => Event::InlineMath(plain(text)),
        Event::DisplayMath(text) => Event::DisplayMath(plain(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(plain(label)),
        Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(plain(label))),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(plain(info))))
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: plain(dest_url), title: plain(title), id: plain(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: plain(dest_url), title: plain(title), id: plain(id) })
        }
        event => event,
    }
}

/// Whether it is worth parsing the text to find out: at the start of a line, a block has its end
/// when the end stands anywhere below; anywhere else it depends on lists and quotes.
fn may_lack_end(text: &str) -> bool {
    openings(text).any(|(at, form)| {
        let starts_line = at == 0 || text.as_bytes()[at - 1] == b'\n';
        !starts_line || !has_end(&text[at..], form)
    })
}

fn unended_blocks(text: &str, options: Options) -> Vec<(Form, Range<usize>)> {
    let blocks = Parser::new_ext(text, options)
        .into_offset_iter()
        .filter_map(|(event, range)| matches!(event, Event::Start(Tag::HtmlBlock)).then_some(range));
    let unended = blocks.filter_map(|range| {
        let block = text.get(range.clone())?;
        let (_, form) = openings(block).next().filter(|(at, _)| block[..*at].trim().is_empty())?;
        (!has_end(block, form)).then_some((form, range))
    });
    unended.collect()
}

/// Every place at which such a block could begin.
fn openings(text: &str) -> impl Iterator<Item = (usize, Form)> + '_ {
    text.match_indices('<').filter_map(|(at, _)| Some((at, form(&text[at + 1..])?)))
}

fn form(rest: &str) -> Option<Form> {
    let is_element = |name: &&str| {
        let found = rest.as_bytes().get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
        found && rest.as_bytes().get(name.len()).is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'>')
    };
    if ELEMENTS.iter().any(is_element) {
        return Some(Form::Element);
    }
    let after = rest.strip_prefix('!');
    match after {
        None => rest.starts_with('?').then_some(Form::Instruction),
        Some(after) if after.starts_with("--") => Some(Form::Comment),
        Some(after) if after.starts_with("[CDATA[") => Some(Form::Data),
        Some(after) => after.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(Form::Declaration),
    }
}

fn has_end(block: &str, form: Form) -> bool {
    match form {
        Form::Element => block.match_indices("</").any(|(at, _)| {
            let is_end = |name: &&str| {
                let end = block.as_bytes().get(at + 2..at + 2 + name.len());
                let is_name = end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
                is_name && block[at + 2 + name.len()..].starts_with('>')
            };
            ELEMENTS.iter().any(is_end)
        }),
        Form::Comment => block.contains("-->"),
        Form::Instruction => block.contains("?>"),
        Form::Data => block.contains("]]>"),
        Form::Declaration => block.contains('>'),
    }
}

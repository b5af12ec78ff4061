//! Markdown to a page's body, headings and links, in one pass over the parser's events. Knows
//! GitHub Flavored Markdown, not the pages that exist.

mod balance;
mod blocks;
mod copy;
mod escape;
mod footnotes;
mod headings;
mod links;
mod math;
mod pairs;
mod raw;
mod sections;
mod text;
mod unended;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use pulldown_latex::config::DisplayMode;

pub use copy::edits_for_readers;
pub use escape::as_markdown;
pub(super) use links::destinations;
pub use math::{ATTRIBUTES as FORMULA_ATTRIBUTES, ELEMENTS as FORMULA_ELEMENTS};

use blocks::Columns;
use footnotes::set_footnotes_apart;
use text::{blank_controls, count_words, without_controls};

use super::body::{Body, Piece, Word};
use super::slug::Slugs;
use super::variables::{self, Filler, Org};
use super::{LooseTag, Page, autolink, highlight};
use crate::diagnostic::Span;

/// How Markdown is read; the parts of the config that change what a page says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Markdown {
    /// What becomes of raw HTML.
    pub raw_html: RawHtmlPolicy,
    /// Straight quotes become curly, `--` becomes a dash.
    pub smart_punctuation: bool,
    /// `$x$` and `$$x$$`.
    pub math: bool,
    /// `Term` followed by `: definition`.
    pub definition_lists: bool,
    /// `[[page]]`.
    pub wiki_links: bool,
    /// `## Heading {#anchor .class}`.
    pub heading_attributes: bool,
}

/// What becomes of raw HTML in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtmlPolicy {
    /// It stands in the page as written.
    #[default]
    Allow,
    /// It is shown as text.
    Escape,
    /// Only harmless elements and attributes stand.
    Sanitize,
}

type Spanned<'a> = (Event<'a>, Range<usize>);

/// More than this is not read as Markdown: no forge shows it as a page, and text of such a length
/// that is all marks would take seconds.
const MOST_BYTES: usize = 512 * 1024;

/// Parses the body that starts at byte `start` of `text`. `taken` are anchors that the page has
/// besides those of its text.
pub(super) fn parse(text: &str, start: usize, options: &Markdown, org: &Org, taken: &[&str]) -> Page {
    let whole = blank_controls(&text[start..]);
    let (body, rest) = whole.split_at(cut(&whole));
    let body = variables::mark(Cow::Borrowed(body));
    let unended::Ended { text: body, unended } = unended::end_blocks(body, parser_options(options));
    let mut missing = Vec::new();
    let note_missing = |link: BrokenLink<'_>| {
        if link.link_type == LinkType::Reference {
            missing.push((link.reference.to_string(), Span::from(link.span).shifted(start)));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(&body, parser_options(options), Some(note_missing));
    let events = TextMergeWithOffset::new(parser.into_offset_iter());
    let events: Vec<Spanned<'_>> = match unended.as_slice() {
        [] => events.collect(),
        _ => events.map(|(event, range)| (unended::unmark(event), range)).collect(),
    };
    let mut filler = Filler::new(org, &body, start, options.raw_html);
    let events = variables::fill_events(events, &mut filler);
    let (events, loose) = match options.raw_html {
        RawHtmlPolicy::Escape => (events, Vec::new()),
        RawHtmlPolicy::Allow | RawHtmlPolicy::Sanitize => balance::balance(events),
    };
    let mut writer = Writer::new(&body, start, options.raw_html);
    writer.take_anchors(taken);
    let (main, notes) = set_footnotes_apart(events);
    writer.number_footnotes(&main, &notes);
    writer.blocks(main);
    writer.footnotes(notes);
    writer.plain_rest(rest);
    let mut page = writer.finish();
    page.oddities.missing_definitions.append(&mut missing);
    let unended = unended.into_iter().map(|at| unended::loose_tag(text, start + at));
    let shifted = loose.into_iter().map(|tag| LooseTag { span: tag.span.shifted(start), ..tag });
    page.oddities.loose_tags = unended.chain(shifted).collect();
    page.oddities.unknown_variables = filler.into_unknown();
    page.oddities.plain_from = (!rest.is_empty()).then_some(start + body.len());
    page
}

/// Where a text that is too long is cut: at the end of a line, or of a word where lines have no end.
fn cut(text: &str) -> usize {
    if text.len() <= MOST_BYTES {
        return text.len();
    }
    let head = &text.as_bytes()[..MOST_BYTES];
    let after = |wanted: fn(&u8) -> bool| head.iter().rposition(wanted).map(|at| at + 1);
    let end = after(|byte| *byte == b'\n').or_else(|| after(u8::is_ascii_whitespace));
    let letter = || (0..=MOST_BYTES).rev().find(|at| text.is_char_boundary(*at));
    end.or_else(letter).unwrap_or(text.len())
}

fn parser_options(options: &Markdown) -> Options {
    let mut on = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    on.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    on.set(Options::ENABLE_MATH, options.math);
    on.set(Options::ENABLE_DEFINITION_LIST, options.definition_lists);
    on.set(Options::ENABLE_WIKILINKS, options.wiki_links);
    on.set(Options::ENABLE_HEADING_ATTRIBUTES, options.heading_attributes);
    on
}

/// What turns events into pieces, and what it found on the way.
struct Writer<'a> {
    text: &'a str,
    start: usize,
    raw_html: RawHtmlPolicy,
    page: Page,
    pieces: Vec<Piece<'a>>,
    slugs: Slugs,
    footnote_numbers: HashMap<String, usize>,
    footnote_uses: HashMap<usize, usize>,
    columns: Columns,
    containers: usize,
    in_link: bool,
    in_lead: bool,
    in_heading: bool,
    seen_block: bool,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, start: usize, raw_html: RawHtmlPolicy) -> Self {
        Self {
            text,
            start,
            raw_html,
            page: Page::default(),
            pieces: Vec::new(),
            slugs: Slugs::default(),
            footnote_numbers: HashMap::new(),
            footnote_uses: HashMap::new(),
            columns: Columns::default(),
            containers: 0,
            in_link: false,
            in_lead: false,
            in_heading: false,
            seen_block: false,
        }
    }

    fn finish(mut self) -> Page {
        self.page.body = Body::write(self.pieces);
        // A page is kept as long as the playbook; what its texts grew into would be a tenth of it.
        self.page.sections.iter_mut().for_each(|section| section.text.shrink_to_fit());
        self.page
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::from(range.clone()).shifted(self.start)
    }

    fn event(&mut self, event: Event<'a>) {
        self.pieces.push(Piece::Event(event));
    }

    fn html(&mut self, html: impl Into<String>) {
        self.event(Event::InlineHtml(CowStr::from(html.into())));
    }

    /// A word of the interface, in the language of the site.
    fn word(&mut self, name: &'static str) {
        self.pieces.push(Piece::Word(Word { name, value: None }));
    }

    fn blocks(&mut self, events: Vec<Spanned<'a>>) {
        let mut events = events.into_iter().peekable();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let inner = take_until(&mut events, |end| matches!(end, TagEnd::Heading(_)));
                    self.heading(level, id, inner, &range);
                }
                Event::Start(Tag::DefinitionListTitle) => {
                    let inner = take_until(&mut events, |end| *end == TagEnd::DefinitionListTitle);
                    self.term(inner);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let inner = take_until(&mut events, |end| *end == TagEnd::CodeBlock);
                    self.code_block(&kind, &inner, &range);
                }
                Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                    let inner = take_nested_image(&mut events);
                    self.image(link_type, &dest_url, &title, &inner, &range);
                }
                Event::Start(Tag::HtmlBlock) => {
                    let inner = take_until(&mut events, |end| *end == TagEnd::HtmlBlock);
                    self.html_block(&inner);
                    // A comment shows nothing, so a heading below it is still the first block.
                    if raw::is_only_comment(&inner) {
                        continue;
                    }
                }
                Event::Start(Tag::Item) => {
                    self.containers += 1;
                    let is_task = matches!(events.peek(), Some((Event::TaskListMarker(_), _)));
                    if is_task {
                        self.event(Event::Html("<li class=\"task\">".into()))
                    } else {
                        self.event(Event::Start(Tag::Item))
                    }
                }
                Event::Start(Tag::Paragraph) => {
                    self.in_lead = self.containers == 0 && self.page.lead.trim().is_empty();
                    self.event(Event::Start(Tag::Paragraph));
                }
                Event::End(TagEnd::Paragraph) => {
                    self.in_lead = false;
                    self.note_gap();
                    self.event(Event::End(TagEnd::Paragraph));
                }
                event => self.other(event, &range),
            }
            self.seen_block = true;
        }
    }

    fn other(&mut self, event: Event<'a>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.link_start(link_type, &dest_url, &title, range)
            }
            Event::End(TagEnd::Link) => {
                self.in_link = false;
                self.html("</a>");
            }
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.note_words(&code);
                self.event(Event::Code(code));
            }
            Event::InlineMath(tex) => self.formula(&tex, DisplayMode::Inline, range),
            Event::DisplayMath(tex) => self.formula(&tex, DisplayMode::Block, range),
            Event::InlineHtml(html) => self.raw(&html, &[(0, range.start)], false),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::Start(Tag::BlockQuote(kind)) => {
                self.containers += 1;
                self.quote_start(kind);
            }
            Event::End(TagEnd::BlockQuote(kind)) => {
                self.containers -= 1;
                let close = if kind.is_some() { "</div>\n" } else { "</blockquote>\n" };
                self.event(Event::Html(close.into()));
            }
            Event::Start(Tag::Table(alignments)) => self.table_start(alignments),
            Event::Start(row @ (Tag::TableHead | Tag::TableRow)) => self.row_start(row),
            Event::Start(Tag::TableCell) => self.cell_start(),
            Event::End(TagEnd::Table) => {
                self.containers -= 1;
                self.event(Event::End(TagEnd::Table));
                self.event(Event::Html("</div>\n".into()));
            }
            Event::TaskListMarker(done) => {
                let checked = if done { " checked" } else { "" };
                self.html(format!("<input type=\"checkbox\" disabled{checked} aria-label=\""));
                self.word(if done { "text.done" } else { "text.to-do" });
                self.html("\"> ");
            }
            Event::End(TagEnd::Item) => {
                self.containers -= 1;
                self.note_gap();
                self.event(Event::End(TagEnd::Item));
            }
            Event::SoftBreak | Event::HardBreak => {
                if self.in_lead {
                    self.page.lead.push(' ');
                }
                self.note_gap();
                self.event(event);
            }
            Event::End(TagEnd::TableCell | TagEnd::DefinitionListDefinition) => {
                self.note_gap();
                self.event(event);
            }
            event => self.event(event),
        }
    }

    fn text(&mut self, text: CowStr<'a>, range: &Range<usize>) {
        self.note_words(&text);
        self.note_missing_footnotes(range);
        let text = without_controls(text);
        let found = if self.in_link { Vec::new() } else { autolink::find(&text) };
        if found.is_empty() {
            self.event(Event::Text(text));
            return;
        }
        let mut at = 0;
        for link in found {
            self.event(Event::Text(CowStr::from(text[at..link.range.start].to_owned())));
            let address = &text[link.range.clone()];
            let written = format!("{}{address}", link.prefix);
            // Smart punctuation and entities make the text differ from what is written.
            let offset = self.text.get(range.clone()).and_then(|source| source.find(address));
            let place = offset.map_or_else(|| range.clone(), |at| range.start + at..range.start + at + address.len());
            self.anchor(written, &place, "");
            self.event(Event::Text(CowStr::from(address.to_owned())));
            self.html("</a>");
            at = link.range.end;
        }
        self.event(Event::Text(CowStr::from(text[at..].to_owned())));
    }

    fn note_words(&mut self, text: &str) {
        self.page.words += count_words(text);
        if !self.in_heading {
            self.note_text(text);
        }
        if self.in_lead {
            self.page.lead.push_str(text);
        }
    }
}

fn take_until<'a>(
    events: &mut impl Iterator<Item = Spanned<'a>>,
    is_end: impl Fn(&TagEnd) -> bool,
) -> Vec<Spanned<'a>> {
    events.take_while(|(event, _)| !matches!(event, Event::End(end) if is_end(end))).collect()
}

fn take_nested_image<'a>(events: &mut impl Iterator<Item = Spanned<'a>>) -> Vec<Spanned<'a>> {
    let mut depth = 1;
    events
        .take_while(|(event, _)| {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                _ => {}
            }
            depth > 0
        })
        .collect()
}

/// The words of a heading, a paragraph or an image's text, without markup.
fn plain_text(events: &[Spanned<'_>]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) | Event::InlineMath(part) | Event::DisplayMath(part) => {
                text.push_str(part)
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    highlight::escape(&mut html, text);
    html
}

//! Markdown to a page's body, headings and links, in one pass over the parser's events. Knows
//! GitHub Flavored Markdown, not the pages that exist.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag,
    TagEnd, TextMergeWithOffset,
};

use super::body::{Body, Piece};
use super::link::{Link, LinkRef, Usage, encode_fragment};
use super::slug::Slugs;
use super::{Heading, Page, PageHeading, autolink, highlight, raw_html};
use crate::diagnostic::Span;

/// How Markdown is read; the parts of the config that change what a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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

/// Parses the body that starts at byte `start` of `text`.
pub(super) fn parse(text: &str, start: usize, options: &Markdown) -> Page {
    let body = blank_controls(&text[start..]);
    let mut missing = Vec::new();
    let note_missing = |link: BrokenLink<'_>| {
        if link.link_type == LinkType::Reference {
            missing.push((link.reference.to_string(), Span::from(link.span).shifted(start)));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(&body, parser_options(options), Some(note_missing));
    let events: Vec<Spanned<'_>> = TextMergeWithOffset::new(parser.into_offset_iter()).collect();
    let mut writer = Writer::new(&body, start, options.raw_html);
    let (main, notes) = set_footnotes_apart(events);
    writer.number_footnotes(&main, &notes);
    writer.blocks(main);
    writer.footnotes(notes);
    let mut page = writer.finish();
    page.oddities.missing_definitions = missing;
    page
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

/// Control characters never reach HTML; each becomes a space, so that positions stay.
fn blank_controls(text: &str) -> Cow<'_, str> {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f;
    if !text.bytes().any(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c.is_ascii() && is_control(c as u8) { ' ' } else { c }).collect())
}

/// Footnotes stand where they were written; readers expect them at the end.
fn set_footnotes_apart(events: Vec<Spanned<'_>>) -> (Vec<Spanned<'_>>, Vec<Note<'_>>) {
    let mut main = Vec::with_capacity(events.len());
    let mut notes = Vec::new();
    let mut open: Option<Note<'_>> = None;
    for (event, range) in events {
        match (event, &mut open) {
            (Event::Start(Tag::FootnoteDefinition(label)), _) => open = Some(Note { label, events: Vec::new() }),
            (Event::End(TagEnd::FootnoteDefinition), _) => notes.extend(open.take()),
            (event, Some(note)) => note.events.push((event, range)),
            (event, None) => main.push((event, range)),
        }
    }
    (main, notes)
}

struct Note<'a> {
    label: CowStr<'a>,
    events: Vec<Spanned<'a>>,
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
    containers: usize,
    in_link: bool,
    in_lead: bool,
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
            containers: 0,
            in_link: false,
            in_lead: false,
            seen_block: false,
        }
    }

    fn finish(mut self) -> Page {
        self.page.body = Body::write(self.pieces);
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

    fn blocks(&mut self, events: Vec<Spanned<'a>>) {
        let mut events = events.into_iter().peekable();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let inner = take_until(&mut events, |end| matches!(end, TagEnd::Heading(_)));
                    self.heading(level, id, inner, &range);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let inner = take_until(&mut events, |end| *end == TagEnd::CodeBlock);
                    self.code_block(&kind, &inner);
                }
                Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                    let inner = take_nested_image(&mut events);
                    self.image(link_type, &dest_url, &title, &inner, &range);
                }
                Event::Start(Tag::HtmlBlock) => {
                    let inner = take_until(&mut events, |end| *end == TagEnd::HtmlBlock);
                    self.html_block(&inner);
                }
                Event::Start(Tag::Item) => {
                    self.containers += 1;
                    let is_task = matches!(events.peek(), Some((Event::TaskListMarker(_), _)));
                    if is_task {
                        self.event(Event::Html("\n<li class=\"task\">".into()))
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
            Event::End(TagEnd::Table) => {
                self.containers -= 1;
                self.event(Event::End(TagEnd::Table));
                self.event(Event::Html("</div>\n".into()));
            }
            Event::TaskListMarker(done) => {
                let state = if done { " checked aria-label=\"Done\"" } else { " aria-label=\"To do\"" };
                self.html(format!("<input type=\"checkbox\" disabled{state}> "));
            }
            Event::End(TagEnd::Item) => {
                self.containers -= 1;
                self.event(Event::End(TagEnd::Item));
            }
            Event::SoftBreak | Event::HardBreak => {
                if self.in_lead {
                    self.page.lead.push(' ');
                }
                self.event(event);
            }
            event => self.event(event),
        }
    }

    fn text(&mut self, text: CowStr<'a>, range: &Range<usize>) {
        self.note_words(&text);
        let text = if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
            CowStr::from(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>())
        } else {
            text
        };
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
            let offset = self.text.get(range.clone()).and_then(|source| source.find(address)).unwrap_or(0);
            let place = range.start + offset..range.start + offset + address.len();
            self.anchor(written, &place, "");
            self.event(Event::Text(CowStr::from(address.to_owned())));
            self.html("</a>");
            at = link.range.end;
        }
        self.event(Event::Text(CowStr::from(text[at..].to_owned())));
    }

    fn note_words(&mut self, text: &str) {
        self.page.words += text.split_whitespace().count();
        if self.in_lead {
            self.page.lead.push_str(text);
        }
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<CowStr<'a>>, inner: Vec<Spanned<'a>>, range: &Range<usize>) {
        let text = plain_text(&inner);
        let id = match id {
            Some(id) => id.to_string(),
            None => self.slugs.next(&text),
        };
        self.page.anchors.insert(id.clone());
        let span = self.span(&trimmed(self.text, range));
        if level == HeadingLevel::H1 && self.page.first_h1.is_none() {
            self.page.first_h1 = Some(text.clone());
            if !self.seen_block {
                self.page.heading = Some(self.page_heading(id, text, inner, span));
                return;
            }
        }
        let tag = level.to_string();
        let mut label = String::new();
        highlight::escape(&mut label, &text);
        self.event(Event::Html(format!("<{tag} id=\"{}\">", escaped(&id)).into()));
        self.blocks(inner);
        self.html(format!(
            " <a class=\"anchor\" href=\"#{}\" aria-label=\"Link to “{label}”\"></a></{tag}>\n",
            escaped(&encode_fragment(&id))
        ));
        self.page.headings.push(Heading { level: level as u8, id, text, span });
    }

    /// The page's own heading is shown by the theme, so it must not hold links.
    fn page_heading(&mut self, id: String, text: String, inner: Vec<Spanned<'a>>, span: Span) -> PageHeading {
        let shown = inner.into_iter().filter(|(event, _)| {
            matches!(
                event,
                Event::Text(_)
                    | Event::Code(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                    | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
            )
        });
        let html = Body::write(shown.map(|(event, _)| Piece::Event(event)).collect()).fill(|_| "");
        PageHeading { id, text, html, span }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'a>, inner: &[Spanned<'a>]) {
        let code: String = inner
            .iter()
            .filter_map(|(event, _)| if let Event::Text(text) = event { Some(text.as_ref()) } else { None })
            .collect();
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        // `rust,ignore` and `python {title=x}` name a language first.
        let language = info.split([' ', ',', '{', '\t']).next().unwrap_or("");
        let name = escaped(language);
        let open = if language.is_empty() {
            "<pre class=\"code\" tabindex=\"0\"><code>".to_owned()
        } else {
            format!("<pre class=\"code\" data-lang=\"{name}\" tabindex=\"0\"><code class=\"language-{name}\">")
        };
        let code = highlight::highlight(&code, &language.to_lowercase());
        self.event(Event::Html(format!("{open}{code}</code></pre>\n").into()));
    }

    fn quote_start(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            None => {
                self.event(Event::Html("<blockquote>\n".into()));
                return;
            }
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
        };
        self.event(Event::Html(
            format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n").into(),
        ));
    }

    fn table_start(&mut self, alignments: Vec<Alignment>) {
        self.containers += 1;
        self.event(Event::Html(
            "<div class=\"table-wrap\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">".into(),
        ));
        self.event(Event::Start(Tag::Table(alignments)));
    }

    fn link_start(&mut self, link_type: LinkType, destination: &str, title: &str, range: &Range<usize>) {
        self.in_link = true;
        let written =
            if link_type == LinkType::Email { format!("mailto:{destination}") } else { destination.to_owned() };
        let place = self.place_of(destination, link_type, range);
        self.anchor(written, &place, title);
    }

    fn anchor(&mut self, written: String, place: &Range<usize>, title: &str) {
        let target = LinkRef::parse(&written);
        if target == LinkRef::Unsafe {
            self.page.links.push(Link { target, written, span: self.span(place), usage: Usage::Link });
            self.html("<a>");
            return;
        }
        self.html("<a href=\"");
        self.hole(target, written, place, Usage::Link);
        self.html(attribute("title", title) + ">");
    }

    /// Leaves a hole for the address of a new link; the attribute's closing quote follows.
    fn hole(&mut self, target: LinkRef, written: String, place: &Range<usize>, usage: Usage) {
        let number = self.page.links.len();
        self.page.links.push(Link { target, written, span: self.span(place), usage });
        self.pieces.push(Piece::Hole(number));
        self.html("\"");
    }

    fn image(
        &mut self,
        link_type: LinkType,
        destination: &str,
        title: &str,
        inner: &[Spanned<'a>],
        range: &Range<usize>,
    ) {
        let place = self.place_of(destination, link_type, range);
        let alt = plain_text(inner);
        if alt.trim().is_empty() {
            self.page.oddities.images_without_alt.push(self.span(range));
        }
        let target = LinkRef::parse(destination);
        self.html("<img src=\"");
        if target == LinkRef::Unsafe {
            self.page.links.push(Link {
                target,
                written: destination.to_owned(),
                span: self.span(&place),
                usage: Usage::Embed,
            });
            self.html("\"");
        } else {
            self.hole(target, destination.to_owned(), &place, Usage::Embed);
        }
        self.html(format!(" alt=\"{}\"{} />", escaped(&alt), attribute("title", title)));
    }

    /// Where the destination of a link is written, else the whole link.
    fn place_of(&self, destination: &str, link_type: LinkType, range: &Range<usize>) -> Range<usize> {
        let source = self.text.get(range.clone()).unwrap_or("");
        let at = match link_type {
            LinkType::Inline => source.rfind("](").and_then(|open| {
                let inside = &source[open + 2..];
                inside.find(destination).filter(|_| !destination.is_empty()).map(|at| open + 2 + at)
            }),
            LinkType::Autolink | LinkType::Email => source.find(destination),
            _ => None,
        };
        at.map_or_else(|| range.clone(), |at| range.start + at..range.start + at + destination.len())
    }

    fn html_block(&mut self, inner: &[Spanned<'a>]) {
        let mut html = String::new();
        let mut map = Vec::with_capacity(inner.len());
        for (event, range) in inner {
            if let Event::Html(line) | Event::Text(line) = event {
                map.push((html.len(), range.start));
                html.push_str(line);
            }
        }
        self.raw(&html, &map, true);
    }

    /// Raw HTML: `map` says where in the source each part of it begins.
    fn raw(&mut self, html: &str, map: &[(usize, usize)], block: bool) {
        let only_comments =
            html.trim().starts_with("<!--") && html.trim().ends_with("-->") && html.matches("<!--").count() == 1;
        if self.raw_html == RawHtmlPolicy::Escape && !only_comments {
            let text = escaped(html.trim_end());
            self.event(Event::Html(if block { format!("<p>{text}</p>\n") } else { text }.into()));
            return;
        }
        let place = |at: usize| {
            let (from, source) = map.iter().rev().find(|(from, _)| *from <= at).copied().unwrap_or((0, 0));
            source + at - from
        };
        let spot = |span: Span| place(span.start)..place(span.start) + (span.end - span.start);
        let found = raw_html::scan(html);
        self.page.anchors.extend(found.anchors);
        for (name, span) in found.unknown {
            let span = self.span(&spot(span));
            self.page.oddities.unknown_elements.push((name, span));
        }
        for span in found.images_without_alt {
            let span = self.span(&spot(span));
            self.page.oddities.images_without_alt.push(span);
        }
        let mut at = 0;
        let write = |writer: &mut Self, part: &str| writer.event(Event::Html(CowStr::from(part.to_owned())));
        for link in found.links {
            let target = LinkRef::parse(&link.written);
            write(self, &html[at..link.span.start]);
            let span = self.span(&spot(link.span));
            let number = self.page.links.len();
            match target {
                LinkRef::Unsafe => write(self, "#"),
                _ => self.pieces.push(Piece::Hole(number)),
            }
            self.page.links.push(Link { target, written: link.written, span, usage: link.usage });
            at = link.span.end;
        }
        write(self, &html[at..]);
        if only_comments {
            self.seen_block = false;
        }
    }

    fn number_footnotes(&mut self, main: &[Spanned<'a>], notes: &[Note<'a>]) {
        let defined: Vec<&CowStr<'a>> = notes.iter().map(|note| &note.label).collect();
        let references = main.iter().chain(notes.iter().flat_map(|note| &note.events));
        for (event, _) in references {
            if let Event::FootnoteReference(label) = event
                && defined.contains(&label)
            {
                let next = self.footnote_numbers.len() + 1;
                self.footnote_numbers.entry(label.to_string()).or_insert(next);
            }
        }
        for label in defined {
            let next = self.footnote_numbers.len() + 1;
            self.footnote_numbers.entry(label.to_string()).or_insert(next);
        }
    }

    /// The colon keeps these anchors apart from those of headings, which never have one.
    fn footnote_reference(&mut self, label: &str) {
        let Some(&number) = self.footnote_numbers.get(label) else {
            self.event(Event::Text(CowStr::from(format!("[^{label}]"))));
            return;
        };
        let uses = self.footnote_uses.entry(number).or_default();
        *uses += 1;
        let id = if *uses == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{uses}") };
        self.page.anchors.insert(id.clone());
        self.html(format!("<sup class=\"footnote-ref\" id=\"{id}\"><a href=\"#fn:{number}\">{number}</a></sup>"));
    }

    fn footnotes(&mut self, mut notes: Vec<Note<'a>>) {
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| self.footnote_numbers.get(note.label.as_ref()).copied());
        notes.dedup_by(|a, b| a.label == b.label);
        self.event(Event::Html("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n".into()));
        self.containers += 1;
        for note in notes {
            let number = self.footnote_numbers.get(note.label.as_ref()).copied().unwrap_or_default();
            self.page.anchors.insert(format!("fn:{number}"));
            self.event(Event::Html(format!("<li id=\"fn:{number}\">\n").into()));
            self.blocks(note.events);
            let uses = self.footnote_uses.get(&number).copied().unwrap_or_default();
            if uses > 0 {
                self.html(format!(
                    "<a class=\"footnote-back\" href=\"#fnref:{number}\" aria-label=\"Back to text\">↩</a>"
                ));
            }
            self.event(Event::Html("</li>\n".into()));
        }
        self.event(Event::Html("</ol>\n</section>\n".into()));
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

/// The bytes of a block without the line end.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.start + text.get(range.clone()).unwrap_or("").trim_end().len()
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    highlight::escape(&mut html, text);
    html
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", escaped(value)) }
}

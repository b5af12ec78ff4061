//! Keeps raw HTML inside the block, the list item or the page that it stands in: what opens is
//! closed, and nothing is closed that was not opened there. Knows the events of Markdown and the tags
//! between them, no template.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::html_elements::{Extent, extent};
use super::super::html_tags::{Form, end_of_text, next_tag};
use super::super::{Flaw, LooseTag};
use super::Spanned;
use super::pairs::{Pairs, RawTag, Step, pairs};

/// The events with balanced HTML, and the tags that were not. Places are those of the events.
pub(super) fn balance(events: Vec<Spanned<'_>>) -> (Vec<Spanned<'_>>, Vec<LooseTag>) {
    if !events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_))) {
        return (events, Vec::new());
    }
    let mut html = Html::read(&events);
    html.find_ends_of_text();
    let pairs = pairs(&html.tags, &html.steps);
    let loose = pairs.flaws.iter().map(|(number, flaw)| html.loose(*number, *flaw)).collect();
    (html.rewrite(events, &pairs), loose)
}

/// The raw HTML of a page.
#[derive(Default)]
struct Html {
    pieces: Vec<Piece>,
    tags: Vec<RawTag>,
    steps: Vec<Step>,
}

/// A tag in a paragraph, or a whole block of HTML.
struct Piece {
    html: String,
    /// The events that it is made of.
    events: Range<usize>,
    /// Where in the source each part of it begins.
    map: Vec<(usize, usize)>,
    is_block: bool,
}

impl Html {
    fn read(events: &[Spanned<'_>]) -> Self {
        let mut read = Self::default();
        let mut levels = vec![0];
        let mut images = 0_usize;
        for (number, (event, range)) in events.iter().enumerate() {
            match event {
                // The text of an image is plain.
                Event::Start(Tag::Image { .. }) => images += 1,
                Event::End(TagEnd::Image) => images -= 1,
                _ if images > 0 => {}
                Event::InlineHtml(html) => {
                    let html = html.to_string();
                    let piece =
                        Piece { html, events: number..number + 1, map: vec![(0, range.start)], is_block: false };
                    read.piece(piece, levels.last());
                }
                Event::Start(Tag::HtmlBlock) => {
                    read.steps.push(Step::BlockEnd(number));
                    read.piece(block(events, number + 1), levels.last());
                }
                Event::Start(tag) if is_block(&tag.to_end()) => {
                    read.steps.push(Step::BlockEnd(number));
                    if is_level(&tag.to_end()) {
                        levels.push(number);
                        read.steps.push(Step::LevelStart);
                    }
                }
                Event::End(end) if is_block(end) => {
                    read.steps.push(Step::BlockEnd(number));
                    if is_level(end) {
                        levels.pop();
                        read.steps.push(Step::LevelEnd(number));
                    }
                }
                _ => {}
            }
        }
        read.steps.extend([Step::BlockEnd(events.len()), Step::LevelEnd(events.len())]);
        read
    }
    /// Notes the tags of a piece.
    fn piece(&mut self, piece: Piece, level: Option<&usize>) {
        let level = level.copied().unwrap_or_default();
        let html = &piece.html;
        let mut endless = BTreeSet::new();
        let mut from = 0;
        while let Some(tag) = next_tag(html, from) {
            from = tag.range.end;
            let name = tag.name.to_ascii_lowercase();
            let mut text_end = None;
            if tag.form == Form::Start && extent(&name) == Extent::TextOnly && !endless.contains(&name) {
                let end = end_of_text(html, from, &name).filter(|end| !hides_end(&html[from..*end], &name));
                match end {
                    Some(end) => {
                        from = end;
                        text_end = Some(self.tags.len() + 1);
                    }
                    // What has no end here has none further down.
                    None => _ = endless.insert(name.clone()),
                }
            }
            self.steps.push(Step::Tag(self.tags.len()));
            let (form, range, piece) = (tag.form, tag.range, self.pieces.len());
            self.tags.push(RawTag { name, form, piece, range, level, text_end });
        }
        self.pieces.push(piece);
    }

    /// The text of an element may reach over several blocks: then the next tag of its name ends it.
    fn find_ends_of_text(&mut self) {
        let mut next: HashMap<String, usize> = HashMap::new();
        for number in (0..self.tags.len()).rev() {
            let tag = &self.tags[number];
            if extent(&tag.name) != Extent::TextOnly {
                continue;
            }
            if tag.form == Form::Start && tag.text_end.is_none() {
                let end = next.get(&tag.name).copied().filter(|end| self.is_end_of_text(number, *end));
                self.tags[number].text_end = end;
            }
            next.insert(self.tags[number].name.clone(), number);
        }
    }

    fn is_end_of_text(&self, start: usize, end: usize) -> bool {
        let (tag, found) = (&self.tags[start], &self.tags[end]);
        let between = || {
            let pieces = &self.pieces[tag.piece..=found.piece];
            pieces.iter().enumerate().map(|(number, piece)| {
                let from = if number == 0 { tag.range.end } else { 0 };
                let to = if number + 1 == pieces.len() { found.range.start } else { piece.html.len() };
                piece.html.get(from..to).unwrap_or("")
            })
        };
        found.form == Form::End
            && found.level == tag.level
            && between().all(|html| end_of_text(html, 0, &tag.name).is_none() && !hides_end(html, &tag.name))
    }

    fn loose(&self, number: usize, flaw: Flaw) -> LooseTag {
        let tag = &self.tags[number];
        let piece = &self.pieces[tag.piece];
        let written = piece.html[tag.range.clone()].lines().next().unwrap_or("");
        let start = piece.place(tag.range.start);
        let span = (start..start + written.len()).into();
        LooseTag { written: written.to_owned(), name: tag.name.clone(), span, flaw }
    }

    fn rewrite<'a>(&self, events: Vec<Spanned<'a>>, pairs: &Pairs) -> Vec<Spanned<'a>> {
        let mut edits: BTreeMap<usize, Vec<(Range<usize>, String)>> = BTreeMap::new();
        for (number, tag) in self.tags.iter().enumerate() {
            let of_piece = self.edits(number, pairs);
            if !of_piece.is_empty() {
                edits.entry(self.pieces[tag.piece].events.start).or_default().extend(of_piece);
            }
        }
        let pieces: HashMap<usize, &Piece> = self.pieces.iter().map(|piece| (piece.events.start, piece)).collect();
        let mut rewritten = Vec::with_capacity(events.len());
        let mut behind_piece = 0;
        let last = events.len();
        for (number, (event, range)) in events.into_iter().enumerate() {
            if let Some(ended) = pairs.before_event.get(&number) {
                let place = if matches!(event, Event::End(_)) { range.end } else { range.start };
                let in_block = event == Event::End(TagEnd::HtmlBlock);
                rewritten.push((raw(ended.clone(), in_block), place..place));
            }
            if let Some((piece, edits)) = pieces.get(&number).copied().zip(edits.get(&number)) {
                rewritten.extend(piece.edited(edits));
                behind_piece = piece.events.end;
            }
            if number >= behind_piece {
                rewritten.push((event, range));
            }
        }
        let end = rewritten.last().map_or(0, |(_, range)| range.end);
        rewritten.extend(pairs.before_event.get(&last).map(|ended| (raw(ended.clone(), false), end..end)));
        rewritten
    }

    fn edits(&self, number: usize, pairs: &Pairs) -> Vec<(Range<usize>, String)> {
        let range = self.tags[number].range.clone();
        let mut edits = Vec::new();
        edits.extend(pairs.before.get(&number).map(|ended| (range.start..range.start, ended.clone())));
        match pairs.flaws.get(&number) {
            Some(Flaw::ClosesNothing | Flaw::Frame) => edits.push((range.clone(), String::new())),
            Some(Flaw::HidesRest) => edits.push((range.start..range.start + 1, "&lt;".to_owned())),
            Some(Flaw::NeverEnds) => {
                let html = &self.pieces[self.tags[number].piece].html;
                let brackets = html[range.clone()].match_indices('<').map(|(at, _)| range.start + at);
                edits.extend(brackets.map(|at| (at..at + 1, "&lt;".to_owned())));
            }
            Some(Flaw::NeverClosed) | None => {}
        }
        edits.extend(pairs.behind.get(&number).map(|ended| (range.end..range.end, ended.clone())));
        edits
    }
}

impl Piece {
    /// Where in the source a byte of the piece stands.
    fn place(&self, at: usize) -> usize {
        let part = self.map.partition_point(|(from, _)| *from <= at).saturating_sub(1);
        self.map.get(part).map_or(0, |(from, source)| source + at - from)
    }

    fn edited<'a>(&self, edits: &[(Range<usize>, String)]) -> Vec<Spanned<'a>> {
        let mut events = Vec::new();
        let mut from = 0;
        for (range, new) in edits {
            self.copy(from..range.start, &mut events);
            let place = self.place(range.start);
            if !new.is_empty() {
                events.push((raw(new.clone(), self.is_block), place..place));
            }
            from = range.end;
        }
        self.copy(from..self.html.len(), &mut events);
        events
    }

    /// What stays of the piece, in parts that lie in the source as they are.
    fn copy<'a>(&self, range: Range<usize>, events: &mut Vec<Spanned<'a>>) {
        let mut from = range.start;
        while from < range.end {
            let next = self.map.partition_point(|(part, _)| *part <= from);
            let to = self.map.get(next).map_or(range.end, |(part, _)| range.end.min(*part));
            let place = self.place(from);
            events.push((raw(self.html[from..to].to_owned(), self.is_block), place..place + to - from));
            from = to;
        }
    }
}

/// The block of HTML whose first line is the event of that number.
fn block(events: &[Spanned<'_>], first: usize) -> Piece {
    let mut piece = Piece { html: String::new(), events: first..first, map: Vec::new(), is_block: true };
    for (event, range) in &events[first..] {
        let (Event::Html(line) | Event::Text(line)) = event else { break };
        piece.map.push((piece.html.len(), range.start));
        piece.html.push_str(line);
        piece.events.end += 1;
    }
    piece
}

fn raw<'a>(html: String, in_block: bool) -> Event<'a> {
    let html = CowStr::from(html);
    if in_block { Event::Html(html) } else { Event::InlineHtml(html) }
}

/// Whether the text of a script hides its own end from browsers: what looks like a script in what
/// looks like a comment takes the end tag.
fn hides_end(text: &str, name: &str) -> bool {
    name == "script" && text.contains("<!--") && text.to_ascii_lowercase().contains("<script")
}

fn is_block(end: &TagEnd) -> bool {
    let is_inline = matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    );
    !is_inline
}

/// Whether tags in a block have no partners outside: browsers end them with it.
fn is_level(end: &TagEnd) -> bool {
    is_block(end) && !matches!(end, TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::CodeBlock)
}

#[cfg(test)]
mod tests {
    use super::super::{Markdown, Org, parse};

    #[track_caller]
    fn check(text: &str, html: &str, loose: &[&str]) {
        let page = parse(text, 0, &Markdown::default(), &Org::new(), &[]);
        let found: Vec<&str> = page.oddities.loose_tags.iter().map(|tag| &text[tag.span.start..tag.span.end]).collect();
        assert_eq!((page.body.fill(|_| "", |_| "".into()).as_str(), found), (html, loose.to_vec()));
    }

    #[test]
    fn what_would_hide_the_rest_is_text() {
        check("<!-- a\n\n*b*\n", "<p>&lt;!-- a</p>\n<p><em>b</em></p>\n", &["<!-- a"]);
        check(
            "> <script>\n\n*b*\n",
            "<blockquote>\n<p>&lt;script&gt;</p>\n</blockquote>\n<p><em>b</em></p>\n",
            &["<script>"],
        );
        check("- <?php\n\n*b*\n", "<ul>\n<li>&lt;?php</li>\n</ul>\n<p><em>b</em></p>\n", &["<?php"]);
        check("<pre>\n\n*b*\n\n</pre >\n", "<p>&lt;pre&gt;</p>\n<p><em>b</em></p>\n\n", &["<pre>", "</pre >"]);
        check("a <textarea> *b*\n", "<p>a &lt;textarea> <em>b</em></p>\n", &["<textarea>"]);
        for name in ["title", "xmp", "noembed", "noframes", "iframe", "plaintext", "TITLE"] {
            check(&format!("<{name}>\n\n*b*\n"), &format!("&lt;{name}>\n<p><em>b</em></p>\n"), &[&format!("<{name}>")]);
        }
        check(
            "<div>\n<a b=\"c>\n</div>\n\n*d*\n",
            "<div>\n&lt;a b=\"c>\n&lt;/div>\n</div>\n<p><em>d</em></p>\n",
            &["<div>", "<a b=\"c>"],
        );
    }

    #[test]
    fn text_that_ends_stays_as_it_is() {
        for html in [
            "<script>if (1 < 2) \"</div><title>\"</script>\n",
            "<style>\n\na > b {}\n\n</style>\n",
            "<p><textarea></b></textarea> <script><!-- </b> --></script></p>\n",
            "<div><svg><title>A</title><path d=\"M0 0\"/><style>a{}</style></svg></div>\n",
            "<!-- <div> --> <?php echo \"</div>\" ?>\n",
        ] {
            check(html, html, &[]);
        }
        check("<iframe src=a>\n\n</iframe>\n\nb\n", "<iframe src=>\n</iframe>\n<p>b</p>\n", &[]);
        check("<iframe>\n\na\n\n<iframe></iframe>\n", "&lt;iframe>\n<p>a</p>\n<iframe></iframe>\n", &["<iframe>"]);
        check(
            "<script><!--<script></script>\n\na\n",
            "&lt;script>&lt;!--&lt;script>&lt;/script>\n<p>a</p>\n",
            &["<script>", "<!--<script></script>"],
        );
    }

    #[test]
    fn what_closes_nothing_is_left_out() {
        check("a </div></main></body> b\n", "<p>a  b</p>\n", &["</div>", "</main>", "</body>"]);
        check("<body class=\"x\">\n\na\n", "\n<p>a</p>\n", &["<body class=\"x\">"]);
        check(
            "<div>\n\n- a </div> </ul> b\n\n</div>\n",
            "<div>\n<ul>\n<li>a   b</li>\n</ul>\n</div>\n",
            &["</div>", "</ul>"],
        );
        check("*a </em> b*\n", "<p><em>a  b</em></p>\n", &["</em>"]);
        check("a </p> b</br></img>\n", "<p>a </p> b</br></img></p>\n", &[]);
    }

    #[test]
    fn an_element_that_is_never_closed_ends_with_its_block() {
        check("a <b>b\n\nc\n", "<p>a <b>b</b></p>\n<p>c</p>\n", &["<b>"]);
        check(
            "<details><summary>a\n\nb\n",
            "<details><summary>a\n</summary></details>\n<p>b</p>\n",
            &["<details>", "<summary>"],
        );
        check("- a <i>\n  - b\n", "<ul>\n<li>a <i></i>\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n", &["<i>"]);
        check("<div><table></div>\n", "<div><table></table></div>\n", &["<table>"]);
        check(
            "a <details><div>\n\n</div>\n",
            "<p>a <details><div></div></details></p>\n\n",
            &["<details>", "<div>", "</div>"],
        );
    }

    #[test]
    fn pairs_may_stand_in_several_blocks() {
        for (text, html) in [
            ("<div>\n\na\n\n</div>\n", "<div>\n<p>a</p>\n</div>\n"),
            ("a <b>b\n\nc</b>\n", "<p>a <b>b</p>\n<p>c</b></p>\n"),
            ("<font>\n\na\n</font>\n", "<font>\n<p>a\n</font></p>\n"),
            ("<ul><li>a<li>b</ul>\n", "<ul><li>a<li>b</ul>\n"),
            ("a <Name of task> <my-chart></my-chart>\n", "<p>a <Name of task> <my-chart></my-chart></p>\n"),
            ("![a <b> c](d)\n\n</x>\n", "<p><img src=\"\" alt=\"a  c\" /></p>\n</x>\n"),
        ] {
            check(text, html, &[]);
        }
        check("a <a name=\"b\"/> <br/> c\n", "<p>a <a name=\"b\"/></a> <br/> c</p>\n", &[]);
    }
}

//! `{{ org.key }}` becomes the organisation's value, in parsed text only, so that no value can be
//! markup. Knows the one form that counts; everything else that looks like a template stays.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::RawHtmlPolicy;
use super::highlight;
use super::html_text::OpenCode;
use crate::diagnostic::Span;
use crate::yaml::{Node, Value};

/// The organisation's values by key.
pub type Org = BTreeMap<String, String>;

pub(super) const OPEN: &str = "{{ org.";
const CLOSE: &str = " }}";
/// Stands for the two spaces inside a variable while Markdown is parsed: a space would end a
/// link's destination. No page holds this character, because control characters are blanked.
const MARK: char = '\u{7f}';
const MARKED_OPEN: &str = "{{\u{7f}org.";
const MARKED_CLOSE: &str = "\u{7f}}}";

/// A key that the organisation has no value for, and where it is used.
pub(super) type Unknown = (String, Span);

/// Where the variables of a text are. A backslash before one, or the `$` of another tool's
/// template, leaves it as it is.
fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(OPEN).map(|at| at + from) {
        let key = &text[start + OPEN.len()..];
        let length = key.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        from = start + OPEN.len();
        let before = &text[..start];
        let escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
        if length > 0 && key[length..].starts_with(CLOSE) && !escaped && !before.ends_with(['$', '{']) {
            from = start + OPEN.len() + length + CLOSE.len();
            found.push(start..from);
        }
    }
    found
}

/// A text that says what it says, whatever in it looks like a variable.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = text.to_owned();
    find(text).iter().rev().for_each(|range| escaped.insert(range.start, '\\'));
    escaped
}

/// Marks the variables of a Markdown text; every byte keeps its place.
pub(super) fn mark(text: Cow<'_, str>) -> Cow<'_, str> {
    let found = find(&text);
    if found.is_empty() {
        return text;
    }
    let mut marked = String::with_capacity(text.len());
    let mut from = 0;
    for range in found {
        marked.push_str(&text[from..range.start]);
        marked.extend(text[range.clone()].chars().map(|c| if c == ' ' { MARK } else { c }));
        from = range.end;
    }
    marked.push_str(&text[from..]);
    Cow::Owned(marked)
}

fn unmark<'a>(text: CowStr<'a>) -> CowStr<'a> {
    if text.contains(MARK) { text.replace(MARK, " ").into() } else { text }
}

/// Puts values into the events of a marked text, and takes the marks out of its code.
pub(super) fn fill_events<'a>(
    events: Vec<(Event<'a>, Range<usize>)>,
    filler: &mut Filler<'_>,
) -> Vec<(Event<'a>, Range<usize>)> {
    let mut filled = Vec::with_capacity(events.len());
    let mut in_plain_code = false;
    for (event, range) in events {
        let event = match event {
            Event::Html(html) if html.contains(MARK) => {
                filler.html(&html, &range, &mut filled);
                continue;
            }
            Event::Text(text) if in_plain_code || filler.code.is_open() => Event::Text(filler.keep(text, &range)),
            Event::Text(text) => Event::Text(filler.fill(text, &range)),
            Event::Code(code) => Event::Code(filler.keep(code, &range)),
            Event::InlineHtml(html) => {
                filler.code.texts(&html);
                Event::InlineHtml(filler.keep(html, &range))
            }
            Event::InlineMath(math) => Event::InlineMath(filler.keep(math, &range)),
            Event::DisplayMath(math) => Event::DisplayMath(filler.keep(math, &range)),
            Event::FootnoteReference(label) => Event::FootnoteReference(filler.keep(label, &range)),
            Event::Start(Tag::HtmlBlock) => {
                filler.html_block(&range);
                Event::Start(Tag::HtmlBlock)
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                in_plain_code = is_plain(&kind);
                if in_plain_code {
                    filler.kept.push(range.clone());
                }
                Event::Start(Tag::CodeBlock(match kind {
                    CodeBlockKind::Fenced(info) => CodeBlockKind::Fenced(unmark(info)),
                    CodeBlockKind::Indented => CodeBlockKind::Indented,
                }))
            }
            Event::End(TagEnd::CodeBlock) => {
                in_plain_code = false;
                Event::End(TagEnd::CodeBlock)
            }
            Event::Start(tag) => Event::Start(fill_tag(tag, &range, filler)),
            event => event,
        };
        filled.push((event, range));
    }
    filled
}

/// Whether a block of code says what its author wrote; with the word `vars` it has values.
fn is_plain(kind: &CodeBlockKind<'_>) -> bool {
    match kind {
        CodeBlockKind::Fenced(info) => !info.split([' ', ',', '{', '}', '\t']).any(|word| word == "vars"),
        CodeBlockKind::Indented => true,
    }
}

fn fill_tag<'a>(tag: Tag<'a>, range: &Range<usize>, filler: &mut Filler<'_>) -> Tag<'a> {
    match tag {
        Tag::Link { link_type, dest_url, title, id } => Tag::Link {
            link_type,
            dest_url: filler.fill(dest_url, range),
            title: filler.fill(title, range),
            id: unmark(id),
        },
        Tag::Image { link_type, dest_url, title, id } => Tag::Image {
            link_type,
            dest_url: filler.fill(dest_url, range),
            title: filler.fill(title, range),
            id: unmark(id),
        },
        Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(unmark(label)),
        tag => tag,
    }
}

/// Puts values for variables and notes the keys that have none.
pub(super) struct Filler<'a> {
    org: &'a Org,
    marked: &'a str,
    start: usize,
    raw_html: RawHtmlPolicy,
    unknown: Vec<Unknown>,
    /// What of the text has no values: code, and the tags of HTML.
    kept: Vec<Range<usize>>,
    code: OpenCode,
    /// Where the variables in the text of the current block of HTML are.
    in_html: Vec<usize>,
}

impl<'a> Filler<'a> {
    /// For a marked text that begins at byte `start` of its file.
    pub(super) fn new(org: &'a Org, marked: &'a str, start: usize, raw_html: RawHtmlPolicy) -> Self {
        let code = OpenCode::default();
        Self { org, marked, start, raw_html, unknown: Vec::new(), kept: Vec::new(), code, in_html: Vec::new() }
    }

    /// The variables of the text that have a value, each with it, once its events are filled.
    pub(super) fn values(&self) -> Vec<(Range<usize>, String)> {
        let is_kept = |at: &usize| self.kept.iter().any(|range| range.contains(at));
        let places = self.marked.match_indices(MARKED_OPEN).map(|(at, _)| at).filter(|at| !is_kept(at));
        let value = |at: usize| {
            let (key, _) = self.marked[at + MARKED_OPEN.len()..].split_once(MARKED_CLOSE)?;
            let end = at + MARKED_OPEN.len() + key.len() + MARKED_CLOSE.len();
            Some((at..end, self.org.get(key)?.clone()))
        };
        places.filter_map(value).collect()
    }

    pub(super) fn into_unknown(mut self) -> Vec<Unknown> {
        self.unknown.dedup();
        self.unknown
    }

    fn keep<'t>(&mut self, text: CowStr<'t>, range: &Range<usize>) -> CowStr<'t> {
        if text.contains(MARK) {
            self.kept.push(range.clone());
        }
        unmark(text)
    }

    /// Looks through a block of HTML as a whole: a comment or a script may have many lines.
    fn html_block(&mut self, range: &Range<usize>) {
        let html = self.marked.get(range.clone()).unwrap_or("");
        let texts = self.code.texts(html).into_iter();
        let places =
            texts.flat_map(|text| html[text.clone()].match_indices(MARKED_OPEN).map(move |(at, _)| text.start + at));
        self.in_html = places.map(|at| range.start + at).collect();
    }

    /// One line of a block of HTML, in parts, so that what follows a value keeps its place.
    fn html<'t>(&mut self, line: &str, range: &Range<usize>, parts: &mut Vec<(Event<'t>, Range<usize>)>) {
        let mut from = 0;
        let mut push = |html: String, range: Range<usize>| parts.push((Event::Html(html.into()), range));
        for (at, _) in line.match_indices(MARKED_OPEN) {
            let end = line[at..].find(MARKED_CLOSE).map_or(line.len(), |end| at + end + MARKED_CLOSE.len());
            let place = range.start + at..range.start + end;
            if !self.in_html.contains(&place.start) {
                self.kept.push(place);
                continue;
            }
            push(line[from..at].replace(MARK, " "), range.start + from..place.start);
            let value = self.fill(CowStr::from(&line[at..end]), &place);
            let is_text = self.raw_html == RawHtmlPolicy::Escape;
            push(if is_text { value.to_string() } else { escaped(&value) }, place);
            from = end;
        }
        push(line[from..].replace(MARK, " "), range.start + from..range.end);
    }

    fn fill<'t>(&mut self, text: CowStr<'t>, range: &Range<usize>) -> CowStr<'t> {
        if !text.contains(MARK) {
            return text;
        }
        let (filled, unknown) = marked_values(&text, self.org);
        let source = self.marked.get(range.clone()).unwrap_or("");
        let mut from = 0;
        for key in unknown {
            let written = format!("{{{{{MARK}org.{key}{MARK}}}}}");
            let at = source[from..].find(&written).map_or(from, |at| at + from);
            from = (at + written.len()).min(source.len());
            let place = range.start + at..range.start + from;
            self.unknown.push((key, Span::from(place).shifted(self.start)));
        }
        filled.into()
    }
}

/// The marked text with its values, and the keys that have none. What is not marked was escaped,
/// and the parser has taken the backslash away.
fn marked_values(text: &str, org: &Org) -> (String, Vec<String>) {
    let mut filled = String::with_capacity(text.len());
    let mut unknown = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARKED_OPEN) {
        let Some((key, after)) = after.split_once(MARKED_CLOSE) else { break };
        filled.push_str(before);
        if let Some(value) = org.get(key) {
            filled.push_str(value);
        } else {
            filled.push_str(&format!("{OPEN}{key}{CLOSE}"));
            unknown.push(key.to_owned());
        }
        rest = after;
    }
    filled.push_str(rest);
    (filled, unknown)
}

/// The text with its values, and the keys that have none.
fn values(text: &str, org: &Org) -> (String, Vec<String>) {
    let mut filled = String::with_capacity(text.len());
    let mut unknown = Vec::new();
    let mut from = 0;
    for range in find(text) {
        let key = &text[range.start + OPEN.len()..range.end - CLOSE.len()];
        filled.push_str(&text[from..range.start]);
        match org.get(key) {
            Some(value) => filled.push_str(value),
            None => {
                filled.push_str(&text[range.clone()]);
                unknown.push(key.to_owned());
            }
        }
        from = range.end;
    }
    filled.push_str(&text[from..]);
    (filled, unknown)
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    highlight::escape(&mut html, text);
    html
}

/// Puts values into every text of parsed YAML; `\{{ org.name }}` loses its backslash.
pub(super) fn fill_node(node: &mut Node, text: &str, org: &Org, unknown: &mut Vec<Unknown>) {
    let span = node.span;
    let written = node.written(text);
    match &mut node.value {
        Value::Text(value) if value.contains(OPEN) => {
            let (filled, missing) = values(value, org);
            for key in missing {
                let at = written.find(&format!("{OPEN}{key}{CLOSE}"));
                let place = at.map_or(span, |at| Span {
                    start: span.start + at,
                    end: span.start + at + OPEN.len() + key.len() + CLOSE.len(),
                });
                unknown.push((key, place));
            }
            *value = filled.replace("\\{{ org.", OPEN);
        }
        Value::List(items) => items.iter_mut().for_each(|item| fill_node(item, text, org, unknown)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| fill_node(&mut entry.node, text, org, unknown)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Markdown, Page};
    use super::*;
    use crate::source::Source;

    fn parse(text: &str) -> Page {
        let org: Org = [("name", "Acme & <b>Co</b> *x*"), ("url", "https://acme.example")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into();
        Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &org)
    }

    #[track_caller]
    fn check(text: &str, html: &str) {
        assert_eq!(parse(text).body.fill(|_| "#", |word| word.name.into()), html);
    }

    #[test]
    fn a_value_is_text_and_never_markup() {
        check("At **{{ org.name }}**.", "<p>At <strong>Acme &amp; &lt;b&gt;Co&lt;/b&gt; *x*</strong>.</p>\n");
    }

    #[test]
    fn values_reach_link_targets_and_titles() {
        let page = parse("[a]({{ org.url }}/x \"{{ org.url }}\") ![b](<{{ org.url }}/y.png>)");
        assert_eq!(page.links[0].written, "https://acme.example/x");
        assert_eq!(page.links[1].written, "https://acme.example/y.png");
        assert!(page.body.fill(|_| "#", |word| word.name.into()).contains("title=\"https://acme.example\""));
    }

    #[test]
    fn code_escapes_and_templates_of_other_tools_survive() {
        check(
            "`{{ org.name }}` \\{{ org.name }} ${{ org.name }} ${{ github.token }} {{generator:x}} {{org.name}} &lt;%= x %>",
            "<p><code>{{ org.name }}</code> {{ org.name }} ${{ org.name }} ${{ github.token }} {{generator:x}} {{org.name}} &lt;%= x %&gt;</p>\n",
        );
        check(
            "```\n{{ org.url }}\n```\n\n```text,vars\n{{ org.url }}\n```\n",
            "<pre class=\"code\" tabindex=\"0\"><code>{{ org.url }}\n</code></pre>\n<pre class=\"code\" data-lang=\"text\" tabindex=\"0\"><code class=\"language-text\">https://acme.example\n</code></pre>\n",
        );
    }

    #[test]
    fn an_escape_holds_beside_another_variable() {
        check(
            "Write \\{{ org.name }} for {{ org.name }}.",
            "<p>Write {{ org.name }} for Acme &amp; &lt;b&gt;Co&lt;/b&gt; *x*.</p>\n",
        );
    }

    #[test]
    fn the_text_of_html_has_values_and_its_tags_and_code_have_none() {
        check(
            "<details title=\"{{ org.name }}\">\n<summary>{{ org.name }}</summary>\n<!--\n{{ org.url }}\n-->\n<pre>{{ org.url }}</pre></details>\n\nA <code>{{ org.url }}</code> <b>{{ org.name }}</b>\n",
            "<details title=\"{{ org.name }}\">\n<summary>Acme &amp; &lt;b&gt;Co&lt;/b&gt; *x*</summary>\n<!--\n{{ org.url }}\n-->\n<pre>{{ org.url }}</pre></details>\n<p>A <code>{{ org.url }}</code> <b>Acme &amp; &lt;b&gt;Co&lt;/b&gt; *x*</b></p>\n",
        );
        let page = parse("<p>\n{{ org.name }} {{ org.nmae }} <a href=\"x.md\">x</a></p>\n");
        assert_eq!(page.oddities.unknown_variables, [("nmae".to_owned(), Span { start: 19, end: 33 })]);
        assert_eq!(page.links[0].span, Span { start: 43, end: 47 });
    }

    #[test]
    fn unknown_keys_are_kept_and_placed() {
        let text = "---\ntitle: \"At {{ org.nmae }}\"\n---\nä {{ org.nmae }} and {{ org.name }}, {{ org.x }}\n";
        let page = parse(text);
        let found: Vec<(&str, usize)> =
            page.oddities.unknown_variables.iter().map(|(key, span)| (key.as_str(), span.start)).collect();
        assert_eq!(found, [("nmae", 15), ("nmae", 38), ("x", 73)]);
        assert_eq!(&text[38..52], "{{ org.nmae }}");
        assert_eq!(page.front_matter.title.as_deref(), Some("At {{ org.nmae }}"));
    }
}

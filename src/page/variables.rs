//! `{{ org.key }}` becomes the organisation's value, in parsed text only, so that no value can be
//! markup. Knows the one form that counts; everything else that looks like a template stays.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::yaml::{Node, Value};

/// The organisation's values by key.
pub type Org = BTreeMap<String, String>;

const OPEN: &str = "{{ org.";
const CLOSE: &str = " }}";
/// Stands for the two spaces inside a variable while Markdown is parsed: a space would end a
/// link's destination. No page holds this character, because control characters are blanked.
const MARK: char = '\u{7f}';

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

/// A Markdown text with the organisation's values; code says what its author wrote.
pub fn fill_markdown(text: &str, org: &Org) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) if !start.contains(" vars") => fence = Some(mark),
            _ => {}
        }
        if fence.is_some() || !line.contains(OPEN) {
            filled.push_str(line);
            continue;
        }
        for (part, text) in line.split('`').enumerate() {
            if part > 0 {
                filled.push('`');
            }
            if part % 2 == 0 { filled.push_str(&values(text, org).0) } else { filled.push_str(text) }
        }
    }
    filled
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
    let mut in_plain_code = false;
    let fill = |(event, range): (Event<'a>, Range<usize>)| {
        let event = match event {
            Event::Text(text) if in_plain_code => Event::Text(unmark(text)),
            Event::Text(text) => Event::Text(filler.fill(text, &range)),
            Event::Code(code) => Event::Code(unmark(code)),
            Event::Html(html) => Event::Html(unmark(html)),
            Event::InlineHtml(html) => Event::InlineHtml(unmark(html)),
            Event::InlineMath(math) => Event::InlineMath(unmark(math)),
            Event::DisplayMath(math) => Event::DisplayMath(unmark(math)),
            Event::FootnoteReference(label) => Event::FootnoteReference(unmark(label)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                in_plain_code = !info.split([' ', ',', '{', '}', '\t']).any(|word| word == "vars");
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(unmark(info))))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                in_plain_code = true;
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
            }
            Event::End(TagEnd::CodeBlock) => {
                in_plain_code = false;
                Event::End(TagEnd::CodeBlock)
            }
            Event::Start(tag) => Event::Start(fill_tag(tag, &range, filler)),
            event => event,
        };
        (event, range)
    };
    events.into_iter().map(fill).collect()
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
    unknown: Vec<Unknown>,
}

impl<'a> Filler<'a> {
    /// For a marked text that begins at byte `start` of its file.
    pub(super) fn new(org: &'a Org, marked: &'a str, start: usize) -> Self {
        Self { org, marked, start, unknown: Vec::new() }
    }

    pub(super) fn into_unknown(mut self) -> Vec<Unknown> {
        self.unknown.dedup();
        self.unknown
    }

    fn fill<'t>(&mut self, text: CowStr<'t>, range: &Range<usize>) -> CowStr<'t> {
        if !text.contains(MARK) {
            return text;
        }
        let plain = text.replace(MARK, " ");
        let (filled, unknown) = values(&plain, self.org);
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

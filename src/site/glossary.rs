//! Words of the glossary become links where a section uses them first. Knows the HTML of a body and
//! the terms, not Markdown.

use std::collections::{BTreeMap, BTreeSet};

use super::body::escaped;
use crate::page::html_tags::tag_length;
use crate::page::link::encode_fragment;

/// Elements whose text stays as it is.
const LEFT_ALONE: &[&str] = &[
    "a", "code", "pre", "kbd", "samp", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "svg", "math", "button",
    "label", "textarea", "select", "dt", "th", "summary",
];
/// The longest definition that a popover shows, in characters.
const LONGEST: usize = 240;

/// The terms by their first word in lower case.
#[derive(Debug, Default)]
pub(super) struct Glossary {
    terms: Vec<Term>,
    by_first_word: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Term {
    /// The term in lower case, as it stands in HTML.
    name: String,
    anchor: Option<String>,
    definition: String,
}

impl Glossary {
    /// Reads the terms from the glossary's own HTML: headings of level 2 and 3 with the paragraph
    /// that follows, and definition lists.
    pub(super) fn read(html: &str) -> Self {
        let mut glossary = Self::default();
        for (open, close, follows) in [("<h2 ", "</h2>", "<p>"), ("<h3 ", "</h3>", "<p>"), ("<dt", "</dt>", "<dd>")] {
            let mut rest = html;
            while let Some(at) = rest.find(open) {
                rest = &rest[at..];
                let Some(end) = rest.find(close) else { break };
                let (head, after) = (&rest[..end], &rest[end + close.len()..]);
                let name = plain(head);
                // The heading's link to itself.
                let link = after.strip_prefix(" <a ").and_then(|rest| rest.split_once("</div>"));
                let after = link.map_or(after, |(_, after)| after);
                let anchor = head.split("id=\"").nth(1).and_then(|tail| tail.split('"').next()).map(str::to_owned);
                glossary.add(&name, anchor, definition(after, follows));
                rest = after;
            }
        }
        for places in glossary.by_first_word.values_mut() {
            places.sort_by_key(|place| std::cmp::Reverse(glossary.terms[*place].name.len()));
        }
        glossary
    }

    fn add(&mut self, name: &str, anchor: Option<String>, definition: String) {
        let name = name.trim().to_lowercase();
        let Some(first) = words(&name).next().map(|(at, word)| name[at..at + word].to_owned()) else { return };
        if self.terms.iter().all(|term| term.name != name) {
            self.by_first_word.entry(first).or_default().push(self.terms.len());
            self.terms.push(Term { name, anchor, definition });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The HTML with links to the glossary, whose address is `href`.
    pub(super) fn link(&self, html: &str, href: &str) -> String {
        let mut linked = String::with_capacity(html.len() + html.len() / 8);
        let mut used = BTreeSet::new();
        let mut left_alone = 0_usize;
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            self.text(&rest[..open], href, left_alone, &mut used, &mut linked);
            let length = tag_length(&rest[open..]);
            let tag = &rest[open..open + length];
            linked.push_str(tag);
            rest = &rest[open + length..];
            let is_close = tag.starts_with("</");
            let name = tag.trim_start_matches(['<', '/']);
            let name =
                name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())].to_ascii_lowercase();
            if LEFT_ALONE.contains(&name.as_str()) && !tag.ends_with("/>") {
                left_alone = if is_close { left_alone.saturating_sub(1) } else { left_alone + 1 };
            }
            if matches!(name.as_str(), "h1" | "h2") && !is_close {
                used.clear();
            }
        }
        self.text(rest, href, left_alone, &mut used, &mut linked);
        linked
    }

    fn text(&self, text: &str, href: &str, left_alone: usize, used: &mut BTreeSet<usize>, linked: &mut String) {
        if left_alone > 0 {
            linked.push_str(text);
            return;
        }
        let mut from = 0;
        for (at, length) in words(text) {
            if at < from || is_compound(&text[..at]) {
                continue;
            }
            let word = text[at..at + length].to_lowercase();
            let singular = word.strip_suffix('s').unwrap_or(&word);
            let candidates = [word.as_str(), singular].into_iter().filter_map(|word| self.by_first_word.get(word));
            let found = candidates.flatten().find_map(|place| {
                let end = matched(&text[at..], &self.terms[*place].name)?;
                (!used.contains(place)).then_some((*place, at + end))
            });
            if let Some((place, end)) = found {
                used.insert(place);
                linked.push_str(&text[from..at]);
                self.write(place, &text[at..end], href, linked);
                from = end;
            }
        }
        linked.push_str(&text[from..]);
    }

    fn write(&self, place: usize, shown: &str, href: &str, linked: &mut String) {
        let term = &self.terms[place];
        let anchor = term.anchor.as_deref().map(|anchor| format!("#{}", encode_fragment(anchor))).unwrap_or_default();
        linked.push_str("<a class=\"term\" href=\"");
        linked.push_str(&escaped(&format!("{href}{anchor}")));
        if !term.definition.is_empty() {
            linked.push_str("\" data-definition=\"");
            linked.push_str(&term.definition);
        }
        linked.push_str("\">");
        linked.push_str(shown);
        linked.push_str("</a>");
    }
}

/// The words of a text: where each begins and how long it is. The letters of an entity are no word.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let is_word = |c: char| c.is_alphanumeric();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c| is_word(c) || c == '&')?;
            if text[start..].starts_with('&') {
                at = start + entity_length(&text[start..]);
                continue;
            }
            let length = text[start..].find(|c| !is_word(c)).unwrap_or(text.len() - start);
            at = start + length;
            return Some((start, length));
        }
    })
}

/// The bytes of the entity that a text begins with; of its `&` alone when it is none.
fn entity_length(text: &str) -> usize {
    let name = &text[1..];
    let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(name.len());
    if length > 0 && name[length..].starts_with(';') { length + 2 } else { 1 }
}

/// Whether the word before a place is joined to what follows: `pre-process` is a word of its own.
fn is_compound(before: &str) -> bool {
    before.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Where a term ends at the start of a text: whole words, in any letter case, perhaps with an `s`.
/// A line may end between its words.
fn matched(text: &str, term: &str) -> Option<usize> {
    let mut rest = text;
    for wanted in term.chars() {
        let c = rest.chars().next()?;
        rest = match wanted {
            ' ' if c.is_whitespace() => rest.trim_start(),
            _ if c.to_lowercase().eq(std::iter::once(wanted)) => &rest[c.len_utf8()..],
            _ => return None,
        };
    }
    let end = text.len() - rest.len();
    let after = text[end..].strip_prefix('s').unwrap_or(&text[end..]);
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    if is_end(&text[end..]) { Some(end) } else { is_end(after).then_some(text.len() - after.len()) }
}

/// HTML without its tags; entities stay.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open + tag_length(&rest[open..])..];
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text that follows a term, cut at a sentence or a word.
fn definition(after: &str, open: &str) -> String {
    let Some(rest) = after.trim_start().strip_prefix(open) else { return String::new() };
    let close = open.replace('<', "</");
    let text = plain(rest.split(&close).next().unwrap_or(""));
    if text.chars().count() <= LONGEST {
        return text.replace('"', "&quot;");
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(". ").map(|at| at + 1).or_else(|| cut.rfind(' ')).unwrap_or(cut.len());
    cut[..end].replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: &str = "<p>Intro</p>\n<div class=\"heading\"><h2 id=\"pace\">Pace</h2> <a class=\"anchor\" href=\"#pace\"></a></div>\n<p>How <em>far</em> by now.</p>\n<div class=\"heading\"><h2 id=\"key-result\">Key result</h2> <a class=\"anchor\" href=\"#key-result\"></a></div>\n";

    #[track_caller]
    fn check(html: &str, linked: &str) {
        assert_eq!(Glossary::read(TERMS).link(html, "/glossary/"), linked);
    }

    #[test]
    fn a_term_is_linked_once_a_section() {
        check(
            "<p>Pace and pace. Key results.</p><h2>Pace</h2><p>pace</p>",
            "<p><a class=\"term\" href=\"/glossary/#pace\" data-definition=\"How far by now.\">Pace</a> and pace. <a class=\"term\" href=\"/glossary/#key-result\">Key results</a>.</p><h2>Pace</h2><p><a class=\"term\" href=\"/glossary/#pace\" data-definition=\"How far by now.\">pace</a></p>",
        );
    }

    #[test]
    fn a_line_may_end_between_the_words_of_a_term() {
        check(
            "<p>A key\nresult, a key result, key\n<em>x</em></p>",
            "<p>A <a class=\"term\" href=\"/glossary/#key-result\">key\nresult</a>, a key result, key\n<em>x</em></p>",
        );
    }

    #[test]
    fn headings_links_code_and_parts_of_words_stay() {
        for html in [
            "<h3>Pace</h3>",
            "<a href=\"x>y\">pace</a>",
            "<code>pace</code>",
            "<p title=\"pace\">space paces2 pace-maker pre-pace</p>",
            "<!-- pace -->",
        ] {
            check(html, html);
        }
    }

    #[test]
    fn the_letters_of_an_entity_are_no_word() {
        let glossary = Glossary::read("<h2 id=\"lt\">LT</h2><h2 id=\"amp\">AMP</h2><h2 id=\"r\">R&amp;D</h2>");
        assert_eq!(
            glossary.link("<p>p &lt; 0.05 &amp; q &#38; the LT & r&amp;d</p>", ""),
            "<p>p &lt; 0.05 &amp; q &#38; the <a class=\"term\" href=\"#lt\">LT</a> & <a class=\"term\" href=\"#r\">r&amp;d</a></p>"
        );
    }

    #[test]
    fn a_definition_list_is_a_glossary_too() {
        let glossary = Glossary::read(
            "<dl>\n<dt id=\"okr\">OKR</dt>\n<dd>Objective and key results</dd>\n<dt>Pace</dt><dd>How far</dd></dl>",
        );
        assert_eq!(
            glossary.link("<p>Our OKRs, their pace</p>", "g/"),
            "<p>Our <a class=\"term\" href=\"g/#okr\" data-definition=\"Objective and key results\">OKRs</a>, their <a class=\"term\" href=\"g/\" data-definition=\"How far\">pace</a></p>"
        );
    }
}

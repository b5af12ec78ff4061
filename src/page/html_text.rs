//! Where raw HTML has text that readers see: not in tags, comments, code and scripts. Knows tags, not
//! what the text says.

use std::ops::Range;

/// Elements whose text is code.
const CODE: &[&str] = &["code", "pre", "script", "style"];

/// How many elements of code are open, from one piece of HTML to the next.
#[derive(Debug, Default)]
pub(super) struct OpenCode(usize);

impl OpenCode {
    /// Whether what follows is code.
    pub(super) fn is_open(&self) -> bool {
        self.0 > 0
    }

    /// The ranges of a piece of HTML that are text and no code.
    pub(super) fn texts(&mut self, html: &str) -> Vec<Range<usize>> {
        let mut texts = Vec::new();
        let mut from = 0;
        while from < html.len() {
            let tag = next_tag(html, from);
            if !self.is_open() && tag.start > from {
                texts.push(from..tag.start);
            }
            from = tag.end.max(from + 1);
            let written = &html[tag];
            let name = written.trim_start_matches(['<', '/']);
            let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            let name = name[..end].to_ascii_lowercase();
            if !CODE.contains(&name.as_str()) || written.ends_with("/>") {
                continue;
            }
            if written.starts_with("</") {
                self.0 = self.0.saturating_sub(1);
                continue;
            }
            self.0 += 1;
            if matches!(name.as_str(), "script" | "style") {
                // What looks like a tag in a script is none.
                let close = html[from..].to_ascii_lowercase().find(&format!("</{name}"));
                from = close.map_or(html.len(), |at| from + at);
            }
        }
        texts
    }
}

/// The next tag or comment; the end of the text when there is none.
fn next_tag(html: &str, from: usize) -> Range<usize> {
    let mut search = from;
    while let Some(start) = html[search..].find('<').map(|at| search + at) {
        let rest = &html[start..];
        if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            return start..start + tag_length(rest);
        }
        search = start + 1;
    }
    html.len()..html.len()
}

/// The bytes of the tag or comment that HTML begins with. Attributes may hold `>` in quotes.
pub(crate) fn tag_length(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::OpenCode;

    #[test]
    fn tags_comments_code_and_scripts_are_no_text() {
        let html = "a < b<p title=\"c>\">d<!-- e --><code>f<b>g</b></code>h<script>i('<p \"')</script>j<pre>k";
        let mut code = OpenCode::default();
        let texts: Vec<&str> = code.texts(html).into_iter().map(|range| &html[range]).collect();
        assert_eq!(texts, ["a < b", "d", "h", "j"]);
        assert!(code.is_open());
        assert_eq!(code.texts("l</pre>m"), std::iter::once(7..8).collect::<Vec<_>>());
    }
}

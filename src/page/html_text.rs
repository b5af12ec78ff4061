//! Where raw HTML has text that readers see: not in tags, comments, code and scripts. Knows tags, not
//! what the text says.

use std::ops::Range;

use super::html_tags::{Form, end_of_text, next_tag};

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
            let start = tag.as_ref().map_or(html.len(), |tag| tag.range.start);
            if !self.is_open() && start > from {
                texts.push(from..start);
            }
            let Some(tag) = tag else { break };
            from = tag.range.end;
            let name = tag.name.to_ascii_lowercase();
            if !CODE.contains(&name.as_str()) {
                continue;
            }
            match tag.form {
                Form::Start => self.0 += 1,
                Form::End => self.0 = self.0.saturating_sub(1),
                Form::Closed | Form::Comment | Form::Unended => continue,
            }
            if tag.form == Form::Start && matches!(name.as_str(), "script" | "style") {
                // What looks like a tag in a script is none.
                from = end_of_text(html, from, &name).unwrap_or(html.len());
            }
        }
        texts
    }
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

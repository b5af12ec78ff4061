//! HTML in one canonical form, so that two ways of writing the same document are equal. What our
//! pages have over the specification is taken off here, each with its reason.

use std::fmt::Write;

use html5gum::{Token, Tokenizer};

/// Elements around which white space means nothing.
const BLOCKS: &[&str] = &[
    "blockquote",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

type Attributes = Vec<(String, String)>;

/// The canonical form.
pub(super) fn canonical(html: &str) -> String {
    let mut writer = Writer::default();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        writer.token(token);
    }
    writer.out.trim().to_owned()
}

#[derive(Default)]
struct Writer {
    out: String,
    pre: bool,
    /// Elements of ours whose end tag is left out with them: the name, and how many of that name
    /// are open inside.
    left_out: Vec<(String, usize)>,
    in_anchor: bool,
}

impl Writer {
    fn token(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                self.start(&text(&tag.name), attributes);
            }
            Token::EndTag(tag) => self.end(&text(&tag.name)),
            Token::String(part) => self.text(&text(&part)),
            Token::Comment(comment) => {
                let _ = write!(self.out, "<!--{}-->", text(&comment));
            }
            Token::Doctype(doctype) => {
                let _ = write!(self.out, "<!{}>", text(&doctype.name));
            }
            Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, attributes: Attributes) {
        if self.is_ours(name, &attributes) {
            return;
        }
        for (own, depth) in &mut self.left_out {
            *depth += usize::from(own == name);
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        self.pre |= name == "pre";
        let mut attributes = without_ours(name, attributes);
        attributes.sort();
        let _ = write!(self.out, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.out, " {key}=\"{}\"", escaped(&value));
        }
        self.out.push('>');
    }

    /// Elements that we add: the box of a heading and the link in it, the box that lets a table scroll,
    /// the spans of coloured code.
    fn is_ours(&mut self, name: &str, attributes: &Attributes) -> bool {
        let class = attributes.iter().find(|(key, _)| key == "class").map_or("", |(_, value)| value);
        match (name, class) {
            ("a", "anchor") => {
                self.in_anchor = true;
                true
            }
            ("div", "heading" | "table-wrap") | ("span", _) if name == "div" || self.pre => {
                self.left_out.push((name.to_owned(), 0));
                true
            }
            _ => false,
        }
    }

    fn end(&mut self, name: &str) {
        if name == "a" && std::mem::take(&mut self.in_anchor) {
            return;
        }
        if let Some(at) = self.left_out.iter().rposition(|(own, _)| own == name) {
            if self.left_out[at].1 == 0 {
                self.left_out.remove(at);
                return;
            }
            self.left_out[at].1 -= 1;
        }
        if name == "pre" {
            self.pre = false;
        } else if BLOCKS.contains(&name) {
            self.out.truncate(self.out.trim_end().len());
        }
        let _ = write!(self.out, "</{name}>");
        if BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre {
            self.out.push_str(&escaped(text));
            return;
        }
        for c in escaped(text).chars() {
            let is_space = matches!(c, ' ' | '\n' | '\t');
            if !is_space {
                self.out.push(c);
            } else if !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        if !self.pre {
            self.out.truncate(self.out.trim_end().len());
            self.out.push('\n');
        }
    }
}

/// Attributes without those that we add: anchors of headings, the class, language and focus of code,
/// the class and the label of tasks; and the alignment of cells as the attribute of the specification.
fn without_ours(name: &str, attributes: Attributes) -> Attributes {
    let mut kept: Attributes = attributes
        .into_iter()
        .filter(|(key, value)| match (name, key.as_str()) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", "id") | ("pre", "tabindex" | "data-lang") => false,
            ("pre", "class") => value != "code",
            ("li", "class") => value != "task",
            ("input", "aria-label") => false,
            _ => true,
        })
        .collect();
    for (key, value) in &mut kept {
        // Addresses in raw HTML are links as well: decoded, resolved, and encoded once.
        if matches!(key.as_str(), "href" | "src") {
            let mut encoded = String::new();
            pulldown_cmark_escape::escape_href(&mut encoded, value).unwrap();
            *value = encoded.replace("&amp;", "&");
        }
        if let Some(side) = value.strip_prefix("align-").filter(|_| matches!(name, "td" | "th")) {
            (*key, *value) = ("align".to_owned(), side.to_owned());
        }
    }
    kept
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn what_we_add_is_taken_off_and_nothing_else() {
    assert_eq!(
        canonical(
            "<div class=\"heading\"><h2 id=\"a\">A</h2> <a class=\"anchor\" href=\"#a\"></a></div>\n<p>b  &quot;c&#39;</p>"
        ),
        "<h2>A</h2>\n<p>b &quot;c'</p>"
    );
    assert_eq!(
        canonical("<pre class=\"code\" tabindex=\"0\"><code><span class=\"x\">a</span>\n  b</code></pre>"),
        "<pre><code>a\n  b</code></pre>"
    );
    assert_ne!(canonical("<p>a</p>"), canonical("<p>a b</p>"));
    assert_ne!(canonical("<a href=\"x\">a</a>"), canonical("<a href=\"y\">a</a>"));
}

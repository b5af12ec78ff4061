//! Formulas in TeX as MathML, which browsers show without a script, a font or anybody else's server.
//! Knows no page.

use std::collections::HashSet;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::mathml::push_mathml;
use pulldown_latex::{Parser, Storage};

use super::{Writer, escaped};

/// The time that a formula takes grows with the square of its depth, so both have an end.
const MOST_BYTES: usize = 4_000;
/// See [`MOST_BYTES`].
const MOST_DEPTH: usize = 24;

/// The elements that formulas are made of.
pub const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Their attributes; `style` is not among them, because a strict policy forbids it.
pub const ATTRIBUTES: &[&str] = &[
    "accent",
    "class",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// The writer of MathML leaves text as it is here and there, and sets styles; what is left by this is
/// MathML alone.
static ONLY_MATHML: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder.tags(ELEMENTS.iter().copied().collect()).generic_attributes(ATTRIBUTES.iter().copied().collect());
    builder.clean_content_tags(HashSet::new());
    builder
});

impl Writer<'_> {
    /// A formula; its TeX as code where it cannot be read.
    pub(super) fn formula(&mut self, tex: &str, mode: DisplayMode, range: &Range<usize>) {
        match mathml(tex, mode) {
            Ok(html) => self.html(html),
            Err(reason) => {
                let span = self.span(range);
                self.page.oddities.unreadable_formulas.push((reason, span));
                self.html(format!("<code class=\"math\">{}</code>", escaped(tex)));
            }
        }
    }
}

fn mathml(tex: &str, mode: DisplayMode) -> Result<String, String> {
    if tex.len() > MOST_BYTES || depth(tex) > MOST_DEPTH {
        return Err("it is too long or too deep".to_owned());
    }
    // The parser of this command cuts letters into bytes.
    if tex.contains("\\char") {
        return Err("`\\char` is not known".to_owned());
    }
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(tex, &storage).collect();
    let events = events.map_err(|error| reason(&error.to_string()))?;
    let mut html = String::new();
    let config = RenderConfig { display_mode: mode, ..RenderConfig::default() };
    push_mathml(&mut html, events.into_iter().map(Ok::<_, Infallible>), config)
        .map_err(|error| reason(&error.to_string()))?;
    Ok(ONLY_MATHML.clean(&html).to_string())
}

/// How many groups are open at once.
fn depth(tex: &str) -> usize {
    let (mut most, mut open) = (0, 0_usize);
    for at in 0..tex.len() {
        let rest = &tex.as_bytes()[at..];
        let is_any = |names: [&[u8]; 3]| names.iter().any(|name| is_command(rest, name));
        if is_any([b"{", b"\\left", b"\\begin"]) {
            open += 1;
            most = most.max(open);
        } else if is_any([b"}", b"\\right", b"\\end"]) {
            open = open.saturating_sub(1);
        }
    }
    most
}

/// Whether a text begins with a command, and not with a longer one.
fn is_command(text: &[u8], name: &[u8]) -> bool {
    let is_word = name.starts_with(b"\\");
    text.strip_prefix(name).is_some_and(|rest| !is_word || !rest.first().is_some_and(u8::is_ascii_alphabetic))
}

/// The first line of what the parser says, without its name for the whole.
fn reason(said: &str) -> String {
    said.lines().next().unwrap_or_default().trim_start_matches("parsing error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_without_styles_and_without_foreign_html() {
        let html = |tex| mathml(tex, DisplayMode::Inline).unwrap();
        assert_eq!(html("a^2"), "<math display=\"inline\"><msup><mi>a</mi><mn>2</mn></msup></math>");
        assert_eq!(html("\\color{red} x < y"), "<math display=\"inline\"><mi>x</mi><mo>&lt;</mo><mi>y</mi></math>");
        assert_eq!(html("\\operatorname{<img src=x onerror=alert(1)>}"), "<math display=\"inline\"><mi></mi></math>");
        assert_eq!(
            html("\\text{<b>a & b</b>}"),
            "<math display=\"inline\"><mtext>&lt;b&gt;a &amp; b&lt;/b&gt;</mtext></math>"
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let reason = |tex: &str| mathml(tex, DisplayMode::Inline).unwrap_err();
        assert_eq!(reason("\\nosuch{x}"), "unknown primitive command found");
        assert_eq!(reason("{x"), "unbalanced group found, expected it to be closed with `}`");
        assert_eq!(reason("\\char\u{e9}"), "`\\char` is not known");
        assert_eq!(reason(&"{".repeat(25)), "it is too long or too deep");
        assert_eq!(reason(&"x".repeat(4_001)), "it is too long or too deep");
    }
}

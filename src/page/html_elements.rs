//! The elements of HTML, and how browsers read them. Knows names, no page.

/// Whether browsers know the element: HTML's own, the common ones of SVG and MathML, and custom
/// elements, which have a hyphen.
pub(super) fn is_element(name: &str) -> bool {
    name.contains('-') || ELEMENTS.binary_search(&name).is_ok()
}

/// HTML's elements (HTML Living Standard, index of elements, with the obsolete ones that browsers
/// still show) and those of SVG and MathML that appear in documents; sorted.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "animate",
    "annotation",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "circle",
    "cite",
    "clippath",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "defs",
    "del",
    "desc",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "ellipse",
    "em",
    "embed",
    "fencedframe",
    "fieldset",
    "figcaption",
    "figure",
    "filter",
    "font",
    "footer",
    "foreignobject",
    "form",
    "frame",
    "frameset",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "lineargradient",
    "link",
    "main",
    "map",
    "mark",
    "marker",
    "marquee",
    "mask",
    "math",
    "menu",
    "meta",
    "meter",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mroot",
    "mrow",
    "ms",
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
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "path",
    "pattern",
    "picture",
    "plaintext",
    "polygon",
    "polyline",
    "pre",
    "progress",
    "q",
    "radialgradient",
    "rect",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "semantics",
    "slot",
    "small",
    "source",
    "span",
    "stop",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "symbol",
    "table",
    "tbody",
    "td",
    "template",
    "text",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tspan",
    "tt",
    "u",
    "ul",
    "use",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];

/// Elements that end by themselves where what follows cannot be in them.
const SELF_ENDING: &[&str] = &[
    "caption", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc", "tbody", "td",
    "tfoot", "th", "thead", "tr",
];

/// Elements whose text is no HTML: whatever follows is text until their own end tag.
const TEXT_ONLY: &[&str] =
    &["iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"];

/// The frame of a document, which the template makes. A second one changes the first.
const FRAME: &[&str] = &["body", "frameset", "head", "html"];

/// How much of the text behind its start tag an element takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// None.
    Void,
    /// As far as it fits, without an end tag too.
    SelfEnding,
    /// As far as its end tag, in which nothing else is HTML.
    TextOnly,
    /// Part of the frame that the template makes.
    Frame,
    /// As far as its end tag.
    Container,
    /// HTML does not have it; browsers show what is in it.
    Unknown,
}

/// How browsers read an element; its name is in lower case.
pub(super) fn extent(name: &str) -> Extent {
    match name {
        name if VOID.contains(&name) => Extent::Void,
        name if SELF_ENDING.contains(&name) => Extent::SelfEnding,
        name if TEXT_ONLY.contains(&name) => Extent::TextOnly,
        name if FRAME.contains(&name) => Extent::Frame,
        name if is_element(name) => Extent::Container,
        _ => Extent::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_elements_is_sorted() {
        assert!(ELEMENTS.is_sorted());
    }
}

//! The tags and comments of HTML, as browsers read them (HTML Living Standard, 13.2.5). Knows their
//! form, not what elements mean.

use std::ops::Range;

/// A tag, or what browsers leave out like a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Where it stands, brackets included.
    pub(crate) range: Range<usize>,
    /// The element as written; empty for what is no tag.
    pub(crate) name: &'a str,
    /// What it is.
    pub(crate) form: Form,
}

/// What stands in angle brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `<p>`.
    Start,
    /// `<p/>`.
    Closed,
    /// `</p>`.
    End,
    /// `<!-- -->`, `<!doctype>`, `<?php ?>`.
    Comment,
    /// The text ends before the tag or the comment does.
    Unended,
}

/// The first tag or comment from a place on.
pub(crate) fn next_tag(html: &str, from: usize) -> Option<Tag<'_>> {
    let mut search = from;
    loop {
        let start = search + html.get(search..)?.find('<')?;
        let rest = &html[start..];
        let (length, form) = extent(rest);
        if length > 1 {
            return Some(Tag { range: start..start + length, name: tag_name(rest), form });
        }
        search = start + 1;
    }
}

/// The bytes of the tag or comment that HTML begins with; 1 when a mere `<` does.
pub(crate) fn tag_length(html: &str) -> usize {
    extent(html).0
}

/// Where the end tag of an element stands whose text is no HTML.
pub(crate) fn end_of_text(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut search = from;
    loop {
        let at = search + html.get(search..)?.find("</")?;
        let rest = &html.as_bytes()[at + 2..];
        let is_name = rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if is_name && rest.get(name.len()).is_none_or(|byte| ends_name(*byte)) {
            return Some(at);
        }
        search = at + 2;
    }
}

/// How long what HTML begins with is, and what it is.
fn extent(html: &str) -> (usize, Form) {
    let bytes = html.as_bytes();
    let comment = |end: Option<usize>| end.map(|end| (end, Form::Comment));
    let found = match (bytes.get(1), bytes.get(2)) {
        (Some(b'!'), _) if html.starts_with("<!--") => comment(comment_end(html)),
        (Some(b'!' | b'?'), _) => comment(html.find('>').map(|at| at + 1)),
        (Some(b'/'), Some(byte)) if byte.is_ascii_alphabetic() => tag_end(bytes).map(|(end, _)| (end, Form::End)),
        (Some(b'/'), Some(_)) => comment(html.find('>').map(|at| at + 1)),
        (Some(byte), _) if byte.is_ascii_alphabetic() => tag_end(bytes),
        _ => return (1, Form::Comment),
    };
    found.unwrap_or((html.len(), Form::Unended))
}

/// `<!-->` and `<!--->` are comments, and `--!>` ends one.
fn comment_end(html: &str) -> Option<usize> {
    if let Some(short) = ["<!-->", "<!--->"].iter().find(|short| html.starts_with(**short)) {
        return Some(short.len());
    }
    let inside = &html["<!--".len()..];
    let ends = ["-->", "--!>"].iter().filter_map(|end| inside.find(end).map(|at| "<!--".len() + at + end.len()));
    ends.min()
}

/// Where in a tag a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the name of the element or of an attribute.
    Name,
    /// Behind it.
    AfterName,
    /// Where the name of an attribute may begin; behind a slash.
    Between,
    Slash,
    /// Behind the equals sign.
    BeforeValue,
    Value,
}

/// Where a start tag ends, and which kind it is. Only a value can be in quotes and hold `>`.
fn tag_end(bytes: &[u8]) -> Option<(usize, Form)> {
    // The name of the element takes every sign but these.
    let mut at = 2 + bytes[2..].iter().position(|byte| ends_name(*byte))?;
    let mut place = Place::Between;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        place = match (place, byte) {
            (Place::Slash, b'>') => return Some((at, Form::Closed)),
            (_, b'>') => return Some((at, Form::Start)),
            (Place::BeforeValue, b'"' | b'\'') => {
                at += 1 + bytes[at..].iter().position(|other| *other == byte)?;
                Place::Between
            }
            (Place::BeforeValue, byte) if byte.is_ascii_whitespace() => Place::BeforeValue,
            (Place::Name | Place::AfterName, byte) if byte.is_ascii_whitespace() => Place::AfterName,
            (_, byte) if byte.is_ascii_whitespace() => Place::Between,
            (Place::BeforeValue | Place::Value, _) => Place::Value,
            (_, b'/') => Place::Slash,
            (Place::Name | Place::AfterName, b'=') => Place::BeforeValue,
            _ => Place::Name,
        };
    }
}

fn tag_name(html: &str) -> &str {
    let name = html[1..].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = name.bytes().position(ends_name).unwrap_or(name.len());
    &name[..end]
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, tags: &[(&str, Form)]) {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(tag) = next_tag(html, from) {
            from = tag.range.end;
            found.push((&html[tag.range], tag.form));
        }
        assert_eq!(found, tags, "{html}");
    }

    #[test]
    fn quotes_hide_brackets_in_values_only() {
        check("<a b=\"c>\" d='>' e=f>g", &[("<a b=\"c>\" d='>' e=f>", Form::Start)]);
        check("<p it's>b</p it's>", &[("<p it's>", Form::Start), ("</p it's>", Form::End)]);
        check("<a b=c\">d", &[("<a b=c\">", Form::Start)]);
        check("<a b = 'c>' d>e", &[("<a b = 'c>' d>", Form::Start)]);
        check("<a b=>c\">d", &[("<a b=>", Form::Start)]);
        check("<a =\"b>c\">d", &[("<a =\"b>", Form::Start)]);
    }

    #[test]
    fn a_slash_closes_a_tag_but_no_value() {
        check(
            "<br/><br /><a b='c'/>",
            &[("<br/>", Form::Closed), ("<br />", Form::Closed), ("<a b='c'/>", Form::Closed)],
        );
        check("<a b=c/><a/b>", &[("<a b=c/>", Form::Start), ("<a/b>", Form::Start)]);
    }

    #[test]
    fn comments_end_where_browsers_end_them() {
        check(
            "<!--><b><!-- a --!><i>",
            &[("<!-->", Form::Comment), ("<b>", Form::Start), ("<!-- a --!>", Form::Comment), ("<i>", Form::Start)],
        );
        check(
            "<?php a ?>b <!doctype html></ c>",
            &[("<?php a ?>", Form::Comment), ("<!doctype html>", Form::Comment), ("</ c>", Form::Comment)],
        );
        check("1 < 2 <3 </> a <", &[("</>", Form::Comment)]);
    }

    #[test]
    fn what_never_ends_reaches_as_far_as_the_text() {
        check("a <!-- b <i>", &[("<!-- b <i>", Form::Unended)]);
        check("<a b=\"c> <i>", &[("<a b=\"c> <i>", Form::Unended)]);
        check("<b", &[("<b", Form::Unended)]);
    }

    #[test]
    fn text_ends_at_its_own_end_tag() {
        assert_eq!(end_of_text("<a></styles></STYLE >", 0, "style"), Some(12));
        assert_eq!(end_of_text("</scripts", 0, "script"), None);
    }
}

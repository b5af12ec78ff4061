//! Text as Markdown that says just this text. Knows the marks of Markdown, not the page around.

/// A text for the middle of a paragraph, a heading or a cell; `next` is what follows there.
pub fn as_markdown(text: &str, next: Option<char>) -> String {
    let text = on_one_line(text);
    let mut written = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next().or(next);
        let is_number = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
        let is_mark = match c {
            '\\' | '*' | '[' | ']' | '<' | '~' | '|' | '$' => true,
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            '!' => after == Some('[') && rest.as_str().is_empty(),
            '#' => before.is_none_or(char::is_whitespace),
            '+' | '-' | '=' | ':' => before.is_none(),
            '.' | ')' => is_number,
            _ => false,
        };
        match c {
            // These end what began before, or begin attributes, whatever stands before them.
            '{' => written.push_str("&#123;"),
            '`' => written.push_str("&#96;"),
            '>' => written.push_str("&gt;"),
            _ if is_mark => written.extend(['\\', c]),
            _ => written.push(c),
        }
        before = Some(c);
    }
    written
}

/// A text for the address or the title of a link.
pub(super) fn as_destination(text: &str) -> String {
    let text = on_one_line(text);
    let mut written = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        match c {
            ' ' => written.push_str("&#32;"),
            '`' => written.push_str("&#96;"),
            '&' if after.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#') => written.push_str("&amp;"),
            '\\' | '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\'' | '|' => written.extend(['\\', c]),
            _ => written.push(c),
        }
    }
    written
}

/// The end of a line ends some blocks, and spaces at its start begin others.
pub(super) fn on_one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

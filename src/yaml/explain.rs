//! The YAML parser's terse words in those of the author: what was done, and what to do instead. Knows
//! the mistakes that people make, not what the keys mean.

use super::YamlError;
use crate::diagnostic::Span;

/// Turns the parser's terse words into what the author did and what to do instead.
pub(super) fn explain(text: &str, error: &serde_yaml::Error) -> YamlError {
    let said = error.to_string();
    let location = || error.location().map_or(0, |location| location.index());
    let start = opened(text, &said).unwrap_or_else(location).min(text.len());
    let start = (0..=start).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0);
    let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    let span = Span { start, end };
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
    let quoted = format!("put quotes around the value: `{}`", quote(line));
    let first = value.trim_start_matches("- ").chars().next().unwrap_or(' ');
    let (message, hint) = if said.contains("repetition limit") || said.contains("recursion limit") {
        (
            "these aliases (`*name`) multiply into more data than is read".to_owned(),
            Some("write the values out".to_owned()),
        )
    } else if let Some(line) = keyless_line(text, line_start, &said) {
        let message = "this line has no `:`, so it is no key".to_owned();
        let hint =
            format!("write it as `{}: …`, or indent it below the key that it belongs to", first_word(text, line));
        return YamlError { span: line, message, hint: Some(hint) };
    } else if said.contains("mapping values are not allowed") {
        ("a second `: ` on this line makes it unclear where the value begins".to_owned(), Some(quoted))
    } else if line.starts_with('\t') || said.contains("tab") || text[start..].starts_with('\t') {
        ("a tab is used for indentation".to_owned(), Some("indent with spaces".to_owned()))
    } else if matches!(first, '@' | '%' | '`' | '*' | '&' | '!' | '|' | '>' | '?') {
        (format!("a value cannot start with `{first}` unless it is quoted"), Some(quoted))
    } else if value.starts_with("- ") {
        ("a value cannot start with `- ` unless it is quoted".to_owned(), Some(quoted))
    } else if matches!(first, '[' | '{' | '"' | '\'') && said.contains("did not find expected key") {
        (format!("a value that starts with `{first}` cannot go on after its end"), Some(quoted))
    } else if said.contains("unterminated")
        || said.contains("found unexpected end of stream")
        || said.contains("did not find expected ',' or")
    {
        (
            "a quote or bracket that is opened here is never closed".to_owned(),
            Some("close it, or put quotes around the whole value".to_owned()),
        )
    } else {
        let plain = said.split(" at line ").next().unwrap_or(&said);
        (format!("this is not YAML: {plain}"), None)
    };
    YamlError { span, message, hint }
}

/// The line before the one at which the parser gave up, when it is not a key at all.
fn keyless_line(text: &str, line_start: usize, said: &str) -> Option<Span> {
    let is_second_colon = text[line_start..].lines().next()?.matches(": ").count() > 1;
    let is_about_keys = said.contains("mapping values are not allowed") || said.contains("could not find expected ':'");
    if is_second_colon || !is_about_keys {
        return None;
    }
    let before = text[..line_start].trim_end();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = &before[start..];
    let is_key = line.is_empty() || line.contains(':') || line.starts_with([' ', '#', '-']);
    (!is_key).then_some(Span { start, end: before.len() })
}

fn first_word(text: &str, line: Span) -> &str {
    text[line.start..line.end].split_whitespace().next().unwrap_or("key")
}

/// Where a quote that is never closed was opened: the parser gives up at the end of the text, and
/// tells the beginning in words.
fn opened(text: &str, said: &str) -> Option<usize> {
    let (_, place) = said.split_once("while scanning a quoted scalar at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let before = text.get(start..)?.chars().take(column.checked_sub(1)?);
    Some(start + before.map(char::len_utf8).sum::<usize>())
}

fn quote(line: &str) -> String {
    match line.trim_end().split_once(": ") {
        // An apostrophe that ended a text in single quotes too early is safe in double ones.
        Some((key, value)) => {
            let bare = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).unwrap_or(value);
            format!("{key}: \"{}\"", bare.replace('\\', "\\\\").replace('"', "\\\""))
        }
        None => format!("\"{}\"", line.trim().trim_start_matches("- ").replace('"', "\\\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[track_caller]
    fn check(text: &str, place: &str, message: &str, hint: &str) {
        let error = parse(text).unwrap_err();
        assert_eq!(&text[error.span.start..error.span.end], place);
        assert_eq!((error.message.as_str(), error.hint.as_deref()), (message, Some(hint)));
    }

    #[test]
    fn common_mistakes_come_with_their_fix() {
        check(
            "title: Plan: phase 2\n",
            ":",
            "a second `: ` on this line makes it unclear where the value begins",
            "put quotes around the value: `title: \"Plan: phase 2\"`",
        );
        check(
            "owner: @head\n",
            "@",
            "a value cannot start with `@` unless it is quoted",
            "put quotes around the value: `owner: \"@head\"`",
        );
        check("a:\n\t- b\n", "\t", "a tab is used for indentation", "indent with spaces");
        check(
            "title: - a\n",
            "-",
            "a value cannot start with `- ` unless it is quoted",
            "put quotes around the value: `title: \"- a\"`",
        );
    }

    #[test]
    fn text_after_a_bracket_or_a_quote_is_put_into_quotes_whole() {
        check(
            "title: {{ org.name }} plan\n",
            "p",
            "a value that starts with `{` cannot go on after its end",
            "put quotes around the value: `title: \"{{ org.name }} plan\"`",
        );
        check(
            "title: 'it's'\n",
            "s",
            "a value that starts with `'` cannot go on after its end",
            "put quotes around the value: `title: \"it's\"`",
        );
        check(
            "title: \"Say it\" again\n",
            "a",
            "a value that starts with `\"` cannot go on after its end",
            "put quotes around the value: `title: \"\\\"Say it\\\" again\"`",
        );
    }

    #[test]
    fn a_key_without_a_colon_is_found_on_its_own_line() {
        check(
            "id: a\ntitle Team size\nkind: page\n",
            "title Team size",
            "this line has no `:`, so it is no key",
            "write it as `title: …`, or indent it below the key that it belongs to",
        );
    }
}

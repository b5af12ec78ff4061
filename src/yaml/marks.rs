//! Marks that lack their space, or stand where they mean something else in YAML. Knows lines, not what
//! their keys mean.

use super::YamlError;
use super::explain::Refusal;
use crate::diagnostic::Span;

/// A hyphen or a colon without the space that makes it the mark of an item or of a key.
pub(super) fn glued(refusal: &Refusal<'_>) -> Option<YamlError> {
    if !refusal.is_about(&["mapping values are not allowed", "could not find expected ':'"]) {
        return None;
    }
    let (start, line) = refusal.line_before();
    let (message, hint) = spaced(line.trim_start())?;
    let span = Span { start: start + line.len() - line.trim_start().len(), end: start + line.len() };
    Some(YamlError { span, message, hint: Some(format!("write it as `{hint}`")) })
}

/// What is wrong with a line that lacks the space after its mark, and the line with it.
pub(crate) fn spaced(line: &str) -> Option<(String, String)> {
    if let Some(item) = line.strip_prefix('-').filter(|item| !item.starts_with(['-', ' ']) && !item.is_empty()) {
        return Some(("an item needs a space after its `-`".to_owned(), format!("- {item}")));
    }
    let (key, value) = line.split_once(':').filter(|_| !line.contains(": ") && !line.ends_with(':'))?;
    let is_key = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) && !value.starts_with("//");
    is_key.then(|| ("a key needs a space after its `:`".to_owned(), format!("{key}: {value}")))
}

/// The parser names no place of a control character.
pub(super) fn control(refusal: &Refusal<'_>) -> Option<YamlError> {
    let is_control = |c: char| c.is_control() && !c.is_whitespace();
    let (at, c) = refusal.text.char_indices().find(|(_, c)| is_control(*c))?;
    let message = format!("this text holds the control character U+{:04X}", u32::from(c));
    let hint = "take it out: nothing shows it, and it can spoil what it stands in".to_owned();
    refusal.is_about(&["control characters"]).then(|| refusal.letter(at, message, Some(hint)))
}

/// A line that begins with what means something else in YAML.
pub(super) fn odd_key(refusal: &Refusal<'_>) -> Option<YamlError> {
    let (previous, _) = refusal.line_before();
    let odd = [refusal.line_start, previous].into_iter().find_map(|start| {
        let line = refusal.text[start..].lines().next()?;
        let key = line.split(": ").next()?.trim_start();
        let first = key.chars().next().filter(|c| matches!(c, '@' | '%' | '`' | '!' | '&'))?;
        let is_key = line.contains(": ") && !key.contains(' ');
        is_key.then(|| (start + line.len() - line.trim_start().len(), first, &key[first.len_utf8()..]))
    });
    let (at, first, key) = odd?;
    Some(refusal.letter(at, format!("a key cannot start with `{first}`"), Some(format!("write it as `{key}: …`"))))
}

/// A backslash before a letter that needs none.
pub(super) fn escape(refusal: &Refusal<'_>) -> Option<YamlError> {
    let letter =
        refusal.said.contains("unknown escape character").then(|| refusal.text[refusal.at..].chars().nth(1))??;
    let hint = format!("write `\\\\{letter}`, or put single quotes around the text");
    refusal.here(format!("`\\{letter}` means nothing in double quotes"), hint)
}

#[cfg(test)]
mod tests {
    use super::super::tests::refuses as check;

    #[test]
    fn an_odd_key_and_a_control_character_are_shown_where_they_stand() {
        check("@title: A\n", "@", "a key cannot start with `@`", "write it as `title: …`");
        check("a: b\n%title: A\n", "%", "a key cannot start with `%`", "write it as `title: …`");
        check(
            "a: b\u{1}c\n",
            "\u{1}",
            "this text holds the control character U+0001",
            "take it out: nothing shows it, and it can spoil what it stands in",
        );
    }

    #[test]
    fn a_mark_without_its_space_is_told_of() {
        check("tags:\n- a\n-b\n", "-b", "an item needs a space after its `-`", "write it as `- b`");
        check("a: b\nowner:ana\nc: d\n", "owner:ana", "a key needs a space after its `:`", "write it as `owner: ana`");
    }

    #[test]
    fn a_backslash_that_means_nothing_is_told_of() {
        check(
            "a: \"b\\q\"\n",
            "\\",
            "`\\q` means nothing in double quotes",
            "write `\\\\q`, or put single quotes around the text",
        );
    }
}

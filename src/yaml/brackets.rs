//! Mistakes inside brackets: one that is never closed, an entry that goes on after its end, and what
//! means something else in YAML than in text. Knows the text, not what its keys mean.

use super::YamlError;
use super::explain::Refusal;
use super::slips::quoted;

/// A bracket that is still open at some place of a text.
struct Open {
    at: usize,
    /// The first comment behind it that is written like a name, `#ops`.
    comment: Option<usize>,
}

/// A name that begins with `#` ends what is read of its line, so the bracket is never closed.
pub(super) fn comment(refusal: &Refusal<'_>) -> Option<YamlError> {
    let Open { at, comment } = open_bracket(refusal.text, refusal.at)?;
    let comment = comment?;
    let (opening, _) = pair(refusal.text, at);
    let message = format!("`#` begins a comment here, so the `{opening}` before it is never closed");
    Some(refusal.letter(comment, message, Some(in_quotes(refusal.text, comment))))
}

/// An entry that begins with what means something else in YAML, or that is not there.
pub(super) fn entry(refusal: &Refusal<'_>) -> Option<YamlError> {
    if !refusal.is_about(&["cannot start any token", "unknown anchor", "did not find expected node content"]) {
        return None;
    }
    open_bracket(refusal.text, refusal.at)?;
    let rest = &refusal.text[refusal.at..];
    let first = match rest.chars().next()? {
        ',' => {
            let message = "there is no entry between this comma and what stands before it";
            return refusal.here(message, "take the `,` out".to_owned());
        }
        '-' if rest.starts_with("- ") => "- ".to_owned(),
        first if matches!(first, '@' | '%' | '`' | '*') => first.to_string(),
        _ => return None,
    };
    refusal
        .here(format!("a value cannot start with `{first}` unless it is quoted"), in_quotes(refusal.text, refusal.at))
}

/// A bracket that is never closed, or a comma that is missing in one that is.
pub(super) fn open_or_gone_on(refusal: &Refusal<'_>) -> Option<YamlError> {
    let open = refusal
        .place_after("while parsing a flow sequence")
        .or_else(|| refusal.place_after("while parsing a flow mapping"))
        .or_else(|| refusal.bracket_before_nothing())?;
    let (opening, closing) = pair(refusal.text, open);
    if is_closed(refusal, open, closing) {
        let hint = "put a `,` between the entries, or quotes around one that holds `:`, a quote or a bracket";
        return refusal.here(format!("an entry of these `{opening}{closing}` goes on after its end"), hint.to_owned());
    }
    let message = format!("the `{opening}` that is opened here is never closed");
    let hint = format!("close it with `{closing}`, or put quotes around the whole value");
    Some(refusal.letter(open, message, Some(hint)))
}

fn pair(text: &str, open: usize) -> (char, char) {
    if text[open..].starts_with('{') { ('{', '}') } else { ('[', ']') }
}

/// Whether a bracket is closed behind the place at which the parser gave up. A line that is indented
/// no deeper than the one with the bracket begins something new.
fn is_closed(refusal: &Refusal<'_>, open: usize, closing: char) -> bool {
    let indent_of = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let opening_line = refusal.text[..open].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = indent_of(&refusal.text[opening_line..]);
    let begins_anew =
        |line: &str| !line.trim().is_empty() && indent_of(line) <= indent && !line.trim_start().starts_with([']', '}']);
    if opening_line != refusal.line_start && begins_anew(refusal.line()) {
        return false;
    }
    let mut lines = refusal.text[refusal.at..].lines();
    let rest = lines.next().unwrap_or("");
    rest.contains(closing) || lines.take_while(|line| !begins_anew(line)).any(|line| line.contains(closing))
}

/// The innermost bracket that is open before a place. A bracket opens where a value begins, and a
/// quote too: one within a word is text.
fn open_bracket(text: &str, end: usize) -> Option<Open> {
    let mut open: Vec<Open> = Vec::new();
    let mut chars = text[..end].char_indices().peekable();
    let (mut before, mut previous) = (':', '\n');
    while let Some((at, c)) = chars.next() {
        let begins_value = matches!(before, ':' | '-' | '[' | '{') || before == ',' && !open.is_empty();
        match c {
            '"' | '\'' if begins_value => {
                while chars.next_if(|(_, inner)| *inner != c).is_some() {}
                chars.next();
            }
            '[' | '{' if begins_value => open.push(Open { at, comment: None }),
            ']' | '}' => _ = open.pop(),
            '#' if previous.is_whitespace() || matches!(previous, '[' | '{' | ',') => {
                let is_name = chars.peek().is_some_and(|(_, next)| !next.is_whitespace());
                if let Some(innermost) = open.last_mut().filter(|_| is_name) {
                    innermost.comment.get_or_insert(at);
                }
                while chars.next_if(|(_, inner)| *inner != '\n').is_some() {}
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
        previous = c;
    }
    open.pop()
}

/// The entry that begins at a place as it should be written, with its key.
fn in_quotes(text: &str, at: usize) -> String {
    let line = text[at..].lines().next().unwrap_or("");
    let entry = line[..line.find([',', ']', '}']).unwrap_or(line.len())].trim_end();
    let key_start = text[..at].rfind(['[', '{', ',', '\n']).map_or(0, |separator| separator + 1);
    let key = text[key_start..at].trim_start();
    let key = if key.trim_end().ends_with(':') { key } else { "" };
    format!("put quotes around it: `{key}{}`", quoted(entry))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::super::tests::refuses as check;

    #[test]
    fn what_needs_quotes_outside_of_brackets_needs_them_inside() {
        let cannot = |first: &str| format!("a value cannot start with `{first}` unless it is quoted");
        let quotes = |entry: &str| format!("put quotes around it: `{entry}`");
        check("k: [{id: a, unit: %}]\n", "%", &cannot("%"), &quotes("unit: \"%\""));
        check("x: {owner: @y}\n", "@", &cannot("@"), &quotes("owner: \"@y\""));
        check("authors: [@a]\n", "@", &cannot("@"), &quotes("\"@a\""));
        check("tags: [a, `b c`, d]\n", "`", &cannot("`"), &quotes("\"`b c`\""));
        check("tags: [a, *b]\n", "*", &cannot("*"), &quotes("\"*b\""));
        check("a:\n  - {title: What now?, lead: @a}\n", "@", &cannot("@"), &quotes("lead: \"@a\""));
        check("tags: [a, - b]\n", "-", &cannot("- "), &quotes("\"- b\""));
        check(
            "tags: [a,, b]\n",
            ",",
            "there is no entry between this comma and what stands before it",
            "take the `,` out",
        );
        check("x: [\n  @a,\n  b\n]\n", "@", &cannot("@"), &quotes("\"@a\""));
    }

    #[test]
    fn a_name_that_begins_with_a_hash_hides_the_bracket_that_would_close() {
        let hidden = |opening: &str| format!("`#` begins a comment here, so the `{opening}` before it is never closed");
        let quotes = |entry: &str| format!("put quotes around it: `{entry}`");
        check("tags: [#a, b]\n", "#", &hidden("["), &quotes("\"#a\""));
        check("tags: [a, #b]\ntitle: X\n", "#", &hidden("["), &quotes("\"#b\""));
        check("title: X\nx: {a: it's, b: #c}\n", "#", &hidden("{"), &quotes("b: \"#c\""));
    }

    #[test]
    fn a_bracket_that_is_left_open_is_shown_where_it_is_opened() {
        for text in ["tags: [a, b\ntitle: X\n", "title: X\ntags: [a, b\n", "a:\n  - [b\n  - [c]\n"] {
            check(
                text,
                "[",
                "the `[` that is opened here is never closed",
                "close it with `]`, or put quotes around the whole value",
            );
        }
        let text = "x: [{c: d}, {a: 1, b]\n";
        check(
            text,
            "{",
            "the `{` that is opened here is never closed",
            "close it with `}`, or put quotes around the whole value",
        );
        assert_eq!(parse(text).unwrap_err().span.start, 12);
        check(
            "a: 'it\nb: c\n",
            "'",
            "the quote that is opened here is never closed",
            "close it at the end of the value",
        );
    }

    #[test]
    fn a_bracket_that_is_closed_misses_a_comma() {
        let hint = "put a `,` between the entries, or quotes around one that holds `:`, a quote or a bracket";
        check("tags: [\"a\" b]\n", "b", "an entry of these `[]` goes on after its end", hint);
        check("x: {\n  a: 1\n  b: 2,\n}\n", ":", "an entry of these `{}` goes on after its end", hint);
    }
}

//! Lines that are indented so that they belong to nothing: which column was meant. Knows the lines
//! of a YAML text, not what its keys mean.

use super::YamlError;
use crate::diagnostic::Span;

/// Something that a later line may stand below, in the same column.
struct Column<'t> {
    at: usize,
    what: What,
    /// The line from there on.
    line: &'t str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Item,
    Key,
}

/// Explains the line that begins at `line_start`, if it begins in a column in which nothing like it
/// began before.
pub(super) fn explain(text: &str, line_start: usize) -> Option<YamlError> {
    let line = text[line_start..].lines().next()?;
    let found = first_column(line)?;
    let open = columns(&text[..line_start]);
    let alike = || open.iter().filter(|column| column.what == found.what);
    if alike().any(|column| column.at == found.at) {
        return None;
    }
    let nearest = alike().min_by_key(|column| (column.at.abs_diff(found.at), usize::MAX - column.at))?;
    let (here, model) = (shown(&found), shown(nearest));
    let place = match nearest.at {
        0 => format!("begin it at the start of its line, like `{model}` above"),
        wanted => format!("indent it by {}, like `{model}` above", spaces(wanted)),
    };
    let goes_on = found.what == What::Key && open.last().is_some_and(|last| last.at < found.at && has_value(last));
    let hint = if goes_on { format!("{place}; or put quotes around the whole text that goes on here") } else { place };
    let start = line_start + found.at;
    Some(YamlError {
        span: Span { start, end: start + found.line.trim_end().len() },
        message: format!("`{here}` is {}, like nothing that it could belong to", depth(found.at)),
        hint: Some(hint),
    })
}

/// The key whose value goes on in a line that is indented deeper and is no key itself.
pub(super) fn goes_on_from(text: &str, line_start: usize) -> Option<&str> {
    let line = text[line_start..].lines().next()?;
    let indent = line.len() - line.trim_start_matches(' ').len();
    if first_column(line).is_some() {
        return None;
    }
    let last = columns(&text[..line_start]).pop()?;
    (last.what == What::Key && last.at < indent && has_value(&last)).then(|| shown(&last))
}

/// What is still open at the end of a text, the deepest last.
fn columns(text: &str) -> Vec<Column<'_>> {
    let mut open: Vec<Column<'_>> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        open.retain(|column| column.at < indent || column.at == indent && column.what == What::Key);
        let mut next = first_column(line);
        while let Some(column) = next {
            open.retain(|known| known.at < column.at || known.what != column.what);
            let after = column.at + 1;
            next = if column.what == What::Item { column_from(line, after) } else { None };
            open.push(column);
        }
    }
    open
}

fn first_column(line: &str) -> Option<Column<'_>> {
    column_from(line, 0)
}

/// The item or key with which a line goes on after so many bytes.
fn column_from(line: &str, from: usize) -> Option<Column<'_>> {
    let rest = line[from..].trim_start_matches(' ');
    let at = line.len() - rest.len();
    let what = if rest == "-" || rest.starts_with("- ") { What::Item } else { What::Key };
    let key = rest.split_once(':').filter(|(_, after)| after.is_empty() || after.starts_with(' '));
    let is_key = key.is_some_and(|(key, _)| !key.is_empty() && !key.contains([' ', '\t', '[', '{']));
    (what == What::Item || is_key).then_some(Column { at, what, line: rest })
}

fn has_value(column: &Column<'_>) -> bool {
    column.line.split_once(':').is_some_and(|(_, value)| !value.trim().is_empty())
}

/// A key by its name, an item as it is written.
fn shown<'t>(column: &Column<'t>) -> &'t str {
    match column.what {
        What::Item => column.line.trim_end(),
        What::Key => column.line.split(':').next().unwrap_or(column.line),
    }
}

fn depth(count: usize) -> String {
    if count == 0 { "not indented".to_owned() } else { format!("indented by {}", spaces(count)) }
}

fn spaces(count: usize) -> String {
    format!("{count} {}", if count == 1 { "space" } else { "spaces" })
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[track_caller]
    fn check(text: &str, line: usize, place: &str, said: &str) {
        let error = parse(text).unwrap_err();
        let at = 1 + text[..error.span.start].matches('\n').count();
        let said_now = format!("{}: {}", error.message, error.hint.unwrap_or_default());
        assert_eq!((at, &text[error.span.start..error.span.end], said_now.as_str()), (line, place, said));
    }

    #[test]
    fn an_item_is_put_below_the_items_above_it() {
        check(
            "tags:\n  - a\n - b\ntitle: x\n",
            3,
            "- b",
            "`- b` is indented by 1 space, like nothing that it could belong to: indent it by 2 spaces, like `- a` above",
        );
        check(
            "tags:\n  - a\n- b\ntitle: x\n",
            3,
            "- b",
            "`- b` is not indented, like nothing that it could belong to: indent it by 2 spaces, like `- a` above",
        );
        check(
            "agenda:\n  - title: A\n    minutes: 5\n    - title: B\n",
            4,
            "- title: B",
            "`- title: B` is indented by 4 spaces, like nothing that it could belong to: indent it by 2 spaces, like `- title: A` above",
        );
    }

    #[test]
    fn a_key_is_put_below_the_nearest_keys_above_it() {
        check(
            "key_results:\n  - id: a\n   title: b\n",
            3,
            "title: b",
            "`title` is indented by 3 spaces, like nothing that it could belong to: indent it by 4 spaces, like `id` above",
        );
        check(
            "a:\n  b: 1\n c: 2\n",
            3,
            "c: 2",
            "`c` is indented by 1 space, like nothing that it could belong to: indent it by 2 spaces, like `b` above",
        );
        check(
            "a: 1\n b: 2\n",
            2,
            "b: 2",
            "`b` is indented by 1 space, like nothing that it could belong to: begin it at the start of its line, like `a` above; or put quotes around the whole text that goes on here",
        );
    }

    #[test]
    fn text_that_goes_on_is_no_key() {
        check(
            "description: Some text\n  that goes on: here\n",
            2,
            ":",
            "the text of `description` goes on in this line, whose `: ` would begin another value: put quotes around the whole text, or begin it below `description: >-`",
        );
    }
}

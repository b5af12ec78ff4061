//! A Markdown body as blocks: paragraphs, headings, list items, table rows, code. Knows lines, not
//! what Markdown makes of them; the blocks joined are always the text.

use std::ops::Range;

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Lines up to a blank one, and whatever is nothing else.
    Paragraph,
    /// A line that begins with `#`.
    Heading,
    /// A list item with the lines that go on without a blank one.
    Item,
    /// A line of a table.
    Row,
    /// Code between fences.
    Fence,
    /// Code that is indented.
    Indented,
}

/// A block and the blank space after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Block<'t> {
    /// What it is.
    pub kind: Kind,
    /// Its lines, without the last line end.
    pub text: &'t str,
    /// The line end and the blank lines up to the next block, or to the end of the text.
    pub gap: &'t str,
}

/// A body, divided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Blocks<'t> {
    body: &'t str,
    /// The blank lines before the first block.
    pub start: &'t str,
    /// The blocks.
    pub blocks: Vec<Block<'t>>,
}

impl Blocks<'_> {
    /// Makes one block of some that stand side by side, with the space between them.
    pub(super) fn join(&mut self, run: Range<usize>) {
        let length =
            |blocks: &[Block<'_>]| blocks.iter().map(|block| block.text.len() + block.gap.len()).sum::<usize>();
        let Some((first, last)) = self.blocks[run.clone()].first().zip(self.blocks[run.clone()].last()) else { return };
        let start = self.start.len() + length(&self.blocks[..run.start]);
        let end = start + length(&self.blocks[run.clone()]) - last.gap.len();
        let joined = Block { kind: first.kind, text: &self.body[start..end], gap: last.gap };
        self.blocks.splice(run, [joined]);
    }
}

/// A block while it is read, as bytes of the text.
struct Open<'t> {
    kind: Kind,
    start: usize,
    end: usize,
    /// The fence that closes it.
    fence: Option<&'t str>,
    /// Whether a line without a mark of its own belongs to it.
    goes_on: bool,
    /// In indented code, the column from which lines belong to it.
    column: Option<usize>,
}

impl Block<'_> {
    /// Whether it is code between two fences. Without the second one the rest of the page is code, which
    /// nobody means.
    pub(super) fn is_closed_code(&self) -> bool {
        let mut lines = self.text.lines().map(str::trim);
        let opened = lines.next().map(fence).filter(|_| self.kind == Kind::Fence);
        opened.is_some_and(|opened| lines.next_back().is_some_and(|last| closes(last, opened)))
    }
}

/// Divides a body.
pub(super) fn split(body: &str) -> Blocks<'_> {
    let mut ranges: Vec<(Kind, usize, usize)> = Vec::new();
    let mut open: Option<Open<'_>> = None;
    // Where the text of the list items begins that the line may belong to.
    let mut lists: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        let bare = line.trim();
        match &mut open {
            Some(block) if block.fence.is_some() => {
                block.end = end;
                block.fence = block.fence.filter(|fence| !closes(bare, fence));
                block.goes_on = false;
            }
            Some(block) if bare.is_empty() => block.goes_on = false,
            _ if bare.is_empty() => {}
            Some(block) if block.goes_on && kind_of(line) == Kind::Paragraph => block.end = end,
            Some(block) if block.column.is_some_and(|column| indent(line) >= column) => block.end = end,
            _ => {
                while lists.last().is_some_and(|column| indent(line) < *column) {
                    lists.pop();
                }
                let column = lists.last().copied().unwrap_or(0) + 4;
                let is_code = indent(line) >= column && open.as_ref().is_none_or(|block| !block.goes_on);
                ranges.extend(open.take().map(|block| (block.kind, block.start, block.end)));
                let kind = if is_code { Kind::Indented } else { kind_of(line) };
                lists.extend((kind == Kind::Item).then(|| text_column(line)));
                open = Some(Open {
                    kind,
                    start: at,
                    end,
                    fence: (kind == Kind::Fence).then(|| fence(bare)),
                    goes_on: matches!(kind, Kind::Paragraph | Kind::Item),
                    column: is_code.then_some(column),
                });
            }
        }
        at += line.len();
    }
    ranges.extend(open.map(|block| (block.kind, block.start, block.end)));
    let nexts = ranges.iter().skip(1).map(|(_, start, _)| *start).chain([body.len()]);
    let blocks = ranges
        .iter()
        .zip(nexts)
        .map(|((kind, start, end), next)| Block { kind: *kind, text: &body[*start..*end], gap: &body[*end..next] })
        .collect();
    Blocks { body, start: &body[..ranges.first().map_or(body.len(), |(_, start, _)| *start)], blocks }
}

fn kind_of(line: &str) -> Kind {
    let bare = line.trim();
    if !fence(bare).is_empty() {
        return Kind::Fence;
    }
    let level = bare.len() - bare.trim_start_matches('#').len();
    if (1..=6).contains(&level) && matches!(bare.as_bytes().get(level), None | Some(b' ' | b'\t')) {
        return Kind::Heading;
    }
    if bare.starts_with('|') {
        return Kind::Row;
    }
    if marker(bare) > 0 { Kind::Item } else { Kind::Paragraph }
}

/// The length of the mark that begins a list item, 0 when the line begins none.
fn marker(bare: &str) -> usize {
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_mark = match bare.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') => digits == 0,
        Some(b'.' | b')') => (1..=9).contains(&digits),
        _ => false,
    };
    let ends = matches!(bare.as_bytes().get(digits + 1), None | Some(b' ' | b'\t'));
    if is_mark && ends { digits + 1 } else { 0 }
}

/// The column at which a line's text begins; a tab ends at a multiple of four.
fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).fold(0, |column, byte| match byte {
        b'\t' => column / 4 * 4 + 4,
        _ => column + 1,
    })
}

/// The column at which the text of a list item begins.
fn text_column(line: &str) -> usize {
    let bare = line.trim();
    let mark = marker(bare);
    let spaces = indent(&bare[mark..]);
    indent(line) + mark + if (1..=4).contains(&spaces) { spaces } else { 1 }
}

/// The run of backticks or tildes that opens code, `""` when the line opens none.
fn fence(bare: &str) -> &str {
    let Some(mark @ ('`' | '~')) = bare.chars().next() else { return "" };
    let length = bare.len() - bare.trim_start_matches(mark).len();
    let is_inline = mark == '`' && bare[length..].contains('`');
    if length < 3 || is_inline { "" } else { &bare[..length] }
}

fn closes(bare: &str, opened: &str) -> bool {
    bare.starts_with(opened) && bare.trim_start_matches(&opened[..1]).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indented_lines_are_code_unless_a_list_holds_them() {
        let body = "Text\n    goes on\n\n    code\n\n      deeper\n\n- a\n\n    more of a\n\n      code of a\n\nEnd\n\n\ttab\n";
        let found: Vec<(Kind, &str)> = split(body).blocks.iter().map(|block| (block.kind, block.text)).collect();
        assert_eq!(
            found,
            [
                (Kind::Paragraph, "Text\n    goes on"),
                (Kind::Indented, "    code\n\n      deeper"),
                (Kind::Item, "- a"),
                (Kind::Paragraph, "    more of a"),
                (Kind::Indented, "      code of a"),
                (Kind::Paragraph, "End"),
                (Kind::Indented, "\ttab"),
            ]
        );
    }

    #[test]
    fn a_body_is_divided_at_blank_lines_and_where_a_line_has_a_mark_of_its_own() {
        let body = "\nOne\ntwo\n\n\n## Head\n- a\n  more\n- b\n\n| x |\n|---|\n```sh\n# no\n\n- no\n```\nlast";
        let split = split(body);
        let found: Vec<(Kind, &str, &str)> =
            split.blocks.iter().map(|block| (block.kind, block.text, block.gap)).collect();
        assert_eq!(split.start, "\n");
        assert_eq!(
            found,
            [
                (Kind::Paragraph, "One\ntwo", "\n\n\n"),
                (Kind::Heading, "## Head", "\n"),
                (Kind::Item, "- a\n  more", "\n"),
                (Kind::Item, "- b", "\n\n"),
                (Kind::Row, "| x |", "\n"),
                (Kind::Row, "|---|", "\n"),
                (Kind::Fence, "```sh\n# no\n\n- no\n```", "\n"),
                (Kind::Paragraph, "last", ""),
            ]
        );
    }
}

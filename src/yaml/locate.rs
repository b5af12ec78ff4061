//! Finds where each value of a parsed YAML text stands. The parsed tree says what comes next, so
//! no style is guessed; knows nothing of what the keys mean.

use super::{Node, Value};
use crate::diagnostic::Span;

/// Fills in the spans of `root` and of all that it holds. On YAML that is written in a way that
/// is not followed here (explicit `? key` pairs, say) the spans point near the place.
pub(super) fn locate(text: &str, root: &mut Node) {
    let mut cursor = Cursor { text, at: 0 };
    cursor.node(root, 0, Context::Block);
}

#[derive(Clone, Copy, PartialEq)]
enum Context {
    Block,
    Flow,
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn node(&mut self, node: &mut Node, indent: usize, context: Context) {
        self.properties(!matches!(node.value, Value::Null));
        let start = self.at;
        if self.peek() == Some(b'*') && !matches!(node.value, Value::Text(ref text) if text.starts_with('*')) {
            let rest = &self.text[start..];
            self.at += rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len());
            let span = Span { start, end: self.at };
            set_all(node, span);
            return;
        }
        match &mut node.value {
            Value::Null => self.null(),
            Value::Bool(_) | Value::Number(_) | Value::Text(_) => self.scalar(indent, context),
            Value::List(items) => self.list(items, context),
            Value::Map(entries) => self.map(entries, context),
        }
        node.span = Span { start, end: self.at.max(start) };
    }

    fn list(&mut self, items: &mut [Node], context: Context) {
        let column = self.column();
        if self.peek() == Some(b'[') {
            self.at += 1;
            for item in items {
                self.separators();
                self.node(item, 0, Context::Flow);
            }
            self.close(b']');
            return;
        }
        for item in items {
            self.blanks();
            if self.peek() == Some(b'-') {
                self.at += 1;
            }
            self.node(item, column + 1, context);
        }
    }

    fn map(&mut self, entries: &mut [super::Entry], context: Context) {
        let column = self.column();
        let flow = self.peek() == Some(b'{');
        if flow {
            self.at += 1;
        }
        for entry in entries {
            if flow {
                self.separators()
            } else {
                self.blanks()
            }
            let start = self.at;
            self.key(if flow { Context::Flow } else { context });
            entry.key_span = Span { start, end: self.at };
            self.spaces();
            if self.peek() == Some(b':') {
                self.at += 1;
            }
            self.node(&mut entry.node, column + 1, if flow { Context::Flow } else { context });
        }
        if flow {
            self.close(b'}');
        }
    }

    fn null(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(word) = ["~", "null", "Null", "NULL"].iter().find(|word| rest.starts_with(**word)) {
            self.at += word.len();
        }
    }

    fn key(&mut self, context: Context) {
        match self.peek() {
            Some(b'"' | b'\'') => self.quoted(),
            Some(b'{' | b'[') if context == Context::Flow => self.brackets(),
            _ => {
                let rest = &self.text.as_bytes()[self.at..];
                let end = (0..rest.len()).find(|&index| {
                    rest[index] == b'\n'
                        // A key of braces may have no value at all: `{baseline: 3,5}` has a key `5`.
                        || context == Context::Flow && matches!(rest[index], b',' | b']' | b'}')
                        || rest[index] == b':'
                            && rest
                                .get(index + 1)
                                .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b',' | b'}'))
                });
                self.at += end.unwrap_or(rest.len());
                while self.at > 0 && self.text.as_bytes()[self.at - 1] == b' ' {
                    self.at -= 1;
                }
            }
        }
    }

    /// A key in brackets of its own: `{{ org.name }}` without quotes.
    fn brackets(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            depth = match byte {
                b'{' | b'[' => depth + 1,
                b'}' | b']' => depth - 1,
                _ => depth,
            };
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn scalar(&mut self, indent: usize, context: Context) {
        match self.peek() {
            Some(b'"' | b'\'') => self.quoted(),
            Some(b'|' | b'>') if context == Context::Block => self.block_scalar(indent),
            _ => self.plain(indent, context),
        }
    }

    fn quoted(&mut self) {
        let bytes = self.text.as_bytes();
        let quote = bytes[self.at];
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'\\' && quote == b'"' {
                self.at += 1;
            } else if byte == quote {
                if quote == b'\'' && self.peek() == Some(quote) {
                    self.at += 1;
                } else {
                    break;
                }
            }
        }
        self.at = self.at.min(bytes.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    fn block_scalar(&mut self, indent: usize) {
        self.at += self.line_length();
        let mut end = self.at;
        while self.at < self.text.len() {
            let line = self.text[self.at..].split_inclusive('\n').next().unwrap_or("");
            let blank = line.trim().is_empty();
            if !blank && line.len() - line.trim_start_matches(' ').len() < indent {
                break;
            }
            self.at += line.len();
            if !blank {
                end = self.at;
            }
        }
        self.at = self.text[..end].trim_end().len();
    }

    /// A plain scalar may go on over lines that are indented deeper than its key.
    fn plain(&mut self, indent: usize, context: Context) {
        let bytes = self.text.as_bytes();
        let mut end = self.at;
        let mut index = self.at;
        while index < bytes.len() {
            match bytes[index] {
                b'\n' => {
                    let next = &self.text[index + 1..];
                    let deeper = next.len() - next.trim_start_matches([' ', '\n', '\r']).len();
                    let column = next[..deeper].rsplit('\n').next().map_or(0, str::len);
                    if context == Context::Block && (column < indent || deeper == next.len()) {
                        break;
                    }
                }
                b'#' if index > 0 && bytes[index - 1].is_ascii_whitespace() => break,
                b',' | b']' | b'}' if context == Context::Flow => break,
                b':' if context == Context::Flow && bytes.get(index + 1) == Some(&b' ') => break,
                byte if !byte.is_ascii_whitespace() => end = index + 1,
                _ => {}
            }
            index += 1;
        }
        self.at = end;
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// Skips what may stand before a value: spaces, comments and line ends (when something is to
    /// follow), anchors and tags.
    fn properties(&mut self, expects_value: bool) {
        loop {
            if expects_value {
                self.blanks()
            } else {
                self.spaces()
            }
            match self.peek() {
                Some(b'&' | b'!') => {
                    let rest = &self.text[self.at..];
                    self.at += rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'#') => self.at += self.line_length(),
                Some(b'-') if self.column() == 0 && self.text[self.at..].starts_with("---") => {
                    self.at += self.line_length()
                }
                _ => return,
            }
        }
    }

    fn separators(&mut self) {
        loop {
            self.blanks();
            if self.peek() != Some(b',') {
                return;
            }
            self.at += 1;
        }
    }

    fn close(&mut self, bracket: u8) {
        self.separators();
        if self.peek() == Some(bracket) {
            self.at += 1;
        }
    }

    fn line_length(&self) -> usize {
        let rest = &self.text[self.at..];
        rest.find('\n').unwrap_or(rest.len())
    }

    fn column(&self) -> usize {
        self.at - self.text[..self.at].rfind('\n').map_or(0, |newline| newline + 1)
    }
}

/// All that an alias stands for is shown where the alias stands.
fn set_all(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| set_all(item, span)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.key_span = span;
            set_all(&mut entry.node, span);
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Node, Value, parse};

    fn spans(text: &str, node: &Node, path: &str, out: &mut Vec<String>) {
        out.push(format!("{path} = {}", node.written(text).replace('\n', "⏎")));
        match &node.value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    spans(text, item, &format!("{path}[{index}]"), out);
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    let key = &text[entry.key_span.start..entry.key_span.end];
                    spans(text, &entry.node, &format!("{path}.{key}"), out);
                }
            }
            _ => {}
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let node = parse(text).unwrap();
        let mut out = Vec::new();
        spans(text, &node, "", &mut out);
        assert_eq!(out[1..], *expected);
    }

    #[test]
    fn block_and_flow_values_are_found() {
        check(
            "title: Team size # how many\n\"tags\": [people, 'a, b', {x: 1, y: }]\nlist:\n- one two\n-  k: 1\n   v: null\n\nempty:\nlast: 2026-10-05\n",
            &[
                ".title = Team size",
                ".\"tags\" = [people, 'a, b', {x: 1, y: }]",
                ".\"tags\"[0] = people",
                ".\"tags\"[1] = 'a, b'",
                ".\"tags\"[2] = {x: 1, y: }",
                ".\"tags\"[2].x = 1",
                ".\"tags\"[2].y = ",
                ".list = - one two⏎-  k: 1⏎   v: null",
                ".list[0] = one two",
                ".list[1] = k: 1⏎   v: null",
                ".list[1].k = 1",
                ".list[1].v = null",
                ".empty = ",
                ".last = 2026-10-05",
            ],
        );
    }

    #[test]
    fn what_follows_a_key_without_a_value_keeps_its_place() {
        check(
            "k: {a: 3,5, b: x}\nl: [{y}, {z: 1}]\n",
            &[
                ".k = {a: 3,5, b: x}",
                ".k.a = 3",
                ".k.5 = ",
                ".k.b = x",
                ".l = [{y}, {z: 1}]",
                ".l[0] = {y}",
                ".l[0].y = ",
                ".l[1] = {z: 1}",
                ".l[1].z = 1",
            ],
        );
    }

    #[test]
    fn a_key_in_brackets_is_found_whole() {
        check(
            "a: {{ org.name }}\nb: [{{ x }}, c]\n",
            &[
                ".a = {{ org.name }}",
                ".a.{ org.name } = ",
                ".b = [{{ x }}, c]",
                ".b[0] = {{ x }}",
                ".b[0].{ x } = ",
                ".b[1] = c",
            ],
        );
    }

    #[test]
    fn text_over_several_lines_is_found_whole() {
        check("a: one\n  two: \"x\"\n".replace(": \"x\"", "").as_str(), &[".a = one⏎  two"]);
        check(
            "a: |\n  title: no key\n  b: 1\n\nb: >-\n  folded\nc: 'it''s'\n",
            &[".a = |⏎  title: no key⏎  b: 1", ".b = >-⏎  folded", ".c = 'it''s'"],
        );
    }

    #[test]
    fn an_alias_is_shown_where_it_stands() {
        check(
            "a: &x [1, 2]\nb: *x\nc: 3\n",
            &[".a = [1, 2]", ".a[0] = 1", ".a[1] = 2", ".b = *x", ".b[0] = *x", ".b[1] = *x", ".c = 3"],
        );
    }
}

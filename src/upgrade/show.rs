//! What differs between two texts, block by block and word by word, for people. Knows words, not
//! terminals.

use super::align::align;
use super::blocks::{Block, Kind, split};
use super::common::common;
use super::words::{Cut, Word, words};
use crate::page::{Org, front_matter};

/// Words before and after a change that are shown with it.
const CONTEXT: usize = 8;

/// Part of a changed block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// Text that stayed, shortened.
    Same(String),
    /// Text that is gone.
    Removed(String),
    /// Text that is new.
    Added(String),
}

/// A block that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The line of the new text at which it stands, counted from 1.
    pub line: usize,
    /// What became of its words.
    pub parts: Vec<Part>,
}

/// Everything that differs between two texts, in order.
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old_blocks, new_blocks) = (divide(old), divide(new));
    let line_of = |block: &Block<'_>| {
        let at = block.text.as_ptr() as usize - new.as_ptr() as usize;
        new[..at].matches('\n').count() + 1
    };
    let counterparts = align(&old_blocks, &new_blocks);
    let mut found = Vec::new();
    let (mut next, mut line) = (0, 1);
    let added = |found: &mut Vec<Change>, blocks: &[Block<'_>]| {
        for block in blocks {
            found.push(Change { line: line_of(block), parts: vec![Part::Added(block.text.to_owned())] });
        }
    };
    for (block, counterpart) in old_blocks.iter().zip(counterparts) {
        let Some(at) = counterpart else {
            found.push(Change { line, parts: vec![Part::Removed(block.text.to_owned())] });
            continue;
        };
        added(&mut found, &new_blocks[next..at]);
        next = at + 1;
        line = line_of(&new_blocks[at]);
        if block.text != new_blocks[at].text {
            found.push(Change { line, parts: parts(block.text, new_blocks[at].text) });
        }
    }
    added(&mut found, &new_blocks[next..]);
    found
}

/// The lines of the front-matter, then the blocks of the body.
fn divide(text: &str) -> Vec<Block<'_>> {
    let (head, body) = text.split_at(front_matter::split(text, 0, &Org::new()).1);
    let lines = head.lines().map(|line| Block { kind: Kind::Row, text: line, gap: "\n" });
    lines.chain(split(body).blocks).collect()
}

fn parts(old: &str, new: &str) -> Vec<Part> {
    let (old, new) = (words(old, Cut::Words), words(new, Cut::Words));
    let bare = |words: &[Word<'_>]| words.iter().map(|word| word.word.to_owned()).collect::<Vec<_>>();
    let text = |words: &[Word<'_>]| words.iter().flat_map(|word| [word.word, word.space]).collect::<String>();
    let mut parts = Vec::new();
    let mut same: Vec<Word<'_>> = Vec::new();
    let (mut a, mut b) = (0, 0);
    for (in_old, in_new) in common(&bare(&old), &bare(&new)).into_iter().chain([(old.len(), new.len())]) {
        if (a, b) != (in_old, in_new) {
            let first = parts.is_empty();
            parts.extend(shorten(&same, if first { Cutting::Start } else { Cutting::Middle }));
            same.clear();
            parts.extend((a < in_old).then(|| Part::Removed(text(&old[a..in_old]))));
            parts.extend((b < in_new).then(|| Part::Added(text(&new[b..in_new]))));
        }
        same.extend(new.get(in_new));
        (a, b) = (in_old + 1, in_new + 1);
    }
    parts.extend(shorten(&same, Cutting::End));
    parts
}

/// Where text that stayed is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cutting {
    Start,
    Middle,
    End,
}

fn shorten(same: &[Word<'_>], cutting: Cutting) -> Option<Part> {
    let text = |words: &[Word<'_>]| words.iter().flat_map(|word| [word.word, word.space]).collect::<String>();
    let length = same.len();
    let part = match cutting {
        _ if length == 0 => return None,
        Cutting::Start if length > CONTEXT => format!("… {}", text(&same[length - CONTEXT..])),
        Cutting::End if length > CONTEXT => format!("{} …", text(&same[..CONTEXT]).trim_end()),
        Cutting::Middle if length > 2 * CONTEXT => {
            format!("{} … {}", text(&same[..CONTEXT]).trim_end(), text(&same[length - CONTEXT..]))
        }
        _ => text(same),
    };
    Some(Part::Same(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_word_by_word_with_their_line() {
        let found = changes("# A\n\nOne two three.\n\nGone.\n", "# A\n\nOne 2 three.\n\n- new\n");
        assert_eq!(
            found,
            [
                Change {
                    line: 3,
                    parts: vec![
                        Part::Same("One ".to_owned()),
                        Part::Removed("two ".to_owned()),
                        Part::Added("2 ".to_owned()),
                        Part::Same("three.".to_owned()),
                    ]
                },
                Change { line: 3, parts: vec![Part::Removed("Gone.".to_owned())] },
                Change { line: 5, parts: vec![Part::Added("- new".to_owned())] },
            ]
        );
    }
}

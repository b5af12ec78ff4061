//! The part of a text that shows the words of a query best. Knows the text only. The client cuts
//! its snippets by the same rule.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::tokenise::plain_words;

/// How long a snippet is at most, in UTF-16 units like all lengths here: so browsers count.
const LENGTH: usize = 160;
/// How much may stand before the first word that was found.
const BEFORE: usize = 40;
/// A snippet begins and ends between pieces without a space, or of so many characters: not all
/// scripts have spaces.
const PIECE: usize = 40;
/// The snippet is taken from so much of the text, so that a section as long as a book costs no time.
const READ: usize = 100_000;
/// So many pieces with words that were found are looked at.
const MOST_HITS: usize = 500;

/// A run of characters without a space.
struct Piece<'a> {
    text: &'a str,
    /// Where it begins, in bytes and in units.
    byte: usize,
    start: usize,
    end: usize,
}

/// The part of the text in which the most different words of `wanted` stand.
pub fn snippet(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let pieces = pieces(text);
    let found = pieces.iter().map(|piece| {
        let words: Vec<String> = plain_words(piece.text).into_iter().filter(|word| wanted(word)).collect();
        (piece.start, words)
    });
    let found: Vec<(usize, Vec<String>)> = found.filter(|(_, words)| !words.is_empty()).take(MOST_HITS).collect();
    let reach = LENGTH - BEFORE;
    let different = |(at, (start, _)): (usize, &(usize, Vec<String>))| {
        let near = found[at..].iter().take(reach).take_while(|(other, _)| *other < start + reach);
        (near.flat_map(|(_, words)| words).collect::<BTreeSet<_>>().len(), Reverse(*start))
    };
    let hit = found.iter().enumerate().map(different).max().map_or(0, |(_, Reverse(start))| start);
    let first = pieces.iter().find(|piece| piece.start + BEFORE >= hit);
    let (from, start) = first.map_or((0, 0), |piece| (piece.byte, piece.start));
    let last = pieces.iter().rev().find(|piece| piece.end <= start + LENGTH);
    let end = last.map_or(0, |piece| piece.byte + piece.text.len());
    let lead = if start > 0 { "… " } else { "" };
    let trail = if end < text.len() { " …" } else { "" };
    format!("{lead}{}{trail}", &text[from..end])
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut unit, mut count) = (0, 0);
    for (byte, c) in text.char_indices() {
        let width = c.len_utf16();
        if unit + width > READ {
            break;
        }
        if c == ' ' {
            count = 0;
        } else {
            match pieces.last_mut().filter(|_| (1..PIECE).contains(&count)) {
                Some(piece) => {
                    piece.text = &text[piece.byte..byte + c.len_utf8()];
                    piece.end += width;
                    count += 1;
                }
                None => {
                    pieces.push(Piece { text: &text[byte..byte + c.len_utf8()], byte, start: unit, end: unit + width });
                    count = 1;
                }
            }
        }
        unit += width;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_shows_the_words_that_were_found() {
        let text =
            format!("{} the team keeps missing its deadlines {}", "word ".repeat(40).trim(), "more ".repeat(40).trim());
        let cut = snippet(&text, |word| ["team", "deadlines"].contains(&word));
        assert!(cut.starts_with("… word word") && cut.contains("the team keeps missing its deadlines more"), "{cut}");
        assert!(cut.ends_with(" …") && cut.len() < 180, "{cut}");
    }

    #[test]
    fn a_text_without_spaces_is_cut_too() {
        let text = format!("{}計画を立てる{}", "東京".repeat(200), "の日".repeat(300));
        let cut = snippet(&text, |word| word == "計画");
        assert_eq!(cut, format!("… {}計画を立てる{} …", "東京".repeat(20), "の日".repeat(57)));
    }

    #[test]
    fn a_short_text_stands_whole() {
        assert_eq!(snippet("Only this.", |_| false), "Only this.");
        assert_eq!(snippet("", |_| true), "");
    }
}

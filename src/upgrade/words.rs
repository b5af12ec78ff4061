//! Text as words, and the three-way merge of three versions of one paragraph, word by word. Knows
//! no Markdown.

use super::common::{Side, Stretch, choose, side, stretches};

/// A word with the white space after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Word<'t> {
    /// The word; empty for white space at the start of the text.
    pub word: &'t str,
    /// The white space.
    pub space: &'t str,
}

/// How a text is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    /// At white space; a text that is broken into lines elsewhere is the same text.
    Words,
    /// At line ends, because white space means something.
    Lines,
}

/// Cuts a text. The pieces joined are the text.
pub(super) fn words(text: &str, cut: Cut) -> Vec<Word<'_>> {
    match cut {
        Cut::Lines => text
            .split_inclusive('\n')
            .map(|line| {
                let word = line.strip_suffix('\n').unwrap_or(line);
                Word { word, space: &line[word.len()..] }
            })
            .collect(),
        Cut::Words => {
            let mut found = Vec::new();
            let mut rest = text;
            while !rest.is_empty() {
                let end = word_end(rest);
                let (word, after) = rest.split_at(end);
                let space = &after[..after.len() - after.trim_start().len()];
                found.push(Word { word, space });
                rest = &after[space.len()..];
            }
            found
        }
    }
}

/// Writing without spaces between words is cut at each character.
fn word_end(text: &str) -> usize {
    let mut chars = text.char_indices();
    match chars.next() {
        None => 0,
        Some((_, first)) if first.is_whitespace() => 0,
        Some((_, first)) if is_unspaced(first) => first.len_utf8(),
        Some(_) => chars.find(|(_, c)| c.is_whitespace() || is_unspaced(*c)).map_or(text.len(), |(at, _)| at),
    }
}

/// Thai, Lao, Myanmar, Khmer, kana and Han (Unicode, Scripts.txt).
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Merges three versions of one paragraph; `None` when both sides changed the same words, or words
/// that stand side by side, in different ways.
pub(super) fn merge(base: &str, local: &str, upstream: &str, cut: Cut) -> Option<String> {
    if let Some(chosen) = choose(&base, local, upstream) {
        return Some(chosen.to_owned());
    }
    let (base, local, upstream) = (words(base, cut), words(local, cut), words(upstream, cut));
    let (base_words, local_words, upstream_words) = (bare(&base), bare(&local), bare(&upstream));
    let mut merged = String::new();
    for stretch in stretches(&base_words, &local_words, &upstream_words) {
        match stretch {
            Stretch::Same { base: b, local: l, upstream: u } => {
                merged.push_str(local[l].word);
                // Line breaks alone never conflict; the adopter's stay.
                let space = choose(&base[b].space, local[l].space, upstream[u].space).unwrap_or(local[l].space);
                merged.push_str(space);
            }
            Stretch::Changed { base: b, local: l, upstream: u } => {
                let chosen = match side(&base_words[b], &local_words[l.clone()], &upstream_words[u.clone()])? {
                    Side::Local => &local[l],
                    Side::Upstream => &upstream[u],
                };
                chosen.iter().for_each(|word| merged.extend([word.word, word.space]));
            }
        }
    }
    Some(merged)
}

fn bare<'t>(words: &[Word<'t>]) -> Vec<&'t str> {
    words.iter().map(|word| word.word).collect()
}

/// How much of two texts is the same, from 0 to 1: twice the words that both have, in any order,
/// over all words.
pub(super) fn similarity(one: &[&str], other: &[&str]) -> f64 {
    let mut both = 0_usize;
    let (mut a, mut b) = (0, 0);
    while a < one.len() && b < other.len() {
        match one[a].cmp(other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (both, a, b) = (both + 1, a + 1, b + 1),
        }
    }
    let all = one.len() + other.len();
    #[expect(clippy::cast_precision_loss, reason = "texts have far fewer words than 2^52")]
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    share(2 * both, all)
}

/// The words of a text in order of the alphabet, for [`similarity`].
pub(super) fn sorted_words(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = words(text, Cut::Words).into_iter().map(|word| word.word).collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, local: &str, upstream: &str, merged: Option<&str>) {
        assert_eq!(merge(base, local, upstream, Cut::Words).as_deref(), merged);
        assert_eq!(words(base, Cut::Words).iter().flat_map(|word| [word.word, word.space]).collect::<String>(), base);
    }

    #[test]
    fn changes_of_different_words_are_both_taken() {
        check(
            "Ask Acme how the team is doing today.",
            "Ask Initech how the team is doing today.",
            "Ask Acme how the team is getting on today.",
            Some("Ask Initech how the team is getting on today."),
        );
    }

    #[test]
    fn changes_of_the_same_word_or_of_neighbours_conflict() {
        check("one two three", "one 2 three", "one zwei three", None);
        check("one two three", "one 2 three", "one two 3", None);
    }

    #[test]
    fn a_paragraph_that_one_side_wraps_elsewhere_still_takes_the_other_sides_words() {
        check("one two three four", "one two\nthree four", "one two three five", Some("one two\nthree five"));
    }

    #[test]
    fn the_end_of_a_paragraph_grows_and_shrinks_without_losing_a_space() {
        check("a b", "a b c", "x a b", Some("x a b c"));
        check("a b c", "a b", "x b c", Some("x b"));
    }

    #[test]
    fn text_without_spaces_is_merged_by_character() {
        check("今日は天気がいい", "今日は天気が悪い", "明日は天気がいい", Some("明日は天気が悪い"));
    }
}

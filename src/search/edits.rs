//! How many letters of a typed word are wrong: optimal string alignment over a sorted word list,
//! where neighbours share the rows of their common beginning. Knows letters only.

/// A word of the list that the typed word may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// The word's place in the list.
    pub(super) place: usize,
    /// How many letters are wrong.
    pub(super) edits: usize,
    /// Whether only the beginning of the word was compared.
    pub(super) is_beginning: bool,
}

/// The words of a sorted list within `limit` edits of the typed one. With `open`, a word whose
/// beginning is within the limit counts too.
pub(super) fn near(typed: &str, words: &[&str], limit: usize, open: Open) -> Vec<Correction> {
    let typed: Vec<u16> = typed.encode_utf16().collect();
    let width = typed.len() + 1;
    let mut rows: Vec<usize> = (0..width).collect();
    let mut before: Vec<u16> = Vec::new();
    // The best distance of a beginning, by its length.
    let mut begun: Vec<usize> = vec![usize::MAX];
    // No word that shares so many letters with the one before can come within the limit again.
    let mut dead = usize::MAX;
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let word: Vec<u16> = word.encode_utf16().collect();
        let shared = before.iter().zip(&word).take_while(|(a, b)| a == b).count();
        if dead <= shared {
            if open == Open::Yes && begun[dead] <= limit {
                found.push(Correction { place, edits: begun[dead], is_beginning: true });
            }
            continue;
        }
        dead = usize::MAX;
        rows.truncate(width * (shared + 1));
        begun.truncate(shared + 1);
        for depth in shared..word.len() {
            let least = row(&mut rows, &typed, &word, depth);
            let end = rows[rows.len() - 1];
            begun.push(begun[depth].min(end));
            if least > limit {
                dead = depth + 1;
                break;
            }
        }
        let reached = rows.len() / width - 1;
        let edits = rows[rows.len() - 1];
        if reached == word.len() && edits <= limit {
            found.push(Correction { place, edits, is_beginning: false });
        } else if open == Open::Yes && begun[reached] <= limit {
            found.push(Correction { place, edits: begun[reached], is_beginning: true });
        }
        before = word;
        before.truncate(reached);
    }
    found
}

/// Whether the typed word may be the beginning of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// It may.
    Yes,
    /// It is complete.
    No,
}

/// Appends the row of the word's next letter and returns its least distance.
fn row(rows: &mut Vec<usize>, typed: &[u16], word: &[u16], depth: usize) -> usize {
    let width = typed.len() + 1;
    let above = depth * width;
    rows.push(depth + 1);
    let mut least = depth + 1;
    for at in 1..width {
        let cost = usize::from(typed[at - 1] != word[depth]);
        let mut best = (rows[above + at] + 1).min(rows[above + width + at - 1] + 1).min(rows[above + at - 1] + cost);
        if depth > 0 && at > 1 && typed[at - 1] == word[depth - 1] && typed[at - 2] == word[depth] {
            best = best.min(rows[above - width + at - 2] + 1);
        }
        rows.push(best);
        least = least.min(best);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_near(typed: &str, limit: usize, open: Open) -> Vec<(&'static str, usize, bool)> {
        let words = ["cat", "deadline", "deadlines", "delegate", "delegation", "onboarding", "team", "tema", "term"];
        near(typed, &words, limit, open)
            .iter()
            .map(|found| (words[found.place], found.edits, found.is_beginning))
            .collect()
    }

    #[test]
    fn a_letter_may_be_wrong_missing_added_or_swapped() {
        assert_eq!(words_near("team", 1, Open::No), [("team", 0, false), ("tema", 1, false), ("term", 1, false)]);
        assert_eq!(words_near("dedline", 1, Open::No), [("deadline", 1, false)]);
        assert_eq!(words_near("delegaiton", 2, Open::No), [("delegation", 1, false)]);
        assert_eq!(words_near("delegaten", 2, Open::No), [("delegate", 1, false), ("delegation", 2, false)]);
    }

    #[test]
    fn a_beginning_may_be_wrong_too() {
        assert_eq!(words_near("onbord", 1, Open::Yes), [("onboarding", 1, true)]);
        assert_eq!(words_near("onbord", 1, Open::No), []);
    }
}

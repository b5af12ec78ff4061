//! Whether the words of a query stand side by side on a page. Knows the text, no ranks.

use super::document::{Document, Part};
use super::query::Query;
use super::ranking::RANKING;
use super::tokenise::plain_words;

/// For each section of a page, the greatest share of the query's neighbouring words that are
/// neighbours there too, and more where all of them stand in a row, or are all there is.
pub(super) fn shares(document: &Document, query: &Query) -> Vec<f64> {
    let mut pairs: Vec<String> = query.words.windows(2).map(|pair| format!(" {} {} ", pair[0], pair[1])).collect();
    if let Some(last) = pairs.last_mut().filter(|_| query.is_open) {
        // The last word may be the beginning of a longer one.
        last.pop();
    }
    let whole = format!(" {} ", query.words.join(" "));
    let run = if query.is_open { whole.trim_end() } else { &whole };
    let share = |text: &String| {
        let found = pairs.iter().filter(|pair| text.contains(pair.as_str())).count();
        let in_a_row = if text.contains(run) { RANKING.run } else { 0.0 };
        found as f64 / pairs.len().max(1) as f64 + in_a_row + if *text == whole { RANKING.whole } else { 0.0 }
    };
    let of_part = |number: usize, part: &Part| texts(document, number, part).iter().map(share).fold(0.0, f64::max);
    document.parts.iter().enumerate().map(|(number, part)| of_part(number, part)).collect()
}

/// Whether words stand side by side somewhere on the page.
pub(super) fn stands(document: &Document, words: &[String]) -> bool {
    let run = format!(" {} ", words.join(" "));
    let mut parts = document.parts.iter().enumerate();
    parts.any(|(number, part)| texts(document, number, part).iter().any(|text| text.contains(&run)))
}

/// The words of a section as texts that no phrase may span, each word with a space around it.
fn texts(document: &Document, number: usize, part: &Part) -> Vec<String> {
    let padded = |text: &str| format!(" {} ", plain_words(text).join(" "));
    if number > 0 {
        return vec![padded(&part.heading), padded(&part.text)];
    }
    let clues = document.clues.iter().map(|clue| padded(clue));
    [padded(&document.title), padded(&part.text)].into_iter().chain(clues).collect()
}

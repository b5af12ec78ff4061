//! The part of a text that shows the words of a query best. Knows the text only. The client cuts
//! its snippets by the same rule.

use super::tokenise::plain_words;

/// How many characters a snippet has, about.
const LENGTH: usize = 160;
/// How many characters may stand before the first word that was found.
const BEFORE: usize = 40;

/// The part of the text in which the most different words of `wanted` stand.
pub fn snippet(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let tokens: Vec<(usize, &str)> = text
        .split(' ')
        .scan(0, |at, token| {
            let start = *at;
            *at += token.len() + 1;
            Some((start, token))
        })
        .collect();
    let found: Vec<(usize, Vec<String>)> = tokens
        .iter()
        .map(|(start, token)| (*start, plain_words(token).into_iter().filter(|word| wanted(word)).collect()))
        .filter(|(_, words): &(usize, Vec<String>)| !words.is_empty())
        .collect();
    let different = |from: usize| {
        let start = found[from].0;
        let mut seen: Vec<&String> = Vec::new();
        for (_, words) in found[from..].iter().take_while(|(at, _)| *at < start + LENGTH - BEFORE) {
            seen.extend(words.iter().filter(|word| !seen.contains(word)).collect::<Vec<_>>());
        }
        seen.len()
    };
    let best = (0..found.len().min(500)).max_by_key(|from| (different(*from), std::cmp::Reverse(*from)));
    let hit = best.map_or(0, |from| found[from].0);
    let from = tokens.iter().map(|(start, _)| *start).find(|start| *start + BEFORE >= hit).unwrap_or(0);
    let end = tokens
        .iter()
        .map(|(start, token)| start + token.len())
        .take_while(|end| *end <= from + LENGTH)
        .last()
        .filter(|end| *end > from)
        .unwrap_or(text.len().min(from));
    let lead = if from > 0 { "… " } else { "" };
    let trail = if end < text.len() { " …" } else { "" };
    format!("{lead}{}{trail}", &text[from..end])
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
    fn a_short_text_stands_whole() {
        assert_eq!(snippet("Only this.", |_| false), "Only this.");
        assert_eq!(snippet("", |_| true), "");
    }
}

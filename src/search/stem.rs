//! Which words are forms of one another: inflections, and British and American spellings. Knows
//! no page; the index keeps the links, so that the client needs no stemmer.

use rust_stemmers::{Algorithm, Stemmer};

/// Stems the words of one language; words of a language that Snowball does not know have no forms.
pub(super) struct Stems(Option<(Stemmer, Spelling)>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    English,
    AsWritten,
}

impl Stems {
    /// For a BCP 47 tag, such as `en-GB`.
    pub(super) fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        let algorithm = match primary.as_str() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "nl" => Algorithm::Dutch,
            "en" => Algorithm::English,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "es" => Algorithm::Spanish,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        let spelling = if primary == "en" { Spelling::English } else { Spelling::AsWritten };
        Self(Some((Stemmer::create(algorithm), spelling)))
    }

    /// What all forms of a word have in common; none for what has no forms.
    pub(super) fn stem(&self, word: &str) -> Option<String> {
        let (stemmer, spelling) = self.0.as_ref()?;
        if word.len() < 3 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let word = if *spelling == Spelling::English { american(word) } else { word.to_owned() };
        Some(stemmer.stem(&word).into_owned())
    }
}

/// British endings as Americans write them. A word that only looks British does no harm: it is
/// compared with words that went the same way.
fn american(word: &str) -> String {
    const ENDINGS: &[(&str, &str)] = &[
        ("isations", "izations"),
        ("isation", "ization"),
        ("ising", "izing"),
        ("ises", "izes"),
        ("ised", "ized"),
        ("iser", "izer"),
        ("isers", "izers"),
        ("ise", "ize"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
        ("elling", "eling"),
        ("elled", "eled"),
        ("eller", "eler"),
        ("ogue", "og"),
        ("ogues", "ogs"),
        ("tre", "ter"),
        ("tres", "ters"),
        ("ence", "ense"),
        ("ences", "enses"),
        ("programme", "program"),
        ("programmes", "programs"),
        ("fulfil", "fulfill"),
        ("fulfils", "fulfills"),
    ];
    let ending = ENDINGS.iter().find(|(british, _)| word.len() > british.len() + 1 && word.ends_with(british));
    let whole = ENDINGS.iter().find(|(british, _)| word == *british);
    if let Some((british, american)) = ending.or(whole) {
        return format!("{}{american}", &word[..word.len() - british.len()]);
    }
    match word.find("our") {
        Some(at) if at >= 2 && word.len() > 5 => format!("{}or{}", &word[..at], &word[at + 3..]),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_and_both_spellings_share_a_stem() {
        let english = Stems::of("en-GB");
        for forms in [
            &["prioritise", "prioritize", "prioritising", "prioritized"][..],
            &["organisation", "organization"],
            &["behaviour", "behavior", "behaviours"],
            &["deadline", "deadlines"],
            &["travelling", "traveling"],
            &["programme", "programs"],
            &["centre", "center"],
            &["defence", "defense"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| english.stem(form)).collect();
            assert!(stems.iter().all(|stem| stem.is_some() && *stem == stems[0]), "{forms:?}: {stems:?}");
        }
    }

    #[test]
    fn numbers_and_unknown_languages_have_no_forms() {
        assert_eq!(Stems::of("en").stem("q4s"), None);
        assert_eq!(Stems::of("tlh").stem("words"), None);
    }
}

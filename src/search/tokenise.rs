//! Text to words: lower case, without accents, compounds whole and in parts, Chinese, Japanese and
//! Korean by pairs of characters. Knows no page. The client cuts queries by the same rules.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Ranges of characters that are written without spaces and so are indexed by pairs; published
/// with the index, so that the client reads the same table.
pub const UNSPACED: &[(u32, u32)] =
    &[(0x0e00, 0x0e7f), (0x3040, 0x30ff), (0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x3fffd)];

/// Longer words are cut: nobody types them, and they would bloat the dictionary.
pub const MAX_WORD: usize = 40;

/// Lower-cased text without accents and apostrophes, as both sides of the search see it.
pub fn fold(text: &str) -> String {
    let text = &*joined_ratios(text);
    if text.is_ascii() {
        return text.chars().filter(|c| *c != '\'').map(|c| c.to_ascii_lowercase()).collect();
    }
    let plain = |c: &char| !matches!(*c, '\'' | '’' | '\u{300}'..='\u{36f}');
    text.to_lowercase().nfkd().filter(plain).map(|c| if c == 'ς' { 'σ' } else { c }).nfc().collect()
}

/// Calls `take` with every word of a text, compounds (`camelCase`, `snake_case`) whole and in parts.
pub fn words(text: &str, mut take: impl FnMut(&str)) {
    let text = &*joined_ratios(text);
    if text.is_ascii() {
        return ascii_words(text, &mut take);
    }
    for run in text.split(|c: char| !(is_letter(c) || is_sign(c))) {
        if run.is_ascii() {
            ascii_words(run, &mut take);
        } else {
            compound(run, &mut take);
        }
    }
}

/// Calls `take` with every word of a text that hyphens divide, written as one: who looks for `email`
/// or `tradeoffs` means `e-mail` and `trade-offs` too. Names of more parts are no words.
pub fn joined_words(text: &str, mut take: impl FnMut(&str)) {
    const MOST_PARTS: usize = 3;
    if !text.contains(HYPHENS) {
        return;
    }
    for run in text.split(|c: char| !is_letter(c) && !HYPHENS.contains(&c)) {
        let parts: Vec<&str> = run.split(HYPHENS).collect();
        let is_word = |part: &&str| !part.is_empty() && !part.contains(char::is_numeric);
        if (2..=MOST_PARTS).contains(&parts.len()) && parts.iter().all(is_word) {
            take(cut(&fold(&parts.concat())));
        }
    }
}

/// The usual hyphen, and the one at which no line ends.
const HYPHENS: [char; 2] = ['-', '\u{2011}'];

/// The words of a query, or of text in which places matter: whole compounds only.
pub fn plain_words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in joined_ratios(text).split(|c: char| !(is_letter(c) || is_sign(c))) {
        folded(run, &mut |word| found.push(word.to_owned()));
    }
    found
}

/// The words of a run of letters and signs, whole. Folded only now, since what is no letter may become
/// some (`™`), and a letter may come to hold none (`½`).
fn folded(run: &str, take: &mut impl FnMut(&str)) {
    let plain: String = fold(run).chars().filter(|c| *c != '_').collect();
    plain.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()).for_each(|word| pairs(word, take));
}

/// What may stand within a word and does not count.
fn is_sign(c: char) -> bool {
    matches!(c, '_' | '\'' | '’')
}

/// `1:1` is one word, `11`; so are ratios and times.
fn joined_ratios(text: &str) -> Cow<'_, str> {
    if !text.contains(':') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let joins = |at: usize| bytes[at] == b':' && at > 0 && is_digit(at - 1) && is_digit(at + 1);
    if !(0..bytes.len()).any(joins) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.char_indices().filter(|(at, _)| !joins(*at)).map(|(_, c)| c).collect())
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c)
}

fn ascii_words(text: &str, take: &mut impl FnMut(&str)) {
    let (bytes, lower) = (text.as_bytes(), text.to_ascii_lowercase());
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let start = at;
        let (mut is_compound, mut has_signs) = (false, false);
        while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'_' | b'\'')) {
            let byte = bytes[at];
            has_signs |= !byte.is_ascii_alphanumeric();
            is_compound |=
                byte == b'_' || (at > start && byte.is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase());
            at += 1;
        }
        if has_signs {
            let plain: String = lower[start..at].chars().filter(char::is_ascii_alphanumeric).collect();
            take(cut(&plain));
        } else {
            take(cut(&lower[start..at]));
        }
        if is_compound {
            parts(&text[start..at], take);
        }
    }
}

/// A run that is not plain ASCII.
fn compound(run: &str, take: &mut impl FnMut(&str)) {
    folded(run, take);
    parts(run, take);
}

/// The parts of `camelCase` and `snake_case`, when there is more than one.
fn parts(run: &str, take: &mut impl FnMut(&str)) {
    let mut found: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut was_lower = false;
    for c in run.chars() {
        if c == '_' || (c.is_uppercase() && was_lower) {
            found.push(std::mem::take(&mut part));
        }
        if c != '_' {
            part.push(c);
        }
        was_lower = c.is_lowercase();
    }
    found.push(part);
    found.retain(|part| !part.is_empty());
    if found.len() > 1 {
        for part in found {
            take(cut(&fold(&part)));
        }
    }
}

/// A word, its unspaced characters by pairs: `日本語` is `日本` and `本語`.
fn pairs(word: &str, take: &mut impl FnMut(&str)) {
    if word.is_ascii() {
        return take(cut(word));
    }
    let mut from = 0;
    let mut spot: Vec<usize> = Vec::new();
    for (at, c) in word.char_indices().chain([(word.len(), ' ')]) {
        if is_unspaced(c) {
            if spot.is_empty() && at > from {
                take(cut(&word[from..at]));
            }
            spot.push(at);
            continue;
        }
        if !spot.is_empty() {
            spot.push(at);
            match spot.as_slice() {
                [start, end] => take(&word[*start..*end]),
                ends => ends.windows(3).for_each(|ends| take(&word[ends[0]..ends[2]])),
            }
            spot.clear();
            from = at;
        }
    }
    if from < word.len() {
        take(cut(&word[from..]));
    }
}

fn is_unspaced(c: char) -> bool {
    UNSPACED.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

/// The first [`MAX_WORD`] bytes at most.
fn cut(word: &str) -> &str {
    if word.len() <= MAX_WORD {
        return word;
    }
    let end = (0..=MAX_WORD).rev().find(|end| word.is_char_boundary(*end)).unwrap_or(0);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(all("The team's Café, 9:1!"), ["the", "teams", "cafe", "91"]);
        assert_eq!(all("Übergröße ΣΟΦΟΣ"), ["ubergroße", "σοφοσ"]);
        assert_eq!(plain_words("team’s Übung"), ["teams", "ubung"]);
        for text in ["Scrum™ ½ day", "ﬁne № 5, it’s", "日本語½の1:1"] {
            assert_eq!(plain_words(text), all(text), "of plain words a text and a query hold the same");
        }
    }

    #[test]
    fn compounds_are_found_whole_and_in_parts() {
        assert_eq!(all("camelCase snake_case"), ["camelcase", "camel", "case", "snakecase", "snake", "case"]);
        assert_eq!(plain_words("camelCase snake_case"), ["camelcase", "snakecase"]);
        assert_eq!(all("ÄnderungsAntrag"), ["anderungsantrag", "anderungs", "antrag"]);
    }

    #[test]
    fn words_that_hyphens_divide_are_one_word_too() {
        let joined = |text: &str| {
            let mut found = Vec::new();
            joined_words(text, |word| found.push(word.to_owned()));
            found
        };
        assert_eq!(joined("Trade-offs by E-Mail, one\u{2011}to\u{2011}one."), ["tradeoffs", "email", "onetoone"]);
        assert_eq!(joined("--flag, a- -b, 2026-11-29, some-long-file-name, no hyphen"), Vec::<String>::new());
    }

    #[test]
    fn unspaced_scripts_are_cut_into_pairs() {
        assert_eq!(all("日本語"), ["日本", "本語"]);
        assert_eq!(all("v2の"), ["v2", "の"]);
        assert_eq!(plain_words("日本語"), all("日本語"));
        assert_eq!(all("한국어"), ["한국어"]);
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(all(&"x".repeat(1000)), ["x".repeat(MAX_WORD)]);
        assert_eq!(all(&"é".repeat(1000)), ["e".repeat(MAX_WORD)]);
    }
}

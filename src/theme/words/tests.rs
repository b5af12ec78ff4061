//! Words as files of several layers and languages. Knows no template.

use jiff::civil::date;

use super::super::layers;
use super::*;

const OWN: &str = "pages: {one: \"{count} page\", other: \"{count} pages\"}\nhi: Hello {name}\nlist: [a, b]\n";

fn file(name: &str, text: &str) -> WordsFile {
    let language = name.rsplit('/').next().unwrap().trim_end_matches(".yaml").to_owned();
    WordsFile { language, text: text.to_owned(), file: name.to_owned() }
}

fn read(files: &[(&str, &str)], language: &str) -> Result<Words, Failure> {
    Words::read(&files.iter().map(|(name, text)| file(name, text)).collect::<Vec<_>>(), language)
}

#[track_caller]
fn check_refused(files: &[(&str, &str)], expected: &str) {
    assert_eq!(read(files, "de").unwrap_err().to_string(), expected);
}

#[test]
fn a_nearer_language_and_a_higher_layer_win_word_by_word_and_english_stands_in() {
    let files = [
        ("default/en.yaml", "a: en\nb: en\nc: en\nd: en\n"),
        ("default/de.yaml", "a: de\nb: de\nc: de\n"),
        ("default/de-CH.yaml", "a: de-CH\n"),
        ("own/en.yaml", "d: own en\ne: own en\n"),
        ("own/de.yaml", "b: own de\n"),
    ];
    let all = |language: &str| {
        let words = read(&files, language).unwrap();
        ["a", "b", "c", "d", "e"].map(|name| words.say(name).to_owned())
    };
    assert_eq!(all("de-CH"), ["de-CH", "own de", "de", "own en", "own en"]);
    assert_eq!(all("de_at"), ["de", "own de", "de", "own en", "own en"]);
    assert_eq!(all("eo"), ["en", "en", "en", "own en", "own en"]);
    assert_eq!(all("en-GB"), ["en", "en", "en", "own en", "own en"]);
}

#[test]
fn a_form_is_chosen_by_the_rule_of_the_language_of_the_text() {
    let polish = "pages: {one: \"{count} strona\", few: \"{count} strony\", other: \"{count} stron\"}\n";
    let words = read(&[("en.yaml", OWN), ("pl.yaml", polish)], "pl").unwrap();
    assert_eq!(
        [1, 3, 5, 22].map(|count| words.count("pages", count)),
        ["1 strona", "3 strony", "5 stron", "22 strony"]
    );
    // Japanese has one form, but English words keep both of theirs.
    let words = read(&[("en.yaml", OWN)], "ja").unwrap();
    assert_eq!([0, 1, 2].map(|count| words.count("pages", count)), ["0 pages", "1 page", "2 pages"]);
}

#[test]
fn values_are_filled_in_and_only_text_is_escaped() {
    let words = read(&[("en.yaml", "hi: \"<{name}> & {rest}\"\n")], "en").unwrap();
    assert_eq!(words.fill("hi", &[("name", "{rest}"), ("rest", "b")]), "<{rest}> & b");
    assert_eq!(words.html("hi", &[("name", "<b>a</b>"), ("rest", "b")]), "&lt;<b>a</b>&gt; &amp; b");
}

#[test]
fn days_and_places_in_a_row_are_worded() {
    let english =
        |language| Words::read(&layers::load("no-such-folder".as_ref(), "default").unwrap().words, language).unwrap();
    let day = date(2026, 3, 1);
    let words = english("en");
    assert_eq!(
        ["date.long", "date.medium", "date.short", "date.month"].map(|form| words.day(form, day)),
        ["1 March 2026", "1 Mar 2026", "1 Mar", "March 2026"]
    );
    assert_eq!([6, 21, 22, 23].map(|nth| words.ordinal("rule.beyond", nth)), ["6th", "21st", "22nd", "23rd"]);
    let words = english("de");
    assert_eq!([words.day("date.long", day), words.day("date.short", day)], ["1. März 2026", "1. März"]);
}

#[test]
fn a_script_gets_the_words_of_its_groups_and_no_others() {
    let text = "a: b\nkind: {okr: Objective}\nscripts: {y: z}\nsearch:\n  found: {one: 1, other: n}\n  x: y\n";
    let words = read(&[("en.yaml", text)], "en").unwrap();
    assert_eq!(words.of_script(&["scripts"]), r#"{"y":"z"}"#);
    assert_eq!(
        words.of_script(&["search", "kind"]),
        r#"{"kind.okr":"Objective","found":{"one":"1","other":"n"},"x":"y"}"#
    );
}

#[test]
fn what_does_not_fit_is_named_at_its_place() {
    check_refused(
        &[("en.yaml", OWN), ("words/de.yaml", "pagse: x\nhi: Hallo {nmae}\nlist: [a, ]\n")],
        "words/de.yaml:1:8: there is no word `pagse`\n  hint: did you mean `pages`?\n\
         words/de.yaml:2:5: the word `hi` has nothing for `{nmae}`\n  hint: it knows `{name}`",
    );
    check_refused(
        &[("en.yaml", OWN), ("words/de.yaml", "pages: {eins: a, other: b}\nhi:\n")],
        "words/de.yaml:1:9: no language has a form `eins`\n  hint: the forms are `zero`, `one`, `two`, `few`, `many` and `other`\n\
         words/de.yaml:2:4: the word `hi` has no text\n  hint: take the line out; English stands in for what is missing",
    );
    check_refused(
        &[("words/en.yaml", "a: [\n")],
        "words/en.yaml:1:4: the `[` that is opened here is never closed\n  hint: close it with `]`, or put quotes around the whole value",
    );
}

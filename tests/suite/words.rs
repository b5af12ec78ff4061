//! The words of the interface against templates, scripts and program. Knows them as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use playbook::theme::layers::{self, WordsFile};
use playbook::theme::words::Words;

use crate::support::{repository, tree};

/// Attributes that people read or hear.
const SPOKEN: [&str; 6] = ["aria-label", "aria-valuetext", "title", "alt", "placeholder", "label"];
/// Names of keys and events that begin with a capital.
const KEYS: [&str; 5] = ["ArrowDown", "ArrowUp", "Enter", "Escape", "Esc"];
/// What stands in place of what was taken out of a text.
const HOLE: char = '\0';
/// The part of an address that stands between tags.
const INDEX: &str = "index.html";
/// The ways in which the program names a word.
const CALLS: [&str; 6] = [".say(\"", ".fill(\"", ".count(\"", ".html(\"", ".ordinal(\"", ".word(\""];

#[test]
fn templates_and_scripts_say_nothing_but_words() {
    let mut said = Vec::new();
    for (name, text) in files("themes", ".html") {
        said.extend(texts(&text).into_iter().map(|text| format!("{name}: {text}")));
    }
    for (name, text) in files("themes", ".js") {
        let sentences =
            literals(&text).into_iter().filter(|literal| is_sentence(literal) && !KEYS.contains(&literal.as_str()));
        said.extend(sentences.map(|text| format!("{name}: {text}")));
    }
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn text_is_found_between_tags_in_attributes_and_in_expressions() {
    let template = "{# A note #}<p class=\"a b\" title=\"One {{ two }}\">{{ three }} Four {% if a == \"Five six\" %}</p><!doctype html>";
    assert_eq!(texts(template), ["Five six", "One ", "Four"]);
}

#[test]
fn every_word_that_is_used_exists_and_every_word_is_used() {
    let words = read("en");
    let (mut missing, mut used) = (Vec::new(), BTreeSet::new());
    let mut note = |file: &str, text: &str, calls: &[&str], group: &str| {
        for literal in literals_of(file, text) {
            used.insert(format!("{group}{literal}"));
        }
        let named = calls.iter().flat_map(|call| text.split(call).skip(1)).filter_map(|rest| rest.split_once('"'));
        for (name, after) in named {
            // A terminal says things too, but not by name.
            if !name.chars().all(|c| c.is_ascii_lowercase() || ".-".contains(c))
                || group.is_empty() && !name.contains('.')
            {
                continue;
            }
            let name = format!("{group}{name}");
            let begins = after.starts_with([' ', '~']) || after.starts_with(" +");
            // Scripts name the words of other groups in full.
            let is_named = |word: &str, name: &str| if begins { word.starts_with(name) } else { word == name };
            let is_there = words.names().any(|word| is_named(word, &name) || is_named(word, &name[group.len()..]));
            if !is_there {
                missing.push(format!("{file}: {name}"));
            }
        }
    };
    files("themes", ".html").iter().for_each(|(name, text)| note(name, text, &["word(name=\""], ""));
    files("themes", ".js").iter().for_each(|(name, text)| {
        let group = if name.contains("/search/") { "search." } else { "scripts." };
        note(name, text, &["say(\"", "sentence(\""], group);
    });
    files("src", ".rs")
        .iter()
        .filter(|(name, _)| !name.ends_with("tests.rs"))
        .for_each(|(name, text)| note(name, text, &CALLS, ""));
    assert_eq!(missing, Vec::<String>::new());
    let unused: Vec<&str> = words.names().filter(|name| !used.iter().any(|literal| names(literal, name))).collect();
    assert_eq!(unused, Vec::<&str>::new());
}

/// Whether a literal is a word's name, the list that it is in, or what its name begins with.
fn names(literal: &str, name: &str) -> bool {
    let start = literal.strip_suffix("{}").or_else(|| literal.strip_suffix("{nth}")).unwrap_or(literal);
    let rest = name.strip_prefix(start);
    let is_start = start.ends_with(['.', '-']) && start.contains('.') && start.len() > 2;
    rest.is_some_and(|rest| {
        rest.is_empty() || is_start || rest.strip_prefix('.').is_some_and(|number| number.parse::<u8>().is_ok())
    })
}

#[test]
fn every_kind_of_page_has_a_name() {
    let words = read("en");
    let nameless: Vec<&str> = playbook::page::kinds::KINDS
        .iter()
        .map(|kind| kind.name)
        .filter(|kind| !words.has(&format!("kind.{kind}")))
        .collect();
    assert_eq!(nameless, Vec::<&str>::new());
}

#[test]
fn german_has_every_word() {
    let german = words_files().into_iter().filter(|file| file.language == "de");
    let alone: Vec<WordsFile> = german.map(|file| WordsFile { language: "en".to_owned(), ..file }).collect();
    let german = Words::read(&alone, "en").unwrap();
    let missing: Vec<String> = read("en").names().filter(|name| !german.has(name)).map(str::to_owned).collect();
    assert_eq!(missing, Vec::<String>::new());
}

fn read(language: &str) -> Words {
    Words::read(&words_files(), language).unwrap()
}

/// The words of every theme that is part of the program.
fn words_files() -> Vec<WordsFile> {
    layers::bundled().flat_map(|theme| layers::load(Path::new("/nowhere"), theme).unwrap().words).collect()
}

fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let files = tree(&repository().join(folder)).into_iter().filter(|(name, _)| name.ends_with(ending));
    let files: BTreeMap<String, String> =
        files.map(|(name, bytes)| (format!("{folder}/{name}"), String::from_utf8(bytes).unwrap())).collect();
    assert!(!files.is_empty(), "there is nothing in {folder}");
    files
}

/// In a template only expressions have literals; around them the quotes of attributes would count.
fn literals_of(file: &str, text: &str) -> Vec<String> {
    if !file.ends_with(".html") {
        return literals(text);
    }
    let mut code = Vec::new();
    without(&without(text, "{{", "}}", &mut code), "{%", "%}", &mut code);
    code.iter().flat_map(|code| literals(code)).collect()
}

/// What stands between double quotes, or between backticks, on one line.
fn literals(text: &str) -> Vec<String> {
    let between = |quote: char| text.lines().flat_map(move |line| line.split(quote).skip(1).step_by(2));
    between('"').chain(between('`')).map(str::to_owned).collect()
}

fn is_sentence(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// The words of a template that a reader would see or hear.
fn texts(template: &str) -> Vec<String> {
    let template = without(template, "{#", "#}", &mut Vec::new());
    let mut code = Vec::new();
    let html = without(&without(&template, "{{", "}}", &mut code), "{%", "%}", &mut code);
    let has_letters = |text: &str| text.chars().any(char::is_alphabetic);
    let inner = code.iter().flat_map(|code| literals(code));
    let mut found: Vec<String> = inner.filter(|text| is_sentence(text)).collect();
    let mut tags = Vec::new();
    let text = without(&html, "<", ">", &mut tags);
    for tag in tags {
        for attribute in SPOKEN {
            let value = tag.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            found.extend(value.filter(|value| has_letters(value)).map(|value| value.replace(HOLE, "")));
        }
    }
    found.extend(text.split(HOLE).map(str::trim).filter(|text| has_letters(text) && *text != INDEX).map(str::to_owned));
    found
}

/// The text without what stands between two marks, which is kept apart.
fn without(text: &str, open: &str, close: &str, taken: &mut Vec<String>) -> String {
    let mut rest = text;
    let mut left = String::new();
    while let Some((before, after)) = rest.split_once(open) {
        let (inner, after) = after.split_once(close).unwrap_or((after, ""));
        left.push_str(before);
        left.push(HOLE);
        taken.push(inner.to_owned());
        rest = after;
    }
    left + rest
}

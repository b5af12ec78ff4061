//! Our own conventions. Knows the files of the repository as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use playbook::cli::Cli;
use playbook::config::KEYS;
use playbook::page::front_matter::FIELDS;
use playbook::theme::layers;

use crate::support::{data, repository, tree};

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let long: Vec<(String, usize)> = sources()
        .into_iter()
        .map(|(path, text)| (path.display().to_string(), text.lines().count()))
        .filter(|(_, lines)| *lines > 400)
        .collect();
    assert_eq!(long, []);
}

#[test]
fn no_function_is_longer_than_sixty_lines() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        for (name, lines) in functions(&text) {
            if lines > 60 {
                long.push(format!("{}: {name} has {lines} lines", path.display()));
            }
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn a_function_reaches_from_its_name_to_the_brace_below_it() {
    let text = "mod a {\n    pub(crate) fn one(\n        b: u8,\n    ) {\n        b;\n    }\n\n    fn two() {}\n}\n";
    assert_eq!(functions(text), [("one".to_owned(), 5), ("two".to_owned(), 1)]);
}

/// The functions of a formatted file with their lines: from the line of `fn` to the brace that
/// stands as far in.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        let Some((before, after)) = code.split_once("fn ") else { continue };
        let is_function = before.split_whitespace().all(|word| word.starts_with("pub") || is_modifier(word));
        if !is_function {
            continue;
        }
        let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let is_end = |line: &&str| line.strip_prefix(indent).is_some_and(|rest| rest == "}");
        let is_whole = line.ends_with('}') || line.ends_with(';');
        let length = if is_whole { 1 } else { lines[start..].iter().position(is_end).map_or(1, |end| end + 1) };
        found.push((name, length));
    }
    found
}

fn is_modifier(word: &str) -> bool {
    matches!(word, "const" | "async" | "in" | "crate)" | "super)")
}

#[test]
fn every_command_in_the_documents_is_one_that_the_program_takes() {
    let mut refused = Vec::new();
    let mut taken = 0;
    for (path, text) in documents() {
        for command in commands(&text) {
            match Cli::try_parse_from(words(&command)) {
                Ok(_) => taken += 1,
                Err(error) => {
                    refused.push(format!("{}: `{command}`: {}", path.display(), first_line(&error.to_string())))
                }
            }
        }
    }
    assert_eq!(refused, Vec::<String>::new());
    assert!(taken > 0, "the documents name no command");
}

#[test]
fn commands_are_found_in_code_only() {
    let text = "The playbook build is `playbook build -o out`, or\n\n```sh\n$ playbook check # words\ncargo run --release -- serve\nls\n```\n\n`playbook list > pages && ls`\n";
    assert_eq!(commands(text), ["playbook build -o out", "playbook check", "playbook serve", "playbook list"]);
    assert_eq!(words("playbook list --tag \"a b\""), ["playbook", "list", "--tag", "a b"]);
}

/// What stands in backticks or in a code block and begins with the program's name.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            found.push(line.trim().trim_start_matches("$ ").to_owned());
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    let as_program = |line: String| {
        // What the shell does with the rest of the line is not the program's business.
        let own = [" # ", " && ", " > ", " | "].iter().filter_map(|mark| line.find(mark)).min();
        let line = line[..own.unwrap_or(line.len())].trim();
        let line = line.replacen("cargo run --release -- ", "playbook ", 1).replacen("cargo run -- ", "playbook ", 1);
        line.starts_with("playbook ").then_some(line)
    };
    found.into_iter().filter_map(as_program).collect()
}

fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

#[test]
fn every_key_is_documented_and_every_documented_key_exists() {
    let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
    let fields: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    for (document, keys) in [("docs/configuration.md", keys), ("docs/writing.md", fields)] {
        let text = fs::read_to_string(repository().join(document)).unwrap();
        let missing: Vec<&&str> = keys
            .iter()
            .filter(|key| !text.contains(&format!("`{key}`")) && !text.contains(&format!("\n{key}:")))
            .collect();
        assert_eq!(missing, Vec::<&&str>::new(), "{document} does not mention them");
    }
}

#[test]
fn the_theme_in_the_program_is_the_theme_in_the_folder() {
    let embedded = layers::load(Path::new("/nowhere"), layers::DEFAULT_NAME).unwrap();
    let folder = repository().join("themes/default");
    let templates: BTreeMap<String, Vec<u8>> = embedded
        .templates
        .iter()
        .filter_map(|(name, template)| Some((name.strip_prefix("default/")?.to_owned(), template.text.clone().into())))
        .collect();
    let statics: BTreeMap<String, Vec<u8>> =
        embedded.statics.iter().map(|(name, bytes)| (name.clone(), bytes.to_vec())).collect();
    let (small, same): (BTreeMap<_, _>, BTreeMap<_, _>) =
        statics.into_iter().partition(|(name, _)| name.ends_with(".js") || name == "style.css");
    let mut files = tree(&folder.join("static"));
    files.remove("style.css");
    assert!(templates == tree(&folder.join("templates")), "build again: the templates have changed");
    assert!(same == files, "build again: the static files have changed");
    let names: Vec<&str> = small.keys().map(String::as_str).collect();
    assert_eq!(names, ["playbook.js", "redirect.js", "scheme.js", "search.js", "style.css"]);
    let words: BTreeMap<String, Vec<u8>> =
        embedded.words.iter().map(|file| (format!("{}.yaml", file.language), file.text.clone().into())).collect();
    assert!(words == tree(&folder.join("words")), "build again: the words have changed");
}

#[test]
fn no_script_and_no_style_is_longer_than_four_hundred_lines_and_each_is_published() {
    let build = fs::read_to_string(repository().join("build.rs")).unwrap();
    let files = |folder: &str| tree(&repository().join("themes/default").join(folder));
    for (name, bytes) in files("scripts").into_iter().chain(files("styles")) {
        let lines = String::from_utf8(bytes).unwrap().lines().count();
        assert!(lines <= 400, "{name} has {lines} lines");
        assert!(build.contains(&format!("\"{name}\"")), "build.rs does not publish {name}");
    }
}

#[test]
fn the_theme_of_the_tests_has_every_template_that_a_build_renders() {
    let templates = |folder: PathBuf| tree(&folder).into_keys();
    // What stands in `parts` is included by other templates, and `base.html` is extended by them.
    let rendered: Vec<String> = templates(repository().join("themes/default/templates"))
        .filter(|name| !name.starts_with("parts/") && name != "base.html")
        .collect();
    let own: Vec<String> = templates(data("themes/tiny/templates")).filter(|name| name != "tiny.html").collect();
    assert_eq!(own, rendered, "golden sites would show the default theme's page");
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (name, bytes) in tree(&repository().join(folder)) {
            if name.ends_with(".rs") {
                found.push((Path::new(folder).join(name), String::from_utf8(bytes).unwrap()));
            }
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn documents() -> Vec<(PathBuf, String)> {
    let docs = tree(&repository().join("docs")).into_keys().filter(|name| name.ends_with(".md"));
    let names = ["README.md".to_owned(), "ARCHITECTURE.md".to_owned()]
        .into_iter()
        .chain(docs.map(|name| format!("docs/{name}")));
    names.map(|name| (PathBuf::from(&name), fs::read_to_string(repository().join(&name)).unwrap_or_default())).collect()
}

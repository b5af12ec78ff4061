//! Makes the default theme small: joins and minifies what `themes/default/scripts` holds, and joins
//! `themes/default/styles` without its comments, for `theme::layers` to embed. Knows no theme but
//! this one.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

const SCRIPT_FOLDER: &str = "themes/default/scripts";
const STYLE_FOLDER: &str = "themes/default/styles";

/// The published scripts with the files that they are made of; those share one scope, as if they
/// were written one below the other.
const SCRIPTS: &[(&str, &[&str])] = &[
    ("redirect.js", &["redirect.js"]),
    ("scheme.js", &["scheme.js"]),
    ("playbook.js", &["page.js", "places.js", "definitions.js", "playbook.js"]),
    (
        "search.js",
        &[
            "search/words.js",
            "search/query.js",
            "search/index.js",
            "search/candidates.js",
            "search/postings.js",
            "search/rank.js",
            "search/engine.js",
            "search/page.js",
            "search/files.js",
            "search/results.js",
            "search/combobox.js",
            "search/found.js",
        ],
    ),
];

/// The layers of the published style sheet, the later above the earlier, with the files of each.
const LAYERS: &[(&str, &[&str])] = &[
    ("reset", &["reset.css"]),
    ("tokens", &["tokens.css"]),
    ("base", &["base.css"]),
    ("layout", &["layout.css"]),
    (
        "parts",
        &[
            "small.css",
            "header.css",
            "sidebar.css",
            "search.css",
            "page-head.css",
            "contents.css",
            "changes.css",
            "one-page.css",
            "lists.css",
            "page-foot.css",
            "footer.css",
        ],
    ),
    ("prose", &["prose.css", "code.css", "tables.css", "boxes.css"]),
    (
        "kinds",
        &[
            "kinds.css",
            "vision.css",
            "okr.css",
            "review.css",
            "shift.css",
            "practice.css",
            "path.css",
            "glossary.css",
            "symptoms.css",
            "home.css",
        ],
    ),
    ("print", &["print.css"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SCRIPT_FOLDER}");
    println!("cargo::rerun-if-changed={STYLE_FOLDER}");
    let output = Path::new(&env::var("OUT_DIR")?).join("static");
    // Everything in the folder is embedded, so nothing of an earlier build may be left in it.
    drop(fs::remove_dir_all(&output));
    fs::create_dir_all(&output)?;
    for (name, files) in SCRIPTS {
        let texts = files.iter().map(|file| fs::read_to_string(Path::new(SCRIPT_FOLDER).join(file)));
        let joined = texts.collect::<Result<Vec<String>, _>>()?.concat();
        let minified = minified(&format!("(() => {{\n\"use strict\";\n{joined}}})();\n"));
        fs::write(output.join(name), minified.map_err(|error| format!("{name} cannot be minified: {error}"))?)?;
    }
    fs::write(output.join("style.css"), plain(&styles()?))?;
    Ok(())
}

/// The files of the style sheet in their layers, so that any rule of a site's own sheet wins.
fn styles() -> std::io::Result<String> {
    let names: Vec<&str> = LAYERS.iter().map(|(layer, _)| *layer).collect();
    let mut text = format!("@layer {};\n", names.join(", "));
    for (layer, files) in LAYERS {
        let texts = files.iter().map(|file| fs::read_to_string(Path::new(STYLE_FOLDER).join(file)));
        text += &format!("@layer {layer} {{\n{}}}\n", texts.collect::<Result<Vec<String>, _>>()?.concat());
    }
    Ok(text)
}

/// What says the same with fewer bytes, outside of quotes.
const SHORTER: &[(&str, &str)] =
    &[("; }", "}"), (" { ", "{"), (" }", "}"), (" {", "{"), ("{ ", "{"), (": ", ":"), ("; ", ";"), (", ", ",")];

/// A style sheet without comments, line ends and what else says nothing.
fn plain(styles: &str) -> String {
    let mut text = String::new();
    let mut rest = styles;
    let mut quote = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        if quote.is_none()
            && let Some((long, short)) = SHORTER.iter().find(|(long, _)| rest.starts_with(long))
        {
            text.push_str(short);
            rest = &rest[long.len()..];
            continue;
        }
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        text.push(c);
        rest = &rest[c.len_utf8()..];
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let joined = lines.fold(String::new(), |joined, line| {
        let apart = !joined.is_empty() && !joined.ends_with(['{', '}', ';', ',', ':']);
        joined + if apart { " " } else { "" } + line
    });
    joined + "\n"
}

fn minified(script: &str) -> Result<String, String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::cjs()).parse();
    if let Some(error) = parsed.errors.first() {
        return Err(error.to_string());
    }
    let mut program = parsed.program;
    let minified = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program);
    let writer = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(minified.scoping);
    Ok(writer.build(&program).code + "\n")
}

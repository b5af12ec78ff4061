//! The reference for authors of themes, `docs/theme-reference.md`: every template, block, component
//! and variable, made from the types that templates see and from the default theme's templates, so
//! that it can neither lack one nor name one that is gone. Knows the sources as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use crate::support::{expect, repository, tree};

/// The files that declare what templates see, in the order in which the reference has them.
const TYPES: [&str; 5] = [
    "src/theme/context.rs",
    "src/theme/kinds/mod.rs",
    "src/theme/kinds/okr.rs",
    "src/theme/kinds/review.rs",
    "src/theme/kinds/section.rs",
];

/// A name that templates see, its type, where it is when not everywhere, and what it is.
type Name = (&'static str, &'static str, &'static str, &'static str);

const NAMES: &[Name] = &[
    ("root", "&str", "", "goes before every `url`: `<a href=\"{{ root }}{{ page.url }}\">`"),
    ("config", "ConfigView", "", "the settings, as far as templates need them"),
    ("page", "PageView", "", "the page"),
    ("section", "Option<SectionView>", "", "the nearest section"),
    ("nav", "Vec<NavView>", "", "the navigation to show; none in `print.html`"),
    ("build", "BuildView", "", "the program"),
    ("home", "Option<HomeView>", "templates of pages", "what the home page shows; none on other pages"),
    ("symptoms", "Vec<SymptomGroupView>", "`symptoms.html`", "every symptom of every page"),
    ("tags", "Vec<TagView>", "`tags.html`", "every tag"),
    ("tag", "TagPageView", "`tag.html`", "the tag"),
    ("letters", "Vec<LetterView>", "`a-z.html`, `search.html`", "all pages by their first letters"),
    ("shown", "Vec<MonthView>", "`changes.html`", "the months to show, the latest first"),
    ("months", "Vec<MonthView>", "`changes.html`", "all months"),
    (
        "pages",
        "Vec<PageView>",
        "`print.html`",
        "the pages that stand there, with their whole bodies as `content` and an `anchor`",
    ),
    ("whole", "bool", "`print.html`", "whether it is the whole playbook"),
    ("target", "&str", "`redirect.html`", "where the old address leads, after `root`"),
    ("target_url", "&str", "`redirect.html`", "the absolute address when the site's is known, else `target`"),
    ("adaptations", "AdaptationsView", "`adaptations.html`", "what a fork changed"),
];

/// What a page has besides the fields of its type, because it is HTML and not to be escaped.
const HTML: &[(&str, &str)] = &[
    ("content", "The text as HTML."),
    ("opening", "Its first paragraph."),
    ("rest", "What follows that."),
    ("heading", "The headline as HTML."),
];

/// The functions of templates.
const FUNCTIONS: &[(&str, &str)] = &[
    ("asset", "`asset(name=\"style.css\")`: the address of a static file, with a hash in its name"),
    (
        "word",
        "`word(name=\"count.pages\", count=3)`: a word of the interface with its values; `otherwise=\"text\"` is shown when there is no such word",
    ),
    (
        "date",
        "`date(value=page.updated)`: a day in words; `form=\"medium\"` has a short month, `form=\"short\"` no year, `form=\"month\"` no day",
    ),
];

struct Field {
    name: String,
    kind: String,
    about: String,
    is_flat: bool,
}

struct Type {
    name: String,
    about: String,
    fields: Vec<Field>,
}

#[test]
fn the_reference_for_themes_is_what_templates_see() {
    let mut text = "# Reference for themes\n\nMade from the program's own types and the default theme's templates by `tests/suite/reference.rs`; change those, not this file. How they are used is in [Themes](themes.md).\n\n".to_owned();
    names(&mut text);
    functions(&mut text);
    types(&mut text);
    templates(&mut text);
    components(&mut text);
    expect::all_good([expect::compare(&repository().join("docs/theme-reference.md"), &text)]);
}

#[test]
fn every_name_that_a_template_gets_is_in_the_reference() {
    let mut given = BTreeSet::new();
    for (_, source) in tree(&repository().join("src/site")) {
        let source: String = String::from_utf8(source).unwrap().split_whitespace().collect();
        for call in ["context.insert(", "context.insert_value("] {
            given.extend(source.split(call).skip(1).filter_map(first_text));
        }
    }
    // The list of adaptations is named by a constant.
    given.insert("adaptations".to_owned());
    assert_eq!(given, NAMES.iter().map(|name| name.0.to_owned()).collect());
    let page = fs::read_to_string(repository().join("src/site/page.rs")).unwrap();
    let html: BTreeSet<String> = page.split("page.insert(").skip(1).filter_map(first_text).collect();
    assert_eq!(html, HTML.iter().map(|(name, _)| (*name).to_owned()).collect());
    let theme = fs::read_to_string(repository().join("src/theme/mod.rs")).unwrap();
    let functions: BTreeSet<String> = theme.split("register_function(").skip(1).filter_map(first_text).collect();
    assert_eq!(functions, FUNCTIONS.iter().map(|(name, _)| (*name).to_owned()).collect());
}

/// The text that an argument list begins with.
fn first_text(rest: &str) -> Option<String> {
    let (name, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(name.to_owned())
}

fn names(text: &mut String) {
    text.push_str("## Names\n\nAn undefined name is an error, with file, line and caret. Every field below is always there; what is missing is `none` or empty. Text is escaped, HTML is not.\n\n| name | what it is | type | in |\n|---|---|---|---|\n");
    for (name, kind, place, about) in NAMES {
        let place = if place.is_empty() { "all" } else { place };
        let _ = writeln!(text, "| `{name}` | {about} | {} | {place} |", in_words(kind));
    }
}

fn functions(text: &mut String) {
    text.push_str("\n## Functions\n\n");
    for (_, about) in FUNCTIONS {
        let _ = writeln!(text, "- {about}");
    }
}

fn types(text: &mut String) {
    text.push_str("\n## Types\n");
    let all: Vec<Type> =
        TYPES.iter().flat_map(|file| read_types(&fs::read_to_string(repository().join(file)).unwrap())).collect();
    let by_name: BTreeMap<&str, &Type> = all.iter().map(|one| (one.name.as_str(), one)).collect();
    for one in &all {
        let _ = write!(
            text,
            "\n### {}\n\n{}\n\n| field | type | what it is |\n|---|---|---|\n",
            title(&one.name),
            one.about
        );
        for field in &one.fields {
            if field.is_flat {
                for inner in &by_name[field.kind.as_str()].fields {
                    row(text, inner);
                }
            } else {
                row(text, field);
            }
        }
        if one.name == "PageView" {
            for (name, about) in HTML {
                let _ = writeln!(text, "| `{name}` | HTML | {about} |");
            }
        }
    }
}

fn row(text: &mut String, field: &Field) {
    let _ = writeln!(text, "| `{}` | {} | {} |", field.name, in_words(&field.kind), field.about.replace('|', "\\|"));
}

/// The structures of a source file with their fields and what is said of them.
fn read_types(source: &str) -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    let (mut about, mut is_flat) = (String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            about.push_str(words);
        } else if line.starts_with("#[") {
            is_flat |= line.contains("flatten");
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.split(['<', ' ']).next().unwrap().to_owned();
            types.push(Type { name, about: std::mem::take(&mut about).trim().to_owned(), fields: Vec::new() });
        } else if let Some((name, kind)) =
            line.strip_suffix(',').and_then(|line| line.strip_prefix("pub ")?.split_once(": "))
        {
            let about = std::mem::take(&mut about).trim().to_owned();
            let field = Field { name: name.to_owned(), kind: kind.to_owned(), about, is_flat };
            types.last_mut().unwrap().fields.push(field);
            is_flat = false;
        } else {
            about.clear();
        }
    }
    types
}

/// `Option<Vec<LinkView>>` as people say it.
fn in_words(kind: &str) -> String {
    let inside = |prefix: &str| kind.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inside("Option<") {
        return format!("{} or none", in_words(inner));
    }
    if let Some(inner) = inside("Vec<") {
        return format!("list of {}", in_words(inner));
    }
    match kind.trim_start_matches("&'static ").trim_start_matches("&'a ").trim_start_matches('&') {
        "str" | "String" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u8" | "u32" | "i32" | "i64" | "f64" => "number".to_owned(),
        "Date" => "day".to_owned(),
        "Map<String, Json>" => "data".to_owned(),
        "std::collections::BTreeMap<String, String>" => "texts by name".to_owned(),
        view if view.ends_with("View") || view.ends_with("View<'a>") => {
            let title = title(view.trim_end_matches("<'a>"));
            format!("[{title}](#{})", title.to_lowercase().replace(' ', "-"))
        }
        other => panic!("the reference has no word for `{other}`"),
    }
}

/// `KeyResultView` → `Key result`.
fn title(name: &str) -> String {
    let mut title = String::new();
    for (index, letter) in name.trim_end_matches("View").chars().enumerate() {
        if index > 0 && letter.is_uppercase() {
            title.push(' ');
            title.extend(letter.to_lowercase());
        } else {
            title.push(letter);
        }
    }
    title
}

fn templates(text: &mut String) {
    text.push_str("\n## Templates\n\nA template of the site or of a theme replaces the whole file, or extends it and fills blocks.\n\n| template | for | blocks |\n|---|---|---|\n");
    for (name, template) in default_templates() {
        let code = template.split_once("#}").unwrap().1.replace("{%-", "{%");
        let blocks: Vec<String> = all_after(&code, "{% block ").iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(text, "| `{name}` | {} | {} |", comment(&template), blocks.join(", "));
    }
}

fn components(text: &mut String) {
    text.push_str("\n## Components\n\nA component of the same name in a template of the site or of a theme replaces it everywhere.\n\n| component | what it is |\n|---|---|\n");
    for (_, template) in default_templates() {
        for (before, rest) in template.match_indices("{%- component ").map(|(at, _)| template.split_at(at)) {
            let signature = rest.trim_start_matches("{%- component ").split_once(" -%}").unwrap().0;
            let about = before.rfind("{#-").map(|at| comment(&before[at..])).unwrap_or_default();
            let _ = writeln!(text, "| `{signature}` | {about} |");
        }
    }
}

fn default_templates() -> Vec<(String, String)> {
    let files = tree(&repository().join("themes/default/templates"));
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// The words of the comment that a text begins with, in one line.
fn comment(text: &str) -> String {
    let words = text.strip_prefix("{#-").and_then(|rest| rest.split_once("#}")).map_or("", |(words, _)| words);
    words.trim_end_matches('-').split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The words that follow a text, each once, in order.
fn all_after(text: &str, before: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in text.split(before).skip(1) {
        let word: String = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

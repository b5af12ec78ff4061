//! Colours code at build time, with a small set of CSS classes so that a theme's light and dark
//! schemes are a few variables. Knows languages, nothing of pages.

use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Code longer than this is not coloured: nobody reads it for its colours.
const MAX_BYTES: usize = 200_000;
/// A longer line is generated text, on which some grammars take seconds.
const MAX_LINE: usize = 2_000;

/// Scope prefixes of TextMate grammars and the class that each gets; the first that fits wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "comment"),
    ("string", "string"),
    ("constant.character.escape", "constant"),
    ("constant.numeric", "number"),
    ("constant", "constant"),
    ("markup.heading", "heading"),
    ("markup.inserted", "inserted"),
    ("markup.deleted", "deleted"),
    ("entity.name.section", "heading"),
    ("entity.name.function", "function"),
    ("support.function", "function"),
    ("variable.function", "function"),
    ("entity.name.tag", "tag"),
    ("entity.other.attribute-name", "attribute"),
    ("entity.name", "type"),
    ("support.type.property-name", "attribute"),
    ("support", "type"),
    ("storage.type", "keyword"),
    ("storage", "keyword"),
    ("keyword.operator", "operator"),
    ("keyword", "keyword"),
    ("variable.language", "keyword"),
    ("variable.parameter", "variable"),
    ("variable.other.member", "attribute"),
    ("punctuation.definition.string", "string"),
    ("punctuation.definition.comment", "comment"),
    ("punctuation", "punctuation"),
];

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

fn grammars() -> &'static Grammars {
    static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
    GRAMMARS.get_or_init(|| Grammars {
        syntaxes: two_face::syntax::extra_newlines(),
        classes: CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
    })
}

/// The code as HTML, coloured when the language is known: `<span class="hl-keyword">fn</span>`.
pub fn highlight(code: &str, language: &str) -> String {
    colour(code, language).unwrap_or_else(|| {
        let mut html = String::with_capacity(code.len() + 16);
        escape(&mut html, code);
        html
    })
}

fn colour(code: &str, language: &str) -> Option<String> {
    if language.is_empty()
        || matches!(language, "text" | "txt" | "plain" | "plaintext" | "none")
        || code.len() > MAX_BYTES
    {
        return None;
    }
    let grammars = grammars();
    let syntax = find_syntax(&grammars.syntaxes, language)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut html = String::with_capacity(code.len() * 2);
    let mut open: Option<&'static str> = None;
    let mut known = HashMap::new();
    for line in LinesWithEndings::from(code) {
        if line.len() > MAX_LINE {
            return None;
        }
        let operations = state.parse_line(line, &grammars.syntaxes).ok()?;
        let mut at = 0;
        for (position, operation) in operations.into_iter().chain([(line.len(), syntect::parsing::ScopeStackOp::Noop)])
        {
            if position > at {
                let class = class_of(&stack, grammars, &mut known);
                write_run(&mut html, &mut open, class, &line[at..position]);
                at = position;
            }
            stack.apply(&operation).ok()?;
        }
    }
    if open.is_some() {
        html.push_str("</span>");
    }
    Some(html)
}

fn find_syntax<'s>(syntaxes: &'s SyntaxSet, language: &str) -> Option<&'s SyntaxReference> {
    let language = match language {
        "shell" | "console" | "sh-session" | "shell-session" => "sh",
        "jsonc" | "json5" => "json",
        "node" => "js",
        other => other,
    };
    syntaxes.find_syntax_by_token(language).filter(|syntax| syntax.name != "Plain Text")
}

fn class_of(
    stack: &ScopeStack,
    grammars: &Grammars,
    known: &mut HashMap<Scope, Option<&'static str>>,
) -> Option<&'static str> {
    stack.scopes.iter().rev().find_map(|scope| {
        *known.entry(*scope).or_insert_with(|| {
            grammars.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class)
        })
    })
}

fn write_run(html: &mut String, open: &mut Option<&'static str>, class: Option<&'static str>, text: &str) {
    let class = if text.trim().is_empty() { *open } else { class };
    if *open != class {
        if open.is_some() {
            html.push_str("</span>");
        }
        if let Some(class) = class {
            html.push_str("<span class=\"hl-");
            html.push_str(class);
            html.push_str("\">");
        }
        *open = class;
    }
    escape(html, text);
}

/// Escapes text for HTML, element content and attributes alike.
pub fn escape(html: &mut String, text: &str) {
    let outcome = pulldown_cmark_escape::escape_html(html, text);
    debug_assert!(outcome.is_ok(), "writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_are_coloured_and_others_escaped() {
        assert_eq!(
            highlight("let x = \"a<b\";\n", "rust"),
            "<span class=\"hl-keyword\">let</span> x <span class=\"hl-operator\">= </span><span class=\"hl-string\">&quot;a&lt;b&quot;</span><span class=\"hl-punctuation\">;\n</span>"
        );
        assert_eq!(highlight("a < b & c\n", "no-such"), "a &lt; b &amp; c\n");
    }
}

//! Compiled templates, static files and words. Knows no page.

pub mod colour;
pub mod context;
mod functions;
pub mod kinds;
pub mod layers;
pub mod offer;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, Tera};

use crate::failure::Failure;
use layers::{Layers, groups_of};
use offer::fingerprinted;
use words::Words;

/// What the words of a script are written in place of; a name that nothing declares stays as it is when
/// scripts are minified.
const WORDS_PLACE: &str = "PLAYBOOK_WORDS";

/// A theme that is ready to render.
pub struct Theme {
    tera: Tera,
    files: BTreeMap<String, String>,
    /// Static files by the path under which they are published.
    pub statics: BTreeMap<String, Arc<[u8]>>,
    /// The words of the interface.
    pub words: Words,
}

impl Theme {
    /// Compiles the templates of all layers, with the words of a language.
    ///
    /// # Errors
    /// Fails on a template that does not compile, with file, line and caret, and on a word that
    /// does not fit.
    pub fn compile(layers: &Layers, language: &str) -> Result<Self, Failure> {
        let words = Words::read(&layers.words, language)?;
        let named = with_words(&layers.statics, &words);
        let published: BTreeMap<String, String> =
            named.iter().map(|(name, bytes)| (name.clone(), fingerprinted(name, bytes))).collect();
        let statics = named.iter().map(|(name, bytes)| (published[name].clone(), Arc::clone(bytes))).collect();
        let files = layers.templates.iter().map(|(name, template)| (name.clone(), template.file.clone())).collect();
        let mut theme = Self { tera: Tera::default(), files, statics, words };
        let prepared = theme.tera.set_fallback_prefixes(["theme/", "default/"]);
        prepared.map_err(|error| theme.explain(&error))?;
        theme.tera.register_function("asset", functions::asset(published));
        theme.tera.register_function("word", functions::word(theme.words.clone()));
        theme.tera.register_function("date", functions::date(theme.words.clone()));
        let templates: Vec<(&str, &str)> =
            layers.templates.iter().map(|(name, template)| (name.as_str(), template.text.as_str())).collect();
        let added = theme.tera.add_raw_templates(templates);
        added.map_err(|error| theme.explain_blocks(&error).unwrap_or_else(|| theme.explain(&error)))?;
        Ok(theme)
    }

    /// Whether some layer has the template.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Renders a template.
    ///
    /// # Errors
    /// Fails when the template uses something that does not exist; `page` names the page that was
    /// being made.
    pub fn render(&self, template: &str, context: &Context, page: &str) -> Result<Vec<u8>, Failure> {
        let mut html = Vec::with_capacity(16 * 1024);
        self.tera
            .render_to(template, context, &mut html)
            .map_err(|error| self.explain(&error).hint(format!("this happened while making `{page}`")))?;
        Ok(html)
    }

    /// Renders one block of a template as the template fills it; `None` when the theme's frame has
    /// no such block.
    ///
    /// # Errors
    /// Fails when the template uses something that does not exist.
    pub fn render_block(
        &self,
        (template, block): (&str, &str),
        context: &Context,
        page: &str,
    ) -> Result<Option<String>, Failure> {
        match self.tera.render_block(template, block, context) {
            Ok(html) => Ok(Some(html)),
            // Tera has no other way to ask.
            Err(error) if error.to_string().starts_with(&format!("Block `{block}` not found")) => Ok(None),
            Err(error) => Err(self.explain(&error).hint(format!("this happened while making `{page}`"))),
        }
    }

    /// A base of one's own must have every block that a template of the default theme fills, as long
    /// as that template is not replaced too. Tera tells of each in each template.
    fn explain_blocks(&self, error: &tera::Error) -> Option<Failure> {
        let said = error.to_string();
        let is_ours = said.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?.starts_with("default/");
        let blocks: BTreeSet<&str> = said
            .lines()
            .filter_map(|line| line.split_once("Block `")?.1.strip_suffix("` is not defined in any parent template"))
            .collect();
        let base = ["base.html", "theme/base.html"].iter().find_map(|name| self.files.get(*name))?;
        let named: Vec<String> = blocks.iter().map(|block| format!("`{block}`")).collect();
        (is_ours && !blocks.is_empty()).then(|| {
            Failure::new(format!(
                "`{base}` lacks blocks that templates of the default theme fill: {}",
                named.join(", ")
            ))
            .hint("begin it with `{% extends \"default/base.html\" %}` and write only the blocks that differ")
            .hint("or add the blocks, empty if you like: `{% block title %}{% endblock title %}`")
        })
    }

    /// Tera names templates as they are compiled; people know files.
    fn explain(&self, error: &tera::Error) -> Failure {
        let said = error.to_string();
        let with_file = |line: &str| {
            let named = line.trim_start().strip_prefix("--> ").and_then(|place| place.split_once(':'));
            let file = named.and_then(|(name, _)| Some((name, self.files.get(name)?)));
            file.map_or_else(|| line.to_owned(), |(name, file)| line.replacen(name, file, 1))
        };
        let lines: Vec<String> = said.trim_start_matches("error: ").lines().map(with_file).collect();
        let mut text = lines.join("\n");
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            text = format!("{text}\n  {inner}");
            source = inner.source();
        }
        let failure = Failure::new(format!("the theme's template cannot be used: {text}"));
        if text.contains("Circular") {
            return failure
                .hint("to change a template of the theme, extend it by its layer, such as `{% extends \"theme/page.html\" %}`");
        }
        failure
    }
}

/// The static files, with their words in the scripts.
fn with_words(statics: &BTreeMap<String, Arc<[u8]>>, words: &Words) -> BTreeMap<String, Arc<[u8]>> {
    let mut statics = statics.clone();
    for (name, bytes) in &mut statics {
        if let Some(groups) = groups_of(name) {
            *bytes = with_words_in(bytes, words, groups).into();
        }
    }
    statics
}

/// The script with the words in their place. That it is text was seen when it was read.
fn with_words_in(script: &[u8], words: &Words, groups: &[&str]) -> Vec<u8> {
    String::from_utf8_lossy(script).replacen(WORDS_PLACE, &words.of_script(groups), 1).into_bytes()
}

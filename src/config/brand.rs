//! What makes a playbook the organisation's: accent, logo and links in the footer. Knows the keys of
//! the config, not the theme that shows them.

use crate::diagnostic::Span;
use crate::source::SourcePath;
use crate::theme::colour::{Accent, Colour, LEAST_CONTRAST, Scheme};
use crate::yaml::{Entry, Fields, Problem, Value, scalar};

/// The keys below `theme`.
const THEME_KEYS: &[&str] = &["name", "accent"];
/// The keys below `theme.accent`.
const ACCENT_KEYS: &[&str] = &["light", "dark"];
/// The keys below `logo`.
const LOGO_KEYS: &[&str] = &["light", "dark", "alt"];

/// The organisation's look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The accent; the theme's own when there is none.
    pub accent: Option<Accent>,
    /// The logo, which stands before the site's title.
    pub logo: Option<Logo>,
    /// The links in the footer: what they say, and a web address or the path of a page.
    pub footer: Vec<(String, String)>,
}

/// The logo; files are named from the config's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file.
    pub light: SourcePath,
    /// The file for the dark scheme, when the other one cannot be seen there.
    pub dark: Option<SourcePath>,
    /// What it says, when it stands for the title and not beside it.
    pub alt: Option<String>,
}

impl Brand {
    /// The files of the logo, if there is one.
    pub fn logo_files(&self) -> impl Iterator<Item = &SourcePath> {
        self.logo.iter().flat_map(|logo| std::iter::once(&logo.light).chain(&logo.dark))
    }
}

/// Whether a link in the footer leads elsewhere than to a page of the playbook.
pub fn is_address(target: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| target.starts_with(scheme))
}

/// The name of the page to which a link in the footer leads.
pub fn page_name(target: &str) -> &str {
    let name = target.trim_matches('/');
    name.strip_suffix(".md").unwrap_or(name)
}

/// Reads the look, and the theme's name if it is given.
pub(super) fn read(fields: &mut Fields<'_>, text: &str) -> (Option<String>, Brand) {
    let mut brand = Brand::default();
    let theme = fields.entry(&["theme"]).map(|entry| &entry.node);
    let name = match theme.map(|node| &node.value) {
        Some(Value::Map(entries)) => {
            fields.extend(super::unknown_keys(entries, THEME_KEYS, "`theme`"));
            brand.accent = read_accent(fields, entries, text);
            text_of(fields, entries, text, "name")
        }
        _ => fields.text(&["theme"]),
    };
    let name = name.filter(|name| is_folder(fields, theme.map_or_else(Span::default, |node| node.span), name));
    brand.logo = read_logo(fields, text);
    for entry in fields.group(&["footer"]) {
        match scalar(&entry.node, text) {
            Some(target) => brand.footer.push((entry.key.clone(), target)),
            None => {
                let message = format!("`footer.{}` must be an address or a page", entry.key);
                let hint = "write it as `Imprint: https://example.com/imprint` or `Privacy: legal/privacy`";
                fields.problem(entry.key_span, message, Some(hint.to_owned()));
            }
        }
    }
    (name, brand)
}

fn read_logo(fields: &mut Fields<'_>, text: &str) -> Option<Logo> {
    let node = &fields.entry(&["logo"])?.node;
    let (light, dark, alt) = match &node.value {
        Value::Map(entries) => {
            fields.extend(super::unknown_keys(entries, LOGO_KEYS, "`logo`"));
            let mut one = |key| text_of(fields, entries, text, key);
            (one("light"), one("dark"), one("alt"))
        }
        _ => (fields.text(&["logo"]), None, None),
    };
    let mut file = |written: String| {
        let file = SourcePath::new(written.trim_start_matches("./")).filter(|file| !file.as_str().contains('\\'));
        if file.is_none() {
            let message = format!("`logo` must be a file below the config's folder, found `{written}`");
            fields.problem(node.span, message, Some("write it as `logo: static/logo.svg`".to_owned()));
        }
        file
    };
    let dark = dark.and_then(&mut file);
    Some(Logo { light: file(light?)?, dark, alt })
}

/// Whether the name is that of a folder below `themes`, and not a way out of it.
fn is_folder(fields: &mut Fields<'_>, span: Span, name: &str) -> bool {
    let is_folder = !name.contains(['/', '\\']) && !name.starts_with('.');
    if !is_folder {
        let hint = "put the theme below `themes` and name its folder".to_owned();
        fields.problem(span, format!("`theme` must be the name of a folder, found `{name}`"), Some(hint));
    }
    is_folder
}

fn text_of(fields: &mut Fields<'_>, entries: &[Entry], text: &str, key: &str) -> Option<String> {
    let mut inner = Fields::new(text, entries);
    let value = inner.text(&[key]);
    fields.extend(inner.into_problems());
    value
}

/// `accent: "#17665a"`, or one colour for each scheme.
fn read_accent(fields: &mut Fields<'_>, entries: &[Entry], text: &str) -> Option<Accent> {
    let entry = entries.iter().rev().find(|entry| entry.key == "accent")?;
    let (light, dark) = match &entry.node.value {
        Value::Map(schemes) => {
            fields.extend(super::unknown_keys(schemes, ACCENT_KEYS, "`theme.accent`"));
            (text_of(fields, schemes, text, "light")?, text_of(fields, schemes, text, "dark"))
        }
        _ => (text_of(fields, entries, text, "accent")?, None),
    };
    let mut colour = |written: &str| {
        let colour = Colour::parse(written);
        if colour.is_none() {
            let message = format!("`theme.accent` must be a colour, found `{written}`");
            fields.problem(entry.node.span, message, Some("write it as `accent: \"#17665a\"`".to_owned()));
        }
        colour
    };
    let light = colour(&light)?;
    let dark = match dark {
        Some(dark) => Some(colour(&dark)?),
        None => None,
    };
    Accent::new(light, dark).map_err(|(colour, scheme)| fields.extend([illegible(entry, colour, scheme)])).ok()
}

fn illegible(entry: &Entry, colour: Colour, scheme: Scheme) -> Problem {
    let name = if scheme == Scheme::Light { "light" } else { "dark" };
    let contrast = (colour.legibility(scheme) * 100.0).floor() / 100.0;
    Problem {
        span: entry.node.span,
        message: format!(
            "`theme.accent` cannot be read in the {name} scheme: the contrast of `{}` is {contrast:.2}:1, and text needs {LEAST_CONTRAST}:1",
            colour.hex()
        ),
        hints: vec![format!("the nearest colour that can be read is `{}`", colour.legible(scheme).hex())],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Config, parse};
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let problems = parse(text).unwrap_err();
        problems.into_iter().map(|problem| format!("{} ({})", problem.message, problem.hints.join("; "))).collect()
    }

    #[test]
    fn the_look_is_read_in_its_short_and_its_long_form() {
        let short = parse("theme: folio\nlogo: static/logo.svg\n").unwrap();
        let logo = Logo { light: SourcePath::new("static/logo.svg").unwrap(), dark: None, alt: None };
        assert_eq!((short.theme.as_str(), short.brand.logo), ("folio", Some(logo.clone())));
        let long = parse(
            "theme: {name: folio, accent: {light: \"#7a3e9d\", dark: \"#d8a9f2\"}}\nlogo: {light: static/logo.svg, dark: b.svg, alt: Acme}\nfooter:\n  Imprint: https://x.org\n  Privacy: legal/privacy\n",
        );
        let Config { theme, brand, .. } = long.unwrap();
        let logo = Logo { dark: SourcePath::new("b.svg"), alt: Some("Acme".to_owned()), ..logo };
        let footer = [("Imprint", "https://x.org"), ("Privacy", "legal/privacy")];
        assert_eq!((theme.as_str(), brand.logo), ("folio", Some(logo)));
        assert_eq!(brand.footer, footer.map(|(title, url)| (title.to_owned(), url.to_owned())));
        assert!(brand.accent.is_some());
    }

    #[test]
    fn an_accent_that_cannot_be_read_is_refused_with_its_nearest_neighbour() {
        assert_eq!(
            problems("theme: {accent: \"#f6c945\"}\n"),
            [
                "`theme.accent` cannot be read in the light scheme: the contrast of `#f6c945` is 1.37:1, and text needs 4.5:1 (the nearest colour that can be read is `#876a00`)"
            ]
        );
        assert_eq!(
            problems("theme: {accent: {light: \"#17665a\", dark: \"#17665a\"}}\n"),
            [
                "`theme.accent` cannot be read in the dark scheme: the contrast of `#17665a` is 2.12:1, and text needs 4.5:1 (the nearest colour that can be read is `#549c8e`)"
            ]
        );
    }

    #[test]
    fn mistakes_in_the_look_are_told() {
        assert_eq!(
            problems("theme: {name: ../other}\nlogo: {light: a.svg, dark: ../b.svg}\n"),
            [
                "`theme` must be the name of a folder, found `../other` (put the theme below `themes` and name its folder)",
                "`logo` must be a file below the config's folder, found `../b.svg` (write it as `logo: static/logo.svg`)",
            ]
        );
        assert_eq!(
            problems("theme: {accent: green, colour: red}\nlogo: {ligth: x.svg}\nfooter: {Imprint: [a]}\n"),
            [
                "`theme.accent` must be a colour, found `green` (write it as `accent: \"#17665a\"`)",
                "`theme` has no key `colour` (put settings for the theme below `extra:`)",
                "`logo` has no key `ligth` (did you mean `light`?)",
                "`footer.Imprint` must be an address or a page (write it as `Imprint: https://example.com/imprint` or `Privacy: legal/privacy`)",
            ]
        );
    }
}

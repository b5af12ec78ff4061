//! The config of a new fork: upstream's with the adopter's values, and without what would stop a
//! build there. Knows upstream's files, not the disk.

use jiff::civil::Date;

use crate::build::{self, Inputs};
use crate::config::{self, Config, brand};
use crate::playbook::{Drafts, LinkStyle, Playbook};
use crate::source::git::GitFacts;
use crate::source::history::NO_HISTORIES;
use crate::source::{Source, SourcePath, Sources};
use crate::terminal::Terminal;
use crate::theme::layers;
use crate::theme::offer::Offer;
use crate::upgrade::layout::{Files, Layout};
use crate::upgrade::settings::{self, Values};
use crate::upgrade::text::{Form, Mark, Text};
use crate::upstream::Fetched;
use crate::upstream::journal::Change;

/// A setting of upstream's that a fork cannot take as it is.
pub(super) struct Unfit {
    /// Its keys from the top.
    keys: Vec<String>,
    /// Why.
    reason: String,
}

/// The settings that name what is not among the adopted files, and the links in the footer that lead
/// to upstream's own addresses.
pub(super) fn unfit(config: &Config, adopted: &Files, layout: &Layout, today: Date) -> Vec<Unfit> {
    let has = |name: &str| SourcePath::new(name).is_some_and(|path| adopted.contains_key(&path));
    let mut found = Vec::new();
    let mut add = |keys: &[&str], reason: String| {
        found.push(Unfit { keys: keys.iter().map(|key| (*key).to_owned()).collect(), reason });
    };
    let theme = &config.theme;
    let is_bundled = theme == layers::DEFAULT_NAME || layers::bundled().any(|name| name == theme);
    if !is_bundled && !has(&format!("themes/{theme}/theme.yaml")) {
        let keys = if config.brand.accent.is_some() { &["theme", "name"][..] } else { &["theme"] };
        add(keys, format!("the theme `{theme}` is not among the files that were taken"));
    }
    if let Some(missing) = config.brand.logo_files().find(|file| !adopted.contains_key(*file)) {
        add(&["logo"], format!("the logo `{missing}` is not among the files that were taken"));
    }
    let names_pages = config.brand.footer.iter().any(|(_, target)| !brand::is_address(target));
    let playbook = if names_pages { playbook_of(config, adopted, layout, today) } else { Playbook::default() };
    for (title, target) in &config.brand.footer {
        if brand::is_address(target) {
            add(&["footer", title], format!("the link `{title}` in the footer leads to upstream's `{target}`"));
        } else if playbook.page_by_id(brand::page_name(target)).is_none() {
            add(&["footer", title], format!("the link `{title}` in the footer leads to `{target}`, which is not here"));
        }
    }
    found
}

/// The playbook that the adopted pages make.
fn playbook_of(config: &Config, adopted: &Files, layout: &Layout, today: Date) -> Playbook {
    let content = adopted.iter().filter(|(path, _)| layout.is_content(path));
    let files =
        content.filter_map(|(path, bytes)| Some((SourcePath::new(layout.shown(path))?, Source::new(bytes.clone()))));
    let sources = Sources { files: files.collect(), ..Sources::default() };
    let inputs = Inputs {
        sources: &sources,
        config,
        offer: &Offer::default(),
        git: &GitFacts::default(),
        histories: &NO_HISTORIES,
        fallback_title: "",
        base_url: None,
        drafts: Drafts::default(),
        style: LinkStyle::default(),
        today,
        adaptations: None,
    };
    build::read(&inputs).playbook
}

/// Upstream's config with the adopter's values, its comments and its line ends. What does not fit
/// stands in it as a comment, and the adopter is told.
pub(super) fn adapted(fetched: &Fetched, values: &Values, unfit: &[Unfit], terminal: &Terminal) -> Option<Change> {
    let path = SourcePath::new(config::FILE_NAME)?;
    let old = fetched.files.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let old = Text::read(old.as_bytes()).unwrap_or_default();
    let (mut text, left_out) = settings::readable(&old.text);
    for problem in left_out {
        terminal.warn(&format!(
            "`playbook.yaml` of upstream, {problem}\n  hint: it stands in yours as a comment; mend it there, unless a newer program knows it"
        ));
    }
    for Unfit { keys, reason } in unfit {
        terminal.warn(&format!(
            "`playbook.yaml` of upstream: {reason}\n  hint: it stands in yours as a comment; write there what is right for you"
        ));
        text = settings::without(&text, &keys.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let new = settings::adopt(&text, values);
    let text = if new.is_empty() { "# Settings of this playbook. Every key has a default.\n".to_owned() } else { new };
    let form = Form { mark: Mark::None, ..old.form };
    Some(Change::new_file(path, Text { text, form }.write()))
}

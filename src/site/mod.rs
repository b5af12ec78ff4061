//! The whole output: every file by its path, byte-identical for equal input. Knows playbook and
//! theme, not the disk.

mod adaptations;
mod beside;
mod body;
mod brand;
mod changes;
pub mod compress;
mod embed;
mod glossary;
mod ics;
mod kinds;
mod links;
mod lists;
mod markdown;
mod nav;
mod page;
mod print;
pub mod sync;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use tera::Context;

use crate::config::Config;
use crate::failure::Failure;
use crate::playbook::{Entry, LinkStyle, OutPath, PageId, Playbook, Repository, Url};
use crate::source::Sources;
use crate::source::git::GitFacts;
use crate::theme::Theme;
use crate::theme::context::{BuildView, ConfigView, direction};
use crate::upgrade::adaptations::Adaptations;
use nav::Navigation;
use page::PageViews;

pub(crate) use page::is_for_kind;

/// Every file of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// By path in the output folder.
    pub files: BTreeMap<OutPath, Arc<[u8]>>,
}

/// Takes the files of a site as they are made, from several threads and in any order.
pub trait Output: Sync {
    /// Takes a file. Of two at one path the first stays.
    fn put(&self, path: OutPath, bytes: Arc<[u8]>);
}

/// Keeps the whole site in memory.
impl Output for Mutex<Site> {
    fn put(&self, path: OutPath, bytes: Arc<[u8]>) {
        self.lock().unwrap_or_else(PoisonError::into_inner).files.entry(path).or_insert(bytes);
    }
}

/// Addresses that the site needs for itself, with what they are for.
pub const RESERVED: &[(&str, &str)] = &[
    ("404.html", "the not-found page"),
    ("sitemap.xml", "the sitemap"),
    ("robots.txt", "the file for search engines"),
    ("feed.xml", "the feed of changes"),
    ("pages.json", "the list of pages"),
    ("tags/index.html", "the list of tags"),
    ("search/index.html", "the search page"),
    ("a-z/index.html", "the list of pages from A to Z"),
    ("_search/manifest.js", "the index of the search"),
];

/// The lists that a site has this time, of those that it has only at times.
pub fn lists_of_the_time(git: &GitFacts, adaptations: Option<&Adaptations>) -> Vec<&'static str> {
    let has_changes = !git.is_shallow && git.changes.iter().any(|change| change.path.is_page());
    let changes = has_changes.then_some(changes::LIST);
    changes.into_iter().chain(adaptations.map(|_| adaptations::LIST)).collect()
}

/// What a site is rendered from.
#[derive(Clone, Copy)]
pub struct Rendering<'a> {
    /// The snapshot, for files that are copied.
    pub sources: &'a Sources,
    /// The pages.
    pub playbook: &'a Playbook,
    /// The templates.
    pub theme: &'a Theme,
    /// The settings.
    pub config: &'a Config,
    /// The site's title.
    pub title: &'a str,
    /// The site's own address with a trailing slash, if it is known.
    pub base_url: Option<&'a str>,
    /// How links name their target.
    pub style: LinkStyle,
    /// What git knows.
    pub git: &'a GitFacts,
    /// The forge, if it is known.
    pub repository: Option<&'a Repository>,
    /// The day that counts as today.
    pub today: jiff::civil::Date,
    /// What was changed since the playbook was forked, when the site is to tell.
    pub adaptations: Option<&'a Adaptations>,
}

/// Renders every page and every list into `output`, all but the files of the search.
///
/// # Errors
/// Fails when a template cannot be rendered.
pub fn render(rendering: &Rendering<'_>, output: &dyn Output) -> Result<(), Failure> {
    let put = |(path, bytes)| output.put(path, bytes);
    let views = PageViews::new(rendering);
    let base = base_context(rendering)?;
    let navigation = Navigation::new(rendering.playbook, rendering.style);
    // The lists hold every page once more, so they are worth a core of their own.
    let (pages, lists) = rayon::join(
        || pages(&views, &navigation, &base, output),
        || lists::render(rendering, &views, &navigation, &base, output),
    );
    pages?;
    lists?.into_iter().for_each(put);
    ics::render(rendering).into_iter().for_each(|(path, text)| output.put(path, Arc::from(text)));
    for (source, url) in &rendering.playbook.assets {
        if let Some(file) = rendering.sources.files.get(source) {
            output.put(url.out_path(), Arc::clone(&file.bytes));
        }
    }
    let statics = rendering.theme.statics.iter().filter_map(|(path, bytes)| Some((OutPath::new(path)?, bytes)));
    for (path, bytes) in statics.filter(|(path, _)| !rendering.playbook.withheld.contains(path)) {
        output.put(path, Arc::clone(bytes));
    }
    Ok(())
}

type File = (OutPath, Arc<[u8]>);

/// The pages of the playbook, side by side.
fn pages(
    views: &PageViews<'_>,
    navigation: &Navigation<'_>,
    base: &Context,
    output: &dyn Output,
) -> Result<(), Failure> {
    let page = |(id, entry): (PageId, &Entry)| -> Result<(), Failure> {
        output.put(entry.url.out_path(), views.render(id, navigation, base)?.into());
        if let Some((url, text)) = views.playbook().markdown_url(entry).zip(markdown::markdown(views.rendering, id)) {
            output.put(url.out_path(), text.into_bytes().into());
        }
        Ok(())
    };
    let entries: Vec<(PageId, &Entry)> = views.rendering.playbook.entries().collect();
    // Of several failures the first by page is told, whichever came first.
    let outcomes: Vec<Result<(), Failure>> = entries.into_par_iter().map(page).collect();
    outcomes.into_iter().collect()
}

/// What every template sees.
fn base_context(rendering: &Rendering<'_>) -> Result<Context, Failure> {
    let whole = rendering.playbook.home().and_then(|home| rendering.playbook.print_url(home));
    let mut context = Context::new();
    context.insert(
        "config",
        &ConfigView {
            title: rendering.title,
            description: rendering.config.description.as_deref(),
            base_url: rendering.base_url,
            language: &rendering.config.language,
            dir: direction(&rendering.config.language),
            repo_url: rendering.repository.map(|repository| repository.url.as_str()),
            extra: &rendering.config.extra,
            org: &rendering.config.org,
            offline: rendering.style == LinkStyle::Offline,
            logo: brand::logo(&rendering.config.brand),
            footer: brand::footer(rendering)?,
            changes_url: rendering.playbook.list_url(changes::LIST).map(|url| url.href(rendering.style)),
            print_url: whole.map(|url| url.href(rendering.style)),
        },
    );
    context.insert("build", &BuildView { version: env!("CARGO_PKG_VERSION") });
    Ok(context)
}

impl Rendering<'_> {
    /// What goes before an address on the page at `path`: `/`, `/sub/` or `../../`.
    fn root(&self, path: &OutPath) -> String {
        match self.style {
            LinkStyle::Offline if path.depth() == 0 => "./".to_owned(),
            LinkStyle::Offline => "../".repeat(path.depth()),
            LinkStyle::Served => self.base_path().to_owned(),
        }
    }

    /// The path of the site's address, with a slash at both ends.
    fn base_path(&self) -> &str {
        let address = self.base_url.unwrap_or("/");
        let host = address.find("://").map_or(0, |at| at + 3);
        address[host..].find('/').map_or("/", |at| &address[host + at..])
    }

    /// The absolute address of a page, when the site's is known.
    fn permalink(&self, url: &Url) -> Option<String> {
        self.base_url.map(|base| format!("{}{}", base, url.href(self.style)))
    }
}

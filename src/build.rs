//! The whole line as one pure function: sources in; playbook, site and report out. Knows no disk,
//! no clock and no environment.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use rayon::prelude::*;

use crate::check::{self, Checked};
use crate::config::Config;
use crate::diagnostic::Report;
use crate::failure::Failure;
use crate::page::glossary::reading;
use crate::page::kinds::Data;
use crate::page::{Markdown, Page};
use crate::playbook::{self, Assembly, Drafts, Earlier, LinkStyle, Playbook, Repository, okr};
use crate::search;
use crate::site::{self, Output, Rendering, Site};
use crate::source::git::GitFacts;
use crate::source::history::Histories;
use crate::source::{Source, SourcePath, Sources};
use crate::theme::Theme;
use crate::theme::offer::Offer;
use crate::upgrade::adaptations::Adaptations;

/// Everything that a site depends on.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The snapshot of the content folder.
    pub sources: &'a Sources,
    /// The settings.
    pub config: &'a Config,
    /// What the theme has for pages.
    pub offer: &'a Offer,
    /// What git knows.
    pub git: &'a GitFacts,
    /// What the pages of [`without_checkins`] said in earlier commits.
    pub histories: &'a Histories,
    /// The name of the site when neither the config nor the home page has one.
    pub fallback_title: &'a str,
    /// The site's own address with a trailing slash, if it is known.
    pub base_url: Option<&'a str>,
    /// Whether drafts are published.
    pub drafts: Drafts,
    /// How links name their target.
    pub style: LinkStyle,
    /// The day that counts as today.
    pub today: Date,
    /// What was changed since the playbook was forked, when the site is to tell.
    pub adaptations: Option<&'a Adaptations>,
}

/// What the content says, before it is rendered.
pub struct Read {
    /// The pages and how they hang together.
    pub playbook: Playbook,
    /// What is wrong with them.
    pub report: Report,
    /// The forge, if it is known.
    pub repository: Option<Repository>,
    /// The site's title.
    pub title: String,
}

/// Every page by its source.
pub type Pages = BTreeMap<SourcePath, Arc<Page>>;

/// Parses, assembles and checks the content.
pub fn read(inputs: &Inputs<'_>) -> Read {
    assemble(inputs, parse(inputs))
}

/// Parses every page, each alone.
pub fn parse(inputs: &Inputs<'_>) -> Pages {
    parse_unless(inputs, |_, _| None)
}

/// Parses every page that is not `known` already.
pub fn parse_unless(inputs: &Inputs<'_>, known: impl Fn(&Source, &Markdown) -> Option<Arc<Page>> + Sync) -> Pages {
    let Config { markdown, org, .. } = inputs.config;
    let page = |path, source| {
        let markdown = reading(markdown, path);
        known(source, &markdown).unwrap_or_else(|| Arc::new(Page::parse(source, &markdown, org)))
    };
    let pages = inputs.sources.files.par_iter().filter(|(path, _)| path.is_page());
    pages.map(|(path, source)| (path.clone(), page(path, source))).collect()
}

/// The pages whose trend can only come from what they said earlier.
pub fn without_checkins(pages: &Pages) -> Vec<&SourcePath> {
    let lacks = |page: &Page| matches!(&page.front_matter.data, Data::Okr(okr) if okr::lacks_checkins(okr));
    pages.iter().filter(|(_, page)| lacks(page)).map(|(path, _)| path).collect()
}

/// Parses what pages said earlier, with the parser of today.
fn parse_histories(inputs: &Inputs<'_>) -> Earlier {
    let Config { markdown, org, .. } = inputs.config;
    let histories = inputs.histories.par_iter().map(|(path, versions)| {
        let markdown = reading(markdown, path);
        let pages = versions.iter().map(|version| (version.day, Page::parse(&version.source, &markdown, org)));
        (path.clone(), pages.collect())
    });
    histories.collect()
}

/// Puts parsed pages together and checks them.
pub fn assemble(inputs: &Inputs<'_>, mut pages: Pages) -> Read {
    playbook::settle_sections(&mut pages, inputs.drafts);
    let title = title(inputs, &pages);
    let repository = repository(inputs);
    let checked_pages = pages.clone();
    let reckoning = inputs.config.reckoning(inputs.today);
    let earlier = parse_histories(inputs);
    let playbook = playbook::assemble(Assembly {
        sources: inputs.sources,
        pages,
        earlier: &earlier,
        title: &title,
        drafts: inputs.drafts,
        repository: repository.as_ref(),
        base_url: inputs.base_url,
        style: inputs.style,
        reckoning: &reckoning,
        reserved: site::RESERVED,
        theme_files: &inputs.offer.theme_files,
        statics: &inputs.offer.statics,
        lists: &site::lists_of_the_time(inputs.git, inputs.adaptations),
        prefix: &inputs.git.prefix,
        root: inputs.git.root.as_deref(),
    });
    let checked = Checked {
        sources: inputs.sources,
        pages: &checked_pages,
        playbook: &playbook,
        config: inputs.config,
        offer: inputs.offer,
        today: inputs.today,
    };
    let report = check::check(&checked);
    Read { playbook, report, repository, title }
}

/// Renders what was read, and keeps the whole site.
///
/// # Errors
/// Fails when a template cannot be rendered.
pub fn render(inputs: &Inputs<'_>, read: &Read, theme: &Theme) -> Result<Site, Failure> {
    kept(|site| render_into(inputs, read, theme, site))
}

/// Renders what was read into `output`, file by file.
///
/// # Errors
/// Fails when a template cannot be rendered.
pub fn render_into(inputs: &Inputs<'_>, read: &Read, theme: &Theme, output: &dyn Output) -> Result<(), Failure> {
    // The index goes before the pages come, so that a build never holds both.
    let index = search::index_of(&read.playbook, inputs.config, inputs.style);
    search::publish(&index, &|path, bytes| output.put(path, bytes));
    drop(index);
    site::render(&rendering(inputs, read, theme), output)
}

/// Renders all but the files of the search, and keeps it.
///
/// # Errors
/// Fails when a template cannot be rendered.
pub fn render_pages(inputs: &Inputs<'_>, read: &Read, theme: &Theme) -> Result<Site, Failure> {
    kept(|site| site::render(&rendering(inputs, read, theme), site))
}

/// What was rendered, in memory.
fn kept(render: impl FnOnce(&dyn Output) -> Result<(), Failure>) -> Result<Site, Failure> {
    let site = Mutex::new(Site::default());
    render(&site)?;
    Ok(site.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn rendering<'a>(inputs: &Inputs<'a>, read: &'a Read, theme: &'a Theme) -> Rendering<'a> {
    Rendering {
        sources: inputs.sources,
        playbook: &read.playbook,
        theme,
        config: inputs.config,
        title: &read.title,
        base_url: inputs.base_url,
        style: inputs.style,
        git: inputs.git,
        repository: read.repository.as_ref(),
        today: inputs.today,
        adaptations: inputs.adaptations,
    }
}

/// The config's title, else that of the page that is the home page, else the folder's name.
fn title(inputs: &Inputs<'_>, pages: &Pages) -> String {
    let home = || {
        let top = ["index", "_index", "readme"].iter().find_map(|name| {
            pages.iter().find(|(path, _)| path.folder().is_empty() && path.stem().eq_ignore_ascii_case(name))
        })?;
        top.1.front_matter.title.clone().or_else(|| top.1.first_h1.clone())
    };
    inputs.config.title.clone().or_else(home).unwrap_or_else(|| crate::page::humanise(inputs.fallback_title))
}

fn repository(inputs: &Inputs<'_>) -> Option<Repository> {
    let url = inputs.config.repo_url.as_ref().or(inputs.git.remote.as_ref())?;
    let url = Repository::normalise_url(url);
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web.then(|| Repository {
        url,
        branch: inputs
            .config
            .repo_branch
            .clone()
            .or_else(|| inputs.git.branch.clone())
            .unwrap_or_else(|| "main".to_owned()),
        same: same_branches(inputs.git),
        content: inputs.git.prefix.clone(),
    })
}

/// The branches besides our own whose addresses of the content must mean something here too: the one
/// that is checked out, and the default one, into which all others go, so that what is gone here
/// is soon gone there. Any other branch may have pages that are deliberately not here yet.
fn same_branches(git: &GitFacts) -> Vec<String> {
    // Git is often not told which the default branch is.
    let usual = || ["main", "master", "trunk"].map(str::to_owned).to_vec();
    let default = git.default_branch.clone().map_or_else(usual, |name| vec![name]);
    git.branch.iter().cloned().chain(default).chain(["HEAD".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::history::NO_HISTORIES;

    /// What a section says, what is wrong with it (`kind` stands last, so that places agree), and
    /// how its pages stand.
    const KEYS: &str = "show: [list, zebra]\nchildren: [c, \"*\"]\norder_bye: x\norder_by: size\n";

    fn read_with(index: &str, keys: &str) -> Read {
        let mut sources = Sources::default();
        let pages = ["ops/a.md", "ops/b.md", "ops/c.md"].map(|name| (name, String::new()));
        for (name, text) in pages.into_iter().chain([(index, format!("---\n{keys}---\n"))]) {
            sources.files.insert(SourcePath::new(name).unwrap(), Source::new(text.as_bytes()));
        }
        read(&Inputs {
            sources: &sources,
            config: &Config::default(),
            offer: &Offer::default(),
            git: &GitFacts::default(),
            histories: &NO_HISTORIES,
            fallback_title: "Playbook",
            base_url: None,
            drafts: Drafts::LeftOut,
            style: LinkStyle::Served,
            today: jiff::civil::date(2026, 11, 16),
            adaptations: None,
        })
    }

    fn data_of<'a>(read: &'a Read, path: &str) -> &'a Data {
        let page = read.playbook.page_of(&SourcePath::new(path).unwrap()).unwrap();
        &read.playbook.entry(page).page.front_matter.data
    }

    #[test]
    fn a_folder_s_index_without_a_kind_is_read_as_a_section() {
        for index in ["ops/index.md", "ops/_index.md", "ops/README.md", "ops.md"] {
            let (usual, stated) = (read_with(index, KEYS), read_with(index, &format!("{KEYS}kind: section\n")));
            let section = usual.playbook.page_by_id("ops").unwrap();
            let children = usual.playbook.entry(section).children.iter();
            let children: Vec<&str> = children.map(|page| usual.playbook.entry(*page).id.as_str()).collect();
            assert_eq!(children, ["ops/c", "ops/a", "ops/b"], "{index}");
            let mut rules: Vec<&str> = usual.report.findings().iter().map(|finding| finding.rule).collect();
            rules.sort_unstable();
            assert_eq!(rules, ["invalid-value", "near-miss-key", "unknown-show"], "{index}");
            assert_eq!(usual.report, stated.report, "{index}");
            assert_eq!(data_of(&usual, index), data_of(&stated, index), "{index}");
        }
    }

    #[test]
    fn another_page_without_a_kind_may_use_a_section_s_keys_for_what_it_likes() {
        let read = read_with("ops/other.md", KEYS);
        assert_eq!(data_of(&read, "ops/other.md"), &Data::Page);
        assert_eq!(read.report.findings(), []);
    }
}

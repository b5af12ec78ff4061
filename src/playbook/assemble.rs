//! Puts the pages together: sections, addresses, order, tags, redirects. Knows all pages at once;
//! where links lead is `resolve`'s.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::addresses::Addresses;
use super::sections::{self, Sections};
use super::{
    Claim, Collision, Entry, LinkStyle, PageId, People, Playbook, Reckoning, Redirect, Repository, Url, beside,
    calendar, files, freshness, okr, resolve, tags,
};
use crate::diagnostic::Span;
use crate::page::{Page, humanise};
use crate::source::{SourcePath, Sources, StaticFile};

/// What a playbook is put together from.
pub struct Assembly<'a> {
    /// The snapshot.
    pub sources: &'a Sources,
    /// Every page of the snapshot, parsed.
    pub pages: BTreeMap<SourcePath, Arc<Page>>,
    /// What pages said earlier, for those whose trend needs it.
    pub earlier: &'a Earlier,
    /// The title of the site, for a home page without one.
    pub title: &'a str,
    /// Whether drafts are published.
    pub drafts: Drafts,
    /// The forge that holds the sources, if it is known.
    pub repository: Option<&'a Repository>,
    /// The site's own absolute address, if it is known.
    pub base_url: Option<&'a str>,
    /// How links name their target.
    pub style: LinkStyle,
    /// What the computed parts depend on.
    pub reckoning: &'a Reckoning,
    /// Addresses that the site itself needs, with what they are for.
    pub reserved: &'a [(&'a str, &'a str)],
    /// Files of the theme that keep their name when they are published.
    pub theme_files: &'a [String],
    /// Files that are published besides the content.
    pub statics: &'a [StaticFile],
    /// The lists that the site has this time, of those that it has only at times.
    pub lists: &'a [&'static str],
    /// The content folder inside the repository, or inside the folder of the config.
    pub prefix: &'a str,
    /// The folder of the config, seen from the same place, if it is there.
    pub root: Option<&'a str>,
}

/// By page, what it said on a day, in order of time; the last one of a day is what it said in the end.
pub type Earlier = BTreeMap<SourcePath, Vec<(Date, Page)>>;

/// Whether drafts are published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Drafts {
    /// They are left out.
    #[default]
    LeftOut,
    /// They are published like other pages.
    Published,
}

/// Makes the index of each folder a section where it names no kind: only its place tells. A draft
/// is read as what it will be.
pub fn settle_sections(pages: &mut BTreeMap<SourcePath, Arc<Page>>, drafts: Drafts) {
    let published = pages.iter().filter(|(_, page)| is_published(page, drafts));
    let now = Sections::find(published.map(|(path, _)| path));
    let in_the_end = Sections::find(pages.keys());
    for path in now.index.into_values().chain(in_the_end.index.into_values()).flatten() {
        if let Some(page) = pages.get_mut(&path).filter(|page| page.front_matter.as_section.is_some()) {
            Arc::make_mut(page).front_matter.become_section();
        }
    }
}

fn is_published(page: &Page, drafts: Drafts) -> bool {
    drafts == Drafts::Published || !page.front_matter.draft
}

/// Puts a playbook together.
pub fn assemble(assembly: Assembly<'_>) -> Playbook {
    let (pages, drafts): (Vec<_>, Vec<_>) =
        assembly.pages.iter().partition(|(_, page)| is_published(page, assembly.drafts));
    let sections = Sections::find(pages.iter().map(|(path, _)| *path));
    let mut playbook = Playbook {
        drafts: drafts.into_iter().map(|(path, _)| path.clone()).collect(),
        people: People::read(assembly.sources),
        ..Playbook::default()
    };
    make_entries(&mut playbook, &pages, &sections, assembly.title);
    link_sections(&mut playbook, &sections);
    let mut addresses = Addresses::new(&assembly);
    give_addresses(&mut playbook, &mut addresses);
    tags::gather(&mut playbook, &mut addresses);
    release_unneeded(&playbook, &mut addresses, &assembly);
    order(&mut playbook);
    playbook.counts = beside::counts(&playbook);
    playbook.lists = assembly.lists.to_vec();
    playbook.reviews = calendar::compute(&playbook, assembly.reckoning);
    calendar::give_addresses(&mut playbook, &mut addresses);
    make_redirects(&mut playbook, &mut addresses);
    playbook.addresses = addresses;
    let used = resolve::resolve(&mut playbook, &assembly);
    playbook.okrs = okr::compute(&playbook, assembly.earlier, assembly.reckoning);
    files::publish(&mut playbook, &assembly, &used);
    for entry in &mut playbook.entries {
        entry.review_by = freshness::review_by(entry, assembly.reckoning);
    }
    playbook
}

fn make_entries(playbook: &mut Playbook, pages: &[(&SourcePath, &Arc<Page>)], sections: &Sections, site_title: &str) {
    let section_of: BTreeMap<&SourcePath, &String> =
        sections.index.iter().filter_map(|(folder, index)| index.as_ref().map(|path| (path, folder))).collect();
    for (path, page) in pages {
        let section = section_of.get(path).map(|folder| (*folder).clone());
        let title = match &section {
            Some(folder) if page.front_matter.title.is_none() && page.first_h1.is_none() => {
                section_title(folder, site_title)
            }
            _ => page.title(path),
        };
        playbook.entries.push(entry(Some((*path).clone()), Arc::clone(page), title, section));
    }
    for (folder, _) in sections.index.iter().filter(|(_, index)| index.is_none()) {
        let title = section_title(folder, site_title);
        playbook.entries.push(entry(None, Arc::default(), title, Some(folder.clone())));
    }
    for (index, entry) in playbook.entries.iter().enumerate() {
        if let Some(path) = &entry.path {
            playbook.by_path.insert(path.clone(), PageId::new(index));
        }
        playbook.by_id.entry(entry.id.clone()).or_insert(PageId::new(index));
    }
    // The path names a page too, wherever no page has taken it as its id.
    for (index, entry) in playbook.entries.iter().enumerate() {
        if let Some(path) = &entry.path {
            playbook.by_id.entry(path.without_extension().to_owned()).or_insert(PageId::new(index));
        }
        // The home page is `index`, whatever its file is called.
        if let Some(folder) = &entry.section {
            let name = if folder.is_empty() { "index" } else { folder };
            playbook.by_id.entry(name.to_owned()).or_insert(PageId::new(index));
        }
    }
}

fn section_title(folder: &str, site_title: &str) -> String {
    if folder.is_empty() { site_title.to_owned() } else { humanise(folder.rsplit('/').next().unwrap_or(folder)) }
}

fn entry(path: Option<SourcePath>, page: Arc<Page>, title: String, section: Option<String>) -> Entry {
    let own_id = page.front_matter.id.as_ref().map(|id| id.value.clone());
    let id = own_id.unwrap_or_else(|| match (&path, &section) {
        (Some(path), _) => path.without_extension().to_owned(),
        (None, Some(folder)) if !folder.is_empty() => folder.clone(),
        _ => "index".to_owned(),
    });
    let kind = page.front_matter.kind.unwrap_or(if section.is_some() { "section" } else { "page" });
    Entry {
        path,
        page,
        id,
        title,
        kind,
        url: Url::home(),
        section,
        parent: None,
        children: Vec::new(),
        previous: None,
        next: None,
        targets: Vec::new(),
        backlinks: Vec::new(),
        related: Vec::new(),
        superseded_by: None,
        review_by: None,
    }
}

fn link_sections(playbook: &mut Playbook, sections: &Sections) {
    let by_folder: HashMap<String, PageId> =
        playbook.entries().filter_map(|(id, entry)| entry.section.clone().map(|folder| (folder, id))).collect();
    debug_assert_eq!(by_folder.len(), sections.index.len());
    playbook.home = by_folder.get("").copied();
    for index in 0..playbook.entries.len() {
        let entry = &playbook.entries[index];
        let folder = match (&entry.section, &entry.path) {
            (Some(folder), _) if folder.is_empty() => continue,
            (Some(folder), _) => folder.rsplit_once('/').map_or("", |(above, _)| above),
            (None, Some(path)) => path.folder(),
            (None, None) => "",
        };
        let parent = by_folder.get(folder).copied();
        playbook.entries[index].parent = parent;
    }
}

fn give_addresses(playbook: &mut Playbook, addresses: &mut Addresses) {
    // Folders first: a section's address is fixed by its folder, a page's can give way.
    let (mut sections, pages): (Vec<usize>, Vec<usize>) =
        (0..playbook.entries.len()).partition(|index| playbook.entries[*index].section.is_some());
    sections.sort_by_key(|index| playbook.entries[*index].section.as_ref().map(String::len));
    for index in sections.into_iter().chain(pages) {
        let entry = &playbook.entries[index];
        let owner =
            entry.path.as_ref().map_or_else(|| "a generated section page".to_owned(), |path| format!("`{path}`"));
        let (mut url, span) = wanted_url(entry);
        if let Err(winner) = addresses.take(&url, &owner) {
            addresses.collisions.extend(entry.path.clone().map(|loser| Collision {
                loser,
                span,
                winner,
                url: url.clone(),
                claim: Claim::Page,
            }));
            url = addresses.take_numbered(&url, &owner);
        }
        playbook.entries[index].url = url;
    }
}

/// The address that a page asks for, and where it does: nowhere when it is that of its file. The
/// home page is where the site begins. What cannot be an address is told of by a rule.
fn wanted_url(entry: &Entry) -> (Url, Span) {
    let front_matter = &entry.page.front_matter;
    let folder = match (&entry.section, &entry.path) {
        (Some(folder), _) => folder.as_str(),
        (None, Some(path)) => path.without_extension(),
        (None, None) => "",
    };
    if entry.section.as_deref() == Some("") {
        return (Url::home(), Span::default());
    }
    let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
    let permalink = front_matter.permalink.as_ref().map(|own| (Url::permalink(&own.value), own.span));
    let slug = front_matter.slug.as_ref().map(|own| (Url::slugged(above, &own.value), own.span));
    let own = [permalink, slug].into_iter().flatten().find_map(|(url, span)| Some((url?, span)));
    own.unwrap_or_else(|| (Url::of_page(folder), Span::default()))
}

/// A site without an address of its own has no sitemap, and one without tags no list of them.
fn release_unneeded(playbook: &Playbook, addresses: &mut Addresses, assembly: &Assembly<'_>) {
    if assembly.base_url.is_none() || assembly.style == LinkStyle::Offline {
        addresses.release(beside::SITEMAP);
    }
    if playbook.tags.is_empty() {
        addresses.release("tags/index.html");
    }
}

fn make_redirects(playbook: &mut Playbook, addresses: &mut Addresses) {
    let mut redirects = Vec::new();
    for (id, entry) in playbook.entries() {
        let Some(path) = &entry.path else { continue };
        for (alias, span) in &entry.page.front_matter.aliases {
            let collision = |winner: String, url: Url, claim: Claim| Collision {
                loser: path.clone(),
                span: *span,
                winner,
                url,
                claim,
            };
            let Some(from) = Url::written(alias) else {
                addresses.collisions.push(collision(alias.clone(), Url::home(), Claim::NoAddress));
                continue;
            };
            let owner = format!("an alias of `{path}`");
            match addresses.take(&from, &owner) {
                Ok(()) => redirects.push(Redirect { from, to: id, span: *span }),
                Err(winner) => {
                    let claim = match () {
                        () if from == entry.url => Claim::OwnAddress,
                        () if winner == owner => Claim::Twice,
                        () => Claim::Alias,
                    };
                    addresses.collisions.push(collision(winner, from, claim));
                }
            }
        }
    }
    playbook.redirects = redirects;
}

/// Sections that hold a page which is not hidden; a generated section without one is hidden too.
fn sections_with_pages(playbook: &Playbook) -> BTreeSet<PageId> {
    let visible = playbook.entries().filter(|(_, entry)| entry.path.is_some() && !entry.page.front_matter.hide.nav);
    visible.flat_map(|(id, _)| playbook.ancestors(id)).collect()
}

fn order(playbook: &mut Playbook) {
    let shown = sections_with_pages(playbook);
    let mut children: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
    for (id, entry) in playbook.entries() {
        let hidden = entry.page.front_matter.hide.nav || entry.path.is_none() && !shown.contains(&id);
        if let Some(parent) = entry.parent.filter(|_| !hidden) {
            children.entry(parent).or_default().push(id);
        }
    }
    for (parent, mut pages) in children {
        let section = sections::Order::of(playbook.entry(parent));
        pages.sort_by(|a, b| section.compare(playbook.entry(*a), playbook.entry(*b)));
        playbook.entries[parent.index()].children = pages;
    }
    let Some(home) = playbook.home() else { return };
    let order = sections::reading_order(&playbook.entries, home);
    for pair in order.windows(2) {
        playbook.entries[pair[0].index()].next = Some(pair[1]);
        playbook.entries[pair[1].index()].previous = Some(pair[0]);
    }
    playbook.reading_order = order;
}

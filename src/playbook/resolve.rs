//! Where every link leads. One look-up in an index for each link; knows all pages and files, not
//! how a finding is worded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::assemble::Assembly;
use super::files::Used;
use super::made::Made;
use super::named::NamedPages;
use super::repository::{OwnFile, below_folder};
use super::{AnchorMatch, Entry, PageId, Playbook, Repository, Url};
use crate::page::link::encode_letters;
use crate::page::{Link, LinkRef, PathRef, Usage};
use crate::source::{SourcePath, Sources, join};

/// Where a link leads. Each link has exactly one target; nothing found is a target too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of ours.
    Page {
        /// The page.
        page: PageId,
        /// The query as written, with `?`, or empty.
        query: String,
        /// The place on the page.
        anchor: AnchorMatch,
    },
    /// A file that is published as it is.
    Asset {
        /// The file.
        path: SourcePath,
        /// Query and fragment as written.
        rest: String,
    },
    /// A page or file that the site makes itself: the list of tags, the feed.
    Made {
        /// Its address.
        url: Url,
        /// Query and fragment as written.
        rest: String,
    },
    /// Another site, a mail address, a telephone.
    External,
    /// The repository, because the file is not part of the site.
    Repository {
        /// The address there.
        url: String,
    },
    /// Nothing.
    Missing(Missing),
    /// Code that would run in the reader's browser.
    Unsafe,
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It has no target at all.
    Empty,
    /// No page or file has that name.
    Nothing,
    /// The page is a draft and left out.
    Draft,
    /// It leaves the content folder, and there is no repository that it could lead to.
    Outside,
    /// It leaves the content folder and the repository.
    OutsideRepository,
    /// It is the address in our own repository of a page, file or folder that is not there: its path
    /// from the content folder. The address stays what it is.
    InRepository(String),
}

/// Resolves all links of all pages, turns them around, and says which files they use.
pub(super) fn resolve(playbook: &mut Playbook, assembly: &Assembly<'_>) -> Used {
    let resolver = Resolver::new(playbook, assembly);
    let mut used = BTreeSet::new();
    let of_drafts = resolver.files_of_drafts(assembly);
    let entries = playbook.entries.par_iter().enumerate();
    let found: Vec<(Vec<Target>, NamedPages)> =
        entries.map(|(index, entry)| resolver.both(PageId::new(index), entry)).collect();
    for target in found.iter().flat_map(|(targets, _)| targets) {
        if let Target::Asset { path, .. } = target {
            used.insert(path.clone());
        }
    }
    let mut backlinks: BTreeMap<PageId, BTreeSet<PageId>> = BTreeMap::new();
    for (index, (targets, _)) in found.iter().enumerate() {
        let from = PageId::new(index);
        for target in targets {
            if let Target::Page { page, .. } = target
                && *page != from
                && playbook.is_searchable(from)
            {
                backlinks.entry(*page).or_default().insert(from);
            }
        }
    }
    for (entry, (targets, named)) in playbook.entries.iter_mut().zip(found) {
        entry.targets = targets;
        (entry.related, entry.superseded_by) = (named.related, named.superseded_by);
    }
    for (page, from) in backlinks {
        let mut from: Vec<PageId> = from.into_iter().collect();
        from.sort_by_cached_key(|id| super::sections::natural_key(&playbook.entry(*id).title));
        playbook.entries[page.index()].backlinks = from;
    }
    let by_drafts = of_drafts.difference(&used).cloned().collect();
    Used { by_pages: used, by_drafts }
}

fn made(url: &Url, query: &str, fragment: Option<&str>) -> Target {
    Target::Made { url: url.clone(), rest: rest_of(query, fragment) }
}

fn rest_of(query: &str, fragment: Option<&str>) -> String {
    let fragment = fragment.map(|fragment| format!("#{}", crate::page::link::encode_fragment(fragment)));
    format!("{query}{}", fragment.unwrap_or_default())
}

/// Where the forge has a file: what is shown on a page needs the file itself.
fn on_forge(repository: &Repository, path: &str, link: &PathRef, usage: Usage) -> Target {
    let is_folder = link.path.rsplit('/').next().is_some_and(|last| matches!(last, "" | "." | ".."));
    let url = match usage {
        Usage::Embed | Usage::Frame => repository.raw_url(path),
        Usage::Link if is_folder => repository.folder_url(path),
        Usage::Link => repository.view_url(path),
    };
    Target::Repository { url: url + &rest_of(&link.query, link.fragment.as_deref()) }
}

/// Whether a path is never part of a snapshot.
fn is_left_out(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "node_modules")
}

struct Resolver<'a> {
    playbook: &'a Playbook,
    sources: &'a Sources,
    repository: Option<&'a Repository>,
    /// The site's own address without a slash at its end, as links are compared with it.
    own_address: Option<String>,
    /// The content folder, seen from what is around it.
    prefix: &'a str,
    by_folder: HashMap<&'a str, PageId>,
    by_url: HashMap<String, PageId>,
    made: Made,
}

impl<'a> Resolver<'a> {
    fn new(playbook: &'a Playbook, assembly: &Assembly<'a>) -> Self {
        let by_folder =
            playbook.entries().filter_map(|(id, entry)| entry.section.as_deref().map(|folder| (folder, id))).collect();
        let pages = playbook.entries().map(|(id, entry)| (entry.url.as_str().trim_end_matches('/').to_owned(), id));
        let redirects = playbook
            .redirects
            .iter()
            .map(|redirect| (redirect.from.as_str().trim_end_matches('/').to_owned(), redirect.to));
        let mut by_url: HashMap<String, PageId> = redirects.collect();
        by_url.extend(pages);
        Self {
            playbook,
            sources: assembly.sources,
            repository: assembly.repository,
            own_address: assembly.base_url.map(|url| encode_letters(url.trim_end_matches('/')).into_owned()),
            prefix: assembly.prefix,
            by_folder,
            by_url,
            made: Made::of(playbook, assembly),
        }
    }

    /// Where a page's links lead, and the pages that it names.
    fn both(&self, id: PageId, entry: &Entry) -> (Vec<Target>, NamedPages) {
        let targets = entry.page.links.iter().map(|link| self.target(id, link)).collect();
        (targets, NamedPages::of(entry, self.playbook))
    }

    /// The files that pages use which are left out.
    fn files_of_drafts(&self, assembly: &Assembly<'_>) -> BTreeSet<SourcePath> {
        let drafts = self.playbook.drafts().iter().filter_map(|path| Some((path, assembly.pages.get(path)?)));
        let target = |folder: &str, link: &Link| match &link.target {
            LinkRef::Path(path) => self.inside(&join(if path.from_root { "" } else { folder }, &path.path)?, "", None),
            LinkRef::Absolute => Some(self.absolute(&link.written, link.usage)),
            LinkRef::Unsafe | LinkRef::Empty | LinkRef::Anchor(_) => None,
        };
        let files = drafts.flat_map(|(path, page)| page.links.iter().map(move |link| target(path.folder(), link)));
        let file = |target| if let Some(Target::Asset { path, .. }) = target { Some(path) } else { None };
        files.filter_map(file).collect()
    }

    fn target(&self, from: PageId, link: &Link) -> Target {
        match &link.target {
            LinkRef::Unsafe => Target::Unsafe,
            LinkRef::Empty => Target::Missing(Missing::Empty),
            LinkRef::Anchor(anchor) => self.page(from, "", Some(anchor)),
            LinkRef::Absolute => self.absolute(&link.written, link.usage),
            LinkRef::Path(path) => self.path(from, path, link.usage),
        }
    }

    fn page(&self, page: PageId, query: &str, fragment: Option<&str>) -> Target {
        let anchor = AnchorMatch::on(&self.playbook.entry(page).page, fragment);
        Target::Page { page, query: query.to_owned(), anchor }
    }

    fn path(&self, from: PageId, link: &PathRef, usage: Usage) -> Target {
        let folder = self.playbook.entry(from).path.as_ref().map_or("", |path| path.folder());
        let start = if link.from_root { "" } else { folder };
        if link.path.is_empty() && !link.from_root {
            return self.page(from, &link.query, link.fragment.as_deref());
        }
        match join(start, &link.path) {
            Some(path) => self.below(&path, link, usage),
            None => self.outside(start, link, usage),
        }
    }

    /// A path that stays in the content folder.
    fn below(&self, path: &str, link: &PathRef, usage: Usage) -> Target {
        let found = self.inside(path, &link.query, link.fragment.as_deref());
        found.or_else(|| self.below_top(path, link)).unwrap_or_else(|| {
            match self.repository.filter(|_| is_left_out(path)) {
                Some(repository) => on_forge(repository, &repository.in_repository(path), link, usage),
                None => Target::Missing(Missing::Nothing),
            }
        })
    }

    /// A path with a leading slash as the forge reads it: from the top of the repository.
    fn below_top(&self, path: &str, link: &PathRef) -> Option<Target> {
        let fragment = link.fragment.as_deref();
        if let Some(url) = self.made.of_file(path).filter(|_| link.from_root) {
            return Some(made(url, &link.query, fragment));
        }
        let is_seen = link.from_root && !self.prefix.is_empty();
        self.inside(below_folder(self.prefix, path).filter(|_| is_seen)?, &link.query, fragment)
    }

    /// A path that leaves the content folder; it may come back by the folder's name.
    fn outside(&self, folder: &str, link: &PathRef, usage: Usage) -> Target {
        let path = join(&format!("{}/{folder}", self.prefix), &link.path);
        if let Some(below) = path.as_deref().and_then(|path| below_folder(self.prefix, path)) {
            return self.below(below, link, usage);
        }
        let published = path.as_deref().and_then(|path| self.made.of_file(path));
        if let Some(url) = published {
            return made(url, &link.query, link.fragment.as_deref());
        }
        match (path, self.repository) {
            (Some(path), Some(repository)) => on_forge(repository, &path, link, usage),
            (None, Some(_)) => Target::Missing(Missing::OutsideRepository),
            (_, None) => Target::Missing(Missing::Outside),
        }
    }

    /// A path from the content root that may mean a page, a folder or a file.
    fn inside(&self, path: &str, query: &str, fragment: Option<&str>) -> Option<Target> {
        if let Some(source) = SourcePath::new(path).filter(|source| self.sources.files.contains_key(source)) {
            if let Some(page) = self.playbook.page_of(&source) {
                return Some(self.page(page, query, fragment));
            }
            if source.is_page() {
                return Some(Target::Missing(Missing::Draft));
            }
            return Some(Target::Asset { path: source, rest: rest_of(query, fragment) });
        }
        let page = self.by_folder.get(path).or_else(|| self.by_url.get(path)).copied().or_else(|| {
            // Links that were written for another generator name the file it made.
            let bare = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
            let bare = bare.strip_suffix("/index").unwrap_or(if bare == "index" { "" } else { bare });
            let page = self.playbook.page_of(&SourcePath::new(&format!("{bare}.md"))?);
            page.or_else(|| self.by_folder.get(bare).copied()).or_else(|| self.by_url.get(bare).copied())
        });
        match page {
            Some(page) => Some(self.page(page, query, fragment)),
            None => Some(made(self.made.at(path)?, query, fragment)),
        }
    }

    /// An absolute address that means a file of ours is a link to that page.
    fn absolute(&self, written: &str, usage: Usage) -> Target {
        self.own_repository(written, usage).or_else(|| self.own_site(written)).unwrap_or(Target::External)
    }

    fn own_repository(&self, written: &str, usage: Usage) -> Option<Target> {
        let repository = self.repository?;
        let own = repository.own_file(written)?;
        let found = own.paths.iter().find_map(|path| {
            let fragment = own.fragment.as_deref();
            if let Some(url) = self.made.of_file(path) {
                let query = if usage == Usage::Link { own.query.as_str() } else { "" };
                return Some(made(url, query, fragment));
            }
            let below = repository.below_content(path)?.trim_end_matches('/');
            match self.inside(below, &own.query, fragment)? {
                // `?raw=true` asks the forge for the file itself, which is what we publish.
                Target::Asset { path, .. } if usage != Usage::Link => Some(Target::Asset { path, rest: String::new() }),
                Target::Missing(_) => None,
                target => Some(target),
            }
        });
        found.or_else(|| self.gone_from_repository(repository, &own))
    }

    /// Whether an address names something below the content folder that is not there, on a branch that
    /// has nothing else. What is left out of the snapshot may be in the repository.
    fn gone_from_repository(&self, repository: &Repository, own: &OwnFile) -> Option<Target> {
        let path = own.paths.first().filter(|_| own.on_our_branch)?;
        let below = SourcePath::new(repository.below_content(path)?.trim_end_matches('/'))?;
        let is_in = |folder: &str, path: &SourcePath| below_folder(folder, path.as_str()).is_some();
        let alike = self.sources.files.range(&below..).map(|(path, _)| path);
        let is_known =
            alike.take_while(|path| path.as_str().starts_with(below.as_str())).any(|path| is_in(below.as_str(), path));
        let skipped = self.sources.skipped.iter().map(|skipped| &skipped.path);
        let mut unread = skipped.chain(&self.sources.left_out);
        let is_unread = unread.any(|path| is_in(below.as_str(), path) || is_in(path.as_str(), &below));
        let is_gone = !is_known && !is_unread && !is_left_out(below.as_str());
        is_gone.then(|| Target::Missing(Missing::InRepository(below.as_str().to_owned())))
    }

    fn own_site(&self, written: &str) -> Option<Target> {
        let written = encode_letters(written.trim());
        let rest = written.strip_prefix(self.own_address.as_deref()?)?;
        if !rest.is_empty() && !rest.starts_with(['/', '#', '?']) {
            return None;
        }
        match LinkRef::parse(if rest.is_empty() { "/" } else { rest }, Usage::Link) {
            LinkRef::Path(link) => self.inside(&join("", &link.path)?, &link.query, link.fragment.as_deref()),
            _ => None,
        }
    }
}

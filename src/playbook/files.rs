//! Which files are published as they are, and which cannot be, because the site writes something at
//! their address. Knows names and who uses them, not what is in them.

use std::collections::{BTreeSet, HashMap};

use super::{Assembly, Claim, Collision, PageId, Playbook, Url};
use crate::diagnostic::Span;
use crate::source::SourcePath;

/// The file that an author may write in our stead, at the top of the content or of `static`.
pub const ROBOTS: &str = "robots.txt";

/// Which files pages use.
pub(super) struct Used {
    /// Those of published pages.
    pub by_pages: BTreeSet<SourcePath>,
    /// Those that only drafts use.
    pub by_drafts: BTreeSet<SourcePath>,
}

/// Publishes the files that pages use and those that lie beside them, but not what only drafts use.
/// What cannot be published is told of: nothing is lost in silence.
pub(super) fn publish(playbook: &mut Playbook, assembly: &Assembly<'_>, used: &Used) {
    let written = Written::by(playbook, assembly);
    let mut collisions = Vec::new();
    let files = assembly.sources.files.keys().filter(|path| !path.is_page() && !used.by_drafts.contains(*path));
    for path in files {
        let is_used = used.by_pages.contains(path);
        let is_robots = path.as_str() == ROBOTS;
        let is_wanted = is_used || is_robots || is_media(path);
        // Nobody gives a file the name of one of ours unless it is to be published.
        let is_meant = is_wanted || assembly.reserved.iter().any(|(reserved, _)| *reserved == path.as_str());
        let Some(url) = Url::file(path.as_str()).filter(|_| is_meant) else { continue };
        if let Some(owner) = written.at(path.as_str()) {
            collisions.push(collision(path, owner.name(playbook), url, Claim::File));
        } else if is_wanted {
            playbook.assets.insert(path.clone(), url);
            if !is_used && !is_robots {
                playbook.orphan_assets.insert(path.clone());
            }
        }
    }
    for file in assembly.statics {
        let Some(url) = Url::file(&file.published) else { continue };
        let content = SourcePath::new(&file.published).filter(|path| playbook.assets.contains_key(path));
        let owner = written.at(&file.published).map(|owner| owner.name(playbook));
        if let Some(owner) = owner.or_else(|| content.map(|path| format!("the file `{path}` of the content"))) {
            collisions.push(collision(&file.file, owner, url, Claim::Static));
        }
    }
    playbook.collisions.append(&mut collisions);
}

fn collision(loser: &SourcePath, winner: String, url: Url, claim: Claim) -> Collision {
    Collision { loser: loser.clone(), span: Span::default(), winner, url, claim }
}

/// Whether the site writes a file that it reserves the address of.
pub(super) fn is_written(path: &str, playbook: &Playbook, assembly: &Assembly<'_>) -> bool {
    match path {
        "sitemap.xml" => assembly.base_url.is_some(),
        "tags/index.html" => !playbook.tags.is_empty(),
        _ => true,
    }
}

/// The addresses of all calendars.
pub(super) fn calendar_urls(playbook: &Playbook) -> impl Iterator<Item = Url> {
    calendars(playbook).into_iter().map(|(url, _)| url)
}

fn calendars(playbook: &Playbook) -> Vec<(Url, Owner<'static>)> {
    let dated = playbook.reviews.iter().filter(|review| review.schedule.is_some()).map(|review| review.page);
    let mut calendars: Vec<(Url, Owner<'static>)> =
        dated.filter_map(|page| Some((playbook.entry(page).calendar_url()?, Owner::Calendar(page)))).collect();
    let all = playbook.calendar_url().filter(|_| !calendars.is_empty());
    calendars.extend(all.map(|url| (url, Owner::Made("the calendar of all reviews"))));
    calendars
}

/// What the site writes itself, by path.
struct Written<'a>(HashMap<String, Owner<'a>>);

/// What is at an address.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Page(PageId),
    Alias(PageId),
    Tag(usize),
    Calendar(PageId),
    Made(&'a str),
}

impl<'a> Written<'a> {
    fn by(playbook: &Playbook, assembly: &Assembly<'a>) -> Self {
        let path = |url: &Url| url.out_path().as_str().to_owned();
        let reserved = assembly.reserved.iter().filter(|(reserved, _)| *reserved != ROBOTS);
        let reserved = reserved.filter(|(reserved, _)| is_written(reserved, playbook, assembly));
        let mut written: HashMap<String, Owner<'a>> =
            reserved.map(|(reserved, what)| ((*reserved).to_owned(), Owner::Made(what))).collect();
        written.extend(calendars(playbook).into_iter().map(|(url, owner)| (path(&url), owner)));
        written.extend(playbook.redirects.iter().map(|redirect| (path(&redirect.from), Owner::Alias(redirect.to))));
        written.extend(playbook.tags.iter().enumerate().map(|(index, tag)| (path(&tag.url), Owner::Tag(index))));
        written.extend(playbook.entries().map(|(id, entry)| (path(&entry.url), Owner::Page(id))));
        Self(written)
    }

    fn at(&self, path: &str) -> Option<Owner<'a>> {
        self.0.get(path).copied()
    }
}

impl Owner<'_> {
    fn name(self, playbook: &Playbook) -> String {
        let page = |id| match &playbook.entry(id).path {
            Some(path) => format!("`{path}`"),
            None => "a generated section page".to_owned(),
        };
        match self {
            Self::Page(id) => page(id),
            Self::Alias(id) => format!("an alias of {}", page(id)),
            Self::Tag(index) => format!("the page of the tag `{}`", playbook.tags[index].name),
            Self::Calendar(id) => format!("the calendar of {}", page(id)),
            Self::Made(what) => what.to_owned(),
        }
    }
}

/// Files that are there to be read or seen. Others (scripts, settings) are published only when a
/// page links to them, because a content folder may be a whole repository.
fn is_media(path: &SourcePath) -> bool {
    const MEDIA: &[&str] = &[
        "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "mp4", "webm", "mov", "mp3", "ogg", "wav",
        "m4a", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "tsv", "ics", "epub",
        "zip", "key", "vtt", "woff2",
    ];
    MEDIA.iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
}

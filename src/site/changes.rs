//! What changed, month by month, from git. Pages that readers may not find are not named, nor are
//! those that were removed while they were drafts or in a section that is or was hidden; and what a
//! commit says is for its authors, so readers get the names of pages and people alone. Knows the
//! log's facts, not git.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Rendering;
use super::lists::{Files, Lists};
use crate::failure::Failure;
use crate::page::Page;
use crate::playbook::{Url, is_index};
use crate::source::SourcePath;
use crate::source::git::{Change, Event};
use crate::theme::context::{ChangedPageView, MonthView};

/// The name of the list, and of the folder of the months.
pub(super) const LIST: &str = "changes";
/// So many months stand on the first page; more would be a page for nobody.
const MONTHS_AT_ONCE: usize = 3;

/// A page's changes of one month.
struct Changed<'a> {
    first: &'a Change,
    last: &'a Change,
    authors: BTreeSet<&'a str>,
}

/// A month and its changes, by the path of the page today.
type Months<'a> = BTreeMap<Date, BTreeMap<&'a SourcePath, Changed<'a>>>;

impl Lists<'_> {
    /// The list of the latest changes, and one for each month.
    pub(super) fn changes(&self, files: &mut Files) -> Result<(), Failure> {
        let Some(url) = self.rendering.playbook.list_url(LIST) else { return Ok(()) };
        let hidden = hidden_folders(self.rendering);
        let months: Vec<MonthView> = months(self.rendering)
            .into_iter()
            .rev()
            .map(|(month, changed)| self.month(month, &changed, &hidden))
            .filter(|month| !month.pages.is_empty())
            .collect();
        let title = self.views.words().say("changes.title");
        self.write_changes(files, &url, title, &months[..months.len().min(MONTHS_AT_ONCE)], &months)?;
        for month in &months {
            let Some(own) = self.month_url(month.month) else { continue };
            self.write_changes(files, &own, title, std::slice::from_ref(month), &months)?;
        }
        Ok(())
    }

    fn write_changes(
        &self,
        files: &mut Files,
        url: &Url,
        title: &str,
        shown: &[MonthView],
        months: &[MonthView],
    ) -> Result<(), Failure> {
        let mut page = self.made_page(url, title);
        page.hide.search = true;
        let mut context = self.context(&url.out_path(), &page);
        context.insert("shown", shown);
        context.insert("months", months);
        let html = self.rendering.theme.render("changes.html", &context, url.as_str())?;
        files.insert(url.out_path(), html.into());
        Ok(())
    }

    fn month(&self, month: Date, changed: &BTreeMap<&SourcePath, Changed<'_>>, hidden: &BTreeSet<String>) -> MonthView {
        let mut pages: Vec<ChangedPageView> =
            changed.iter().filter_map(|(path, changed)| self.changed(path, changed, hidden)).collect();
        pages.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.title.cmp(&b.title)));
        let url = self.month_url(month).map_or_else(String::new, |url| url.href(self.rendering.style));
        MonthView { month, url, pages }
    }

    /// Where the list of a month is, unless something of the author's is there.
    fn month_url(&self, month: Date) -> Option<Url> {
        let url = Url::page(&format!("{LIST}/{:04}-{:02}", month.year(), month.month()));
        self.rendering.playbook.free(url)
    }

    /// A page as the list names it, if it may.
    fn changed(&self, path: &SourcePath, changed: &Changed<'_>, hidden: &BTreeSet<String>) -> Option<ChangedPageView> {
        let Rendering { playbook, git, config, .. } = *self.rendering;
        let came = matches!(changed.first.event, Event::Added);
        let (what, title, link) = match (&changed.last.event, playbook.page_of(path)) {
            (Event::Removed(blob), _) if !came => {
                let page = Page::parse(git.removed.get(blob)?, &config.markdown, &config.org);
                let is_secret = is_hidden(&page) || folders(path).any(|folder| hidden.contains(folder));
                ("removed", (!is_secret).then(|| page.title(path))?, None)
            }
            (_, Some(id)) if playbook.is_searchable(id) && !playbook.entry(id).page.front_matter.draft => {
                let what = if came { "added" } else { "changed" };
                (what, playbook.entry(id).title.clone(), Some(self.views.link(id)))
            }
            // It came and went, it is hidden, or it is not published.
            _ => return None,
        };
        let authors = changed.authors.iter().map(ToString::to_string).collect();
        Some(ChangedPageView { what, title, link, day: changed.last.day, authors })
    }
}

/// The folders whose pages are hidden, those of sections that were removed, too.
fn hidden_folders(rendering: &Rendering<'_>) -> BTreeSet<String> {
    let Rendering { playbook, git, config, .. } = *rendering;
    let hidden = playbook.entries().filter(|(id, _)| !playbook.is_searchable(*id));
    // What the home page hides is the home page.
    let standing = hidden.filter_map(|(_, entry)| entry.section.clone()).filter(|folder| !folder.is_empty());
    let removed = git.changes.iter().filter_map(|change| match &change.event {
        Event::Removed(blob) => Some((&change.path, git.removed.get(blob)?)),
        _ => None,
    });
    let removed = removed.filter(|(_, source)| is_hidden(&Page::parse(source, &config.markdown, &config.org)));
    let removed = removed.map(|(path, _)| if is_index(path) { path.folder() } else { path.without_extension() });
    standing.chain(removed.map(str::to_owned).filter(|folder| !folder.is_empty())).collect()
}

/// Whether a page says that readers may not come across it.
fn is_hidden(page: &Page) -> bool {
    page.front_matter.hide.search || page.front_matter.draft
}

/// The folders that a page is in, from the innermost on.
fn folders(path: &SourcePath) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path.folder()), |folder: &&str| Some(folder.rsplit_once('/')?.0))
}

/// The changes by month. The log is read from the newest on.
fn months<'a>(rendering: &Rendering<'a>) -> Months<'a> {
    let mut months = Months::new();
    for change in rendering.git.changes.iter().filter(|change| change.path.is_page()) {
        let nothing = || Changed { first: change, last: change, authors: BTreeSet::new() };
        let month = months.entry(change.day.first_of_month()).or_default();
        let changed = month.entry(&change.path).or_insert_with(nothing);
        changed.first = change;
        if !change.author.is_empty() {
            changed.authors.insert(&change.author);
        }
    }
    months
}

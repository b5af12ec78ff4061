//! Which page is the landing page of which folder, and in what order a section's pages stand.
//! Knows names, titles and `order`, not addresses.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, PageId};
use crate::page::kinds::Data;
use crate::source::SourcePath;

/// The folders that hold pages, each with its index page if it has one.
pub(super) struct Sections {
    /// By folder, `""` for the content folder itself.
    pub index: BTreeMap<String, Option<SourcePath>>,
}

/// The file names that make a page its folder's index, best first, in any letter case.
const INDEX_NAMES: [&str; 3] = ["index", "_index", "readme"];

/// Whether a page's name alone makes it its folder's index.
pub fn is_index(path: &SourcePath) -> bool {
    rank(path).is_some()
}

/// The place of a page's name among those of indexes.
fn rank(path: &SourcePath) -> Option<usize> {
    INDEX_NAMES.iter().position(|name| path.stem().eq_ignore_ascii_case(name))
}

impl Sections {
    /// Finds the sections of a sorted list of pages.
    pub(super) fn find<'a>(pages: impl Iterator<Item = &'a SourcePath> + Clone) -> Self {
        let mut folders = BTreeSet::from([String::new()]);
        for path in pages.clone() {
            let mut folder = path.folder();
            while !folder.is_empty() && folders.insert(folder.to_owned()) {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        let mut best: BTreeMap<&str, (usize, &SourcePath)> = BTreeMap::new();
        for path in pages.clone() {
            // `people.md` beside `people/` is the folder's index when there is none inside.
            let beside = path.without_extension();
            let claim = match rank(path) {
                Some(rank) => Some((path.folder(), rank)),
                None => folders.contains(beside).then_some((beside, INDEX_NAMES.len())),
            };
            if let Some((folder, rank)) = claim
                && best.get(folder).is_none_or(|(other, _)| rank < *other)
            {
                best.insert(folder, (rank, path));
            }
        }
        let index = folders
            .iter()
            .map(|folder| (folder.clone(), best.get(folder.as_str()).map(|(_, path)| (*path).clone())))
            .collect();
        Self { index }
    }
}

/// How the pages of a section are ordered.
pub(super) enum Order<'a> {
    /// By `order`, then the number at the start of the file's name, then the title.
    Usual,
    /// By title.
    Title,
    /// The newest first.
    Date,
    /// As the section lists them; `*` stands for the rest.
    Manual(Vec<&'a str>),
}

impl<'a> Order<'a> {
    /// What a section says of its pages.
    pub(super) fn of(section: &'a Entry) -> Self {
        let Data::Section(data) = &section.page.front_matter.data else { return Self::Usual };
        match data.order_by.as_deref() {
            Some("title") => Self::Title,
            Some("date") => Self::Date,
            _ if data.children.is_empty() => Self::Usual,
            _ => Self::Manual(data.children.iter().map(|child| child.value.as_str()).collect()),
        }
    }

    /// Which of two pages comes first.
    pub(super) fn compare(&self, a: &Entry, b: &Entry) -> Ordering {
        match self {
            Self::Usual => compare(a, b),
            Self::Title => natural(&a.title, &b.title).then_with(|| a.path.cmp(&b.path)),
            Self::Date => b.page.front_matter.date.cmp(&a.page.front_matter.date).then_with(|| compare(a, b)),
            Self::Manual(names) => place(names, a).cmp(&place(names, b)).then_with(|| compare(a, b)),
        }
    }
}

/// The name of a page as a section's list may write it.
pub(super) fn bare(name: &str) -> &str {
    name.trim_end_matches('/').trim_end_matches(".md")
}

/// Where a page stands in a section's own list; those that it does not name stand at the `*`.
fn place(names: &[&str], entry: &Entry) -> usize {
    let is_named = |name: &&str| {
        let name = bare(name);
        name == entry.short_name() || name == entry.id
    };
    let rest = || names.iter().position(|name| *name == "*").unwrap_or(names.len());
    names.iter().position(is_named).unwrap_or_else(rest)
}

/// The usual order of pages in a section: `order`, then the number at the start of the file's
/// name, then the title as people read it (`2` before `10`), then the path.
fn compare(a: &Entry, b: &Entry) -> Ordering {
    let order = |entry: &Entry| entry.page.front_matter.order.unwrap_or(f64::INFINITY);
    order(a)
        .total_cmp(&order(b))
        .then_with(|| leading_number(a).cmp(&leading_number(b)))
        .then_with(|| natural(&a.title, &b.title))
        .then_with(|| a.path.cmp(&b.path))
}

fn leading_number(entry: &Entry) -> u64 {
    let name = entry.short_name();
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    name[..digits].parse().unwrap_or(u64::MAX)
}

/// Compares texts without letter case, runs of digits by their value.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    natural_key(a).cmp(&natural_key(b))
}

/// A text whose plain order is the natural order of `text`: before each number stands how many
/// digits it has.
pub(super) fn natural_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let (number, after) = from.split_at(from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()));
        let digits = number.trim_start_matches('0');
        let length = u32::try_from(digits.len()).ok().and_then(char::from_u32).unwrap_or(char::MAX);
        // A number stands among other characters where a digit does.
        key.extend([before, "0"]);
        key.push(length);
        key.push_str(digits);
        rest = after;
    }
    key.push_str(rest);
    key
}

/// Numbers the pages of a site in reading order: a section's page before its pages.
pub(super) fn reading_order(entries: &[Entry], home: PageId) -> Vec<PageId> {
    let mut order = Vec::with_capacity(entries.len());
    let mut waiting = vec![home];
    while let Some(id) = waiting.pop() {
        order.push(id);
        waiting.extend(entries[id.index()].children.iter().rev());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_found_in_any_case_and_beside_its_folder() {
        let paths: Vec<SourcePath> = ["README.md", "a/INDEX.md", "a/readme.md", "b/c/x.md", "b/c.md", "d.md"]
            .iter()
            .filter_map(|path| SourcePath::new(path))
            .collect();
        let sections = Sections::find(paths.iter());
        let found: Vec<_> = sections
            .index
            .iter()
            .map(|(folder, index)| (folder.as_str(), index.as_ref().map_or("-", SourcePath::as_str)))
            .collect();
        assert_eq!(found, [("", "README.md"), ("a", "a/INDEX.md"), ("b", "-"), ("b/c", "b/c.md")]);
    }

    #[test]
    fn titles_are_ordered_as_people_read_them() {
        let mut titles = ["Week 10", "week 2", "Apple", "Week 02b"];
        titles.sort_by(|a, b| natural(a, b));
        assert_eq!(titles, ["Apple", "week 2", "Week 02b", "Week 10"]);
    }
}

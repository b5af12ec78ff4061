//! Git's log of the content folder as facts: the last change and the authors of each file, and which
//! files came, changed and went lately. Knows the log's format, not how it was asked for.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::SourcePath;

/// So many commits of a file are remembered: more than a year of weekly changes.
pub const MOST_COMMITS: usize = 60;
/// Changes are kept for so many months before the newest one.
const MONTHS: i32 = 24;

/// The arguments of `git log` that give what [`parse`] reads.
pub(super) const ARGUMENTS: &[&str] = &[
    "-c",
    "core.quotePath=false",
    "log",
    "--relative",
    "--no-merges",
    "--find-renames",
    "--raw",
    "--no-abbrev",
    "-z",
    "--date=short",
    "--format=%x01%ad%x02%H%x02%aN",
    "--",
    ".",
];

/// The history of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// The author's day of the last change.
    pub updated: Date,
    /// The names of all authors, sorted.
    pub authors: BTreeSet<String>,
    /// The commits that changed it, newest first, at most [`MOST_COMMITS`].
    pub commits: Vec<Commit>,
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The author's day.
    pub day: Date,
    /// Its hash in full.
    pub id: Arc<str>,
    /// Where the file was then, when it has moved since.
    pub moved_from: Option<SourcePath>,
}

/// One change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The author's day.
    pub day: Date,
    /// The author's name.
    pub author: Arc<str>,
    /// Where the file is now, or was when it went.
    pub path: SourcePath,
    /// What happened to it.
    pub event: Event,
}

/// What happened to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It came.
    Added,
    /// It says something else, or only its mode changed.
    Changed,
    /// It has another path, and perhaps other words, too.
    Moved,
    /// It went; the hash of what it said.
    Removed(Arc<str>),
}

/// What a log says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Log {
    pub(super) files: BTreeMap<SourcePath, FileFacts>,
    pub(super) changes: Vec<Change>,
}

/// What one commit did to one file.
struct Raw<'a> {
    /// One letter, and how alike the two texts of a moved file are.
    status: &'a str,
    /// The hash of what it said before.
    before: &'a str,
    /// Its path before the commit, when it moved.
    from: Option<SourcePath>,
    /// Its path after the commit.
    then: SourcePath,
}

/// Newest commit first: the first mention of a file is its last change, and a move says what the
/// file is called in all that follow.
pub(super) fn parse(text: &str) -> Log {
    let mut log = Log::default();
    let mut moves = Moves::default();
    let mut oldest = None;
    for commit in text.split('\u{1}').skip(1) {
        let Some((date, rest)) = commit.split_once('\u{2}') else { continue };
        let Some(day) = crate::yaml::parse_date(date) else { continue };
        let Some((id, rest)) = rest.split_once('\u{2}') else { continue };
        let id: Arc<str> = id.into();
        let mut parts = rest.split('\0').map(|part| part.trim_start_matches('\n'));
        let author: Arc<str> = parts.next().unwrap_or("").trim().into();
        let is_late = day >= *oldest.get_or_insert_with(|| day.saturating_sub(MONTHS.months()));
        let mut moved = Vec::new();
        while let Some(raw) = next_raw(&mut parts) {
            let Some(raw) = raw else { continue };
            let now = moves.path_now(&raw.then);
            if raw.is_move() {
                moved.push((raw.from.clone(), raw.then.clone(), now.clone()));
            }
            let Some(now) = now else { continue };
            if is_late {
                log.changes.push(Change { day, author: Arc::clone(&author), path: now.clone(), event: raw.event() });
            }
            let moved_from = (now != raw.then).then_some(raw.then);
            add_facts(log.files.entry(now), Commit { day, id: Arc::clone(&id), moved_from }, &author);
        }
        moves.note(moved);
    }
    log
}

/// The next file of a commit; none inside when its path cannot be one of ours.
/// Source: <https://git-scm.com/docs/git-diff#_raw_output_format>, `:modes before after status`.
fn next_raw<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Option<Raw<'a>>> {
    let mut fields = parts.next()?.split(' ').skip(2);
    let (before, _, status) = (fields.next()?, fields.next()?, fields.next()?);
    // A move names the old path first.
    let from = if status.starts_with('R') { parts.next().and_then(SourcePath::new) } else { None };
    let then = SourcePath::new(parts.next()?);
    Some(then.map(|then| Raw { status, before, from, then }))
}

impl Raw<'_> {
    fn is_move(&self) -> bool {
        self.status.starts_with('R')
    }

    fn event(&self) -> Event {
        match self.status {
            "A" => Event::Added,
            "D" => Event::Removed(self.before.into()),
            _ if self.is_move() => Event::Moved,
            _ => Event::Changed,
        }
    }
}

fn add_facts(entry: Entry<'_, SourcePath, FileFacts>, commit: Commit, author: &str) {
    let nothing = || FileFacts { updated: commit.day, authors: BTreeSet::new(), commits: Vec::new() };
    let facts = entry.or_insert_with(nothing);
    facts.updated = facts.updated.max(commit.day);
    if facts.commits.len() < MOST_COMMITS {
        facts.commits.push(commit);
    }
    if !author.is_empty() && !facts.authors.contains(author) {
        facts.authors.insert(author.to_owned());
    }
}

/// By a path in older commits: where the file is now; none when another file has taken the path.
#[derive(Default)]
struct Moves(BTreeMap<SourcePath, Option<SourcePath>>);

impl Moves {
    fn path_now(&self, then: &SourcePath) -> Option<SourcePath> {
        self.0.get(then).map_or_else(|| Some(then.clone()), Clone::clone)
    }

    /// Takes the moves of a commit, all at once, because two files may have swapped their names.
    fn note(&mut self, moved: Vec<(Option<SourcePath>, SourcePath, Option<SourcePath>)>) {
        self.0.extend(moved.iter().map(|(_, to, _)| (to.clone(), None)));
        self.0.extend(moved.into_iter().filter_map(|(from, _, now)| Some((from?, now))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    #[test]
    fn the_log_is_read_in_one_pass() {
        let log = parse(
            "\u{1}2026-11-03\u{2}f2\u{2}Ana\0\n:1 1 aa bb M\0a.md\0:1 1 cc cc R100\0old.md\0b/c d.md\0:1 0 ee 00 D\0gone.md\0\
             \u{1}2026-10-01\u{2}e1\u{2}Bo\0\n:0 1 00 aa A\0a.md\0",
        );
        let a = &log.files[&path("a.md")];
        assert_eq!(
            (a.updated.to_string().as_str(), a.authors.iter().map(String::as_str).collect::<Vec<_>>()),
            ("2026-11-03", vec!["Ana", "Bo"])
        );
        assert_eq!(a.commits.iter().map(|commit| &*commit.id).collect::<Vec<_>>(), ["f2", "e1"]);
        assert_eq!(log.files.len(), 3);
        let events: Vec<(&str, &Event)> =
            log.changes.iter().map(|change| (change.path.as_str(), &change.event)).collect();
        assert_eq!(
            events,
            [
                ("a.md", &Event::Changed),
                ("b/c d.md", &Event::Moved),
                ("gone.md", &Event::Removed("ee".into())),
                ("a.md", &Event::Added),
            ]
        );
    }

    #[test]
    fn a_file_keeps_its_history_when_it_moves() {
        let log = parse(
            "\u{1}2026-11-05\u{2}e5\u{2}Ana\0\n:0 1 0 a A\0old.md\0\
             \u{1}2026-11-04\u{2}d4\u{2}Ana\0\n:1 1 a b M\0new.md\0\
             \u{1}2026-11-03\u{2}c3\u{2}Ana\0\n:1 1 a b R090\0old.md\0new.md\0:1 1 a b M\0other.md\0\
             \u{1}2026-11-02\u{2}b2\u{2}Bo\0\n:1 0 a 0 D\0new.md\0:1 1 a b M\0old.md\0\
             \u{1}2026-11-01\u{2}a1\u{2}Bo\0\n:1 1 a a R100\0first.md\0old.md\0",
        );
        let history = |name: &str| -> Vec<String> {
            let was = |commit: &Commit| commit.moved_from.as_ref().map_or("", SourcePath::as_str).to_owned();
            log.files[&path(name)].commits.iter().map(|commit| format!("{} {}", commit.id, was(commit))).collect()
        };
        assert_eq!(history("new.md"), ["d4 ", "c3 ", "b2 old.md", "a1 old.md"]);
        assert_eq!(history("old.md"), ["e5 "], "a new file at the old path begins anew");
        assert_eq!(log.files.len(), 3, "the file that was at the new path before is gone");
        let changes: Vec<(&str, &Event)> =
            log.changes.iter().map(|change| (change.path.as_str(), &change.event)).collect();
        assert_eq!(
            changes,
            [
                ("old.md", &Event::Added),
                ("new.md", &Event::Changed),
                ("new.md", &Event::Moved),
                ("other.md", &Event::Changed),
                ("new.md", &Event::Changed),
                ("new.md", &Event::Moved),
            ]
        );
    }

    #[test]
    fn changes_of_long_ago_are_not_kept_but_their_authors_are() {
        let log = parse(
            "\u{1}2026-11-03\u{2}f2\u{2}Ana\0\n:1 1 a b M\0a.md\0\u{1}2024-11-02\u{2}e1\u{2}Bo\0\n:0 1 0 a A\0a.md\0",
        );
        assert_eq!((log.changes.len(), log.files[&path("a.md")].authors.len()), (1, 2));
    }
}

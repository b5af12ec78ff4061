//! What git knows of the sources: when and by whom each file was changed, and where the repository
//! lives. One pass over the log; works without git, with fewer facts. Knows no page.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use jiff::civil::Date;

use super::SourcePath;

/// So many commits of a file are remembered: more than a year of weekly changes.
pub const MOST_COMMITS: usize = 60;

/// What git knows. Everything is empty without git or outside a repository.
#[derive(Clone, Debug, Default)]
pub struct GitFacts {
    /// By file: the last change and everybody who changed it.
    pub files: BTreeMap<SourcePath, FileFacts>,
    /// The address of the remote `origin`, as git remembers it.
    pub remote: Option<String>,
    /// The branch that is checked out.
    pub branch: Option<String>,
    /// The content folder inside the repository, `""` at its top.
    pub prefix: String,
    /// Whether the history was cut off when it was fetched, so that dates and authors are wrong.
    pub is_shallow: bool,
}

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

/// Asks git about the content folder.
pub fn read(content: &Path) -> GitFacts {
    let Some(inside) = git(content, &["rev-parse", "--show-prefix", "--is-shallow-repository"]) else {
        return GitFacts::default();
    };
    let mut lines = inside.lines();
    let prefix = lines.next().unwrap_or("").trim_end_matches('/').to_owned();
    let is_shallow = lines.next() == Some("true");
    let log = git(
        content,
        &[
            "-c",
            "core.quotePath=false",
            "log",
            "--relative",
            "--no-merges",
            "--find-renames",
            "--name-status",
            "-z",
            "--date=short",
            "--format=%x01%ad%x02%H%x02%aN",
            "--",
            ".",
        ],
    );
    GitFacts {
        files: log.map(|log| parse_log(&log)).unwrap_or_default(),
        remote: line(git(content, &["config", "--get", "remote.origin.url"])),
        branch: line(git(content, &["symbolic-ref", "--short", "-q", "HEAD"])),
        prefix,
        is_shallow,
    }
}

/// Newest commit first: the first mention of a file is its last change, and a move says what the
/// file is called in all that follow.
fn parse_log(log: &str) -> BTreeMap<SourcePath, FileFacts> {
    let mut files: BTreeMap<SourcePath, FileFacts> = BTreeMap::new();
    let mut moves = Moves::default();
    for commit in log.split('\u{1}').skip(1) {
        let Some((date, rest)) = commit.split_once('\u{2}') else { continue };
        let Some(date) = crate::yaml::parse_date(date) else { continue };
        let Some((id, rest)) = rest.split_once('\u{2}') else { continue };
        let id: Arc<str> = id.into();
        let mut parts = rest.split('\0').map(|part| part.trim_start_matches('\n'));
        let author = parts.next().unwrap_or("").trim();
        let mut moved = Vec::new();
        while let Some(status) = parts.next().filter(|status| !status.is_empty()) {
            // A move names the old path first.
            let from = if status.starts_with('R') { parts.next() } else { None };
            let Some(then) = parts.next().and_then(SourcePath::new) else { continue };
            let now = moves.path_now(&then);
            if let Some(from) = from {
                moved.push((SourcePath::new(from), then.clone(), now.clone()));
            }
            let Some(now) = now else { continue };
            let moved_from = (now != then).then_some(then);
            let facts = files.entry(now).or_insert_with(|| FileFacts {
                updated: date,
                authors: BTreeSet::new(),
                commits: Vec::new(),
            });
            facts.updated = facts.updated.max(date);
            if facts.commits.len() < MOST_COMMITS {
                facts.commits.push(Commit { day: date, id: Arc::clone(&id), moved_from });
            }
            if !author.is_empty() {
                facts.authors.insert(author.to_owned());
            }
        }
        moves.note(moved);
    }
    files
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

fn line(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What git prints; `None` when it fails.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = command(folder, arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What git answers to a question on its standard input; `None` when it fails.
pub(super) fn ask(folder: &Path, arguments: &[&str], question: &str) -> Option<Vec<u8>> {
    let mut child = command(folder, arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let stdin = child.stdin.take();
    // Git answers while it is still being asked: without a second thread two full pipes stop both.
    let output = std::thread::scope(|scope| {
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(question.as_bytes())));
        child.wait_with_output()
    });
    output.ok().filter(|output| output.status.success()).map(|output| output.stdout)
}

/// Git without a shell, without prompts, without the user's pager and without the network.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stderr(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_read_in_one_pass() {
        let log = "\u{1}2026-11-03\u{2}f2\u{2}Ana\0\nM\0a.md\0A\0b/c d.md\0\u{1}2026-10-01\u{2}e1\u{2}Bo\0\nA\0a.md\0";
        let files = parse_log(log);
        let a = &files[&SourcePath::new("a.md").unwrap()];
        assert_eq!(
            (a.updated.to_string().as_str(), a.authors.iter().map(String::as_str).collect::<Vec<_>>()),
            ("2026-11-03", vec!["Ana", "Bo"])
        );
        assert_eq!(a.commits.iter().map(|commit| &*commit.id).collect::<Vec<_>>(), ["f2", "e1"]);
        assert_eq!(files.len(), 2);
    }

    #[test]
    fn a_file_keeps_its_history_when_it_moves() {
        let log = "\u{1}2026-11-05\u{2}e5\u{2}Ana\0\nA\0old.md\0\
                   \u{1}2026-11-04\u{2}d4\u{2}Ana\0\nM\0new.md\0\
                   \u{1}2026-11-03\u{2}c3\u{2}Ana\0\nR090\0old.md\0new.md\0M\0other.md\0\
                   \u{1}2026-11-02\u{2}b2\u{2}Bo\0\nD\0new.md\0M\0old.md\0\
                   \u{1}2026-11-01\u{2}a1\u{2}Bo\0\nR100\0first.md\0old.md\0";
        let history = |name: &str| -> Vec<String> {
            let commits = &parse_log(log)[&SourcePath::new(name).unwrap()].commits;
            let was = |commit: &Commit| commit.moved_from.as_ref().map_or("", SourcePath::as_str).to_owned();
            commits.iter().map(|commit| format!("{} {}", commit.id, was(commit))).collect()
        };
        assert_eq!(history("new.md"), ["d4 ", "c3 ", "b2 old.md", "a1 old.md"]);
        assert_eq!(history("old.md"), ["e5 "], "a new file at the old path begins anew");
        assert_eq!(parse_log(log).len(), 3, "the file that was at the new path before is gone");
    }
}

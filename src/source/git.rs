//! What git knows of the sources: when and by whom each file was changed, and where the repository
//! lives. One pass over the log; works without git, with fewer facts. Knows no page.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

pub use super::log::{Change, Commit, Event, FileFacts, MOST_COMMITS};
use super::{Source, SourcePath, history, log};

/// What so many removed pages said is read, the latest first.
const MOST_REMOVED: usize = 200;
/// What stands before the names of the branches of `origin`.
const ORIGIN: &str = "refs/remotes/origin/";

/// What git knows. Everything is empty without git or outside a repository.
#[derive(Clone, Default)]
pub struct GitFacts {
    /// By file: the last change and everybody who changed it.
    pub files: BTreeMap<SourcePath, FileFacts>,
    /// What happened to files lately, the newest first.
    pub changes: Vec<Change>,
    /// What removed pages said, by the hash in [`Event::Removed`].
    pub removed: BTreeMap<Arc<str>, Source>,
    /// The address of the remote `origin`, as git remembers it.
    pub remote: Option<String>,
    /// The branch that is checked out, else the one that the commit is most likely of.
    pub branch: Option<String>,
    /// The branch that `origin` shows first, as far as git was told.
    pub default_branch: Option<String>,
    /// The content folder inside the repository, `""` at its top; without git, inside the folder of
    /// the config.
    pub prefix: String,
    /// The folder of the config, seen from the same place; `None` when it lies elsewhere.
    pub root: Option<String>,
    /// Whether the history was cut off when it was fetched, so that dates and authors are wrong.
    pub is_shallow: bool,
}

/// Asks git about the content folder; `None` without git or outside a repository.
pub fn read(content: &Path) -> Option<GitFacts> {
    let inside = git(content, &["rev-parse", "--show-prefix", "--is-shallow-repository"])?;
    let mut lines = inside.lines();
    let prefix = lines.next().unwrap_or("").trim_end_matches('/').to_owned();
    let is_shallow = lines.next() == Some("true");
    let log = git(content, log::ARGUMENTS).map(|text| log::parse(&text)).unwrap_or_default();
    Some(GitFacts {
        removed: read_removed(content, &log.changes),
        files: log.files,
        changes: log.changes,
        remote: line(git(content, &["config", "--get", "remote.origin.url"])),
        branch: line(git(content, &["symbolic-ref", "--short", "-q", "HEAD"])),
        default_branch: line(git(content, &["symbolic-ref", "-q", &format!("{ORIGIN}HEAD")]))
            .and_then(|name| Some(name.strip_prefix(ORIGIN)?.to_owned())),
        prefix,
        root: None,
        is_shallow,
    })
}

/// The only branch of `origin` that holds the commit that is checked out; `None` when several do.
pub fn only_branch(content: &Path) -> Option<String> {
    let names = git(content, &["for-each-ref", "--contains", "HEAD", "--format=%(refname)", ORIGIN])?;
    let mut names = names.lines().filter_map(|name| name.strip_prefix(ORIGIN)).filter(|name| *name != "HEAD");
    let first = names.next()?;
    names.next().is_none().then(|| first.to_owned())
}

/// The files and folders that change when what git knows does: commits, branches, the remote.
pub fn places(content: &Path) -> Vec<PathBuf> {
    let named = ["HEAD", "config", "packed-refs", "shallow", "refs/heads", "refs/remotes/origin"];
    let named = named.iter().flat_map(|name| ["--git-path", name]);
    let question: Vec<&str> =
        ["rev-parse", "--path-format=absolute", "--show-toplevel"].into_iter().chain(named).collect();
    let answer = git(content, &question).unwrap_or_default();
    let mut places: Vec<PathBuf> = answer.lines().map(PathBuf::from).collect();
    // Names of authors are read through it.
    if let Some(top) = places.first_mut() {
        top.push(".mailmap");
    }
    places
}

/// What the pages said that were removed lately.
fn read_removed(content: &Path, changes: &[Change]) -> BTreeMap<Arc<str>, Source> {
    let removed = changes.iter().filter(|change| change.path.is_page());
    let blobs = removed.filter_map(|change| match &change.event {
        Event::Removed(blob) => Some(Arc::clone(blob)),
        _ => None,
    });
    let blobs: Vec<Arc<str>> = blobs.take(MOST_REMOVED).collect();
    if blobs.is_empty() {
        return BTreeMap::new();
    }
    let names: String = blobs.iter().map(|blob| format!("{blob}\n")).collect();
    let answer = ask(content, &["cat-file", "--batch"], &names).unwrap_or_default();
    let mut rest = answer.as_slice();
    blobs.into_iter().filter_map(|blob| Some((blob, Source::new(history::take_object(&mut rest)?)))).collect()
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

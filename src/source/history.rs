//! What files said in earlier commits, in one question to git. Nothing without git or in a shallow
//! clone. Knows no page.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::git::{self, Commit, GitFacts};
use super::{Source, SourcePath};

/// What a file said from a day on.
#[derive(Clone)]
pub struct Version {
    /// The author's day of the commit.
    pub day: Date,
    /// The file.
    pub source: Source,
}

/// By file, its versions from the oldest commit to the newest.
pub type Histories = BTreeMap<SourcePath, Vec<Version>>;

/// What is known when nobody was asked.
pub static NO_HISTORIES: Histories = BTreeMap::new();

/// Asks git for the versions of the `wanted` files.
pub fn read(content: &Path, facts: &GitFacts, wanted: &[&SourcePath]) -> Histories {
    let mut histories = Histories::new();
    if facts.is_shallow {
        return histories;
    }
    let requests: Vec<(&SourcePath, &Commit)> = wanted
        .iter()
        .filter_map(|path| Some((*path, facts.files.get(*path)?)))
        .flat_map(|(path, facts)| facts.commits.iter().rev().map(move |commit| (path, commit)))
        // Git takes a name a line.
        .filter(|(path, commit)| !path_then(path, commit).as_str().contains('\n'))
        .collect();
    if requests.is_empty() {
        return histories;
    }
    let folder = if facts.prefix.is_empty() { String::new() } else { format!("{}/", facts.prefix) };
    let names = requests.iter().map(|(path, commit)| (&commit.id, path_then(path, commit)));
    let names: String = names.map(|(id, path)| format!("{id}:{folder}{path}\n")).collect();
    let answer = git::ask(content, &["cat-file", "--batch"], &names).unwrap_or_default();
    let mut rest = answer.as_slice();
    for (path, commit) in requests {
        if let Some(bytes) = take_object(&mut rest) {
            let version = Version { day: commit.day, source: Source::new(bytes) };
            histories.entry(path.clone()).or_default().push(version);
        }
    }
    histories
}

/// Where a file was in a commit.
fn path_then<'a>(path: &'a SourcePath, commit: &'a Commit) -> &'a SourcePath {
    commit.moved_from.as_ref().unwrap_or(path)
}

/// The next object of the answer; none when the commit has no such file, because it deleted it.
/// Source: <https://git-scm.com/docs/git-cat-file#_batch_output>.
pub(super) fn take_object<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (header, after) = rest.split_at(end);
    *rest = &after[1..];
    let size: usize = std::str::from_utf8(header).ok()?.rsplit_once(' ')?.1.parse().ok()?;
    let (bytes, after) = rest.split_at_checked(size)?;
    *rest = after.get(1..).unwrap_or_default();
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_taken_one_by_one_and_missing_ones_left_out() {
        let mut rest = b"f2 blob 6\na\nb 3\n\ne1:a b 7.md missing\nd0 blob 0\n\nc9 blob 99\ncut".as_slice();
        let objects: Vec<Option<&[u8]>> = (0..5).map(|_| take_object(&mut rest)).collect();
        assert_eq!(objects, [Some(b"a\nb 3\n".as_slice()), None, Some(b"".as_slice()), None, None]);
    }
}

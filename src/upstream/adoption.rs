//! A forked playbook with all that an upgrade depends on: the lock, the base texts, its files and
//! upstream's. Knows the disk, not how texts are merged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::hold::Hold;
use super::journal::{self, Before, Change};
use super::{Fetched, Source, folder, overrides};
use crate::config::{self, Config};
use crate::diagnostic::print::position;
use crate::failure::Failure;
use crate::project::{Project, Wishes};
use crate::source::{Hash, SourcePath};
use crate::upgrade::adaptations::{self, Adaptations};
use crate::upgrade::layout::{Files, Layout};
use crate::upgrade::lock::{self, Lock, Locked, State};
use crate::upgrade::markers;
use crate::upgrade::plan::{self, Item, Situation};
use crate::upgrade::text::{Text, hash, in_form_of};

const FOLDER: &str = ".playbook";
const CACHE: &str = ".playbook/upstream";
/// What is not committed: the copy of upstream, and an upgrade that is under way.
const IGNORE: &str = "/upstream/\n/upstream.new/\n/fetch-*/\n/upgrade*/\n";

/// The base texts stand for pages that are shown beside them; changes to them are nothing to read.
const ATTRIBUTES: &str = "/base/* -diff -text linguist-generated\n";

/// Whether upstream is asked for news.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fetch {
    /// Nothing of upstream counts but what was merged.
    Leave,
    /// What was fetched last counts.
    Never,
    /// It is.
    Now,
}

/// A forked playbook.
pub(crate) struct Adoption {
    /// The playbook.
    pub project: Project,
    /// What it was forked from.
    pub lock: Lock,
    /// The upstream texts that were merged last.
    pub bases: BTreeMap<Hash, Arc<[u8]>>,
    /// Those of them that are on the disk.
    stored: BTreeSet<Hash>,
    /// Its files.
    pub local: Files,
    /// Where they are.
    pub layout: Layout,
    /// Upstream, when it was ever fetched.
    pub upstream: Option<Fetched>,
    /// Where upstream's files are.
    pub upstream_layout: Layout,
}

impl Adoption {
    /// Reads everything.
    ///
    /// # Errors
    /// Fails when the playbook was not forked, or upstream cannot be fetched.
    pub(crate) fn open(wishes: &Wishes, fetch: Fetch, reference: Option<&str>) -> Result<Self, Failure> {
        Self::of(Project::open(wishes)?, fetch, reference)
    }

    fn of(project: Project, fetch: Fetch, reference: Option<&str>) -> Result<Self, Failure> {
        let root = &project.root;
        let mut lock = read_lock(root)?;
        if let Some(reference) = reference {
            lock.upstream.reference = Some(reference.to_owned());
        }
        let layout = Layout::new(&project.config, &content_of(&project)?);
        // First what may take minutes, in which people go on writing.
        let upstream = match fetch {
            Fetch::Leave => None,
            fetch => read_upstream(root, &lock, fetch)?,
        };
        let is_ours = |path: &SourcePath| layout.adopts(path) || lock.files.contains_key(path);
        let mut local = folder::read_own(root, &is_ours)?;
        folder::add_linked(root, &mut local, lock.files.keys());
        let upstream_layout = match &upstream {
            Some(fetched) => Layout::of(&fetched.files),
            None => Layout::new(&Config::default(), &lock.upstream.content),
        };
        let mut bases: BTreeMap<Hash, Arc<[u8]>> = lock
            .files
            .values()
            .filter_map(|file| {
                let bytes = read_plain(&root.join(base_path(file.base).as_str()))?;
                (hash(&bytes) == file.base).then(|| (file.base, bytes.into()))
            })
            .collect();
        let stored = bases.keys().copied().collect();
        let is_whole = lock.files.values().all(|file| bases.contains_key(&file.base));
        if !is_whole {
            // A page that nobody touched, here or there, holds its base text itself.
            let texts = upstream.iter().flat_map(|fetched| fetched.files.values()).chain(local.values());
            let named: BTreeSet<Hash> = lock.files.values().map(|file| file.base).collect();
            for (hash, text) in texts.map(|text| (hash(text), text)).filter(|(hash, _)| named.contains(hash)) {
                bases.entry(hash).or_insert_with(|| text.clone());
            }
        }
        Ok(Self { project, lock, bases, stored, local, layout, upstream, upstream_layout })
    }

    /// The files whose base texts are not on the disk. Where nobody touched the page it holds that text
    /// itself; of the others nobody can tell what was changed from what upstream changed.
    pub(crate) fn without_base(&self) -> impl Iterator<Item = (&SourcePath, &Locked)> {
        let files = self.lock.files.iter().filter(|(_, file)| file.state != State::Removed);
        files.filter(|(_, file)| !self.stored.contains(&file.base))
    }

    /// Compares every file with upstream.
    pub(crate) fn plan(&self) -> Vec<Item> {
        plan::plan(&Situation {
            lock: &self.lock,
            bases: &self.bases,
            local: &self.local,
            local_layout: &self.layout,
            upstream: self.upstream.as_ref().map(|fetched| &fetched.files),
            upstream_layout: &self.upstream_layout,
        })
    }

    /// The pages in which a conflict of an upgrade still stands, wherever they are now, each with its
    /// line.
    pub(crate) fn open_conflicts(&self) -> Vec<(&SourcePath, usize)> {
        let base = |path| Some(&**self.bases.get(&self.lock.files.get(path)?.base)?);
        let pages = self.local.iter().filter(|(path, _)| path.is_page());
        pages
            .filter(|(path, bytes)| plan::is_unresolved(bytes, base(*path)))
            .filter_map(|(path, bytes)| {
                let text = Text::read(bytes)?.text;
                Some((path, position(&text, markers::find(&text)?).line))
            })
            .collect()
    }

    /// The files to write so that all is as planned: the pages, the lock and the base texts.
    pub(crate) fn changes(&self, items: &[Item]) -> Vec<Change> {
        let mut lock = plan::next_lock(&self.lock, items);
        if let Some(fetched) = &self.upstream {
            lock.upstream.revision.clone_from(&fetched.revision);
            lock.upstream.content.clone_from(&self.upstream_layout.content);
        }
        self.to_changes(items, lock)
    }

    /// The files to write so that one item of a plan is as it was decided on, and nothing else changes.
    pub(crate) fn change(&self, items: &[Item], decided: Item) -> Vec<Change> {
        let items = plan::only(&self.lock, items, decided);
        self.to_changes(&items, plan::next_lock(&self.lock, &items))
    }

    fn to_changes(&self, items: &[Item], mut lock: Lock) -> Vec<Change> {
        let mut texts: BTreeMap<Hash, Arc<[u8]>> = BTreeMap::new();
        let mut changes = Vec::new();
        for item in items {
            texts.extend(item.locked.as_ref().zip(item.locked_text.clone()).map(|(locked, text)| (locked.base, text)));
            changes.extend(item.new.clone().map(|new| self.planned(&item.path, Some(new))));
        }
        lock.overrides = overrides::noted(&self.project.config, &self.local, &lock.overrides);
        self.base_changes(&lock, texts, &mut changes);
        let here = read_plain(&self.project.root.join(lock::FILE_NAME)).unwrap_or_default();
        // Git may have given it other line ends.
        let text = in_form_of(&here, lock.write().as_bytes());
        if here != text {
            changes.extend(named(lock::FILE_NAME, Some(text)));
        }
        changes
    }

    /// A change of one of its files, planned from what that holds.
    pub(crate) fn planned(&self, path: &SourcePath, new: Option<Vec<u8>>) -> Change {
        let before = match self.local.get(path) {
            Some(text) if folder::is_stand_in(text) => Before::Anything,
            Some(text) => Before::Text(text.clone()),
            None => Before::Absent,
        };
        Change { path: path.clone(), new, before }
    }

    /// Adds the base texts that are new and deletes those that no entry names any more.
    fn base_changes(&self, lock: &Lock, texts: BTreeMap<Hash, Arc<[u8]>>, changes: &mut Vec<Change>) {
        let named: BTreeSet<Hash> = lock.files.values().map(|file| file.base).collect();
        let texts = self.bases.iter().chain(&texts).collect::<BTreeMap<_, _>>().into_iter();
        let new = texts.filter(|(hash, _)| named.contains(hash) && !self.stored.contains(hash));
        changes.extend(new.map(|(hash, text)| own_file(base_path(*hash), Some(text.to_vec()))));
        let unused = self.stored.difference(&named);
        changes.extend(unused.map(|hash| own_file(base_path(*hash), None)));
    }
}

/// Whether a folder is a playbook that was forked.
pub(crate) fn is_fork(root: &Path) -> bool {
    root.join(lock::FILE_NAME).symlink_metadata().is_ok()
}

/// Takes the right to change a fork, also one that a crash left half-made.
///
/// # Errors
/// Fails when the playbook was not forked, and leaves nothing there; or when another program has it.
pub(crate) fn hold(root: &Path) -> Result<Hold, Failure> {
    if is_fork(root) || journal::is_begun(root) { Hold::take(root) } else { Err(not_forked()) }
}

fn not_forked() -> Failure {
    Failure::new(format!("this playbook was not forked: it has no `{}`", lock::FILE_NAME))
        .hint("`playbook fork SOURCE DIR` makes a fork, `playbook init DIR` one of the starter playbook")
}

/// The files that change when a fork's record of its upstream does.
pub(crate) fn places(root: &Path) -> [PathBuf; 2] {
    [root.join(lock::FILE_NAME), root.join(journal::CURRENT)]
}

/// What was changed since the playbook was forked; `None` when the site is not to tell.
///
/// # Errors
/// Fails when the lock cannot be read.
pub(crate) fn adaptations(project: &Project) -> Result<Option<Adaptations>, Failure> {
    if !project.config.adaptations || !project.root.join(lock::FILE_NAME).exists() {
        return Ok(None);
    }
    let adoption = Adoption::of(project.clone(), Fetch::Leave, None)?;
    Ok(Some(adaptations::adaptations(&adoption.plan(), &adoption.layout)))
}

/// Writes a new fork: its files, its lock and its base texts, all or nothing.
///
/// # Errors
/// Fails when a file is in the way or cannot be written.
pub(crate) fn create(root: &Path, files: Vec<Change>, lock: &Lock, bases: &Files) -> Result<(), Failure> {
    let mut changes = files;
    changes.extend(named(lock::FILE_NAME, Some(lock.write().into_bytes())));
    changes.extend(named(".playbook/.gitignore", Some(IGNORE.into())));
    changes.extend(named(".playbook/.gitattributes", Some(ATTRIBUTES.into())));
    fs::create_dir_all(root).map_err(|error| {
        Failure::io("make the folder", root, &error).hint("choose another folder; a file or a link may be in the way")
    })?;
    let hold = Hold::take(root)?;
    let created = create_alone(&hold, changes, bases);
    hold.clear();
    created
}

fn create_alone(hold: &Hold, mut changes: Vec<Change>, bases: &Files) -> Result<(), Failure> {
    let root = hold.root();
    if let Some(taken) = changes.iter().map(|change| root.join(change.path.as_str())).find(|file| file.exists()) {
        return Err(Failure::new(format!("`{}` is already there; nothing was written", taken.display()))
            .hint("choose an empty folder"));
    }
    if !root.join(".gitignore").exists() {
        changes.extend(named(".gitignore", Some(b"/public\n".to_vec())));
    }
    let texts: BTreeMap<Hash, &Arc<[u8]>> = bases.values().map(|bytes| (hash(bytes), bytes)).collect();
    changes.extend(texts.into_iter().map(|(hash, text)| own_file(base_path(hash), Some(text.to_vec()))));
    journal::commit(hold, &changes, &[])
}

fn named(path: &str, new: Option<Vec<u8>>) -> Option<Change> {
    SourcePath::new(path).map(|path| own_file(path, new))
}

/// A file that is nobody's but the program's.
fn own_file(path: SourcePath, new: Option<Vec<u8>>) -> Change {
    Change { path, new, before: Before::Anything }
}

fn base_path(hash: Hash) -> SourcePath {
    SourcePath::new(&format!("{FOLDER}/base/{}", hash.hex(64))).unwrap_or_else(|| unreachable!("hexadecimal digits"))
}

/// The content folder from the root.
fn content_of(project: &Project) -> Result<String, Failure> {
    let whole = |path: &Path| path.canonicalize().map_err(|error| Failure::io("find", path, &error));
    let (root, content) = (whole(&project.root)?, whole(&project.content)?);
    let below = content
        .strip_prefix(&root)
        .map_err(|_| Failure::new("the content folder is outside of the playbook").hint("leave `--content` out"))?;
    Ok(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

fn read_lock(root: &Path) -> Result<Lock, Failure> {
    let file = root.join(lock::FILE_NAME);
    let Some(bytes) = read_plain(&file) else { return Err(not_forked()) };
    let text = String::from_utf8_lossy(&bytes);
    if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
        return Err(Failure::new(format!("`{}` has conflict markers of a merge of two branches", file.display()))
            .hint("take one side whole: `git checkout --ours playbook.lock`, then commit; the next upgrade takes what it lacks"));
    }
    lock::parse(&text).map_err(|problems| {
        let lines = problems.iter().map(|problem| {
            format!("{}:{}: {}", file.display(), position(&text, problem.span.start).line, problem.message)
        });
        Failure::new(lines.collect::<Vec<_>>().join("\n"))
            .hint("take the file as it was committed: `git checkout playbook.lock`")
    })
}

/// A file that is no link.
fn read_plain(file: &Path) -> Option<Vec<u8>> {
    fs::symlink_metadata(file).ok().filter(fs::Metadata::is_file)?;
    fs::read(file).ok()
}

/// Upstream as it is now, or as it was fetched last.
fn read_upstream(root: &Path, lock: &Lock, fetch: Fetch) -> Result<Option<Fetched>, Failure> {
    let source = Source::find(&lock.upstream.source, root);
    let is_near = source.as_ref().is_ok_and(|source| !source.is_far());
    if fetch == Fetch::Never && !is_near {
        return Ok(read_cache(root));
    }
    let source = source?;
    let fetched = prune(source.read(lock.upstream.reference.as_deref(), &root.join(FOLDER))?);
    if source.is_far() {
        write_cache(root, &fetched)?;
    }
    Ok(Some(fetched))
}

/// Without what belongs to nobody who forks it.
pub(crate) fn prune(mut fetched: Fetched) -> Fetched {
    let layout = Layout::of(&fetched.files);
    fetched.files.retain(|path, _| layout.adopts(path) || path.as_str() == config::FILE_NAME);
    fetched
}

/// Without files whose names differ from another one's only in case or in how accents are composed:
/// on many disks one would overwrite the other. An upgrade offers them under other names.
pub(crate) fn without_twins(mut fetched: Fetched) -> Fetched {
    let mut names = BTreeMap::new();
    let notes = &mut fetched.notes;
    let folded = |path: &SourcePath| path.as_str().nfc().collect::<String>().to_lowercase();
    fetched.files.retain(|path, _| match names.insert(folded(path), path.clone()) {
        Some(twin) => {
            notes.push(format!("`{path}` differs from `{twin}` only in case or accents and was left out"));
            false
        }
        None => true,
    });
    fetched
}

fn read_cache(root: &Path) -> Option<Fetched> {
    let cache = root.join(CACHE);
    let revision = String::from_utf8(read_plain(&cache.join("revision"))?).ok()?;
    let fetched = folder::read(&cache.join("files")).ok()?;
    Some(Fetched { revision: revision.trim().to_owned(), ..fetched })
}

/// Keeps upstream for later, outside of git.
///
/// # Errors
/// Fails when a file cannot be written.
pub(crate) fn write_cache(root: &Path, fetched: &Fetched) -> Result<(), Failure> {
    let (cache, new): (PathBuf, PathBuf) = (root.join(CACHE), root.join(format!("{CACHE}.new")));
    let write = || -> std::io::Result<()> {
        let _ = fs::remove_dir_all(&new);
        fs::create_dir_all(new.join("files"))?;
        for (path, bytes) in &fetched.files {
            let file = new.join("files").join(path.as_str());
            fs::create_dir_all(file.parent().unwrap_or(&new))?;
            fs::write(file, bytes)?;
        }
        fs::write(new.join("revision"), &fetched.revision)?;
        let _ = fs::remove_dir_all(&cache);
        fs::rename(&new, &cache)
    };
    write().map_err(|error| Failure::io("write", &cache, &error))
}

//! Replays the histories of upstreams: a fork at the first revision takes every later one. The
//! histories are generated, with the edits that real handbooks see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::layout::{Files, Layout};
use super::lock::{Lock, Locked, Origin, State, Wanted};
use super::plan::{Item, Situation, Status, next_lock, plan};
use super::proof::Random;
use super::text::{Text, hash};
use super::words::{self, Cut, similarity, sorted_words};
use super::{merge, own_id};
use crate::config::Config;
use crate::source::{Hash, SourcePath};

/// What an upstream says of itself.
const NAME: &str = "Acme";
/// A fork that keeps the name in a variable.
const VARIABLE: &str = "{{ org.name }}";

const VOCABULARY: &[&str] = &[
    "people", "team", "hire", "goal", "review", "week", "leader", "asks", "whether", "every", "month", "outcome",
    "trust", "before", "after", "because", "and", "the", "of", "to",
];

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).unwrap()
}

/// Words of all pages, and twice as many of a page's own: `teamof7` stands on page 7 only.
fn sentences(random: &mut Random, number: usize, name: &str) -> String {
    let mut words: Vec<String> = (0..20 + random.below(60))
        .map(|_| {
            let word = VOCABULARY[random.below(VOCABULARY.len())];
            if random.below(3) == 0 { word.to_owned() } else { format!("{word}of{number}") }
        })
        .collect();
    if random.below(3) == 0 {
        let at = random.below(words.len());
        name.clone_into(&mut words[at]);
    }
    words.join(" ") + "."
}

/// A page of long paragraphs, as handbooks are written, with a link to another page.
fn page(random: &mut Random, number: usize, name: &str) -> String {
    let head =
        if number.is_multiple_of(2) { format!("---\nid: page-{number}\ntags: [a, b]\n---\n") } else { String::new() };
    let blocks: Vec<String> = (0..4 + random.below(8))
        .map(|at| match at % 4 {
            0 => format!("## Part {at} of {number}"),
            2 => format!("- {}\n- See [page](page-{}.md)", sentences(random, number, name), random.below(30)),
            _ => sentences(random, number, name),
        })
        .collect();
    format!("{head}{}\n", blocks.join("\n\n"))
}

/// The next revision of an upstream.
fn revise(random: &mut Random, files: &Files, revision: usize, name: &str) -> Files {
    let mut next = files.clone();
    for _ in 0..1 + random.below(4) {
        let paths: Vec<SourcePath> = next.keys().cloned().collect();
        let picked = &paths[random.below(paths.len())];
        let text = String::from_utf8(next[picked].to_vec()).unwrap();
        match random.below(11) {
            // Moved, and another page stands at its old place.
            10 => {
                let other = page(random, 2000 + revision, name).replace("---\nid: ", "---\nid: other-");
                next.insert(
                    path(&format!("content/away/{}-{revision}.md", picked.stem())),
                    Arc::from(text.into_bytes()),
                );
                next.insert(picked.clone(), Arc::from(other.into_bytes()));
            }
            0 => {
                let new = page(random, 1000 + revision, name);
                next.insert(path(&format!("content/new-{revision}.md")), Arc::from(new.into_bytes()));
            }
            1 if paths.len() > 8 => drop(next.remove(picked)),
            2 => {
                next.remove(picked);
                let stem = picked.stem().to_owned();
                next.insert(path(&format!("content/moved/{stem}-{revision}.md")), Arc::from(text.into_bytes()));
            }
            kind => {
                let mut words: Vec<&str> = text.split(' ').collect();
                let at = 5 + random.below(words.len() - 5);
                let new = format!("revised{revision}");
                match kind {
                    3 => words.insert(at, name),
                    4 if !words[at].contains('\n') => drop(words.remove(at)),
                    _ => words.insert(at, &new),
                }
                next.insert(picked.clone(), Arc::from(words.join(" ").into_bytes()));
            }
        }
    }
    next
}

/// A fork in memory.
struct Fork {
    lock: Lock,
    bases: BTreeMap<Hash, Arc<[u8]>>,
    local: Files,
}

impl Fork {
    fn new(upstream: &Files) -> Self {
        let layout = Layout::new(&Config::default(), "content");
        let entry = |path: &SourcePath, bytes: &[u8]| Locked {
            id: own_id(path, bytes, &layout),
            upstream_path: path.clone(),
            base: hash(bytes),
            state: State::Adopted,
        };
        let origin = Origin {
            source: "https://example.com/a.git".to_owned(),
            content: "content".to_owned(),
            ..Origin::default()
        };
        let files = upstream.iter().map(|(path, bytes)| (path.clone(), entry(path, bytes))).collect();
        let lock = Lock { upstream: origin, wanted: Wanted::default(), files, overrides: BTreeMap::new() };
        let bases = upstream.values().map(|bytes| (hash(bytes), bytes.clone())).collect();
        Self { lock, bases, local: upstream.clone() }
    }

    /// Takes a revision; conflicts are resolved as the adopter's text.
    fn take(&mut self, upstream: &Files) -> Vec<Item> {
        let layout = Layout::new(&Config::default(), "content");
        let items = plan(&Situation {
            lock: &self.lock,
            bases: &self.bases,
            local: &self.local,
            local_layout: &layout,
            upstream: Some(upstream),
            upstream_layout: &layout,
        });
        let places: BTreeSet<&SourcePath> = items.iter().map(|item| &item.path).collect();
        assert_eq!(places.len(), items.len(), "two pages for one place");
        for there in upstream.keys() {
            assert_eq!(items.iter().filter(|item| item.upstream_path.as_ref() == Some(there)).count(), 1, "{there}");
        }
        self.lock = next_lock(&self.lock, &items);
        for item in &items {
            self.bases.extend(item.locked.as_ref().zip(item.locked_text.clone()).map(|(at, text)| (at.base, text)));
            if let Some(new) = item.new.clone().filter(|_| item.conflicts == 0) {
                self.local.insert(item.path.clone(), new.into());
            }
        }
        items
    }
}

fn history(seed: u64, name: &str) -> Vec<Files> {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let pages = (0..30).map(|number| {
        (path(&format!("content/page-{number}.md")), Arc::from(page(&mut random, number, name).into_bytes()))
    });
    let mut revisions: Vec<Files> = vec![pages.collect()];
    for revision in 1..=40 {
        revisions.push(revise(&mut random, &revisions[revision - 1], revision, name));
    }
    revisions
}

#[test]
fn a_fork_that_only_sets_variables_takes_every_revision_without_a_conflict() {
    for seed in 1..=4 {
        let revisions = history(seed, VARIABLE);
        let mut fork = Fork::new(&revisions[0]);
        for (number, revision) in revisions.iter().enumerate().skip(1) {
            let items = fork.take(revision);
            let conflicts: Vec<&SourcePath> =
                items.iter().filter(|item| item.conflicts > 0).map(|item| &item.path).collect();
            assert!(conflicts.is_empty(), "seed {seed}, revision {number}: {conflicts:?}");
            let again = fork.take(revision);
            let pending: Vec<(&SourcePath, Status)> = again
                .iter()
                .filter(|item| item.status.is_pending() && item.status != Status::RemovedUpstream)
                .map(|item| (&item.path, item.status))
                .collect();
            assert!(pending.is_empty(), "seed {seed}, revision {number}: {pending:?}");
        }
        // Every page of the last revision is here, at whatever place, but for its links.
        let last = revisions.last().unwrap();
        let texts: Vec<String> = fork.local.values().map(|bytes| without_links(bytes)).collect();
        for (path, bytes) in last {
            assert!(texts.contains(&without_links(bytes)), "seed {seed}: {path}");
        }
    }
}

/// What an adopter does between two upgrades; `mark` is a word like no other.
fn adapt(random: &mut Random, local: &mut Files, mark: &str) {
    let paths: Vec<SourcePath> = local.keys().cloned().collect();
    let picked = &paths[random.below(paths.len())];
    let text = String::from_utf8(local[picked].to_vec()).unwrap();
    match random.below(9) {
        // To where upstream may put a page of its own.
        8 => {
            local.remove(picked);
            let place = path(&format!("content/new-{}.md", random.below(40)));
            let place = if local.contains_key(&place) { picked.clone() } else { place };
            local.insert(place, Arc::from(text.into_bytes()));
        }
        0 if paths.len() > 8 => drop(local.remove(picked)),
        1 => {
            local.remove(picked);
            local.insert(path(&format!("content/elsewhere/{}", picked.file_name())), Arc::from(text.into_bytes()));
        }
        2 => drop(local.insert(picked.clone(), text.replace('\n', "\r\n").replace("\r\r", "\r").into_bytes().into())),
        3 => drop(local.insert(picked.clone(), text.trim_end().as_bytes().into())),
        4 => drop(local.insert(path(&format!("content/{mark}.md")), format!("# {mark}\n").into_bytes().into())),
        _ => {
            let mut words: Vec<&str> = text.split(' ').collect();
            let first = words.len().min(5);
            words.insert(first + random.below(words.len() - first + 1), mark);
            local.insert(picked.clone(), words.join(" ").into_bytes().into());
        }
    }
}

#[test]
fn an_adopter_who_only_moves_pages_has_adapted_none_and_never_sees_a_conflict() {
    let mut random = Random(7919);
    let revisions = history(9, VARIABLE);
    let mut fork = Fork::new(&revisions[0]);
    let mut followed = 0;
    for (number, revision) in revisions.iter().enumerate().skip(1).take(15) {
        for folder in ["here", "there"] {
            let paths: Vec<SourcePath> = fork.local.keys().cloned().collect();
            let picked = &paths[random.below(paths.len())];
            let text = fork.local.remove(picked).unwrap();
            fork.local.insert(path(&format!("content/{folder}/{number}-{}", picked.file_name())), text);
        }
        for item in fork.take(revision) {
            let is_theirs = !matches!(item.status, Status::Adapted | Status::Merges | Status::Conflict | Status::Local);
            assert!(is_theirs, "revision {number}: {} {}", item.status.word(), item.path);
            followed += usize::from(item.status == Status::UpstreamChanged && item.path.as_str().contains("here/"));
        }
    }
    assert!(followed > 3, "{followed}");
}

fn words_with<'t>(bytes: &'t [u8], mark: &str) -> BTreeSet<&'t str> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(mark)).collect()
}

/// The pages of which words are here.
fn pages_in(files: &Files) -> BTreeSet<&str> {
    let texts = files.values().map(|bytes| std::str::from_utf8(bytes).unwrap());
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter_map(|word| word.split_once("of").map(|(_, number)| number)).filter(|it| !it.is_empty()).collect()
}

#[test]
fn an_adopter_who_edits_moves_and_deletes_loses_no_word_and_no_news() {
    let (mut conflicts, mut merges) = (0, 0);
    for seed in 1..=8 {
        let mut random = Random(seed * 7919);
        let revisions = history(seed, VARIABLE);
        let mut fork = Fork::new(&revisions[0]);
        let mut removed: BTreeSet<String> = BTreeSet::new();
        for (number, revision) in revisions.iter().enumerate().skip(1) {
            let all = fork.local.clone();
            for count in 0..random.below(3) {
                adapt(&mut random, &mut fork.local, &format!("ours{number}x{count}"));
            }
            let before = fork.local.clone();
            removed.extend(pages_in(&all).difference(&pages_in(&before)).map(|page| (*page).to_owned()));
            let items = fork.take(revision);
            for item in &items {
                let ours = before.get(&item.path).map_or(&[][..], AsRef::as_ref);
                let after = item.new.as_deref().or(fork.local.get(&item.path).map(AsRef::as_ref)).unwrap_or_default();
                let lost: Vec<&str> =
                    words_with(ours, "ours").difference(&words_with(after, "ours")).copied().collect();
                assert!(lost.is_empty(), "seed {seed}, revision {number}, {}: {lost:?}", item.path);
                let (Some(theirs), true) = (&item.theirs, item.new.is_some()) else { continue };
                let old = item.base.as_deref().unwrap_or_default();
                let news = &words_with(theirs, "revised") - &words_with(old, "revised");
                let missed: Vec<&str> = news.difference(&words_with(after, "revised")).copied().collect();
                assert!(missed.is_empty(), "seed {seed}, revision {number}, {}: {missed:?}", item.path);
                conflicts += usize::from(item.status == Status::Conflict);
                merges += usize::from(item.status == Status::Merges);
                let crlf = ours.windows(2).any(|two| two == b"\r\n");
                assert!(!crlf || !String::from_utf8_lossy(after).replace("\r\n", "").contains('\n'), "{}", item.path);
            }
            let back: Vec<&str> = pages_in(&fork.local).into_iter().filter(|page| removed.contains(*page)).collect();
            assert!(back.is_empty(), "seed {seed}, revision {number}: {back:?} came back");
        }
    }
    assert!(conflicts > 0 && merges > 10, "{conflicts} conflicts, {merges} merges");
}

fn without_links(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.split("](").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect()
}

/// A fork whose name is written into the text conflicts where upstream rewrites those words; a
/// merge by word does so on fewer pages than one by line.
#[test]
fn a_fork_that_writes_its_name_conflicts_less_by_word_than_by_line() {
    let (mut by_word, mut by_line, mut merged) = (0, 0, 0);
    for seed in 1..=10 {
        let revisions = history(seed, NAME);
        for pair in revisions.windows(2) {
            for (path, new) in &pair[1] {
                let Some(old) = pair[0].get(path).filter(|old| *old != new) else { continue };
                let [base, upstream] = [old, new].map(|bytes| Text::read(bytes).unwrap().text);
                if similarity(&sorted_words(&base), &sorted_words(&upstream)) < 0.5 {
                    continue; // Another page at the same place.
                }
                let local = base.replace(NAME, "Initech Ltd");
                if local == base {
                    continue;
                }
                merged += 1;
                by_word += usize::from(merge(&base, &local, &upstream).conflicts > 0);
                by_line += usize::from(words::merge(&base, &local, &upstream, Cut::Lines).is_none());
            }
        }
    }
    // Of so many changed pages that hold the name, so many conflict.
    assert_eq!((merged, by_word, by_line), (504, 7, 186));
}

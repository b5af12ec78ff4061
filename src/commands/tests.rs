//! A fork from its first day: made, changed, upgraded with a conflict, taken back, upgraded again.

mod decisions;
mod making;
mod places;
mod saved;
mod waiting;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clap::{Args, Command, FromArgMatches};

use super::fork::{self, Fork};
use super::restore::{self, Restore};
use super::status::{self, Status};
use super::upgrade::{self, Upgrade};
use crate::cli::{ColorChoice, Outcome};
use crate::failure::Failure;
use crate::project::Wishes;
use crate::terminal::{Terminal, Volume};
use crate::upgrade::plan::Status as PageStatus;
use crate::upstream::adoption::{Adoption, Fetch};

const TEAM: &str = "---\ntags: [a]\nowner: \"@them\"\n---\n# Team\n\nHire for the gap.\n\nOne two three four five.\n";

fn args<A: Args + FromArgMatches>(words: &[&str]) -> A {
    let command = A::augment_args(Command::new("playbook").no_binary_name(true));
    A::from_arg_matches(&command.try_get_matches_from(words).unwrap()).unwrap()
}

fn terminal() -> Terminal {
    Terminal::new(Volume::Quiet, ColorChoice::Never)
}

fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// The pages of a playbook.
fn pages(root: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(root.join("content")).into_iter().flatten();
    let pages = files.filter(|entry| entry.file_type().is_file());
    pages
        .map(|entry| {
            let name = entry.path().strip_prefix(root.join("content")).unwrap().display().to_string();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn git(folder: &Path, words: &[&str]) -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    let ran = std::process::Command::new("git").arg("-C").arg(folder).args(identity).args(words).output();
    assert!(ran.as_ref().unwrap().status.success(), "{ran:?}");
    String::from_utf8(ran.unwrap().stdout).unwrap().trim().to_owned()
}

/// Commits all that is there, in a repository that may be new.
fn commit_all(folder: &Path) {
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", "all"]);
}

struct World {
    folder: tempfile::TempDir,
    wishes: Wishes,
}

impl World {
    /// Upstream with three pages, and a fork of it.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let upstream = folder.path().join("upstream");
        write(&upstream, "content/index.md", "# Home\n\nSee [team](people/team.md) of {{ org.name }}.\n");
        write(&upstream, "content/people/team.md", TEAM);
        write(&upstream, "content/people/old.md", "# Old\n\nOnce true.\n");
        write(&upstream, "playbook.yaml", "base_url: https://acme.com/\norg:\n  name: Acme\n");
        let fork = folder.path().join("fork");
        let words = [upstream.to_str().unwrap(), fork.to_str().unwrap(), "--set", "org.name=Initech"];
        fork::run(&args::<Fork>(&words), &terminal()).unwrap();
        let wishes = Wishes { root: Some(fork), ..Wishes::default() };
        Self { folder, wishes }
    }

    fn upstream(&self) -> std::path::PathBuf {
        self.folder.path().join("upstream")
    }

    fn fork(&self) -> std::path::PathBuf {
        self.folder.path().join("fork")
    }

    fn status(&self) -> Outcome {
        status::run(&args::<Status>(&["--format", "json"]), &self.wishes, &terminal()).unwrap()
    }

    /// What is not simply inherited.
    fn statuses(&self) -> Vec<String> {
        let plan = Adoption::open(&self.wishes, Fetch::Never, None).unwrap().plan();
        let others = plan.iter().filter(|item| item.status != PageStatus::Inherited);
        others.map(|item| format!("{} {}", item.status.word(), item.path.as_str().replace("content/", ""))).collect()
    }

    fn upgrade(&self, words: &[&str]) -> Result<Outcome, Failure> {
        upgrade::run(&args::<Upgrade>(words), &self.wishes, &terminal())
    }
}

#[test]
fn a_fork_is_upstreams_pages_with_the_adopters_values() {
    let world = World::new();
    assert_eq!(pages(&world.fork()), pages(&world.upstream()));
    let config = fs::read_to_string(world.fork().join("playbook.yaml")).unwrap();
    assert_eq!(config, "org:\n  name: \"Initech\"\n");
    assert_eq!(world.status(), Outcome::Clean);
    let again = args::<Fork>(&[world.upstream().to_str().unwrap(), world.fork().to_str().unwrap()]);
    assert!(fork::run(&again, &terminal()).unwrap_err().message.contains("is already a playbook"));
}

#[test]
fn an_upgrade_joins_moves_adds_and_waits_for_the_conflict() {
    let world = World::new();
    let ours = TEAM.replace("gap", "hole").replace("[a]", "[a, ours]").replace("one", "1");
    write(&world.fork(), "content/people/team.md", &ours.replace("Hire for the hole", "Hire for our hole"));
    let theirs = TEAM.replace("gap", "distance").replace("[a]", "[a, theirs]").replace("five", "5");
    fs::remove_file(world.upstream().join("content/people/team.md")).unwrap();
    write(&world.upstream(), "content/teams/team.md", &theirs);
    write(&world.upstream(), "content/index.md", "# Home\n\nSee [team](teams/team.md) of {{ org.name }}, today.\n");
    write(&world.upstream(), "content/new.md", "# New\n\nOf [the team](teams/team.md).\n");
    let before = pages(&world.fork());
    assert_eq!(world.status(), Outcome::Updates);
    assert_eq!(world.upgrade(&["--dry-run"]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork()), before);
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
    let after = pages(&world.fork());
    assert_eq!(after["index.md"], "# Home\n\nSee [team](people/team.md) of {{ org.name }}, today.\n");
    assert_eq!(after["new.md"], "# New\n\nOf [the team](people/team.md).\n");
    assert_eq!(
        after["people/team.md"],
        "---\ntags: [a, theirs, ours]\nowner: \"@them\"\n---\n# Team\n\n<<<<<<< local\nHire for our hole.\n||||||| base\nHire for the gap.\n=======\nHire for the distance.\n>>>>>>> upstream\n\nOne two three four 5.\n"
    );
    assert!(world.upgrade(&[]).unwrap_err().message.contains("waits for conflicts"));
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Findings);
    assert_eq!(world.upgrade(&["--abort"]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork()), before);
    world.upgrade(&[]).unwrap();
    world.upgrade(&["--accept", "theirs", "people/team.md"]).unwrap();
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork())["people/team.md"], theirs);
    assert_eq!(world.status(), Outcome::Clean);
}

#[test]
fn what_is_removed_on_either_side_stays_so_until_somebody_decides() {
    let world = World::new();
    fs::remove_file(world.fork().join("content/people/team.md")).unwrap();
    fs::remove_file(world.upstream().join("content/people/old.md")).unwrap();
    write(&world.upstream(), "content/people/team.md", "# Team\n\nQuite new.\n");
    for _ in 0..2 {
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
        assert_eq!(pages(&world.fork()).keys().collect::<Vec<_>>(), ["index.md", "people/old.md"]);
        assert_eq!(world.status(), Outcome::Updates);
    }
    world.upgrade(&["--accept", "theirs", "people/old.md"]).unwrap();
    assert_eq!(pages(&world.fork()).keys().collect::<Vec<_>>(), ["index.md"]);
    assert_eq!(world.status(), Outcome::Clean);
    fs::create_dir_all(world.upstream().join("content/teams")).unwrap();
    fs::rename(world.upstream().join("content/people/team.md"), world.upstream().join("content/teams/team.md"))
        .unwrap();
    write(&world.upstream(), "content/people/team.md", "# People\n\nAnother page at the old place.\n");
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork()).keys().collect::<Vec<_>>(), ["index.md", "people/team-2.md"]);
    restore::run(&args::<Restore>(&["people/team"]), &world.wishes, &terminal()).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], "# Team\n\nQuite new.\n");
    assert_eq!(world.status(), Outcome::Clean);
}

#[test]
fn a_change_that_is_rejected_is_not_offered_again_and_the_next_one_is() {
    let world = World::new();
    write(&world.upstream(), "content/people/team.md", "# Team\n\nQuite new.\n");
    world.upgrade(&["--reject", "people/team.md"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM);
    assert_eq!(world.status(), Outcome::Clean);
    write(&world.upstream(), "content/people/team.md", "# Team\n\nQuite new.\n\nAnd more.\n");
    assert_eq!(world.status(), Outcome::Updates);
}

#[test]
fn to_look_at_an_interrupted_upgrade_does_not_end_it() {
    let world = World::new();
    let journal = world.fork().join(".playbook/upgrade/journal.json");
    write(&world.fork(), ".playbook/upgrade/journal.json", r#"{"changes": [], "conflicts": []}"#);
    let status = status::run(&args::<Status>(&[]), &world.wishes, &terminal());
    for result in [status, world.upgrade(&["--dry-run"])] {
        assert_eq!(result.unwrap_err().message, "an upgrade was interrupted");
        assert!(journal.is_file());
    }
}

#[test]
fn no_upgrade_without_force_when_git_cannot_tell_what_is_committed() {
    let world = World::new();
    write(&world.fork(), ".git", "gitdir: nowhere\n");
    let refused = world.upgrade(&[]).unwrap_err();
    assert!(refused.message.starts_with("cannot tell what is committed here: "), "{}", refused.message);
    assert_eq!(world.upgrade(&["--force"]).unwrap(), Outcome::Clean);
}

#[test]
fn a_drawing_that_both_changed_stays_as_it_is_here_without_markers() {
    let world = World::new();
    write(&world.upstream(), "content/logo.svg", "<svg>\n<a/>\n</svg>\n");
    world.upgrade(&[]).unwrap();
    write(&world.upstream(), "content/logo.svg", "<svg>\n<b/>\n</svg>\n");
    write(&world.fork(), "content/logo.svg", "<svg>\n<c/>\n</svg>\n");
    world.upgrade(&[]).unwrap();
    assert_eq!(pages(&world.fork())["logo.svg"], "<svg>\n<c/>\n</svg>\n");
    assert_eq!(world.status(), Outcome::Updates);
    world.upgrade(&["--accept", "theirs", "content/logo.svg", "--force"]).unwrap();
    assert_eq!(pages(&world.fork())["logo.svg"], "<svg>\n<b/>\n</svg>\n");
    assert_eq!(world.status(), Outcome::Clean);
}

#[test]
fn a_file_that_is_too_large_to_compare_is_neither_removed_nor_overwritten() {
    let world = World::new();
    let film = world.fork().join("content/film.mp4");
    write(&world.upstream(), "content/film.mp4", "small");
    world.upgrade(&[]).unwrap();
    let large = fs::File::create(&film).unwrap();
    large.set_len((16 << 20) + 1).unwrap();
    write(&world.upstream(), "content/film.mp4", "small and new");
    for _ in 0..2 {
        world.upgrade(&[]).unwrap();
        assert_eq!(fs::metadata(&film).unwrap().len(), (16 << 20) + 1);
        assert_eq!(world.status(), Outcome::Updates);
    }
    // Neither is one that upstream did not have before.
    fs::rename(&film, world.fork().join("content/other.mp4")).unwrap();
    write(&world.upstream(), "content/other.mp4", "upstream's");
    world.upgrade(&[]).unwrap();
    assert_eq!(fs::metadata(world.fork().join("content/other.mp4")).unwrap().len(), (16 << 20) + 1);
}

#[cfg(unix)]
#[test]
fn what_stands_behind_a_link_is_neither_removed_nor_overwritten() {
    let world = World::new();
    let (folder, elsewhere) = (world.fork().join("content/people"), world.folder.path().join("elsewhere"));
    fs::rename(&folder, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
    write(&world.upstream(), "content/people/team.md", "# Team\n\nQuite new.\n");
    world.upgrade(&[]).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join("team.md")).unwrap(), TEAM);
    let lock = fs::read_to_string(world.fork().join("playbook.lock")).unwrap();
    assert!(!lock.contains("state: removed"), "{lock}");
}

#[test]
fn an_upgrade_of_one_file_notes_the_revision() {
    let folder = tempfile::tempdir().unwrap();
    let (upstream, fork) = (folder.path().join("upstream"), folder.path().join("fork"));
    write(&upstream, "content/index.md", "# Home\n\nOne.\n");
    commit_all(&upstream);
    fork::run(&args::<Fork>(&[upstream.to_str().unwrap(), fork.to_str().unwrap()]), &terminal()).unwrap();
    write(&upstream, "content/index.md", "# Home\n\nTwo.\n");
    commit_all(&upstream);
    let wishes = Wishes { root: Some(fork.clone()), ..Wishes::default() };
    upgrade::run(&args::<Upgrade>(&[]), &wishes, &terminal()).unwrap();
    let lock = fs::read_to_string(fork.join("playbook.lock")).unwrap();
    assert!(lock.contains(&format!("revision: \"{}\"", git(&upstream, &["rev-parse", "HEAD"]))), "{lock}");
}

//! A fork from its first day: made, changed, upgraded with a conflict, taken back, upgraded again.

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
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork()).keys().collect::<Vec<_>>(), ["index.md", "people/old.md"]);
    assert_eq!(world.status(), Outcome::Updates);
    world.upgrade(&["--accept", "theirs", "people/old.md"]).unwrap();
    assert_eq!(pages(&world.fork()).keys().collect::<Vec<_>>(), ["index.md"]);
    assert_eq!(world.status(), Outcome::Clean);
    restore::run(&args::<Restore>(&["people/team"]), &world.wishes, &terminal()).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM);
    assert_eq!(world.status(), Outcome::Updates);
    world.upgrade(&["--reject", "people/team.md"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM);
    assert_eq!(world.status(), Outcome::Clean);
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
    world.upgrade(&["--accept", "theirs", "content/logo.svg"]).unwrap();
    assert_eq!(pages(&world.fork())["logo.svg"], "<svg>\n<b/>\n</svg>\n");
    assert_eq!(world.status(), Outcome::Clean);
}

//! What people save is nowhere written over: while an upgrade works, while it waits, without git. And
//! what goes missing of a fork's memory is found again.

use super::*;
use crate::source::SourcePath;
use crate::upstream::hold::Hold;
use crate::upstream::journal;

const MINE: &str = "# Home\n\nWords of mine.\n";

#[test]
fn a_text_that_is_saved_after_the_plan_was_made_stops_it() {
    let world = World::new();
    write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
    write(&world.upstream(), "content/new.md", "# New\n");
    let adoption = Adoption::open(&world.wishes, Fetch::Now, None).unwrap();
    let changes = adoption.changes(&adoption.plan());
    for saved in ["content/index.md", "content/new.md"] {
        let before = pages(&world.fork());
        write(&world.fork(), saved, MINE);
        let hold = Hold::take(&world.fork()).unwrap();
        let refused = journal::commit(&hold, &changes, &[]).unwrap_err();
        assert_eq!(refused.message, format!("`{saved}` was saved while this command worked; nothing was changed"));
        assert!(!journal::is_begun(&world.fork()));
        assert_eq!(fs::read_to_string(world.fork().join(saved)).unwrap(), MINE);
        match before.get(saved.trim_start_matches("content/")) {
            Some(text) => write(&world.fork(), saved, text),
            None => fs::remove_file(world.fork().join(saved)).unwrap(),
        }
        assert_eq!(pages(&world.fork()), before);
    }
}

/// While git fetches, somebody saves a page: a remote helper of our own does so.
#[cfg(unix)]
#[test]
fn what_is_saved_while_upstream_is_fetched_is_seen() {
    let world = World::new();
    commit_all(&world.upstream());
    let fork = world.folder.path().join("far");
    let address = format!("file://{}", world.upstream().display());
    fork::run(&args::<Fork>(&[&address, fork.to_str().unwrap()]), &terminal()).unwrap();
    commit_all(&fork);
    write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
    commit_all(&world.upstream());
    let far = World { folder: world.folder, wishes: Wishes { root: Some(fork.clone()), ..Wishes::default() } };
    // What a fetch leaves in the folder for the moment is the sign that it has begun.
    let watched = fork.clone();
    let writer = std::thread::spawn(move || {
        let is_fetching = || {
            let entries = fs::read_dir(watched.join(".playbook")).into_iter().flatten().flatten();
            entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("fetch-"))
        };
        while !is_fetching() {
            std::thread::yield_now();
        }
        write(&watched, "content/index.md", MINE);
    });
    let refused = far.upgrade(&[]).unwrap_err();
    writer.join().unwrap();
    assert!(refused.message.contains("not committed") || refused.message.contains("was saved while"), "{refused}");
    assert_eq!(pages(&fork)["index.md"], MINE);
}

#[test]
fn without_git_no_side_of_upstream_is_taken_over_words_of_ones_own() {
    let world = World::new();
    write(&world.fork(), "content/index.md", MINE);
    let refused = world.upgrade(&["--accept", "theirs", "index.md"]).unwrap_err();
    assert_eq!(refused.message, "`content/index.md` holds text of yours that is not committed");
    assert_eq!(pages(&world.fork())["index.md"], MINE);
    world.upgrade(&["--accept", "theirs", "index.md", "--force"]).unwrap();
    assert!(pages(&world.fork())["index.md"].contains("See [team]"));
}

#[test]
fn a_side_is_not_taken_over_what_was_written_while_the_page_waits() {
    let world = waiting::waiting();
    let mine = format!("{}\nA paragraph that I wrote.\n", pages(&world.fork())["people/team.md"]);
    write(&world.fork(), "content/people/team.md", &mine);
    for side in ["ours", "theirs"] {
        let refused = world.upgrade(&["--accept", side, "people/team.md"]).unwrap_err();
        assert!(refused.message.starts_with("`content/people/team.md` was edited since the upgrade"), "{refused}");
        assert_eq!(pages(&world.fork())["people/team.md"], mine);
    }
    world.upgrade(&["--accept", "theirs", "people/team.md", "--force"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("gap", "distance"));
    let kept = world.fork().join(".playbook/upgrade.edited/content/people/team.md");
    assert_eq!(fs::read_to_string(kept).unwrap(), mine);
}

#[test]
fn a_page_that_nobody_touched_is_its_own_base_text() {
    let world = World::new();
    fs::remove_dir_all(world.fork().join(".playbook/base")).unwrap();
    write(&world.fork(), "content/people/team.md", &TEAM.replace("five", "5"));
    write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
    let adoption = Adoption::open(&world.wishes, Fetch::Now, None).unwrap();
    // Upstream still has the text of the one that was edited here.
    assert_eq!(adoption.bases.len(), 3);
    assert_eq!(world.statuses(), ["upstream-changed index.md", "adapted people/team.md"]);
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(fs::read_dir(world.fork().join(".playbook/base")).unwrap().count(), 3);
    // What both changed is known to nobody.
    fs::remove_dir_all(world.fork().join(".playbook/base")).unwrap();
    write(&world.upstream(), "content/people/team.md", &TEAM.replace("gap", "distance"));
    let adoption = Adoption::open(&world.wishes, Fetch::Now, None).unwrap();
    let is_lost = |path: &str| !adoption.bases.contains_key(&adoption.lock.files[&SourcePath::new(path).unwrap()].base);
    assert!(is_lost("content/people/team.md") && !is_lost("content/people/old.md"));
    assert_eq!(adoption.without_base().count(), 3);
}

#[test]
fn two_branches_that_both_upgraded_are_told_how_to_go_on() {
    let world = World::new();
    let text = fs::read_to_string(world.fork().join("playbook.lock")).unwrap();
    write(&world.fork(), "playbook.lock", &format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n"));
    let refused = world.upgrade(&[]).unwrap_err();
    assert!(refused.message.ends_with("has conflict markers of a merge of two branches"), "{refused}");
    assert!(refused.hints[0].contains("git checkout --ours playbook.lock"), "{refused}");
}

#[test]
fn a_fork_is_not_made_inside_of_its_source() {
    let world = World::new();
    let inside = world.upstream().join("forks/ours");
    let words = [world.upstream().display().to_string(), inside.display().to_string()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let refused = fork::run(&args::<Fork>(&words), &terminal()).unwrap_err();
    assert!(refused.message.contains("would become part of its own upstream"), "{refused}");
    assert!(!inside.exists());
}

#[test]
fn what_sites_are_asked_for_by_name_is_taken_too() {
    let world = World::new();
    for name in ["static/.nojekyll", "static/.well-known/security.txt", "static/.gitkeep"] {
        write(&world.upstream(), name, "x");
    }
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    let is_here = |name: &str| world.fork().join(name).is_file();
    assert!(is_here("static/.nojekyll") && is_here("static/.well-known/security.txt"));
    assert!(!is_here("static/.gitkeep"));
}

#[test]
fn names_that_one_disk_takes_for_one_are_taken_once() {
    let world = World::new();
    write(&world.upstream(), "content/caf\u{e9}.md", "# One\n");
    write(&world.upstream(), "content/cafe\u{301}.md", "# Two\n");
    let fork = world.folder.path().join("second");
    fork::run(&args::<Fork>(&[world.upstream().to_str().unwrap(), fork.to_str().unwrap()]), &terminal()).unwrap();
    assert_eq!(pages(&fork).keys().filter(|name| name.starts_with("caf")).count(), 1);
}

#[test]
fn what_git_calls_fatal_is_the_reason() {
    let world = World::new();
    let nowhere = format!("file://{}/nowhere", world.folder.path().display());
    let fork = world.folder.path().join("second");
    let refused = fork::run(&args::<Fork>(&[&nowhere, fork.to_str().unwrap()]), &terminal()).unwrap_err();
    assert!(refused.message.ends_with("does not appear to be a git repository"), "{refused}");
    assert!(refused.hints[0].contains("the whole commit"));
}

//! An upgrade that waits for its conflicts, and what people do meanwhile.

use super::*;
use crate::upstream::hold::Hold;

/// A fork whose upgrade waits for `people/team.md`.
fn waiting() -> World {
    let world = World::new();
    write(&world.fork(), "content/people/team.md", &TEAM.replace("gap", "hole"));
    write(&world.upstream(), "content/people/team.md", &TEAM.replace("gap", "distance"));
    write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
    world
}

#[test]
fn an_upgrade_is_taken_back_only_when_no_word_is_lost_or_all_are_kept() {
    let world = waiting();
    write(&world.fork(), "content/people/team.md", &TEAM.replace("gap", "middle"));
    write(&world.fork(), "content/index.md", "# Home\n\nQuite new, and mine.\n");
    let before = pages(&world.fork());
    let refused = world.upgrade(&["--abort"]).unwrap_err();
    assert_eq!(
        refused.message,
        "`content/index.md`, `content/people/team.md` were edited since the upgrade, and taking it back would lose that"
    );
    assert_eq!(pages(&world.fork()), before);
    assert_eq!(world.upgrade(&["--abort", "--force"]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("gap", "hole"));
    let kept = fs::read_to_string(world.fork().join(".playbook/upgrade.edited/content/people/team.md")).unwrap();
    assert_eq!(kept, before["people/team.md"]);
}

#[test]
fn a_decision_can_be_taken_back_because_it_holds_nobodys_new_words() {
    let world = waiting();
    world.upgrade(&["--accept", "theirs", "people/team.md"]).unwrap();
    assert_eq!(world.upgrade(&["--abort"]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("gap", "hole"));
}

#[test]
fn a_page_that_waits_still_waits_after_it_was_moved() {
    let world = waiting();
    let [old, new] = ["content/people/team.md", "content/group.md"].map(|name| world.fork().join(name));
    fs::rename(old, &new).unwrap();
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Findings);
    fs::write(&new, TEAM.replace("gap", "middle")).unwrap();
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork()).keys().collect::<Vec<_>>(), ["group.md", "index.md", "people/old.md"]);
}

#[test]
fn a_page_that_waits_may_be_removed() {
    let world = waiting();
    fs::remove_file(world.fork().join("content/people/team.md")).unwrap();
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
}

#[test]
fn pages_that_show_conflict_markers_stop_nobody() {
    let world = World::new();
    let shown = "# Git\n\n```text\n<<<<<<< local\nours\n||||||| base\n=======\ntheirs\n>>>>>>> upstream\n```\n";
    write(&world.upstream(), "content/git.md", shown);
    write(&world.fork(), "content/own-git.md", &shown.replace("# Git", "# Our git"));
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    write(&world.fork(), "content/git.md", &shown.replace("# Git", "# How git"));
    write(&world.upstream(), "content/git.md", &shown.replace("# Git", "# Git\n\nRead this."));
    write(&world.fork(), "content/people/team.md", &TEAM.replace("gap", "hole"));
    write(&world.upstream(), "content/people/team.md", &TEAM.replace("gap", "distance"));
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
    assert_eq!(pages(&world.fork())["git.md"], shown.replace("# Git", "# How git\n\nRead this."));
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Findings);
    write(&world.fork(), "content/people/team.md", TEAM);
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
}

#[test]
fn two_programs_never_change_one_playbook_at_once() {
    let world = World::new();
    write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
    let other = Hold::take(&world.fork()).unwrap();
    for words in [&[][..], &["--abort"], &["--continue"], &["--reject", "index.md"]] {
        assert_eq!(world.upgrade(words).unwrap_err().message, "another `playbook` is changing this playbook");
    }
    drop(other);
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
}

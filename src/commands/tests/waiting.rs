//! An upgrade that waits for its conflicts, and what people do meanwhile.

use super::*;
use crate::upstream::hold::Hold;

/// A fork before an upgrade that will wait for `people/team.md`.
fn waiting_before() -> World {
    let world = World::new();
    write(&world.fork(), "content/people/team.md", &TEAM.replace("gap", "hole"));
    world
}

/// A fork whose upgrade waits for `people/team.md`.
pub(super) fn waiting() -> World {
    let world = waiting_before();
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

/// A clone of a playbook in which the conflict was committed: it has no journal.
fn cloned() -> World {
    let world = waiting();
    fs::remove_dir_all(world.fork().join(".playbook/upgrade")).unwrap();
    world
}

#[test]
fn in_a_clone_a_side_is_taken_from_what_the_conflict_says() {
    let world = cloned();
    let more = TEAM.replace("gap", "distance").replace("five", "5");
    write(&world.upstream(), "content/people/team.md", &more);
    assert_eq!(world.statuses(), ["conflict people/team.md"]);
    let refused = world.upgrade(&[]).unwrap_err();
    assert_eq!(refused.message, "`content/people/team.md` has conflict markers from before");
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Findings);
    assert_eq!(world.upgrade(&["--abort"]).unwrap_err().message, "there is no upgrade to take back");
    world.upgrade(&["--accept", "ours", "people/team.md"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("gap", "hole"));
    assert_eq!(world.upgrade(&["--continue"]).unwrap_err().message, "there is no upgrade to continue");
    assert_eq!(world.statuses(), ["adapted people/team.md"]);
    let world = cloned();
    world.upgrade(&["--accept", "theirs", "people/team.md", "--force"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("gap", "distance"));
    assert_eq!(world.status(), Outcome::Clean);
}

#[test]
fn no_side_is_taken_of_a_conflict_that_is_not_whole() {
    let world = cloned();
    let broken = pages(&world.fork())["people/team.md"].replace("||||||| base\n", "");
    write(&world.fork(), "content/people/team.md", &broken);
    let refused = world.upgrade(&["--accept", "ours", "people/team.md"]).unwrap_err();
    assert!(refused.message.contains("are not whole"), "{refused}");
    assert_eq!(pages(&world.fork())["people/team.md"], broken);
}

#[test]
fn a_page_that_was_moved_while_it_waits_is_decided_on_where_it_is() {
    for (side, text) in [("ours", TEAM.replace("gap", "hole")), ("theirs", TEAM.replace("gap", "distance"))] {
        for name in ["content/group.md", "group", "people/team.md"] {
            let world = waiting();
            fs::rename(world.fork().join("content/people/team.md"), world.fork().join("content/group.md")).unwrap();
            assert_eq!(world.upgrade(&["--accept", side, name]).unwrap(), Outcome::Clean, "{side} {name}");
            let after = pages(&world.fork());
            assert_eq!(after.keys().collect::<Vec<_>>(), ["group.md", "index.md", "people/old.md"]);
            assert_eq!(after["group.md"], text);
            assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
        }
    }
}

#[test]
fn an_upgrade_is_taken_back_although_its_pages_were_moved() {
    let before = pages(&waiting_before().fork());
    for decide in [None, Some("ours"), Some("theirs")] {
        let world = waiting();
        for (old, new) in [("people/team.md", "a/b/group.md"), ("index.md", "start.md")] {
            fs::create_dir_all(world.fork().join("content/a/b")).unwrap();
            fs::rename(world.fork().join("content").join(old), world.fork().join("content").join(new)).unwrap();
        }
        if let Some(side) = decide {
            world.upgrade(&["--accept", side, "a/b/group.md"]).unwrap();
        }
        assert_eq!(world.upgrade(&["--abort"]).unwrap(), Outcome::Clean, "{decide:?}");
        assert_eq!(pages(&world.fork()), before, "{decide:?}");
        assert!(!world.fork().join("content/a").exists());
    }
}

#[test]
fn no_word_that_was_written_after_a_move_is_lost() {
    let world = waiting();
    let (old, new) = (world.fork().join("content/people/team.md"), world.fork().join("content/group.md"));
    fs::rename(old, &new).unwrap();
    fs::write(&new, TEAM.replace("gap", "middle")).unwrap();
    let refused = world.upgrade(&["--abort"]).unwrap_err();
    assert!(refused.message.starts_with("`content/group.md` was edited since the upgrade"), "{refused}");
    assert_eq!(pages(&world.fork())["group.md"], TEAM.replace("gap", "middle"));
    world.upgrade(&["--abort", "--force"]).unwrap();
    let kept = fs::read_to_string(world.fork().join(".playbook/upgrade.edited/content/group.md")).unwrap();
    assert_eq!(kept, TEAM.replace("gap", "middle"));
    assert_eq!(pages(&world.fork()), pages(&waiting_before().fork()));
}

#[test]
fn a_decision_takes_the_text_of_the_upgrade_whatever_upstream_did_since() {
    let world = waiting();
    fs::remove_dir_all(world.upstream()).unwrap();
    world.upgrade(&["--accept", "theirs", "people/team.md"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("gap", "distance"));
    let refused = world.upgrade(&["--accept", "theirs", "index.md"]).unwrap_err();
    assert_eq!(refused.message, "`content/index.md` has no conflict in the upgrade that waits");
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
}

#[test]
fn an_upgrade_of_which_only_the_journal_is_left_can_be_ended() {
    let world = World::new();
    let folder = world.fork().join(".playbook/upgrade");
    write(&folder, "journal.json", r#"{"changes": [], "conflicts": []}"#);
    write(&folder, "applied", "");
    assert_eq!(world.upgrade(&["--continue"]).unwrap(), Outcome::Clean);
    assert!(!folder.exists());
    assert_eq!(world.upgrade(&["--continue"]).unwrap_err().message, "there is no upgrade to continue");
}

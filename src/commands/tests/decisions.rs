//! Decisions on single pages: what they write, what they remember, and when they are refused.

use super::*;

fn restore(world: &World, words: &[&str]) -> Result<Outcome, Failure> {
    restore::run(&args::<Restore>(words), &world.wishes, &terminal())
}

#[test]
fn upstreams_text_takes_the_line_ends_of_the_file_that_it_replaces() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let world = World::new();
    write(&world.fork(), "content/people/team.md", &crlf(&TEAM.replace("gap", "hole")));
    write(&world.fork(), "content/people/old.md", &format!("\u{feff}{}", crlf("# Old\n\nNever true.\n")));
    write(&world.upstream(), "content/people/team.md", &TEAM.replace("gap", "distance"));
    restore(&world, &["people/old.md", "--force"]).unwrap();
    assert_eq!(pages(&world.fork())["people/old.md"], format!("\u{feff}{}", crlf("# Old\n\nOnce true.\n")));
    world.upgrade(&["--accept", "theirs", "people/team.md", "--force"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], crlf(&TEAM.replace("gap", "distance")));
    assert_eq!(world.statuses(), Vec::<String>::new());
    // While it waits for its conflict, too.
    write(&world.fork(), "content/people/team.md", &crlf(&TEAM.replace("gap", "hole")));
    write(&world.upstream(), "content/people/team.md", &TEAM.replace("gap", "way"));
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
    world.upgrade(&["--accept", "theirs", "people/team.md"]).unwrap();
    assert_eq!(pages(&world.fork())["people/team.md"], crlf(&TEAM.replace("gap", "way")));
}

#[test]
fn a_page_that_upstream_removed_after_it_was_adapted_is_kept_and_says_so() {
    let world = World::new();
    let ours = "# Old\n\nOnce true, and here for ever.\n";
    write(&world.fork(), "content/people/old.md", ours);
    fs::remove_file(world.upstream().join("content/people/old.md")).unwrap();
    assert_eq!(world.status(), Outcome::Updates);
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    for _ in 0..2 {
        assert_eq!(world.statuses(), ["removed-upstream people/old.md"]);
        assert_eq!(world.status(), Outcome::Clean);
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        assert_eq!(pages(&world.fork())["people/old.md"], ours);
    }
    restore(&world, &["people/old.md", "--force"]).unwrap();
    assert_eq!(pages(&world.fork())["people/old.md"], "# Old\n\nOnce true.\n");
    assert_eq!(world.statuses(), ["removed-upstream people/old.md"]);
    world.upgrade(&["--accept", "theirs", "people/old.md"]).unwrap();
    assert!(!world.fork().join("content/people/old.md").exists());
    assert_eq!(world.statuses(), Vec::<String>::new());
}

#[test]
fn a_page_that_was_kept_follows_upstream_again_when_it_comes_back() {
    let world = World::new();
    let old = fs::read_to_string(world.upstream().join("content/people/old.md")).unwrap();
    fs::remove_file(world.upstream().join("content/people/old.md")).unwrap();
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
    assert_eq!(world.upgrade(&["--accept", "ours", "people/old.md"]).unwrap(), Outcome::Clean);
    assert_eq!(world.status(), Outcome::Clean);
    assert_eq!(world.statuses(), ["removed-upstream people/old.md"]);
    // Another page at its place is another page.
    write(&world.upstream(), "content/people/old.md", "# Age\n\nHow we speak of the years.\n");
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(world.statuses(), ["moved people/old-2.md", "removed-upstream people/old.md"]);
    write(&world.upstream(), "content/people/was.md", &old);
    world.upgrade(&[]).unwrap();
    write(&world.upstream(), "content/people/was.md", &old.replace("true", "right"));
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork())["people/old.md"], "# Old\n\nOnce right.\n");
    assert_eq!(world.statuses(), ["moved people/old-2.md", "moved people/old.md"]);
}

#[test]
fn what_an_upgrade_asks_can_be_answered_before_anything_is_committed() {
    for (side, is_here) in [("theirs", false), ("ours", true)] {
        let world = World::new();
        commit_all(&world.fork());
        fs::remove_file(world.upstream().join("content/people/old.md")).unwrap();
        write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
        assert!(world.upgrade(&[]).unwrap_err().message.contains("not committed"));
        assert_eq!(world.upgrade(&["--accept", side, "content/people/old.md"]).unwrap(), Outcome::Clean);
        assert_eq!(pages(&world.fork()).contains_key("people/old.md"), is_here);
    }
}

#[test]
fn a_decision_never_writes_over_words_that_are_not_committed() {
    let world = World::new();
    commit_all(&world.fork());
    let ours = TEAM.replace("gap", "hole");
    write(&world.fork(), "content/people/team.md", &ours);
    write(&world.upstream(), "content/people/team.md", &TEAM.replace("five", "5"));
    for refused in [world.upgrade(&["--accept", "theirs", "people/team.md"]), restore(&world, &["people/team.md"])] {
        assert!(refused.unwrap_err().message.contains("not committed"));
        assert_eq!(pages(&world.fork())["people/team.md"], ours);
    }
    // Other files are no reason, nor is the adopter's own side.
    assert_eq!(world.upgrade(&["--reject", "people/team.md"]).unwrap(), Outcome::Clean);
    git(&world.fork(), &["commit", "-qm", "ours", "content/people/team.md"]);
    write(&world.fork(), "content/index.md", "# Home\n\nNot committed.\n");
    assert_eq!(world.upgrade(&["--accept", "theirs", "people/team.md"]).unwrap(), Outcome::Clean);
    assert_eq!(pages(&world.fork())["people/team.md"], TEAM.replace("five", "5"));
    assert_eq!(restore(&world, &["people/old.md"]).unwrap(), Outcome::Clean);
}

#[test]
fn who_asks_for_an_upgrade_of_a_folder_that_is_no_fork_gets_no_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    let wishes = Wishes { root: Some(folder.path().to_owned()), ..Wishes::default() };
    for words in [&[][..], &["--abort"], &["--continue"], &["--dry-run"], &["--reject", "a.md"]] {
        let refused = upgrade::run(&args::<Upgrade>(words), &wishes, &terminal()).unwrap_err();
        assert_eq!(refused.message, "this playbook was not forked: it has no `playbook.lock`", "{words:?}");
    }
    let status = status::run(&args::<Status>(&["--fetch"]), &wishes, &terminal()).unwrap_err();
    let restore = restore::run(&args::<Restore>(&["a.md"]), &wishes, &terminal()).unwrap_err();
    assert_eq!((status.message, fs::read_dir(folder.path()).unwrap().count()), (restore.message, 0));
}

#[test]
fn what_was_seeded_stays_without_a_question_when_upstream_drops_it() {
    let world = World::new();
    for name in ["content/okrs/q1.md", "content/okrs/q2.md"] {
        write(&world.upstream(), name, "---\nkind: okr\nobjective: Show how\n---\n");
    }
    write(&world.upstream(), "data/people.yml", "ana: Ana\n");
    let fork = world.folder.path().join("second");
    let words = [world.upstream().to_str().unwrap().to_owned(), fork.to_str().unwrap().to_owned()];
    fork::run(&args::<Fork>(&[words[0].as_str(), words[1].as_str()]), &terminal()).unwrap();
    let world = World { wishes: Wishes { root: Some(fork.clone()), ..Wishes::default() }, ..world };
    write(&fork, "content/okrs/q2.md", "---\nkind: okr\nobjective: Win\n---\n");
    fs::remove_dir_all(world.upstream().join("content/okrs")).unwrap();
    fs::remove_dir_all(world.upstream().join("data")).unwrap();
    for _ in 0..2 {
        assert_eq!(world.status(), Outcome::Clean);
        assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
        assert_eq!(fs::read_dir(fork.join("content/okrs")).unwrap().count(), 2);
        assert!(fork.join("data/people.yml").is_file());
    }
}

#[test]
fn a_lock_with_other_line_ends_is_the_same_lock() {
    let world = World::new();
    let file = world.fork().join("playbook.lock");
    let windows = fs::read_to_string(&file).unwrap().replace('\n', "\r\n");
    fs::write(&file, &windows).unwrap();
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Clean);
    assert_eq!(fs::read_to_string(&file).unwrap(), windows);
    write(&world.upstream(), "content/index.md", "# Home\n\nQuite new.\n");
    world.upgrade(&[]).unwrap();
    let now = fs::read_to_string(&file).unwrap();
    assert_ne!(now, windows);
    assert_eq!(now.replace("\r\n", "").matches('\n').count(), 0);
}

#[test]
fn a_page_that_upstream_removed_is_not_deleted_over_words_that_are_not_committed() {
    let world = World::new();
    commit_all(&world.fork());
    fs::remove_file(world.upstream().join("content/people/old.md")).unwrap();
    assert_eq!(world.upgrade(&[]).unwrap(), Outcome::Findings);
    write(&world.fork(), "content/people/old.md", "# Old\n\nOnce true, I say.\n");
    let refused = world.upgrade(&["--accept", "theirs", "people/old.md"]).unwrap_err();
    assert_eq!(refused.message, "`content/people/old.md` holds text of yours that is not committed");
    assert_eq!(world.upgrade(&["--accept", "theirs", "people/old.md", "--force"]).unwrap(), Outcome::Clean);
    assert!(!world.fork().join("content/people/old.md").exists());
}

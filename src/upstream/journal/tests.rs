//! A crash at every step, and what strangers and adopters may put in the way.

use std::collections::BTreeMap;

use super::edits::EDITED;
use super::*;

type Tree = BTreeMap<String, String>;

fn tree(root: &Path) -> Tree {
    let files = walkdir::WalkDir::new(root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .filter(|(name, _)| !name.starts_with(".playbook/upgrade"))
        .collect()
}

fn hold(root: &tempfile::TempDir) -> Hold {
    Hold::take(root.path()).unwrap()
}

/// Whether there was something to take back.
fn is_taken_back(root: &tempfile::TempDir) -> bool {
    abort(&hold(root), Edited::Refuse, &Moved::new()).unwrap().is_some()
}

fn playbook() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in [("a.md", "old a"), ("b/c.md", "old c"), ("gone/d.md", "old d")] {
        let file = root.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    root
}

fn changes() -> Vec<Change> {
    [("a.md", Some("new a")), ("b/new/e.md", Some("new e")), ("gone/d.md", None), ("b/c.md", Some("new c"))]
        .into_iter()
        .map(|(path, new)| Change {
            path: SourcePath::new(path).unwrap(),
            new: new.map(Into::into),
            before: Before::Anything,
        })
        .collect()
}

/// Does the change up to a step, as a crash would, and says whether there was one step more.
fn stop_after(root: &Path, steps: usize, conflicts: &[SourcePath]) -> bool {
    let mut left = steps;
    let prepared = prepare(root, &changes(), conflicts).unwrap();
    for step in prepared {
        if left == 0 {
            return true;
        }
        left -= 1;
        perform(root, &step).unwrap();
    }
    for step in forward(root).unwrap() {
        if left == 0 {
            return true;
        }
        left -= 1;
        perform(root, &step).unwrap();
    }
    false
}

#[test]
fn after_a_crash_at_any_step_the_tree_becomes_the_old_one_or_the_new_one() {
    let old = tree(playbook().path());
    let done = playbook();
    commit(&hold(&done), &changes(), &[]).unwrap();
    let new = tree(done.path());
    assert_eq!(new.keys().collect::<Vec<_>>(), ["a.md", "b/c.md", "b/new/e.md"]);
    let mut steps = 0;
    loop {
        let (ahead, back) = (playbook(), playbook());
        let more = [&ahead, &back].map(|root| stop_after(root.path(), steps, &[]))[0];
        recover(&hold(&ahead)).unwrap();
        let recovered = tree(ahead.path());
        assert!(recovered == old || recovered == new, "after {steps} steps: {recovered:?}");
        assert_eq!(state(ahead.path()).unwrap(), State::Clear);
        let was_changing = is_taken_back(&back);
        let expected = if was_changing || recovered == old { &old } else { &new };
        assert_eq!(tree(back.path()), *expected, "after {steps} steps");
        if !more {
            break;
        }
        steps += 1;
    }
    assert!(steps > 12, "{steps}");
}

#[test]
fn an_upgrade_with_conflicts_waits_and_can_be_taken_back() {
    let (root, old) = (playbook(), tree(playbook().path()));
    let conflict = SourcePath::new("a.md").unwrap();
    commit(&hold(&root), &changes(), std::slice::from_ref(&conflict)).unwrap();
    assert_eq!(state(root.path()).unwrap(), State::Waiting(vec![conflict.clone()]));
    assert_eq!(before(root.path(), &conflict).as_deref(), Some(b"old a".as_slice()));
    assert!(is_taken_back(&root));
    assert_eq!(tree(root.path()), old);
    assert!(!is_taken_back(&root));
}

#[test]
fn after_a_crash_while_it_is_taken_back_the_tree_becomes_the_old_one_or_the_new_one() {
    let (old, conflict) = (tree(playbook().path()), SourcePath::new("a.md").unwrap());
    for stop in 0.. {
        let (ahead, back) = (playbook(), playbook());
        let mut steps = 0;
        for root in [&ahead, &back] {
            commit(&hold(root), &changes(), std::slice::from_ref(&conflict)).unwrap();
            let all = backward(root.path()).unwrap();
            steps = all.len();
            all.iter().take(stop).for_each(|step| perform(root.path(), step).unwrap());
        }
        let is_over = recover(&hold(&ahead)).unwrap() == State::Clear;
        let found = tree(ahead.path());
        assert_eq!(found["a.md"], if is_over { "old a" } else { "new a" }, "after {stop} steps");
        assert_eq!(found.contains_key("gone/d.md"), is_over, "after {stop} steps");
        is_taken_back(&back);
        assert_eq!(tree(back.path()), old, "after {stop} steps");
        if stop == steps {
            break;
        }
    }
}

#[test]
fn an_upgrade_is_not_taken_back_over_words_that_were_written_since() {
    let (root, old) = (playbook(), tree(playbook().path()));
    let [conflict, decided] = ["a.md", "b/c.md"].map(|path| SourcePath::new(path).unwrap());
    commit(&hold(&root), &changes(), &[conflict, decided.clone()]).unwrap();
    decide(&hold(&root), &decided, &decided, b"decided", Edited::Refuse).unwrap();
    for (name, text) in [("a.md", "resolved"), ("b/new/e.md", "new e, and mine"), ("gone/d.md", "mine")] {
        fs::create_dir_all(root.path().join(name).parent().unwrap()).unwrap();
        fs::write(root.path().join(name), text).unwrap();
    }
    let before = tree(root.path());
    let refused = abort(&hold(&root), Edited::Refuse, &Moved::new()).unwrap_err();
    assert_eq!(
        refused.message,
        "`a.md`, `b/new/e.md`, `gone/d.md` were edited since the upgrade, and taking it back would lose that"
    );
    assert_eq!(tree(root.path()), before);
    let earlier = root.path().join(EDITED);
    fs::create_dir_all(&earlier).unwrap();
    let copies = abort(&hold(&root), Edited::Copy, &Moved::new()).unwrap().unwrap();
    assert_eq!(copies, ["a.md", "b/new/e.md", "gone/d.md"].map(|name| format!(".playbook/upgrade.edited-2/{name}")));
    assert_eq!(fs::read_to_string(root.path().join(&copies[0])).unwrap(), "resolved");
    assert_eq!(tree(root.path()), old);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let (root, outside) = (playbook(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(outside.path(), root.path().join("link")).unwrap();
    let change =
        Change { path: SourcePath::new("link/x.md").unwrap(), new: Some(b"x".to_vec()), before: Before::Anything };
    assert!(commit(&hold(&root), &[change], &[]).unwrap_err().message.contains("is a symbolic link"));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn only_a_file_that_waits_can_be_decided_on() {
    let root = playbook();
    let [waits, other] = ["a.md", "b/c.md"].map(|path| SourcePath::new(path).unwrap());
    commit(&hold(&root), &changes(), std::slice::from_ref(&waits)).unwrap();
    let refused = decide(&hold(&root), &other, &other, b"mine", Edited::Refuse).unwrap_err();
    assert_eq!(refused.message, "`b/c.md` has no conflict in the upgrade that waits");
    decide(&hold(&root), &waits, &waits, b"mine", Edited::Refuse).unwrap();
    assert_eq!(tree(root.path())["a.md"], "mine");
    assert_eq!(tree(root.path())["b/c.md"], "new c");
}

#[cfg(unix)]
#[test]
fn no_decision_is_written_through_a_link() {
    let (root, outside) = (playbook(), tempfile::tempdir().unwrap());
    let waits = SourcePath::new("a.md").unwrap();
    commit(&hold(&root), &changes(), std::slice::from_ref(&waits)).unwrap();
    fs::remove_file(root.path().join("a.md")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("x"), root.path().join("a.md")).unwrap();
    assert!(
        decide(&hold(&root), &waits, &waits, b"mine", Edited::Refuse)
            .unwrap_err()
            .message
            .contains("is a symbolic link")
    );
    assert!(!outside.path().join("x").exists());
}

#[test]
fn a_change_that_a_folder_or_a_file_stands_in_the_way_of_is_refused_before_it_counts() {
    for (path, message) in [
        ("b", "`b` is to be a file, but is a folder here"),
        ("a.md/x.md", "`a.md/x.md` needs the folder `a.md`, which is a file here"),
    ] {
        let root = playbook();
        let change =
            Change { path: SourcePath::new(path).unwrap(), new: Some(b"x".to_vec()), before: Before::Anything };
        assert_eq!(commit(&hold(&root), &[change], &[]).unwrap_err().message, message);
        assert!(!is_taken_back(&root));
        assert_eq!(tree(root.path()), tree(playbook().path()));
    }
}

#[test]
fn an_upgrade_is_taken_back_although_a_new_file_became_a_folder() {
    let root = playbook();
    let waits = SourcePath::new("a.md").unwrap();
    commit(&hold(&root), &changes(), &[waits]).unwrap();
    fs::remove_file(root.path().join("b/new/e.md")).unwrap();
    fs::create_dir(root.path().join("b/new/e.md")).unwrap();
    assert!(is_taken_back(&root));
    assert_eq!(tree(root.path()), tree(playbook().path()));
}

#[test]
fn a_damaged_journal_is_an_error_and_never_an_empty_one() {
    for text in ["", "{", "{}", r#"{"changes": [{"path": "a.md"}], "conflicts": []}"#] {
        let root = playbook();
        let folder = root.path().join(CURRENT);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("journal.json"), text).unwrap();
        let hold = hold(&root);
        for result in [
            state(root.path()).map(drop),
            abort(&hold, Edited::Refuse, &Moved::new()).map(drop),
            recover(&hold).map(drop),
        ] {
            assert!(result.unwrap_err().message.ends_with("journal.json` is damaged"), "{text}");
        }
        assert!(folder.join("journal.json").is_file());
    }
}

#[test]
fn what_was_edited_after_a_crash_is_not_overwritten() {
    let root = playbook();
    let prepared = prepare(root.path(), &changes(), &[]).unwrap().len();
    assert!(stop_after(root.path(), prepared + 1, &[]));
    fs::write(root.path().join("b/c.md"), "mine").unwrap();
    let before = tree(root.path());
    let held = hold(&root);
    for result in [recover(&held).map(drop), abort(&held, Edited::Refuse, &Moved::new()).map(drop)] {
        assert_eq!(result.unwrap_err().message, "`b/c.md` was edited after the upgrade was interrupted");
        assert_eq!(tree(root.path()), before);
    }
    drop(held);
    fs::remove_file(root.path().join("b/c.md")).unwrap();
    assert!(is_taken_back(&root));
    assert_eq!(tree(root.path()), tree(playbook().path()));
}

#[test]
fn nothing_counts_before_what_it_stands_on_has_reached_the_disk() {
    let root = playbook();
    let mut waiting = BTreeSet::new();
    let mut check = |step: &Step| {
        match step {
            Step::Write(file, _) if !file.ends_with("applied") => drop(waiting.insert(file.clone())),
            Step::Put(path, _) => waiting.extend(touched(root.path(), path)),
            Step::Sync(paths) => waiting.retain(|path| !paths.contains(path)),
            // These end a phase: a crash after them never looks back.
            Step::Write(..) | Step::Rename(..) => assert_eq!(waiting, BTreeSet::new(), "{step:?}"),
            Step::Remove(_) | Step::Delete(_) => {}
        }
        if let Step::Rename(PREPARED, CURRENT) = step {
            waiting.insert(root.path().join(".playbook"));
        }
    };
    for step in prepare(root.path(), &changes(), &[]).unwrap() {
        perform(root.path(), &step).unwrap();
        check(&step);
    }
    for step in forward(root.path()).unwrap().iter().chain(&backward(root.path()).unwrap()) {
        check(step);
    }
}

#[test]
fn a_journal_that_a_stranger_wrote_does_not_reach_git_s_own_files() {
    for path in [".git/hooks/post-commit", "a/.GIT/config", ".playbook/../.git/config", "git~1/config"] {
        let text = json!({"changes": [{"path": path, "old": false, "new": true}], "conflicts": []}).to_string();
        assert!(parse(text.as_bytes()).is_none(), "{path}");
    }
}

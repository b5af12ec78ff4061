//! What strangers' repositories may try, and what is taken of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::adoption::{prune, without_twins};
use super::{Fetched, MAX_FILE, Source};
use crate::source::SourcePath;

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
    let status = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(status.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// A repository with one page, a link, a submodule, a hook and a huge file.
fn hostile() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let inner = root.path().join("inner");
    let outer = root.path().join("outer");
    for folder in [&inner, &outer] {
        fs::create_dir(folder).unwrap();
        git(folder, &["init", "-q", "-b", "main"]);
        write(folder, "content/index.md", b"# Home\n");
        git(folder, &["add", "-A"]);
        git(folder, &["commit", "-qm", "one"]);
    }
    git(&outer, &["tag", "v1"]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", outer.join("content/etc")).unwrap();
    write(&outer, "content/huge.png", &vec![0; usize::try_from(MAX_FILE).unwrap() + 1]);
    write(&outer, "content/page.md", b"Two\n");
    let address = inner.display().to_string();
    git(&outer, &["submodule", "--quiet", "add", &address, "content/sub"]);
    git(&outer, &["add", "-A"]);
    git(&outer, &["commit", "-qm", "two"]);
    let hook = format!("#!/bin/sh\ntouch {}\n", root.path().join("ran").display());
    for name in ["post-checkout", "reference-transaction", "post-merge"] {
        write(&outer, &format!(".git/hooks/{name}"), hook.as_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(outer.join(".git/hooks").join(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    root
}

fn names(fetched: &Fetched) -> Vec<&str> {
    fetched.files.keys().map(SourcePath::as_str).collect()
}

#[cfg(unix)]
#[test]
fn of_a_hostile_repository_only_plain_files_are_taken_and_nothing_runs() {
    let root = hostile();
    let scratch = root.path().join("scratch");
    // A fetch was killed in a process that had our number.
    write(&scratch, &format!("fetch-playbook-{}-0/held", std::process::id()), b"");
    let outer = root.path().join("outer");
    let far = Source::find(&format!("file://{}", outer.display()), root.path()).unwrap();
    let near = Source::find("outer", root.path()).unwrap();
    assert_eq!((far.is_far(), near.is_far()), (true, false));
    for source in [far, near] {
        let fetched = prune(source.read(Some("main"), &scratch).unwrap());
        assert_eq!(names(&fetched), ["content/index.md", "content/page.md"]);
        let mut notes = fetched.notes;
        notes.sort();
        assert_eq!(
            notes,
            [
                "`content/etc` is a symbolic link and was left out",
                "`content/huge.png` has 16 MiB, more than the 16 MiB that are taken, and was left out",
                "`content/sub` is a submodule and was left out",
            ]
        );
        assert_eq!(names(&prune(source.read(Some("v1"), &scratch).unwrap())), ["content/index.md"]);
    }
    assert!(!root.path().join("ran").exists());
    assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_link_in_a_folder_is_left_out() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "content/index.md", b"# Home\n");
    std::os::unix::fs::symlink("/etc/passwd", root.path().join("content/passwd.md")).unwrap();
    let fetched = Source::Folder(root.path().to_path_buf()).read(None, root.path()).unwrap();
    assert_eq!(names(&fetched), ["content/index.md"]);
    assert_eq!(fetched.notes, ["`content/passwd.md` is a symbolic link and was left out"]);
}

#[test]
fn a_source_is_an_address_or_a_folder_and_never_a_command() {
    let here = tempfile::tempdir().unwrap();
    for written in ["ext::sh -c touch% /tmp/x", "--upload-pack=touch /tmp/x", "-u", "builtin:other", "nowhere"] {
        assert!(Source::find(written, here.path()).is_err(), "{written}");
    }
    let remote = Source::find("git@example.com:a/b.git", here.path()).unwrap();
    assert_eq!(remote, Source::Remote("git@example.com:a/b.git".to_owned()));
    for reference in ["--upload-pack=x", "a:b"] {
        assert!(Source::Builtin.read(Some(reference), here.path()).is_err(), "{reference}");
    }
}

#[test]
fn names_that_mean_something_else_are_refused() {
    for name in [".git/config", "a/.GIT/x", "a\\b.md", "c:x.md", "a/git~1/x", "a\nb.md", "x/.git. /y"] {
        assert!(super::refused(name), "{name:?}");
    }
    assert!(!super::refused("content/a b (c).md"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_unicode_are_left_out_and_never_become_one() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "index.md", b"# Home\n");
    for name in [b"a\xff.md".as_slice(), b"a\xfe.md"] {
        fs::write(root.path().join(OsStr::from_bytes(name)), b"# Odd\n").unwrap();
    }
    let note = "`a\u{fffd}.md` has a name that is not UTF-8 and was left out";
    git(root.path(), &["init", "-q", "-b", "main"]);
    git(root.path(), &["add", "-A"]);
    git(root.path(), &["commit", "-qm", "one"]);
    for source in [Source::Folder(root.path().to_path_buf()), Source::Repository(root.path().to_path_buf())] {
        let fetched = source.read(None, root.path()).unwrap();
        assert_eq!(names(&fetched), ["index.md"]);
        assert_eq!(fetched.notes, [note, note]);
    }
}

#[test]
fn of_two_names_that_differ_only_in_case_one_is_left_out_of_a_fork() {
    let files = ["a/Team.md", "a/team.md", "b/team.md"].map(|name| (SourcePath::new(name).unwrap(), Vec::new().into()));
    let fetched = without_twins(Fetched { files: files.into(), ..Fetched::default() });
    assert_eq!(names(&fetched), ["a/Team.md", "b/team.md"]);
    assert_eq!(fetched.notes, ["`a/team.md` differs from `a/Team.md` only in case or accents and was left out"]);
}

#[test]
fn no_password_is_told_when_git_fails() {
    let scratch = tempfile::tempdir().unwrap();
    // Nothing listens on this port.
    let address = "http://me:s3cret@127.0.0.1:9/a.git";
    let failure = Source::find(address, scratch.path()).unwrap().read(None, scratch.path()).unwrap_err();
    assert!(failure.message.starts_with("cannot fetch `http://127.0.0.1:9/a.git`: "), "{failure}");
    assert!(!failure.to_string().contains("s3cret"), "{failure}");
}

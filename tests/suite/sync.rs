//! What holds of every build, whatever the content: the same input gives the same bytes, a build that
//! was killed is mended by the next, and files of others are left alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use playbook::failure::Failure;
use playbook::playbook::OutPath;
use playbook::site::sync::{Adopt, Publication, Synced};
use playbook::site::{Output, Site};

use crate::support::random::Random;
use crate::support::{copy, data, process, site_folder, tree, write};

const MANIFEST: &str = ".playbook-manifest";

#[test]
fn the_same_content_gives_the_same_bytes_on_one_thread_and_on_two() {
    let (_guard, site) = site_folder();
    make_content(&site, 40, "first");
    let build = |out: &str, threads: &str| {
        let mut command = process::playbook(&site);
        command.args(["build", "-q", "--compress", "-o", out]).env("RAYON_NUM_THREADS", threads);
        assert_eq!(process::run(command).code, Some(0));
        tree(&site.join(out))
    };
    let one = build("../one", "1");
    assert!(one.len() > 40);
    assert!(one == build("../two", "2"), "two threads make other bytes than one");
    assert!(one == build("../again", "2"), "two builds make other bytes");
}

#[test]
fn a_build_that_was_killed_is_mended_by_the_next() {
    let (_guard, site) = site_folder();
    let out = site.join("public");
    let mut random = Random::new(7);
    let mut killed = 0;
    make_content(&site, 5, "first");
    assert_eq!(build(&site, "public").code, Some(0));
    write(&out.join("mine/notes.txt"), "mine");
    for round in 0..12 {
        make_content(&site, 20 + random.below(60), &format!("round {round}"));
        let mut command = process::playbook(&site);
        let mut child = command.args(["build", "-q"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.below(60) as u64));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = build(&site, "public");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "after kill {round}");
        let mut mended = tree(&out);
        assert_eq!(mended.remove("mine/notes.txt").as_deref(), Some(&b"mine"[..]));
        assert_eq!(build(&site, "../fresh").code, Some(0));
        assert!(mended == tree(&site.join("../fresh")), "after kill {round}");
    }
    assert!(killed > 1, "the builds were over before they could be killed");
}

#[test]
fn a_kill_before_the_first_file_leaves_a_folder_that_is_ours() {
    let (_guard, site) = site_folder();
    make_content(&site, 3, "text");
    write(&site.join("public/.playbook-tmp/0"), "half");
    assert_eq!(build(&site, "public").code, Some(0));
    assert!(tree(&site.join("public")).keys().all(|name| !name.contains("tmp")), "a temporary file stayed");
}

#[test]
fn any_site_can_follow_any_other_and_foreign_files_stay() {
    let (_guard, site) = site_folder();
    let out = site.join("out");
    let mut random = Random::new(3);
    write(&out.join("a/notes.txt"), "mine");
    write(&out.join("b/c/notes.txt"), "mine");
    let mut adopt = Adopt::Force;
    for round in 0..60 {
        let new = random_site(&mut random);
        let before = tree(&out);
        let done = sync(&new, &out, adopt).unwrap_or_else(|failure| panic!("round {round}: {failure}"));
        adopt = Adopt::Refuse;
        let mut after = tree(&out);
        after.remove(MANIFEST);
        for own in ["a/notes.txt", "b/c/notes.txt"] {
            assert_eq!(after.remove(own).as_deref(), Some(&b"mine"[..]), "round {round}");
        }
        let wanted: BTreeMap<String, Vec<u8>> =
            new.files.iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes.to_vec())).collect();
        assert_eq!(after, wanted, "round {round}");
        let same = wanted.iter().filter(|(path, bytes)| before.get(*path) == Some(*bytes)).count();
        assert_eq!((done.unchanged, done.written), (same, wanted.len() - same), "round {round}");
        let again = sync(&new, &out, adopt).unwrap();
        assert_eq!((again.written, again.deleted, again.unchanged), (0, 0, wanted.len()), "round {round}");
    }
}

#[test]
fn a_site_that_is_not_finished_changes_nothing() {
    let (_guard, site) = site_folder();
    let (old, new) = (site.join("old"), site.join("new"));
    let page = |text: &str| Arc::from(text.as_bytes());
    let path = || OutPath::new("a/index.html").unwrap();
    let first = Publication::begin(&old, Adopt::Refuse).unwrap();
    first.put(path(), page("one"));
    first.finish().unwrap();
    let before = tree(&old);
    for folder in [&old, &new] {
        let publication = Publication::begin(folder, Adopt::Refuse).unwrap();
        publication.put(path(), page("two"));
        publication.put(OutPath::new("b.html").unwrap(), page("three"));
    }
    assert_eq!(tree(&old), before);
    assert!(!new.exists(), "a folder stayed that nobody had before");
}

fn sync(site: &Site, folder: &Path, adopt: Adopt) -> Result<Synced, Failure> {
    let publication = Publication::begin(folder, adopt)?;
    site.files.iter().for_each(|(path, bytes)| publication.put(path.clone(), Arc::clone(bytes)));
    publication.finish()
}

/// Files in a few folders; a name that is a file in one site is a folder in the next.
fn random_site(random: &mut Random) -> Site {
    let mut site = Site::default();
    for top in ["a", "b", "d", "e"] {
        for name in ["x", "y", "z"] {
            let path = match random.below(4) {
                0 => continue,
                1 => format!("{top}/{name}"),
                2 => format!("{top}/{name}/index.html"),
                _ => format!("{top}/{name}/deep/er.html"),
            };
            let text = ["one", "two", "three"][random.below(3)];
            site.files.insert(OutPath::new(&path).unwrap(), Arc::from(text.as_bytes()));
        }
    }
    site
}

fn build(site: &Path, out: &str) -> process::Ran {
    let mut command = process::playbook(site);
    command.args(["build", "-q", "-o", out]);
    process::run(command)
}

/// A site of so many pages that link to one another.
fn make_content(site: &Path, pages: usize, words: &str) {
    let content = site.join("content");
    if content.exists() {
        std::fs::remove_dir_all(&content).unwrap();
    }
    copy(&data("themes"), &site.join("themes"));
    write(&site.join("playbook.yaml"), "title: Site\ntheme: tiny\n");
    for page in 0..pages {
        let next = (page * 7 + 1) % pages;
        let text = format!(
            "---\ntags: [t{}, u{}]\n---\n# Page {page}\n\nOf {words}: [next](../s{}/p{next}.md#more).\n\n## More\n\n```rust\nfn a() {{}}\n```\n",
            page % 5,
            page % 3,
            next % 4
        );
        write(&content.join(format!("s{}/p{page}.md", page % 4)), text);
    }
}

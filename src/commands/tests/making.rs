//! What a fork is made of, so that it builds as it is.

use super::*;
use crate::project::{Project, Snapshot};
use crate::site::Site;
use crate::upstream::journal;

const CONFIG: &str = "title: How Acme leads\ntheme: {name: acme, accent: \"#17665a\"}\nlogo: {light: brand/a.svg, dark: brand/b.svg}\nfooter:\n  Imprint: https://acme.com/imprint\n  Team: people/team\n  Terms: legal/terms\n";

/// An upstream whose config names files of every kind.
fn upstream() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("content/index.md", "# Home\n"),
        ("content/people/team.md", "# Team\n"),
        ("content/legal/terms.md", "# Terms\n"),
        ("themes/acme/theme.yaml", "name: Acme\n"),
        ("brand/a.svg", "<svg/>\n"),
        ("brand/b.svg", "<svg/>\n"),
        ("playbook.yaml", CONFIG),
    ] {
        write(&folder.path().join("up"), name, text);
    }
    folder
}

fn fork(folder: &Path, words: &[&str]) -> Project {
    let [up, mine] = ["up", "mine"].map(|name| folder.join(name).display().to_string());
    fork::run(&args::<Fork>(&[&[up.as_str(), mine.as_str()], words].concat()), &terminal()).unwrap();
    Project::open(&Wishes { root: Some(folder.join("mine")), ..Wishes::default() }).unwrap()
}

#[track_caller]
fn assert_builds(project: &Project) -> Site {
    let snapshot = Snapshot::take(project).unwrap();
    let read = snapshot.read(project);
    assert_eq!(read.report.count(crate::diagnostic::Severity::Error), 0);
    snapshot.render_pages(project, &read, &project.theme().unwrap()).unwrap()
}

#[test]
fn a_fork_builds_with_the_logo_and_the_pages_that_its_settings_name() {
    let folder = upstream();
    let project = fork(folder.path(), &[]);
    let config = fs::read_to_string(folder.path().join("mine/playbook.yaml")).unwrap();
    // Where upstream's own imprint stands, the adopter's must.
    assert_eq!(config, CONFIG.replace("  Imprint", "#   Imprint"));
    assert!(project.root.join("brand/b.svg").is_file());
    assert_builds(&project);
}

#[test]
fn a_fork_of_some_pages_builds_without_the_settings_that_name_others() {
    for (words, commented) in [
        (&["--only", "people/**"][..], &["  Imprint", "  Terms"][..]),
        (&["--except", "legal", "--except", "brand/b.svg"], &["  Imprint", "  Terms", "logo"]),
        (&["--except", "themes"], &["  Imprint", "theme"]),
    ] {
        let folder = upstream();
        let project = fork(folder.path(), words);
        let config = fs::read_to_string(folder.path().join("mine/playbook.yaml")).unwrap();
        let expected = commented
            .iter()
            .fold(CONFIG.to_owned(), |text, key| text.replace(&format!("\n{key}:"), &format!("\n# {key}:")));
        assert_eq!(config, expected, "{words:?}");
        assert_builds(&project);
    }
}

#[test]
fn the_config_keeps_its_line_ends() {
    let folder = upstream();
    write(&folder.path().join("up"), "playbook.yaml", "title: A\r\nbase_url: https://acme.com/\r\n# End\r\n");
    fork(folder.path(), &["--set", "org.name=Initech", "--set", "description=All of it"]);
    let config = fs::read_to_string(folder.path().join("mine/playbook.yaml")).unwrap();
    let expected = "title: A\r\n# End\r\ndescription: \"All of it\"\r\norg:\r\n  name: \"Initech\"\r\n";
    assert_eq!(config, expected);
}

#[test]
fn a_fork_that_a_crash_stopped_is_finished_or_taken_back() {
    for flag in ["--continue", "--abort"] {
        let folder = upstream();
        let project = fork(folder.path(), &[]);
        let root = project.root.clone();
        let whole = walkdir::WalkDir::new(&root).into_iter().count();
        // What a crash leaves after its first steps: the journal with all texts, and not one page.
        let texts: Vec<_> = pages(&root).into_iter().collect();
        let journal = root.join(".playbook/upgrade");
        let mut changes = Vec::new();
        for (place, (name, text)) in texts.iter().enumerate() {
            write(&journal, &format!("new-{place}"), text);
            changes.push(serde_json::json!({"path": format!("content/{name}"), "old": false, "new": true}));
        }
        write(&journal, "journal.json", &serde_json::json!({"changes": changes, "conflicts": []}).to_string());
        fs::remove_dir_all(root.join("content")).unwrap();
        let wishes = Wishes { root: Some(root.clone()), ..Wishes::default() };
        let again = args::<Fork>(&[folder.path().join("up").to_str().unwrap(), root.to_str().unwrap()]);
        assert!(fork::run(&again, &terminal()).unwrap_err().message.ends_with("was interrupted"));
        assert!(journal::is_begun(&root));
        assert_eq!(upgrade::run(&args::<Upgrade>(&[flag]), &wishes, &terminal()).unwrap(), Outcome::Clean);
        let now = walkdir::WalkDir::new(&root)
            .into_iter()
            .filter(|entry| !entry.as_ref().unwrap().path().to_string_lossy().contains("upgrade.lock"));
        assert_eq!(now.count() == whole, flag == "--continue");
        assert_eq!(root.join("content").exists(), flag == "--continue");
    }
}

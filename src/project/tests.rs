//! Trends from a real repository. The dates are fixed, the commits are made in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Project, Snapshot, Wishes};

/// A repository that is deleted when the test ends.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("playbook-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("content/okrs")).unwrap();
        let repository = Self(folder);
        repository.git("2026-01-01", &["init", "-q"]);
        repository
    }

    fn git(&self, day: &str, arguments: &[&str]) {
        let identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgSign=false"];
        let date = format!("{day}T10:00:00Z");
        let status = Command::new("git")
            .arg("-C")
            .arg(&self.0)
            .args(identity)
            .args(arguments)
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    }

    fn commit(&self, day: &str, files: &[(&str, Option<&str>)]) {
        for (name, keys) in files {
            let file = self.0.join(format!("content/okrs/{name}.md"));
            match keys {
                Some(keys) => fs::write(file, format!("---\nkind: okr\nperiod: 2026-Q4\n{keys}---\n")).unwrap(),
                None => fs::remove_file(file).unwrap(),
            }
        }
        self.git(day, &["add", "--all"]);
        self.git(day, &["commit", "-q", "-m", "change"]);
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The points of an objective and of its first key result on 16 November 2026: days and hundredths.
fn trends(folder: &Path, page: &str) -> [Vec<String>; 2] {
    let wishes = Wishes {
        content: Some(folder.join("content")),
        as_of: Some(jiff::civil::date(2026, 11, 16)),
        ..Wishes::default()
    };
    let project = Project::open(&wishes).unwrap();
    let playbook = Snapshot::take(&project).unwrap().read(&project).playbook;
    let objective = &playbook.okrs.objectives[&playbook.page_by_id(page).unwrap()];
    [&objective.trend, &objective.key_results[0].trend]
        .map(|trend| trend.iter().map(|(day, share)| format!("{day} {:.0}", share * 100.0)).collect())
}

fn number(current: u32) -> String {
    format!("- {{id: x, title: X, baseline: 0, target: 10, current: {current}}}\n")
}

#[test]
fn a_page_without_check_ins_has_its_trend_from_its_commits() {
    let repository = Repository::new("commits");
    let page = |key_results: &str| format!("key_results:\n{key_results}");
    let early = page(&number(9));
    let first = page(&number(1));
    let reordered = page(&format!("- {{id: y, title: Y, done: yes}}\n{}", number(2)));
    let (morning, evening) = (page(&number(3)), page(&number(4)));
    let now = page(&number(6));
    let linked = "key_results: [{id: l, title: L, from: \"okrs/a#x\"}]\n";
    repository.commit("2026-09-20", &[("a", Some(&early))]);
    repository.commit("2026-10-05", &[("a", Some(&first)), ("b", Some(linked))]);
    repository.commit("2026-10-12", &[("a", Some(&reordered))]);
    repository.commit("2026-10-19", &[("a", None)]);
    repository.commit("2026-10-26", &[("a", Some(&morning))]);
    repository.commit("2026-10-26", &[("a", Some(&evening)), ("b", Some(&format!("ambition: committed\n{linked}")))]);
    repository.commit("2026-11-09", &[("a", Some("key_results: [broken\n"))]);
    repository.commit("2026-11-10", &[("a", Some(&now))]);
    assert_eq!(
        trends(&repository.0, "okrs/a"),
        [
            vec!["2026-10-05 10", "2026-10-12 60", "2026-10-26 40", "2026-11-10 60", "2026-11-16 60"],
            vec!["2026-10-05 10", "2026-10-12 20", "2026-10-26 40", "2026-11-10 60", "2026-11-16 60"],
        ]
    );
    assert_eq!(
        trends(&repository.0, "okrs/b"),
        [vec!["2026-10-05 10", "2026-10-26 40", "2026-11-16 60"], Vec::<&str>::new()],
        "a linked score is the one that the other page had on that day"
    );
}

#[test]
fn check_ins_win_over_commits() {
    let repository = Repository::new("checkins");
    let both = |current| format!("key_results:\n{}", number(current) + "- {id: y, title: Y, target: 4, current: 1}\n");
    let checkins = "checkins:\n- {date: 2026-10-14, kr: y, value: 2}\n- {date: 2026-11-04, kr: y, value: 4}\n";
    repository.commit("2026-10-05", &[("a", Some(&both(1)))]);
    repository.commit("2026-11-04", &[("a", Some(&(both(5) + checkins)))]);
    assert_eq!(
        trends(&repository.0, "okrs/a"),
        [
            vec!["2026-10-14 30", "2026-11-04 75", "2026-11-16 75"],
            vec!["2026-10-05 10", "2026-11-04 50", "2026-11-16 50"],
        ],
        "the objective's days are its check-ins'; a number without one still has its commits"
    );
}

#[test]
fn a_shallow_clone_knows_only_today() {
    let repository = Repository::new("deep");
    for (day, current) in [("2026-10-05", 1), ("2026-10-12", 2)] {
        repository.commit(day, &[("a", Some(&format!("key_results:\n{}", number(current))))]);
    }
    let clone = Repository::new("shallow");
    let origin = format!("file://{}", repository.0.display());
    clone.git("2026-11-16", &["fetch", "-q", "--depth", "1", &origin, "HEAD"]);
    clone.git("2026-11-16", &["checkout", "-q", "FETCH_HEAD"]);
    assert_eq!(trends(&clone.0, "okrs/a"), [["2026-11-16 20"], ["2026-11-16 20"]]);
}

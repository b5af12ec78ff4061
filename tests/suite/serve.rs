//! `playbook serve`, from outside: what it serves always equals a fresh build.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::http::{Answer, Events, get};
use crate::support::process::PATIENCE;
use crate::support::random::Random;
use crate::support::{copy, data, process, site_folder, tree, write};

/// What the server adds to every page.
const RELOAD: &str = "<script src=\"/__playbook/reload.js\" defer></script>";
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// A server that is stopped when the test ends.
struct Serving {
    child: Child,
    port: u16,
    said: Receiver<String>,
    site: PathBuf,
    _guard: tempfile::TempDir,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Serves a site of these files.
    fn start(files: &[(&str, &str)]) -> Self {
        Self::start_with(files, |_| ())
    }

    /// Does the same with more flags or another environment.
    fn start_with(files: &[(&str, &str)], change: impl Fn(&mut Command)) -> Self {
        let (guard, site) = site_folder();
        copy(&data("themes"), &site.join("themes"));
        write(&site.join("playbook.yaml"), "title: Site\ntheme: tiny\n");
        for (name, text) in files {
            write(&site.join(name), text);
        }
        let mut command = process::playbook(&site);
        change(command.args(["serve", "--port", "0"]));
        let mut child = command.spawn().unwrap();
        let said = lines(child.stderr.take().unwrap());
        let port = loop {
            let line = said.recv_timeout(PATIENCE).expect("the server did not start");
            if let Some(rest) = line.strip_prefix("serving http://") {
                break rest.split(['/', ' ']).next().unwrap().rsplit(':').next().unwrap().parse().unwrap();
            }
        };
        Self { child, port, said, site, _guard: guard }
    }

    fn get(&self, path: &str) -> Answer {
        get(self.port, "localhost", path)
    }

    fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}");
        String::from_utf8(answer.body).unwrap().replace(RELOAD, "")
    }

    /// What the server said since it was last asked.
    fn said(&self) -> String {
        self.said.try_iter().map(|line| line + "\n").collect()
    }

    /// What a build of the same content writes.
    fn fresh(&self) -> BTreeMap<String, Vec<u8>> {
        let out = self.site.join("../fresh");
        let _ = fs::remove_dir_all(&out);
        let mut command = process::playbook(&self.site);
        command.args(["build", "-q", "-o", "../fresh", "-u", &format!("http://127.0.0.1:{}/", self.port)]);
        assert_eq!(process::run(command).code, Some(0));
        let mut files = tree(&out);
        files.remove(".playbook-manifest");
        files
    }

    /// The first file of a fresh build that is served otherwise.
    fn difference(&self, fresh: &BTreeMap<String, Vec<u8>>) -> Option<String> {
        let differs = |name: &str, bytes: &[u8]| {
            let answer = self.get(&format!("/{}", utf8_percent_encode(name, PATH)));
            let body = match String::from_utf8(answer.body) {
                Ok(text) if name.ends_with(".html") => text.replace(RELOAD, "").into_bytes(),
                Ok(text) => text.into_bytes(),
                Err(error) => error.into_bytes(),
            };
            answer.status != 200 || body != bytes
        };
        fresh.iter().find(|(name, bytes)| differs(name, bytes)).map(|(name, _)| name.clone())
    }

    /// Waits for builds until what is served equals a fresh one.
    #[track_caller]
    fn settles(&self, events: &mut Events) {
        let fresh = self.fresh();
        let started = Instant::now();
        while let Some(name) = self.difference(&fresh) {
            assert!(started.elapsed() < PATIENCE, "`{name}` and maybe others are not what a fresh build makes");
            events.next();
        }
    }
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

#[test]
fn a_change_is_announced_and_what_is_served_then_equals_a_fresh_build() {
    let serving = Serving::start(&[
        ("content/index.md", "# Home\n"),
        ("content/a b/ü.md", "# Ü\n\n![x](x.png)\n"),
        ("content/a b/x.png", "png"),
    ]);
    let mut events = Events::listen(serving.port);
    assert_eq!(serving.difference(&serving.fresh()), None);
    write(&serving.site.join("content/index.md"), "# Home\n\n[Ü](a%20b/ü.md)\n");
    let first = events.next();
    serving.settles(&mut events);
    assert!(serving.page("/").contains("<a href=\"/a%20b/%C3%BC/\">Ü</a>"));
    write(&serving.site.join("content/new.md"), "# New\n");
    assert_ne!(events.next(), first);
    serving.settles(&mut events);
    assert!(serving.page("/new/").contains("<h1 id=\"new\">New</h1>"));
    fs::remove_file(serving.site.join("content/new.md")).unwrap();
    events.next();
    serving.settles(&mut events);
    assert_eq!(serving.get("/new/").status, 404);
}

#[test]
fn a_broken_page_shows_its_error_and_the_rest_is_served() {
    let serving = Serving::start(&[("content/index.md", "# Home\n"), ("content/a.md", "---\nowner: @ana\n---\n# A\n")]);
    let page = serving.page("/a/");
    assert!(
        page.contains("a value cannot start with `@` unless it is quoted") && page.contains("content/a.md:2:8"),
        "{page}"
    );
    assert!(!serving.page("/").contains("playbook-errors"));
    let mut events = Events::listen(serving.port);
    write(&serving.site.join("content/a.md"), "# A\n");
    events.next();
    serving.settles(&mut events);
}

#[test]
fn a_template_that_does_not_compile_keeps_the_last_good_site() {
    let serving = Serving::start(&[("content/index.md", "# Home\n")]);
    let mut events = Events::listen(serving.port);
    let good = serving.page("/");
    write(&serving.site.join("templates/section.html"), "{% if %}");
    events.next();
    let page = loop {
        let page = serving.page("/");
        if page.contains("playbook-errors") {
            break page;
        }
        events.next();
    };
    assert!(page.contains("templates/section.html:1:7"), "{page}");
    let shown = page.find("<link rel=\"stylesheet\" href=\"/__playbook/errors.css\">").unwrap();
    assert!(page.starts_with(good.trim_end().trim_end_matches("</html>")) || good.contains(&page[..shown]), "{page}");
    assert!(serving.said().contains("error: the theme's template cannot be used"));
    fs::remove_file(serving.site.join("templates/section.html")).unwrap();
    events.next();
    serving.settles(&mut events);
}

#[test]
fn only_its_own_names_and_its_own_files_are_served() {
    let serving = Serving::start(&[
        ("content/index.md", "# Home\n"),
        ("content/team/index.md", "# Team\n"),
        ("secret.txt", "secret"),
    ]);
    let status = |host: &str, path: &str| get(serving.port, host, path).status;
    let port = serving.port;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(status(&host, "/"), 200, "{host}");
    }
    for host in ["example.com", "example.com:80", "localhost.example.com", "192.168.0.1"] {
        assert_eq!(status(host, "/"), 403, "{host}");
        assert_eq!(status(host, "/__playbook/events"), 403, "{host}");
    }
    for path in
        ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a/../../secret.txt", "//secret.txt", "/%00"]
    {
        let answer = serving.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains("secret"), "{path}");
    }
    let answer = serving.get("/team");
    assert_eq!(answer.status, 302);
    assert!(answer.head.contains("Location: /team/"), "{}", answer.head);
    let answer = serving.get("/nowhere/");
    assert_eq!(answer.status, 404);
    assert!(String::from_utf8_lossy(&answer.body).contains("Not found"));
}

#[test]
fn without_reports_of_the_system_changes_are_found_by_looking() {
    let serving = Serving::start_with(&[("content/index.md", "# Home\n")], |command| {
        command.arg("--poll");
    });
    let mut events = Events::listen(serving.port);
    write(&serving.site.join("content/new.md"), "# New\n");
    events.next();
    serving.settles(&mut events);
    assert!(serving.page("/new/").contains("<h1 id=\"new\">New</h1>"));
}

#[test]
fn the_browser_that_is_asked_for_gets_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let (browser, opened) = (folder.path().join("browser"), folder.path().join("opened"));
    write(&browser, format!("#!/bin/sh\necho \"$1\" > {0}.new && mv {0}.new {0}\n", opened.display()));
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let serving = Serving::start_with(&[("content/index.md", "# Home\n")], |command| {
        command.arg("--open").env("BROWSER", &browser);
    });
    let started = Instant::now();
    while !opened.exists() {
        assert!(started.elapsed() < PATIENCE, "no browser was opened");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(opened).unwrap(), format!("http://127.0.0.1:{}/\n", serving.port));
}

#[test]
fn it_listens_on_the_interface_that_is_asked_for_and_no_other() {
    let on = |interface: &'static str| {
        Serving::start_with(&[("content/index.md", "# Home\n")], move |command| {
            command.args(["--interface", interface]);
        })
    };
    let reaches = |address: &str, port: u16| TcpStream::connect((address, port)).is_ok();
    let second = on("127.0.0.2");
    assert_eq!([reaches("127.0.0.2", second.port), reaches("127.0.0.1", second.port)], [true, false]);
    let all = on("0.0.0.0");
    assert_eq!([reaches("127.0.0.2", all.port), reaches("127.0.0.1", all.port)], [true, true]);
    assert_eq!(get(all.port, "192.168.0.9", "/").status, 200);
    assert_eq!(get(all.port, "example.com", "/").status, 403);
    let mut command = process::playbook(&all.site);
    command.args(["serve", "--interface", "everywhere"]);
    assert_eq!(process::run(command).code, Some(2));
}

#[test]
fn a_port_that_is_taken_is_refused_when_it_was_asked_for() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let (_guard, site) = site_folder();
    write(&site.join("index.md"), "# Home\n");
    let mut command = process::playbook(&site);
    command.args(["serve", "--port", &port.to_string()]);
    let ran = process::run(command);
    assert_eq!(ran.code, Some(2));
    let message = format!(
        "error: cannot listen on port {port}: Address already in use (os error 98)\n  hint: leave `--port` out to take a free one\n"
    );
    assert_eq!((ran.stderr, ran.stdout.as_str()), (message, ""));
}

#[test]
fn after_any_list_of_edits_what_is_served_equals_a_fresh_build() {
    for seed in [1, 2] {
        let serving = Serving::start(&[("content/index.md", "# Home\n")]);
        let mut events = Events::listen(serving.port);
        let mut random = Random::new(seed);
        for _ in 0..12 {
            for _ in 0..=random.below(3) {
                edit(&serving.site.join("content"), &mut random);
            }
            serving.settles(&mut events);
        }
    }
}

/// Makes, changes, renames or deletes a page.
fn edit(content: &Path, random: &mut Random) {
    let names = ["a.md", "b.md", "team/index.md", "team/c.md", "team/d e.md", "deep/er/f.md", "pic.png"];
    let (file, other) = (content.join(random.pick(&names)), content.join(random.pick(&names)));
    match random.below(6) {
        0 if file.exists() => fs::remove_file(file).unwrap(),
        1 if file.exists() && !other.exists() => {
            fs::create_dir_all(other.parent().unwrap()).unwrap();
            fs::rename(file, other).unwrap();
        }
        2 => write(
            &file,
            format!(
                "---\ntitle: T{}\norder: {}\ntags: [x, y{}]\naliases: [/old-{}/]\n---\nText\n",
                random.below(9),
                random.below(9),
                random.below(3),
                random.below(9)
            ),
        ),
        3 => write(
            &file,
            format!("# Other {}\n\n[a](/a.md) [c](/team/c.md#more) ![p](/pic.png)\n\n## More\n", random.below(99)),
        ),
        4 => {
            let _ = fs::remove_dir_all(content.join("team"));
        }
        _ => write(&file, format!("# Heading {}\n\nWords [b](/b.md).\n", random.below(99))),
    }
}

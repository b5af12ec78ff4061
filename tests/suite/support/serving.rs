//! A running `playbook serve`, and how what it serves differs from a fresh build.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::http::{Answer, Events, get};
use super::process::PATIENCE;
use super::{copy, data, process, site_folder, tree, write};

/// What the server adds to every page, around the page's version.
const RELOAD: (&str, &str) = ("<script src=\"/__playbook/reload.js\" data-version=\"", "\" defer></script>");
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// A server that is stopped when the test ends.
pub(crate) struct Serving {
    child: Child,
    /// Where it listens.
    pub(crate) port: u16,
    said: Receiver<String>,
    /// The folder that it runs in.
    pub(crate) site: PathBuf,
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
    pub(crate) fn start(files: &[(&str, &str)]) -> Self {
        Self::start_with(files, |_| ())
    }

    /// Does the same with more flags or another environment.
    pub(crate) fn start_with(files: &[(&str, &str)], change: impl Fn(&mut Command)) -> Self {
        let (guard, site) = site_folder();
        copy(&data("themes"), &site.join("themes"));
        write(&site.join("playbook.yaml"), "title: Site\ntheme: tiny\n");
        for (name, text) in files {
            write(&site.join(name), text);
        }
        Self::in_folder((guard, site), change)
    }

    /// Serves what a folder holds.
    pub(crate) fn in_folder((guard, site): (tempfile::TempDir, PathBuf), change: impl Fn(&mut Command)) -> Self {
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

    pub(crate) fn get(&self, path: &str) -> Answer {
        get(self.port, "localhost", path)
    }

    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}");
        as_built(&String::from_utf8(answer.body).unwrap())
    }

    /// What the server said since it was last asked.
    pub(crate) fn said(&self) -> String {
        self.said.try_iter().map(|line| line + "\n").collect()
    }

    /// Waits for the next build, whether it makes anything new or not.
    pub(crate) fn builds(&self) {
        while !self.said.recv_timeout(PATIENCE).expect("no build was made").starts_with("built") {}
    }

    /// Waits for the next build that comes to nothing.
    pub(crate) fn fails(&self) {
        while !self.said.recv_timeout(PATIENCE).expect("no build was tried").starts_with("error") {}
    }

    /// Saves a file at once, so that no build sees half of it.
    pub(crate) fn save(&self, name: &str, text: &str) {
        let beside = self.site.join("../saved");
        write(&beside, text);
        fs::rename(beside, self.site.join(name)).unwrap();
    }

    /// What a build of the same content writes.
    pub(crate) fn fresh(&self) -> BTreeMap<String, Vec<u8>> {
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
    pub(crate) fn difference(&self, fresh: &BTreeMap<String, Vec<u8>>) -> Option<String> {
        let differs = |name: &str, bytes: &[u8]| {
            let answer = self.get(&format!("/{}", utf8_percent_encode(name, PATH)));
            let body = match String::from_utf8(answer.body) {
                Ok(text) if name.ends_with(".html") => as_built(&text).into_bytes(),
                Ok(text) => text.into_bytes(),
                Err(error) => error.into_bytes(),
            };
            answer.status != 200 || body != bytes
        };
        fresh.iter().find(|(name, bytes)| differs(name, bytes)).map(|(name, _)| name.clone())
    }

    /// Waits for builds until what is served equals a fresh one.
    #[track_caller]
    pub(crate) fn settles(&self, events: &mut Events) {
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

/// A page without what the server adds.
fn as_built(page: &str) -> String {
    match page.split_once(RELOAD.0) {
        Some((before, rest)) => before.to_owned() + rest.split_once(RELOAD.1).unwrap().1,
        None => page.to_owned(),
    }
}

//! Runs git on repositories of strangers: arguments only, no shell, no prompt, no hook, no
//! checkout, a time limit. Knows git's plumbing, not what the files mean.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::scratch::Scratch;
use super::{Fetched, MAX_FILE, MAX_FILES, MAX_TOTAL, note, refused};
use crate::failure::Failure;
use crate::source::SourcePath;
use crate::upgrade::lock::without_credentials;

/// How long one call of git may take.
const TIME_LIMIT: Duration = Duration::from_secs(180);

/// Settings that no repository can change: what is on the command line wins.
const SAFE: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "submodule.recurse=false",
    "protocol.allow=never",
    "protocol.ext.allow=never",
    "protocol.https.allow=always",
    "protocol.http.allow=always",
    "protocol.ssh.allow=always",
    "protocol.git.allow=always",
    "protocol.file.allow=always",
];

/// Fetches one commit of a remote repository into a bare one that is thrown away, and reads it.
///
/// # Errors
/// Fails when git is missing, the address or the reference is not there, or time is up.
pub(super) fn fetch(url: &str, reference: Option<&str>, scratch: &Path) -> Result<Fetched, Failure> {
    let scratch = Scratch::new(scratch)?;
    let folder = scratch.folder().join("repository");
    std::fs::create_dir(&folder).map_err(|error| Failure::io("make the folder", &folder, &error))?;
    fetch_into(&folder, url, reference)
}

fn fetch_into(folder: &Path, url: &str, reference: Option<&str>) -> Result<Fetched, Failure> {
    let refspec = format!("+{}:refs/playbook/upstream", reference.unwrap_or("HEAD"));
    run(folder, &["init", "--quiet", "--bare", "--template="], &[])?;
    let arguments = ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--", url, &refspec];
    run(folder, &arguments, &[]).map_err(|failure| {
        let shown = without_credentials(url);
        let what = reference.map_or_else(|| format!("`{shown}`"), |reference| format!("`{reference}` of `{shown}`"));
        Failure::new(format!("cannot fetch {what}: {}", failure.message.replace(url, &shown)))
            .hint("check the address, your access to it, and that the branch, the tag or the whole commit is there")
    })?;
    read(folder, "refs/playbook/upstream")
}

/// Reads one commit of a repository on this machine, as it was committed.
///
/// # Errors
/// Fails when the reference is not there or the commit is larger than is taken.
pub(super) fn read(folder: &Path, reference: &str) -> Result<Fetched, Failure> {
    let commit = format!("{reference}^{{commit}}");
    let revision =
        run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], &[]).map_err(|failure| {
            match failure.message.as_str() {
                SILENT => Failure::new(format!("`{}` has no commit `{reference}`", folder.display())),
                _ => failure,
            }
        })?;
    let revision = String::from_utf8_lossy(&revision).trim().to_owned();
    let listing = run(folder, &["ls-tree", "-r", "-z", "-l", "--full-tree", &revision], &[])?;
    let mut fetched = Fetched { revision, ..Fetched::default() };
    let mut wanted = Vec::new();
    let mut total = 0;
    for entry in listing.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
        let Ok(entry) = std::str::from_utf8(entry) else {
            let name = entry.split(|byte| *byte == b'\t').next_back().unwrap_or_default();
            fetched.notes.push(super::not_unicode(&String::from_utf8_lossy(name)));
            continue;
        };
        let Some((facts, name)) = entry.split_once('\t') else { continue };
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let &[mode, _, object, size] = facts.as_slice() else { continue };
        let size: u64 = size.parse().unwrap_or(0);
        match (mode, SourcePath::new(name).filter(|_| !refused(name))) {
            ("120000", _) => fetched.notes.push(note(name, "is a symbolic link and was left out")),
            ("160000", _) => fetched.notes.push(note(name, "is a submodule and was left out")),
            (_, None) => fetched.notes.push(note(name, "has a name that is not taken")),
            (_, Some(_)) if size > MAX_FILE => fetched.notes.push(super::too_large(name, size)),
            (_, Some(path)) => {
                total += size;
                wanted.push((path, object.to_owned()));
            }
        }
    }
    if total > MAX_TOTAL || wanted.len() > MAX_FILES {
        return Err(super::too_much());
    }
    let names: String = wanted.iter().map(|(_, object)| format!("{object}\n")).collect();
    let contents = run(folder, &["cat-file", "--batch"], names.as_bytes())?;
    let mut rest = contents.as_slice();
    for (path, _) in wanted {
        let bytes = next_object(&mut rest)
            .ok_or_else(|| Failure::new(format!("git did not hand over `{path}` of `{}`", folder.display())))?;
        fetched.files.insert(path, Arc::from(bytes));
    }
    Ok(fetched)
}

/// `<object> blob <size>`, a line end, the bytes, a line end.
fn next_object<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let line = rest.iter().position(|byte| *byte == b'\n')?;
    let size: usize = std::str::from_utf8(&rest[..line]).ok()?.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(line + 1..line + 1 + size)?;
    *rest = rest.get(line + 2 + size..)?;
    Some(bytes)
}

/// Whether files of this folder differ from what is committed; `None` outside of a repository.
///
/// # Errors
/// Fails when there is a repository and git cannot tell.
pub(crate) fn is_dirty(folder: &Path) -> Result<Option<bool>, Failure> {
    status(folder, &["--", "."])
}

/// Whether one file of this folder differs from what is committed, or is none of git's; `None`
/// outside of a repository.
///
/// # Errors
/// Fails when there is a repository and git cannot tell.
pub(crate) fn is_file_dirty(folder: &Path, file: &SourcePath) -> Result<Option<bool>, Failure> {
    status(folder, &["--ignored=matching", "--", file.as_str()])
}

fn status(folder: &Path, which: &[&str]) -> Result<Option<bool>, Failure> {
    let folder = folder.canonicalize().map_err(|error| Failure::io("open", folder, &error))?;
    if !folder.ancestors().any(|above| above.join(".git").exists()) {
        return Ok(None);
    }
    let arguments = [&["status", "--porcelain", "--untracked-files=all"], which].concat();
    let changes = run(&folder, &arguments, &[])
        .map_err(|failure| Failure::new(format!("cannot tell what is committed here: {}", failure.message)))?;
    Ok(Some(!changes.is_empty()))
}

/// Runs git and returns what it wrote.
fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    for setting in SAFE {
        command.args(["-c", setting]);
    }
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ASKPASS", "SSH_ASKPASS"]
    {
        command.env_remove(variable);
    }
    let mut child = command
        .args(arguments)
        .envs([("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("LC_ALL", "C")])
        // A name is a name, whatever characters it has.
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(format!("cannot run `git`: {error}")).hint("install git"))?;
    let (output, errors) = exchange(&mut child, input);
    let status = wait(&mut child)?;
    if !status.success() {
        let said = errors.join().unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        return Err(Failure::new(reason(&said)));
    }
    Ok(output.join().unwrap_or_default())
}

/// What git says when it says nothing.
const SILENT: &str = "git failed";

/// Why git failed: what it calls fatal first, else the first that it says; advice follows behind.
fn reason(said: &str) -> String {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = lines().find_map(|line| line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("ERROR: ")));
    fatal.or_else(|| lines().next()).unwrap_or(SILENT).to_owned()
}

type Reading = thread::JoinHandle<Vec<u8>>;

/// Feeds and reads git at the same time, so that neither waits for the other.
fn exchange(child: &mut Child, input: &[u8]) -> (Reading, Reading) {
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        thread::spawn(move || stdin.write_all(&input));
    }
    (read_all(child.stdout.take(), MAX_TOTAL * 2), read_all(child.stderr.take(), 64 << 10))
}

fn read_all(pipe: Option<impl Read + Send + 'static>, limit: u64) -> Reading {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(limit).read_to_end(&mut bytes);
        }
        bytes
    })
}

fn wait(child: &mut Child) -> Result<std::process::ExitStatus, Failure> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if started.elapsed() < TIME_LIMIT => thread::sleep(Duration::from_millis(5)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Failure::new(format!("git did not finish within {} seconds", TIME_LIMIT.as_secs())));
            }
        }
    }
}

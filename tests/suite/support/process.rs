//! Runs programs in a folder, in an environment without the user's settings, and never for ever.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// After so long a program waits for something that never comes. A machine under load may be slow
/// for minutes; what computes for ever is found by [`MOST_SECONDS`].
pub(crate) const PATIENCE: Duration = Duration::from_secs(600);
/// How long a program may compute. The system counts only the time that the program itself had, so
/// load does not matter; a debug build takes a tenth of it at most.
const MOST_SECONDS: u32 = 60;

/// How a program ended and what it said.
pub(crate) struct Ran {
    /// Data.
    pub(crate) stdout: String,
    /// Words.
    pub(crate) stderr: String,
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
}

/// `playbook`, to be run in a folder.
pub(crate) fn playbook(folder: &Path) -> Command {
    in_folder(Command::new(env!("CARGO_BIN_EXE_playbook")), folder)
}

/// A line for the shell, with `playbook` on its path.
pub(crate) fn shell(folder: &Path, line: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_playbook")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(program.to_path_buf()).chain(std::env::split_paths(&path));
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -t {MOST_SECONDS}; {line}"))
        .env("PATH", std::env::join_paths(folders).unwrap());
    in_folder(command, folder)
}

fn in_folder(mut command: Command, folder: &Path) -> Command {
    let variables = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "CI"];
    let of_github = ["GITHUB_BASE_REF", "GITHUB_REF_NAME", "GITHUB_REF_TYPE"];
    let of_gitlab = ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_COMMIT_BRANCH", "CI_DEFAULT_BRANCH"];
    for name in variables.into_iter().chain(of_github).chain(of_gitlab) {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a program to its end.
#[track_caller]
pub(crate) fn run(mut command: Command) -> Ran {
    let mut child = command.spawn().unwrap();
    let (stdout, stderr) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let Some(code) = wait(&mut child) else { panic!("still running after {PATIENCE:?}: {command:?}") };
    Ran { stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap(), code }
}

/// `None` when the program had to be ended.
fn wait(child: &mut Child) -> Option<Option<i32>> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.code());
        }
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.unwrap().read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// What a program said, as a transcript shows it: `> ` data, `! ` words, `= ` an exit code that is
/// not 0. Lengths of time and the folder of the test differ from run to run; nothing else may.
pub(crate) fn transcript(ran: &Ran, folder: &Path) -> String {
    let marked = |mark: char, text: &str| -> String {
        let text = stable(text, folder);
        text.lines()
            .map(|line| if line.is_empty() { format!("{mark}\n") } else { format!("{mark} {line}\n") })
            .collect()
    };
    let code = match ran.code {
        Some(0) => String::new(),
        Some(code) => format!("= {code}\n"),
        None => "= ended by a signal\n".to_owned(),
    };
    marked('>', &ran.stdout) + &marked('!', &ran.stderr) + &code
}

fn stable(text: &str, folder: &Path) -> String {
    let above = folder.parent().unwrap_or(folder).display().to_string();
    let text = text.replace(&above, "/tmp").replace('\u{1b}', "␛");
    without_times(&text)
}

/// `in 0.03 s` and `in 12 ms` become `in … s` and `in … ms`.
fn without_times(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut words = text.split_inclusive([' ', '\n']).peekable();
    while let Some(word) = words.next() {
        let number = word.trim_end();
        let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok();
        let unit = words.peek().map_or("", |next| next.trim_end().trim_end_matches([',', ';', ':']));
        if is_number && matches!(unit, "s" | "ms") {
            out.push_str("… ");
        } else {
            out.push_str(word);
        }
    }
    out
}

#[test]
fn only_lengths_of_time_are_left_out() {
    assert_eq!(
        without_times("built 3 pages in 0.01 s: 2 files\nload 1.203 s, 12 ms; 3 s words\n"),
        "built 3 pages in … s: 2 files\nload … s, … ms; … s words\n"
    );
}

//! Measures whole builds of generated playbooks of several sizes, stage by stage, and prints one
//! table. Knows the library's stages, not how they work.
//!
//! ```text
//! cargo bench                                   100, 1,000 and 10,000 pages
//! cargo bench -- 1000 --runs 9                  one size, nine runs
//! cargo bench -- 1000 --write FOLDER            only writes the playbook, for a profiler
//! ```
//!
//! Every measurement is a process of its own, so that its peak memory is its own and no allocator
//! or cache is warm. Builds and floors take turns, each into a fresh folder, and every figure is a
//! median. The floor is the least that any generator must do: one thread reads the sources, then
//! writes the very bytes of the finished site. "Bare" is the same playbook with code blocks that
//! name no language, so nothing is coloured. CPU and memory are Linux's own figures and are left
//! out elsewhere. The folders lie in the system's folder for temporary files and take 3 GB at
//! 10,000 pages; they are deleted at the end, because a file system that has just deleted much is
//! slow to write again.

mod corpus;
mod measure;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use corpus::Code;
use measure::{Figures, Job};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the command line asks for.
struct Wishes {
    sizes: Vec<usize>,
    runs: usize,
    write: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match Job::from_arguments(&arguments) {
        Some(job) => job.run(),
        None => wishes(&arguments).and_then(|wishes| run(&wishes)),
    };
    match outcome {
        Ok(text) => {
            say(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// A benchmark's output is its table.
fn say(text: &str) {
    let _ = io::Write::write_all(&mut io::stdout(), text.as_bytes());
}

fn wishes(arguments: &[String]) -> io::Result<Wishes> {
    let mut wishes = Wishes { sizes: Vec::new(), runs: 5, write: None };
    // `cargo bench` adds `--bench`.
    let mut rest = arguments.iter().filter(|argument| *argument != "--bench");
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--runs" => wishes.runs = number(rest.next())?.max(1),
            "--write" => wishes.write = rest.next().map(PathBuf::from),
            _ => wishes.sizes.push(number(Some(argument))?),
        }
    }
    if wishes.sizes.is_empty() {
        wishes.sizes = vec![100, 1_000, 10_000];
    }
    Ok(wishes)
}

fn number(text: Option<&String>) -> io::Result<usize> {
    let text = text.map_or("", String::as_str);
    text.parse().map_err(|_| io::Error::other(format!("`{text}` is not a number of pages or runs")))
}

fn run(wishes: &Wishes) -> io::Result<String> {
    if let Some(folder) = &wishes.write {
        for size in &wishes.sizes {
            corpus::write(folder, *size, Code::Named)?;
        }
        return Ok(String::new());
    }
    let temporary = env::temp_dir().join(format!("playbook-bench-{}", std::process::id()));
    let columns = wishes.sizes.iter().map(|size| measure_size(&temporary, *size, wishes.runs)).collect();
    let deleted = fs::remove_dir_all(&temporary);
    let columns: Vec<(usize, Figures)> = io::Result::from_iter::<Vec<io::Result<_>>>(columns)?;
    deleted?;
    Ok(table::print(&columns, wishes.runs))
}

/// Runs everything for one size and gives the medians.
fn measure_size(temporary: &Path, size: usize, runs: usize) -> io::Result<(usize, Figures)> {
    let folder = temporary.join(size.to_string());
    let (content, bare) = (folder.join("content"), folder.join("bare"));
    corpus::write(&content, size, Code::Named)?;
    corpus::write(&bare, size, Code::Plain)?;
    let mut figures = Figures::default();
    for run in 0..runs {
        let out = |name: &str| folder.join(format!("{name}-{run}"));
        figures.add("", Job::Build { content: content.clone(), output: out("site") }.measure()?);
        figures
            .add("floor ", Job::Floor { content: content.clone(), site: out("site"), output: out("floor") }.measure()?);
        figures.add("second ", Job::Build { content: content.clone(), output: out("site") }.measure()?);
        figures.add("bare ", Job::Build { content: bare.clone(), output: out("bare-site") }.measure()?);
    }
    Ok((size, figures))
}

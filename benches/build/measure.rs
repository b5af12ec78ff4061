//! One measurement in a process of its own: a build or a floor, stage by stage, with its CPU and
//! peak memory. Knows how to start itself; not what the figures mean.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs, io};

use playbook::build;
use playbook::project::{Project, Snapshot, Wishes};
use playbook::site::sync::{Adopt, Publication};
use walkdir::WalkDir;

/// The first argument of a process that is one measurement.
const MARK: &str = "--one-measurement";

/// What one process does.
pub(crate) enum Job {
    /// Builds `content` into `output`.
    Build { content: PathBuf, output: PathBuf },
    /// Reads `content` and writes the bytes of the finished `site` to `output`.
    Floor { content: PathBuf, site: PathBuf, output: PathBuf },
}

/// All that was measured, by name: seconds, bytes or counts, one for each run.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<String, Vec<f64>>);

impl Figures {
    /// Adds the figures of a run; `prefix` tells builds and floors apart.
    pub(crate) fn add(&mut self, prefix: &str, run: Vec<(String, f64)>) {
        for (name, value) in run {
            self.0.entry(format!("{prefix}{name}")).or_default().push(value);
        }
    }

    /// The median of the runs.
    pub(crate) fn median(&self, name: &str) -> Option<f64> {
        let mut values = self.0.get(name)?.clone();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    }
}

impl Job {
    /// The job that the arguments of this process name.
    pub(crate) fn from_arguments(arguments: &[String]) -> Option<Self> {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match arguments[..] {
            [MARK, content, output] => Some(Self::Build { content: content.into(), output: output.into() }),
            [MARK, content, site, output] => {
                Some(Self::Floor { content: content.into(), site: site.into(), output: output.into() })
            }
            _ => None,
        }
    }

    fn arguments(&self) -> Vec<&OsStr> {
        match self {
            Self::Build { content, output } => vec![content.as_os_str(), output.as_os_str()],
            Self::Floor { content, site, output } => vec![content.as_os_str(), site.as_os_str(), output.as_os_str()],
        }
    }

    /// Does the job in a new process; what it printed, with its CPU.
    pub(crate) fn measure(&self) -> io::Result<Vec<(String, f64)>> {
        let before = cpu_of_children();
        let output = Command::new(env::current_exe()?).arg(MARK).args(self.arguments()).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(io::Error::other(text.into_owned()));
        }
        let mut figures: Vec<(String, f64)> = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
            .collect();
        if let Some((before, after)) = before.zip(cpu_of_children()) {
            figures.push(("CPU".to_owned(), after - before));
        }
        Ok(figures)
    }

    /// Does the job in this process; the figures as `name=value` lines.
    pub(crate) fn run(&self) -> io::Result<String> {
        let mut stages = Stages { started: Instant::now(), last: Instant::now(), text: String::new() };
        match self {
            Self::Build { content, output } => build(content, output, &mut stages).map_err(io::Error::other)?,
            Self::Floor { content, site, output } => floor(content, site, output, &mut stages)?,
        }
        if let Some(bytes) = peak_memory() {
            stages.figure("peak", bytes);
        }
        Ok(stages.text)
    }
}

/// The times of stages that follow one another.
struct Stages {
    started: Instant,
    last: Instant,
    text: String,
}

impl Stages {
    fn restart(&mut self) {
        (self.started, self.last) = (Instant::now(), Instant::now());
    }

    fn end(&mut self, name: &str) {
        let seconds = self.last.elapsed().as_secs_f64();
        self.figure(name, seconds);
        self.last = Instant::now();
    }

    fn whole(&mut self) {
        let seconds = self.started.elapsed().as_secs_f64();
        self.figure("whole", seconds);
    }

    fn figure(&mut self, name: &str, value: f64) {
        self.text.push_str(&format!("{name}={value}\n"));
    }
}

/// What `playbook build` does, with a clock between the stages.
fn build(content: &Path, output: &Path, stages: &mut Stages) -> Result<(), playbook::failure::Failure> {
    let wishes = Wishes {
        content: Some(content.to_owned()),
        output: Some(output.to_owned()),
        base_url: Some("https://playbook.example/".to_owned()),
        ..Wishes::default()
    };
    let project = Project::open(&wishes)?;
    let (snapshot, theme) = rayon::join(|| Snapshot::take(&project), || project.theme());
    let (snapshot, theme) = (snapshot?, theme?);
    stages.end("load");
    let inputs = snapshot.inputs(&project);
    let pages = build::parse(&inputs);
    stages.end("parse");
    let read = build::assemble(&inputs, pages);
    stages.end("assemble");
    let publication = Publication::begin(&project.output, Adopt::Refuse)?;
    build::render_into(&inputs, &read, &theme, &publication)?;
    stages.end("render");
    let synced = publication.finish()?;
    stages.end("publish");
    stages.whole();
    stages.figure("findings", read.report.findings().len() as f64);
    stages.figure("files written", synced.written as f64);
    Ok(())
}

fn floor(content: &Path, site: &Path, output: &Path, stages: &mut Stages) -> io::Result<()> {
    let mut files = Vec::new();
    for file in files_below(site)? {
        let path = output.join(file.strip_prefix(site).unwrap_or(&file));
        files.push((path, fs::read(&file)?));
    }
    stages.restart();
    let sources: Vec<Vec<u8>> = files_below(content)?.iter().map(fs::read).collect::<io::Result<_>>()?;
    std::hint::black_box(&sources);
    for (path, bytes) in &files {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
    }
    stages.whole();
    stages.figure("bytes", files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() as f64);
    Ok(())
}

fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The most memory that this process ever held. Source: proc(5), `VmHWM`.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Seconds that finished children of this process computed, in hundredths. Source: proc(5),
/// `cutime` and `cstime`, fields 16 and 17 of which the second may hold spaces.
fn cpu_of_children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let ticks: Vec<f64> =
        after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() / 100.0)
}

//! `playbook serve`: builds in memory, serves, and builds again on every change. What it serves
//! always equals a fresh build.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::cli::{Outcome, Serve};
use crate::config;
use crate::diagnostic::print::{Colour, Format, Printer};
use crate::diagnostic::{Report, Severity};
use crate::failure::Failure;
use crate::project::{Project, Snapshot, Wishes};
use crate::server::{Board, Served, Server};
use crate::session::Session;
use crate::site::Site;
use crate::terminal::{Terminal, count};
use crate::watcher::{Watcher, Watching};

/// Runs the command until the program is stopped.
pub(crate) fn run(args: &Serve, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let project = Project::open(wishes)?;
    let server = Server::bind(args.interface, args.port)?;
    let address = server.address();
    let wishes = Wishes { base_url: Some(address.clone()), ..wishes.clone() };
    // Watching begins before the first build, so that no change is missed in between.
    let watching = if args.poll { Watching::Poll } else { Watching::Events };
    let mut watcher = Watcher::new(watched(&project), &project.output, watching)?;
    let board = Arc::new(Board::default());
    let mut session = Session::default();
    rebuild(&wishes, &mut session, &board, terminal);
    server.start(&board);
    terminal.say(&format!("serving {address} (stop with Ctrl-C)"));
    if args.open && opener::open_browser(&address).is_err() {
        terminal.warn(&format!("no browser could be opened\n  hint: open {address} yourself"));
    }
    loop {
        watcher.wait()?;
        // A folder may be new. It is watched before it is read, so that no change is missed in between.
        if let Ok(project) = Project::open(&wishes) {
            watcher.watch(watched(&project), &project.output);
        }
        rebuild(&wishes, &mut session, &board, terminal);
    }
}

/// The folders whose changes matter, and whether those inside them do.
fn watched(project: &Project) -> Vec<PathBuf> {
    let mut paths = vec![project.content.clone()];
    paths.extend(["templates", "static", "words", "themes"].map(|name| project.root.join(name)));
    match &project.config_file {
        Some(file) => paths.push(file.clone()),
        // It may be made while the site is served, in the content folder or above it.
        None => paths.extend(project.content.ancestors().take(2).map(|folder| folder.join(config::FILE_NAME))),
    }
    paths
}

fn rebuild(wishes: &Wishes, session: &mut Session, board: &Board, terminal: &Terminal) {
    let started = Instant::now();
    match build(wishes, session) {
        Ok((project, snapshot, report, site, urls)) => {
            let (prefix, root) = (project.prefix(), project.root_prefix());
            let printer =
                Printer { sources: &snapshot.sources, prefix: &prefix, root: &root, colour: terminal.stderr_colour() };
            terminal.painted_words(&printer.print(&report, Format::Human));
            terminal.say(&format!(
                "built {} pages in {} ms; {}",
                urls.len(),
                started.elapsed().as_millis(),
                count(&report)
            ));
            let plain = Printer { colour: Colour::Plain, ..printer };
            board.put(Served { errors: errors_by_url(&report, &urls, &plain), site, failure: None });
        }
        Err(failure) => {
            terminal.failure(&failure);
            board.fail(&failure.to_string());
        }
    }
}

type Built = (Project, Snapshot, Report, Site, BTreeMap<String, String>);

fn build(wishes: &Wishes, session: &mut Session) -> Result<Built, Failure> {
    let project = Project::open(wishes)?;
    let (snapshot, theme) = rayon::join(|| Snapshot::take(&project), || project.theme());
    let (snapshot, theme) = (snapshot?, theme?);
    let read = snapshot.read_in(&project, session);
    if let Some(failure) = project.nothing_to_publish(&read) {
        return Err(failure);
    }
    let site = snapshot.render_in(&project, session, &read, &theme)?;
    let urls = read
        .playbook
        .entries()
        .filter_map(|(_, entry)| Some((entry.path.as_ref()?.to_string(), entry.url.out_path().as_str().to_owned())))
        .collect();
    Ok((project, snapshot, read.report, site, urls))
}

/// The errors of each page, by the file that is served for it.
fn errors_by_url(report: &Report, urls: &BTreeMap<String, String>, printer: &Printer<'_>) -> BTreeMap<String, String> {
    let mut errors: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| finding.severity == Severity::Error) {
        if let Some(url) = urls.get(finding.path.as_str()) {
            errors.entry(url.clone()).or_default().push(finding.clone());
        }
    }
    errors.into_iter().map(|(url, findings)| (url, printer.print(&Report::new(findings), Format::Human))).collect()
}

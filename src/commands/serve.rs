//! `playbook serve`: builds in memory, serves, and builds again on every change. What it serves
//! always equals a fresh build.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::cli::{Outcome, Serve};
use crate::diagnostic::print::{Colour, Format, Printer};
use crate::diagnostic::{Report, Severity};
use crate::failure::Failure;
use crate::playbook::Entry;
use crate::project::{self, Project, Snapshot, Wishes};
use crate::server::{Board, Served, Server};
use crate::session::Session;
use crate::terminal::{Terminal, count, plural};
use crate::watcher::{Waited, Watcher, Watching};

/// How often the calendar is looked at: what is due changes at midnight, with no file.
const GLANCE: Duration = Duration::from_secs(10);

/// Runs the command until the program is stopped.
pub(crate) fn run(args: &Serve, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let project = Project::open(wishes)?;
    let server = Server::bind(args.interface, args.port)?;
    let address = server.address();
    let wishes = Wishes { base_url: Some(address.clone()), ..wishes.clone() };
    // Watching begins before the first build, so that no change is missed in between.
    let watching = if args.poll { Watching::Poll } else { Watching::Events };
    let mut watcher = Watcher::new(watched(&project, &wishes), &project.output, watching)?;
    let board = Arc::new(Board::default());
    let mut session = Session::default();
    rebuild_watched(&wishes, &mut session, &board, &mut watcher, terminal);
    server.start(&board);
    terminal.say(&format!("serving {address} (stop with Ctrl-C)"));
    if args.open && opener::open_browser(&address).is_err() {
        terminal.warn(&format!("no browser could be opened\n  hint: open {address} yourself"));
    }
    let mut day = project.today;
    loop {
        let waited = watcher.wait(GLANCE)?;
        let today = project::today(&wishes)?;
        if !is_news(waited, day, today) {
            continue;
        }
        day = today;
        rebuild_watched(&wishes, &mut session, &board, &mut watcher, terminal);
    }
}

/// Builds again, and watches what that build reads: a folder may be new. It is watched before it is
/// read, so that no change is missed in between; and what is to be watched may itself change while it
/// is found out, as when git makes a repository step by step.
fn rebuild_watched(wishes: &Wishes, session: &mut Session, board: &Board, watcher: &mut Watcher, terminal: &Terminal) {
    let places = || match Project::open(wishes) {
        Ok(project) => Ok((watched(&project, wishes), project.output)),
        Err(_) => Err(project::awaited(wishes)),
    };
    let mut now = places();
    loop {
        match &now {
            Ok((paths, output)) => watcher.watch(paths.clone(), output),
            // What could be read before may be mended, or what is named now may be made.
            Err(paths) => watcher.watch_also(paths.clone()),
        }
        rebuild(wishes, session, board, terminal);
        let after = places();
        if after == now {
            return;
        }
        now = after;
    }
}

/// Whether a build may make something else than the one before.
fn is_news(waited: Waited, day: Date, today: Date) -> bool {
    waited == Waited::Changed || day != today
}

/// The files and folders whose changes matter.
fn watched(project: &Project, wishes: &Wishes) -> Vec<PathBuf> {
    let mut paths = project.surroundings(wishes);
    paths.push(project.content.clone());
    paths
}

fn rebuild(wishes: &Wishes, session: &mut Session, board: &Board, terminal: &Terminal) {
    if let Err(failure) = build(wishes, session, board, terminal) {
        terminal.failure(&failure);
        board.fail(&failure.to_string());
    }
}

fn build(wishes: &Wishes, session: &mut Session, board: &Board, terminal: &Terminal) -> Result<(), Failure> {
    let started = Instant::now();
    let project = Project::open(wishes)?;
    let (snapshot, theme) = rayon::join(|| Snapshot::take(&project), || project.theme());
    let (snapshot, theme) = (snapshot?, theme?);
    let read = snapshot.read_in(&project, session);
    if let Some(failure) = project.nothing_to_publish(&read) {
        return Err(failure);
    }
    let pages = snapshot.render_pages(&project, &read, &theme)?;
    let (prefix, root) = (project.prefix(), project.root_prefix());
    let printer =
        Printer { sources: &snapshot.sources, prefix: &prefix, root: &root, colour: terminal.stderr_colour() };
    let urls: BTreeMap<String, String> = read.playbook.entries().filter_map(|(_, entry)| address(entry)).collect();
    terminal.painted_words(&printer.print(&read.report, Format::Human));
    let took = started.elapsed().as_millis();
    let plain = Printer { colour: Colour::Plain, ..printer };
    let errors = errors_by_url(&read.report, &urls, &plain);
    // No page depends on the search, so nobody waits for it; until it is there the last one is served.
    board.put(Served { site: session.with_search(&pages), errors: errors.clone(), failure: None });
    snapshot.index_in(&project, session, &read);
    board.put(Served { site: session.with_search(&pages), errors, failure: None });
    terminal.say(&format!("built {} in {took} ms; {}", plural(urls.len(), "page"), count(&read.report)));
    Ok(())
}

/// A page's source and the file that is served for it.
fn address(entry: &Entry) -> Option<(String, String)> {
    Some((entry.path.as_ref()?.to_string(), entry.url.out_path().as_str().to_owned()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_day_is_news_without_any_change() {
        let (day, next) = (jiff::civil::date(2026, 11, 22), jiff::civil::date(2026, 11, 23));
        let news = |waited| [is_news(waited, day, day), is_news(waited, day, next)];
        assert_eq!([news(Waited::InVain), news(Waited::Changed)], [[false, true], [true, true]]);
    }
}

//! `playbook build`: writes the site, or nothing when the content has errors.

use std::time::Instant;

use crate::cli::{Build, Outcome};
use crate::diagnostic::Strictness;
use crate::diagnostic::print::Printer;
use crate::failure::Failure;
use crate::project::{Project, Snapshot, Wishes};
use crate::site::compress::Compressing;
use crate::site::sync::{Adopt, Publication};
use crate::terminal::{Terminal, count, plural};

/// Runs the command.
pub(crate) fn run(args: &Build, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let project = Project::open(wishes)?;
    let (snapshot, theme) = rayon::join(|| Snapshot::take(&project), || project.theme());
    let (snapshot, theme) = (snapshot?, theme?);
    let loaded = started.elapsed();
    warn_about_history(&snapshot, terminal);
    let read = snapshot.read(&project);
    let checked = started.elapsed();
    let (prefix, root) = (project.prefix(), project.root_prefix());
    let printer =
        Printer { sources: &snapshot.sources, prefix: &prefix, root: &root, colour: terminal.stderr_colour() };
    terminal.painted_words(&printer.print(&read.report, args.format));
    if let Some(failure) = project.nothing_to_publish(&read) {
        return Err(failure);
    }
    let strictness = if args.strict { Strictness::Strict } else { Strictness::Normal };
    if read.report.blocks(strictness) {
        terminal.say(&format!(
            "{}; nothing was written, `{}` is as it was",
            count(&read.report),
            project.output.display()
        ));
        return Ok(Outcome::Findings);
    }
    let publication = Publication::begin(&project.output, if args.force { Adopt::Force } else { Adopt::Refuse })?;
    if args.compress {
        let compressing = Compressing::new(&publication);
        snapshot.render(&project, &read, &theme, &compressing)?;
        compressing.finish();
    } else {
        snapshot.render(&project, &read, &theme, &publication)?;
    }
    let rendered = started.elapsed();
    let synced = publication.finish()?;
    terminal.say(&format!(
        "built {} into {} in {:.2} s: {} files written, {} unchanged, {} deleted; {}",
        plural(read.playbook.len(), "page"),
        project.output.display(),
        started.elapsed().as_secs_f64(),
        synced.written,
        synced.unchanged,
        synced.deleted,
        count(&read.report),
    ));
    if project.base_url.is_none() && !args.offline {
        terminal
            .detail("no sitemap was written: it needs the site's address, `base_url` in the config or `--base-url`");
    }
    terminal.detail(&format!(
        "load {:.3} s, parse and check {:.3} s, render {:.3} s, publish {:.3} s",
        loaded.as_secs_f64(),
        (checked - loaded).as_secs_f64(),
        (rendered - checked).as_secs_f64(),
        (started.elapsed() - rendered).as_secs_f64(),
    ));
    Ok(Outcome::Clean)
}

/// Dates and authors of a shallow clone are those of its only commit.
pub(crate) fn warn_about_history(snapshot: &Snapshot, terminal: &Terminal) {
    if snapshot.git.is_shallow {
        terminal.warn(
            "this is a shallow clone, so \"last updated\" and authors may be wrong\n  hint: fetch the whole history with `git fetch --unshallow`, in CI with `fetch-depth: 0`",
        );
    }
}

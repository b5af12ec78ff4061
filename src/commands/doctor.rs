//! `playbook doctor`: what is left of the organisation that a playbook was forked from.

use clap::Args;

use crate::cli::Outcome;
use crate::diagnostic::print::position;
use crate::failure::Failure;
use crate::paste;
use crate::project::{Project, Wishes};
use crate::source::text;
use crate::terminal::{Terminal, plural};
use crate::upgrade::leftovers::{Leftover, Traces};
use crate::upgrade::plan::{Item, Status};
use crate::upgrade::text::{Text, hash};
use crate::upstream::adoption::{Adoption, Fetch};
use crate::upstream::journal;
use crate::upstream::overrides::{own_theme, shadowed};

/// `playbook doctor`
#[derive(Args, Debug)]
pub(crate) struct Doctor {}

/// Runs the command.
pub(crate) fn run(_: &Doctor, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    journal::refuse_interrupted(&Project::open(wishes)?.root)?;
    let adoption = Adoption::open(wishes, Fetch::Never, None)?;
    let texts: Vec<&str> = adoption.bases.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect();
    let traces = Traces::new(&adoption.project.config, &adoption.lock.upstream, &texts);
    let mut lines = damage(&adoption);
    for item in adoption.plan() {
        lines.extend(in_file(&adoption, &traces, &item, wishes));
    }
    if let Some(config) = config_text(&adoption)? {
        lines.extend(traces.in_config(&config).iter().map(|left| line(crate::config::FILE_NAME, &config, left)));
    }
    lines.extend(stale_overrides(&adoption, wishes));
    if lines.is_empty() {
        terminal.say("nothing is left of upstream's organisation, and the lock is whole");
        return Ok(Outcome::Clean);
    }
    terminal.data(&format!("{}\n", lines.join("\n")));
    terminal.say(&format!("{} to look at", plural(lines.len(), "line")));
    Ok(Outcome::Findings)
}

fn config_text(adoption: &Adoption) -> Result<Option<String>, Failure> {
    let Some(file) = &adoption.project.config_file else { return Ok(None) };
    text::read(file).map(Some)
}

/// What is left in one file, and in its name.
fn in_file(adoption: &Adoption, traces: &Traces<'_>, item: &Item, wishes: &Wishes) -> Vec<String> {
    let Some(bytes) = adoption.local.get(&item.path) else { return Vec::new() };
    let path = item.path.as_str();
    let mut lines = Vec::new();
    lines.extend(traces.in_name(path).map(|name| format!("{path}: its name says `{name}`")));
    let is_as_upstream_has_it = item.base.as_deref().is_some_and(|base| hash(base) == hash(bytes));
    if is_as_upstream_has_it && adoption.layout.is_logo(&item.path) {
        lines.push(format!("{path}: this logo is upstream's"));
    }
    if is_as_upstream_has_it && adoption.layout.is_data(&item.path) {
        lines.push(format!("{path}: these data are upstream's; put in your own"));
    }
    if matches!(item.status, Status::Merges | Status::Conflict) && adoption.layout.is_look(&item.path) {
        let dry_run = paste::command(wishes, &["upgrade", "--dry-run"]);
        lines.push(format!("{path}: upstream changed it too since you did; `{dry_run}` shows how"));
    }
    let Some(text) = Text::read(bytes).map(|text| text.text) else { return lines };
    let base = item.base.as_deref().and_then(Text::read).map(|base| base.text);
    let found = if item.path.is_page() {
        traces.in_page(&text, base.as_deref())
    } else {
        traces.in_text(&text, base.as_deref())
    };
    lines.extend(found.iter().map(|left| line(path, &text, left)));
    lines
}

fn line(path: &str, text: &str, leftover: &Leftover) -> String {
    let at = position(text, leftover.span.start);
    format!("{path}:{}:{}: {}", at.line, at.column, leftover.message)
}

/// Base texts that are missing: without them nothing can be merged.
fn damage(adoption: &Adoption) -> Vec<String> {
    adoption
        .without_base()
        .map(|(path, file)| {
            let name = file.base.hex(64);
            format!("{path}: its base text `.playbook/base/{name}` is missing or changed; take it from git's history")
        })
        .collect()
}

fn stale_overrides(adoption: &Adoption, wishes: &Wishes) -> Vec<String> {
    let config = &adoption.project.config;
    let overrides = adoption.lock.overrides.iter().filter(|(path, _)| adoption.local.contains_key(*path));
    let news = adoption.upstream.as_ref().map(|fetched| &fetched.files);
    overrides
        .filter_map(|(path, recorded)| {
            let is_other = |file: &[u8]| hash(file) != *recorded;
            let message = match shadowed(config, &adoption.local, path) {
                None => "the theme has no such file any more; it may do nothing now",
                Some(now) if is_other(&now) => {
                    "the theme's own file has changed since this one was made from it; compare the two"
                }
                // What `playbook upgrade` is about to bring.
                Some(_) if news.and_then(|files| own_theme(config, files, path)).is_some_and(|new| is_other(&new)) => {
                    return Some(format!("{path}: upstream has changed the theme's own file; take it, then compare"));
                }
                Some(_) => return None,
            };
            let accept = paste::command(wishes, &["upgrade", "--accept", "ours", path.as_str()]);
            Some(format!("{path}: {message}, then run `{accept}`"))
        })
        .collect()
}

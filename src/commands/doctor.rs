//! `playbook doctor`: what is left of the organisation that a playbook was forked from.

use clap::Args;

use crate::cli::Outcome;
use crate::diagnostic::print::position;
use crate::failure::Failure;
use crate::project::{Project, Wishes};
use crate::source::text;
use crate::terminal::Terminal;
use crate::upgrade::leftovers::{self, Leftover};
use crate::upgrade::lock::State;
use crate::upgrade::text::{Text, hash};
use crate::upstream::adoption::{Adoption, Fetch, shadowed};
use crate::upstream::journal;

/// `playbook doctor`
#[derive(Args, Debug)]
pub(crate) struct Doctor {}

/// Runs the command.
pub(crate) fn run(_: &Doctor, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    journal::refuse_interrupted(&Project::open(wishes)?.root)?;
    let adoption = Adoption::open(wishes, Fetch::Never, None)?;
    let (org, upstream) = (&adoption.project.config.org, &adoption.lock.upstream);
    let mut lines = damage(&adoption);
    for item in adoption.plan() {
        let Some(text) = adoption.local.get(&item.path).and_then(|bytes| Text::read(bytes)) else { continue };
        let base = item.base.as_deref().and_then(Text::read).map(|base| base.text);
        let find = if item.path.is_page() { leftovers::in_page } else { leftovers::in_text };
        let found = find(&text.text, base.as_deref(), org, upstream);
        lines.extend(found.iter().map(|leftover| line(item.path.as_str(), &text.text, leftover)));
        if adoption.layout.is_data(&item.path) && base.as_ref() == Some(&text.text) {
            lines.push(format!("{}: these data are upstream's; put in your own", item.path));
        }
    }
    if let Some(config) = config_text(&adoption)? {
        let found = leftovers::in_config(&config, org, upstream);
        lines.extend(found.iter().map(|leftover| line(crate::config::FILE_NAME, &config, leftover)));
    }
    lines.extend(stale_overrides(&adoption));
    if lines.is_empty() {
        terminal.say("nothing is left of upstream's organisation, and the lock is whole");
        return Ok(Outcome::Clean);
    }
    terminal.data(&format!("{}\n", lines.join("\n")));
    terminal.say(&format!(
        "{} to look at",
        if lines.len() == 1 { "1 line".to_owned() } else { format!("{} lines", lines.len()) }
    ));
    Ok(Outcome::Findings)
}

fn config_text(adoption: &Adoption) -> Result<Option<String>, Failure> {
    let Some(file) = &adoption.project.config_file else { return Ok(None) };
    text::read(file).map(Some)
}

fn line(path: &str, text: &str, leftover: &Leftover) -> String {
    let at = position(text, leftover.at);
    format!("{path}:{}:{}: {}", at.line, at.column, leftover.message)
}

/// Base texts that are missing: without them nothing can be merged.
fn damage(adoption: &Adoption) -> Vec<String> {
    let files = adoption.lock.files.iter().filter(|(_, file)| file.state == State::Adopted);
    files
        .filter(|(_, file)| !adoption.bases.contains_key(&file.base))
        .map(|(path, file)| {
            let name = file.base.hex(64);
            format!("{path}: its base text `.playbook/base/{name}` is missing or changed; take it from git's history")
        })
        .collect()
}

fn stale_overrides(adoption: &Adoption) -> Vec<String> {
    let config = &adoption.project.config;
    let overrides = adoption.lock.overrides.iter().filter(|(path, _)| adoption.local.contains_key(*path));
    overrides
        .filter_map(|(path, recorded)| {
            let now = shadowed(config, &adoption.local, path);
            let message = match now {
                Some(now) if hash(&now) == *recorded => return None,
                Some(_) => "the theme's own file has changed since this one was made from it; compare the two",
                None => "the theme has no such file any more; it may do nothing now",
            };
            Some(format!("{path}: {message}, then run `playbook upgrade --accept ours {path}`"))
        })
        .collect()
}

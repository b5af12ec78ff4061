//! `playbook restore`: upstream's text of one page, whether it was removed or changed here.

use clap::Args;

use crate::cli::Outcome;
use crate::failure::Failure;
use crate::paste;
use crate::project::{Project, Wishes};
use crate::terminal::Terminal;
use crate::upgrade::lock::{Locked, State};
use crate::upgrade::plan::Item;
use crate::upgrade::text::in_form_of;
use crate::upstream::adoption::{self, Adoption, Fetch};
use crate::upstream::{git, journal};

/// `playbook restore`
#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// The page, by its path or id
    #[arg(value_name = "PATH")]
    path: String,
    /// Restore a page whose changes are not committed
    #[arg(short, long)]
    force: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Restore, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let hold = adoption::hold(&Project::open(wishes)?.root)?;
    if let journal::State::Waiting(_) = super::upgrade::recover(&hold, terminal)? {
        let command = |flag| paste::command(wishes, &["upgrade", flag]);
        return Err(Failure::new("an upgrade waits for its conflicts to be resolved").hint(format!(
            "end it with `{}`, or take it back with `{}`",
            command("--continue"),
            command("--abort")
        )));
    }
    let adoption = Adoption::open(wishes, Fetch::Never, None)?;
    let items = adoption.plan();
    let item = super::upgrade::find(&adoption, &items, &args.path)?;
    let (Some(base), Some(locked)) = (item.base.clone(), item.locked.clone()) else {
        return Err(Failure::new(format!("`{}` never came from upstream", item.path)));
    };
    let here = adoption.local.get(&item.path);
    if here.is_some() && !args.force && git::is_file_dirty(&adoption.project.root, &item.path)? != Some(false) {
        return Err(Failure::new(format!("restoring `{}` would overwrite text that is not committed", item.path))
            .hint("commit it first, or use `--force`"));
    }
    // The text that was merged last; what upstream has changed since comes with the next upgrade.
    let known = adoption.lock.files.get(item.locked_path());
    let is_kept = item.is_kept();
    let state = if is_kept { State::Kept } else { State::Adopted };
    let locked = Locked { state, ..known.cloned().unwrap_or(locked) };
    let text = adoption.bases.get(&locked.base).cloned();
    let new = here.map_or_else(|| base.to_vec(), |here| in_form_of(here, &base));
    let restored = Item { new: Some(new), locked: Some(locked), locked_text: text, ..item.clone() };
    journal::commit(&hold, &adoption.change(&items, restored), &[])?;
    let since = if is_kept { ", the last before it was removed there" } else { "" };
    terminal.say(&format!("`{}` has upstream's text again{since}", item.path));
    Ok(Outcome::Clean)
}

//! `playbook restore`: upstream's text of one page, whether it was removed or changed here.

use clap::Args;

use crate::cli::Outcome;
use crate::failure::Failure;
use crate::project::{Project, Wishes};
use crate::terminal::Terminal;
use crate::upgrade::lock::{Locked, State};
use crate::upgrade::plan::Item;
use crate::upstream::adoption::{Adoption, Fetch};
use crate::upstream::hold::Hold;
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
    let hold = Hold::take(&Project::open(wishes)?.root)?;
    if let journal::State::Waiting(_) = super::upgrade::recover(&hold, terminal)? {
        return Err(Failure::new("an upgrade waits for its conflicts to be resolved")
            .hint("end it with `playbook upgrade --continue`, or take it back with `--abort`"));
    }
    let adoption = Adoption::open(wishes, Fetch::Never, None)?;
    let items = adoption.plan();
    let item = super::upgrade::find(&adoption, &items, &args.path)?;
    let (Some(base), Some(locked)) = (item.base.clone(), item.locked.clone()) else {
        return Err(Failure::new(format!("`{}` never came from upstream", item.path)));
    };
    let is_here = adoption.local.contains_key(&item.path);
    if is_here && !args.force && git::is_dirty(&adoption.project.root)? != Some(false) {
        return Err(Failure::new(format!("restoring `{}` would overwrite text that is not committed", item.path))
            .hint("commit it first, or use `--force`"));
    }
    // The text that was merged last; what upstream has changed since comes with the next upgrade.
    let known = adoption.lock.files.get(item.moved_from.as_ref().unwrap_or(&item.path));
    let locked = Locked { state: State::Adopted, ..known.cloned().unwrap_or(locked) };
    let text = adoption.bases.get(&locked.base).cloned();
    let restored = Item { new: Some(base.to_vec()), locked: Some(locked), locked_text: text, ..item.clone() };
    journal::commit(&hold, &adoption.change(&items, restored), &[])?;
    terminal.say(&format!("`{}` has upstream's text again", item.path));
    Ok(Outcome::Clean)
}

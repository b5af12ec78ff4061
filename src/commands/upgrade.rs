//! `playbook upgrade`: takes upstream's changes, all of them or none.

use std::path::Path;

use clap::Args;

use crate::cli::Outcome;
use crate::failure::Failure;
use crate::project::{Project, Wishes};
use crate::source::{SourcePath, join};
use crate::terminal::{Terminal, plural};
use crate::upgrade::lock::{Locked, State as Kept};
use crate::upgrade::plan::{Item, Status};
use crate::upgrade::text::hash;
use crate::upstream::adoption::{Adoption, Fetch};
use crate::upstream::git;
use crate::upstream::hold::Hold;
use crate::upstream::journal::{self, Change, Edited, State};

/// `playbook upgrade`
#[derive(Args, Debug)]
pub(crate) struct Upgrade {
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Follow this branch or tag from now on
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// Decide on one page: keep `ours`, or take `theirs`; `ours` also for a template that was compared
    /// with the theme's
    #[arg(long, num_args = 2, value_names = ["ours|theirs", "PATH"], conflicts_with_all = ["dry_run", "reject"])]
    accept: Vec<String>,
    /// Leave one page as it is and do not offer upstream's change again
    #[arg(long, value_name = "PATH", conflicts_with = "dry_run")]
    reject: Option<String>,
    /// Take the upgrade back that waits for its conflicts or was interrupted
    #[arg(long, conflicts_with_all = ["dry_run", "accept", "reject", "continue_"])]
    abort: bool,
    /// End the upgrade after its conflicts are resolved
    #[arg(long = "continue", conflicts_with_all = ["dry_run", "accept", "reject"])]
    continue_: bool,
    /// Upgrade although there are changes that are not committed; with `--abort`, take back although
    /// files were edited since, and keep copies of them
    #[arg(short, long)]
    force: bool,
}

/// Which text of a page counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Accept {
    Ours,
    Theirs,
}

/// Runs the command.
pub(crate) fn run(args: &Upgrade, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = Project::open(wishes)?.root;
    if args.dry_run {
        return show(args, wishes, terminal);
    }
    // From here to the end, so that nobody changes what is decided on.
    let hold = Hold::take(&root)?;
    if args.abort {
        return take_back(&hold, if args.force { Edited::Copy } else { Edited::Refuse }, terminal);
    }
    let was_interrupted = journal::state(&root)? == State::Interrupted;
    let state = recover(&hold, terminal)?;
    let wish = wish(args)?;
    match (&state, &wish) {
        (State::Waiting(conflicts), None) if args.continue_ => return finish(&hold, wishes, conflicts, terminal),
        (State::Clear, None) if args.continue_ && was_interrupted => return Ok(Outcome::Clean),
        (_, None) if args.continue_ => Err(Failure::new("there is no upgrade to continue")),
        (State::Waiting(conflicts), None) => Err(waiting(conflicts)),
        _ => Ok(()),
    }?;
    if !args.force && state == State::Clear && git::is_dirty(&root)? == Some(true) {
        return Err(Failure::new("there are changes here that are not committed")
            .hint("commit them first, so that the upgrade stands alone; or use `--force`"));
    }
    let mut adoption = open(args, wishes, terminal)?;
    let items = adoption.plan();
    match wish {
        Some((accept, name)) => {
            let item = decided(&adoption, find(&adoption, &items, &name)?, accept, &state)?;
            if accept == Accept::Ours {
                // What it overrides is noted anew.
                adoption.lock.overrides.remove(&item.path);
            }
            settle(&hold, &adoption, &items, item, &state, terminal)
        }
        None => take_all(&hold, &adoption, &items, terminal),
    }
}

/// Shows what an upgrade would do.
fn show(args: &Upgrade, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = Project::open(wishes)?.root;
    journal::refuse_interrupted(&root)?;
    // What is fetched is kept.
    let _hold = Hold::take(&root)?;
    let adoption = open(args, wishes, terminal)?;
    let items = adoption.plan();
    terminal.data(&super::status::table(&items));
    items.iter().for_each(|item| super::diff::show_upgrade(&adoption, item, terminal));
    Ok(Outcome::Clean)
}

fn open(args: &Upgrade, wishes: &Wishes, terminal: &Terminal) -> Result<Adoption, Failure> {
    let adoption = Adoption::open(wishes, Fetch::Now, args.reference.as_deref())?;
    adoption.upstream.iter().flat_map(|fetched| &fetched.notes).for_each(|note| terminal.warn(note));
    Ok(adoption)
}

fn take_back(hold: &Hold, edited: Edited, terminal: &Terminal) -> Result<Outcome, Failure> {
    let Some(copies) = journal::abort(hold, edited)? else {
        return Err(Failure::new("there is no upgrade to take back"));
    };
    terminal.say("everything is as it was before the upgrade");
    copies.iter().for_each(|copy| terminal.say(&format!("what you wrote since is kept in `{copy}`")));
    Ok(Outcome::Clean)
}

/// Ends an upgrade that a crash stopped half-way.
pub(super) fn recover(hold: &Hold, terminal: &Terminal) -> Result<State, Failure> {
    if journal::recover(hold)? == State::Interrupted {
        terminal.warn("an upgrade was interrupted; it is finished now\n  hint: `git diff` shows what it changed");
    }
    journal::state(hold.root())
}

fn waiting(conflicts: &[SourcePath]) -> Failure {
    let names: Vec<String> = conflicts.iter().map(|path| format!("`{path}`")).collect();
    Failure::new(format!("the last upgrade waits for conflicts to be resolved in {}", names.join(", ")))
        .hint("edit the marked paragraphs, then run `playbook upgrade --continue`")
        .hint("or take the whole upgrade back with `playbook upgrade --abort`")
}

/// Ends an upgrade, unless a conflict that it wrote still stands in some page: a page that waits may
/// have been moved.
fn finish(hold: &Hold, wishes: &Wishes, conflicts: &[SourcePath], terminal: &Terminal) -> Result<Outcome, Failure> {
    let adoption = Adoption::open(wishes, Fetch::Leave, None)?;
    let open = adoption.open_conflicts();
    if !open.is_empty() {
        let lines = open.iter().map(|(path, line)| format!("{path}:{line}: conflict markers\n"));
        terminal.words(&lines.collect::<String>());
        terminal.say("resolve these first; nothing was changed");
        return Ok(Outcome::Findings);
    }
    journal::finish(hold)?;
    for path in conflicts.iter().filter(|path| !adoption.local.contains_key(*path)) {
        terminal.say(&format!("`{path}` is not there any more: it counts as moved or removed by you"));
    }
    terminal.say("the upgrade is complete; commit it");
    Ok(Outcome::Clean)
}

fn wish(args: &Upgrade) -> Result<Option<(Accept, String)>, Failure> {
    match (args.accept.as_slice(), &args.reject) {
        ([side, path], _) => match side.as_str() {
            "ours" => Ok(Some((Accept::Ours, path.clone()))),
            "theirs" => Ok(Some((Accept::Theirs, path.clone()))),
            other => Err(Failure::new(format!("`--accept` takes `ours` or `theirs`, not `{other}`"))),
        },
        (_, Some(path)) => Ok(Some((Accept::Ours, path.clone()))),
        _ => Ok(None),
    }
}

/// The item of that path, from here, from the root or from the content folder, or of that id; what
/// stands first counts.
pub(super) fn find<'i>(adoption: &Adoption, items: &'i [Item], name: &str) -> Result<&'i Item, Failure> {
    let from_here = from_here(&adoption.project.root, name);
    let meanings: [&dyn Fn(&Item) -> bool; 5] = [
        &|item| Some(item.path.as_str()) == from_here.as_deref(),
        &|item| item.path.as_str() == name,
        &|item| adoption.layout.shown(&item.path) == name,
        &|item| adoption.layout.shown(&item.path).strip_suffix(".md") == Some(name),
        &|item| item.id == name,
    ];
    meanings.iter().find_map(|is_it| items.iter().find(|item| is_it(item))).ok_or_else(|| {
        let names = items.iter().flat_map(|item| [item.path.as_str(), adoption.layout.shown(&item.path), &item.id]);
        let near = crate::diagnostic::suggest::nearest(name, names);
        let failure = Failure::new(format!("no page here or in upstream is named `{name}`"));
        match near {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`playbook status` lists them"),
        }
    })
}

/// The path from the root of what a name means in the folder where the program runs.
fn from_here(root: &Path, name: &str) -> Option<String> {
    let whole = |path: &Path| path.canonicalize().ok();
    let (root, here) = (whole(root)?, whole(Path::new("."))?);
    let text = |path: &Path| path.strip_prefix(&root).ok()?.to_str().map(|path| path.replace('\\', "/"));
    let named = Path::new(name);
    if named.is_absolute() { text(named) } else { join(&text(&here)?, &name.replace('\\', "/")) }
}

/// The item as it is after someone chose one side.
fn decided(adoption: &Adoption, item: &Item, accept: Accept, state: &State) -> Result<Item, Failure> {
    let raw = item.upstream_path.as_ref().and_then(|there| adoption.upstream.as_ref()?.files.get(there));
    let mut item = Item { conflicts: 0, ..item.clone() };
    let waits = matches!(state, State::Waiting(conflicts) if conflicts.contains(&item.path));
    let (Some(raw), Some(theirs)) = (raw, item.theirs.clone()) else {
        if adoption.lock.overrides.contains_key(&item.path) {
            return match accept {
                Accept::Ours => Ok(item),
                Accept::Theirs => Err(Failure::new(format!("`{}` stands for the theme's own file", item.path))
                    .hint("delete yours to use that one")),
            };
        }
        if item.status != Status::RemovedUpstream {
            return Err(Failure::new(format!("`{}` has no text in upstream to choose from", item.path)));
        }
        item.locked = None;
        match accept {
            Accept::Theirs => item.new = None,
            Accept::Ours => item.status = Status::Local,
        }
        return Ok(item);
    };
    let there = item.upstream_path.clone().unwrap_or_else(|| item.path.clone());
    let is_here = adoption.local.contains_key(&item.path);
    let kept = if accept == Accept::Ours && !is_here { Kept::Removed } else { Kept::Adopted };
    item.locked = Some(Locked { id: item.id.clone(), upstream_path: there, base: hash(raw), state: kept });
    item.locked_text = Some(raw.clone());
    item.new = match accept {
        Accept::Theirs => Some(theirs.to_vec()),
        Accept::Ours if waits => journal::before(&adoption.project.root, &item.path),
        Accept::Ours => None,
    };
    Ok(item)
}

/// Makes one decision true; inside an upgrade that waits, without ending it.
fn settle(
    hold: &Hold,
    adoption: &Adoption,
    items: &[Item],
    item: Item,
    state: &State,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    if let State::Waiting(_) = state {
        let Some(new) = &item.new else {
            return Err(Failure::new(format!("`{}` has no conflict in the upgrade that waits", item.path)));
        };
        journal::decide(hold, &item.path, new)?;
        terminal.say(&format!("decided on `{}`; `playbook upgrade --continue` ends the upgrade", item.path));
        return Ok(Outcome::Clean);
    }
    let path = item.path.clone();
    let is_deleted = item.status == Status::RemovedUpstream && item.locked.is_none();
    let mut changes = adoption.change(items, item);
    changes.extend(is_deleted.then(|| Change { path: path.clone(), new: None }));
    journal::commit(hold, &changes, &[])?;
    terminal.say(&format!("decided on `{path}`"));
    Ok(Outcome::Clean)
}

fn take_all(hold: &Hold, adoption: &Adoption, items: &[Item], terminal: &Terminal) -> Result<Outcome, Failure> {
    let unresolved = items.iter().find(|item| item.status == Status::Conflict && item.conflicts == 0);
    if let Some(item) = unresolved {
        return Err(Failure::new(format!("`{}` has conflict markers from before", item.path))
            .hint("choose one side, or join the two, and delete the marker lines"));
    }
    let changes = adoption.changes(items);
    let taken: Vec<Item> =
        items.iter().filter(|item| item.new.is_some() || item.status.is_pending()).cloned().collect();
    if changes.is_empty() && taken.is_empty() {
        terminal.say("nothing to take: this playbook has all of upstream that it wants");
        return Ok(Outcome::Clean);
    }
    let conflicts: Vec<SourcePath> =
        items.iter().filter(|item| item.conflicts > 0 && item.new.is_some()).map(|item| item.path.clone()).collect();
    if !changes.is_empty() {
        journal::commit(hold, &changes, &conflicts)?;
    }
    terminal.data(&super::status::table(&taken));
    let undecided: Vec<String> = items.iter().filter_map(question).collect();
    undecided.iter().for_each(|question| terminal.say(question));
    if !conflicts.is_empty() {
        let pages = plural(conflicts.len(), "page");
        terminal.say(&format!(
            "{pages} with conflicts: edit the marked paragraphs, then run `playbook upgrade --continue`; `--abort` takes everything back"
        ));
        return Ok(Outcome::Findings);
    }
    if !changes.is_empty() {
        terminal.say("the upgrade is complete; look at it with `git diff`, then commit it");
    }
    Ok(if undecided.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// What only the adopter can decide, and how.
fn question(item: &Item) -> Option<String> {
    let path = &item.path;
    if item.status == Status::RemovedUpstream && item.locked.is_some() {
        return Some(format!(
            "upstream removed `{path}`: `playbook upgrade --accept theirs {path}` deletes it here, `--accept ours {path}` keeps it as yours"
        ));
    }
    (item.conflicts > 0 && item.new.is_none()).then(|| {
        format!(
            "both changed `{path}`, and the two cannot be joined: yours stays until `playbook upgrade --accept theirs {path}` or `--reject {path}`"
        )
    })
}

//! `playbook upgrade`: takes upstream's changes, all of them or none.

mod decide;

use std::path::{Path, PathBuf};

use clap::Args;

use self::decide::{Side, Unsaved};
use crate::cli::Outcome;
use crate::failure::Failure;
use crate::paste;
use crate::project::{Project, Wishes};
use crate::source::{SourcePath, join};
use crate::terminal::{Terminal, plural};
use crate::upgrade::plan::{Item, Status};
use crate::upstream::adoption::{self, Adoption, Fetch};
use crate::upstream::git;
use crate::upstream::hold::Hold;
use crate::upstream::journal::{self, Edited, Moved, State};

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

/// Runs the command.
pub(crate) fn run(args: &Upgrade, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = root_of(wishes)?;
    if args.dry_run {
        return show(args, wishes, terminal);
    }
    // From here to the end, so that nobody changes what is decided on.
    let hold = adoption::hold(&root)?;
    let edited = if args.force { Edited::Copy } else { Edited::Refuse };
    if args.abort {
        return take_back(hold, wishes, edited, terminal);
    }
    // Also one of which only the journal was left to clear away.
    let was_begun = journal::is_begun(&root);
    let state = recover(&hold, terminal)?;
    let wish = wish(args)?;
    match (&state, &wish) {
        (State::Waiting(conflicts), None) if args.continue_ => return finish(&hold, wishes, conflicts, terminal),
        (State::Clear, None) if args.continue_ && was_begun => {
            terminal.say("everything is as it is to be; look at it, then commit it");
            return Ok(Outcome::Clean);
        }
        (_, None) if args.continue_ => return nothing_waits(wishes, terminal),
        (State::Waiting(conflicts), None) => Err(waiting(conflicts, wishes)),
        _ => Ok(()),
    }?;
    if let (State::Waiting(_), Some((side, name))) = (&state, &wish) {
        // Upstream's text is that of the upgrade, whatever upstream did since.
        let adoption = Adoption::open(wishes, Fetch::Leave, None)?;
        return decide::in_waiting(&hold, &adoption, *side, name, edited, wishes, terminal);
    }
    let needs_clean = !args.force && wish.is_none();
    if needs_clean {
        refuse_dirty(&root)?;
    }
    let adoption = open(args, wishes, terminal)?;
    if needs_clean {
        // Fetching may have taken minutes.
        refuse_dirty(&root)?;
    }
    match wish {
        Some((side, name)) => {
            let unsaved = if args.force { Unsaved::Overwrite } else { Unsaved::Refuse };
            decide::alone(&hold, adoption, side, &name, unsaved, terminal)
        }
        None => take_all(&hold, &adoption, wishes, terminal),
    }
}

fn refuse_dirty(root: &Path) -> Result<(), Failure> {
    if git::is_dirty(root)? == Some(true) {
        return Err(Failure::new("there are changes here that are not committed")
            .hint("commit them first, so that the upgrade stands alone; or use `--force`"));
    }
    Ok(())
}

/// The playbook's folder. One that a crash left half-made, with or without a config, is found by what
/// is under way there.
fn root_of(wishes: &Wishes) -> Result<PathBuf, Failure> {
    let near = wishes.root.clone().unwrap_or_else(|| PathBuf::from("."));
    if journal::is_begun(&near) { Ok(near) } else { Ok(Project::open(wishes)?.root) }
}

/// Shows what an upgrade would do.
fn show(args: &Upgrade, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = Project::open(wishes)?.root;
    journal::refuse_interrupted(&root)?;
    // What is fetched is kept.
    let _hold = adoption::hold(&root)?;
    let adoption = open(args, wishes, terminal)?;
    let items = adoption.plan();
    terminal.data(&super::status::table(&items));
    items.iter().for_each(|item| super::diff::show_upgrade(&adoption, item, terminal));
    Ok(Outcome::Clean)
}

fn open(args: &Upgrade, wishes: &Wishes, terminal: &Terminal) -> Result<Adoption, Failure> {
    let adoption = Adoption::open(wishes, Fetch::Now, args.reference.as_deref())?;
    adoption.upstream.iter().flat_map(|fetched| &fetched.notes).for_each(|note| terminal.warn(note));
    let lost = adoption.without_base().filter(|(_, file)| !adoption.bases.contains_key(&file.base)).count();
    if lost > 0 {
        terminal.warn(&format!(
            "the base texts of {} are missing in `.playbook/base`, so that what both changed there cannot be joined\n  hint: bring the folder back from git's history: it belongs to the playbook",
            plural(lost, "file")
        ));
    }
    Ok(adoption)
}

fn take_back(hold: Hold, wishes: &Wishes, edited: Edited, terminal: &Terminal) -> Result<Outcome, Failure> {
    let moved = moved_since(&hold, wishes)?;
    let Some(copies) = journal::abort(&hold, edited, &moved)? else {
        return Err(Failure::new("there is no upgrade to take back")
            .hint("what was there before an upgrade that is complete is in git's history"));
    };
    terminal.say("everything is as it was before the upgrade");
    copies.iter().for_each(|copy| terminal.say(&format!("what you wrote since is kept in `{copy}`")));
    if !adoption::is_fork(hold.root()) {
        // It was the fork itself that was taken back.
        hold.clear();
    }
    Ok(Outcome::Clean)
}

/// Where the files of an upgrade that waits are that somebody moved since: those that hold what it
/// wrote, and those in which the pages of the lock are found again.
fn moved_since(hold: &Hold, wishes: &Wishes) -> Result<Moved, Failure> {
    let root = hold.root();
    if !matches!(journal::state(root)?, State::Waiting(_)) {
        return Ok(Moved::new());
    }
    // Where the playbook cannot be read, for a mistake in its config, nothing is known of moves.
    let Ok(adoption) = Adoption::open(wishes, Fetch::Leave, None) else { return Ok(Moved::new()) };
    let by_place = adoption.plan().into_iter().filter_map(|item| Some((item.moved_from?, item.path)));
    let mut moved: Moved = by_place.filter(|(_, here)| adoption.local.contains_key(here)).collect();
    for (path, texts) in journal::written(root)? {
        let is_known = |here: &SourcePath| adoption.lock.files.contains_key(here);
        let holds_it = |here: &SourcePath, bytes: &[u8]| !is_known(here) && texts.iter().any(|text| **text == *bytes);
        if !adoption.local.contains_key(&path) && !moved.contains_key(&path) {
            let found = adoption.local.iter().find(|(here, bytes)| holds_it(here, bytes));
            moved.extend(found.map(|(here, _)| (path.clone(), here.clone())));
        }
    }
    Ok(moved)
}

/// Ends an upgrade that a crash stopped half-way.
pub(super) fn recover(hold: &Hold, terminal: &Terminal) -> Result<State, Failure> {
    if journal::recover(hold)? == State::Interrupted {
        terminal.warn("an upgrade was interrupted; it is finished now\n  hint: `git diff` shows what it changed");
    }
    journal::state(hold.root())
}

fn waiting(conflicts: &[SourcePath], wishes: &Wishes) -> Failure {
    let names: Vec<String> = conflicts.iter().map(|path| format!("`{path}`")).collect();
    let command = |flag| paste::command(wishes, &["upgrade", flag]);
    Failure::new(format!("the last upgrade waits for conflicts to be resolved in {}", names.join(", ")))
        .hint(format!("edit the marked paragraphs, then run `{}`", command("--continue")))
        .hint(format!("or take the whole upgrade back with `{}`", command("--abort")))
}

/// Ends an upgrade, unless a conflict that it wrote still stands in some page: a page that waits may
/// have been moved.
fn finish(hold: &Hold, wishes: &Wishes, conflicts: &[SourcePath], terminal: &Terminal) -> Result<Outcome, Failure> {
    let adoption = Adoption::open(wishes, Fetch::Leave, None)?;
    if tell_open_conflicts(&adoption, terminal) {
        terminal.say("resolve these first; nothing was changed");
        return Ok(Outcome::Findings);
    }
    journal::finish(hold)?;
    for path in conflicts.iter().filter(|path| !adoption.local.contains_key(*path)) {
        terminal.say(&format!("`{path}` is not there any more: it counts as moved or removed by you"));
    }
    terminal.say("the upgrade is complete; commit it");
    // What is known of upstream without asking it.
    let questions = match Adoption::open(wishes, Fetch::Never, None) {
        Ok(adoption) => questions(&adoption.project.root, &adoption.plan(), wishes),
        Err(_) => Vec::new(),
    };
    questions.iter().for_each(|question| terminal.say(question));
    Ok(if questions.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// Tells of the pages in which a conflict still stands.
fn tell_open_conflicts(adoption: &Adoption, terminal: &Terminal) -> bool {
    let open = adoption.open_conflicts();
    let lines = open.iter().map(|(path, line)| format!("{path}:{line}: conflict markers\n"));
    terminal.words(&lines.collect::<String>());
    !open.is_empty()
}

/// Where somebody committed the markers of an upgrade, as seen in a clone, there is nothing to end.
fn nothing_waits(wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    if !tell_open_conflicts(&Adoption::open(wishes, Fetch::Leave, None)?, terminal) {
        return Err(Failure::new("there is no upgrade to continue"));
    }
    let accept = paste::command(wishes, &["upgrade", "--accept", "ours"]);
    terminal.say(&format!("no upgrade waits here; edit these and commit them, or choose a side with `{accept} PATH`"));
    Ok(Outcome::Findings)
}

fn wish(args: &Upgrade) -> Result<Option<(Side, String)>, Failure> {
    match (args.accept.as_slice(), &args.reject) {
        ([side, path], _) => match side.as_str() {
            "ours" => Ok(Some((Side::Ours, path.clone()))),
            "theirs" => Ok(Some((Side::Theirs, path.clone()))),
            other => Err(Failure::new(format!("`--accept` takes `ours` or `theirs`, not `{other}`"))),
        },
        (_, Some(path)) => Ok(Some((Side::Ours, path.clone()))),
        _ => Ok(None),
    }
}

/// The item of that path, from here, from the root or from the content folder, or of that id; what
/// stands first counts.
pub(super) fn find<'i>(adoption: &Adoption, items: &'i [Item], name: &str) -> Result<&'i Item, Failure> {
    let from_here = from_here(&adoption.project.root, name);
    let was = |item: &Item| item.moved_from.clone();
    let meanings: [&dyn Fn(&Item) -> bool; 6] = [
        &|item| Some(item.path.as_str()) == from_here.as_deref(),
        &|item| item.path.as_str() == name,
        &|item| adoption.layout.shown(&item.path) == name,
        &|item| adoption.layout.shown(&item.path).strip_suffix(".md") == Some(name),
        &|item| item.id == name,
        // Where it was before somebody moved it.
        &|item| was(item).is_some_and(|was| was.as_str() == name || adoption.layout.shown(&was) == name),
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

fn take_all(hold: &Hold, adoption: &Adoption, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let items = adoption.plan();
    if let Some(item) = items.iter().find(|item| item.status == Status::Conflict && item.conflicts == 0) {
        let accept = |side| paste::command(wishes, &["upgrade", "--accept", side, item.path.as_str()]);
        return Err(Failure::new(format!("`{}` has conflict markers from before", item.path))
            .hint("choose one side, or join the two, and delete the marker lines")
            .hint(format!("or take one side of the page: `{}`, `{}`", accept("ours"), accept("theirs"))));
    }
    let changes = adoption.changes(&items);
    let taken: Vec<Item> =
        items.iter().filter(|item| item.new.is_some() || item.status.is_pending()).cloned().collect();
    if changes.is_empty() && taken.is_empty() {
        terminal.say("nothing to take: this playbook has all of upstream that it wants");
        return Ok(Outcome::Clean);
    }
    let conflicts: Vec<SourcePath> =
        items.iter().filter(|item| item.conflicts > 0 && item.new.is_some()).map(|item| item.path.clone()).collect();
    let questions = questions(hold.root(), &items, wishes);
    if !changes.is_empty() {
        journal::commit(hold, &changes, &conflicts)?;
    }
    terminal.data(&super::status::table(&taken));
    if !conflicts.is_empty() {
        let pages = plural(conflicts.len(), "page");
        let command = |flag| paste::command(wishes, &["upgrade", flag]);
        terminal.say(&format!(
            "{pages} with conflicts: edit the marked paragraphs, then run `{}`; `{}` takes everything back",
            command("--continue"),
            command("--abort")
        ));
        if !questions.is_empty() {
            terminal.say(&format!("{} to decide on after that", plural(questions.len(), "more file")));
        }
        return Ok(Outcome::Findings);
    }
    questions.iter().for_each(|question| terminal.say(question));
    if !changes.is_empty() {
        terminal.say("the upgrade is complete; look at it with `git diff`, then commit it");
    }
    Ok(if questions.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// What only the adopter can decide, and how: each command can be run as it stands.
fn questions(root: &Path, items: &[Item], wishes: &Wishes) -> Vec<String> {
    items.iter().filter_map(|item| question(root, item, wishes)).collect()
}

fn question(root: &Path, item: &Item, wishes: &Wishes) -> Option<String> {
    let path = &item.path;
    let accept = |side| paste::command(wishes, &["upgrade", "--accept", side, path.as_str()]);
    if item.status == Status::RemovedUpstream && !item.is_kept() {
        let (theirs, ours) = (accept("theirs"), accept("ours"));
        return Some(format!("upstream removed `{path}`: `{theirs}` deletes it here, `{ours}` keeps it as yours"));
    }
    if item.conflicts == 0 || item.new.is_some() {
        return None;
    }
    let saved = git::is_file_dirty(root, path);
    let commit = if matches!(saved, Ok(Some(true))) { "you commit it and run " } else { "" };
    let theirs = match saved {
        // Without git nothing keeps the text that goes.
        Ok(None) => paste::command(wishes, &["upgrade", "--force", "--accept", "theirs", path.as_str()]),
        _ => accept("theirs"),
    };
    let reject = paste::command(wishes, &["upgrade", "--reject", path.as_str()]);
    Some(format!(
        "both changed `{path}`, and the two cannot be joined: yours stays until {commit}`{theirs}` or `{reject}`"
    ))
}

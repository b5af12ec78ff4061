//! `playbook status`: what each page is, compared with upstream.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::Outcome;
use crate::failure::Failure;
use crate::paste;
use crate::project::{Project, Wishes};
use crate::terminal::{Terminal, plural};
use crate::upgrade::plan::{Item, Status as PageStatus};
use crate::upstream::adoption::{self, Adoption, Fetch};
use crate::upstream::journal;

/// `playbook status`
#[derive(Args, Debug)]
pub(crate) struct Status {
    /// Ask upstream for news first; without it what was fetched last counts
    #[arg(long)]
    fetch: bool,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// How the list is written.
#[derive(Clone, Copy, ValueEnum, Debug, PartialEq, Eq)]
enum Format {
    /// A table for people
    Human,
    /// An object with all files
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &Status, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = Project::open(wishes)?.root;
    journal::refuse_interrupted(&root)?;
    // What is fetched is kept, and no two programs may write it at once.
    let _hold = if args.fetch { Some(adoption::hold(&root)?) } else { None };
    let adoption = Adoption::open(wishes, if args.fetch { Fetch::Now } else { Fetch::Never }, None)?;
    let items = adoption.plan();
    match args.format {
        Format::Json => terminal.data(&format!("{:#}\n", to_json(&adoption, &items))),
        Format::Human => {
            terminal.data(&format!("upstream {}\n", described(&adoption)));
            terminal.data(&table(&items));
            terminal.data(&format!("{}\n", summary(&items)));
        }
    }
    if adoption.upstream.is_none() {
        let fetch = paste::command(wishes, &["status", "--fetch"]);
        terminal.say(&format!("upstream was never fetched here, so its changes are not known; run `{fetch}`"));
    }
    let pending = items.iter().filter(|item| item.status.is_pending()).count();
    if pending == 0 {
        return Ok(Outcome::Clean);
    }
    let dry_run = paste::command(wishes, &["upgrade", "--dry-run"]);
    terminal.say(&format!("{} to take or to decide on; see them with `{dry_run}`", plural(pending, "file")));
    Ok(Outcome::Updates)
}

fn described(adoption: &Adoption) -> String {
    let upstream = &adoption.lock.upstream;
    let reference = upstream.reference.as_ref().map(|reference| format!(" at {reference}")).unwrap_or_default();
    let short = |revision: &str| revision.chars().take(12).collect::<String>();
    let news = adoption
        .upstream
        .as_ref()
        .filter(|fetched| fetched.revision != upstream.revision)
        .map(|fetched| format!(", now {}", short(&fetched.revision)))
        .unwrap_or_default();
    format!("{}{reference}, merged {}{news}", upstream.source, short(&upstream.revision))
}

/// Every file that is not simply inherited.
pub(super) fn table(items: &[Item]) -> String {
    let shown = items.iter().filter(|item| item.status != PageStatus::Inherited);
    shown
        .map(|item| {
            let from = item.moved_from.as_ref().map(|from| format!(" (was {from})")).unwrap_or_default();
            let there = item.upstream_path.as_ref().filter(|there| **there != item.path);
            let there = there.map(|there| format!(" (upstream: {there})")).unwrap_or_default();
            let kept = if item.is_kept() { " (kept here)" } else { "" };
            format!("  {:16}  {}{from}{there}{kept}\n", item.status.word(), item.path)
        })
        .collect()
}

/// `57 inherited, 2 adapted`
fn summary(items: &[Item]) -> String {
    let mut counts = std::collections::BTreeMap::new();
    items.iter().for_each(|item| *counts.entry(item.status).or_insert(0) += 1);
    let count = |(status, count): (&PageStatus, &usize)| {
        format!("{count} {}{}", status.word(), if *status == PageStatus::Kept { " (kept here)" } else { "" })
    };
    counts.iter().rev().map(count).collect::<Vec<_>>().join(", ")
}

fn to_json(adoption: &Adoption, items: &[Item]) -> serde_json::Value {
    let upstream = &adoption.lock.upstream;
    let pages: Vec<_> = items
        .iter()
        .map(|item| {
            json!({
                "path": item.path.as_str(),
                "id": item.id,
                "status": item.status.word(),
                "pending": item.status.is_pending(),
                "moved_from": item.moved_from.as_ref().map(ToString::to_string),
                "upstream_path": item.upstream_path.as_ref().map(ToString::to_string),
                "conflicts": item.conflicts,
            })
        })
        .collect();
    json!({
        "upstream": {
            "source": upstream.source,
            "ref": upstream.reference,
            "merged": upstream.revision,
            "fetched": adoption.upstream.as_ref().map(|fetched| &fetched.revision),
        },
        "pages": pages,
    })
}

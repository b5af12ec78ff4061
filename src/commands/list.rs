//! `playbook list`: the pages, for people and for programs.

use serde_json::json;

use crate::cli::{List, ListFormat, Outcome};
use crate::failure::Failure;
use crate::page::kinds::{self, KINDS};
use crate::page::slug;
use crate::playbook::{Drafts, Entry, LinkStyle};
use crate::project::{Project, Snapshot, Wishes};
use crate::terminal::Terminal;

/// Runs the command. Drafts are listed as such.
pub(crate) fn run(args: &List, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    if let Some(kind) = args.kind.as_deref().filter(|kind| kinds::find(kind).is_none()) {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        return Err(Failure::new(format!("no kind of page is named `{kind}`"))
            .hint(format!("the kinds are {}", names.join(", "))));
    }
    let project = Project::open(&Wishes { drafts: Drafts::Published, ..wishes.clone() })?;
    let snapshot = Snapshot::take(&project)?;
    let read = snapshot.read(&project);
    let wanted: Vec<&Entry> =
        read.playbook.entries().map(|(_, entry)| entry).filter(|entry| is_wanted(entry, args)).collect();
    match args.format {
        ListFormat::Json => {
            let pages: Vec<serde_json::Value> = wanted.iter().map(|entry| to_json(entry, &snapshot)).collect();
            terminal.data(&(serde_json::to_string_pretty(&pages).unwrap_or_default() + "\n"));
        }
        ListFormat::Human => terminal.data(&table(&wanted)),
    }
    terminal.detail(&format!("{} of {} pages", wanted.len(), read.playbook.len()));
    Ok(Outcome::Clean)
}

fn is_wanted(entry: &Entry, args: &List) -> bool {
    let front_matter = &entry.page.front_matter;
    args.kind.as_deref().is_none_or(|kind| entry.kind == kind)
        && args.tag.as_deref().is_none_or(|tag| front_matter.tags.iter().any(|own| slug(own) == slug(tag)))
        && args.owner.as_deref().is_none_or(|owner| {
            front_matter
                .owner
                .as_deref()
                .is_some_and(|own| own.trim_start_matches('@').eq_ignore_ascii_case(owner.trim_start_matches('@')))
        })
}

fn to_json(entry: &Entry, snapshot: &Snapshot) -> serde_json::Value {
    let front_matter = &entry.page.front_matter;
    let from_git = entry.path.as_ref().and_then(|path| snapshot.git.files.get(path)).map(|facts| facts.updated);
    json!({
        "id": entry.id,
        "path": entry.path.as_ref().map(ToString::to_string),
        "url": format!("/{}", entry.url.href(LinkStyle::Served)),
        "title": entry.title,
        "kind": entry.kind,
        "owner": front_matter.owner,
        "tags": front_matter.tags,
        "words": entry.page.words,
        "updated": front_matter.updated.or(from_git).or(front_matter.date),
        "draft": front_matter.draft,
    })
}

fn table(entries: &[&Entry]) -> String {
    let rows: Vec<[String; 4]> = entries
        .iter()
        .map(|entry| {
            let path = entry
                .path
                .as_ref()
                .map_or_else(|| format!("({}/)", entry.section.as_deref().unwrap_or("")), ToString::to_string);
            let draft = if entry.page.front_matter.draft { " (draft)" } else { "" };
            [
                path,
                entry.kind.to_owned(),
                entry.page.front_matter.owner.clone().unwrap_or_default(),
                format!("{}{draft}", entry.title),
            ]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (path, kind, owner) = (width(0), width(1), width(2));
    rows.iter().map(|row| format!("{:path$}  {:kind$}  {:owner$}  {}\n", row[0], row[1], row[2], row[3])).collect()
}

//! `playbook list`: the pages, for people and for programs.

use serde_json::json;

use super::build::warn_about_history;
use crate::cli::{List, ListFormat, Outcome};
use crate::diagnostic::tame::tame_name;
use crate::failure::Failure;
use crate::page::kinds::{self, Data, KINDS};
use crate::page::link::encode_destination;
use crate::page::tag;
use crate::playbook::okr::Status;
use crate::playbook::{Drafts, Due, Entry, LinkStyle, PageId, Playbook};
use crate::project::{Project, Snapshot, Wishes};
use crate::session::Session;
use crate::terminal::Terminal;

/// Runs the command. Drafts are listed as such, whether they are published or not.
pub(crate) fn run(args: &List, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    if let Some(kind) = args.kind.as_deref().filter(|kind| kinds::find(kind).is_none()) {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        return Err(Failure::new(format!("no kind of page is named `{kind}`"))
            .hint(format!("the kinds are {}", names.join(", "))));
    }
    let project = Project::open(wishes)?;
    let snapshot = Snapshot::take(&project)?;
    warn_about_history(&snapshot, terminal);
    let mut session = Session::default();
    let published = snapshot.read_in(&project, &mut session);
    let with_drafts = (!published.playbook.drafts().is_empty()).then(|| {
        let project = Project { drafts: Drafts::Published, ..project.clone() };
        snapshot.read_in(&project, &mut session).playbook
    });
    if let Some(nothing) = project.nothing_to_publish(&published).filter(|_| with_drafts.is_none()) {
        return Err(nothing);
    }
    let published = published.playbook;
    let all = listed(&published, with_drafts.as_ref());
    let wanted: Vec<Listed<'_>> = all.iter().copied().filter(|page| is_wanted(page.entry(), args)).collect();
    let wanted = if args.stale { only_overdue(&wanted, &published, project.today) } else { wanted };
    match args.format {
        ListFormat::Md => terminal.data(&markdown(&wanted, project.today)),
        ListFormat::Json => {
            let pages: Vec<serde_json::Value> = wanted.iter().map(|page| to_json(*page, &snapshot)).collect();
            terminal.data(&(serde_json::to_string_pretty(&pages).unwrap_or_default() + "\n"));
        }
        ListFormat::Human => terminal.data(&table(&wanted)),
    }
    terminal.detail(&format!("{} of {} pages", wanted.len(), all.len()));
    Ok(Outcome::Clean)
}

/// A page of the list, with the playbook that its facts are from.
#[derive(Clone, Copy)]
struct Listed<'a> {
    playbook: &'a Playbook,
    id: PageId,
}

impl<'a> Listed<'a> {
    fn entry(self) -> &'a Entry {
        self.playbook.entry(self.id)
    }
}

/// Pages that are published, as they are published, and the drafts as they would be. No draft has a
/// say in what is told of a published page.
fn listed<'a>(published: &'a Playbook, with_drafts: Option<&'a Playbook>) -> Vec<Listed<'a>> {
    let of = |playbook: &'a Playbook| playbook.entries().map(move |(id, _)| Listed { playbook, id });
    let drafts = with_drafts.into_iter().flat_map(of).filter(|page| page.entry().page.front_matter.draft);
    let mut pages: Vec<Listed<'a>> = of(published).chain(drafts).collect();
    pages.sort_by_key(|page| (page.entry().path.is_none(), page.entry().path.as_ref()));
    pages
}

fn is_wanted(entry: &Entry, args: &List) -> bool {
    let front_matter = &entry.page.front_matter;
    args.kind.as_deref().is_none_or(|kind| entry.kind == kind)
        && args
            .tag
            .as_deref()
            .is_none_or(|wanted| front_matter.tags.iter().any(|own| tag::key(own) == tag::key(wanted)))
        && args.owner.as_deref().is_none_or(|owner| {
            front_matter
                .owner
                .as_deref()
                .is_some_and(|own| own.trim_start_matches('@').eq_ignore_ascii_case(owner.trim_start_matches('@')))
        })
}

fn to_json(listed: Listed<'_>, snapshot: &Snapshot) -> serde_json::Value {
    let entry = listed.entry();
    let front_matter = &entry.page.front_matter;
    let from_git = entry.path.as_ref().and_then(|path| snapshot.git.files.get(path)).map(|facts| facts.updated);
    let mut page = json!({
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
        "reviewed": front_matter.reviewed,
        "review_by": entry.review_by,
    });
    if let (Some(page), Some(serde_json::Value::Object(okr))) = (page.as_object_mut(), okr_json(listed)) {
        page.extend(okr);
    }
    page
}

/// The overdue ones, the longest first; a draft is none.
fn only_overdue<'a>(wanted: &[Listed<'a>], published: &Playbook, today: jiff::civil::Date) -> Vec<Listed<'a>> {
    let is_due = |page: &Listed<'_>, due: &Due| page.id == due.page && !page.entry().page.front_matter.draft;
    let overdue = published.overdue(today);
    overdue.iter().filter_map(|due| wanted.iter().copied().find(|page| is_due(page, due))).collect()
}

/// A table in Markdown.
fn markdown(pages: &[Listed<'_>], today: jiff::civil::Date) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut table = "| Page | Owner | Review by | Days overdue |\n| --- | --- | --- | --- |\n".to_owned();
    for entry in pages.iter().map(|page| page.entry()) {
        let path = entry.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let owner = entry.page.front_matter.owner.as_deref().unwrap_or("");
        let by = entry.review_by.map(|day| day.to_string()).unwrap_or_default();
        let late = entry.review_by.map(|day| (today - day).get_days()).filter(|days| *days > 0);
        let late = late.map(|days| days.to_string()).unwrap_or_default();
        table +=
            &format!("| [{}]({}) | {} | {by} | {late} |\n", cell(&entry.title), encode_destination(&path), cell(owner));
    }
    table
}

/// What an objective adds.
fn okr_json(Listed { playbook, id }: Listed<'_>) -> Option<serde_json::Value> {
    let objective = playbook.okrs.objectives.get(&id)?;
    let Data::Okr(okr) = &playbook.entry(id).page.front_matter.data else { return None };
    let key_results: Vec<serde_json::Value> = okr
        .key_results
        .iter()
        .zip(&objective.key_results)
        .map(|(stated, state)| {
            json!({
                "id": stated.id.value,
                "title": stated.title,
                "type": stated.measure.word(),
                "raw": state.progress.raw.map(thousandths),
                "score": thousandths(state.progress.score()),
                "current": state.progress.current,
                "confidence": state.confidence,
                "status": state.status.word(),
            })
        })
        .collect();
    Some(json!({
        "period": objective.period,
        "objective": okr.objective.clone().unwrap_or_else(|| playbook.entry(id).title.clone()),
        "level": okr.level,
        "state": okr.state.word(),
        "score": thousandths(objective.score.unwrap_or(0.0)),
        "progress": objective.score.map(thousandths),
        "expected": thousandths(objective.expected),
        "status": objective.status.word(),
        "owner_status": objective.owner_status.map(Status::word),
        "stale": objective.is_stale,
        "parent": objective.parent.map(|parent| playbook.entry(parent).id.clone()),
        "children": objective.children.iter().map(|child| playbook.entry(*child).id.clone()).collect::<Vec<_>>(),
        "key_results": key_results,
    }))
}

/// Three decimals tell every score apart; more are noise of binary numbers. Adding 0 takes the sign
/// from -0.
fn thousandths(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0 + 0.0
}

fn table(pages: &[Listed<'_>]) -> String {
    let rows: Vec<[String; 4]> = pages
        .iter()
        .map(|page| {
            let entry = page.entry();
            let path = entry
                .path
                .as_ref()
                .map_or_else(|| format!("({}/)", entry.section.as_deref().unwrap_or("")), ToString::to_string);
            let path = tame_name(&path);
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

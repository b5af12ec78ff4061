//! `playbook check`: finds what is wrong with the content and writes nothing.

use crate::check::{self, RULES};
use crate::cli::{Check, Outcome};
use crate::diagnostic::print::{Format, Printer};
use crate::diagnostic::{Strictness, suggest};
use crate::failure::Failure;
use crate::project::{Project, Snapshot, Wishes};
use crate::terminal::{Terminal, count, plural};

/// Runs the command.
pub(crate) fn run(args: &Check, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    if let Some(rule) = &args.explain {
        return explain(rule, terminal);
    }
    let project = Project::open(wishes)?;
    let (snapshot, theme) = rayon::join(|| Snapshot::take(&project), || project.theme());
    let snapshot = snapshot?;
    theme?;
    let read = snapshot.read(&project);
    let (prefix, root) = (project.prefix(), project.root_prefix());
    let printer =
        Printer { sources: &snapshot.sources, prefix: &prefix, root: &root, colour: terminal.stdout_colour() };
    terminal.painted_data(&printer.print(&read.report, args.format));
    if let Some(failure) = project.nothing_to_publish(&read) {
        return Err(failure);
    }
    if matches!(args.format, Format::Human | Format::Short) {
        let pages = read.playbook.len();
        terminal.say(&format!("checked {}: {}", plural(pages, "page"), count(&read.report)));
    }
    let strictness = if args.strict { Strictness::Strict } else { Strictness::Normal };
    let too_many = args.max_overdue.is_some_and(|most| {
        let overdue = read.playbook.overdue(project.today).len();
        if overdue > most {
            terminal.words(&format!(
                "{} {} overdue for review, more than {most}\n  hint: `playbook list --stale` names them\n",
                plural(overdue, "page"),
                if overdue == 1 { "is" } else { "are" },
            ));
        }
        overdue > most
    });
    Ok(if too_many || read.report.blocks(strictness) { Outcome::Findings } else { Outcome::Clean })
}

fn explain(id: &str, terminal: &Terminal) -> Result<Outcome, Failure> {
    if id == "all" {
        let widest = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        for rule in RULES {
            let weight = if rule.opt_in { "off" } else { rule.severity.word() };
            terminal.data(&format!("{:widest$}  {weight:7}  {}\n", rule.id, rule.summary));
        }
        return Ok(Outcome::Clean);
    }
    let Some(rule) = check::find(id) else {
        let near = suggest::nearest(id, RULES.iter().map(|rule| rule.id));
        let hint = near.map_or_else(
            || "`playbook check --explain all` lists the rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::new(format!("no rule is named `{id}`")).hint(hint));
    };
    let weight = match (rule.opt_in, rule.fixed) {
        (true, _) => format!("off by default; switch it on with `checks: {{{id}: {}}}`", rule.severity.word()),
        (_, true) => "always an error".to_owned(),
        _ => format!("{} by default; change it with `checks: {{{id}: error}}` in playbook.yaml", rule.severity.word()),
    };
    terminal.data(&format!("{}: {}\n{weight}\n\n{}", rule.id, rule.summary, rule.explanation));
    Ok(Outcome::Clean)
}

//! `playbook diff`: word by word, what this playbook changed.

use anstyle::{AnsiColor, Style};
use clap::Args;

use crate::cli::Outcome;
use crate::diagnostic::print::Colour;
use crate::diagnostic::tame::tame;
use crate::failure::Failure;
use crate::project::{Project, Wishes};
use crate::terminal::Terminal;
use crate::upgrade::plan::{Item, Status};
use crate::upgrade::show::{Part, changes};
use crate::upgrade::text::Text;
use crate::upstream::adoption::{Adoption, Fetch};
use crate::upstream::journal;

/// `playbook diff`
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// Only this page
    #[arg(value_name = "PATH")]
    path: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Diff, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    journal::refuse_interrupted(&Project::open(wishes)?.root)?;
    let adoption = Adoption::open(wishes, Fetch::Never, None)?;
    let items = adoption.plan();
    let one = args.path.as_deref().map(|path| super::upgrade::find(&adoption, &items, path)).transpose()?;
    for item in items.iter().filter(|item| one.is_none_or(|one| one.path == item.path)) {
        let ours = item.ours.as_deref();
        match (item.base.as_deref(), ours) {
            (Some(_), None) if item.status == Status::RemovedHere => {
                terminal.data(&format!("{}: removed here\n", item.path));
            }
            (None, Some(_)) => terminal.data(&format!("{}: only here\n", item.path)),
            (Some(base), Some(ours)) => show(item, base, ours, terminal),
            _ => {}
        }
    }
    Ok(Outcome::Clean)
}

/// What an upgrade would change in a file.
pub(super) fn show_upgrade(adoption: &Adoption, item: &Item, terminal: &Terminal) {
    let ours = adoption.local.get(&item.path).map_or(&[][..], AsRef::as_ref);
    if let Some(new) = &item.new {
        show(item, ours, new, terminal);
    }
}

fn show(item: &Item, old: &[u8], new: &[u8], terminal: &Terminal) {
    let (Some(old), Some(new)) = (Text::read(old), Text::read(new)) else {
        terminal.data(&format!("{}: not text\n", item.path));
        return;
    };
    for change in changes(&old.text, &new.text) {
        let place = tame(item.path.as_str()).into_owned() + &format!(":{}", change.line);
        let text: String = change.parts.iter().map(|part| painted(part, terminal.stdout_colour())).collect();
        terminal.painted_data(&format!("{place}\n    {}\n", text.trim_end().replace('\n', "\n    ")));
    }
}

/// Words in a pipe are marked `[-gone-]` and `{+new+}`, as git does.
fn painted(part: &Part, colour: Colour) -> String {
    let (text, marks, hue) = match part {
        Part::Same(text) => return tame(text).into_owned(),
        Part::Removed(text) => (text, ("[-", "-]"), AnsiColor::Red),
        Part::Added(text) => (text, ("{+", "+}"), AnsiColor::Green),
    };
    let text = tame(text);
    let bare = text.trim_end();
    let space = &text[bare.len()..];
    let style = Style::new().fg_color(Some(hue.into()));
    match colour {
        Colour::Ansi => format!("{style}{}{bare}{}{style:#}{space}", marks.0, marks.1),
        Colour::Plain => format!("{}{bare}{}{space}", marks.0, marks.1),
    }
}

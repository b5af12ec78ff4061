//! `playbook reviewed`: notes that pages still hold, and keeps every other byte of them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::{Outcome, Reviewed};
use crate::failure::Failure;
use crate::page::front_matter::set_reviewed;
use crate::project::{Project, Wishes};
use crate::source::text;
use crate::terminal::Terminal;

/// Runs the command. Nothing is written when one of the pages cannot be edited.
pub(crate) fn run(args: &Reviewed, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let project = Project::open(wishes)?;
    let mut edits = Vec::new();
    for path in &args.paths {
        let file = find(&project, path)?;
        let text = text::read(&file)?;
        let edited = set_reviewed(&text, project.today)
            .map_err(|reason| Failure::new(format!("cannot set the day in `{}`: {reason}", file.display())))?;
        edits.push((file, text, edited));
    }
    for (file, text, edited) in edits {
        if text != edited.text {
            fs::write(&file, edited.text).map_err(|error| Failure::io("write", &file, &error))?;
        }
        terminal.say(&format!("{} was reviewed on {}", file.display(), project.today));
        // A day that the author fixed does not move with the review.
        if let Some(by) = edited.review_by.filter(|by| *by < project.today) {
            let hint = "write a day to come, or `review_every: 6 months`, which counts from each review";
            terminal.warn(&format!("{} stays overdue: its `review_by` is {by}\n  hint: {hint}", file.display()));
        }
    }
    Ok(Outcome::Clean)
}

/// A page as the user names it: from where they are, or from the content folder.
fn find(project: &Project, path: &Path) -> Result<PathBuf, Failure> {
    let below = project.content.join(path);
    let with_extension = |path: &Path| PathBuf::from(format!("{}.md", path.display()));
    [path.to_path_buf(), with_extension(path), below.clone(), with_extension(&below)]
        .into_iter()
        .find(|file| file.is_file())
        .ok_or_else(|| {
            Failure::new(format!("there is no page `{}`", path.display()))
                .hint("write its path, such as `content/people/hiring.md`")
        })
}

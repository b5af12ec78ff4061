//! The workflow that checks and publishes a playbook on its forge. Knows the files that forges look
//! for, not the playbook.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use clap::ValueEnum;

use crate::failure::Failure;
use crate::source::SourcePath;
use crate::terminal::Terminal;
use crate::upstream::journal::Change;

/// A forge that publishes sites.
#[derive(Clone, Copy, ValueEnum, Debug, PartialEq, Eq)]
pub(crate) enum Forge {
    /// GitHub Actions and GitHub Pages
    Github,
    /// GitLab CI/CD and GitLab Pages
    Gitlab,
}

impl Forge {
    /// The file in which the forge looks for work.
    fn file(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/playbook.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Github => include_str!("ci/github.yml"),
            Self::Gitlab => include_str!("ci/gitlab.yml"),
        }
    }

    /// The workflow, to be written.
    pub(crate) fn workflow(self) -> Option<Change> {
        let path = SourcePath::new(self.file())?;
        Some(Change::new_file(path, self.text().into()))
    }

    /// Says what is left to do, once it is written.
    pub(crate) fn tell(self, terminal: &Terminal) {
        terminal.say(&format!(
            "made `{}`; next: set PLAYBOOK_REPOSITORY and PLAYBOOK_REVISION in it, from which it builds the program",
            self.file()
        ));
    }
}

/// Writes the workflow into a playbook that is there already. Never overwrites.
pub(crate) fn add(forge: Forge, root: &Path, terminal: &Terminal) -> Result<(), Failure> {
    let file = root.join(forge.file());
    let folder = file.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
    let opened = fs::OpenOptions::new().write(true).create_new(true).open(&file);
    let mut opened = opened.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(format!("`{}` is already there; nothing was written", forge.file()))
            .hint("move it away; what is yours in it can be added to the new one"),
        _ => Failure::io("make", &file, &error),
    })?;
    opened.write_all(forge.text().as_bytes()).map_err(|error| Failure::io("write", &file, &error))?;
    forge.tell(terminal);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitlab_builds_the_program_with_a_toolchain_that_can() {
        assert!(Forge::Gitlab.text().contains(concat!("image: rust:", env!("CARGO_PKG_RUST_VERSION"), "\n")));
    }
}

//! Console transcripts: `tests/transcripts/*.txt` hold lines for the shell (`$ `), what they say
//! (`> ` on stdout, `! ` on stderr, `= ` the exit code when it is not 0), words (`# `), and below
//! them the files they work on.

use std::path::Path;

use rayon::prelude::*;

use crate::support::expect::{all_good, compare};
use crate::support::txtar::Txtar;
use crate::support::{copy, data, entries, process, site_folder};

#[test]
fn every_command_says_what_its_transcript_says() {
    let transcripts = entries(&data("transcripts"));
    assert!(transcripts.len() > 5, "the transcripts were not found");
    all_good(transcripts.par_iter().map(|path| replay(path)).collect::<Vec<_>>());
}

fn replay(path: &Path) -> Result<(), String> {
    let mut archive = Txtar::parse(&std::fs::read_to_string(path).unwrap());
    let (_guard, site) = site_folder();
    archive.unpack(&site, |_| true);
    if archive.file("playbook.yaml").is_some_and(|config| config.contains("theme: tiny")) {
        copy(&data("themes"), &site.join("themes"));
    }
    archive.words = archive
        .words
        .lines()
        .filter(|line| !line.starts_with(['>', '!', '=']))
        .map(|line| match line.strip_prefix("$ ") {
            Some(command) => {
                let ran = process::run(process::shell(&site, command));
                format!("{line}\n{}", process::transcript(&ran, &site))
            }
            None => format!("{line}\n"),
        })
        .collect();
    compare(path, &archive.to_text())
}

//! Sites as folders: `tests/golden/NAME/in` is built and compared with `out`, and the findings with
//! `findings.txt`; `arguments` holds what is added to `playbook build`. Most sites wear the theme
//! `tiny` of `tests/themes`, so that a change of the default theme's markup leaves them alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use playbook::theme::{Theme, layers};
use rayon::prelude::*;

use crate::support::expect::{all_good, compare, diff, is_update};
use crate::support::{copy, data, entries, process, site_folder, tree, write};

/// What is in the output of every site and says nothing about it.
const MANIFEST: &str = ".playbook-manifest";

#[test]
fn every_site_is_built_as_expected() {
    let folders = entries(&data("golden"));
    assert!(folders.len() > 10, "the sites were not found");
    all_good(folders.par_iter().map(|folder| build(folder)).collect::<Vec<_>>());
}

fn build(golden: &Path) -> Result<(), String> {
    let (_guard, site) = site_folder();
    copy(&golden.join("in"), &site);
    copy(&data("themes"), &site.join("themes"));
    let arguments = fs::read_to_string(golden.join("arguments")).unwrap_or_default();
    let mut command = process::playbook(&site);
    command
        .args(["build", "--quiet", "--format", "short", "--output-dir", "../out"])
        .args(arguments.split_whitespace());
    let ran = process::run(command);
    let out = published(&site.parent().unwrap().join("out"));
    let said = if ran.code == Some(0) { ran.stderr } else { format!("{}= {:?}\n", ran.stderr, ran.code) };
    let findings = golden.join("findings.txt");
    if said.is_empty() && !findings.exists() {
        compare_trees(&golden.join("out"), &out)
    } else {
        compare(&findings, &said).and_then(|()| compare_trees(&golden.join("out"), &out))
    }
}

/// The output without what the default theme adds to it; its style sheet and scripts are named by
/// their hash, which is left out where a page names them.
fn published(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let theme = Theme::compile(&layers::load(Path::new("/nowhere"), layers::DEFAULT_NAME).unwrap(), "en").unwrap();
    let mut files = tree(out);
    files.retain(|name, bytes| name != MANIFEST && theme.statics.get(name).is_none_or(|own| **own != **bytes));
    for bytes in files.values_mut() {
        let Ok(mut text) = String::from_utf8(bytes.clone()) else { continue };
        for name in theme.statics.keys() {
            if let [stem, _hash, extension] = name.split('.').collect::<Vec<_>>()[..] {
                text = text.replace(name, &format!("{stem}.HASH.{extension}"));
            }
        }
        *bytes = text.into_bytes();
    }
    files
}

fn compare_trees(folder: &Path, actual: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    if is_update() {
        if folder.exists() {
            fs::remove_dir_all(folder).unwrap();
        }
        for (name, bytes) in actual {
            write(&folder.join(name), bytes);
        }
        return Ok(());
    }
    let expected = tree(folder);
    let names: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
    let different: Vec<String> = names
        .into_iter()
        .filter(|name| expected.get(*name) != actual.get(*name))
        .map(|name| difference(folder.join(name), expected.get(name), actual.get(name)))
        .collect();
    if different.is_empty() { Ok(()) } else { Err(different.join("\n")) }
}

fn difference(file: PathBuf, expected: Option<&Vec<u8>>, actual: Option<&Vec<u8>>) -> String {
    let file = file.display();
    match (expected, actual) {
        (None, _) => format!("{file}: not expected"),
        (_, None) => format!("{file}: missing"),
        (Some(expected), Some(actual)) => match (std::str::from_utf8(expected), std::str::from_utf8(actual)) {
            (Ok(expected), Ok(actual)) => format!("{file}\n{}", diff(expected, actual)),
            _ => format!("{file}: other bytes"),
        },
    }
}

//! The starter playbook: `tests/concepts.txt` names what it must hold, page by page. Knows the built
//! site and what the library reads, no page's wording beyond its headings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use playbook::playbook::Playbook;
use playbook::project::{Project, Snapshot, Wishes};

use crate::support::{copy, data, process, repository, site_folder, tree, write};

/// The day for which the starter playbook is written.
const TODAY: &str = "2026-11-16";
/// How many concepts there are; a list that lost some would prove too little.
const COUNT: usize = 73;

/// Where a concept is to be found.
struct Concept {
    page: String,
    heading: String,
    line: String,
}

#[test]
fn every_concept_stands_on_its_page_below_its_heading() {
    let (_guard, site) = starter();
    let pages = build(&site, "out");
    let playbook = read(&site);
    let concepts = concepts();
    assert_eq!(concepts.len(), COUNT);
    let missing: Vec<&str> = concepts
        .iter()
        .filter(|concept| !headings_of(&playbook, &pages, &concept.page).contains(&concept.heading))
        .map(|concept| concept.line.as_str())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn the_text_of_some_other_page_links_to_every_page() {
    let (_guard, site) = starter();
    let playbook = read(&site);
    let written = || playbook.entries().filter(|(_, entry)| entry.path.is_some());
    assert!(written().count() > 50, "the starter playbook was not read");
    let alone: Vec<&str> =
        written().filter(|(_, entry)| entry.backlinks.is_empty()).map(|(_, entry)| entry.id.as_str()).collect();
    assert_eq!(alone, Vec::<&str>::new());
}

#[test]
fn the_starter_playbook_has_no_findings() {
    let (_guard, site) = starter();
    let mut command = process::playbook(&site);
    command.args(["check", "--strict", "--quiet", "--as-of", TODAY]);
    let ran = process::run(command);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str(), ran.code), ("", "", Some(0)));
}

#[test]
fn two_builds_of_the_starter_playbook_have_the_same_bytes() {
    let (_guard, site) = starter();
    let (first, second) = (build(&site, "first"), build(&site, "second"));
    let different: Vec<&String> =
        first.keys().chain(second.keys()).filter(|name| first.get(*name) != second.get(*name)).collect();
    assert_eq!(different, Vec::<&String>::new());
}

#[test]
fn headings_are_read_without_their_markup() {
    let html = "<h1>A</h1><header><h2 id=\"b\">What <em>75&nbsp;%</em> &amp; <code>b</code> <a href=\"#b\"></a></h2>";
    assert_eq!(headings(html), ["A", "What 75 % & b"]);
}

/// The starter playbook in a folder of its own, away from the repository's history.
fn starter() -> (tempfile::TempDir, std::path::PathBuf) {
    let (guard, site) = site_folder();
    copy(&repository().join("content"), &site.join("content"));
    write(&site.join("playbook.yaml"), fs::read(repository().join("playbook.yaml")).unwrap());
    (guard, site)
}

fn build(site: &Path, name: &str) -> BTreeMap<String, Vec<u8>> {
    let out = site.with_file_name(name);
    let mut command = process::playbook(site);
    command.args(["build", "--quiet", "--as-of", TODAY, "--output-dir"]).arg(&out);
    let ran = process::run(command);
    assert_eq!((ran.stderr.as_str(), ran.code), ("", Some(0)));
    tree(&out)
}

fn read(site: &Path) -> Playbook {
    let as_of = Some(TODAY.parse().unwrap());
    let project = Project::open(&Wishes { root: Some(site.to_path_buf()), as_of, ..Wishes::default() }).unwrap();
    Snapshot::take(&project).unwrap().read(&project).playbook
}

fn concepts() -> Vec<Concept> {
    let text = fs::read_to_string(data("concepts.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let [_number, page, heading, _concept] = line.split('|').collect::<Vec<_>>()[..] else {
                panic!("not `number|page|heading|concept`: {line}")
            };
            Concept { page: page.to_owned(), heading: heading.to_owned(), line: line.to_owned() }
        })
        .collect()
}

fn headings_of(playbook: &Playbook, files: &BTreeMap<String, Vec<u8>>, id: &str) -> Vec<String> {
    let Some(page) = playbook.page_by_id(id) else { return Vec::new() };
    let file = playbook.entry(page).url.out_path();
    files.get(file.as_str()).map(|bytes| headings(std::str::from_utf8(bytes).unwrap())).unwrap_or_default()
}

/// The words of every heading of a page of HTML.
fn headings(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for level in 1..=6 {
        for part in html.split(&format!("<h{level}")).skip(1) {
            let Some((heading, _)) = part.split_once(&format!("</h{level}>")) else { continue };
            let Some((_, heading)) = heading.split_once('>') else { continue };
            found.push(words(heading));
        }
    }
    found
}

/// Text without tags; spaces of every sort are one space.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut pieces = html.split('<');
    text.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
    }
    let text = text.replace("&nbsp;", " ").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

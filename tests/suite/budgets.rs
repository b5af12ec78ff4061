//! What a reader of one page downloads, against what we promise: HTML, styles and scripts, the
//! search's client among them. Knows the published files, not how they are made.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{copy, process, repository, site_folder, tree, write};

/// Bytes as they are and compressed by gzip at its best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: usize,
    gzip: usize,
}

const HTML: Size = Size { raw: 60_000, gzip: 15_000 };
const STYLES: Size = Size { raw: 60_000, gzip: 12_000 };
/// All scripts of a page, with the words of its language; the search's client among them, which comes
/// when a reader searches.
const SCRIPTS: Size = Size { raw: 40_000, gzip: 12_000 };
/// Those that come with the page.
const SCRIPTS_AT_FIRST: Size = Size { raw: 16_000, gzip: 5_000 };

/// The words of the page whose HTML is weighed; the sidebar around it is the starter playbook's.
const WORDS: usize = 700;

#[test]
fn every_page_keeps_its_promise_of_bytes() {
    let site = starter_with_a_page();
    let mut over = Vec::new();
    let mut check = |what: &str, name: &str, found: Size, budget: Size| {
        if found.raw > budget.raw || found.gzip > budget.gzip {
            over.push(format!("the {what} of {name} take {found:?} of {budget:?}"));
        }
    };
    for (name, html) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = String::from_utf8_lossy(html);
        let mut scripts = linked(&text, "<script ", "src=\"", ".js");
        check("scripts at first", name, sum(&site, &scripts), SCRIPTS_AT_FIRST);
        let search = linked(&text, "<script ", "data-search=\"", ".js");
        if scripts.iter().any(|name| name.starts_with("playbook.")) {
            assert_eq!(search.len(), 1, "{name} does not name the search");
        }
        scripts.extend(search);
        check("scripts", name, sum(&site, &scripts), SCRIPTS);
        check("styles", name, sum(&site, &linked(&text, "<link ", "href=\"", ".css")), STYLES);
    }
    check("bytes", "a page of 700 words", size(&site["weighed/index.html"]), HTML);
    assert_eq!(over, Vec::<String>::new());
}

#[test]
fn every_page_has_scripts_and_styles_to_weigh() {
    let site = starter_with_a_page();
    let text = String::from_utf8_lossy(&site["weighed/index.html"]).into_owned();
    assert_eq!(linked(&text, "<script ", "src=\"", ".js").len(), 2);
    assert_eq!(linked(&text, "<script ", "data-search=\"", ".js").len(), 1);
    assert_eq!(linked(&text, "<link ", "href=\"", ".css").len(), 1);
}

fn starter_with_a_page() -> BTreeMap<String, Vec<u8>> {
    let (_guard, site) = site_folder();
    copy(&repository().join("content"), &site.join("content"));
    write(&site.join("content/weighed.md"), page());
    let mut command = process::playbook(&site);
    command.args(["build", "--quiet", "--output-dir", "../out"]);
    let ran = process::run(command);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    tree(&site.parent().unwrap().join("out"))
}

/// Sections of prose with a list, a table and code, of words that do not repeat too soon.
fn page() -> String {
    let mut page = "# Weighed\n".to_owned();
    let word = |number: usize| ["team", "goal", "review", "decide", "people", "weekly", "outcome"][number % 7];
    for section in 0..WORDS / 100 {
        let words: Vec<String> =
            (0..80).map(|number| format!("{}{}", word(number * 3 + section), number * section % 31)).collect();
        page += &format!("\n## Section {section}\n\n{}.\n\n- One thing\n- Another thing\n", words.join(" "));
        page += "\n| who | what |\n|---|---|\n| lead | decides |\n\n```sh\nplaybook build\n```\n";
    }
    page
}

/// The published files that a page's tags name.
fn linked(html: &str, tag: &str, attribute: &str, ending: &str) -> Vec<String> {
    let tags = html.split(tag).skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let values = tags.filter_map(|tag| tag.split_once(attribute)?.1.split_once('"')).map(|(value, _)| value);
    values.filter(|value| value.ends_with(ending)).map(|value| value.trim_start_matches('/').to_owned()).collect()
}

fn sum(site: &BTreeMap<String, Vec<u8>>, names: &[String]) -> Size {
    let sizes = names.iter().map(|name| size(&site[name]));
    sizes.fold(Size::default(), |sum, one| Size { raw: sum.raw + one.raw, gzip: sum.gzip + one.gzip })
}

fn size(bytes: &[u8]) -> Size {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    Size { raw: bytes.len(), gzip: encoder.finish().unwrap().len() }
}

//! The examples of CommonMark 0.31.2 and of GitHub Flavored Markdown 0.29 through our page pipeline.
//! What we add on purpose is taken off before comparing (see `canonical`); what we do otherwise
//! on purpose is listed with its reason, and what we make of it is in `tests/spec/exceptions.txt`.

mod canonical;

use std::collections::BTreeMap;

use playbook::page::{Markdown, Page};
use playbook::source::Source;

use self::canonical::canonical;
use crate::support::data;
use crate::support::expect::{all_good, compare, diff};

/// An example that we render otherwise, by its number, and why.
struct Exception {
    specification: &'static str,
    example: usize,
    reason: &'static str,
}

const fn except(specification: &'static str, example: usize, reason: &'static str) -> Exception {
    Exception { specification, example, reason }
}

const EXCEPTIONS: &[Exception] = &[
    except("commonmark", 21, BALANCED),
    except("commonmark", 31, BALANCED),
    except("commonmark", 98, FRONT_MATTER),
    except("commonmark", 150, BALANCED),
    except("commonmark", 151, BALANCED),
    except("commonmark", 155, BALANCED),
    except("commonmark", 156, BALANCED),
    except("commonmark", 157, BALANCED),
    except("commonmark", 158, BALANCED),
    except("commonmark", 165, BALANCED),
    except("commonmark", 173, BALANCED),
    except("commonmark", 174, BALANCED),
    except("commonmark", 175, BALANCED),
    except("commonmark", 184, BALANCED),
    except("commonmark", 187, BALANCED),
    except("commonmark", 214, OWN_HEADING),
    except("commonmark", 344, BALANCED),
    except("commonmark", 476, BALANCED),
    except("commonmark", 477, BALANCED),
    except("commonmark", 494, BALANCED),
    except("commonmark", 606, BARE_ADDRESS),
    except("commonmark", 608, BARE_ADDRESS),
    except("commonmark", 611, BARE_ADDRESS),
    except("commonmark", 612, BARE_ADDRESS),
    except("commonmark", 613, BALANCED),
    except("commonmark", 614, BALANCED),
    except("commonmark", 615, BALANCED),
    except("commonmark", 616, BALANCED),
    except("commonmark", 617, BALANCED),
    except("commonmark", 623, BALANCED),
    except("commonmark", 630, BALANCED),
    except("commonmark", 631, BALANCED),
    except("commonmark", 642, BALANCED),
    except("commonmark", 643, BALANCED),
    except("gfm", 205, NO_ROWS),
    except("gfm", 657, BALANCED),
];

const FRONT_MATTER: &str = "A page that begins with `---` and has a second such line begins with front-matter.";
const OWN_HEADING: &str = "The page's own heading is shown by the theme, in places where a link cannot stand.";
const NO_ROWS: &str = "A table without rows has an empty body.";
const BALANCED: &str = "Raw HTML stays within its page: what it opens is closed, and it closes nothing else.";
const BARE_ADDRESS: &str = "Bare addresses are links in GitHub Flavored Markdown; CommonMark has none.";

/// One example of a specification.
struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

#[test]
fn commonmark_examples_come_out_as_specified() {
    let examples = examples("commonmark");
    assert_eq!(examples.len(), 652);
    check("commonmark", &examples);
}

#[test]
fn examples_of_githubs_extensions_come_out_as_specified() {
    let examples = examples("gfm");
    assert_eq!(examples.len(), 28);
    check("gfm", &examples);
}

#[test]
fn every_exception_is_needed_and_its_outcome_is_known() {
    let all: BTreeMap<&str, Vec<Example>> =
        ["commonmark", "gfm"].into_iter().map(|name| (name, examples(name))).collect();
    let mut outcomes = String::new();
    for Exception { specification, example, reason } in EXCEPTIONS {
        let example = all[specification].iter().find(|own| own.number == *example).unwrap();
        let ours = render(&example.markdown);
        let title = format!("{specification} {} ({})", example.number, example.section);
        assert_ne!(canonical(&ours), canonical(&example.html), "{title} passes: take it out of the list");
        outcomes += &format!("== {title}\n{reason}\n-- markdown\n{}-- ours\n{ours}\n", example.markdown);
    }
    all_good([compare(&data("spec/exceptions.txt"), &outcomes)]);
}

fn check(specification: &str, examples: &[Example]) {
    let is_exception = |number| {
        EXCEPTIONS.iter().any(|exception| exception.specification == specification && exception.example == number)
    };
    all_good(examples.iter().filter(|example| !is_exception(example.number)).map(|example| {
        let ours = render(&example.markdown);
        let (expected, actual) = (canonical(&example.html), canonical(&ours));
        if expected == actual {
            return Ok(());
        }
        let Example { number, section, markdown, .. } = example;
        Err(format!("{specification} {number} ({section})\n{markdown}\n{}", diff(&expected, &actual)))
    }));
}

/// The page's own heading and body, with every link as it was written.
fn render(markdown: &str) -> String {
    let page = Page::parse(&Source::new(markdown.as_bytes()), &Markdown::default(), &BTreeMap::new());
    let addresses: Vec<String> = page.links.iter().map(|link| escaped(&link.written)).collect();
    let body = page.body.fill(|link| &addresses[link], |word| word.name.into());
    // The theme shows the first heading; the specification leaves it where it was.
    let heading = page.heading.map(|heading| format!("<h1>{}</h1>\n", heading.html)).unwrap_or_default();
    heading + &body
}

fn escaped(address: &str) -> String {
    let mut text = String::new();
    pulldown_cmark_escape::escape_href(&mut text, address).unwrap();
    text
}

/// Reads the specification's own notation.
fn examples(name: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let text = std::fs::read_to_string(data(&format!("spec/{name}.txt"))).unwrap();
    let (mut examples, mut section) = (Vec::new(), String::new());
    let mut lines = text.lines();
    let mut first = 1;
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("# ") {
            section = title.to_owned();
            // An excerpt says where its numbers begin: `# Title @ 198`.
            if let Some((title, number)) = title.split_once(" @ ") {
                (section, first) = (title.to_owned(), number.parse().unwrap());
            }
        } else if line.strip_prefix(&fence) == Some(" example") {
            let markdown = lines.by_ref().take_while(|line| *line != ".").map(with_tabs).collect();
            let html = lines.by_ref().take_while(|line| *line != fence).map(with_tabs).collect();
            examples.push(Example { number: first, section: section.clone(), markdown, html });
            first += 1;
        }
    }
    examples
}

fn with_tabs(line: &str) -> String {
    line.replace('→', "\t") + "\n"
}

//! `playbook search`: what readers would find, on the command line, with the site's own index and
//! ranking.

use std::collections::BTreeSet;
use std::io::BufRead;

use serde_json::{Value, json};

use crate::cli::{ListFormat, Outcome, Search};
use crate::failure::Failure;
use crate::page::link::encode_fragment;
use crate::playbook::LinkStyle;
use crate::project::{Project, Snapshot, Wishes};
use crate::search::index::Index;
use crate::search::rank::{self, Answer, Hit};
use crate::search::{self, Spelling, query};
use crate::terminal::Terminal;

/// Runs the command.
pub(crate) fn run(args: &Search, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    if args.query.is_none() && !args.batch {
        return Err(Failure::new("nothing was asked for")
            .hint("write the words: `playbook search how many product managers`")
            .hint("or read one query a line: `playbook search --batch < queries.txt`"));
    }
    let project = Project::open(wishes)?;
    let read = Snapshot::take(&project)?.read(&project);
    let index = search::index_of(&read.playbook, &project.config, LinkStyle::Served);
    let spelling = Spelling::of(&index);
    let answer = |text: &str| {
        let mut answer = rank::search(&index, &spelling, &query::parse(text));
        answer.hits.truncate(args.limit.get());
        answer
    };
    if args.batch {
        for line in std::io::stdin().lock().split(b'\n') {
            let line = line.map_err(|error| Failure::new(format!("the queries could not be read: {error}")))?;
            // Whoever counts lines gets an answer to each, also to one that is not UTF-8.
            let text = String::from_utf8_lossy(&line);
            if !terminal.next_data(&(to_json(&index, &text, &answer(&text)).to_string() + "\n")) {
                break;
            }
        }
        return Ok(Outcome::Clean);
    }
    let text = args.query.as_deref().unwrap_or_default().join(" ");
    let answer = answer(&text);
    match args.format {
        ListFormat::Json => {
            let found = to_json(&index, &text, &answer);
            terminal.data(&(serde_json::to_string_pretty(&found).unwrap_or_default() + "\n"));
        }
        ListFormat::Md => terminal.data(&to_markdown(&index, &text, &answer)),
        ListFormat::Human => terminal.data(&to_text(&index, &text, &answer)),
    }
    if answer.hits.is_empty() {
        terminal.say(&format!("nothing was found for `{text}`"));
    }
    Ok(Outcome::Clean)
}

/// A page that was found, as people and programs see it.
struct Found<'a> {
    path: Option<&'a str>,
    url: String,
    title: &'a str,
    heading: &'a str,
    snippet: String,
}

fn found<'a>(index: &'a Index<'_>, text: &str, answer: &Answer, hit: &Hit) -> Found<'a> {
    let document = &index.documents[hit.page as usize];
    let part = &document.parts[hit.sections.first().copied().unwrap_or_default() as usize];
    let typed = query::parse(text).words;
    let terms: BTreeSet<&str> = answer.terms.iter().map(|term| index.terms[*term as usize].word.as_ref()).collect();
    let snippet = search::snippet(&part.text, |word| terms.contains(word) || typed.iter().any(|own| own == word));
    let fragment = if part.anchor.is_empty() { String::new() } else { format!("#{}", encode_fragment(&part.anchor)) };
    Found {
        path: document.path.as_deref(),
        url: format!("/{}{fragment}", document.url),
        title: &document.title,
        heading: &part.heading,
        snippet,
    }
}

fn to_json(index: &Index, text: &str, answer: &Answer) -> Value {
    let one = |hit: &Hit| {
        let found = found(index, text, answer, hit);
        json!({
            "path": found.path,
            "url": found.url,
            "title": found.title,
            "heading": found.heading,
            "score": hit.score,
            "snippet": found.snippet,
        })
    };
    answer.hits.iter().map(one).collect()
}

fn to_markdown(index: &Index, text: &str, answer: &Answer) -> String {
    let one = |hit: &Hit| {
        let found = found(index, text, answer, hit);
        format!("- [{}]({})\n", found.title, found.path.unwrap_or(&found.url))
    };
    answer.hits.iter().map(one).collect()
}

fn to_text(index: &Index, text: &str, answer: &Answer) -> String {
    let one = |hit: &Hit| {
        let found = found(index, text, answer, hit);
        let heading = if found.heading.is_empty() { String::new() } else { format!(" › {}", found.heading) };
        format!("{}{heading}\n  {}\n  {}\n", found.title, found.path.unwrap_or(&found.url), found.snippet)
    };
    answer.hits.iter().map(one).collect::<Vec<_>>().join("\n")
}

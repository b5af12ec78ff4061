//! Bad input of every kind: each fault is found at its place, with its fix, and the rest of the
//! site is built all the same.

use crate::build::{self, Inputs};
use crate::config::Config;
use crate::diagnostic::Strictness;
use crate::diagnostic::print::position;
use crate::playbook::{Drafts, LinkStyle};
use crate::source::git::GitFacts;
use crate::source::history::NO_HISTORIES;
use crate::source::{Source, SourcePath, Sources};
use crate::theme::offer::Offer;

const PAGES: &[(&str, &str)] = &[
    (
        "okrs/a.md",
        r##"---
title: A
kind: okr
period: 2026-Q5
owner: "@a"
level: company
parent: okrs/b
reviewed: 2027-01-01
key_results:
  - {id: x, title: Same, baseline: 5, target: 5}
  - {id: x, title: Help the team}
  - {id: l, title: Linked, from: okrs/b#l}
  - {id: c, title: Conf, baseline: 1, target: 2, confidence: 60, current: 1.5, ownr: me}
checkins:
  - {date: 2026-10-14, kr: y, value: 1}
  - {date: 2026-10-10, kr: c, value: 1.2}
  - {date: 2026-10-20, kr: c, value: 1.3}
  - {date: 2027-10-20, kr: c, value: 1.3}
  - {date: 2026-11-01, kr: c, value: abc}
---
Text
"##,
    ),
    (
        "okrs/b.md",
        r##"---
title: B
kind: okr
period: 2026-Q4
owner: "@a"
parent: okrs/a
key_results:
  - {id: l, title: Linked, from: okrs/a#l}
  - {id: d, title: Direction, baseline: 1, target: 2, direction: decrease}
  - just text
---
Text
"##,
    ),
    (
        "reviews/r.md",
        r##"---
title: R
kind: review
cadence: monthly
day: tue
at: "25:00"
duration: 30 min
timezone: Europe/Lodon
facilitator: #ops
agenda:
  - {title: One, minutes: 20}
  - {title: Two, minutes: 20}
---
Text
"##,
    ),
    (
        "paths/p.md",
        r##"---
title: P
kind: path
steps:
  - {title: S, pages: [okrs/a, draft, mising]}
---
Text
"##,
    ),
    (
        "okrs/c.md",
        r##"---
title: C
kind: okr
period: 2026-Q4
owner: "@a"
parent: paths/p
aligns_to: [draft, "okrs/b#nope"]
key_results:
  - {id: a, title: Comma, baseline: 3,5, target: 4}
  - {id: b, title: Type, type: mantain}
---
Text
"##,
    ),
    (
        "okrs/e.md",
        r##"---
title: E
kind: okr
period: {start: 2026-02-30, end: 2026-12-31}
owner: "@e"
level: company
aligns_to: [okrs/f]
key_results:
  - {id: a, title: One, milestones: [{title: Later, done: 2027-01-01}, {done: 2026-11-01}]}
  - {id: b, title: Plan, act, baseline: 1, target: lots}
  - {id: c, title: Two, baseline: 1, target: 2, weight: 0}
checkins:
  - {date: 2026-11-31, kr: c, value: 1}
symptoms:
  - Nobody says: I do not know
  - {leads_to: draft}
  - {txt: typo}
  - #ops
---
Text
"##,
    ),
    (
        "okrs/f.md",
        r##"---
title: F
kind: okr
period: 2026-Q4
owner: "@f"
aligns_to: ["okrs/e#c"]
key_results:
  activation: {title: One, baseline: 1, target: 2}
---
Text
"##,
    ),
    (
        "reviews/s.md",
        r##"---
title: S
kind: review
cadence: daily
starts: 2026-10-06
facilitator: &lead ana
outputs: [Decisions]
agenda:
  - Say: hello
template: [{prompt: What changed}]
status: old
---
Text
"##,
    ),
    (
        "draft.md",
        r##"---
title: D
draft: true
---
Text
"##,
    ),
];

const FOUND: &[&str] = &[
    "okrs/a.md:4:9 invalid-period",
    "okrs/a.md:7:9 okr-loop",
    "okrs/a.md:8:11 future-review-date",
    "okrs/a.md:10:47 key-result-numbers",
    "okrs/a.md:11:5 key-result-numbers",
    "okrs/a.md:11:5 okr-guidance",
    "okrs/a.md:11:10 duplicate-key-result",
    "okrs/a.md:12:34 okr-loop",
    "okrs/a.md:13:62 invalid-value",
    "okrs/a.md:13:75 current-disagrees",
    "okrs/a.md:13:80 unknown-key",
    "okrs/a.md:15:28 unknown-key-result",
    "okrs/a.md:16:12 check-in-order",
    "okrs/a.md:18:12 check-in-date",
    "okrs/a.md:19:38 invalid-value",
    "okrs/b.md:3:7 okr-guidance",
    "okrs/b.md:9:66 key-result-numbers",
    "okrs/b.md:10:5 key-result-numbers",
    "okrs/c.md:6:9 wrong-kind",
    "okrs/c.md:7:13 unknown-page",
    "okrs/c.md:7:20 unknown-key-result",
    "okrs/c.md:9:37 invalid-value",
    "okrs/c.md:10:32 invalid-value",
    "okrs/e.md:4:17 invalid-value",
    "okrs/e.md:7:13 reference-loop",
    "okrs/e.md:9:72 invalid-value",
    "okrs/e.md:10:20 invalid-value",
    "okrs/e.md:10:52 invalid-value",
    "okrs/e.md:13:12 invalid-value",
    "okrs/e.md:15:5 invalid-value",
    "okrs/e.md:16:5 invalid-value",
    "okrs/e.md:17:5 invalid-value",
    "okrs/e.md:17:6 unknown-key",
    "okrs/e.md:18:5 invalid-value",
    "okrs/f.md:8:3 invalid-value",
    "paths/p.md:5:32 unknown-page",
    "paths/p.md:5:39 unknown-page",
    "reviews/r.md:3:7 review-guidance",
    "reviews/r.md:5:6 invalid-cadence",
    "reviews/r.md:6:5 invalid-value",
    "reviews/r.md:7:11 agenda-too-long",
    "reviews/r.md:8:11 unknown-time-zone",
    "reviews/r.md:9:1 invalid-value",
    "reviews/s.md:4:10 invalid-value",
    "reviews/s.md:6:14 invalid-value",
    "reviews/s.md:9:5 invalid-value",
    "reviews/s.md:10:12 invalid-value",
    "reviews/s.md:11:9 invalid-value",
];

#[test]
fn every_fault_is_found_at_its_place_with_a_fix() {
    let mut sources = Sources::default();
    for (path, text) in PAGES {
        sources.files.insert(SourcePath::new(path).unwrap(), Source::new(text.as_bytes()));
    }
    let config = Config::default();
    let read = build::read(&Inputs {
        adaptations: None,
        sources: &sources,
        config: &config,
        offer: &Offer::default(),
        git: &GitFacts::default(),
        histories: &NO_HISTORIES,
        fallback_title: "Bad",
        base_url: None,
        drafts: Drafts::LeftOut,
        style: LinkStyle::Served,
        today: jiff::civil::date(2026, 11, 16),
    });
    let found: Vec<String> = read
        .report
        .findings()
        .iter()
        .map(|finding| {
            let text = sources.text(&finding.path).unwrap();
            let at = position(&text, finding.span.start);
            format!("{}:{}:{}: {}", finding.path, at.line, at.column, finding.rule).replace(": ", " ")
        })
        .collect();
    assert_eq!(found, FOUND);
    let without_hint: Vec<&str> = read
        .report
        .findings()
        .iter()
        .filter(|finding| finding.hints.is_empty())
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(without_hint, Vec::<&str>::new());
    assert!(!read.report.blocks(Strictness::Normal), "the rest of the site builds");
    assert_eq!(read.playbook.page_by_id("okrs/b").map(|page| read.playbook.entry(page).kind), Some("okr"));
}

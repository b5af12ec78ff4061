//! Objectives that depend on each other: roll-up, pass-through, and the owner's word.

use super::Objective;
use crate::build::{self, Inputs, Read};
use crate::config::Config;
use crate::playbook::okr::Status;
use crate::playbook::{Drafts, LinkStyle};
use crate::source::git::GitFacts;
use crate::source::history::NO_HISTORIES;
use crate::source::{Source, SourcePath, Sources};
use crate::theme::offer::Offer;

/// The playbook of objectives whose front-matter has these keys, on 16 November 2026.
fn read(objectives: &[(&str, &str)]) -> Read {
    let mut sources = Sources::default();
    for (name, keys) in objectives {
        let text = format!("---\nkind: okr\nperiod: 2026-Q4\n{keys}\n---\n");
        sources.files.insert(SourcePath::new(&format!("{name}.md")).unwrap(), Source::new(text.as_bytes()));
    }
    build::read(&Inputs {
        adaptations: None,
        sources: &sources,
        config: &Config::default(),
        offer: &Offer::default(),
        git: &GitFacts::default(),
        histories: &NO_HISTORIES,
        fallback_title: "Playbook",
        base_url: None,
        drafts: Drafts::LeftOut,
        style: LinkStyle::Served,
        today: jiff::civil::date(2026, 11, 16),
    })
}

fn objective<'a>(read: &'a Read, name: &str) -> &'a Objective {
    &read.playbook.okrs.objectives[&read.playbook.page_by_id(name).unwrap()]
}

fn score(read: &Read, name: &str) -> Option<f64> {
    objective(read, name).score.map(|score| (score * 1000.0).round() / 1000.0)
}

const HALF: &str = "key_results: [{id: x, title: X, baseline: 0, target: 10, current: 5}]";
const FULL: &str = "key_results: [{id: x, title: X, baseline: 0, target: 10, current: 13}]";

#[test]
fn a_parent_is_scored_on_its_own_key_results_unless_it_says_otherwise() {
    let child = format!("parent: top\n{FULL}");
    let top = |rollup: &str| read(&[("top", &format!("{rollup}{HALF}")), ("a", &child)]);
    assert_eq!(score(&top(""), "top"), Some(0.5));
    assert_eq!(score(&top("rollup: children\n"), "top"), Some(1.0));
    assert_eq!(score(&top("rollup: both\n"), "top"), Some(0.75));
}

#[test]
fn a_parent_without_key_results_is_the_mean_of_its_children() {
    let child = |keys: &str| format!("parent: top\n{keys}");
    let read = read(&[
        ("top", "level: company"),
        ("a", &child(HALF)),
        ("b", &child(FULL)),
        ("c", &child(&format!("state: dropped\n{HALF}"))),
    ]);
    assert_eq!(score(&read, "top"), Some(0.75));
    assert_eq!(objective(&read, "top").children.len(), 3);
}

#[test]
fn alignment_is_not_arithmetic() {
    let read = read(&[("top", HALF), ("a", &format!("aligns_to: [\"top#x\"]\n{FULL}"))]);
    assert_eq!(score(&read, "top"), Some(0.5));
    assert_eq!(objective(&read, "top").aligned.len(), 1);
}

#[test]
fn a_linked_key_result_has_the_score_of_what_it_names() {
    let linked = "key_results: [{title: One, from: a}, {title: Two, from: \"b#x\"}, {title: Three, from: \"#one\"}]";
    let read = read(&[("top", linked), ("a", HALF), ("b", FULL)]);
    assert_eq!(score(&read, "top"), Some(0.667));
    assert_eq!(read.playbook.okrs.loops, []);
}

#[test]
fn a_dropped_key_result_does_not_count_and_no_value_is_no_data() {
    let read = read(&[
        (
            "a",
            "key_results: [{title: A, baseline: 0, target: 2, current: 1}, {title: B, baseline: 0, target: 2, state: dropped}]",
        ),
        ("b", "key_results: [{title: A, baseline: 0, target: 2}]"),
    ]);
    assert_eq!(score(&read, "a"), Some(0.5));
    assert_eq!((score(&read, "b"), objective(&read, "b").status), (None, Status::NoData));
}

#[test]
fn the_owner_s_word_stands_beside_the_computed_one() {
    let checkins = "checkins:\n- {date: 2026-10-14, kr: x, value: 1, status: on-track}\n- {date: 2026-11-01, kr: x, value: 5, status: off-track}\n- {date: 2026-12-01, kr: x, value: 6, status: on-track}";
    let read = read(&[("a", &format!("{HALF}\n{checkins}"))]);
    let a = objective(&read, "a");
    assert_eq!((a.status, a.owner_status), (Status::OnTrack, Some(Status::OffTrack)));
    assert!(a.is_stale, "the newest check-in that counts is of 1 November");
    let trend: Vec<(String, f64)> = a.trend.iter().map(|(day, score)| (day.to_string(), *score)).collect();
    assert_eq!(trend, [("2026-10-14".to_owned(), 0.1), ("2026-11-01".to_owned(), 0.5), ("2026-11-16".to_owned(), 0.5)]);
}

#[test]
fn the_owner_s_word_is_that_of_the_newest_day() {
    let checkins = |rest: &str| {
        let first = "checkins:\n- {date: 2026-10-14, kr: x, value: 1, status: on-track}";
        let read = read(&[("a", &format!("{HALF}\n{first}\n{rest}"))]);
        objective(&read, "a").owner_status
    };
    assert_eq!(checkins(""), Some(Status::OnTrack));
    assert_eq!(checkins("- {date: 2026-11-01, kr: x, value: 5}"), None);
    let one_day = "- {date: 2026-11-01, status: at-risk}\n- {date: 2026-11-01, kr: x, value: 5}";
    assert_eq!(checkins(one_day), Some(Status::AtRisk));
    let last_wins = format!("{one_day}\n- {{date: 2026-11-01, kr: x, status: off-track}}");
    assert_eq!(checkins(&last_wins), Some(Status::OffTrack));
}

#[test]
fn what_was_written_last_on_a_day_is_newest_in_lists_of_either_order() {
    let newest_first = "checkins:\n- {date: 2026-11-01, kr: x, value: 6, confidence: 0.6, status: at-risk}\n- {date: 2026-11-01, kr: x, value: 2, confidence: 0.2, status: off-track}\n- {date: 2026-10-14, kr: x, value: 1}";
    let lines: Vec<&str> = newest_first.lines().collect();
    let newest_last = [lines[0], lines[3], lines[2], lines[1]].join("\n");
    for checkins in [newest_first, &newest_last] {
        let read = read(&[("a", &format!("{HALF}\n{checkins}"))]);
        let a = objective(&read, "a");
        assert_eq!((a.score, a.confidence, a.owner_status), (Some(0.6), Some(0.6), Some(Status::AtRisk)));
        let trend: Vec<f64> = a.key_results[0].trend.iter().map(|(_, share)| *share).collect();
        assert_eq!(trend, [0.1, 0.2, 0.6]);
    }
}

#[test]
fn an_objective_that_was_replaced_does_not_count_in_its_parent_unless_it_was_closed() {
    let with = |keys: &str| {
        let replaced = format!("parent: top\n{keys}\n{FULL}");
        score(&read(&[("top", "level: company"), ("a", &format!("parent: top\n{HALF}")), ("b", &replaced)]), "top")
    };
    assert_eq!(with("status: current"), Some(0.75));
    assert_eq!(with("status: superseded"), Some(0.5));
    assert_eq!(with("status: outdated"), Some(0.5));
    assert_eq!(with("superseded_by: a"), Some(0.5));
    assert_eq!(with("superseded_by: a\nstate: closed"), Some(0.75));
}

#[test]
fn an_objective_that_names_itself_is_not_its_own_relative() {
    let read = read(&[("a", &format!("parent: a\naligns_to: [a]\n{HALF}"))]);
    let a = objective(&read, "a");
    assert_eq!((a.parent, &*a.children, &*a.aligned), (None, &[][..], &[][..]));
    assert_eq!(read.playbook.okrs.loops.len(), 1);
}

/// The trend of the first objective as `day score`.
fn trend(objectives: &[(&str, &str)]) -> Vec<String> {
    let read = read(objectives);
    let points = objective(&read, objectives[0].0).trend.iter();
    points.map(|(day, score)| format!("{day} {score:.2}")).collect()
}

#[test]
fn what_has_no_date_does_not_pull_the_past_down() {
    let checked_in = "{id: x, title: X, baseline: 0, target: 10}";
    let checkins = "checkins: [{date: 2026-10-14, kr: x, value: 1}, {date: 2026-11-01, kr: x, value: 5}]";
    let with = |other: &str| trend(&[("a", &format!("key_results: [{checked_in}, {other}]\n{checkins}"))]);
    let known = |today: &str| vec!["2026-10-14 0.10".to_owned(), "2026-11-01 0.50".to_owned(), today.to_owned()];
    assert_eq!(with("{title: Y, baseline: 0, target: 10, current: 9}"), known("2026-11-16 0.70"));
    assert_eq!(with("{title: Y, max: 3, current: 2}"), known("2026-11-16 0.75"));
    assert_eq!(with("{title: Y, done: true}"), known("2026-11-16 0.75"));
    assert_eq!(with("{title: Y, milestones: [{title: One, done: yes}, {title: Two}]}"), known("2026-11-16 0.50"));
}

#[test]
fn what_came_later_or_never_counts_as_not_reached_in_the_past() {
    let checked_in = "{id: x, title: X, baseline: 0, target: 10}";
    let checkins = "{date: 2026-10-14, kr: x, value: 4}, {date: 2026-11-01, kr: y, value: 5}";
    let with = |other: &str| trend(&[("a", &format!("key_results: [{checked_in}, {other}]\ncheckins: [{checkins}]"))]);
    let points = ["2026-10-14 0.20".to_owned(), "2026-11-01 0.45".to_owned(), "2026-11-16 0.45".to_owned()];
    assert_eq!(with("{id: y, title: Y, baseline: 0, target: 10}"), points);
    assert_eq!(
        with("{id: z, title: Z, baseline: 0, target: 10}, {id: y, title: Y, done: 2026-11-01}")[0],
        "2026-10-14 0.13"
    );
}

#[test]
fn an_objective_below_without_dates_is_left_out_of_the_past_too() {
    let top = "rollup: both\nkey_results: [{id: x, title: X, baseline: 0, target: 10}]\ncheckins: [{date: 2026-10-14, kr: x, value: 2}]";
    assert_eq!(
        trend(&[("top", top), ("a", &format!("parent: top\n{HALF}"))]),
        ["2026-10-14 0.20".to_owned(), "2026-11-16 0.35".to_owned()]
    );
}

/// A parent whose only child has a key result that is linked to the parent.
fn mixed_circle(names: [&str; 2]) -> Read {
    let [parent, child] = names;
    read(&[
        (parent, "level: company"),
        (
            child,
            &format!(
                "parent: {parent}\nkey_results: [{{id: k, title: K, from: {parent}}}, {{id: x, title: X, baseline: 0, target: 10, current: 5}}]"
            ),
        ),
    ])
}

#[test]
fn a_circle_of_parent_and_link_gives_the_same_scores_whatever_the_files_are_named() {
    for [parent, child] in [["a", "b"], ["b", "a"]] {
        let read = mixed_circle([parent, child]);
        assert_eq!((score(&read, parent), score(&read, child)), (Some(0.25), Some(0.25)));
        let loops = &read.playbook.okrs.loops;
        let link = format!("{child}#k");
        let members = [&*link, parent, child, &*link];
        let told: Vec<_> = loops.iter().map(|found| (found.path.as_str(), found.members.clone(), found.keys)).collect();
        let expected = members.map(str::to_owned).to_vec();
        assert_eq!(told, [(&*format!("{child}.md"), expected, &["from", "parent"][..])]);
    }
}

#[test]
fn a_link_in_a_circle_has_no_score_and_one_that_leads_to_it_has() {
    let links = "key_results: [{id: there, from: \"b#back\"}, {id: own, from: \"a#own\"}]";
    let back = format!("key_results: [{{id: back, from: \"a#there\"}}, {}", &HALF[HALF.find('{').unwrap()..]);
    for names in [["a", "b", "c"], ["a", "b", "0"]] {
        let read = read(&[(names[0], links), (names[1], &back), (names[2], "key_results: [{id: in, from: b}]")]);
        assert_eq!([score(&read, "a"), score(&read, "b"), score(&read, names[2])], [None, Some(0.25), Some(0.25)]);
        assert_eq!(read.playbook.okrs.loops.len(), 2);
    }
}

#[test]
fn parents_in_a_circle_do_not_count_each_other() {
    let read = read(&[
        ("a", &format!("parent: b\nrollup: both\n{HALF}")),
        ("b", &format!("parent: a\nrollup: both\n{FULL}")),
        ("c", &format!("parent: a\n{FULL}")),
    ]);
    assert_eq!([score(&read, "a"), score(&read, "b")], [Some(0.75), Some(1.0)]);
}

#[test]
fn a_long_way_from_one_objective_to_the_next_is_followed() {
    let count = 20_000;
    let name = |number: usize| format!("o{number:05}");
    let keys = |number: usize| match number {
        0 => "level: company".to_owned(),
        number if number + 1 == count => format!("parent: {}\n{HALF}", name(number - 1)),
        number => format!("parent: {}", name(number - 1)),
    };
    let pages: Vec<(String, String)> = (0..count).map(|number| (name(number), keys(number))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, keys)| (name.as_str(), keys.as_str())).collect();
    assert_eq!(score(&read(&pages), "o00000"), Some(0.5));
}

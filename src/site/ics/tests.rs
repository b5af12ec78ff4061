//! Calendars read back by two parsers that are not ours: `icalendar` for the structure, `rrule` for
//! the dates.

use icalendar::{Calendar, CalendarComponent, Component};
use rrule::RRuleSet;

use crate::build::{self, Inputs};
use crate::config::Config;
use crate::playbook::{Drafts, LinkStyle};
use crate::source::git::GitFacts;
use crate::source::history::NO_HISTORIES;
use crate::source::{Source, SourcePath, Sources};
use crate::theme::offer::Offer;
use crate::theme::{Theme, layers};

const REVIEWS: &[(&str, &str)] = &[
    ("weekly", "cadence: weekly\nday: tue\nat: \"10:00\"\nduration: 50 min\nstarts: 2026-10-07"),
    (
        "biweekly",
        "cadence: biweekly\nday: [mon, thu]\nat: \"09:30\"\nduration: 30\ntimezone: Europe/London\nstarts: 2026-10-06",
    ),
    ("monthly", "cadence: monthly\nday: last weekday\nat: 15:00\ntimezone: America/New_York\nduration: 1 h"),
    ("quarterly", "cadence: quarterly\nday: 1st tue\nstarts: 2026-11-20"),
    ("yearly", "cadence: yearly\nday: 1st tue\nstarts: 2026-02-10\nat: \"10:00\""),
];

fn calendars() -> Vec<(String, String)> {
    let mut sources = Sources::default();
    for (name, keys) in REVIEWS {
        let text = format!(
            "---\ntitle: \"{name}; a, b\\\\c {}\"\nkind: review\nreviewed: 2026-10-01\nformat: async\n{keys}\n---\nText\n",
            "ö".repeat(60)
        );
        let path = SourcePath::new(&format!("reviews/{name}.md")).unwrap();
        sources.files.insert(path, Source::new(text.as_bytes()));
    }
    let config = Config::default();
    let inputs = Inputs {
        adaptations: None,
        sources: &sources,
        config: &config,
        offer: &Offer::default(),
        git: &GitFacts::default(),
        histories: &NO_HISTORIES,
        fallback_title: "Playbook",
        base_url: Some("https://example.com/"),
        drafts: Drafts::LeftOut,
        style: LinkStyle::Served,
        today: jiff::civil::date(2026, 11, 16),
    };
    let theme =
        Theme::compile(&layers::load(std::path::Path::new("no-such-folder"), "default").unwrap(), "en").unwrap();
    let read = build::read(&inputs);
    let site = build::render(&inputs, &read, &theme).unwrap();
    let files = site.files.iter().filter(|(path, _)| path.as_str().ends_with(".ics"));
    files.map(|(path, bytes)| (path.as_str().to_owned(), String::from_utf8(bytes.to_vec()).unwrap())).collect()
}

#[test]
fn every_calendar_is_read_by_another_parser() {
    let calendars = calendars();
    assert_eq!(calendars.len(), REVIEWS.len() + 1);
    for (path, text) in &calendars {
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{path}");
        let calendar: Calendar = text.parse().unwrap();
        let events: Vec<_> = calendar
            .components
            .iter()
            .filter_map(|component| if let CalendarComponent::Event(event) = component { Some(event) } else { None })
            .collect();
        assert_eq!(events.len(), if path == "calendar.ics" { REVIEWS.len() } else { 1 }, "{path}");
        for event in events {
            assert!(event.get_uid().unwrap().ends_with("@example.com"));
            assert!(event.get_summary().unwrap().ends_with(&"ö".repeat(60)));
            assert_eq!(event.property_value("DTSTAMP"), Some("20261001T000000Z"));
        }
    }
    assert_eq!(calendars, self::calendars(), "the same input gives the same bytes");
}

#[test]
fn the_first_date_of_every_rule_is_on_the_rule() {
    for (path, text) in calendars().iter().filter(|(path, _)| path != "calendar.ics") {
        let event = text.split("BEGIN:VEVENT").nth(1).unwrap().replace("\r\n ", "");
        let line = |name: &str| event.lines().find(|line| line.starts_with(name)).unwrap().trim().to_owned();
        let start = line("DTSTART");
        // Their parser wants a zone for a local time; a floating time is the same in any.
        let start = if start.contains("VALUE=DATE") {
            format!("DTSTART:{}T000000Z", start.split(':').nth(1).unwrap())
        } else if start.contains("TZID") {
            start
        } else {
            format!("{start}Z")
        };
        let set: RRuleSet = format!("{start}\n{}", line("RRULE")).parse().unwrap();
        let dates = set.all(3).dates;
        let first = dates[0].format("%Y%m%d").to_string();
        assert!(start.contains(&first), "{path}: {start}, but the rule begins on {first}");
        let ours = crate::yaml::parse_date(&format!("{}-{}-{}", &first[..4], &first[4..6], &first[6..])).unwrap();
        assert!(ours >= jiff::civil::date(2024, 1, 1));
    }
}

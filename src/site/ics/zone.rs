//! A time zone as RFC 5545 wants it inside a calendar. Yearly rules where the zone has them, single
//! dates where it has not. Knows zones, no review.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::lines::Lines;
use crate::page::kinds::recurrence::Weekday;

/// For so many years, single dates are given and rules are looked for.
const YEARS: i32 = 10;

/// A change of the clock.
struct Change {
    /// The local time before the change.
    at: DateTime,
    from: Offset,
    to: Offset,
    name: String,
    is_summer: bool,
}

/// Writes the zone for events from `first` on.
pub(super) fn write(lines: &mut Lines, name: &str, zone: &TimeZone, first: Date) {
    lines.add("BEGIN:VTIMEZONE");
    lines.add(&format!("TZID:{name}"));
    let changes = changes(zone, first);
    if changes.is_empty() {
        let info = zone.to_offset_info(start_of(first));
        let offset = info.offset();
        observance(lines, "STANDARD", "19700101T000000", offset, offset, info.abbreviation(), &[]);
    }
    let mut groups: BTreeMap<(bool, i32, i32, &str), Vec<&Change>> = BTreeMap::new();
    for change in &changes {
        let key = (change.is_summer, change.from.seconds(), change.to.seconds(), change.name.as_str());
        groups.entry(key).or_default().push(change);
    }
    for ((is_summer, ..), group) in groups {
        let Some(start) = group.first() else { continue };
        let kind = if is_summer { "DAYLIGHT" } else { "STANDARD" };
        let rules = match yearly_rule(&group) {
            Some(rule) => vec![format!("RRULE:{rule}")],
            None => group.iter().skip(1).map(|change| format!("RDATE:{}", stamp(change.at))).collect(),
        };
        observance(lines, kind, &stamp(start.at), start.from, start.to, &start.name, &rules);
    }
    lines.add("END:VTIMEZONE");
}

fn observance(lines: &mut Lines, kind: &str, start: &str, from: Offset, to: Offset, name: &str, rules: &[String]) {
    lines.add(&format!("BEGIN:{kind}"));
    lines.add(&format!("DTSTART:{start}"));
    for rule in rules {
        lines.add(rule);
    }
    lines.add(&format!("TZOFFSETFROM:{}", offset_text(from)));
    lines.add(&format!("TZOFFSETTO:{}", offset_text(to)));
    lines.text("TZNAME", name);
    lines.add(&format!("END:{kind}"));
}

fn start_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The changes from the one before `first`, so that every event is covered.
fn changes(zone: &TimeZone, first: Date) -> Vec<Change> {
    let begin = start_of(first.saturating_sub(1.year()).saturating_sub(1.month()));
    let end = start_of(first.saturating_add(YEARS.years()));
    let mut before = zone.to_offset_info(begin).offset();
    zone.following(begin)
        .take_while(|transition| transition.timestamp() < end)
        .map(|transition| {
            let (from, to) = (before, transition.offset());
            before = to;
            Change {
                at: from.to_datetime(transition.timestamp()),
                from,
                to,
                name: transition.abbreviation().to_owned(),
                is_summer: transition.dst().is_dst(),
            }
        })
        .filter(|change| change.from != change.to)
        .collect()
}

/// `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`, when every change of the group fits it, one a year.
fn yearly_rule(group: &[&Change]) -> Option<String> {
    let first = group.first().filter(|_| group.len() >= 3)?.at;
    let weekday = |at: DateTime| Weekday(at.weekday().to_monday_zero_offset());
    let is_regular = group.windows(2).all(|pair| {
        let (a, b) = (pair[0].at, pair[1].at);
        b.year() == a.year() + 1 && b.month() == a.month() && b.time() == a.time() && weekday(a) == weekday(b)
    });
    if !is_regular {
        return None;
    }
    let is_last = |at: DateTime| at.day() + 7 > at.date().last_of_month().day();
    let nth = |at: DateTime| (at.day() - 1) / 7 + 1;
    let position = if group.iter().all(|change| is_last(change.at)) {
        -1
    } else if group.iter().all(|change| nth(change.at) == nth(first)) {
        nth(first)
    } else {
        return None;
    };
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={position}{}", first.month(), weekday(first).code()))
}

fn stamp(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn zone(name: &str) -> Vec<String> {
        let mut lines = Lines::default();
        write(&mut lines, name, &TimeZone::get(name).unwrap(), date(2026, 10, 6));
        lines.finish().split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_zone_with_summer_time_has_two_yearly_rules() {
        assert_eq!(
            zone("Europe/London")[2..14],
            [
                "BEGIN:STANDARD",
                "DTSTART:20251026T020000",
                "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                "TZOFFSETFROM:+0100",
                "TZOFFSETTO:+0000",
                "TZNAME:GMT",
                "END:STANDARD",
                "BEGIN:DAYLIGHT",
                "DTSTART:20260329T010000",
                "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                "TZOFFSETFROM:+0000",
                "TZOFFSETTO:+0100",
            ]
        );
        assert!(zone("America/New_York").contains(&"RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU".to_owned()));
    }

    #[test]
    fn a_zone_without_summer_time_has_one_offset() {
        assert_eq!(zone("Asia/Kolkata")[4..6], ["TZOFFSETFROM:+0530", "TZOFFSETTO:+0530"]);
    }

    #[test]
    fn a_zone_without_a_yearly_rule_has_dates() {
        // Summer begins on the Friday before the last Sunday in March, which no rule says.
        assert!(zone("Asia/Jerusalem").iter().any(|line| line.starts_with("RDATE:2027")));
    }
}

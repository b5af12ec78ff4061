//! A time zone as RFC 5545 wants it inside a calendar. Yearly rules where the zone has them, single
//! dates where it has not. Knows zones, no review.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, date};
use jiff::tz::{Offset, TimeZone, TimeZoneTransition};
use jiff::{Timestamp, ToSpan};

use super::lines::Lines;
use crate::page::kinds::recurrence::Weekday;

/// Changes that follow no rule are given until so many years past today.
const YEARS: i16 = 10;
/// A rule that holds for so many years past today holds for ever. In less than 28 years, two rules
/// may name the same days.
const YEARS_OF_A_RULE: i16 = 40;
/// So many changes make a rule.
const FEWEST: usize = 3;

/// A change of the clock.
struct Change {
    /// When.
    moment: Timestamp,
    /// The local time before the change.
    at: DateTime,
    from: Offset,
    to: Offset,
    name: String,
    is_summer: bool,
}

/// Writes the zone for events from `first` on.
pub(super) fn write(lines: &mut Lines, name: &str, zone: &TimeZone, first: Date, today: Date) {
    lines.add("BEGIN:VTIMEZONE");
    lines.add(&format!("TZID:{name}"));
    // A day earlier, the first event is still to come everywhere.
    let begin = start_of(first.saturating_sub(1.day()));
    let in_force = in_force(zone, begin);
    if in_force.is_none() {
        let info = zone.to_offset_info(begin);
        let start = DateTime::from(first.saturating_sub(1.day()).min(date(1970, 1, 1)));
        let (kind, offset) = (kind(info.dst().is_dst()), info.offset());
        observance(lines, kind, start, (offset, offset), info.abbreviation(), &[]);
    }
    let last_year = today.max(first).year().saturating_add(YEARS_OF_A_RULE).min(9998);
    let end = start_of(date(last_year + 1, 1, 1));
    let later = zone.following(begin).take_while(|transition| transition.timestamp() < end);
    let later = later.filter_map(|transition| change(zone, &transition));
    let mut groups: BTreeMap<(bool, i32, i32, String), Vec<Change>> = BTreeMap::new();
    for change in in_force.into_iter().chain(later) {
        let key = (change.is_summer, change.from.seconds(), change.to.seconds(), change.name.clone());
        groups.entry(key).or_default().push(change);
    }
    let last_date = last_year - YEARS_OF_A_RULE + YEARS;
    for group in groups.values() {
        write_group(lines, group, last_date, last_year);
    }
    lines.add("END:VTIMEZONE");
}

/// Writes changes from and to the same time: each run that follows a rule, and the rest by date.
fn write_group(lines: &mut Lines, group: &[Change], last_date: i16, last_year: i16) {
    let mut single: Vec<&Change> = Vec::new();
    let mut rest = group;
    while let Some(start) = rest.first().filter(|start| start.at.year() <= last_date) {
        let length = (1..=rest.len()).take_while(|length| position(&rest[..*length]).is_some()).last().unwrap_or(1);
        let (run, after) = rest.split_at(length);
        rest = after;
        let (Some(position), Some(last)) = (position(run).filter(|_| length >= FEWEST), run.last()) else {
            single.extend(run);
            continue;
        };
        let until = match last.at.year() {
            year if year == last_year => String::new(),
            _ => format!(";UNTIL={}", last.moment.strftime("%Y%m%dT%H%M%SZ")),
        };
        let rule = format!("RRULE:FREQ=YEARLY;BYMONTH={};{position}{until}", start.at.month());
        observance(lines, kind(start.is_summer), start.at, (start.from, start.to), &start.name, &[rule]);
    }
    if let [start, later @ ..] = single.as_slice() {
        let later = later.iter().filter(|change| change.at.year() <= last_date);
        let dates: Vec<String> = later.map(|change| format!("RDATE:{}", stamp(change.at))).collect();
        observance(lines, kind(start.is_summer), start.at, (start.from, start.to), &start.name, &dates);
    }
}

fn observance(
    lines: &mut Lines,
    kind: &str,
    start: DateTime,
    (from, to): (Offset, Offset),
    name: &str,
    rules: &[String],
) {
    lines.add(&format!("BEGIN:{kind}"));
    lines.add(&format!("DTSTART:{}", stamp(start)));
    for rule in rules {
        lines.add(rule);
    }
    lines.add(&format!("TZOFFSETFROM:{}", offset_text(from)));
    lines.add(&format!("TZOFFSETTO:{}", offset_text(to)));
    lines.text("TZNAME", name);
    lines.add(&format!("END:{kind}"));
}

fn kind(is_summer: bool) -> &'static str {
    if is_summer { "DAYLIGHT" } else { "STANDARD" }
}

fn start_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The last change before a moment; none when the clocks have kept still since 1970.
fn in_force(zone: &TimeZone, moment: Timestamp) -> Option<Change> {
    zone.preceding(moment)
        .take_while(|transition| transition.timestamp() > Timestamp::UNIX_EPOCH)
        .find_map(|transition| change(zone, &transition))
}

/// A transition, unless only its name changes.
fn change(zone: &TimeZone, transition: &TimeZoneTransition<'_>) -> Option<Change> {
    let moment = transition.timestamp();
    let (from, to) = (zone.to_offset(moment.checked_sub(1.second()).ok()?), transition.offset());
    let name = transition.abbreviation().to_owned();
    let is_summer = transition.dst().is_dst();
    (from != to).then(|| Change { moment, at: from.to_datetime(moment), from, to, name, is_summer })
}

/// `BYDAY=-1SU`: the day that all these changes have in common, when there is one change a year.
fn position(run: &[Change]) -> Option<String> {
    let first = run.first()?.at;
    let is_regular = run.iter().zip(first.year()..).all(|(change, year)| {
        let at = change.at;
        (at.year(), at.month(), at.time(), at.weekday()) == (year, first.month(), first.time(), first.weekday())
    });
    if !is_regular {
        return None;
    }
    let code = Weekday(first.weekday().to_monday_zero_offset()).code();
    let nth = |at: DateTime| (at.day() - 1) / 7 + 1;
    if run.iter().all(|change| change.at.day() + 7 > change.at.date().last_of_month().day()) {
        return Some(format!("BYDAY=-1{code}"));
    }
    if run.iter().all(|change| nth(change.at) == nth(first)) {
        return Some(format!("BYDAY={}{code}", nth(first)));
    }
    // Such as the Friday on or after the 23rd.
    let days = run.iter().map(|change| change.at.day());
    let (earliest, latest) = (days.clone().min()?, days.max()?);
    let week: Vec<String> = (earliest..earliest + 7).filter(|day| *day <= 31).map(|day| day.to_string()).collect();
    (latest < earliest + 7).then(|| format!("BYDAY={code};BYMONTHDAY={}", week.join(",")))
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
    use rrule::RRuleSet;

    use super::*;

    const TODAY: Date = date(2026, 11, 16);

    fn zone(name: &str, first: Date) -> String {
        let mut lines = Lines::default();
        write(&mut lines, name, &TimeZone::get(name).unwrap(), first, TODAY);
        lines.finish()
    }

    #[test]
    fn a_zone_with_summer_time_has_two_yearly_rules() {
        assert_eq!(
            zone("Europe/London", date(2026, 10, 6)).split("\r\n").collect::<Vec<_>>()[2..14],
            [
                "BEGIN:STANDARD",
                "DTSTART:20261025T020000",
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
        assert!(zone("America/New_York", date(2026, 10, 6)).contains("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"));
    }

    #[test]
    fn a_zone_without_summer_time_has_one_offset() {
        let kolkata = zone("Asia/Kolkata", date(2026, 10, 6));
        assert!(kolkata.contains("DTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\n"));
    }

    #[test]
    fn summer_time_that_was_given_up_ends() {
        let mexico = zone("America/Mexico_City", date(2019, 1, 7));
        let rules: Vec<&str> = mexico.lines().filter(|line| line.starts_with("RRULE")).collect();
        assert_eq!(
            rules,
            [
                "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20221030T070000Z",
                "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20220403T080000Z",
            ]
        );
    }

    #[test]
    fn a_day_on_or_after_another_is_a_rule_and_the_moon_is_none() {
        // Summer begins on the Friday before the last Sunday in March.
        let jerusalem = zone("Asia/Jerusalem", date(2015, 1, 5));
        assert!(jerusalem.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29\r\n"));
        // The clocks follow Ramadan too.
        let gaza = zone("Asia/Gaza", date(2026, 10, 6));
        assert!(gaza.contains(":20361018T020000") && !gaza.contains(":2037"));
    }

    /// The value of a property in an observance.
    fn value<'a>(observance: &'a str, name: &str) -> Option<&'a str> {
        observance.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    }

    fn local(stamp: &str) -> DateTime {
        DateTime::strptime("%Y%m%dT%H%M%S", stamp).unwrap()
    }

    fn seconds(offset: &str) -> i64 {
        let (sign, digits) = offset.split_at(1);
        let value: i64 = digits[..2].parse::<i64>().unwrap() * 3600 + digits[2..].parse::<i64>().unwrap() * 60;
        if sign == "-" { -value } else { value }
    }

    /// Every local time at which the clocks change by a calendar, with the offset from then on. The
    /// rules are counted by a library that is not ours.
    fn onsets(calendar: &str) -> Vec<(DateTime, i64)> {
        let calendar = calendar.replace("\r\n ", "");
        let mut onsets = Vec::new();
        for observance in calendar.split("BEGIN:").skip(2) {
            let to = seconds(value(observance, "TZOFFSETTO").unwrap());
            let from = seconds(value(observance, "TZOFFSETFROM").unwrap());
            let start = value(observance, "DTSTART").unwrap();
            onsets.push((local(start), to));
            let dates = observance.lines().filter_map(|line| line.strip_prefix("RDATE:"));
            onsets.extend(dates.map(|date| (local(date), to)));
            if let Some(rule) = value(observance, "RRULE") {
                // Their parser counts in UTC, so the end is moved to the local time, as if that were UTC.
                let rule = match rule.split_once(";UNTIL=") {
                    Some((rule, until)) => {
                        let until = local(until.trim_end_matches('Z')).checked_add(from.seconds()).unwrap();
                        format!("{rule};UNTIL={}Z", stamp(until))
                    }
                    None => rule.to_owned(),
                };
                let set: RRuleSet = format!("DTSTART:{start}Z\nRRULE:{rule}").parse().unwrap();
                let dates = set.all(30).dates;
                onsets.extend(dates.iter().map(|date| (local(&date.format("%Y%m%dT%H%M%S").to_string()), to)));
            }
        }
        onsets.sort_unstable();
        onsets
    }

    #[test]
    fn every_zone_has_its_offsets_from_the_first_event_on() {
        let mut zones = 0;
        for name in jiff::tz::db().available() {
            let name = name.as_str();
            let zone = TimeZone::get(name).unwrap();
            for first in [date(2015, 1, 5), date(2019, 7, 1), date(2024, 1, 1), date(2026, 10, 6)] {
                let calendar = self::zone(name, first);
                let onsets = onsets(&calendar);
                let mut day = first.at(12, 0, 0, 0);
                while day.year() <= TODAY.year() + YEARS {
                    let Some((_, said)) = onsets.iter().rev().find(|(from, _)| *from <= day) else {
                        panic!("{name} has no observance on {day}\n{calendar}");
                    };
                    let known = i64::from(zone.to_ambiguous_zoned(day).compatible().unwrap().offset().seconds());
                    assert_eq!(*said, known, "{name} on {day}\n{calendar}");
                    day = day.saturating_add(10.days());
                }
            }
            zones += 1;
        }
        assert!(zones > 400, "only {zones} zones are known");
    }
}

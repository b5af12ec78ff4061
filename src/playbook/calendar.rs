//! The dates of reviews: the first that fits the rule, and those that follow. Knows dates, no time
//! zone and no file format.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::addresses::Addresses;
use super::{Claim, Collision, PageId, Playbook, Reckoning, Url};
use crate::diagnostic::Span;
use crate::page::kinds::Data;
use crate::page::kinds::recurrence::{Frequency, MonthDay, Recurrence, Weekday};

/// A rule with its first date, which fits the rule. RFC 5545 leaves undefined what a rule means
/// whose first date does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The rule.
    pub rule: Recurrence,
    /// The first date.
    pub first: Date,
}

/// Where the calendars of reviews are.
#[derive(Debug, Default)]
pub(super) struct Calendars {
    all: Option<Url>,
    by_page: BTreeMap<PageId, Url>,
}

impl Playbook {
    /// Where the calendar with all reviews is, when one has dates.
    pub fn calendar_url(&self) -> Option<&Url> {
        self.calendars.all.as_ref()
    }

    /// Where the calendar of a review is, when it has dates.
    pub fn calendar_of(&self, page: PageId) -> Option<&Url> {
        self.calendars.by_page.get(&page)
    }

    /// Where every calendar is.
    pub(super) fn calendar_urls(&self) -> impl Iterator<Item = &Url> {
        self.calendars.by_page.values().chain(&self.calendars.all)
    }
}

/// Gives each calendar its address: that of all reviews in the section that shows it, else at the
/// top, and that of a review beside its page.
pub(super) fn give_addresses(playbook: &mut Playbook, addresses: &mut Addresses) {
    let dated = playbook.reviews.iter().filter(|review| review.schedule.is_some()).map(|review| review.page);
    let dated: Vec<PageId> = dated.collect();
    let Some(first) = dated.first() else { return };
    let section = playbook.entries().find(|(_, entry)| match &entry.page.front_matter.data {
        Data::Section(section) => section.show.iter().any(|show| show.value == "calendar"),
        _ => false,
    });
    let folder = section.map_or("", |(_, entry)| entry.url.as_str());
    let whose = section.map_or(*first, |(id, _)| id);
    let all = Url::file(&format!("{folder}calendar.ics"));
    let all = all.and_then(|url| take(playbook, addresses, whose, url, "the calendar of all reviews"));
    let by_page = dated.into_iter().filter_map(|page| {
        let entry = playbook.entry(page);
        let stem = entry.url.as_str().trim_end_matches('/').trim_end_matches(".html");
        let owner = format!("the calendar of `{}`", entry.path.as_ref()?);
        Some((page, take(playbook, addresses, page, Url::file(&format!("{stem}.ics"))?, &owner)?))
    });
    playbook.calendars = Calendars { by_page: by_page.collect(), all };
}

fn take(playbook: &Playbook, addresses: &mut Addresses, page: PageId, url: Url, owner: &str) -> Option<Url> {
    let Err(winner) = addresses.take(&url, owner) else { return Some(url) };
    let loser = playbook.entry(page).path.clone()?;
    addresses.collisions.push(Collision { loser, span: Span::default(), winner, url, claim: Claim::Calendar });
    None
}

/// A review with its dates.
#[derive(Debug)]
pub struct Scheduled {
    /// The page.
    pub page: PageId,
    /// The rule with its first date; none on demand.
    pub schedule: Option<Schedule>,
    /// The next three dates, today's among them.
    pub next: Vec<Date>,
}

/// A rule without `starts` counts from this Monday, so that it never depends on the day of the
/// build.
const BEGINNING: Date = date(2024, 1, 1);
/// No rule is looked at for more steps than this.
const MOST_STEPS: i32 = 5_000;

/// The reviews in reading order.
pub(super) fn compute(playbook: &Playbook, reckoning: &Reckoning) -> Vec<Scheduled> {
    let mut reviews: Vec<Scheduled> = playbook
        .entries()
        .filter_map(|(page, entry)| {
            let Data::Review(review) = &entry.page.front_matter.data else { return None };
            let schedule = review.recurrence.clone().and_then(|rule| Schedule::new(rule, review.starts));
            let next = schedule.as_ref().map(|schedule| schedule.next(reckoning.today, 3)).unwrap_or_default();
            Some(Scheduled { page, schedule, next })
        })
        .collect();
    reviews.sort_by_key(|review| playbook.reading_order.iter().position(|page| *page == review.page));
    reviews
}

impl Schedule {
    /// The rule from the first date on or after `starts` that fits it; none when no date does.
    pub fn new(rule: Recurrence, starts: Option<Date>) -> Option<Self> {
        let from = starts.unwrap_or(BEGINNING);
        // Of weeks the first date decides which ones count, so here each of them does.
        let every_week = Recurrence { interval: 1, ..rule.clone() };
        let seek = if rule.frequency == Frequency::Weekly { &every_week } else { &rule };
        let anchor = anchor(seek, from);
        let first = (0..48).flat_map(|step| dates_of_step(seek, anchor, step)).find(|day| *day >= from)?;
        Some(Self { rule, first })
    }

    /// The dates from one day to another, both included.
    pub fn between(&self, from: Date, to: Date) -> Vec<Date> {
        let anchor = anchor(&self.rule, self.first);
        let skip = steps_before(&self.rule, anchor, from.max(self.first));
        (skip..skip + MOST_STEPS)
            .map_while(|step| {
                let begin = step_start(&self.rule, anchor, step)?;
                (begin <= to).then(|| dates_of_step(&self.rule, anchor, step))
            })
            .flatten()
            .filter(|day| *day >= self.first && (from..=to).contains(day))
            .collect()
    }

    /// The next `count` dates, `from` itself included.
    pub fn next(&self, from: Date, count: usize) -> Vec<Date> {
        let horizon = from.max(self.first).saturating_add((i32::try_from(count).unwrap_or(10) * 2 + 8).years());
        let near = from.max(self.first).saturating_add(60.days());
        let mut dates = self.between(from, near);
        if dates.len() < count {
            dates = self.between(from, horizon);
        }
        dates.truncate(count);
        dates
    }

    /// The rule as RFC 5545 writes it.
    pub fn rrule(&self) -> String {
        let rule = &self.rule;
        let mut parts = vec![match rule.frequency {
            Frequency::Weekly => "FREQ=WEEKLY".to_owned(),
            Frequency::Monthly => "FREQ=MONTHLY".to_owned(),
            Frequency::Yearly => "FREQ=YEARLY".to_owned(),
        }];
        if rule.interval > 1 {
            parts.push(format!("INTERVAL={}", rule.interval));
        }
        if rule.frequency == Frequency::Yearly {
            parts.push(format!("BYMONTH={}", self.first.month()));
        }
        if !rule.weekdays.is_empty() {
            parts.push(format!("BYDAY={}", rule.weekdays.iter().map(|day| day.code()).collect::<Vec<_>>().join(",")));
        }
        match rule.month_day {
            Some(MonthDay::Nth(nth, day)) => parts.push(format!("BYDAY={nth}{}", day.code())),
            Some(MonthDay::NthWorkday(nth)) => parts.push(format!("BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}")),
            Some(MonthDay::Day(day)) => parts.push(format!("BYMONTHDAY={day}")),
            None => {}
        }
        // Which two weeks make a pair depends on the day on which a week begins.
        if rule.frequency == Frequency::Weekly && rule.interval > 1 {
            parts.push("WKST=MO".to_owned());
        }
        parts.join(";")
    }
}

/// Where steps are counted from: the Monday of the week, or the first of the month. Quarters and
/// halves begin with the calendar's.
fn anchor(rule: &Recurrence, from: Date) -> Date {
    match rule.frequency {
        Frequency::Weekly => monday(from),
        Frequency::Yearly => from.first_of_month(),
        Frequency::Monthly => {
            let interval = i8::try_from(rule.interval).unwrap_or(1).max(1);
            let back = (from.month() - 1) % interval;
            from.first_of_month().saturating_sub(i32::from(back).months())
        }
    }
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    day.saturating_sub(i32::from(day.weekday().to_monday_zero_offset()).days())
}

/// The first day of a step, from which none of its dates is earlier.
fn step_start(rule: &Recurrence, anchor: Date, step: i32) -> Option<Date> {
    let count = step * rule.interval;
    match rule.frequency {
        Frequency::Weekly => anchor.checked_add(count.weeks()).ok(),
        Frequency::Monthly => anchor.checked_add(count.months()).ok(),
        Frequency::Yearly => anchor.checked_add(count.years()).ok(),
    }
}

/// A number of steps that certainly end before a day.
fn steps_before(rule: &Recurrence, anchor: Date, day: Date) -> i32 {
    let months = i32::from(day.year() - anchor.year()) * 12 + i32::from(day.month()) - i32::from(anchor.month());
    let steps = match rule.frequency {
        Frequency::Weekly => (day - anchor).get_days() / 7 / rule.interval,
        Frequency::Monthly => months / rule.interval,
        Frequency::Yearly => months / 12 / rule.interval,
    };
    (steps - 1).max(0)
}

fn dates_of_step(rule: &Recurrence, anchor: Date, step: i32) -> Vec<Date> {
    let Some(begin) = step_start(rule, anchor, step) else { return Vec::new() };
    match rule.month_day {
        None => rule.weekdays.iter().map(|day| begin.saturating_add(i32::from(day.0).days())).collect(),
        Some(day) => day_of_month(day, begin).into_iter().collect(),
    }
}

/// The day in the month that begins here; months without it are skipped, as RFC 5545 says.
fn day_of_month(day: MonthDay, begin: Date) -> Option<Date> {
    let last = begin.last_of_month();
    let whole = |day: i8| date(begin.year(), begin.month(), day);
    let pick = |mut days: Vec<Date>, nth: i8| {
        if nth < 0 {
            days.reverse();
        }
        days.get(usize::from(nth.unsigned_abs()).checked_sub(1)?).copied()
    };
    let weekday = |day: Date| Weekday(day.weekday().to_monday_zero_offset());
    match day {
        MonthDay::Day(-1) => Some(last),
        MonthDay::Day(day) => Date::new(begin.year(), begin.month(), day).ok(),
        MonthDay::Nth(nth, wanted) => {
            pick((1..=last.day()).map(whole).filter(|day| weekday(*day) == wanted).collect(), nth)
        }
        MonthDay::NthWorkday(nth) => pick((1..=last.day()).map(whole).filter(|day| weekday(*day).0 < 5).collect(), nth),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::kinds::Review;
    use crate::page::{Markdown, Org, Page};
    use crate::source::Source;

    fn review(keys: &str) -> Review {
        let text = format!("---\nkind: review\n{keys}\n---\n");
        let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &Org::new());
        match page.front_matter.data {
            Data::Review(review) => review,
            _ => Review::default(),
        }
    }

    #[track_caller]
    fn check(keys: &str, rrule: &str, dates: &[&str]) {
        let review = review(keys);
        let schedule = Schedule::new(review.recurrence.clone().unwrap(), review.starts).unwrap();
        assert_eq!(schedule.rrule(), rrule);
        let next: Vec<String> =
            schedule.next(date(2026, 11, 16), dates.len()).iter().map(ToString::to_string).collect();
        assert_eq!(next, dates);
        assert_eq!(schedule.between(schedule.first, schedule.first), [schedule.first], "the first date is on the rule");
        assert!(review.starts.is_none_or(|starts| schedule.first >= starts));
    }

    #[test]
    fn every_row_of_the_table_of_cadences() {
        check(
            "cadence: weekly\nday: tue\nstarts: 2026-10-07",
            "FREQ=WEEKLY;BYDAY=TU",
            &["2026-11-17", "2026-11-24", "2026-12-01"],
        );
        check(
            "cadence: biweekly\nday: [thu, mon]\nstarts: 2026-10-06",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO",
            &["2026-11-16", "2026-11-19", "2026-11-30"],
        );
        check(
            "cadence: biweekly\nday: [mon, thu]\nstarts: 2026-11-06",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO",
            &["2026-11-23", "2026-11-26", "2026-12-07"],
        );
        check("cadence: monthly\nday: 1st tue", "FREQ=MONTHLY;BYDAY=1TU", &["2026-12-01", "2027-01-05", "2027-02-02"]);
        check(
            "cadence: monthly\nday: last thu",
            "FREQ=MONTHLY;BYDAY=-1TH",
            &["2026-11-26", "2026-12-31", "2027-01-28"],
        );
        check(
            "cadence: monthly\nday: last weekday",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            &["2026-11-30", "2026-12-31", "2027-01-29"],
        );
        check("cadence: monthly\nday: 15", "FREQ=MONTHLY;BYMONTHDAY=15", &["2026-12-15", "2027-01-15"]);
        check(
            "cadence: monthly\nday: 30",
            "FREQ=MONTHLY;BYMONTHDAY=30",
            &["2026-11-30", "2026-12-30", "2027-01-30", "2027-03-30"],
        );
        check(
            "cadence: monthly\nday: 31",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            &["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"],
        );
        check(
            "cadence: quarterly\nday: 1st tue\nstarts: 2026-10-07",
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU",
            &["2027-01-05", "2027-04-06"],
        );
        check(
            "cadence: half-yearly\nday: 1st tue\nstarts: 2026-03-01",
            "FREQ=MONTHLY;INTERVAL=6;BYDAY=1TU",
            &["2027-01-05", "2027-07-06"],
        );
        check(
            "cadence: yearly\nday: 1st tue\nstarts: 2026-02-10",
            "FREQ=YEARLY;BYMONTH=2;BYDAY=1TU",
            &["2027-02-02", "2028-02-01", "2029-02-06"],
        );
    }

    #[test]
    fn a_rule_begins_with_its_first_day_on_or_after_starts() {
        let first = |keys: &str| {
            let review = review(keys);
            Schedule::new(review.recurrence.unwrap(), review.starts).map(|schedule| schedule.first)
        };
        assert_eq!(first("cadence: biweekly\nday: mon\nstarts: 2026-11-18"), Some(date(2026, 11, 23)));
        assert_eq!(first("cadence: biweekly\nday: tue\nstarts: 2026-10-09"), Some(date(2026, 10, 13)));
        assert_eq!(first("cadence: biweekly\nday: tue\nstarts: 2026-10-13"), Some(date(2026, 10, 13)));
        assert_eq!(first("cadence: biweekly\nday: [mon, thu]\nstarts: 2026-10-06"), Some(date(2026, 10, 8)));
        assert_eq!(first("cadence: weekly\nday: mon\nstarts: 2026-11-18"), Some(date(2026, 11, 23)));
        assert_eq!(first("cadence: yearly\nday: 29\nstarts: 2026-02-10"), Some(date(2028, 2, 29)));
        assert_eq!(first("cadence: yearly\nday: 30\nstarts: 2026-02-10"), None, "no February has 30 days");
    }

    #[test]
    fn a_cadence_that_cannot_be_a_rule_is_told_with_its_fix() {
        let problem = review("cadence: monthly\nday: tue").cadence_problem.unwrap();
        assert_eq!(problem.message, "a `monthly` review cannot be put into a calendar: `day` is `tue`");
        assert_eq!(
            problem.hints,
            ["name one day of the month: `day: 1st tue`, `day: last thu`, `day: last weekday` or `day: 15`"]
        );
        assert!(review("cadence: weekly").cadence_problem.is_some());
        assert!(review("cadence: on-demand").cadence_problem.is_none());
    }
}

//! Reviews and the operating rhythm as templates see them. Knows dates that were computed, not the
//! rules behind them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::super::page::PageViews;
use super::number;
use crate::page::front_matter::FrontMatter;
use crate::page::kinds::Data;
use crate::page::kinds::recurrence::{Frequency, MonthDay, Recurrence, Weekday};
use crate::page::kinds::review::{AgendaItem, Input, Review};
use crate::page::period::Period;
use crate::page::scaffold;
use crate::page::{LinkRef, Usage};
use crate::playbook::calendar::{Scheduled, monday};
use crate::playbook::{Entry, PageId};
use crate::theme::kinds::{
    AgendaView, DayView, FormView, HoursView, InputView, MeetingView, ParticipantView, ReviewView, RhythmView, SpanView,
};
use crate::theme::words::Words;

/// `page.review`
pub(in crate::site) fn view(views: &PageViews<'_>, page: PageId, review: &Review) -> ReviewView {
    let playbook = views.playbook();
    let entry = playbook.entry(page);
    let scheduled = playbook.reviews.iter().find(|scheduled| scheduled.page == page);
    let form = &entry.page.front_matter.form;
    let words = views.words();
    ReviewView {
        cadence: review.cadence.clone(),
        when: when(words, review),
        at: review.at.map(clock),
        duration: review.minutes.map(|minutes| length(words, minutes)),
        timezone: review.timezone.as_ref().map(|zone| zone.value.clone()),
        is_async: review.is_async,
        facilitator: review.facilitator.clone(),
        participants: review
            .participants
            .iter()
            .map(|participant| ParticipantView { who: participant.who.clone(), required: participant.required })
            .collect(),
        inputs: review.inputs.iter().map(|input| input_view(views, entry, input)).collect(),
        agenda: agenda(review),
        agenda_total: (!review.agenda.is_empty()).then(|| length(words, review.agenda_minutes())),
        outputs: review.outputs.clone(),
        measures: review.measures.clone(),
        trigger: review.trigger.clone(),
        channel: review.channel.clone(),
        metrics: review.metrics.clone(),
        next: scheduled
            .map(|scheduled| scheduled.next.iter().map(|date| day(words, *date)).collect())
            .unwrap_or_default(),
        calendar: playbook.calendar_of(page).map(|url| url.href(views.style())),
        form: form
            .iter()
            .map(|section| FormView { heading: section.heading.clone(), prompt: section.prompt.clone() })
            .collect(),
        notes: (!form.is_empty()).then(|| notes(words, entry, &entry.page.front_matter, review)),
    }
}

/// The notes without front-matter, because they are pasted anywhere.
fn notes(words: &Words, entry: &Entry, front_matter: &FrontMatter, review: &Review) -> String {
    let agenda: Vec<String> =
        review.agenda.iter().map(|item| format!("{} ({})", item.title, minutes(words, item.minutes))).collect();
    let heading = words.say("review.agenda");
    let whole = scaffold::note(&entry.title, &entry.id, &front_matter.form, (heading, &agenda), Date::ZERO);
    let body = whole.splitn(3, "---\n").nth(2).unwrap_or("").trim_start();
    format!("# {}\n\n{body}", entry.title)
}

fn input_view(views: &PageViews<'_>, entry: &Entry, input: &Input) -> InputView {
    match input {
        Input::Page(name) => {
            let page = views.link_named(entry, name);
            let title = page.as_ref().map_or_else(|| name.value.clone(), |page| page.title.clone());
            InputView { title, page, url: None }
        }
        Input::Other { title, url } => {
            // An address that would run code is as good as none.
            let url = url.as_ref().map(|url| &url.value);
            let url = url.filter(|url| LinkRef::parse(url, Usage::Link) == LinkRef::Absolute);
            InputView { title: title.clone(), page: None, url: url.cloned() }
        }
    }
}

/// The agenda with a clock that runs from the review's time, or from nought.
fn agenda(review: &Review) -> Vec<AgendaView> {
    let mut gone = 0.0;
    let view = |item: &AgendaItem| {
        let minutes = clamp_minutes(gone);
        let starts = match review.at {
            Some(at) => clock(at.wrapping_add(i64::from(minutes).minutes())),
            None => format!("{}:{:02}", minutes / 60, minutes % 60),
        };
        gone += item.minutes;
        AgendaView {
            title: item.title.clone(),
            minutes: number(item.minutes),
            starts,
            lead: item.lead.clone(),
            output: item.output.clone(),
        }
    };
    review.agenda.iter().map(view).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to a month of minutes")]
fn clamp_minutes(minutes: f64) -> i32 {
    minutes.clamp(0.0, 44_640.0) as i32
}

fn clock(at: Time) -> String {
    at.strftime("%H:%M").to_string()
}

/// `50 min`, `1 h`, `2 h 30 min`.
fn length(words: &Words, length: f64) -> String {
    let whole = clamp_minutes(length.round());
    match (whole / 60, whole % 60) {
        (0, _) | (1, 1..=30) => minutes(words, f64::from(whole)),
        (hours, 0) => words.fill("count.hours", &[("count", &hours.to_string())]),
        (hours, rest) => {
            words.fill("count.hours-minutes", &[("hours", &hours.to_string()), ("minutes", &rest.to_string())])
        }
    }
}

fn minutes(words: &Words, minutes: f64) -> String {
    words.fill("count.minutes", &[("count", &number(minutes))])
}

fn day(words: &Words, date: Date) -> DayView {
    let name = |list: &str| words.say(&format!("{list}.{}", date.weekday().to_monday_one_offset())).to_owned();
    DayView { date, weekday: name("date.weekdays"), weekday_short: name("date.short-weekdays") }
}

fn weekday(words: &Words, day: Weekday) -> String {
    words.say(&format!("date.weekdays.{}", day.0 + 1)).to_owned()
}

/// `Every Tuesday at 10:00, 50 min`
fn when(words: &Words, review: &Review) -> String {
    let rule = review.recurrence.as_ref();
    let mut text = rule.map_or_else(|| words.say("review.on-demand").to_owned(), |rule| rule_words(words, rule));
    if let Some(at) = review.at {
        text = words.fill("rule.at", &[("rule", &text), ("time", &clock(at))]);
    }
    if let Some(zone) = &review.timezone {
        text = words.fill("rule.zone", &[("rule", &text), ("zone", &zone.value)]);
    }
    if let Some(minutes) = review.length() {
        text = words.fill("rule.duration", &[("rule", &text), ("duration", &length(words, minutes))]);
    }
    text
}

fn rule_words(words: &Words, rule: &Recurrence) -> String {
    let name = match (rule.frequency, rule.interval) {
        (Frequency::Weekly, 1) => "rule.weekly",
        (Frequency::Weekly, _) => "rule.biweekly",
        (Frequency::Monthly, 1) => "rule.monthly",
        (Frequency::Monthly, 3) => "rule.quarterly",
        (Frequency::Monthly, _) => "rule.half-yearly",
        (Frequency::Yearly, _) => "rule.yearly",
    };
    let Some(month_day) = rule.month_day else {
        let names = rule.weekdays.iter().map(|day| weekday(words, *day));
        let joined = names.reduce(|first, next| words.fill("rule.and", &[("first", &first), ("next", &next)]));
        return words.fill(name, &[("days", &joined.unwrap_or_default())]);
    };
    let day = match month_day {
        MonthDay::Nth(nth, day) => {
            words.fill("rule.nth", &[("nth", &ordinal(words, nth)), ("weekday", &weekday(words, day))])
        }
        MonthDay::NthWorkday(nth) => words.fill("rule.workday", &[("nth", &ordinal(words, nth))]),
        MonthDay::Day(-1) => words.say("rule.last-day").to_owned(),
        MonthDay::Day(day) => words.fill("rule.day", &[("day", &day.to_string())]),
    };
    words.fill(name, &[("day", &day)])
}

fn ordinal(words: &Words, nth: i8) -> String {
    match usize::try_from(nth) {
        Err(_) => words.say("rule.last").to_owned(),
        Ok(nth @ 1..=5) => words.say(&format!("rule.ordinal.{nth}")).to_owned(),
        Ok(nth) => words.ordinal("rule.beyond", nth),
    }
}

/// The week, the month and the quarter that a day is in, with the words for them.
fn spans(today: Date) -> [(&'static str, Date, Date); 3] {
    let week = monday(today);
    let (quarter, quarter_end) = Period::quarter_of(today).days(1);
    [
        ("review.week", week, week.saturating_add(6.days())),
        ("review.month", today.first_of_month(), today.last_of_month()),
        ("review.quarter", quarter, quarter_end),
    ]
}

/// The reviews of a stretch of time, by day and time.
pub(in crate::site) fn meetings(views: &PageViews<'_>, from: Date, to: Date) -> Vec<MeetingView> {
    let timed = reviews(views).filter(|(scheduled, review)| scheduled.schedule.is_some() && review.at.is_some());
    let zones: BTreeSet<Option<&str>> = timed.map(|(_, review)| zone(review)).collect();
    let mut meetings: Vec<(Date, Option<Time>, MeetingView)> = Vec::new();
    for (scheduled, review) in reviews(views) {
        let dates = scheduled.schedule.as_ref().map(|schedule| schedule.between(from, to)).unwrap_or_default();
        for date in dates {
            let view = MeetingView {
                link: views.link(scheduled.page),
                day: day(views.words(), date),
                at: review.at.map(clock),
                zone: review.at.and(zone(review)).filter(|_| zones.len() > 1).map(str::to_owned),
                duration: review.length().map(|minutes| length(views.words(), minutes)),
            };
            meetings.push((date, review.at, view));
        }
    }
    meetings.sort_by_key(|(date, at, _)| (*date, *at));
    meetings.into_iter().map(|(.., view)| view).collect()
}

fn zone(review: &Review) -> Option<&str> {
    review.timezone.as_ref().map(|zone| zone.value.as_str())
}

fn reviews<'a>(views: &'a PageViews<'_>) -> impl Iterator<Item = (&'a Scheduled, &'a Review)> {
    let playbook = views.playbook();
    playbook.reviews.iter().filter_map(|scheduled| match &playbook.entry(scheduled.page).page.front_matter.data {
        Data::Review(review) => Some((scheduled, review)),
        _ => None,
    })
}

/// The operating rhythm.
pub(in crate::site) fn rhythm(views: &PageViews<'_>) -> RhythmView {
    let today = views.today();
    let [_, _, (_, from, to)] = spans(today);
    RhythmView {
        calendar: views.playbook().calendar_url().map(|url| url.href(views.style())),
        spans: spans(today)
            .into_iter()
            .map(|(name, from, to)| {
                let name = views.words().say(name).to_owned();
                SpanView { name, from, to, meetings: meetings(views, from, to) }
            })
            .collect(),
        hours: hours(views, from, to),
        on_demand: reviews(views)
            .filter(|(scheduled, _)| scheduled.schedule.is_none())
            .map(|(scheduled, _)| views.link(scheduled.page))
            .collect(),
    }
}

/// Hours by participant. Who runs a review takes part in it.
#[expect(clippy::cast_precision_loss, reason = "a quarter has few reviews")]
fn hours(views: &PageViews<'_>, from: Date, to: Date) -> Vec<HoursView> {
    let mut hours: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (scheduled, review) in reviews(views) {
        let (Some(schedule), Some(minutes)) = (&scheduled.schedule, review.length()) else { continue };
        let total = schedule.between(from, to).len() as f64 * minutes / 60.0;
        for participant in &review.participants {
            let sum = hours.entry(&participant.who).or_default();
            if participant.required { sum.0 += total } else { sum.1 += total }
        }
        if let Some(who) = review.facilitator.as_deref()
            && review.participants.iter().all(|participant| participant.who != who)
        {
            hours.entry(who).or_default().0 += total;
        }
    }
    let weeks = f64::from((to - from).get_days() + 1) / 7.0;
    let mut hours: Vec<(&str, (f64, f64))> = hours.into_iter().collect();
    hours.sort_by(|a, b| (b.1.0 + b.1.1).total_cmp(&(a.1.0 + a.1.1)).then(a.0.cmp(b.0)));
    hours
        .into_iter()
        .map(|(who, (required, optional))| HoursView {
            who: who.to_owned(),
            required: format!("{required:.1}"),
            optional: format!("{optional:.1}"),
            weekly: format!("{:.1}", required / weeks),
        })
        .collect()
}

//! Calendars of reviews, by RFC 5545: one file a review and one with all. The same playbook gives
//! the same bytes. Knows reviews and their dates, no template.

mod lines;
#[cfg(test)]
mod tests;
mod zone;

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use lines::Lines;

use super::Rendering;
use crate::page::kinds::review::Input;
use crate::page::kinds::{Data, Review};
use crate::playbook::calendar::{Schedule, Scheduled};
use crate::playbook::{Entry, OutPath};

/// Every calendar file of a site.
pub(super) fn render(rendering: &Rendering<'_>) -> BTreeMap<OutPath, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut all = Vec::new();
    for scheduled in &rendering.playbook.reviews {
        let entry = rendering.playbook.entry(scheduled.page);
        let Some(event) = Event::of(rendering, scheduled, entry) else { continue };
        if let Some(url) = rendering.playbook.calendar_of(scheduled.page) {
            let text = calendar(&entry.title, std::slice::from_ref(&event), rendering.today);
            files.insert(url.out_path(), text.into_bytes());
        }
        all.push(event);
    }
    if !all.is_empty()
        && let Some(url) = rendering.playbook.calendar_url()
    {
        files.insert(url.out_path(), calendar(rendering.title, &all, rendering.today).into_bytes());
    }
    files
}

struct Event<'a> {
    entry: &'a Entry,
    review: &'a Review,
    schedule: &'a Schedule,
    uid: String,
    stamp: Date,
    description: String,
    url: Option<String>,
}

impl<'a> Event<'a> {
    fn of(rendering: &Rendering<'_>, scheduled: &'a Scheduled, entry: &'a Entry) -> Option<Self> {
        let Data::Review(review) = &entry.page.front_matter.data else { return None };
        let schedule = scheduled.schedule.as_ref()?;
        let front_matter = &entry.page.front_matter;
        let host = rendering.base_url.and_then(|base| base.split("://").nth(1)).and_then(|rest| rest.split('/').next());
        let host = host.map_or_else(|| format!("{}.invalid", crate::page::slug(rendering.title)), str::to_owned);
        Some(Self {
            entry,
            review,
            schedule,
            uid: format!("{}@{host}", entry.id),
            stamp: front_matter.reviewed.or(front_matter.updated).unwrap_or(schedule.first),
            description: description(rendering, entry, review),
            url: rendering.permalink(&entry.url),
        })
    }

    fn write(&self, lines: &mut Lines) {
        lines.add("BEGIN:VEVENT");
        lines.text("UID", &self.uid);
        lines.add(&format!("DTSTAMP:{}T000000Z", day(self.stamp)));
        let first = day(self.schedule.first);
        match (self.review.at, self.review.zone(), &self.review.timezone) {
            (None, ..) => lines.add(&format!("DTSTART;VALUE=DATE:{first}")),
            (Some(at), Some(_), Some(zone)) => lines.add(&format!("DTSTART;TZID={}:{first}T{}", zone.value, time(at))),
            (Some(at), ..) => lines.add(&format!("DTSTART:{first}T{}", time(at))),
        }
        if let (Some(_), Some(minutes)) = (self.review.at, self.review.length()) {
            lines.add(&format!("DURATION:PT{minutes:.0}M"));
        }
        lines.add(&format!("RRULE:{}", self.schedule.rrule()));
        lines.text("SUMMARY", &self.entry.title);
        if !self.description.is_empty() {
            lines.text("DESCRIPTION", &self.description);
        }
        if let Some(url) = &self.url {
            lines.add(&format!("URL:{url}"));
        }
        lines.add("END:VEVENT");
    }
}

fn calendar(name: &str, events: &[Event<'_>], today: Date) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//playbook//reviews//EN");
    lines.add("CALSCALE:GREGORIAN");
    lines.add("METHOD:PUBLISH");
    lines.text("X-WR-CALNAME", name);
    let mut zones: BTreeMap<&str, (jiff::tz::TimeZone, Date)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.review.at.is_some()) {
        if let (Some(zone), Some(name)) = (event.review.zone(), &event.review.timezone) {
            let first = event.schedule.first;
            let known = zones.entry(&name.value).or_insert((zone, first));
            known.1 = known.1.min(first);
        }
    }
    for (name, (zone, first)) in &zones {
        zone::write(&mut lines, name, zone, *first, today);
    }
    for event in events {
        event.write(&mut lines);
    }
    lines.add("END:VCALENDAR");
    lines.finish()
}

/// What people want to see in the invitation: what it is for, what happens, what to read before.
fn description(rendering: &Rendering<'_>, entry: &Entry, review: &Review) -> String {
    let mut parts = vec![entry.page.description()];
    let words = &rendering.theme.words;
    let length = |minutes: f64| words.fill("count.minutes", &[("count", &format!("{minutes:.0}"))]);
    let agenda = review.agenda.iter().map(|item| format!("{}  {}", length(item.minutes), item.title));
    let agenda: Vec<String> = agenda.collect();
    if !agenda.is_empty() {
        parts.push(agenda.join("\n"));
    }
    let inputs: Vec<String> = review
        .inputs
        .iter()
        .filter_map(|input| match input {
            Input::Page(name) => {
                let page = rendering.playbook.page_named(entry, &name.value)?;
                Some(rendering.playbook.entry(page).title.clone())
            }
            Input::Other { title, .. } => Some(title.clone()),
        })
        .collect();
    if !inputs.is_empty() {
        let titles = inputs.join(", ");
        parts.push(words.fill("review.read-before-list", &[("titles", &titles)]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn day(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn time(at: Time) -> String {
    at.strftime("%H%M%S").to_string()
}

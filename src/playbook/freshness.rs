//! When pages are due for review, and whose turn it is. Knows dates, not how they are shown.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Entry, PageId, Playbook, Reckoning};
use crate::page::front_matter::{Interval, parse_interval};

/// A page that is due for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The page.
    pub page: PageId,
    /// The day by which it was or is to be reviewed.
    pub by: Date,
    /// How many days ago that was; 0 when the day has not passed.
    pub overdue: i32,
}

/// The day by which a page must be reviewed: its own word, else its kind's in the config.
pub(super) fn review_by(entry: &Entry, reckoning: &Reckoning) -> Option<Date> {
    let front_matter = &entry.page.front_matter;
    if front_matter.review_by.is_some() || front_matter.review_every.is_some() {
        return front_matter.review_by;
    }
    match parse_interval(reckoning.review_every.get(entry.kind)?)? {
        Interval::Never => None,
        Interval::Every(interval) => front_matter.reviewed?.checked_add(interval).ok(),
    }
}

impl Playbook {
    /// The pages whose day has passed, the longest first.
    pub fn overdue(&self, today: Date) -> Vec<Due> {
        let mut due: Vec<Due> = self.due(today).into_iter().filter(|due| due.overdue > 0).collect();
        due.sort_by(|a, b| {
            b.overdue.cmp(&a.overdue).then_with(|| self.entry(a.page).path.cmp(&self.entry(b.page).path))
        });
        due
    }

    /// Every page that has a day, the earliest first. A draft is not due: nobody reads it yet.
    pub fn due(&self, today: Date) -> Vec<Due> {
        let mut due: Vec<Due> = self
            .entries()
            .filter(|(_, entry)| !entry.page.front_matter.draft)
            .filter_map(|(page, entry)| {
                let by = entry.review_by?;
                Some(Due { page, by, overdue: (today - by).get_days().max(0) })
            })
            .collect();
        due.sort_by(|a, b| a.by.cmp(&b.by).then_with(|| self.entry(a.page).path.cmp(&self.entry(b.page).path)));
        due
    }

    /// Overdue pages by owner, owners by name; pages without an owner come last.
    pub fn review_queue(&self, today: Date) -> Vec<(Option<String>, Vec<Due>)> {
        let mut queue: BTreeMap<(bool, String), Vec<Due>> = BTreeMap::new();
        for due in self.overdue(today) {
            let owner = self.entry(due.page).page.front_matter.owner.clone();
            queue.entry((owner.is_none(), owner.unwrap_or_default())).or_default().push(due);
        }
        queue.into_iter().map(|((is_nobody, owner), due)| ((!is_nobody).then_some(owner), due)).collect()
    }
}

//! When a review takes place, as a rule of RFC 5545. Knows cadence and day as written, not a date.

/// How often a review takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// Every so many weeks.
    Weekly,
    /// Every so many months.
    Monthly,
    /// Every year.
    Yearly,
}

/// A day of the week; 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weekday(pub i8);

impl Weekday {
    /// The two letters of RFC 5545.
    pub fn code(self) -> &'static str {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][self.0.rem_euclid(7) as usize]
    }

    fn parse(word: &str) -> Option<Self> {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let word = word.trim_end_matches(['.', ',']);
        let found =
            names.iter().position(|name| word.len() >= 2 && name.starts_with(word) || word == format!("{name}s"))?;
        i8::try_from(found).ok().map(Self)
    }
}

/// The day within a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthDay {
    /// The nth such weekday; -1 is the last.
    Nth(i8, Weekday),
    /// The nth day from Monday to Friday; -1 is the last.
    NthWorkday(i8),
    /// This day; -1 is the last.
    Day(i8),
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// Weeks, months or years.
    pub frequency: Frequency,
    /// Every so many of them.
    pub interval: i32,
    /// The days of a weekly rule, in order.
    pub weekdays: Vec<Weekday>,
    /// The day of a longer rule.
    pub month_day: Option<MonthDay>,
}

/// Cadences with how many weeks or months lie between two reviews.
pub const CADENCES: &[&str] = &["weekly", "biweekly", "monthly", "quarterly", "half-yearly", "yearly", "on-demand"];

impl Recurrence {
    /// Makes the rule. `Ok(None)` is on demand; `Err` says what `day` should be.
    pub(super) fn read(cadence: &str, days: &[String]) -> Result<Option<Self>, &'static str> {
        let (frequency, interval) = match cadence {
            "weekly" => (Frequency::Weekly, 1),
            "biweekly" => (Frequency::Weekly, 2),
            "monthly" => (Frequency::Monthly, 1),
            "quarterly" => (Frequency::Monthly, 3),
            "half-yearly" => (Frequency::Monthly, 6),
            "yearly" => (Frequency::Yearly, 1),
            _ => return Ok(None),
        };
        if frequency == Frequency::Weekly {
            let weekdays: Option<Vec<Weekday>> = days
                .iter()
                .flat_map(|day| day.split([',', ' ']).filter(|word| !word.is_empty()))
                .map(|word| Weekday::parse(&word.to_lowercase()))
                .collect();
            let mut weekdays = weekdays
                .filter(|days| !days.is_empty())
                .ok_or("name one or more days of the week: `day: tue`, `day: [mon, thu]`")?;
            weekdays.sort_unstable();
            weekdays.dedup();
            return Ok(Some(Self { frequency, interval, weekdays, month_day: None }));
        }
        const WANTED: &str =
            "name one day of the month: `day: 1st tue`, `day: last thu`, `day: last weekday` or `day: 15`";
        let [day] = days else { return Err(WANTED) };
        let month_day = MonthDay::parse(day).ok_or(WANTED)?;
        Ok(Some(Self { frequency, interval, weekdays: Vec::new(), month_day: Some(month_day) }))
    }
}

impl MonthDay {
    fn parse(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            [ordinal, word] => {
                let nth = ordinal_number(ordinal)?;
                match *word {
                    "weekday" | "workday" => Some(Self::NthWorkday(nth)),
                    "day" => Some(Self::Day(nth)),
                    word => Weekday::parse(word).filter(|_| (-1..=5).contains(&nth)).map(|day| Self::Nth(nth, day)),
                }
            }
            // The 31st skips short months; whoever writes it means the last day.
            [day] => match digits(day)? {
                31 => Some(Self::Day(-1)),
                day => (1..=30).contains(&day).then_some(Self::Day(day)),
            },
            _ => None,
        }
    }
}

fn ordinal_number(word: &str) -> Option<i8> {
    match word {
        "first" => Some(1),
        "second" => Some(2),
        "third" => Some(3),
        "fourth" => Some(4),
        "fifth" => Some(5),
        "last" => Some(-1),
        _ => digits(word).filter(|nth| (1..=23).contains(nth)),
    }
}

/// `15` and `15th`, but not `15tue`.
fn digits(word: &str) -> Option<i8> {
    let (number, ending) = word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()));
    matches!(ending, "" | "st" | "nd" | "rd" | "th").then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_month_is_read_whole_or_not_at_all() {
        let tuesday = Weekday(1);
        assert_eq!(MonthDay::parse("2nd Tue"), Some(MonthDay::Nth(2, tuesday)));
        assert_eq!(MonthDay::parse("1 tuesday"), Some(MonthDay::Nth(1, tuesday)));
        assert_eq!(MonthDay::parse("3rd weekday"), Some(MonthDay::NthWorkday(3)));
        assert_eq!(MonthDay::parse("22nd"), Some(MonthDay::Day(22)));
        assert_eq!(MonthDay::parse("31st"), Some(MonthDay::Day(-1)));
        for unclear in ["2tue", "1stTue", "1stnd tue", "15.", "th", "0", "+5", "32", "6th tue"] {
            assert_eq!(MonthDay::parse(unclear), None, "{unclear}");
        }
    }
}

//! Periods as people name them, and the days they cover. Knows the calendar and the month in which
//! a fiscal year starts, not today.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

/// A stretch of time with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// `2026`.
    Year(i16),
    /// `2026-H2`.
    Half(i16, i8),
    /// `2026-Q4`.
    Quarter(i16, i8),
    /// `2026-10`.
    Month(i16, i8),
    /// `FY27`.
    FiscalYear(i16),
    /// `FY27-H1`.
    FiscalHalf(i16, i8),
    /// `FY27-Q1`.
    FiscalQuarter(i16, i8),
    /// From one day to another, both included.
    Range(Date, Date),
}

impl Period {
    /// Reads a name; `None` when no such period exists.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_uppercase().replace(' ', "-");
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text.as_str(), None),
        };
        let fiscal = year.strip_prefix("FY");
        let year = fiscal.unwrap_or(year);
        let number: i16 = year.parse().ok().filter(|_| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let number = match (fiscal, year.len()) {
            (Some(_), 2) => 2000 + number,
            (_, 4) if number >= 1900 => number,
            _ => return None,
        };
        let part_of = |part: &str, letter: char, most: i8| {
            let digit = part.strip_prefix(letter)?.chars().next()?.to_digit(10)?;
            let count = i8::try_from(digit).ok().filter(|_| part.len() == 2)?;
            (1..=most).contains(&count).then_some(count)
        };
        match (fiscal.is_some(), part) {
            (false, None) => Some(Self::Year(number)),
            (true, None) => Some(Self::FiscalYear(number)),
            (fiscal, Some(part)) => {
                if let Some(quarter) = part_of(part, 'Q', 4) {
                    return Some(if fiscal {
                        Self::FiscalQuarter(number, quarter)
                    } else {
                        Self::Quarter(number, quarter)
                    });
                }
                if let Some(half) = part_of(part, 'H', 2) {
                    return Some(if fiscal { Self::FiscalHalf(number, half) } else { Self::Half(number, half) });
                }
                let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
                let month = part.parse::<i8>().ok().filter(|month| is_number && (1..=12).contains(month))?;
                (!fiscal).then_some(Self::Month(number, month))
            }
        }
    }

    /// From one day to another; `None` when it ends before it starts.
    pub fn range(start: Date, end: Date) -> Option<Self> {
        (start <= end).then_some(Self::Range(start, end))
    }

    /// The quarter that a day is in.
    pub fn quarter_of(day: Date) -> Self {
        Self::Quarter(day.year(), (day.month() - 1) / 3 + 1)
    }

    /// The first and the last day. A fiscal year is named after the calendar year in which it
    /// ends, and starts in month `fiscal_start`.
    pub fn days(self, fiscal_start: i8) -> (Date, Date) {
        let fiscal = |year: i16| if fiscal_start == 1 { (year, 1) } else { (year - 1, fiscal_start) };
        match self {
            Self::Year(year) => months(year, 1, 0, 12),
            Self::Half(year, half) => months(year, 1, (half - 1) * 6, 6),
            Self::Quarter(year, quarter) => months(year, 1, (quarter - 1) * 3, 3),
            Self::Month(year, month) => months(year, month, 0, 1),
            Self::FiscalYear(year) => months(fiscal(year).0, fiscal(year).1, 0, 12),
            Self::FiscalHalf(year, half) => months(fiscal(year).0, fiscal(year).1, (half - 1) * 6, 6),
            Self::FiscalQuarter(year, quarter) => months(fiscal(year).0, fiscal(year).1, (quarter - 1) * 3, 3),
            Self::Range(start, end) => (start, end),
        }
    }
}

/// `count` months that begin `skip` months after the first of a month.
fn months(year: i16, month: i8, skip: i8, count: i8) -> (Date, Date) {
    let first = jiff::civil::date(year, month, 1).saturating_add(i32::from(skip).months());
    let end = first.saturating_add(i32::from(count).months()).saturating_sub(1.day());
    (first, end)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Half(year, half) => write!(f, "{year}-H{half}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::FiscalYear(year) => write!(f, "FY{:02}", year % 100),
            Self::FiscalHalf(year, half) => write!(f, "FY{:02}-H{half}", year % 100),
            Self::FiscalQuarter(year, quarter) => write!(f, "FY{:02}-Q{quarter}", year % 100),
            Self::Range(start, end) => write!(f, "{start} to {end}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, fiscal_start: i8, expected: &str) {
        let days = Period::parse(text).map(|period| period.days(fiscal_start));
        assert_eq!(days.map_or_else(|| "none".to_owned(), |(start, end)| format!("{start} {end}")), expected, "{text}");
    }

    #[test]
    fn every_form_covers_its_days() {
        check("2026-Q4", 1, "2026-10-01 2026-12-31");
        check("2026-h2", 1, "2026-07-01 2026-12-31");
        check("2026", 1, "2026-01-01 2026-12-31");
        check("2028-02", 1, "2028-02-01 2028-02-29");
        check("FY27-Q1", 7, "2026-07-01 2026-09-30");
        check("FY27-Q3", 7, "2027-01-01 2027-03-31");
        check("FY2027", 1, "2027-01-01 2027-12-31");
        check("FY27-H2", 4, "2026-10-01 2027-03-31");
    }

    #[test]
    fn periods_that_do_not_exist_are_refused() {
        for text in
            ["2026-Q5", "2026-13", "Q4", "26-Q1", "2026-H3", "FY27-10", "2026-Q+4", "2026-Q04", "2026-+1", "soon", ""]
        {
            check(text, 1, "none");
        }
    }

    #[test]
    fn names_are_written_back() {
        for text in ["2026-Q4", "2026-H2", "2026", "2026-10", "FY27-Q1", "FY27"] {
            assert_eq!(Period::parse(text).map(|period| period.to_string()).as_deref(), Some(text));
        }
    }
}

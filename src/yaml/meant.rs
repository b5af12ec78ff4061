//! Numbers and days as people write them, for hints that show the author's own. Knows text, no key.

use jiff::civil::Date;

/// The one number in a text that people write numbers in: `3,5`, `50 %`, `1 000`, `€ 1,200.50`, `5k`.
pub(crate) fn number_in(text: &str) -> Option<String> {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '_');
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let run = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.') || is_space(c))).unwrap_or(rest.len());
    let (written, unit) = (rest[..run].trim_end_matches(|c: char| !c.is_ascii_digit()), rest[run..].trim());
    if unit.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare: String = written.chars().filter(|c| !is_space(*c)).collect();
    let mut number: f64 = with_decimal_point(&bare).parse().ok()?;
    if unit.eq_ignore_ascii_case("k") {
        number *= 1000.0;
    }
    let sign = if text[..start].trim_end().ends_with(['-', '−']) { "-" } else { "" };
    Some(format!("{sign}{number}"))
}

/// Of the marks in a number the last may part its fraction, and the others thousands.
fn with_decimal_point(bare: &str) -> String {
    let Some(last) = bare.rfind([',', '.']) else { return bare.to_owned() };
    let (whole, fraction) = (&bare[..last], &bare[last + 1..]);
    let (mark, same_before) = (&bare[last..=last], whole.contains(&bare[last..=last]));
    let parts_thousands = same_before || mark == "," && fraction.len() == 3 && whole.len() <= 3 && whole != "0";
    let whole = whole.replace([',', '.'], "");
    if parts_thousands { format!("{whole}{fraction}") } else { format!("{whole}.{fraction}") }
}

/// The day at the start of an ISO 8601 date or time; `2026/10/05` is read too.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next()?.replace('/', "-");
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_date =
        year.len() == 4 && month.len() <= 2 && day.len() <= 2 && [year, month, day].into_iter().all(is_number);
    if !is_date || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// How to write the day that an author most likely meant.
pub(crate) fn day_hint(text: &str) -> String {
    match (day_in(text), days_of_its_month(text)) {
        (Some(day), _) => format!("write it as `{day}`"),
        (None, Some(days)) => format!("that month has {days} days"),
        (None, None) => "write the day as year-month-day, such as `2026-10-05`".to_owned(),
    }
}

/// The one day in a text in which people write days: `5.10.2026`, `20261005`, `Oct 5, 2026`. Of two
/// numbers with slashes either may be the month, so one of them must be above 12.
fn day_in(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_date(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let separators = |c: char| matches!(c, ' ' | '.' | ',' | '/' | '-');
    let parts: Vec<&str> = text.split(separators).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = *parts.as_slice() else { return None };
    let month_of = |word: &str| {
        let start = word.get(..3)?.to_lowercase();
        MONTHS.iter().position(|month| *month == start).map(|month| (month + 1).to_string())
    };
    let day = |year: &str, month: &str, day: &str| parse_date(&format!("{year}-{month}-{day}"));
    match (month_of(first), month_of(second)) {
        (Some(month), _) => day(third, &month, second.trim_end_matches(char::is_alphabetic)),
        (None, Some(month)) => day(third, &month, first.trim_end_matches(char::is_alphabetic)),
        _ if first.len() == 4 => day(first, second, third),
        _ if text.contains('.') => day(third, second, first),
        _ => match (day(third, second, first), day(third, first, second)) {
            (Some(only), None) | (None, Some(only)) => Some(only),
            _ => None,
        },
    }
}

/// How many days the month has in which a day is that does not exist.
fn days_of_its_month(text: &str) -> Option<i8> {
    let (month, _) = text.trim().rsplit_once(['-', '/'])?;
    parse_date(&format!("{month}-1")).map(Date::days_in_month)
}

#[cfg(test)]
mod tests {
    use super::day_hint;

    #[test]
    fn the_hint_for_a_day_shows_the_author_s_own() {
        let own = "write it as `2026-10-05`";
        for text in
            ["5.10.2026", "05.10.2026", "20261005", "Oct 5, 2026", "5 October 2026", "5th oct 2026", "2026.10.5"]
        {
            assert_eq!(day_hint(text), own, "{text}");
        }
        assert_eq!(day_hint("10/31/2026"), "write it as `2026-10-31`");
        assert_eq!(day_hint("2026-11-31"), "that month has 30 days");
        for text in ["05/10/2026", "soon", "2026-10", "Smarch 5 2026", "2026-13-05", "1 2 3"] {
            assert_eq!(day_hint(text), "write the day as year-month-day, such as `2026-10-05`", "{text}");
        }
    }
}

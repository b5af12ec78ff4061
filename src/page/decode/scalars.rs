//! One scalar of a type of its own: shares, times of the day, lengths of time. Knows no key.

use jiff::civil::Time;

use super::Datum;
use crate::yaml::{Entry, Fields, Value, day_hint, flag_in, number_in, parse_date, scalar};

/// The longest that something takes: a month, in minutes.
pub(in crate::page) const LONGEST_MINUTES: f64 = 60.0 * 24.0 * 31.0;

pub(super) fn weight(fields: &mut Fields<'_>, entry: &Entry) -> Option<Datum> {
    let number = fields.number(&[entry.key.as_str()])?;
    if number < 0.0 {
        let message = format!("`{}` must not be below 0, found `{number}`", entry.key);
        let hint = format!("write `{}: 0` for what is not to count", entry.key);
        fields.problem(entry.node.span, message, Some(hint));
        return None;
    }
    Some(Datum::Number(number))
}

/// A number of minutes, or a length of time.
pub(super) fn minutes(fields: &mut Fields<'_>, entry: &Entry) -> Option<Datum> {
    match &entry.node.value {
        Value::Text(text) if text.trim().is_empty() => None,
        Value::Text(text) if text.contains(char::is_alphabetic) && parse_minutes(text).is_some() => {
            parse_minutes(text).map(Datum::Number)
        }
        _ => weight(fields, entry),
    }
}

/// A day, or true or false.
pub(super) fn done(fields: &mut Fields<'_>, entry: &Entry) -> Option<Datum> {
    let written = scalar(&entry.node, fields.source());
    if let Some(day) = written.as_deref().and_then(parse_date) {
        return Some(Datum::Date(day));
    }
    let flag = flag_in(&entry.node, fields.source());
    if flag.is_none() {
        let found = written.as_ref().map_or_else(|| entry.node.value.name().to_owned(), |text| format!("`{text}`"));
        let message = format!("`{}` must be a day, `true` or `false`, found {found}", entry.key);
        let is_like_day = written.as_ref().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()));
        let hint = match written.filter(|_| is_like_day) {
            Some(text) => day_hint(&text),
            None => format!("write it as `{0}: 2026-10-05` or `{0}: true`", entry.key),
        };
        fields.problem(entry.node.span, message, Some(hint));
    }
    flag.map(Datum::Flag)
}

/// A day of a path, or the first and the last of some: `15`, `1-14`.
pub(super) fn days(fields: &mut Fields<'_>, entry: &Entry) -> Option<String> {
    let text = match entry.node.value {
        Value::Number(number) => number.to_string(),
        _ => fields.text(&[entry.key.as_str()])?,
    };
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|day: &u16| is_number && (1..=999).contains(day))
    };
    let (first, last) = text.split_once(['-', '–']).unwrap_or((&text, &text));
    let (first, last) = (number(first.trim()), number(last.trim()));
    if let (Some(first), Some(last)) = (first, last)
        && first <= last
    {
        return Some(text);
    }
    let hint = match (first, last) {
        (Some(first), Some(last)) => format!("write it as `{}: {last}-{first}`", entry.key),
        _ => format!("write it as `{}: 1-14`", entry.key),
    };
    let message = format!("`{}` must be a day of the path or some in a row, found `{text}`", entry.key);
    fields.problem(entry.node.span, message, Some(hint));
    None
}

pub(super) fn share(fields: &mut Fields<'_>, entry: &Entry) -> Option<Datum> {
    let written = scalar(&entry.node, fields.source()).unwrap_or_default();
    if let Some(percent) = written.trim().strip_suffix('%').and_then(number_in) {
        let part = percent.parse::<f64>().ok()? / 100.0;
        let message = format!("`{}` must be from 0 to 1, found `{written}`", entry.key);
        fields.problem(entry.node.span, message, Some(format!("write `{part}` instead of `{written}`")));
        return None;
    }
    if !written.contains(|c: char| c.is_ascii_digit()) && !written.trim().is_empty() {
        let message = format!("`{}` must be from 0 to 1, found `{written}`", entry.key);
        fields.problem(entry.node.span, message, Some(format!("write it as `{}: 0.6`", entry.key)));
        return None;
    }
    let number = fields.number(&[entry.key.as_str()])?;
    if !(0.0..=1.0).contains(&number) {
        let hint = if (2.0..=100.0).contains(&number) {
            format!("write `{}` instead of `{number}`", number / 100.0)
        } else {
            format!("write it as `{}: 0.6`", entry.key)
        };
        let message = format!("`{}` must be from 0 to 1, found `{number}`", entry.key);
        fields.problem(entry.node.span, message, Some(hint));
        return None;
    }
    Some(Datum::Number(number))
}

/// A time of the day. Of `9.30` YAML makes the number 9.3, so a number is a whole hour.
pub(super) fn time(fields: &mut Fields<'_>, entry: &Entry) -> Option<Time> {
    let written = entry.node.written(fields.source()).replace('.', ":");
    let own = parse_time(&written).filter(|_| matches!(entry.node.value, Value::Number(_))).map(|_| written);
    let example = format!("\"{}\"", own.as_deref().unwrap_or("10:00"));
    let is_part = matches!(entry.node.value, Value::Number(number) if number.fract() != 0.0);
    let parse = |text: &str| parse_time(text).filter(|_| !is_part);
    parsed(fields, entry, parse, "a time of the day", &example)
}

pub(super) fn parsed<T>(
    fields: &mut Fields<'_>,
    entry: &Entry,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &str,
    example: &str,
) -> Option<T> {
    let written = scalar(&entry.node, fields.source());
    let plain = match &entry.node.value {
        Value::Number(number) => Some(number.to_string()),
        _ => written.clone(),
    };
    let value = plain.as_deref().and_then(parse);
    let is_empty = written.as_deref().is_some_and(|written| written.trim().is_empty());
    if value.is_none() && !is_empty {
        let found = written.map_or_else(|| entry.node.value.name().to_owned(), |written| format!("`{written}`"));
        let message = format!("`{}` must be {wanted}, found {found}", entry.key);
        fields.problem(entry.node.span, message, Some(format!("write it as `{}: {example}`", entry.key)));
    }
    value
}

/// `10:00`, `9:30` or `9`.
pub(super) fn parse_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "0"));
    let minute = minute.split(':').next()?;
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?;
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

/// `50 min`, `1 h`, `1h 30min`, `90`: in minutes.
pub(super) fn parse_minutes(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        let unit = rest[..letters].to_lowercase();
        rest = rest[letters..].trim_start_matches(['.', ' ']);
        total += match unit.as_str() {
            "" | "m" | "min" | "mins" | "minute" | "minutes" => number,
            "h" | "hour" | "hours" | "hr" | "hrs" => number * 60.0,
            "d" | "day" | "days" => number * 60.0 * 24.0,
            _ => return None,
        };
    }
    (total > 0.0 && total <= LONGEST_MINUTES).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_times_are_read_as_people_write_them() {
        let minutes = |text| parse_minutes(text).unwrap_or(0.0);
        assert_eq!(
            [minutes("50 min"), minutes("1h 30min"), minutes("90"), minutes("1.5 hours")],
            [50.0, 90.0, 90.0, 90.0]
        );
        assert_eq!(parse_minutes("soon"), None);
        assert_eq!(parse_time("9:05"), Time::new(9, 5, 0, 0).ok());
        for unclear in ["25:00", "+9", "9:+5", ":30"] {
            assert_eq!(parse_time(unclear), None, "{unclear}");
        }
    }
}

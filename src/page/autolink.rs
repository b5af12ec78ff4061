//! Bare web addresses and mail addresses in text become links, by the rules of GitHub Flavored
//! Markdown 0.29, section 6.9. Knows text only.

use std::ops::Range;

/// A bare address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Autolink {
    /// The bytes of the text that become the link.
    pub range: Range<usize>,
    /// What goes before the text to make it a target: `http://`, `mailto:` or nothing.
    pub prefix: &'static str,
}

/// Finds the bare addresses of a text, first to last.
pub(super) fn find(text: &str) -> Vec<Autolink> {
    let bytes = text.as_bytes();
    let mut found: Vec<Autolink> = Vec::new();
    let mut from = 0;
    while let Some(at) =
        bytes[from..].iter().position(|&byte| matches!(byte, b':' | b'w' | b'W' | b'@')).map(|at| at + from)
    {
        let end_of_last = found.last().map_or(0, |last| last.range.end);
        let link = match bytes[at] {
            b':' => web_address(text, at),
            b'@' => mail_address(text, at),
            _ => www_address(text, at),
        };
        match link {
            Some(link) if link.range.start >= end_of_last => {
                from = link.range.end.max(at + 1);
                found.push(link);
            }
            _ => from = at + 1,
        }
    }
    found
}

fn starts_a_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('))
}

fn www_address(text: &str, at: usize) -> Option<Autolink> {
    let is_www = text.get(at..at + 4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if !is_www || !starts_a_word(text, at) {
        return None;
    }
    let end = domain_end(text, at)?;
    Some(Autolink { range: at..path_end(text, at, end), prefix: "http://" })
}

fn web_address(text: &str, colon: usize) -> Option<Autolink> {
    if !text[colon..].starts_with("://") {
        return None;
    }
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        colon
            .checked_sub(scheme.len())
            .and_then(|start| text.get(start..colon))
            .is_some_and(|word| word.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    if !starts_a_word(text, start) {
        return None;
    }
    let end = domain_end(text, colon + 3)?;
    Some(Autolink { range: start..path_end(text, start, end), prefix: "" })
}

/// The end of a valid domain that starts at `start`: dotted parts of letters, digits, `-` and
/// `_`, with no underscore in the last two.
fn domain_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    let domain = rest[..length].trim_end_matches('.');
    let parts: Vec<&str> = domain.split('.').collect();
    let valid = parts.len() >= 2
        && parts.iter().all(|part| !part.is_empty())
        && parts.iter().rev().take(2).all(|part| !part.contains('_'));
    valid.then_some(start + length)
}

/// Goes on to the next space or `<`, then gives back trailing punctuation, an unmatched `)` and
/// what looks like an entity.
fn path_end(text: &str, start: usize, domain_end: usize) -> usize {
    let rest = &text[domain_end..];
    let mut end = domain_end + rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    loop {
        let link = &text[start..end];
        let Some(last) = link.chars().next_back() else { return end };
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => end -= 1,
            ')' if link.matches(')').count() > link.matches('(').count() => end -= 1,
            ';' => {
                let name = link[..link.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                let is_entity = name.ends_with('&') && name.len() < link.len() - 1;
                end = start + if is_entity { name.len() - 1 } else { return end };
            }
            _ => return end,
        }
    }
}

fn mail_address(text: &str, at: usize) -> Option<Autolink> {
    let before = &text[..at];
    let user = before.len()
        - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')).len();
    let rest = &text[at + 1..];
    let length =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(rest.len());
    let host = rest[..length].trim_end_matches('.');
    let valid =
        user > 0 && host.contains('.') && host.split('.').all(|part| !part.is_empty()) && !host.ends_with(['-', '_']);
    let (start, end) = (at - user, at + 1 + host.len());
    let scheme = ["mailto:", "xmpp:"].into_iter().find(|scheme| {
        let before = start.checked_sub(scheme.len()).and_then(|from| text.get(from..start));
        before.is_some_and(|before| before.eq_ignore_ascii_case(scheme)) && starts_a_word(text, start - scheme.len())
    });
    valid.then(|| match scheme {
        Some(scheme @ "xmpp:") => Autolink { range: start - scheme.len()..end + resource(&text[end..]), prefix: "" },
        Some(scheme) => Autolink { range: start - scheme.len()..end, prefix: "" },
        None => Autolink { range: start..end, prefix: "mailto:" },
    })
}

/// The length of `/resource` after an address of XMPP.
fn resource(rest: &str) -> usize {
    let Some(name) = rest.strip_prefix('/') else { return 0 };
    let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '@' | '.'))).unwrap_or(name.len());
    let name = name[..length].trim_end_matches('.');
    if name.is_empty() { 0 } else { 1 + name.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        find(text).into_iter().map(|link| format!("{}{}", link.prefix, &text[link.range])).collect()
    }

    #[test]
    fn bare_addresses_are_found() {
        assert_eq!(
            links("see www.a.org/b. and (https://a.b/c_(d)) or a.b-c_d@x.y."),
            ["http://www.a.org/b", "https://a.b/c_(d)", "mailto:a.b-c_d@x.y"]
        );
        assert_eq!(links("https://a.b/?q=1&hl;"), ["https://a.b/?q=1"]);
        assert_eq!(links("xhttps://a.b http://localhost a@b a.b-c_d@a.b_"), Vec::<String>::new());
        assert_eq!(links("https://über.example/ö, next"), ["https://über.example/ö"]);
    }
}

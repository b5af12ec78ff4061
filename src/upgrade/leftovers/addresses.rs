//! Addresses in a text, and whose they are. Knows how addresses look, not what they lead to.

use std::ops::Range;

use crate::playbook::Repository;

/// Hosts on which each owner has a folder: the host alone says nothing of anyone.
const SHARED_HOSTS: &[&str] = &["github", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht", "dev.azure.com"];

/// Where many have their mail, and the names that examples use (RFC 2606).
const SHARED_MAIL: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "example.com",
    "example.org",
    "example.net",
];

/// What all addresses of an owner have in common: the host, and on a host that many share the
/// owner's folder.
pub(super) fn place_of(address: &str) -> Option<String> {
    let is_far = address.contains("://") || address.split_once(':').is_some_and(|(host, _)| host.contains('@'));
    let url = Repository::normalise_url(address).to_lowercase();
    let (_, rest) = url.split_once("://").filter(|_| is_far)?;
    let mut parts = rest.split('/');
    let host = parts.next().map(|host| host.split(':').next().unwrap_or(host)).filter(|host| host.contains('.'))?;
    let is_shared = SHARED_HOSTS.iter().any(|shared| host == *shared || host == format!("{shared}.com"));
    match parts.next().filter(|owner| is_shared && !owner.is_empty()) {
        Some(owner) => Some(format!("{host}/{owner}")),
        None if is_shared => None,
        None => Some(host.to_owned()),
    }
}

/// The domain of an e-mail address, when it is its owner's alone.
pub(super) fn own_domain(email: &str) -> Option<String> {
    let domain = email.rsplit('@').next()?.to_lowercase();
    (domain.contains('.') && !SHARED_MAIL.contains(&domain.as_str())).then_some(domain)
}

/// Whether a domain is another one or below it.
pub(super) fn is_below(domain: &str, above: &str) -> bool {
    domain.strip_suffix(above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Web addresses below a place, each whole, on whatever subdomain. No letter case counts.
pub(super) fn addresses(text: &str, place: &str) -> Vec<Range<usize>> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | '`' | '|');
    // The same bytes in other letters, so that places stay.
    let folded = text.to_ascii_lowercase();
    let found = folded.match_indices(place).filter_map(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '@');
        let before = text[..at].chars().next_back();
        let after = text[at + place.len()..].chars().next();
        if before.is_some_and(is_part) || after.is_some_and(|c| is_part(c) && c != '@') {
            return None;
        }
        let start = text[..at].trim_end_matches(|c| !ends(c)).len();
        let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
        let whole = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        (!text[start..at].contains('@')).then_some(start..start + whole.len())
    });
    found.collect()
}

/// E-mail addresses.
pub(super) fn emails(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    text.match_indices('@').filter_map(move |(at, _)| {
        let start = text[..at].trim_end_matches(is_part).len();
        let end = text.len() - text[at + 1..].trim_start_matches(is_part).len();
        let address = text[start..end].trim_end_matches(['.', '-']);
        let domain = address.get(at - start + 1..).unwrap_or("");
        (start < at && domain.contains('.')).then_some(start..start + address.len())
    })
}

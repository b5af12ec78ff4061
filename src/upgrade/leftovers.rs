//! What a file still says of the organisation that the playbook came from. Knows one file, not the
//! others.

use std::collections::BTreeSet;

use super::lock::Origin;
use crate::page::front_matter::split;
use crate::page::{Markdown, Org, Page};
use crate::playbook::Repository;
use crate::source::Source;
use crate::yaml::{self, Value};

/// Hosts on which each owner has a folder: the host alone says nothing of anyone.
const SHARED_HOSTS: &[&str] = &["github", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht", "dev.azure.com"];

/// Something that is left, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The byte of the text.
    pub at: usize,
    /// What it is, for the author.
    pub message: String,
}

/// Finds what is left in a page. `base` is upstream's text of it; a page that only this playbook
/// has holds nothing of upstream's but its names.
pub fn in_page(text: &str, base: Option<&str>, org: &Org, upstream: &Origin) -> Vec<Leftover> {
    let mut found = in_text(text, base, org, upstream);
    let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), org);
    for (key, span) in &page.oddities.unknown_variables {
        found.push(Leftover { at: span.start, message: format!("`org.{key}` has no value in the config") });
    }
    let Some(base) = base else { return sorted(found) };
    let old = split(base, 0, &Org::new()).0;
    if page.front_matter.owner.is_some() && page.front_matter.owner == old.owner {
        let owner = page.front_matter.owner.unwrap_or_default();
        let at = text.find(&owner).unwrap_or(0);
        found.push(Leftover { at, message: format!("the owner `{owner}` is upstream's") });
    }
    if page.front_matter.kind == Some("okr") && text == base {
        found.push(Leftover { at: 0, message: "these OKRs are upstream's sample; write your own".to_owned() });
    }
    sorted(found)
}

/// Finds what is left in the config.
pub fn in_config(text: &str, org: &Org, upstream: &Origin) -> Vec<Leftover> {
    let mut found = in_text(text, None, org, upstream);
    let entries = match yaml::parse(text).map(|node| node.value) {
        Ok(Value::Map(entries)) => entries,
        _ => Vec::new(),
    };
    for entry in entries.iter().filter(|entry| entry.key == "title") {
        let title = yaml::scalar(&entry.node, text);
        if let Some(title) = title.filter(|title| upstream.title.as_ref() == Some(title)) {
            let message = format!("the title `{title}` is upstream's");
            found.push(Leftover { at: entry.node.span.start, message });
        }
    }
    sorted(found)
}

/// Finds what is left in any text: upstream's names, people and addresses.
pub fn in_text(text: &str, base: Option<&str>, org: &Org, upstream: &Origin) -> Vec<Leftover> {
    let mut found = Vec::new();
    for (key, name) in &upstream.org {
        if org.get(key) == Some(name) || name.chars().count() < 3 {
            continue;
        }
        found.extend(
            words(text, name).map(|at| Leftover { at, message: format!("`{name}` is upstream's `org.{key}`") }),
        );
    }
    let places: BTreeSet<String> =
        upstream.addresses.iter().chain([&upstream.source]).filter_map(|address| place_of(address)).collect();
    let is_upstreams = |domain: &str| {
        let hosts = places.iter().filter(|place| !place.contains('/'));
        domain.contains('.') && hosts.clone().any(|host| host == domain || host.ends_with(&format!(".{domain}")))
    };
    let old: BTreeSet<&str> = emails(base.unwrap_or("")).map(|(_, address)| address).collect();
    for (at, address) in emails(text) {
        let domain = address.rsplit('@').next().unwrap_or("");
        if old.contains(address) || is_upstreams(domain) {
            found.push(Leftover { at, message: format!("`{address}` is upstream's address") });
        }
    }
    for place in &places {
        found.extend(
            addresses(text, place)
                .map(|(at, address)| Leftover { at, message: format!("`{address}` leads to upstream") }),
        );
    }
    sorted(found)
}

fn sorted(mut found: Vec<Leftover>) -> Vec<Leftover> {
    found.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| one.message.cmp(&other.message)));
    found
}

/// What all addresses of an owner have in common: the host, and on a host that many share the
/// owner's folder.
fn place_of(address: &str) -> Option<String> {
    let is_far = address.contains("://") || address.split_once(':').is_some_and(|(host, _)| host.contains('@'));
    let url = Repository::normalise_url(address);
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

/// Where a name stands as a word of its own.
fn words<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Web addresses below a place, each whole, on whatever subdomain.
fn addresses<'t>(text: &'t str, place: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | '`' | '|');
    text.match_indices(place).filter_map(move |(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '@');
        let before = text[..at].chars().next_back();
        let after = text[at + place.len()..].chars().next();
        if before.is_some_and(is_part) || after.is_some_and(|c| is_part(c) && c != '@') {
            return None;
        }
        let start =
            text[..at].rfind(ends).map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
        let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
        let whole = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        (!text[start..at].contains('@')).then_some((start, whole))
    })
}

/// E-mail addresses.
fn emails(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    text.match_indices('@').filter_map(move |(at, _)| {
        let start = text[..at]
            .rfind(|c| !is_part(c))
            .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
        let rest = &text[at + 1..];
        let end = at + 1 + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let address = text[start..end].trim_end_matches('.');
        let domain = address.get(at - start + 1..).unwrap_or("");
        (start < at && domain.contains('.')).then_some((start, address))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn upstream(source: &str) -> Origin {
        Origin {
            source: source.to_owned(),
            content: "content".to_owned(),
            reference: None,
            revision: String::new(),
            adopted: String::new(),
            org: BTreeMap::from([("name".to_owned(), "Acme".to_owned())]),
            title: Some("How Acme leads".to_owned()),
            addresses: vec!["https://playbook.acme.com/lead/".to_owned()],
        }
    }

    fn org() -> Org {
        BTreeMap::from([("name".to_owned(), "Initech".to_owned())])
    }

    #[track_caller]
    fn check(found: Vec<Leftover>, expected: &[&str]) {
        let found: Vec<String> = found.into_iter().map(|left| format!("{}: {}", left.at, left.message)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_left_of_upstream_is_named_at_its_place() {
        let base = "---\nowner: \"@ceo\"\n---\nWrite to hr@acme.com at Acme, not Acmeville.\n";
        let text = format!("{base}\n{{{{ org.product }}}} [x](https://git.acme.com/x) (see playbook.acme.com/lead).\n");
        check(
            in_page(&text, Some(base), &org(), &upstream("https://git.acme.com/playbook.git")),
            &[
                "12: the owner `@ceo` is upstream's",
                "31: `hr@acme.com` is upstream's address",
                "46: `Acme` is upstream's `org.name`",
                "68: `org.product` has no value in the config",
                "90: `https://git.acme.com/x` leads to upstream",
                "119: `playbook.acme.com/lead` leads to upstream",
            ],
        );
    }

    #[test]
    fn on_a_host_that_many_share_only_upstreams_folder_is_upstreams() {
        let text =
            "https://github.com/acme/x https://github.com/acmeville https://github.com/rust-lang jobs@acme.com a@b.com";
        for source in ["https://github.com/acme/playbook.git", "git@github.com:acme/playbook.git"] {
            check(
                in_text(text, None, &org(), &upstream(source)),
                &["0: `https://github.com/acme/x` leads to upstream", "84: `jobs@acme.com` is upstream's address"],
            );
        }
    }

    #[test]
    fn the_config_keeps_no_title_and_no_name() {
        check(
            in_config("title: \"How Acme leads\"\ndescription: At Acme\n", &Org::new(), &upstream("../acme")),
            &[
                "7: the title `How Acme leads` is upstream's",
                "12: `Acme` is upstream's `org.name`",
                "40: `Acme` is upstream's `org.name`",
            ],
        );
    }
}

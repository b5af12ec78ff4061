//! What a page still says of the organisation that it came from. Knows one page, not the others.

use std::collections::BTreeSet;

use super::lock::Origin;
use crate::page::front_matter::split;
use crate::page::{Markdown, Org, Page};
use crate::source::Source;

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
pub fn find(text: &str, base: Option<&str>, org: &Org, upstream: &Origin) -> Vec<Leftover> {
    let mut found = Vec::new();
    let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), org);
    for (key, span) in &page.oddities.unknown_variables {
        found.push(Leftover { at: span.start, message: format!("`org.{key}` has no value in the config") });
    }
    for (key, name) in &upstream.org {
        if org.get(key) == Some(name) || name.chars().count() < 3 {
            continue;
        }
        found.extend(words(text, name).map(|at| Leftover {
            at,
            message: format!("`{name}` is upstream's `org.{key}`; write `{{{{ org.{key} }}}}`"),
        }));
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
    let old_addresses: BTreeSet<&str> = addresses(base).map(|(_, address)| address).collect();
    let kept = addresses(text).filter(|(_, address)| old_addresses.contains(address));
    found.extend(kept.map(|(at, address)| Leftover { at, message: format!("`{address}` is upstream's address") }));
    let host = upstream.source.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or("");
    if !host.is_empty() {
        let links = page.links.iter().filter(|link| link.written.contains(&format!("://{host}/")));
        found.extend(links.map(|link| Leftover {
            at: link.span.start,
            message: format!("`{}` leads to upstream's host", link.written),
        }));
    }
    sorted(found)
}

fn sorted(mut found: Vec<Leftover>) -> Vec<Leftover> {
    found.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| one.message.cmp(&other.message)));
    found
}

/// Where a name stands as a word of its own.
fn words<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// E-mail addresses.
fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
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

    #[test]
    fn what_is_left_of_upstream_is_named_at_its_place() {
        let upstream = Origin {
            source: "https://git.acme.com/playbook.git".to_owned(),
            content: "content".to_owned(),
            reference: None,
            revision: String::new(),
            adopted: String::new(),
            org: BTreeMap::from([("name".to_owned(), "Acme".to_owned())]),
        };
        let org = BTreeMap::from([("name".to_owned(), "Initech".to_owned())]);
        let base = "---\nowner: \"@ceo\"\n---\nWrite to hr@acme.com at Acme, not Acmeville.\n";
        let text = format!("{base}\n{{{{ org.product }}}} [x](https://git.acme.com/x)\n");
        let found: Vec<String> = find(&text, Some(base), &org, &upstream)
            .into_iter()
            .map(|left| format!("{}: {}", left.at, left.message))
            .collect();
        assert_eq!(
            found,
            [
                "12: the owner `@ceo` is upstream's",
                "31: `hr@acme.com` is upstream's address",
                "46: `Acme` is upstream's `org.name`; write `{{ org.name }}`",
                "68: `org.product` has no value in the config",
                "90: `https://git.acme.com/x` leads to upstream's host",
            ]
        );
    }
}

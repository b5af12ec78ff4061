//! What a file still says of the organisation that the playbook came from. Knows one file at a time,
//! not the disk.

mod addresses;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use self::addresses::{addresses, emails, is_below, own_domain, place_of};
use super::lock::Origin;
use crate::config::Config;
use crate::page::front_matter::{FrontMatter, split};
use crate::page::kinds::Data;
use crate::page::{Markdown, Org, Page};
use crate::source::Source;
use crate::yaml::{self, Entry, Value};

/// A shorter name is looked for only as it is written.
const SHORT_NAME: usize = 3;

/// Something that is left, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The bytes of the text that say so.
    pub span: Range<usize>,
    /// What it is, for the author.
    pub message: String,
}

/// What tells that a text is upstream's.
#[derive(Clone, Debug)]
pub struct Traces<'a> {
    upstream: &'a Origin,
    /// The adopter's settings: what they still share with upstream's is a trace.
    config: &'a Config,
    /// Where upstream is on the web: hosts, and on hosts that many share folders.
    places: BTreeSet<String>,
    /// The domains of its e-mail addresses.
    domains: BTreeSet<String>,
}

impl<'a> Traces<'a> {
    /// What upstream's texts and settings tell of it. What is the adopter's too tells nothing.
    pub fn new(config: &'a Config, upstream: &'a Origin, texts: &[&str]) -> Self {
        let own = [&config.base_url, &config.repo_url].into_iter().flatten().filter_map(|address| place_of(address));
        let own: BTreeSet<String> = own.collect();
        let addresses = upstream.addresses.iter().chain([&upstream.source]);
        let mut places: BTreeSet<String> = addresses.filter_map(|address| place_of(address)).collect();
        places.retain(|place| !own.contains(place));
        let texts = texts.iter().copied().chain(upstream.footer.iter().map(String::as_str));
        let mut domains: BTreeSet<String> =
            texts.flat_map(|text| emails(text).filter_map(|email| own_domain(&text[email]))).collect();
        domains.retain(|domain| !own.iter().any(|host| is_below(host, domain)));
        // Mail at `acme.com` and a site at `playbook.acme.com`: all of `acme.com` is upstream's.
        let whole: Vec<String> =
            domains.iter().filter(|domain| places.iter().any(|host| is_below(host, domain))).cloned().collect();
        places.retain(|place| !whole.iter().any(|domain| is_below(place, domain)));
        places.extend(whole);
        domains.extend(places.iter().filter(|place| !place.contains('/')).cloned());
        Self { upstream, config, places, domains }
    }

    /// Finds what is left in a page. `base` is upstream's text of it; a page that only this playbook
    /// has holds nothing of upstream's but its names.
    pub fn in_page(&self, text: &str, base: Option<&str>) -> Vec<Leftover> {
        let mut found = self.in_text(text, base);
        let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &self.config.org);
        for (key, span) in &page.oddities.unknown_variables {
            let message = format!("`org.{key}` has no value in the config");
            found.push(Leftover { span: span.start..span.end, message });
        }
        if let Some(base) = base {
            found.extend(people(text, &page.front_matter, &split(base, 0, &Org::new()).0));
        }
        sorted(found)
    }

    /// Finds what is left in the config.
    pub fn in_config(&self, text: &str) -> Vec<Leftover> {
        let mut found = self.in_text(text, None);
        let entries = match yaml::parse(text).map(|node| node.value) {
            Ok(Value::Map(entries)) => entries,
            _ => Vec::new(),
        };
        let upstream = self.upstream;
        for entry in &entries {
            let span = entry.node.span.start..entry.node.span.end;
            let theirs = match entry.key.as_str() {
                "title" => upstream.title.as_ref().filter(|title| self.config.title.as_ref() == Some(*title)),
                "description" => {
                    upstream.description.as_ref().filter(|text| self.config.description.as_ref() == Some(*text))
                }
                _ => None,
            };
            found.extend(theirs.map(|theirs| {
                let message = format!("the {} `{}` is upstream's", entry.key, theirs.trim());
                Leftover { span, message }
            }));
            if let ("org" | "footer", Value::Map(inner)) = (entry.key.as_str(), &entry.node.value) {
                found.extend(inner.iter().filter_map(|inner| self.in_setting(text, &entry.key, inner)));
            }
        }
        sorted(found)
    }

    /// A value of the organisation, or a link of the footer, that is still upstream's.
    fn in_setting(&self, text: &str, group: &str, entry: &Entry) -> Option<Leftover> {
        let value = yaml::scalar(&entry.node, text)?;
        let key = &entry.key;
        let message = match group {
            "org" if !value.is_empty() && self.upstream.org.get(key) == Some(&value) => {
                format!("`org.{key}` is still upstream's `{value}`")
            }
            "footer" if self.upstream.footer.contains(&value) => {
                format!("the link `{key}` in the footer leads to upstream's `{value}`")
            }
            _ => return None,
        };
        Some(Leftover { span: entry.node.span.start..entry.node.span.end, message })
    }

    /// Finds what is left in any text: upstream's names and addresses.
    pub fn in_text(&self, text: &str, base: Option<&str>) -> Vec<Leftover> {
        let mut found = Vec::new();
        let old = base.unwrap_or("");
        let old: BTreeSet<&str> = emails(old).map(|email| &old[email]).collect();
        for span in emails(text) {
            let address = &text[span.clone()];
            let domain = address.rsplit('@').next().unwrap_or("").to_lowercase();
            if old.contains(address) || self.is_upstreams(&domain) {
                found.push(Leftover { message: format!("`{address}` is upstream's address"), span });
            }
        }
        for place in &self.places {
            found.extend(addresses(text, place).into_iter().map(|span| {
                let message = format!("`{}` leads to upstream", &text[span.clone()]);
                Leftover { span, message }
            }));
        }
        found.extend(self.names().flat_map(|(key, name)| {
            mentions(text, name).into_iter().map(move |span| {
                let message = format!("`{}` is upstream's `org.{key}`", &text[span.clone()]);
                Leftover { span, message }
            })
        }));
        sorted(found)
    }

    /// Whether mail of a domain is upstream's: of one of its own, of what is below it, or of that which
    /// is above its site.
    fn is_upstreams(&self, domain: &str) -> bool {
        let mut own = self.domains.iter();
        domain.contains('.') && own.any(|own| is_below(domain, own) || is_below(own, domain))
    }

    /// The name of upstream's that a file's name says, in whatever letters.
    pub fn in_name(&self, path: &str) -> Option<&str> {
        let path = path.to_lowercase();
        let says = |name: &str| !words(&path, &name.to_lowercase()).is_empty();
        self.names().map(|(_, name)| name).find(|name| name.chars().count() >= SHORT_NAME && says(name))
    }

    /// Upstream's values that are not the adopter's.
    fn names(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (org, upstream) = (&self.config.org, self.upstream);
        let others = upstream.org.iter().filter(|(key, name)| !name.is_empty() && org.get(*key) != Some(*name));
        others.map(|(key, name)| (key.as_str(), name.as_str()))
    }
}

/// The people and the sample that a page still has from upstream.
fn people(text: &str, here: &FrontMatter, old: &FrontMatter) -> Vec<Leftover> {
    let mut found = Vec::new();
    let mut add = |at: usize, owner: &str| {
        let at = at + text.get(at..).and_then(|rest| rest.find(owner)).unwrap_or(0);
        found.push(Leftover { span: at..at + owner.len(), message: format!("the owner `{owner}` is upstream's") });
    };
    if let Some(owner) = here.owner.as_deref().filter(|owner| old.owner.as_deref() == Some(*owner)) {
        add(here.owner_span.start, owner);
    }
    let (Data::Okr(okr), Data::Okr(sample)) = (&here.data, &old.data) else { return found };
    for result in &okr.key_results {
        let is_upstreams = |owner: &&str| sample.key_results.iter().any(|old| old.owner.as_deref() == Some(*owner));
        if let Some(owner) = result.owner.as_deref().filter(is_upstreams) {
            add(result.span.start, owner);
        }
    }
    if okr.objective.is_some() && okr.objective == sample.objective {
        found.push(Leftover { span: 0..0, message: "these OKRs are upstream's sample; write your own".to_owned() });
    }
    found
}

/// In their order, without what is part of something longer: a name in an address, `Acme` in
/// `Acme's`.
fn sorted(mut found: Vec<Leftover>) -> Vec<Leftover> {
    found.sort_by(|one, other| {
        let place = |left: &Leftover| (left.span.start, usize::MAX - left.span.end);
        place(one).cmp(&place(other)).then_with(|| one.message.cmp(&other.message))
    });
    let mut end = 0;
    found.retain(|left| {
        let is_inside = left.span.end > 0 && left.span.end <= end;
        end = end.max(left.span.end);
        !is_inside
    });
    found
}

/// Where a name stands: as it is written or, when it is long enough to be no other word, in capitals.
fn mentions(text: &str, name: &str) -> Vec<Range<usize>> {
    let capitals = name.to_uppercase();
    let mut found = words(text, name);
    if name.chars().count() >= SHORT_NAME && capitals != name {
        found.extend(words(text, &capitals));
    }
    found
}

/// Where a name stands as a word of its own.
fn words(text: &str, name: &str) -> Vec<Range<usize>> {
    let is_whole = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    text.match_indices(name).map(|(at, _)| at).filter(is_whole).map(|at| at..at + name.len()).collect()
}

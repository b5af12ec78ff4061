//! Which addresses the config may name. Knows the shape of web addresses, not the network.

use super::Config;
use crate::page::link::encode_letters as encode;
use crate::playbook::Repository;
use crate::yaml::Fields;

/// Whether an address can be the site's own.
pub fn is_base_url(url: &str) -> bool {
    is_web_address(url)
}

/// The site's own address with a slash at its end, its path encoded as the URL Standard has it.
pub fn base_url(written: &str) -> String {
    let host = written.find("://").map_or(0, |at| at + 3);
    let path = written[host..].find('/').map_or(written.len(), |at| host + at);
    format!("{}{}/", &written[..path], encode(written[path..].trim_end_matches('/')))
}

/// Tells of addresses that cannot be what they are for.
pub(super) fn check(fields: &mut Fields<'_>, config: &Config) {
    // A forge may be named as git names it.
    let repository = config.repo_url.as_deref().map(Repository::normalise_url);
    let checks = [
        ("base_url", config.base_url.as_deref(), config.base_url.as_deref(), "https://example.com/playbook/"),
        ("repo_url", config.repo_url.as_deref(), repository.as_deref(), "https://github.com/you/playbook"),
    ];
    for (key, written, meant, example) in checks {
        if let (Some(written), Some(meant), Some(entry)) = (written, meant, fields.entry(&[key]))
            && !is_web_address(meant)
        {
            let hint = format!("write it as `{key}: {example}`");
            fields.problem(entry.node.span, format!("`{key}` must be a web address, found `{written}`"), Some(hint));
        }
    }
}

/// Whether pages can be named by what follows an address: without a query or a fragment, which
/// would swallow it, and without an empty part in its path.
fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.map(|rest| rest.trim_end_matches('/')).is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with(['/', ':', '@'])
            && !rest.contains("//")
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"<>\\".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    #[test]
    fn the_path_is_encoded_and_ends_with_a_slash_and_the_host_stays() {
        for (written, address) in [
            ("https://a.org", "https://a.org/"),
            ("https://bücher.org/x/ü//", "https://bücher.org/x/%C3%BC/"),
            ("https://a.org/%C3%BC", "https://a.org/%C3%BC/"),
        ] {
            assert_eq!(base_url(written), address);
        }
    }

    #[test]
    fn an_address_is_whole_and_nothing_follows_its_path() {
        for good in ["https://a.org", "http://localhost:8000/", "https://a.org/x/y/", "https://a.org/x//"] {
            assert!(is_base_url(good), "{good}");
        }
        for bad in [
            "a.org",
            "https://",
            "https:///x",
            "https://a.org//x",
            "https://a.org/?a",
            "https://a.org/#b",
            "https://a b.org",
            "ftp://a.org",
        ] {
            assert!(!is_base_url(bad), "{bad}");
        }
    }

    #[test]
    fn a_repository_is_named_by_its_web_address_or_as_git_does() {
        let problem = |url: &str| {
            let problems = config::parse(&format!("repo_url: \"{url}\"\n")).err().unwrap_or_default();
            problems.into_iter().map(|problem| (problem.span.start, problem.message)).next()
        };
        for good in ["https://github.com/o/r.git", "git@github.com:o/r.git", "ssh://git@a.org/o/r"] {
            assert_eq!(problem(good), None, "{good}");
        }
        for bad in [
            "github.com/o/r",
            "https://github.com/o r",
            "https://github.com/o/r?tab=x",
            "file:///o/r",
            "../r",
            "javascript:alert(1)",
        ] {
            assert_eq!(problem(bad), Some((10, format!("`repo_url` must be a web address, found `{bad}`"))));
        }
    }
}

//! The organisation's values for a new fork: as set, else as answered, else as upstream has them.
//! Knows the keys, not how the config is written.

use std::collections::BTreeSet;
use std::io::BufRead;

use crate::config::Config;
use crate::diagnostic::suggest::nearest;
use crate::failure::Failure;
use crate::page::{Org, Page};
use crate::source::{Source, SourcePath};
use crate::terminal::Terminal;
use crate::upgrade::layout::Files;
use crate::upgrade::settings::Values;

/// Reads `org.name=Acme`, `title=…` and `description=…`.
///
/// # Errors
/// Fails when one is something else.
pub(super) fn parse(set: &[String]) -> Result<Values, Failure> {
    let mut values = Values::default();
    for setting in set {
        let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        match setting.split_once('=') {
            Some(("title", value)) => values.title = Some(value.to_owned()),
            Some(("description", value)) => values.description = Some(value.to_owned()),
            Some((key, value)) if key.strip_prefix("org.").filter(is_key).is_some() => {
                values.org.insert(key["org.".len()..].to_owned(), value.to_owned());
            }
            _ => {
                return Err(Failure::new(format!("`--set {setting}` sets nothing"))
                    .hint("write it as `--set org.name=Acme` or `--set title=\"Our playbook\"`"));
            }
        }
    }
    Ok(values)
}

/// The keys of `org` that upstream has, or that its pages use.
pub(super) fn org_keys(upstream: &Org, adopted: &Files) -> BTreeSet<String> {
    let pages = adopted.iter().filter(|(path, _): &(&SourcePath, _)| path.is_page());
    let used = pages.flat_map(|(_, bytes)| {
        let source = Source::new(bytes.clone());
        Page::parse(&source, &Default::default(), &Org::new()).oddities.unknown_variables
    });
    used.map(|(key, _)| key).chain(upstream.keys().cloned()).collect()
}

/// A value that no page uses is most often one that was misspelt; the adopter's own pages may use it.
///
/// # Errors
/// Fails when a key was likely misspelt.
pub(super) fn check(set: &Values, keys: &BTreeSet<String>, terminal: &Terminal) -> Result<(), Failure> {
    for key in set.org.keys().filter(|key| !keys.contains(*key)) {
        if let Some(near) = nearest(key, keys.iter().map(String::as_str)) {
            return Err(Failure::new(format!("no page of upstream uses `org.{key}`"))
                .hint(format!("did you mean `org.{near}`?"))
                .hint("a value of your own can be added to `playbook.yaml` later"));
        }
        terminal.warn(&format!("no page of upstream uses `org.{key}`; it is set for pages of your own"));
    }
    Ok(())
}

/// Asks for what was not set, where there is somebody to answer. An empty answer leaves what
/// upstream has.
pub(super) fn complete(
    set: Values,
    upstream: &Config,
    keys: &BTreeSet<String>,
    mut answers: Option<&mut dyn BufRead>,
    terminal: &Terminal,
) -> Values {
    let mut answer = |key: &str, usual: Option<&str>| {
        let answers = answers.as_deref_mut()?;
        terminal.words(&format!("{key} [{}]: ", usual.unwrap_or_default()));
        let mut line = String::new();
        let _ = answers.read_line(&mut line);
        Some(line.trim().to_owned()).filter(|line| !line.is_empty())
    };
    let mut values = set;
    for key in keys {
        if values.org.contains_key(key) {
            continue;
        }
        let usual = upstream.org.get(key);
        let value = answer(&format!("org.{key}"), usual.map(String::as_str)).or_else(|| usual.cloned());
        values.org.extend(value.filter(|value| !value.is_empty()).map(|value| (key.clone(), value)));
    }
    values.title = values.title.or_else(|| answer("title", upstream.title.as_deref()));
    values.description = values.description.or_else(|| answer("description", upstream.description.as_deref()));
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ColorChoice;
    use crate::config;
    use crate::terminal::Volume;

    #[test]
    fn all_that_was_not_set_is_asked_for_and_an_empty_answer_leaves_it() {
        let terminal = Terminal::new(Volume::Quiet, ColorChoice::Never);
        let upstream = config::parse("title: How Acme leads\ndescription: All of it\norg: {name: Acme}\n").unwrap();
        let keys = BTreeSet::from(["name".to_owned(), "product".to_owned()]);
        let set = parse(&["org.product=Rocket".to_owned()]).unwrap();
        let mut typed = "Initech\n\n How Initech leads \n".as_bytes();
        let values = complete(set.clone(), &upstream, &keys, None, &terminal);
        assert_eq!((values.org["name"].as_str(), values.title, values.description), ("Acme", None, None));
        let values = complete(set, &upstream, &keys, Some(&mut typed), &terminal);
        assert_eq!(values.org["name"], "Initech");
        assert_eq!(values.org["product"], "Rocket");
        assert_eq!((values.title, values.description.as_deref()), (None, Some("How Initech leads")));
    }
}

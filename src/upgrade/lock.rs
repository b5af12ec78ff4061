//! `playbook.lock`: what this playbook was forked from, and which upstream text each of its files
//! was last merged with. Knows the file's keys, not where the file is.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::source::{Hash, SourcePath};
use crate::yaml::{self, Fields, Node, Problem, Value};

/// The file's name.
pub const FILE_NAME: &str = "playbook.lock";
/// The largest lock that is read: some 100,000 pages.
const MAX_BYTES: usize = 32 << 20;
const HEADER: &str = "# Written by playbook: what this playbook was forked from. Commit it, and do not edit it.\n";

/// The whole file. Everything that can be computed is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Where the playbook came from.
    pub upstream: Origin,
    /// Which of upstream's pages are wanted.
    pub wanted: Wanted,
    /// The adopted files by their path here.
    pub files: BTreeMap<SourcePath, Locked>,
    /// Theme files of this playbook, with the hash of the theme's own file when it was overridden.
    pub overrides: BTreeMap<SourcePath, Hash>,
}

/// Where a playbook came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// A git address, a path, or `builtin:starter`.
    pub source: String,
    /// Its content folder from its root, empty when that is the root itself.
    pub content: String,
    /// The branch or tag that is followed; the source's own when absent.
    pub reference: Option<String>,
    /// The commit, or the version of the program, that was merged last.
    pub revision: String,
    /// The day on which the playbook was forked.
    pub adopted: String,
    /// Upstream's own values of `org`, so that what is left of them can be found.
    pub org: BTreeMap<String, String>,
    /// Upstream's own title, for the same reason.
    pub title: Option<String>,
    /// What upstream says of itself in one sentence, for the same reason.
    pub description: Option<String>,
    /// Where upstream is published and kept, for the same reason.
    pub addresses: Vec<String>,
    /// Where the links in its footer lead, for the same reason.
    pub footer: Vec<String>,
}

/// Globs that say which of upstream's pages are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Wanted {
    /// When there are any, only these.
    pub only: Vec<String>,
    /// Never these.
    pub except: Vec<String>,
}

/// An adopted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The page's identity.
    pub id: String,
    /// The path in upstream.
    pub upstream_path: SourcePath,
    /// The hash of the upstream text that was merged last.
    pub base: Hash,
    /// Whether it is still here.
    pub state: State,
}

/// Whether an adopted file is still here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is.
    Adopted,
    /// The adopter removed it; it never comes back by itself.
    Removed,
    /// It is, and upstream has removed it: the adopter's from now on, unless it comes back there.
    Kept,
}

impl State {
    /// The word in `state:`; there is none for the usual one.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Adopted => None,
            Self::Removed => Some("removed"),
            Self::Kept => Some("kept"),
        }
    }

    fn of(word: Option<&str>) -> Self {
        [Self::Removed, Self::Kept].into_iter().find(|state| state.word() == word).unwrap_or(Self::Adopted)
    }
}

impl Lock {
    /// The lock as text: sorted, one file a line, so that git merges and shows it well.
    pub fn write(&self) -> String {
        let mut text = HEADER.to_owned();
        let upstream = &self.upstream;
        let source = quoted(&without_credentials(&upstream.source));
        let _ = writeln!(text, "version: 1\nupstream:\n  source: {source}");
        if !upstream.content.is_empty() {
            let _ = writeln!(text, "  content: {}", quoted(&upstream.content));
        }
        if let Some(reference) = &upstream.reference {
            let _ = writeln!(text, "  ref: {}", quoted(reference));
        }
        let _ = writeln!(text, "  revision: {}", quoted(&upstream.revision));
        let _ = writeln!(text, "  adopted: {}", upstream.adopted);
        for (name, globs) in [("only", &self.wanted.only), ("except", &self.wanted.except)] {
            if !globs.is_empty() {
                let globs: Vec<String> = globs.iter().map(|glob| quoted(glob)).collect();
                let _ = writeln!(text, "{name}: [{}]", globs.join(", "));
            }
        }
        if let Some(title) = &upstream.title {
            let _ = writeln!(text, "upstream_title: {}", quoted(title));
        }
        if let Some(description) = &upstream.description {
            let _ = writeln!(text, "upstream_description: {}", quoted(description));
        }
        for (key, addresses) in [("upstream_addresses", &upstream.addresses), ("upstream_footer", &upstream.footer)] {
            if !addresses.is_empty() {
                let addresses: Vec<String> =
                    addresses.iter().map(|address| quoted(&without_credentials(address))).collect();
                let _ = writeln!(text, "{key}: [{}]", addresses.join(", "));
            }
        }
        if !upstream.org.is_empty() {
            text.push_str("upstream_org:\n");
            upstream.org.iter().for_each(|(key, value)| {
                let _ = writeln!(text, "  {}: {}", quoted(key), quoted(value));
            });
        }
        text.push_str(if self.files.is_empty() { "files: []\n" } else { "files:\n" });
        for (path, file) in &self.files {
            let _ = write!(text, "  - {{id: {}, path: {}", quoted(&file.id), quoted(path.as_str()));
            if file.upstream_path != *path {
                let _ = write!(text, ", upstream_path: {}", quoted(file.upstream_path.as_str()));
            }
            let state = file.state.word().map(|word| format!(", state: {word}")).unwrap_or_default();
            let _ = writeln!(text, ", base: \"sha256:{}\"{state}}}", file.base.hex(64));
        }
        if !self.overrides.is_empty() {
            text.push_str("overrides:\n");
            for (path, hash) in &self.overrides {
                let _ = writeln!(text, "  - {{path: {}, base: \"sha256:{}\"}}", quoted(path.as_str()), hash.hex(64));
            }
        }
        text
    }
}

/// An address without what gives access to it: users, passwords, tokens. Only the name of a user
/// of ssh stays, without which the address leads nowhere.
pub fn without_credentials(source: &str) -> String {
    let Some((scheme, rest)) = source.split_once("://") else { return source.to_owned() };
    let is_web = matches!(scheme, "http" | "https");
    let rest = if is_web { rest.split(['?', '#']).next().unwrap_or("") } else { rest };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // A password with a slash in it ends the host too early; no port has letters.
    let is_cut = host.split_once(':').is_some_and(|(_, port)| !port.chars().all(|c| c.is_ascii_digit()));
    let (user, bare) = match (host.rsplit_once('@'), rest.rsplit_once('@')) {
        (Some((user, host)), _) => (user, format!("{host}{path}")),
        (None, Some((user, bare))) if is_cut => (user, bare.to_owned()),
        _ => ("", rest.to_owned()),
    };
    match user.split(':').next().filter(|name| !name.is_empty() && !is_web) {
        Some(name) => format!("{scheme}://{name}@{bare}"),
        None => format!("{scheme}://{bare}"),
    }
}

/// JSON's strings are YAML's, too.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// Reads a lock.
///
/// # Errors
/// Returns what is wrong with it, each at its place.
pub fn parse(text: &str) -> Result<Lock, Vec<Problem>> {
    let node = yaml::parse_up_to(text, MAX_BYTES).map_err(|error| {
        vec![Problem { span: error.span, message: error.message, hints: error.hint.into_iter().collect() }]
    })?;
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    let mut fields = Fields::new(text, entries);
    let lock = read(text, &mut fields, &node);
    let problems = fields.into_problems();
    if problems.is_empty() { Ok(lock) } else { Err(problems) }
}

fn read(text: &str, fields: &mut Fields<'_>, node: &Node) -> Lock {
    if fields.number(&["version"]) != Some(1.0) {
        let hint = "update the program, or fork again".to_owned();
        fields.problem(node.span, "this lock is of another version than 1".to_owned(), Some(hint));
    }
    let mut origin = Fields::new(text, fields.group(&["upstream"]));
    let org = fields.group(&["upstream_org"]);
    let upstream = Origin {
        source: origin.text(&["source"]).unwrap_or_default(),
        content: origin.text(&["content"]).unwrap_or_default(),
        reference: origin.text(&["ref"]),
        revision: origin.text(&["revision"]).unwrap_or_default(),
        adopted: origin.text(&["adopted"]).unwrap_or_default(),
        title: fields.text(&["upstream_title"]),
        description: fields.text(&["upstream_description"]),
        addresses: fields.texts(&["upstream_addresses"]),
        footer: fields.texts(&["upstream_footer"]),
        org: org.iter().filter_map(|entry| Some((entry.key.clone(), yaml::scalar(&entry.node, text)?))).collect(),
    };
    if upstream.source.is_empty() {
        fields.problem(node.span, "the lock does not say what was forked (`upstream: source:`)".to_owned(), None);
    }
    let wanted = Wanted { only: fields.texts(&["only"]), except: fields.texts(&["except"]) };
    let mut files = BTreeMap::new();
    let mut overrides = BTreeMap::new();
    for (key, item) in items(fields, "files").into_iter().chain(items(fields, "overrides")) {
        let Value::Map(entries) = &item.value else { continue };
        let mut own = Fields::new(text, entries);
        let path = own.text(&["path"]).as_deref().and_then(adopted_path);
        let base = own.text(&["base"]).and_then(|base| Hash::from_hex(base.strip_prefix("sha256:")?));
        let (Some(path), Some(base)) = (path, base) else {
            fields.problem(item.span, "this entry has no valid `path` and `base`".to_owned(), None);
            continue;
        };
        if key == "overrides" {
            overrides.insert(path, base);
            continue;
        }
        let upstream_path = own.text(&["upstream_path"]).as_deref().and_then(adopted_path);
        let state = State::of(own.text(&["state"]).as_deref());
        let id = own.text(&["id"]).unwrap_or_else(|| path.without_extension().to_owned());
        let upstream_path = upstream_path.unwrap_or_else(|| path.clone());
        files.insert(path, Locked { id, upstream_path, base, state });
    }
    Lock { upstream, wanted, files, overrides }
}

/// No name that begins with a dot was ever adopted; one that stands here could reach git's own files.
fn adopted_path(text: &str) -> Option<SourcePath> {
    SourcePath::new(text).filter(|path| !path.is_hidden())
}

fn items<'a>(fields: &Fields<'a>, key: &'static str) -> Vec<(&'static str, &'a Node)> {
    match fields.entry(&[key]).map(|entry| &entry.node.value) {
        Some(Value::List(items)) => items.iter().map(|item| (key, item)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let locked = |upstream: &str, state| Locked {
            id: "people/\"hiring\"".to_owned(),
            upstream_path: path(upstream),
            base: Hash::of(b"text"),
            state,
        };
        let lock = Lock {
            upstream: Origin {
                source: "https://example.com/playbook.git".to_owned(),
                content: "content".to_owned(),
                reference: Some("v1.4.0".to_owned()),
                revision: "3f1c".to_owned(),
                adopted: "2026-10-05".to_owned(),
                org: BTreeMap::from([("name".to_owned(), "Acme: & Söhne".to_owned())]),
                title: Some("How \"we\" lead".to_owned()),
                description: Some("All: of it".to_owned()),
                addresses: vec!["https://playbook.acme.com/".to_owned()],
                footer: vec!["mailto:legal@acme.com".to_owned()],
            },
            wanted: Wanted { only: Vec::new(), except: vec!["okrs/**".to_owned()] },
            files: BTreeMap::from([
                (path("content/a b.md"), locked("content/a b.md", State::Removed)),
                (path("content/kept.md"), locked("content/kept.md", State::Kept)),
                (path("content/ü.md"), locked("content/old.md", State::Adopted)),
            ]),
            overrides: BTreeMap::from([(path("templates/page.html"), Hash::of(b""))]),
        };
        assert_eq!(parse(&lock.write()).unwrap(), lock);
        assert_eq!(parse(&lock.write()).unwrap().write(), lock.write());
        assert!(parse(&lock.write().replace("content/ü.md", ".git/hooks/post-commit")).is_err());
    }

    #[test]
    fn no_password_and_no_token_gets_into_the_lock() {
        for (written, kept) in [
            ("https://me:s3cret@example.com/a.git", "https://example.com/a.git"),
            ("https://s3cret@example.com:8443/@scope/a.git", "https://example.com:8443/@scope/a.git"),
            ("https://me:s3/cr@et@example.com/a.git", "https://example.com/a.git"),
            ("https://example.com/a.git?private_token=s3cret#x", "https://example.com/a.git"),
            ("ssh://git:s3cret@example.com/a.git", "ssh://git@example.com/a.git"),
            ("ssh://git@example.com:22/a.git", "ssh://git@example.com:22/a.git"),
            ("git@example.com:a/b.git", "git@example.com:a/b.git"),
            ("../what?/a#b", "../what?/a#b"),
        ] {
            assert_eq!(without_credentials(written), kept);
        }
        let text = "version: 1\nupstream: {source: \"https://me:s3cret@example.com/a.git\"}\n";
        assert!(!parse(text).unwrap().write().contains("s3cret"));
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        let hash = Hash::of(b"").hex(64);
        let text = format!(
            "version: 1\nupstream: {{source: x}}\nfiles:\n  - {{path: ../../etc/passwd, base: \"sha256:{hash}\"}}\n"
        );
        assert_eq!(parse(&text).unwrap_err()[0].message, "this entry has no valid `path` and `base`");
    }
}

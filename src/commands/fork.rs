//! `playbook fork` and `playbook init`: a playbook of one's own from another one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::ci::{self, Forge};
use crate::cli::Outcome;
use crate::config;
use crate::diagnostic::suggest::nearest;
use crate::failure::Failure;
use crate::page::{Org, Page};
use crate::source::SourcePath;
use crate::terminal::{Terminal, plural};
use crate::upgrade::layout::{Files, Layout, config_of};
use crate::upgrade::lock::{Lock, Locked, Origin, State, Wanted, without_credentials};
use crate::upgrade::text::hash;
use crate::upgrade::{own_id, settings};
use crate::upstream::adoption::{create, overrides, prune, without_twins, write_cache};
use crate::upstream::journal::Change;
use crate::upstream::{BUILTIN, Fetched, Source};

/// `playbook init`
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// Make the playbook in this folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Set a value, such as `org.name=Acme`; on a terminal the others are asked for
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Write the workflow that checks and publishes it, also into a playbook that is there already
    #[arg(long, value_name = "FORGE")]
    ci: Option<Forge>,
}

/// `playbook fork`
#[derive(Args, Debug)]
pub(crate) struct Fork {
    /// A git address, a local repository or folder, or `builtin:starter`
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Make the playbook in this folder [default: the source's name]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Follow this branch or tag
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// Take only these pages, now and later
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,
    /// Never take these pages
    #[arg(long, value_name = "GLOB")]
    except: Vec<String>,
    /// Set a value, such as `org.name=Acme`; on a terminal the others are asked for
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Write the workflow that checks and publishes it
    #[arg(long, value_name = "FORGE")]
    ci: Option<Forge>,
}

/// Runs `playbook init`.
pub(crate) fn init(args: &Init, terminal: &Terminal) -> Result<Outcome, Failure> {
    if let (Some(forge), true, []) = (args.ci, args.dir.join(config::FILE_NAME).exists(), args.set.as_slice()) {
        ci::add(forge, &args.dir, terminal)?;
        return Ok(Outcome::Clean);
    }
    let args = Fork {
        source: BUILTIN.to_owned(),
        dir: Some(args.dir.clone()),
        reference: None,
        only: Vec::new(),
        except: Vec::new(),
        set: args.set.clone(),
        ci: args.ci,
    };
    run(&args, terminal)
}

/// Runs `playbook fork`.
pub(crate) fn run(args: &Fork, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = args.dir.clone().unwrap_or_else(|| default_folder(&args.source));
    let taken = [config::FILE_NAME, crate::upgrade::lock::FILE_NAME].into_iter().find(|name| root.join(name).exists());
    if let Some(name) = taken {
        return Err(Failure::new(format!("`{}` is already a playbook: it has a `{name}`", root.display()))
            .hint("choose another folder"));
    }
    let (org, title) = parse_values(&args.set)?;
    let source = Source::find(&args.source, Path::new("."))?;
    let scratch = std::env::temp_dir().join(format!("playbook-{}", std::process::id()));
    if source.has_credentials() {
        terminal.warn("the address holds a password or a token, which `playbook.lock` does not keep\n  hint: let git remember it with a credential helper, or use ssh");
    }
    let read = source.read(args.reference.as_deref(), &scratch);
    let _ = std::fs::remove_dir(&scratch);
    let fetched = without_twins(prune(read?));
    fetched.notes.iter().for_each(|note| terminal.warn(note));
    let layout = Layout::of(&fetched.files);
    let wanted = Wanted { only: args.only.clone(), except: args.except.clone() };
    let adopted = adopted(&fetched, &layout, &wanted);
    if !adopted.keys().any(SourcePath::is_page) {
        return Err(Failure::new(format!("`{}` has no pages to take", without_credentials(&args.source)))
            .hint("look at `--only` and `--except`, and at the folder that you named"));
    }
    let config = config_of(&fetched.files);
    let keys = keys_of(&config.org, &adopted);
    check_set(&org, &keys, terminal)?;
    let values = ask(&config.org, &keys, org, terminal);
    let lock = Lock {
        upstream: Origin {
            source: written_source(&args.source, &source, &root),
            content: layout.content.clone(),
            reference: args.reference.clone(),
            revision: fetched.revision.clone(),
            adopted: today(),
            org: config.org.clone(),
            title: config.title.clone(),
            addresses: [&config.base_url, &config.repo_url].into_iter().flatten().cloned().collect(),
        },
        wanted,
        files: adopted.iter().map(|(path, bytes)| (path.clone(), locked(path, bytes, &layout))).collect(),
        overrides: overrides(&config, &adopted, &BTreeMap::new()),
    };
    let mut files: Vec<Change> =
        adopted.iter().map(|(path, bytes)| Change { path: path.clone(), new: Some(bytes.to_vec()) }).collect();
    files.extend(new_config(&fetched, &values, title.as_deref(), terminal));
    files.extend(args.ci.and_then(Forge::workflow));
    create(&root, files, &lock, &adopted)?;
    if source.is_far() {
        write_cache(&root, &fetched)?;
    }
    tell(&root, &adopted, terminal);
    args.ci.iter().for_each(|forge| forge.tell(terminal));
    Ok(Outcome::Clean)
}

/// The files that the fork gets.
fn adopted(fetched: &Fetched, layout: &Layout, wanted: &Wanted) -> Files {
    let files = fetched.files.iter().filter(|(path, _)| layout.adopts(path) && wanted.has(path, layout));
    files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

fn tell(root: &Path, adopted: &Files, terminal: &Terminal) {
    let pages = adopted.keys().filter(|path| path.is_page()).count();
    let enter = if root == Path::new(".") { String::new() } else { format!("cd {} && ", root.display()) };
    terminal.say(&format!(
        "forked {} into `{}`; next: {enter}playbook serve --open",
        plural(pages, "page"),
        root.display()
    ));
}

fn locked(path: &SourcePath, bytes: &[u8], layout: &Layout) -> Locked {
    Locked { id: own_id(path, bytes, layout), upstream_path: path.clone(), base: hash(bytes), state: State::Adopted }
}

fn new_config(fetched: &Fetched, org: &Org, title: Option<&str>, terminal: &Terminal) -> Option<Change> {
    let path = SourcePath::new(config::FILE_NAME)?;
    let old = fetched.files.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let (readable, left_out) = settings::readable(&old);
    for problem in left_out {
        terminal.warn(&format!(
            "`playbook.yaml` of upstream, {problem}\n  hint: it stands in yours as a comment; a newer program may know it"
        ));
    }
    let new = settings::adopt(&readable, org, title);
    let new = if new.is_empty() { "# Settings of this playbook. Every key has a default.\n".to_owned() } else { new };
    Some(Change { path, new: Some(new.into_bytes()) })
}

/// `https://example.com/playbook.git` makes the folder `playbook`.
fn default_folder(source: &str) -> PathBuf {
    let name = source.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or(source);
    PathBuf::from(name.strip_suffix(".git").unwrap_or(name))
}

/// A path is written so that it leads there from the new playbook.
fn written_source(written: &str, source: &Source, root: &Path) -> String {
    let (Source::Repository(path) | Source::Folder(path)) = source else { return without_credentials(written) };
    if path.is_absolute() || root.is_absolute() {
        return std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string();
    }
    let ups = root.components().filter(|part| matches!(part, std::path::Component::Normal(_))).count();
    Path::new(&"../".repeat(ups)).join(written).display().to_string()
}

/// `org.name=Acme` and `title=…`.
fn parse_values(set: &[String]) -> Result<(Org, Option<String>), Failure> {
    let mut org = Org::new();
    let mut title = None;
    for setting in set {
        let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        match setting.split_once('=') {
            Some(("title", value)) => title = Some(value.to_owned()),
            Some((key, value)) if key.strip_prefix("org.").filter(is_key).is_some() => {
                org.insert(key["org.".len()..].to_owned(), value.to_owned());
            }
            _ => {
                return Err(Failure::new(format!("`--set {setting}` sets nothing"))
                    .hint("write it as `--set org.name=Acme` or `--set title=\"Our playbook\"`"));
            }
        }
    }
    Ok((org, title))
}

/// The organisation's values that upstream has, or that its pages use.
fn keys_of(upstream: &Org, adopted: &Files) -> BTreeSet<String> {
    let pages = adopted.iter().filter(|(path, _)| path.is_page());
    let used = pages.flat_map(|(_, bytes)| {
        let source = crate::source::Source::new(bytes.clone());
        Page::parse(&source, &Default::default(), &Org::new()).oddities.unknown_variables
    });
    used.map(|(key, _)| key).chain(upstream.keys().cloned()).collect()
}

/// A value that no page uses is most often one that was misspelt; the adopter's own pages may use it.
fn check_set(set: &Org, keys: &BTreeSet<String>, terminal: &Terminal) -> Result<(), Failure> {
    for key in set.keys().filter(|key| !keys.contains(*key)) {
        if let Some(near) = nearest(key, keys.iter().map(String::as_str)) {
            return Err(Failure::new(format!("no page of upstream uses `org.{key}`"))
                .hint(format!("did you mean `org.{near}`?"))
                .hint("a value of your own can be added to `playbook.yaml` later"));
        }
        terminal.warn(&format!("no page of upstream uses `org.{key}`; it is set for pages of your own"));
    }
    Ok(())
}

/// The organisation's values: as set, else as answered on a terminal, else upstream's.
fn ask(upstream: &Org, keys: &BTreeSet<String>, set: Org, terminal: &Terminal) -> Org {
    let is_asked = std::io::stdin().is_terminal();
    let mut values = set;
    for key in keys {
        if values.contains_key(key) {
            continue;
        }
        let usual = upstream.get(key).cloned().unwrap_or_default();
        let mut answer = String::new();
        if is_asked {
            terminal.words(&format!("org.{key} [{usual}]: "));
            let _ = std::io::stdin().lock().read_line(&mut answer);
        }
        let answer = answer.trim();
        let value = if answer.is_empty() { usual } else { answer.to_owned() };
        if !value.is_empty() {
            values.insert(key.clone(), value);
        }
    }
    values
}

/// The day, or that of `SOURCE_DATE_EPOCH` for output that can be made again.
fn today() -> String {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let now = epoch.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_else(jiff::Timestamp::now);
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

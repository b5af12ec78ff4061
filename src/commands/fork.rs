//! `playbook fork` and `playbook init`: a playbook of one's own from another one.

mod settings;
mod values;

use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::ci::{self, Forge};
use crate::cli::Outcome;
use crate::config;
use crate::config::Config;
use crate::failure::Failure;
use crate::paste::quoted;
use crate::project::{self, Wishes};
use crate::source::SourcePath;
use crate::terminal::{Terminal, plural};
use crate::upgrade::layout::{Files, Layout, config_of};
use crate::upgrade::lock::{Lock, Locked, Origin, State, Wanted, without_credentials};
use crate::upgrade::own_id;
use crate::upgrade::text::hash;
use crate::upstream::adoption::{create, prune, without_twins, write_cache};
use crate::upstream::journal::{self, Change};
use crate::upstream::{BUILTIN, Fetched, Source, overrides};

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
    let root = args.dir.clone().map_or_else(|| default_folder(&args.source), Ok)?;
    refuse_existing(&root)?;
    let set = values::parse(&args.set)?;
    let source = Source::find(&args.source, Path::new("."))?;
    refuse_inside(&source, args, &root)?;
    if source.has_credentials() {
        terminal.warn("the address holds a password or a token, which `playbook.lock` does not keep\n  hint: let git remember it with a credential helper, or use ssh");
    }
    let fetched = without_twins(prune(source.read(args.reference.as_deref(), &std::env::temp_dir())?));
    fetched.notes.iter().for_each(|note| terminal.warn(note));
    let layout = Layout::of(&fetched.files);
    let wanted = Wanted { only: args.only.clone(), except: args.except.clone() };
    let adopted = adopted(&fetched, &layout, &wanted);
    if !adopted.keys().any(SourcePath::is_page) {
        return Err(Failure::new(format!("`{}` has no pages to take", without_credentials(&args.source)))
            .hint("look at `--only` and `--except`, and at the folder that you named"));
    }
    let config = config_of(&fetched.files);
    let keys = values::org_keys(&config.org, &adopted);
    values::check(&set, &keys, terminal)?;
    let stdin = std::io::stdin();
    let mut answers = stdin.is_terminal().then(|| stdin.lock());
    let answers = answers.as_mut().map(|answers| answers as &mut dyn BufRead);
    let values = values::complete(set, &config, &keys, answers, terminal);
    let today = project::today(&Wishes::default())?;
    let lock = Lock {
        upstream: Origin {
            source: source.written(&args.source, &root),
            reference: args.reference.clone(),
            revision: fetched.revision.clone(),
            adopted: today.to_string(),
            ..origin(&config, &layout)
        },
        wanted,
        files: adopted.iter().map(|(path, bytes)| (path.clone(), locked(path, bytes, &layout))).collect(),
        overrides: overrides::noted(&config, &adopted, &BTreeMap::new()),
    };
    let unfit = settings::unfit(&config, &adopted, &layout, today);
    // The config first: by it a fork is found that was interrupted.
    let mut files: Vec<Change> = settings::adapted(&fetched, &values, &unfit, terminal).into_iter().collect();
    files.extend(adopted.iter().map(|(path, bytes)| Change::new_file(path.clone(), bytes.to_vec())));
    files.extend(args.ci.and_then(Forge::workflow));
    create(&root, files, &lock, &adopted)?;
    if source.is_far() {
        write_cache(&root, &fetched)?;
    }
    tell(&root, &adopted, terminal);
    args.ci.iter().for_each(|forge| forge.tell(terminal));
    Ok(Outcome::Clean)
}

fn refuse_inside(source: &Source, args: &Fork, root: &Path) -> Result<(), Failure> {
    if !source.holds(root) {
        return Ok(());
    }
    let (root, source) = (root.display(), &args.source);
    Err(Failure::new(format!("`{root}` is inside of `{source}`, so that it would become part of its own upstream"))
        .hint("choose a folder beside it"))
}

/// A playbook that is there is never written over.
fn refuse_existing(root: &Path) -> Result<(), Failure> {
    if journal::is_begun(root) {
        return Err(
            Failure::new(format!("a fork into `{}` was interrupted", root.display())).hint(journal::how_to_end(root))
        );
    }
    match [config::FILE_NAME, crate::upgrade::lock::FILE_NAME].into_iter().find(|name| root.join(name).exists()) {
        Some(name) => Err(Failure::new(format!("`{}` is already a playbook: it has a `{name}`", root.display()))
            .hint("choose another folder")),
        None => Ok(()),
    }
}

/// What upstream says of itself.
fn origin(config: &Config, layout: &Layout) -> Origin {
    let footer = config.brand.footer.iter().map(|(_, target)| target);
    Origin {
        content: layout.content.clone(),
        org: config.org.clone(),
        title: config.title.clone(),
        description: config.description.clone(),
        addresses: [&config.base_url, &config.repo_url].into_iter().flatten().cloned().collect(),
        footer: footer.filter(|target| config::brand::is_address(target)).cloned().collect(),
        ..Origin::default()
    }
}

/// The files that the fork gets.
fn adopted(fetched: &Fetched, layout: &Layout, wanted: &Wanted) -> Files {
    let files = fetched.files.iter().filter(|(path, _)| layout.adopts(path) && wanted.has(path, layout));
    files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

fn tell(root: &Path, adopted: &Files, terminal: &Terminal) {
    let pages = adopted.keys().filter(|path| path.is_page()).count();
    let enter =
        if root == Path::new(".") { String::new() } else { format!("cd {} && ", quoted(&root.display().to_string())) };
    terminal.say(&format!(
        "forked {} into `{}`; next: {enter}playbook serve --open",
        plural(pages, "page"),
        root.display()
    ));
}

fn locked(path: &SourcePath, bytes: &[u8], layout: &Layout) -> Locked {
    Locked { id: own_id(path, bytes, layout), upstream_path: path.clone(), base: hash(bytes), state: State::Adopted }
}

/// `https://example.com/playbook.git` makes the folder `playbook`.
///
/// # Errors
/// Fails when the source's name is none for a folder, as with `..`.
fn default_folder(source: &str) -> Result<PathBuf, Failure> {
    let name = source.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or(source);
    match name.strip_suffix(".git").unwrap_or(name) {
        "" | "." | ".." => Err(Failure::new(format!("`{source}` does not say how the new folder is to be called"))
            .hint(format!("name it: `playbook fork {source} DIR`"))),
        name => Ok(PathBuf::from(name)),
    }
}

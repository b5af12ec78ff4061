//! The command line. Knows flags and exit codes, not how anything is done.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::diagnostic::print::Format;
use crate::playbook::{Drafts, LinkStyle};
use crate::project::Wishes;
use crate::terminal::{Terminal, Volume};

/// Turns a folder of Markdown into a leadership playbook: a fast, linked static site.
#[derive(Parser, Debug)]
#[command(name = "playbook", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten, next_help_heading = "Everywhere")]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Args, Debug)]
struct Global {
    /// Look for playbook.yaml here and above, instead of in the current folder
    #[arg(short, long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Use this config file
    #[arg(short, long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read the Markdown files from this folder
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Take this day for today, such as 2026-11-16 [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<Date>,
    /// Publish drafts too
    #[arg(long, global = true)]
    drafts: bool,
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// When to use colours.
#[derive(Clone, Copy, ValueEnum, Debug, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Build the site into a folder
    Build(Build),
    /// Find what is wrong with the content, without building
    Check(Check),
    /// List the pages
    List(List),
    /// Make a page of some kind, or notes from a review's template
    New(New),
    /// Note that pages still hold: set the day of their last review to today
    Reviewed(Reviewed),
    /// Print the JSON Schema of a kind's front-matter, for editors
    Schema(Schema),
    /// Find pages, as the site's own search would
    Search(Search),
    /// Build, serve on this machine, and build again on every change
    #[command(visible_alias = "watch")]
    Serve(Serve),
    /// Make a new playbook from the built-in starter
    Init(commands::fork::Init),
    /// Make a playbook of your own from another one, and keep up with it
    Fork(commands::fork::Fork),
    /// Compare each page with upstream; exit code 2 when there is something to take
    Status(commands::status::Status),
    /// Take upstream's changes without losing your own
    Upgrade(commands::upgrade::Upgrade),
    /// Show word by word what this playbook changed
    Diff(commands::diff::Diff),
    /// Bring back a page that was removed here, or upstream's text of a page
    Restore(commands::restore::Restore),
    /// List what is left of the organisation that the playbook was forked from
    Doctor(commands::doctor::Doctor),
}

/// `playbook build`
#[derive(Args, Debug)]
pub struct Build {
    /// Write the site to this folder [default: public]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// The address at which the site will be published
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Write links that work without a web server, from a folder or a drive
    #[arg(long)]
    pub offline: bool,
    /// Write .gz and .br files beside texts, for servers that send them as they are
    #[arg(long, conflicts_with = "offline")]
    pub compress: bool,
    /// Write into a folder that is not empty and was not made by playbook
    #[arg(short, long)]
    pub force: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// How to write findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// `playbook check`
#[derive(Args, Debug)]
pub struct Check {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// How to write findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Fail when more pages than this are overdue for review
    #[arg(long, value_name = "N")]
    pub max_overdue: Option<usize>,
    /// Explain a rule and stop; `all` lists every rule
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
}

/// `playbook list`
#[derive(Args, Debug)]
pub struct List {
    /// Only pages of this kind
    #[arg(long)]
    pub kind: Option<String>,
    /// Only pages with this tag
    #[arg(long)]
    pub tag: Option<String>,
    /// Only pages of this owner
    #[arg(long)]
    pub owner: Option<String>,
    /// Only pages that are overdue for review, the longest first
    #[arg(long)]
    pub stale: bool,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ListFormat,
}

/// `playbook search`
#[derive(Args, Debug)]
pub struct Search {
    /// What to look for; quotes, kind:review and, after `--`, -word work as on the site
    #[arg(value_name = "QUERY", conflicts_with = "batch")]
    pub query: Option<Vec<String>>,
    /// How to write the pages
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ListFormat,
    /// Read one query a line from standard input, write one JSON array a line
    #[arg(long)]
    pub batch: bool,
    /// Find at most this many pages
    #[arg(long, value_name = "COUNT", default_value = "10")]
    pub limit: NonZeroUsize,
}

/// How a list of pages is written.
#[derive(Clone, Copy, ValueEnum, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// A table for people
    Human,
    /// An array of objects
    Json,
    /// A table in Markdown, for an issue or a message
    Md,
}

/// `playbook new`
#[derive(Args, Debug)]
pub struct New {
    /// The kind of page (practice, okr, review …), or `note`
    pub kind: String,
    /// Where the page goes, from the content folder; for a note, the review
    pub path: String,
    /// The page's title [default: from the path]
    #[arg(long)]
    pub title: Option<String>,
}

/// `playbook reviewed`
#[derive(Args, Debug)]
pub struct Reviewed {
    /// The pages
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
}

/// `playbook schema`
#[derive(Args, Debug)]
pub struct Schema {
    /// The kind of page [default: any]
    pub kind: Option<String>,
}

/// `playbook serve`
#[derive(Args, Debug)]
pub struct Serve {
    /// Listen on this address
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub interface: std::net::IpAddr,
    /// Listen on this port [default: 1111, or the next that is free]
    #[arg(short, long)]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Look for changes twice a second, where the system does not report them (network drives)
    #[arg(long)]
    pub poll: bool,
}

/// How a command ended, when it could do its job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The content is in order.
    Clean,
    /// The content has errors.
    Findings,
    /// Upstream has something to take.
    Updates,
}

/// Runs the program on the arguments of the process.
///
/// Exit codes: 0 clean, 1 errors in the content, 2 the job could not be done; `status` ends with 2
/// when there is something to take.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let volume = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => Volume::Quiet,
        (_, true) => Volume::Verbose,
        _ => Volume::Normal,
    };
    let terminal = Terminal::new(volume, cli.global.color);
    let wishes = Wishes {
        root: cli.global.root,
        config: cli.global.config,
        content: cli.global.content,
        as_of: cli.global.as_of,
        drafts: if cli.global.drafts { Drafts::Published } else { Drafts::LeftOut },
        ..Wishes::default()
    };
    let outcome = match cli.command {
        Command::Build(args) => {
            let style = if args.offline { LinkStyle::Offline } else { LinkStyle::Served };
            let wishes = Wishes { output: args.output_dir.clone(), base_url: args.base_url.clone(), style, ..wishes };
            commands::build::run(&args, &wishes, &terminal)
        }
        Command::Check(args) => commands::check::run(&args, &wishes, &terminal),
        Command::List(args) => commands::list::run(&args, &wishes, &terminal),
        Command::New(args) => commands::new::run(&args, &wishes, &terminal),
        Command::Reviewed(args) => commands::reviewed::run(&args, &wishes, &terminal),
        Command::Schema(args) => commands::schema::run(&args, &terminal),
        Command::Search(args) => commands::search::run(&args, &wishes, &terminal),
        Command::Serve(args) => commands::serve::run(&args, &wishes, &terminal),
        Command::Init(args) => commands::fork::init(&args, &terminal),
        Command::Fork(args) => commands::fork::run(&args, &terminal),
        Command::Status(args) => commands::status::run(&args, &wishes, &terminal),
        Command::Upgrade(args) => commands::upgrade::run(&args, &wishes, &terminal),
        Command::Diff(args) => commands::diff::run(&args, &wishes, &terminal),
        Command::Restore(args) => commands::restore::run(&args, &wishes, &terminal),
        Command::Doctor(args) => commands::doctor::run(&args, &wishes, &terminal),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Updates) => ExitCode::from(2),
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(2)
        }
    }
}

//! Where everything is: the config, the content, the theme and the output of one playbook. Knows
//! the disk and the command line's wishes, not what the content says.

mod ci;
mod places;

use std::fs;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

pub use places::awaited;
use places::{config_file, root_of, start};

use crate::build::{Inputs, Read};
use crate::config::{self, Config};
use crate::diagnostic::Severity;
use crate::diagnostic::print::position;
use crate::failure::Failure;
use crate::playbook::{Drafts, LinkStyle};
use crate::session::Session;
use crate::site::{Output, Site};
use crate::source::git::GitFacts;
use crate::source::history::{self, NO_HISTORIES};
use crate::source::{Sources, git, load, text};
use crate::theme::offer::{self, Offer};
use crate::theme::words::Words;
use crate::theme::{Theme, layers};
use crate::upgrade::adaptations::Adaptations;
use crate::upstream::{adoption, journal};
use crate::{build, yaml};

/// What the command line says about where things are and how they are built.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// `--root`: where to look for the config.
    pub root: Option<PathBuf>,
    /// `--config`: the config file itself.
    pub config: Option<PathBuf>,
    /// `--content`: the folder with the Markdown files.
    pub content: Option<PathBuf>,
    /// `--as-of`: the day that is taken for today.
    pub as_of: Option<Date>,
    /// `--output-dir`.
    pub output: Option<PathBuf>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--drafts`.
    pub drafts: Drafts,
    /// `--offline`.
    pub style: LinkStyle,
}

/// One playbook on the disk.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder of the config, or the content folder when there is none.
    pub root: PathBuf,
    /// The config file, if there is one.
    pub config_file: Option<PathBuf>,
    /// The settings.
    pub config: Config,
    /// The content folder.
    pub content: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// The site's own address with a trailing slash, if it is known.
    pub base_url: Option<String>,
    /// Whether drafts are published.
    pub drafts: Drafts,
    /// How links name their target.
    pub style: LinkStyle,
    /// The day that counts as today.
    pub today: Date,
}

impl Project {
    /// Finds the config by walking up, reads it, and settles where everything is.
    ///
    /// # Errors
    /// Fails when the config is wrong, or a folder that was named does not exist.
    pub fn open(wishes: &Wishes) -> Result<Self, Failure> {
        let start = start(wishes);
        if !start.is_dir() {
            return Err(Failure::new(format!("there is no folder `{}`", start.display()))
                .hint("name the folder that holds the Markdown files with `--content DIR`"));
        }
        let config_file = config_file(wishes);
        let config = config_file.as_deref().map(read_config).transpose()?.unwrap_or_default();
        let root = root_of(config_file.as_deref(), &start);
        let content = content_folder(wishes, &config, &root)?;
        // A folder that has never heard of us stays as it is.
        let is_stranger = config_file.is_none() && wishes.content.is_some();
        let usual = if is_stranger { PathBuf::from(&config.output) } else { root.join(&config.output) };
        let base_url = wishes.base_url.clone().or_else(|| config.base_url.clone());
        if let Some(url) = base_url.as_deref().filter(|url| !config::is_base_url(url)) {
            return Err(Failure::new(format!("`{url}` is not a web address"))
                .hint("write it as `--base-url https://example.com/playbook/`"));
        }
        let project = Self {
            root,
            config_file,
            config,
            content: without_dot(content),
            output: without_dot(wishes.output.clone().unwrap_or_else(|| usual.clone())),
            base_url: base_url.as_deref().map(config::base_url),
            drafts: wishes.drafts,
            style: wishes.style,
            today: today(wishes)?,
        };
        project.check_output(&usual)?;
        Ok(project)
    }

    /// The output must not hold the content. Of the folders inside it only the usual one may be the
    /// output, because every command leaves that one out of the content.
    fn check_output(&self, usual: &Path) -> Result<(), Failure> {
        let (content, output) = (absolute(&self.content), absolute(&self.output));
        if content.starts_with(&output) {
            return Err(Failure::new(format!("the output folder `{}` holds the content", self.output.display()))
                .hint("choose another folder with `--output-dir DIR`, or set `output` in the config"));
        }
        if output.starts_with(&content) && output != absolute(usual) && !output.is_file() {
            let message = format!("the output folder `{}` lies inside the content", self.output.display());
            let beside = self.content.join("..").join(output.file_name().unwrap_or_default());
            return Err(Failure::new(message)
                .hint(format!("choose a folder outside, such as `--output-dir {}`", without_dot(beside).display()))
                .hint("or name it as `output` in the config, so that no command takes it for content"));
        }
        Ok(())
    }

    /// Takes a snapshot of the content.
    ///
    /// # Errors
    /// Fails when the content folder cannot be read.
    pub fn load(&self) -> Result<Sources, Failure> {
        journal::refuse_interrupted(&self.root)?;
        let mut leave_out = vec![self.output.clone()];
        let themes = fs::read_dir(self.root.join("themes")).into_iter().flatten().flatten();
        leave_out.extend(themes.map(|entry| entry.path()).filter(|folder| folder.join("theme.yaml").is_file()));
        load::load(&self.content, &leave_out)
    }

    /// Asks git about the content. Without git the folder of the config is taken for the
    /// repository's: a playbook that was unpacked from an archive is still edited on its forge.
    pub fn git(&self) -> GitFacts {
        let (content, root) = (absolute(&self.content), absolute(&self.root));
        let mut facts = git::read(&self.content).unwrap_or_else(|| {
            let below = content.strip_prefix(&root).unwrap_or(Path::new(""));
            GitFacts { prefix: slashed(below), ..GitFacts::default() }
        });
        facts.branch = facts.branch.or_else(|| self.likely_branch(facts.default_branch.as_deref()));
        let folders = facts.prefix.split('/').filter(|folder| !folder.is_empty()).count();
        let top = content.ancestors().nth(folders);
        facts.root = top.and_then(|top| root.strip_prefix(top).ok()).map(slashed);
        facts
    }

    /// The branch that a commit is taken to be of when none is checked out, as in CI. The default branch
    /// comes first: it is there for as long as the site is, so that what leads to it is never dead.
    fn likely_branch(&self, default: Option<&str>) -> Option<String> {
        let of_ci = || ci::branch(|name| std::env::var(name).ok());
        default.map(str::to_owned).or_else(of_ci).or_else(|| git::only_branch(&self.content))
    }

    /// Why there is nothing to publish, when there is nothing: an empty site must not take the place of
    /// a good one. Pages that cannot be read are told of by the report.
    pub fn nothing_to_publish(&self, read: &Read) -> Option<Failure> {
        let has_pages = read.playbook.entries().any(|(_, entry)| entry.path.is_some());
        if has_pages || read.report.count(Severity::Error) > 0 {
            return None;
        }
        let folder = self.content.display();
        Some(if read.playbook.drafts().is_empty() {
            Failure::new(format!("there is no page in `{folder}`"))
                .hint("write one, such as `index.md`, or make it with `playbook new page index`")
                .hint("or name the folder that holds the Markdown files with `--content DIR`")
        } else {
            Failure::new(format!("every page in `{folder}` is a draft"))
                .hint("publish the drafts too with `--drafts`, or take `draft: true` out of a page")
        })
    }

    /// Reads and compiles the theme.
    ///
    /// # Errors
    /// Fails when the theme does not exist or does not compile.
    pub fn theme(&self) -> Result<Theme, Failure> {
        let mut layers = layers::load(&self.root, &self.config.theme)?;
        layers::add_brand(&mut layers, &self.root, &self.config.brand)?;
        Theme::compile(&layers, &self.config.language)
    }

    /// Reads the words of the interface.
    ///
    /// # Errors
    /// Fails when the theme does not exist, or one of its words does not fit.
    pub fn words(&self) -> Result<Words, Failure> {
        Words::read(&layers::load(&self.root, &self.config.theme)?.words, &self.config.language)
    }

    /// What goes before a source path so that it can be opened from where the user is.
    pub fn prefix(&self) -> String {
        shown_before(&self.content)
    }

    /// The same for the folder of the config.
    pub fn root_prefix(&self) -> String {
        shown_before(&self.root)
    }

    /// The content folder's own name, for a site without a title.
    pub fn folder_name(&self) -> String {
        let content = absolute(&self.content);
        let named = if content.ends_with("content") { content.parent().unwrap_or(&content) } else { &content };
        named.file_name().map_or_else(|| "Playbook".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}

/// A snapshot of all that a build depends on.
pub struct Snapshot {
    /// The content.
    pub sources: Sources,
    /// What the theme has for pages.
    pub offer: Offer,
    /// What git knows.
    pub git: GitFacts,
    /// The name of the site when nothing else names it.
    pub fallback_title: String,
    /// What was changed since the playbook was forked, when the site is to tell.
    pub adaptations: Option<Adaptations>,
}

impl Snapshot {
    /// Takes it.
    ///
    /// # Errors
    /// Fails when the content folder cannot be read.
    pub fn take(project: &Project) -> Result<Self, Failure> {
        let (sources, git) = rayon::join(|| project.load(), || project.git());
        let adaptations = adoption::adaptations(project)?;
        let offer = offer::offer(&project.root, &project.config);
        Ok(Self { sources: sources?, offer, git, fallback_title: project.folder_name(), adaptations })
    }

    /// The inputs of a build of this snapshot.
    pub fn inputs<'a>(&'a self, project: &'a Project) -> Inputs<'a> {
        Inputs {
            sources: &self.sources,
            config: &project.config,
            offer: &self.offer,
            git: &self.git,
            histories: &NO_HISTORIES,
            fallback_title: &self.fallback_title,
            base_url: project.base_url.as_deref(),
            drafts: project.drafts,
            style: project.style,
            today: project.today,
            adaptations: self.adaptations.as_ref(),
        }
    }

    /// Parses and checks the content.
    pub fn read(&self, project: &Project) -> Read {
        self.read_in(project, &mut Session::default())
    }

    /// Does the same with what a session remembers. Git is asked for earlier versions only of the
    /// pages that need them, which are known when they are parsed.
    pub fn read_in(&self, project: &Project, session: &mut Session) -> Read {
        let inputs = self.inputs(project);
        let pages = session.parse(&inputs);
        let histories = history::read(&project.content, &self.git, &build::without_checkins(&pages));
        build::assemble(&Inputs { histories: &histories, ..inputs }, pages)
    }

    /// Renders what was read into `output`, file by file.
    ///
    /// # Errors
    /// Fails when a template cannot be rendered.
    pub fn render(&self, project: &Project, read: &Read, theme: &Theme, output: &dyn Output) -> Result<(), Failure> {
        build::render_into(&self.inputs(project), read, theme, output)
    }

    /// Renders all but the files of the search, and keeps it.
    ///
    /// # Errors
    /// Fails when a template cannot be rendered.
    pub fn render_pages(&self, project: &Project, read: &Read, theme: &Theme) -> Result<Site, Failure> {
        build::render_pages(&self.inputs(project), read, theme)
    }

    /// Makes the files of the search anew in a session.
    pub fn index_in(&self, project: &Project, session: &mut Session, read: &Read) {
        session.index(&self.inputs(project), read);
    }
}

fn shown_before(folder: &Path) -> String {
    let shown: PathBuf = folder.components().filter(|part| *part != Component::CurDir).collect();
    if shown.as_os_str().is_empty() { String::new() } else { format!("{}/", shown.display()) }
}

/// A path as the program names files: with slashes.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// `./public` is shown, and so kept, as `public`.
fn without_dot(path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_path_buf(),
        _ => path,
    }
}

/// The only place that reads the clock: `--as-of`, else `SOURCE_DATE_EPOCH`, else today.
/// Source: <https://reproducible-builds.org/specs/source-date-epoch/>.
///
/// # Errors
/// Fails when the variable is not a number.
pub fn today(wishes: &Wishes) -> Result<Date, Failure> {
    if let Some(day) = wishes.as_of {
        return Ok(day);
    }
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(jiff::Zoned::now().date()) };
    let instant = epoch.trim().parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    instant.map(|instant| instant.to_zoned(jiff::tz::TimeZone::UTC).date()).ok_or_else(|| {
        Failure::new(format!("`SOURCE_DATE_EPOCH` must be a number of seconds, found `{epoch}`"))
            .hint("unset it, or set it with `SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)`")
    })
}

fn read_config(file: &Path) -> Result<Config, Failure> {
    let bytes = fs::read(file).map_err(|error| Failure::io("read the config", file, &error))?;
    let text = text::text(file, bytes)?;
    config::parse(&text).map_err(|problems: Vec<yaml::Problem>| {
        let lines = problems.iter().map(|problem| {
            let at = position(&text, problem.span.start);
            let hints: String = problem.hints.iter().map(|hint| format!("\n  hint: {hint}")).collect();
            format!("{}:{}:{}: {}{hints}", file.display(), at.line, at.column, problem.message)
        });
        Failure::new(lines.collect::<Vec<_>>().join("\n"))
    })
}

/// The content folder when it is named, whether it is there or not.
fn named_content(wishes: &Wishes, config: &Config, root: &Path) -> Option<PathBuf> {
    wishes.content.clone().or_else(|| Some(root.join(config.content.as_ref()?)))
}

fn content_folder(wishes: &Wishes, config: &Config, root: &Path) -> Result<PathBuf, Failure> {
    let Some(folder) = named_content(wishes, config, root) else {
        let usual = root.join("content");
        return Ok(if usual.is_dir() { usual } else { root.to_path_buf() });
    };
    if folder.is_dir() || wishes.content.is_some() {
        return Ok(folder);
    }
    Err(Failure::new(format!("there is no content folder `{}`", folder.display()))
        .hint("make it, or set `content` in the config to the folder that holds the Markdown files"))
}

/// An absolute path without links as far as the folders exist.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let existing =
        whole.ancestors().find_map(|above| above.canonicalize().ok().map(|real| (above.to_path_buf(), real)));
    match existing {
        Some((above, real)) => whole
            .strip_prefix(&above)
            .map_or(real.clone(), |rest| if rest.as_os_str().is_empty() { real.clone() } else { real.join(rest) }),
        None => whole,
    }
}

#[cfg(test)]
mod tests;

//! `playbook new`: makes a page of some kind, or notes from a review's template. Never overwrites.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::{New, Outcome};
use crate::diagnostic::suggest;
use crate::failure::Failure;
use crate::page::front_matter::FormSection;
use crate::page::glossary::reading;
use crate::page::kinds::review::AgendaItem;
use crate::page::kinds::{self, Data, KINDS};
use crate::page::{Org, Page, humanise, scaffold};
use crate::playbook::url::{LONGEST_PART, is_too_long};
use crate::playbook::{Drafts, Entry, Playbook, is_index};
use crate::project::{Project, Snapshot, Wishes};
use crate::source::SourcePath;
use crate::terminal::Terminal;

/// Runs the command.
pub(crate) fn run(args: &New, wishes: &Wishes, terminal: &Terminal) -> Result<Outcome, Failure> {
    let project = Project::open(&Wishes { drafts: Drafts::Published, ..wishes.clone() })?;
    let (path, text) = if args.kind == "note" {
        note(&project, args)?
    } else {
        let kind = kinds::find(&args.kind).ok_or_else(|| no_kind(&args.kind))?;
        let path = page_path(&from_content(&project, &args.path))?;
        let title = args.title.clone().unwrap_or_else(|| usual_title(&project, &path));
        (path, scaffold::page(kind, &title, project.today))
    };
    let file = write_new(&project, &path, &text)?;
    terminal.say(&format!("made {}", file.display()));
    Ok(Outcome::Clean)
}

/// The title by the file's name; the index of a folder is called as the folder is.
fn usual_title(project: &Project, path: &SourcePath) -> String {
    match path.folder().rsplit('/').next().filter(|_| is_index(path)) {
        Some("") => project.config.title.clone().unwrap_or_else(|| project.folder_name()),
        Some(folder) => humanise(folder),
        None => humanise(path.stem()),
    }
}

/// No kind of that name, with the one that was meant.
pub(crate) fn no_kind(name: &str) -> Failure {
    let names = || KINDS.iter().map(|kind| kind.name);
    let hint = suggest::nearest(name, names().chain(["note"])).map_or_else(
        || format!("the kinds are {}", names().collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    Failure::new(format!("no kind of page is named `{name}`")).hint(hint)
}

/// A path as it is written from the content folder: the first reading that names a folder that is
/// there.
fn from_content(project: &Project, written: &str) -> String {
    let readings = readings(project, written);
    let is_there =
        |path: &&String| Path::new(path).parent().is_some_and(|folder| project.content.join(folder).is_dir());
    readings.iter().find(is_there).unwrap_or(&readings[0]).clone()
}

/// What a path may be, seen from the content folder. It may be written from where the author is,
/// because that is what a shell completes, or from the folder of the config.
fn readings(project: &Project, written: &str) -> Vec<String> {
    let from_here = std::path::absolute(written).ok().and_then(|path| below(&path, &project.content));
    let root = std::path::absolute(&project.root).ok();
    let from_root = root.and_then(|root| below(&root.join(written), &project.content));
    [from_here, from_root].into_iter().flatten().chain([written.to_owned()]).collect()
}

/// What remains of a path below a folder, however the two are written.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let (above, rest) = path.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some((real, path.strip_prefix(above).ok()?))
    })?;
    above.join(rest).strip_prefix(&folder).ok()?.to_str().map(str::to_owned)
}

fn page_path(written: &str) -> Result<SourcePath, Failure> {
    let written = written.strip_prefix("./").unwrap_or(written);
    let has_extension = SourcePath::new(written).is_some_and(|path| path.is_page());
    let whole = if has_extension { written.to_owned() } else { format!("{}.md", written.trim_end_matches('/')) };
    let is_plain = !written.contains('\\') && !Path::new(&whole).is_absolute() && !whole.contains('\0');
    if is_too_long(&whole) {
        return Err(Failure::new("this path is too long for a file")
            .hint(format!("a part of it has {LONGEST_PART} bytes at most; the title may be longer: `--title \"…\"`")));
    }
    SourcePath::new(&whole)
        .filter(|path| is_plain && !path.as_str().split('/').any(|part| part.starts_with('.')))
        .ok_or_else(|| {
            Failure::new(format!("`{written}` is not a path inside the content folder"))
                .hint("write it from the content folder, such as `people/hiring.md`")
        })
}

fn note(project: &Project, args: &New) -> Result<(SourcePath, String), Failure> {
    let snapshot = Snapshot::take(project)?;
    let playbook = snapshot.read(project).playbook;
    let (entry, path) = find_review(project, &playbook, &args.path)?;
    let parse = |org: &Org| {
        let source = snapshot.sources.files.get(path)?;
        Some(Page::parse(source, &reading(&project.config.markdown, path), org))
    };
    // Values of the organisation are text, and what is written here is Markdown: they stay variables.
    let unknown = entry.page.oddities.unknown_variables.iter().map(|(key, _)| key);
    let page = parse(&scaffold::variables(project.config.org.keys().chain(unknown))).unwrap_or_default();
    let Data::Review(review) = &page.front_matter.data else {
        return Err(Failure::new(format!("`{}` is not a review", args.path)));
    };
    let words = project.words()?;
    let length = |minutes: f64| words.fill("count.minutes", &[("count", &minutes.to_string())]);
    let item = |item: &AgendaItem| format!("{} ({})", scaffold::with_variables(&item.title), length(item.minutes));
    let agenda: Vec<String> = review.agenda.iter().map(item).collect();
    let section = |section: &FormSection| FormSection {
        heading: scaffold::with_variables(&section.heading),
        prompt: scaffold::with_variables(&section.prompt),
    };
    let form: Vec<FormSection> = page.front_matter.form.iter().map(section).collect();
    let own_title = scaffold::with_variables(&page.title(path));
    let has_own = entry.title == entry.page.title(path);
    let title = args.title.clone().unwrap_or_else(|| if has_own { own_title } else { entry.title.clone() });
    let agenda = (words.say("review.agenda"), agenda.as_slice());
    let text = scaffold::note(&title, &entry.id, &form, agenda, project.today);
    Ok((page_path(&format!("notes/{}/{}.md", path.stem(), project.today))?, text))
}

/// A review by its path, its name or its id.
fn find_review<'a>(
    project: &Project,
    playbook: &'a Playbook,
    written: &str,
) -> Result<(&'a Entry, &'a SourcePath), Failure> {
    let is_review = |entry: &Entry| matches!(entry.page.front_matter.data, Data::Review(_));
    let reviews = playbook.entries().map(|(_, entry)| entry).filter(|entry| is_review(entry));
    let reviews: Vec<_> = reviews.filter_map(|entry| Some((entry, entry.path.as_ref()?))).collect();
    let bare = |name: &str| {
        let name = name.trim_end_matches('/');
        name.strip_suffix(".md").unwrap_or(name).to_owned()
    };
    let named = |name: &String| {
        let is_named = |(entry, path): &&(&Entry, &SourcePath)| {
            entry.id == *name || path.without_extension() == name || path.stem() == name
        };
        reviews.iter().find(is_named).copied()
    };
    let names: Vec<String> = readings(project, written).iter().map(|name| bare(name)).collect();
    names.iter().find_map(named).ok_or_else(|| {
        let name = bare(written);
        let near = |name: &String| suggest::nearest(name, reviews.iter().map(|(entry, _)| entry.id.as_str()));
        let hint = names.iter().find_map(near).map_or_else(
            || "`playbook list --kind review` lists the reviews".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::new(format!("no review is named `{name}`")).hint(hint)
    })
}

/// Writes a file that must not be there yet, inside the content folder even through links.
fn write_new(project: &Project, path: &SourcePath, text: &str) -> Result<PathBuf, Failure> {
    let file = project.content.join(path.as_str());
    let folder = file.parent().unwrap_or(&project.content);
    let inside = folder
        .ancestors()
        .find_map(|above| above.canonicalize().ok())
        .zip(project.content.canonicalize().ok())
        .is_some_and(|(folder, content)| folder.starts_with(content));
    if !inside {
        return Err(Failure::new(format!("`{path}` would be outside the content folder"))
            .hint("write it from the content folder, such as `people/hiring.md`"));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
    let opened = fs::OpenOptions::new().write(true).create_new(true).open(&file);
    let mut opened = opened.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::new(format!("`{}` is there already", file.display()))
            .hint("choose another path; nothing was changed"),
        _ => Failure::io("make", &file, &error),
    })?;
    opened.write_all(text.as_bytes()).map_err(|error| Failure::io("write", &file, &error))?;
    Ok(file)
}

//! Where the config is looked for, and all else that a build of a project reads besides its content.
//! Knows places on the disk, not what stands there.

use std::path::{Path, PathBuf};

use super::{Project, Wishes, named_content, read_config, without_dot};
use crate::config;
use crate::source::git;
use crate::upstream::adoption;

impl Project {
    /// What a build depends on besides the content: files and folders, whether they are there or
    /// not.
    pub fn surroundings(&self, wishes: &Wishes) -> Vec<PathBuf> {
        let mut paths = match &wishes.config {
            Some(file) => vec![file.clone()],
            // One that is made nearer than the one that was found takes its place.
            None => {
                let mut places: Vec<PathBuf> = config_places(&start(wishes)).collect();
                let found = places.iter().position(|file| file.is_file());
                places.truncate(found.map_or(places.len(), |at| at + 1));
                places
            }
        };
        paths.extend(["templates", "static", "words", "themes"].map(|name| self.root.join(name)));
        paths.extend(self.config.brand.logo_files().map(|file| self.root.join(file.as_str())));
        paths.extend(adoption::places(&self.root));
        let of_git = git::places(&self.content);
        if of_git.is_empty() {
            // A repository is made in several steps, so there may be a half of one.
            let above = self.content.canonicalize().unwrap_or_default();
            paths.extend(above.ancestors().map(|folder| folder.join(".git")));
        }
        paths.extend(of_git);
        paths
    }
}

/// What a project that cannot be opened waits for: the places of its config, and the content folder
/// that is named.
pub fn awaited(wishes: &Wishes) -> Vec<PathBuf> {
    let start = start(wishes);
    let found = config_file(wishes);
    let config = found.as_deref().and_then(|file| read_config(file).ok()).unwrap_or_default();
    let content = named_content(wishes, &config, &root_of(found.as_deref(), &start));
    wishes.config.clone().into_iter().chain(config_places(&start)).chain(content).collect()
}

/// The config file: the one that is named, else the nearest.
pub(super) fn config_file(wishes: &Wishes) -> Option<PathBuf> {
    wishes.config.clone().or_else(|| find_config(&start(wishes)))
}

/// The folder of the config, else where it was looked for.
pub(super) fn root_of(config_file: Option<&Path>, start: &Path) -> PathBuf {
    let Some(file) = config_file else { return start.to_path_buf() };
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where the search for the config begins.
pub(super) fn start(wishes: &Wishes) -> PathBuf {
    wishes.content.as_ref().or(wishes.root.as_ref()).map_or_else(|| PathBuf::from("."), Clone::clone)
}

/// Where a config is looked for when none is named, the nearest place first.
fn config_places(start: &Path) -> impl Iterator<Item = PathBuf> {
    let real = start.canonicalize().unwrap_or_default();
    let above: Vec<PathBuf> = real.ancestors().skip(1).map(|folder| folder.join(config::FILE_NAME)).collect();
    std::iter::once(without_dot(start.join(config::FILE_NAME))).chain(above)
}

fn find_config(start: &Path) -> Option<PathBuf> {
    let found = config_places(start).find(|file| file.is_file())?;
    Some(relative_to_here(&found).filter(|_| found.is_absolute()).unwrap_or(found))
}

/// `/home/me/playbook/playbook.yaml` seen from `/home/me/playbook/content` is `../playbook.yaml`.
fn relative_to_here(path: &Path) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    let ups = here.ancestors().position(|folder| path.starts_with(folder))?;
    let folder = here.ancestors().nth(ups)?;
    let below = path.strip_prefix(folder).ok()?;
    Some(std::iter::repeat_n("..", ups).collect::<PathBuf>().join(below))
}

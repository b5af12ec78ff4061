//! Ways from one folder to another, as the system walks them: through links, and back from where
//! they lead. Knows the disk, not what is there.

use std::io;
use std::path::{Component, Path, PathBuf};

/// Where a path leads, also when its last parts are not there yet.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => {
                real.push(part);
                real = real.canonicalize().unwrap_or(real);
            }
        }
    }
    Ok(real)
}

/// Where a folder is. Its own name stays: it may be a link that leads elsewhere one day.
pub(super) fn place(folder: &Path) -> io::Result<PathBuf> {
    match (folder.parent(), folder.file_name()) {
        (Some(above), Some(name)) => {
            let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
            Ok(real(above)?.join(name))
        }
        _ => real(folder),
    }
}

/// The way from one real folder to another; `None` between two drives, or when a name is not UTF-8.
pub(super) fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return None;
    }
    let down = to[shared..].iter().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?;
    let parts: Vec<&str> = std::iter::repeat_n("..", from.len() - shared).chain(down).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn way(from: &Path, to: &Path) -> String {
        relative(&real(from).unwrap(), &place(to).unwrap()).unwrap()
    }

    #[test]
    fn a_way_leads_there_from_where_the_folder_really_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["here", "up", "deep/forks"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        for (from, to, expected) in [
            ("here/mine", "up", "../../up"),
            ("here/../mine", "up", "../up"),
            ("here/../deep/forks/mine", "here/../up", "../../../up"),
            ("new/../mine", "up", "../up"),
            ("up", "up", "."),
        ] {
            assert_eq!(way(&at(from), &at(to)), expected, "from {from} to {to}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_on_the_way_and_kept_at_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["v1", "deep/forks"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        std::os::unix::fs::symlink(at("deep/forks"), at("forks")).unwrap();
        std::os::unix::fs::symlink(at("v1"), at("current")).unwrap();
        assert_eq!(way(&at("forks/mine"), &at("current")), "../../../current");
        assert_eq!(way(&at("forks/../mine"), &at("v1")), "../../v1");
    }
}

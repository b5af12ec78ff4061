//! Commands as they are printed for somebody to paste: of the same playbook, and with names that a
//! shell leaves as they are. Knows shells, not what the commands do.

use std::path::Path;

use crate::project::Wishes;

/// `playbook upgrade --root mine --accept theirs 'content/a b.md'`, for the words after `playbook`.
pub(crate) fn command(wishes: &Wishes, words: &[&str]) -> String {
    let options = [("--root", &wishes.root), ("--config", &wishes.config), ("--content", &wishes.content)];
    with(options.into_iter().filter_map(|(name, path)| Some((name, path.as_deref()?))), words)
}

/// The same, for the playbook in a folder.
pub(crate) fn command_at(root: &Path, words: &[&str]) -> String {
    with((root != Path::new(".")).then_some(("--root", root)).into_iter(), words)
}

fn with<'a>(options: impl Iterator<Item = (&'a str, &'a Path)>, words: &[&str]) -> String {
    let options = options.map(|(name, path)| format!(" {name} {}", quoted(&path.display().to_string())));
    let (name, rest) = words.split_first().unwrap_or((&"", &[]));
    let rest = rest.iter().map(|word| format!(" {}", quoted(word)));
    format!("playbook {name}{}", options.chain(rest).collect::<String>())
}

/// A word as a shell reads it back; most need nothing.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./,:=@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_pasted_whatever_the_names_are() {
        let wishes = Wishes { root: Some("my playbook".into()), ..Wishes::default() };
        assert_eq!(
            command(&wishes, &["upgrade", "--accept", "ours", "content/it's.md"]),
            "playbook upgrade --root 'my playbook' --accept ours 'content/it'\\''s.md'"
        );
        assert_eq!(command(&Wishes::default(), &["restore", "content/für/a.md"]), "playbook restore content/für/a.md");
        assert_eq!(command_at(Path::new("."), &["upgrade", "--abort"]), "playbook upgrade --abort");
        assert_eq!(
            command_at(Path::new("../mine"), &["upgrade", "--abort"]),
            "playbook upgrade --root ../mine --abort"
        );
    }
}

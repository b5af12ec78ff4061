//! Several files in one text: some words, then for each file a line `-- name --` and its lines.
//! `-- name -> target --` is a symbolic link; `-- name * 1000 --` is so often its lines; in `-- name (escaped) --`, `\xff`, `\r`, `\n`, `\t`
//! and `\\` stand for bytes, and the last line end is left out.

use std::path::Path;

/// The parts of such a text.
pub(crate) struct Txtar {
    /// The words before the first file.
    pub(crate) words: String,
    /// The files, each with its name as written.
    pub(crate) files: Vec<(String, String)>,
}

impl Txtar {
    /// Splits a text.
    pub(crate) fn parse(text: &str) -> Self {
        let mut archive = Self { words: String::new(), files: Vec::new() };
        for line in text.split_inclusive('\n') {
            let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            match (name, archive.files.last_mut()) {
                (Some(name), _) => archive.files.push((name.to_owned(), String::new())),
                (None, Some((_, content))) => content.push_str(line),
                (None, None) => archive.words.push_str(line),
            }
        }
        archive
    }

    /// Joins the parts again.
    pub(crate) fn to_text(&self) -> String {
        let files = self.files.iter().map(|(name, content)| format!("-- {name} --\n{content}"));
        std::iter::once(self.words.clone()).chain(files).collect()
    }

    /// The content of a file.
    pub(crate) fn file(&mut self, name: &str) -> Option<&mut String> {
        self.files.iter_mut().find(|(own, _)| own == name).map(|(_, content)| content)
    }

    /// Writes the files whose name satisfies a condition.
    pub(crate) fn unpack(&self, folder: &Path, wanted: impl Fn(&str) -> bool) {
        for (name, content) in self.files.iter().filter(|(name, _)| wanted(name)) {
            if let Some((link, target)) = name.split_once(" -> ") {
                let link = folder.join(link);
                std::fs::create_dir_all(link.parent().unwrap()).unwrap();
                std::os::unix::fs::symlink(target, link).unwrap();
            } else if let Some((name, times)) = name.split_once(" * ") {
                super::write(&folder.join(name), content.repeat(times.parse().unwrap()));
            } else if let Some(name) = name.strip_suffix(" (escaped)") {
                super::write(&folder.join(name), unescape(content));
            } else {
                super::write(&folder.join(name), content);
            }
        }
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.strip_suffix('\n').unwrap_or(text).bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next().unwrap() {
                b'x' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => other,
            },
            other => other,
        });
    }
    bytes
}

#[test]
fn files_are_split_and_joined_again() {
    let text = "Words.\n-- a/b.md --\none\n-- c (escaped) --\nx\\xff\\r\n";
    let archive = Txtar::parse(text);
    assert_eq!(archive.to_text(), text);
    assert_eq!(archive.files[0], ("a/b.md".to_owned(), "one\n".to_owned()));
    assert_eq!(unescape(&archive.files[1].1), b"x\xff\r");
}

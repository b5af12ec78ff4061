//! The conflicts that a merge wrote into a text: how they look, and whether one still stands there.
//! Knows no file.

use super::blocks::{self, Kind};
use crate::page::front_matter::split;
use crate::page::{CONFLICT_LINES, Org};

/// A conflict; each version ends with a line end or is empty.
pub(super) fn write(local: &str, base: &str, upstream: &str) -> String {
    let [first, second, third, last] = CONFLICT_LINES;
    format!("{first}\n{local}{second}\n{base}{third}\n{upstream}{last}")
}

/// The byte at which the first conflict begins that a merge wrote, or what is left of one. A page
/// that shows one as code has none: a merge keeps code between fences in one piece.
pub fn find(text: &str) -> Option<usize> {
    let (head, body) = text.split_at(split(text, 0, &Org::new()).1);
    let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let blocks = blocks::split(body).blocks;
    let parts = blocks.iter().filter(|block| block.kind != Kind::Fence).map(|block| block.text);
    // The third may underline a heading.
    let is_marker = |line: &&str| CONFLICT_LINES.contains(line) && *line != CONFLICT_LINES[2];
    std::iter::once(head).chain(parts).flat_map(str::lines).find(is_marker).map(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_merge_wrote_is_found_and_what_a_page_shows_is_not() {
        let conflict = write("ours\n", "", "theirs\n");
        for (text, found) in [
            (format!("# A\n\n{conflict}\n"), Some(5)),
            (format!("---\ntitle: A\n{conflict}\n---\n"), Some(13)),
            (format!("- a\n{conflict}\n- b\n"), Some(4)),
            (format!("# A\n\n```text\n{conflict}\n```\n"), None),
            (format!("~~~~\n```\n{conflict}\n~~~~\n\n{conflict}\n"), Some(79)),
            (format!("1. Like so:\n\n   ```\n{conflict}\n   ```\n"), None),
            ("<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main\n".to_owned(), None),
            ("<<<<<<< local\nours\n=======\ntheirs\n".to_owned(), Some(0)),
            ("ours\n=======\ntheirs\n>>>>>>> upstream\n".to_owned(), Some(20)),
        ] {
            assert_eq!(find(&text), found, "{text}");
        }
    }
}

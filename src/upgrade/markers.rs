//! The conflicts that a merge wrote into a text: how they look, and whether one still stands there.
//! Knows no file.

use super::blocks;
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
    markers(text).first().map(|(at, _)| *at)
}

/// The text with the adopter's side of each conflict in its place; `None` when what is left of one
/// does not say where that side begins and ends.
pub fn own_side(text: &str) -> Option<String> {
    // A fence that one side alone opens makes code of what follows it, the other markers too.
    resolved(text, &markers(text)).or_else(|| resolved(text, &marker_lines(text, text.lines())))
}

fn resolved(text: &str, markers: &[(usize, &str)]) -> Option<String> {
    let [first, second, _, last] = CONFLICT_LINES;
    let mut resolved = String::new();
    let mut done = 0;
    for conflict in markers.chunks(3) {
        let &[(start, one), (middle, two), (end, three)] = conflict else { return None };
        if [one, two, three] != [first, second, last] {
            return None;
        }
        let own = &text[start + first.len() + 1..middle];
        resolved.push_str(&text[done..start]);
        resolved.push_str(own);
        done = (end + last.len() + 1).min(text.len());
        if own.is_empty() && resolved.ends_with("\n\n") && text[done..].starts_with('\n') {
            // What is not there needs no space above and below it.
            done += 1;
        }
        if end + last.len() == text.len() && resolved.ends_with('\n') {
            resolved.pop();
        }
    }
    resolved.push_str(&text[done..]);
    Some(resolved)
}

/// The lines of conflicts and where they begin, but for the third, which may underline a heading.
fn markers(text: &str) -> Vec<(usize, &str)> {
    let (head, body) = text.split_at(split(text, 0, &Org::new()).1);
    let blocks = blocks::split(body).blocks;
    let parts = blocks.iter().filter(|block| !block.is_closed_code()).map(|block| block.text);
    marker_lines(text, std::iter::once(head).chain(parts).flat_map(str::lines))
}

fn marker_lines<'t>(text: &'t str, lines: impl Iterator<Item = &'t str>) -> Vec<(usize, &'t str)> {
    let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let is_marker = |line: &&str| CONFLICT_LINES.contains(line) && *line != CONFLICT_LINES[2];
    lines.filter(is_marker).map(|line| (place(line), line)).collect()
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
            (format!("```\nnever closed\n\n{conflict}\n"), Some(18)),
        ] {
            assert_eq!(find(&text), found, "{text}");
        }
    }

    #[test]
    fn the_adopters_side_of_each_conflict_takes_its_place() {
        let conflict = write("ours\n", "old\n", "theirs\n");
        let heading = write("Ours\n=======\n", "Old\n=======\n", "Theirs\n=======\n");
        let gone = write("", "old\n", "theirs\n");
        let code = write("```text\n||||||| base\n```\n", "old\n", "theirs\n");
        for (text, own) in [
            (
                format!("---\ntitle: A\n{conflict}\n---\n\n{conflict}\n\nB\n"),
                Some("---\ntitle: A\nours\n---\n\nours\n\nB\n"),
            ),
            (format!("{heading}\n\nA\n\n{gone}\n\nB\n\n{conflict}"), Some("Ours\n=======\n\nA\n\nB\n\nours")),
            (format!("- a\n{conflict}\n- b\n"), Some("- a\nours\n- b\n")),
            (
                format!("{}\n\n```sh\ncode\n```\n", write("ours ```sh\n```\n", "old\n", "theirs\n")),
                Some("ours ```sh\n```\n\n```sh\ncode\n```\n"),
            ),
            (format!("{code}\n"), Some("```text\n||||||| base\n```\n")),
            ("No conflict.\n".to_owned(), Some("No conflict.\n")),
            (conflict.replace("||||||| base\n", ""), None),
            (conflict.replace(">>>>>>> upstream", ""), None),
        ] {
            assert_eq!(own_side(&text).as_deref(), own, "{text}");
        }
    }
}

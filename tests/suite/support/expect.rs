//! Compares what is with what is expected, and rewrites expectations when asked to. Knows text.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Whether expectations are rewritten instead of compared.
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1")
}

/// Compares a text with a file; `Err` is what to show.
pub(crate) fn compare(file: &Path, actual: &str) -> Result<(), String> {
    if is_update() {
        super::write(file, actual);
        return Ok(());
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual { Ok(()) } else { Err(format!("{}\n{}", file.display(), diff(&expected, actual))) }
}

/// Fails with all that was found, and says how to accept it.
#[track_caller]
pub(crate) fn all_good(outcomes: impl IntoIterator<Item = Result<(), String>>) {
    let failed: Vec<String> = outcomes.into_iter().filter_map(Result::err).collect();
    assert!(
        failed.is_empty(),
        "{} expectations differ (`-` expected, `+` found; UPDATE_EXPECT=1 rewrites them):\n\n{}",
        failed.len(),
        failed.join("\n\n")
    );
}

/// The lines that differ, each change with two lines around it.
pub(crate) fn diff(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[same_start..], &new[same_start..]);
    let same_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - same_end], &new_rest[..new_rest.len() - same_end]);
    let mut text = String::new();
    let _ = writeln!(text, "@@ line {}", same_start + 1);
    for line in &old[same_start.saturating_sub(2)..same_start] {
        let _ = writeln!(text, "  {line}");
    }
    for (sign, line) in changes(old_rest, new_rest) {
        let _ = writeln!(text, "{sign} {line}");
    }
    for line in old[old.len() - same_end..].iter().take(2) {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// The shortest list of lines to take out and put in, by the longest common subsequence.
fn changes<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    const LONGEST: usize = 2_000;
    if old.len() > LONGEST || new.len() > LONGEST {
        let removed = old.iter().take(20).map(|line| ('-', *line));
        return removed.chain(new.iter().take(20).map(|line| ('+', *line))).collect();
    }
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            common[i][j] = if a == b { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            found.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            found.push(('-', old[i]));
            i += 1;
        } else {
            found.push(('+', new[j]));
            j += 1;
        }
    }
    found
}

#[test]
fn a_difference_is_shown_with_the_lines_around_it() {
    assert_eq!(
        diff("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nE\nf\n"),
        "@@ line 4\n  b\n  c\n- d\n+ D\n  e\n+ E\n  f\n  \n"
    );
}

//! Paragraphs that one side divided, or made one of. What is one paragraph in one version and several
//! in another is one block in all of them, so that it is merged as a whole and no part of it goes its
//! own way. Knows blocks, not how they are merged.

use std::ops::Range;

use super::align::{SIMILAR, align};
use super::blocks::{Block, Blocks, Kind};
use super::words::{similarity, sorted_words};

/// So many paragraphs side by side may be what one was.
const MOST_PARTS: usize = 6;
/// Between two blocks that are known there are seldom more; where there are, a page was written anew.
const MOST_CANDIDATES: usize = 24;

/// Makes one block of the parts of each paragraph that either side divided or joined with others.
pub(super) fn join_parts<'t>(base: &mut Blocks<'t>, local: &mut Blocks<'t>, upstream: &mut Blocks<'t>) {
    join_divided(base, local);
    join_divided(base, upstream);
    join_united(base, local, upstream);
    join_united(base, upstream, local);
}

/// Joins what one side divided.
fn join_divided<'t>(base: &Blocks<'t>, side: &mut Blocks<'t>) {
    let mut counterparts = align(&base.blocks, &side.blocks);
    for place in (0..base.blocks.len()).rev() {
        let own = counterparts[place];
        let whole = &base.blocks[place];
        if own.is_some_and(|at| side.blocks[at].text == whole.text) {
            continue;
        }
        let before = counterparts[..place].iter().rev().flatten().next().map_or(0, |at| at + 1);
        let after = counterparts[place + 1..].iter().flatten().next().copied().unwrap_or(side.blocks.len());
        if let Some(run) =
            parts(whole, &side.blocks, before..after).filter(|run| own.is_none_or(|at| run.contains(&at)))
        {
            side.join(run);
            counterparts = align(&base.blocks, &side.blocks);
        }
    }
}

/// Joins, in the base and on the other side, what one side made one paragraph of. Where the other side
/// put something between the parts they stay apart.
fn join_united<'t>(base: &mut Blocks<'t>, side: &Blocks<'t>, other: &mut Blocks<'t>) {
    let mut counterparts = align(&base.blocks, &side.blocks);
    for place in (0..base.blocks.len()).rev() {
        let Some(&Some(at)) = counterparts.get(place) else { continue };
        let whole = &side.blocks[at];
        if whole.text == base.blocks[place].text {
            continue;
        }
        let is_known = |place: &usize| counterparts[*place].is_some();
        let before = (0..place).rev().find(is_known).map_or(0, |place| place + 1);
        let after = (place + 1..base.blocks.len()).find(is_known).unwrap_or(base.blocks.len());
        let Some(run) = parts(whole, &base.blocks, before..after).filter(|run| run.contains(&place)) else { continue };
        let others = align(&base.blocks, &other.blocks);
        let others: Vec<usize> = others[run.clone()].iter().copied().flatten().collect();
        let (first, last) = (others.first().copied().unwrap_or(0), others.last().map_or(0, |last| last + 1));
        if last - first == others.len() {
            base.join(run);
            if others.len() > 1 {
                other.join(first..last);
            }
            counterparts = align(&base.blocks, &side.blocks);
        }
    }
}

/// The paragraphs side by side that together are most like a whole one, when those beside the one that
/// is most like it say mostly what that one lacks.
fn parts(whole: &Block<'_>, blocks: &[Block<'_>], among: Range<usize>) -> Option<Range<usize>> {
    if whole.kind != Kind::Paragraph || !(2..=MOST_CANDIDATES).contains(&among.len()) {
        return None;
    }
    let words = sorted_words(whole.text);
    let (mut alone, mut together) = (Run::default(), Run::default());
    for start in among.clone() {
        let mut found = Vec::new();
        let candidates = blocks[start..among.end].iter().take(MOST_PARTS);
        let paragraphs = candidates.take_while(|block| block.kind == Kind::Paragraph);
        for (end, block) in (start + 1..).zip(paragraphs) {
            found.extend(sorted_words(block.text));
            found.sort_unstable();
            let run = Run { score: similarity(&words, &found), words: found.len(), blocks: start..end };
            let best = if run.blocks.len() == 1 { &mut alone } else { &mut together };
            if run.score > best.score {
                *best = run;
            }
        }
    }
    // Twice the words that a run has in common with the whole.
    let common = |run: &Run| run.score * (words.len() + run.words) as f64;
    let is_part = common(&together) - common(&alone) >= together.words.saturating_sub(alone.words) as f64;
    let holds = together.blocks.start <= alone.blocks.start && alone.blocks.end <= together.blocks.end;
    (together.score >= SIMILAR && holds && is_part).then_some(together.blocks)
}

/// Blocks side by side, and how much they are like a whole one.
#[derive(Default)]
struct Run {
    score: f64,
    words: usize,
    blocks: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::super::body::merge;

    const BASE: &str = "Before it.\n\nOne two three four five six. Seven eight nine ten eleven twelve.\n\nAfter it.\n";
    const DIVIDED: &str =
        "Before it.\n\nOne two three four five six.\n\nSeven eight nine ten eleven twelve.\n\nAfter it.\n";
    const DELETED: &str = "Before it.\n\nAfter it.\n";

    #[track_caller]
    fn check(base: &str, local: &str, upstream: &str, merged: &str) {
        assert_eq!(merge(base, local, upstream).text, merged);
    }

    #[test]
    fn no_part_of_a_deleted_paragraph_comes_back_outside_the_conflict() {
        let conflict = |local: &str, upstream: &str| {
            let base = "One two three four five six. Seven eight nine ten eleven twelve.\n";
            format!(
                "Before it.\n\n<<<<<<< local\n{local}||||||| base\n{base}=======\n{upstream}>>>>>>> upstream\n\nAfter it.\n"
            )
        };
        let parts = "One two three four five six.\n\nSeven eight nine ten eleven twelve.\n";
        check(BASE, DELETED, DIVIDED, &conflict("", parts));
        check(BASE, DIVIDED, DELETED, &conflict(parts, ""));
    }

    #[test]
    fn a_paragraph_that_one_side_divided_takes_the_other_sides_words_in_every_part() {
        let changed = BASE.replace("two", "2").replace("eleven", "11");
        let merged = DIVIDED.replace("two", "2").replace("eleven", "11");
        check(BASE, DIVIDED, &changed, &merged);
        check(BASE, &changed, DIVIDED, &merged);
        check(BASE, DIVIDED, DIVIDED, DIVIDED);
    }

    #[test]
    fn paragraphs_that_one_side_made_one_of_take_the_other_sides_words() {
        let changed = DIVIDED.replace("two", "2").replace("eleven", "11");
        let merged = BASE.replace("two", "2").replace("eleven", "11");
        check(DIVIDED, BASE, &changed, &merged);
        check(DIVIDED, &changed, BASE, &merged);
    }

    #[test]
    fn what_the_other_side_put_between_the_parts_stays() {
        let between = DIVIDED.replace("six.\n", "six.\n\nA paragraph that is quite another one.\n");
        let merged = merge(DIVIDED, &between, BASE);
        for words in ["A paragraph that is quite another one.", "Seven eight nine ten eleven twelve."] {
            assert!(merged.text.contains(words), "{}", merged.text);
        }
    }
}

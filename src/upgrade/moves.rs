//! Blocks that one side moved and the other one changed or moved too: the move is done in all three
//! versions, so that the block is merged once, at its new place. Knows blocks, not how they are
//! merged.

use std::collections::BTreeSet;

use super::align::{SIMILAR, align};
use super::blocks::Block;
use super::words::{similarity, sorted_words};

/// A changed block of fewer words is not looked for elsewhere: too many are like it.
const FEW_WORDS: usize = 5;
/// More comparisons than this are not made; only blocks that did not change are then found again.
const COMPARISONS: usize = 40_000;

/// Three versions of a body, in which each block of the base has its counterparts in order.
pub(super) struct Versions<'t> {
    /// The base's blocks.
    pub base: Vec<Block<'t>>,
    /// The adopter's version.
    pub local: Version<'t>,
    /// Upstream's.
    pub upstream: Version<'t>,
}

/// One side's blocks.
pub(super) struct Version<'t> {
    /// The blocks.
    pub blocks: Vec<Block<'t>>,
    /// For each block of the base its counterpart; counterparts stand in the same order.
    pub counterparts: Vec<Option<usize>>,
    /// For each block of the base that has none, the one that stands elsewhere.
    moved: Vec<Option<usize>>,
}

/// Aligns both sides with the base. Where both moved a block, it goes where the adopter put it.
pub(super) fn versions<'t>(base: Vec<Block<'t>>, local: Vec<Block<'t>>, upstream: Vec<Block<'t>>) -> Versions<'t> {
    let (mut local, mut upstream) = (Version::new(&base, local), Version::new(&base, upstream));
    let mut base = base;
    while let Some(place) = (0..base.len()).find(|place| needs_move(&base, &local, &upstream, *place)) {
        follow(&mut base, &mut local, &mut upstream, place);
    }
    while let Some(place) = (0..base.len()).find(|place| needs_move(&base, &upstream, &local, *place)) {
        follow(&mut base, &mut upstream, &mut local, place);
    }
    Versions { base, local, upstream }
}

/// Whether one side moved a block that the other one changed, moved or deleted. What only one side
/// touched needs no help.
fn needs_move(base: &[Block<'_>], mover: &Version<'_>, other: &Version<'_>, place: usize) -> bool {
    let is_changed = |at: usize| other.blocks[at].text != base[place].text;
    let is_touched = other.moved[place].is_some() || other.counterparts[place].is_none_or(is_changed);
    mover.moved[place].is_some() && is_touched
}

/// Does one side's move of a block in the base, and in the other version unless that deleted it.
fn follow<'t>(base: &mut Vec<Block<'t>>, mover: &mut Version<'t>, other: &mut Version<'t>, place: usize) {
    let new = mover.moved[place].take();
    let old = other.counterparts[place].take().or_else(|| other.moved[place].take());
    let Some(new) = new else { return };
    // The block goes below the nearest one above it that the others have too.
    let anchor = (0..base.len()).rev().find(|at| mover.counterparts[*at].is_some_and(|above| above < new));
    let other_anchor = anchor.and_then(|anchor| (0..=anchor).rev().find_map(|at| other.counterparts[at]));
    let old = old.map(|old| other.relocate(old, other_anchor));
    let to = relocate(base, place, anchor);
    for (version, counterpart) in [(mover, Some(new)), (other, old)] {
        version.moved.remove(place);
        version.moved.insert(to, None);
        version.counterparts.remove(place);
        version.counterparts.insert(to, counterpart);
    }
}

/// Puts a block below another one, or first, and returns its new place. The space around it fitted
/// what stood there before.
fn relocate(blocks: &mut Vec<Block<'_>>, from: usize, below: Option<usize>) -> usize {
    let to = below.map_or(0, |below| if below < from { below + 1 } else { below });
    if from > 0 {
        blocks[from - 1].gap = "";
    }
    let block = Block { gap: "", ..blocks.remove(from) };
    if to > 0 {
        blocks[to - 1].gap = "";
    }
    blocks.insert(to, block);
    to
}

impl<'t> Version<'t> {
    fn new(base: &[Block<'t>], blocks: Vec<Block<'t>>) -> Self {
        let mut counterparts = align(base, &blocks);
        let moved = moved(base, &blocks, &mut counterparts);
        Self { blocks, counterparts, moved }
    }

    fn relocate(&mut self, from: usize, below: Option<usize>) -> usize {
        let to = relocate(&mut self.blocks, from, below);
        for at in self.counterparts.iter_mut().chain(&mut self.moved).flatten() {
            let without = if *at > from { *at - 1 } else { *at };
            *at = if without >= to { without + 1 } else { without };
        }
        to
    }
}

/// For each block of the base the one that it is elsewhere: one with its text, else the most similar
/// one. Those keep no counterpart in order, nor does a block that only has another one in its place
/// which is found to be a third one.
fn moved(base: &[Block<'_>], blocks: &[Block<'_>], counterparts: &mut [Option<usize>]) -> Vec<Option<usize>> {
    let is_like = |place: usize, at: usize| {
        similarity(&sorted_words(base[place].text), &sorted_words(blocks[at].text)) >= SIMILAR
    };
    let is_changed = |place: usize, at: usize| base[place].text != blocks[at].text;
    let changed = (0..base.len()).filter(|place| counterparts[*place].is_none_or(|at| is_changed(*place, at)));
    let changed: Vec<usize> = changed.collect();
    let in_order = |place: usize| counterparts[place].filter(|at| is_like(place, *at));
    let known: Vec<Option<usize>> = (0..base.len()).map(in_order).collect();
    let taken: BTreeSet<usize> = known.iter().copied().flatten().collect();
    let mut free: Vec<usize> = (0..blocks.len()).filter(|at| !taken.contains(at)).collect();
    let mut found = vec![None; base.len()];
    let mut settle = |choose: &dyn Fn(usize, &[usize]) -> Option<usize>| {
        for &place in &changed {
            if found[place].is_none() {
                found[place] = choose(place, &free);
                free.retain(|at| found[place] != Some(*at));
            }
        }
    };
    settle(&|place, free| free.iter().copied().find(|at| blocks[*at].text == base[place].text));
    settle(&|place, free| {
        let words = sorted_words(base[place].text);
        let is_few = words.len() < FEW_WORDS || changed.len() * free.len() > COMPARISONS;
        if known[place].is_some() || is_few {
            return None;
        }
        let scored = free.iter().map(|&at| (similarity(&words, &sorted_words(blocks[at].text)), at));
        scored.filter(|(score, _)| *score >= SIMILAR).max_by(|one, two| one.0.total_cmp(&two.0)).map(|(_, at)| at)
    });
    let elsewhere: BTreeSet<usize> = found.iter().copied().flatten().collect();
    for (counterpart, found) in counterparts.iter_mut().zip(&found) {
        *counterpart = counterpart.filter(|at| found.is_none() && !elsewhere.contains(at));
    }
    found
}

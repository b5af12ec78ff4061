//! The three-way merge of Markdown bodies: words inside blocks, conflicts as whole blocks between
//! markers. Knows no front-matter and no file.

use std::borrow::Cow;
use std::ops::Range;

use super::blocks::{self, Block, Blocks, Kind};
use super::common::{choose, common};
use super::moves::{Versions, versions};
use super::parts::join_parts;
use super::pieces::{Gap, Origin, Piece, Sides, write};
use super::words::{self, Cut, similarity, sorted_words};

/// A paragraph of which less is left was written anew; its words are not mixed with others.
const REWRITTEN: f64 = 0.3;

/// What a merge came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Merged {
    /// The text, with markers around each conflict.
    pub text: String,
    /// How many conflicts it has.
    pub conflicts: usize,
}

/// Merges three versions of a body.
pub(super) fn merge(base: &str, local: &str, upstream: &str) -> Merged {
    if let Some(chosen) = choose(&base, local, upstream) {
        return Merged { text: chosen.to_owned(), conflicts: 0 };
    }
    let (mut base, mut local, mut upstream) = (blocks::split(base), blocks::split(local), blocks::split(upstream));
    join_parts(&mut base, &mut local, &mut upstream);
    let start = choose(&base.start, local.start, upstream.start).unwrap_or(local.start);
    let end = choose(&last_gap(&base), last_gap(&local), last_gap(&upstream)).unwrap_or_else(|| last_gap(&local));
    let versions = versions(base.blocks, local.blocks, upstream.blocks);
    let pieces = Merger::new(&versions).run();
    let conflicts = pieces.iter().filter(|piece| matches!(piece, Piece::Conflict { .. })).count();
    Merged { text: write(start, &pieces, end), conflicts }
}

fn last_gap<'t>(blocks: &Blocks<'t>) -> &'t str {
    blocks.blocks.last().map_or("", |block| block.gap)
}

struct Merger<'a, 't> {
    base: &'a [Block<'t>],
    local: &'a [Block<'t>],
    upstream: &'a [Block<'t>],
    to_local: &'a [Option<usize>],
    to_upstream: &'a [Option<usize>],
    pieces: Vec<Piece<'t>>,
}

impl<'a, 't> Merger<'a, 't> {
    fn new(versions: &'a Versions<'t>) -> Self {
        let Versions { base, local, upstream } = versions;
        Self {
            base,
            local: &local.blocks,
            upstream: &upstream.blocks,
            to_local: &local.counterparts,
            to_upstream: &upstream.counterparts,
            pieces: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Piece<'t>> {
        let (mut l, mut u) = (0, 0);
        for place in 0..=self.base.len() {
            let new_local = next_counterpart(self.to_local, place, self.local.len());
            let new_upstream = next_counterpart(self.to_upstream, place, self.upstream.len());
            self.inserted(&(l..new_local), &(u..new_upstream));
            (l, u) = (new_local, new_upstream);
            if place < self.base.len() {
                self.block(place);
                l += usize::from(self.to_local[place].is_some());
                u += usize::from(self.to_upstream[place].is_some());
            }
        }
        self.pieces
    }

    /// Blocks that the base does not have. Those that both sides have in common count once; where
    /// both have others at the same place, nobody can tell their order.
    fn inserted(&mut self, l: &Range<usize>, u: &Range<usize>) {
        let (local, upstream) = (&self.local[l.clone()], &self.upstream[u.clone()]);
        let texts = |blocks: &[Block<'t>]| blocks.iter().map(|block| block.text).collect::<Vec<_>>();
        let both = common(&texts(local), &texts(upstream));
        let mut done = (0, 0);
        for (in_local, in_upstream) in both.into_iter().chain([(local.len(), upstream.len())]) {
            let (ours, theirs) = (done.0..in_local, done.1..in_upstream);
            if !ours.is_empty() && !theirs.is_empty() {
                let gap = gap(self.local, l.start + ours.end - 1).or(gap(self.upstream, u.start + theirs.end - 1));
                let sides =
                    Sides { local: local[ours].to_vec(), base: Vec::new(), upstream: upstream[theirs].to_vec() };
                self.conflict(sides, gap);
            } else {
                ours.for_each(|at| self.clean(&local[at], gap(self.local, l.start + at), Origin::Local));
                theirs.for_each(|at| self.clean(&upstream[at], gap(self.upstream, u.start + at), Origin::Upstream));
            }
            if let Some(block) = local.get(in_local) {
                self.clean(block, gap(self.local, l.start + in_local), Origin::Base);
            }
            done = (in_local + 1, in_upstream + 1);
        }
    }

    fn clean(&mut self, block: &Block<'t>, gap: Gap<'t>, from: Origin) {
        self.pieces.push(Piece::Clean { text: Cow::Borrowed(block.text), kind: block.kind, gap, from });
    }

    /// A block of the base, as both sides left it.
    fn block(&mut self, place: usize) {
        let base = self.base[place];
        let local = self.to_local[place].map(|at| self.local[at]);
        let upstream = self.to_upstream[place].map(|at| self.upstream[at]);
        let gaps = (
            gap(self.base, place),
            self.to_local[place].and_then(|at| gap(self.local, at)),
            self.to_upstream[place].and_then(|at| gap(self.upstream, at)),
        );
        let gap = match gaps {
            (base, Some(local), Some(upstream)) => choose(&base, Some(local), Some(upstream)).unwrap_or(Some(local)),
            (base, local, upstream) => local.or(upstream).or(base),
        };
        let unchanged = |side: Option<Block<'_>>| side.is_none_or(|side| side.text == base.text);
        match (local, upstream) {
            (None, None) => {}
            (None, other) | (other, None) if unchanged(other) => {}
            (Some(ours), Some(theirs)) => match merge_block(&base, &ours, &theirs) {
                Some(text) => {
                    self.pieces.push(Piece::Clean { text: Cow::Owned(text), kind: ours.kind, gap, from: Origin::Base })
                }
                None => self.conflict(Sides { local: vec![ours], base: vec![base], upstream: vec![theirs] }, gap),
            },
            (ours, theirs) => {
                let deleter = if ours.is_none() { Origin::Local } else { Origin::Upstream };
                let mut sides = Sides {
                    local: ours.into_iter().collect(),
                    base: vec![base],
                    upstream: theirs.into_iter().collect(),
                };
                self.take_back(deleter, &mut sides);
                self.conflict(sides, gap);
            }
        }
    }

    /// What the side that deleted a block put in its place belongs to the conflict.
    fn take_back(&mut self, deleter: Origin, sides: &mut Sides<'t>) {
        let mut own = Vec::new();
        while let Some(Piece::Clean { text: Cow::Borrowed(text), kind, gap, from }) = self.pieces.last()
            && *from == deleter
        {
            own.insert(0, Block { kind: *kind, text, gap: gap.map_or("\n\n", |(gap, _)| gap) });
            self.pieces.pop();
        }
        if deleter == Origin::Local { sides.local = own } else { sides.upstream = own }
    }

    /// Conflicts side by side are one.
    fn conflict(&mut self, new: Sides<'t>, new_gap: Gap<'t>) {
        if let Some(Piece::Conflict { sides, gap }) = self.pieces.last_mut() {
            sides.local.extend(new.local);
            sides.base.extend(new.base);
            sides.upstream.extend(new.upstream);
            *gap = new_gap;
        } else {
            self.pieces.push(Piece::Conflict { sides: new, gap: new_gap });
        }
    }
}

/// Where the next block that the base knows stands, from this place of the base on.
fn next_counterpart(counterparts: &[Option<usize>], place: usize, end: usize) -> usize {
    counterparts[place..].iter().flatten().next().copied().unwrap_or(end)
}

/// The space inside a text; that at its end, and around a block that was moved, is no space between
/// blocks.
fn gap<'t>(blocks: &[Block<'t>], at: usize) -> Gap<'t> {
    blocks.get(at + 1).map(|next| (blocks[at].gap, next.kind)).filter(|(gap, _)| !gap.is_empty())
}

fn merge_block(base: &Block<'_>, local: &Block<'_>, upstream: &Block<'_>) -> Option<String> {
    if let Some(chosen) = choose(&base.text, local.text, upstream.text) {
        return Some(chosen.to_owned());
    }
    let before = sorted_words(base.text);
    if [local, upstream].iter().any(|side| similarity(&before, &sorted_words(side.text)) < REWRITTEN) {
        return None;
    }
    let is_code = [base, local, upstream].iter().any(|side| matches!(side.kind, Kind::Fence | Kind::Indented));
    let cut = if is_code { Cut::Lines } else { Cut::Words };
    words::merge(base.text, local.text, upstream.text, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, local: &str, upstream: &str, merged: &str) {
        assert_eq!(merge(base, local, upstream).text, merged);
    }

    #[test]
    fn both_sides_words_are_taken_inside_one_paragraph_and_beside_each_other() {
        check(
            "# A\n\nOne two three four five.\n\nSix seven.\n",
            "# A\n\nOne 2 three four five.\n\nSix seven.\n\nLocal end.\n",
            "# A\n\nOne two three four 5.\n\nNew here.\n\nSix seven eight.\n",
            "# A\n\nOne 2 three four 5.\n\nNew here.\n\nSix seven eight.\n\nLocal end.\n",
        );
    }

    #[test]
    fn a_conflict_is_the_whole_paragraph_with_both_sides_and_the_base() {
        check(
            "Before.\n\nHire slowly and well.\n\nAfter.\n",
            "Before.\n\nHire quickly and well.\n\nAfter.\n",
            "Before.\n\nHire carefully and well.\n\nAfter.\n",
            "Before.\n\n<<<<<<< local\nHire quickly and well.\n||||||| base\nHire slowly and well.\n=======\nHire carefully and well.\n>>>>>>> upstream\n\nAfter.\n",
        );
    }

    #[test]
    fn a_paragraph_that_one_side_deleted_and_the_other_changed_is_a_conflict() {
        check(
            "Keep.\n\nThis one is old.\n\nEnd.\n",
            "Keep.\n\nEnd.\n",
            "Keep.\n\nThis one is new.\n\nEnd.\n",
            "Keep.\n\n<<<<<<< local\n||||||| base\nThis one is old.\n=======\nThis one is new.\n>>>>>>> upstream\n\nEnd.\n",
        );
    }

    #[test]
    fn what_stands_in_place_of_a_deleted_paragraph_is_part_of_the_conflict() {
        check(
            "This one is old.\n\nEnd.\n",
            "Ours entirely.\n\nAnd more of ours.\n\nEnd.\n",
            "This one is new.\n\nEnd.\n",
            "<<<<<<< local\nOurs entirely.\n\nAnd more of ours.\n||||||| base\nThis one is old.\n=======\nThis one is new.\n>>>>>>> upstream\n\nEnd.\n",
        );
    }

    #[test]
    fn list_items_and_table_rows_are_merged_one_by_one() {
        check(
            "- one\n- two\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            "- one\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
            "- one\n- two\n- three\n- four\n\n| a | c |\n|---|---|\n| 1 | 2 |\n",
            "- one\n- three\n- four\n\n| a | c |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
        );
    }

    #[test]
    fn a_block_that_one_side_moved_and_the_other_changed_stands_once_at_its_new_place() {
        let base = "One two three four five.\n\nAnother one here.\n\nA third, quite long.\n";
        let moved = "Another one here.\n\nA third, quite long.\n\nOne two three four five.\n";
        let changed = base.replace("three", "3");
        let merged = "Another one here.\n\nA third, quite long.\n\nOne two 3 four five.\n";
        check(base, moved, &changed, merged);
        check(base, &changed, moved, merged);
        // Both moved it, one changed it: it stands where the adopter put it.
        let elsewhere = "Another one here.\n\nOne two three 4 five.\n\nA third, quite long.\n";
        check(base, moved, elsewhere, &merged.replace("3 four", "three 4"));
        check(base, elsewhere, moved, elsewhere);
        // A conflict is there where the block is.
        check(
            base,
            &moved.replace("three", "drei"),
            &changed,
            "Another one here.\n\nA third, quite long.\n\n<<<<<<< local\nOne two drei four five.\n||||||| base\nOne two three four five.\n=======\nOne two 3 four five.\n>>>>>>> upstream\n",
        );
    }

    #[test]
    fn a_list_item_that_both_moved_stands_once() {
        check(
            "- one\n- two\n- three\n- four\n\nText.\n",
            "- two\n- three\n- one\n- four\n\nText.\n",
            "- two\n- three\n- four\n- one\n\nText.\n",
            "- two\n- three\n- one\n- four\n\nText.\n",
        );
    }

    #[test]
    fn a_missing_final_newline_stays_missing() {
        check("One.\n\nTwo.", "One.\n\nTwo.", "One more.\n\nTwo.", "One more.\n\nTwo.");
        check("One.\n\nTwo.\n", "One.\n\nTwo!", "One more.\n\nTwo.\n", "One more.\n\nTwo!");
        check("One.\n", "One.\n\nLocal.", "Zero.\n\nOne.\n", "Zero.\n\nOne.\n\nLocal.");
    }

    #[test]
    fn a_paragraph_never_runs_into_the_list_before_it() {
        check("- a\n- b\n\nText.\n", "- a\n\nText.\n", "- a\n- b\n- c\n\nText!\n", "- a\n- c\n\nText!\n");
    }

    #[test]
    fn blocks_that_both_sides_put_at_one_place_count_once_or_conflict() {
        check("A.\n", "A.\n\nNew.\n", "A.\n\nNew.\n\nMore.\n", "A.\n\nNew.\n\nMore.\n");
        check(
            "A.\n",
            "A.\n\nOurs.\n",
            "A.\n\nTheirs.\n",
            "A.\n\n<<<<<<< local\nOurs.\n||||||| base\n=======\nTheirs.\n>>>>>>> upstream\n",
        );
    }
}

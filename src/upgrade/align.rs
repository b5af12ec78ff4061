//! Which block of one text is which of another: equal blocks first, then similar ones, in order.
//! Knows blocks, not what is done with them.

use std::ops::Range;

use super::blocks::Block;
use super::common::common;
use super::words::{similarity, sorted_words};

/// How similar two blocks must be to count as the same block, changed.
pub(super) const SIMILAR: f64 = 0.5;
/// More comparisons than this are not made; the blocks are then paired by their place.
const COMPARISONS: usize = 40_000;

/// For each block of the base, its counterpart. Counterparts stand in the same order.
pub(super) fn align(base: &[Block<'_>], other: &[Block<'_>]) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    let mut done = (0, 0);
    let equal = common(&texts(base), &texts(other));
    for (in_base, in_other) in equal.into_iter().chain([(base.len(), other.len())]) {
        fill(base, other, done.0..in_base, done.1..in_other, &mut found);
        if let Some(counterpart) = found.get_mut(in_base) {
            *counterpart = Some(in_other);
        }
        done = (in_base + 1, in_other + 1);
    }
    found
}

fn texts<'t>(blocks: &[Block<'t>]) -> Vec<&'t str> {
    blocks.iter().map(|block| block.text).collect()
}

/// Pairs the blocks between two that are equal.
fn fill(base: &[Block<'_>], other: &[Block<'_>], b: Range<usize>, o: Range<usize>, found: &mut [Option<usize>]) {
    if b.is_empty() || o.is_empty() {
        return;
    }
    let mut done = (b.start, o.start);
    for (in_base, in_other) in similar_pairs(base, other, &b, &o).into_iter().chain([(b.end, o.end)]) {
        let rest = (done.0..in_base, done.1..in_other);
        let alike = rest.0.len() == rest.1.len()
            && rest.0.clone().zip(rest.1.clone()).all(|(one, two)| base[one].kind == other[two].kind);
        if alike {
            // As many new ones as old ones: each was written anew.
            rest.0.zip(rest.1).for_each(|(one, two)| found[one] = Some(two));
        }
        if in_base < b.end {
            found[in_base] = Some(in_other);
        }
        done = (in_base + 1, in_other + 1);
    }
}

/// The pairs, in order, whose similarities have the greatest sum.
fn similar_pairs(base: &[Block<'_>], other: &[Block<'_>], b: &Range<usize>, o: &Range<usize>) -> Vec<(usize, usize)> {
    if b.len() * o.len() > COMPARISONS {
        return Vec::new();
    }
    let base_words: Vec<_> = base[b.clone()].iter().map(|block| sorted_words(block.text)).collect();
    let other_words: Vec<_> = other[o.clone()].iter().map(|block| sorted_words(block.text)).collect();
    let worth = |one: usize, two: usize| {
        let same_kind = base[b.start + one].kind == other[o.start + two].kind;
        let worth = if same_kind { similarity(&base_words[one], &other_words[two]) } else { 0.0 };
        if worth >= SIMILAR { worth } else { 0.0 }
    };
    let width = o.len() + 1;
    let mut best = vec![0.0_f64; (b.len() + 1) * width];
    let mut worths = vec![0.0_f64; b.len() * o.len()];
    for one in (0..b.len()).rev() {
        for two in (0..o.len()).rev() {
            let own = worth(one, two);
            worths[one * o.len() + two] = own;
            let skip = best[(one + 1) * width + two].max(best[one * width + two + 1]);
            best[one * width + two] = skip.max(own + best[(one + 1) * width + two + 1]);
        }
    }
    let (mut one, mut two) = (0, 0);
    let mut pairs = Vec::new();
    while one < b.len() && two < o.len() {
        let own = worths[one * o.len() + two];
        if own > 0.0 && best[one * width + two] <= own + best[(one + 1) * width + two + 1] {
            pairs.push((b.start + one, o.start + two));
            (one, two) = (one + 1, two + 1);
        } else if best[(one + 1) * width + two] >= best[one * width + two + 1] {
            one += 1;
        } else {
            two += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::super::blocks::split;
    use super::*;

    #[test]
    fn a_changed_block_is_found_again_beside_new_ones_and_deleted_ones() {
        let base = split("one two three four\n\ngone entirely\n\nlast words here\n");
        let other = split("brand new\n\nsomething else\n\none two 3 four\n\nlast words there\n");
        assert_eq!(align(&base.blocks, &other.blocks), [Some(2), None, Some(3)]);
    }

    #[test]
    fn a_block_written_anew_is_still_the_block_that_stood_there() {
        let base = split("a\n\nb b b\n\nc\n");
        let other = split("a\n\nx y z\n\nc\n");
        assert_eq!(align(&base.blocks, &other.blocks), [Some(0), Some(1), Some(2)]);
    }
}

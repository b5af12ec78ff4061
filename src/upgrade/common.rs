//! What two or three sequences have in common. Knows how to compare, not what is compared.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The longest common subsequence of two sequences, as pairs of places in rising order.
pub(super) fn common<T: Hash + Eq + Ord>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            pairs.extend((0..len).map(|step| (old_index + step, new_index + step)));
        }
    }
    pairs
}

/// A stretch of three sequences.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// One item that all three have.
    Same {
        /// Its place in the base.
        base: usize,
        /// Its place in the local sequence.
        local: usize,
        /// Its place in upstream's sequence.
        upstream: usize,
    },
    /// Items between two that all three have.
    Changed {
        /// The base's items.
        base: Range<usize>,
        /// The local items.
        local: Range<usize>,
        /// Upstream's items.
        upstream: Range<usize>,
    },
}

/// Divides three sequences at the items that all of them have (Khanna, Kunal and Pierce, "A Formal
/// Investigation of Diff3", 2007).
pub(super) fn stretches<T: Hash + Eq + Ord>(base: &[T], local: &[T], upstream: &[T]) -> Vec<Stretch> {
    let locals = common(base, local);
    let mut upstreams = common(base, upstream).into_iter().peekable();
    let mut found = Vec::new();
    let mut done = (0, 0, 0);
    let change = |from: (usize, usize, usize), to: (usize, usize, usize), found: &mut Vec<Stretch>| {
        if from != to {
            found.push(Stretch::Changed { base: from.0..to.0, local: from.1..to.1, upstream: from.2..to.2 });
        }
    };
    for (in_base, in_local) in locals {
        while upstreams.next_if(|(place, _)| *place < in_base).is_some() {}
        let Some((_, in_upstream)) = upstreams.next_if(|(place, _)| *place == in_base) else { continue };
        change(done, (in_base, in_local, in_upstream), &mut found);
        found.push(Stretch::Same { base: in_base, local: in_local, upstream: in_upstream });
        done = (in_base + 1, in_local + 1, in_upstream + 1);
    }
    change(done, (base.len(), local.len(), upstream.len()), &mut found);
    found
}

/// One of the two playbooks that are merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// The adopter's.
    Local,
    /// That which it was forked from.
    Upstream,
}

/// The side that counts: the one that changed something, the local one when both did the same;
/// `None` when they did different things.
pub(super) fn side<T: PartialEq + ?Sized>(base: &T, local: &T, upstream: &T) -> Option<Side> {
    if local == upstream || upstream == base {
        Some(Side::Local)
    } else if local == base {
        Some(Side::Upstream)
    } else {
        None
    }
}

/// The version that counts; `None` when both sides changed it differently.
pub(super) fn choose<T: PartialEq>(base: &T, local: T, upstream: T) -> Option<T> {
    side(base, &local, &upstream).map(|side| match side {
        Side::Local => local,
        Side::Upstream => upstream,
    })
}

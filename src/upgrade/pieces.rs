//! What a merged body is made of, and how it is written: blocks, and conflicts between markers. Knows
//! no merge.

use std::borrow::Cow;

use super::blocks::{Block, Kind};
use super::markers;

/// The blank space after a block, and what follows there: the space fits only what it stood before.
pub(super) type Gap<'t> = Option<(&'t str, Kind)>;

/// Part of the merged body.
pub(super) enum Piece<'t> {
    /// A block.
    Clean { text: Cow<'t, str>, kind: Kind, gap: Gap<'t>, from: Origin },
    /// Blocks that both sides changed.
    Conflict { sides: Sides<'t>, gap: Gap<'t> },
}

/// Who has a block that the base does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The base has it, or both sides.
    Base,
    /// The adopter.
    Local,
    /// Upstream.
    Upstream,
}

/// The three versions of a conflict.
#[derive(Default)]
pub(super) struct Sides<'t> {
    /// The adopter's blocks.
    pub local: Vec<Block<'t>>,
    /// The base's.
    pub base: Vec<Block<'t>>,
    /// Upstream's.
    pub upstream: Vec<Block<'t>>,
}

/// The merged body: the pieces with the space between them.
pub(super) fn write(start: &str, pieces: &[Piece<'_>], end: &str) -> String {
    let mut text = start.to_owned();
    for (index, piece) in pieces.iter().enumerate() {
        let (kind, gap) = match piece {
            Piece::Clean { text: block, kind, gap, .. } => {
                text.push_str(block);
                (*kind, gap)
            }
            Piece::Conflict { sides, gap } => {
                text.push_str(&sides.write());
                (sides.last_kind(), gap)
            }
        };
        let next = pieces.get(index + 1).map(|next| match next {
            Piece::Clean { kind, .. } => *kind,
            Piece::Conflict { sides, .. } => sides.first_kind(),
        });
        text.push_str(match (next, gap) {
            (None, _) => end,
            (Some(next), Some((gap, fits))) if *fits == next => gap,
            (Some(next), _) => usual_gap(kind, next),
        });
    }
    text
}

fn usual_gap(kind: Kind, next: Kind) -> &'static str {
    match (kind, next) {
        (Kind::Item, Kind::Item) | (Kind::Row, Kind::Row) => "\n",
        _ => "\n\n",
    }
}

impl<'t> Sides<'t> {
    fn first_kind(&self) -> Kind {
        [&self.local, &self.upstream, &self.base]
            .into_iter()
            .find_map(|side| side.first())
            .map_or(Kind::Paragraph, |block| block.kind)
    }

    fn last_kind(&self) -> Kind {
        [&self.local, &self.upstream, &self.base]
            .into_iter()
            .find_map(|side| side.last())
            .map_or(Kind::Paragraph, |block| block.kind)
    }

    fn write(&self) -> String {
        markers::write(&joined(&self.local), &joined(&self.base), &joined(&self.upstream))
    }
}

fn joined(blocks: &[Block<'_>]) -> String {
    let mut text = String::new();
    for (index, block) in blocks.iter().enumerate() {
        text.push_str(block.text);
        match blocks.get(index + 1) {
            Some(_) if block.gap.contains('\n') => text.push_str(block.gap),
            Some(next) => text.push_str(usual_gap(block.kind, next.kind)),
            None => text.push('\n'),
        }
    }
    text
}

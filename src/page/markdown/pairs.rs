//! Which tags of a page's raw HTML belong together, and what becomes of the others. Knows tags and
//! where blocks end, not what stands between them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::super::Flaw;
use super::super::html_elements::{Extent, extent};
use super::super::html_tags::Form;

/// A tag of raw HTML.
#[derive(Debug)]
pub(super) struct RawTag {
    /// The element, in lower case.
    pub(super) name: String,
    pub(super) form: Form,
    /// The piece of raw HTML that holds it, and where.
    pub(super) piece: usize,
    pub(super) range: Range<usize>,
    /// The list item, the quote, the cell or the like that holds it.
    pub(super) level: usize,
    /// Of an element whose text is no HTML: the tag that ends it.
    pub(super) text_end: Option<usize>,
}

/// What happens on a page, in order. Numbers of events say before which event it happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A tag, by its number.
    Tag(usize),
    /// The end of a paragraph, of a block of HTML, of the text of an item.
    BlockEnd(usize),
    /// The beginning of a list item, a quote, a cell or the like. Tags within have no partners without.
    LevelStart,
    /// Its end.
    LevelEnd(usize),
}

/// What becomes of the tags.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Tags that are left out or shown as text, and elements without an end, by the tag's number.
    pub(super) flaws: BTreeMap<usize, Flaw>,
    /// End tags to be written before a tag.
    pub(super) before: BTreeMap<usize, String>,
    /// End tags to be written behind a tag.
    pub(super) behind: BTreeMap<usize, String>,
    /// End tags to be written before an event.
    pub(super) before_event: BTreeMap<usize, String>,
}

/// Finds the pairs. An element that is never closed ends with the block that its tag stands in, and
/// so does what was opened in it since. Which elements those are is known only at the end, hence two
/// passes.
pub(super) fn pairs(tags: &[RawTag], steps: &[Step]) -> Pairs {
    let first = Pairing::new(tags, BTreeSet::new()).follow(steps);
    let unclosed = first.flaws.into_iter().filter(|(_, flaw)| *flaw == Flaw::NeverClosed).map(|(tag, _)| tag);
    Pairing::new(tags, unclosed.collect()).follow(steps)
}

struct Pairing<'t> {
    tags: &'t [RawTag],
    /// What no end tag closes, as far as it is known.
    unclosed: BTreeSet<usize>,
    levels: Vec<Level<'t>>,
    /// The number of the current block.
    block: usize,
    /// Tags before this one are text of an element whose text is no HTML.
    text_until: usize,
    pairs: Pairs,
}

#[derive(Default)]
struct Level<'t> {
    open: Vec<Open>,
    /// How often each element is open.
    counts: HashMap<&'t str, usize>,
}

struct Open {
    tag: usize,
    block: usize,
}

impl<'t> Pairing<'t> {
    fn new(tags: &'t [RawTag], unclosed: BTreeSet<usize>) -> Self {
        let levels = vec![Level::default()];
        Self { tags, unclosed, levels, block: 0, text_until: 0, pairs: Pairs::default() }
    }

    fn follow(mut self, steps: &[Step]) -> Pairs {
        for step in steps {
            match *step {
                Step::Tag(tag) if tag < self.text_until => {}
                Step::Tag(tag) => self.tag(tag),
                Step::BlockEnd(event) => self.block_end(event),
                Step::LevelStart => self.levels.push(Level::default()),
                Step::LevelEnd(event) => {
                    self.end_from(0, event);
                    self.levels.pop();
                }
            }
        }
        self.pairs
    }

    fn tag(&mut self, number: usize) {
        let tag = &self.tags[number];
        match (extent(&tag.name), tag.form) {
            (_, Form::Unended) => self.flaw(number, Flaw::NeverEnds),
            (_, Form::Comment) | (Extent::Void | Extent::Unknown, _) | (Extent::SelfEnding, Form::Closed) => {}
            (Extent::Frame, _) => self.flaw(number, Flaw::Frame),
            (Extent::TextOnly, Form::Start) => match tag.text_end {
                Some(end) => {
                    self.text_until = end;
                    self.open(number);
                }
                None => self.flaw(number, Flaw::HidesRest),
            },
            (_, Form::Closed) => {
                // HTML ignores the slash, drawings and formulas do not.
                let counts = self.levels.last().map(|level| &level.counts);
                let is_drawing =
                    counts.is_some_and(|counts| ["svg", "math"].iter().any(|name| counts.get(name) > Some(&0)));
                if !is_drawing {
                    self.pairs.behind.insert(number, format!("</{}>", tag.name));
                }
            }
            (_, Form::Start) => self.open(number),
            (_, Form::End) => self.close(number),
        }
    }

    fn flaw(&mut self, number: usize, flaw: Flaw) {
        self.pairs.flaws.insert(number, flaw);
    }

    fn open(&mut self, tag: usize) {
        let block = self.block;
        if let Some(level) = self.levels.last_mut() {
            *level.counts.entry(&self.tags[tag].name).or_default() += 1;
            level.open.push(Open { tag, block });
        }
    }

    fn close(&mut self, number: usize) {
        let name = self.tags[number].name.as_str();
        let Some(level) = self.levels.last_mut() else { return };
        let is_open = level.counts.get(name) > Some(&0);
        let place = level.open.iter().rposition(|open| self.tags[open.tag].name == name).filter(|_| is_open);
        let Some(place) = place else {
            // Browsers make an empty paragraph of a lonely `</p>`, which changes nothing else.
            if name != "p" {
                self.flaw(number, Flaw::ClosesNothing);
            }
            return;
        };
        let ended = self.take_from(place + 1);
        if !ended.is_empty() {
            self.pairs.before.insert(number, ended);
        }
        if let Some(level) = self.levels.last_mut() {
            level.open.pop();
            level.counts.entry(name).and_modify(|count| *count -= 1);
        }
    }

    fn block_end(&mut self, event: usize) {
        let level = self.levels.last();
        let of_block = level.map(|level| {
            let begins = level.open.partition_point(|open| open.block < self.block);
            let unclosed = level.open[begins..].iter().position(|open| self.unclosed.contains(&open.tag));
            unclosed.map(|at| begins + at)
        });
        if let Some(place) = of_block.flatten() {
            self.end_from(place, event);
        }
        self.block += 1;
    }

    /// Ends all that is open from a place on, before an event.
    fn end_from(&mut self, place: usize, event: usize) {
        let ended = self.take_from(place);
        if !ended.is_empty() {
            self.pairs.before_event.entry(event).or_default().push_str(&ended);
        }
    }

    /// Takes what is open from a place on, and gives the end tags that it lacks.
    fn take_from(&mut self, place: usize) -> String {
        let Some(level) = self.levels.last_mut() else { return String::new() };
        let mut ended = String::new();
        for open in level.open.drain(place..).rev() {
            let name = self.tags[open.tag].name.as_str();
            level.counts.entry(name).and_modify(|count| *count -= 1);
            if extent(name) != Extent::SelfEnding {
                ended += &format!("</{name}>");
                self.pairs.flaws.insert(open.tag, Flaw::NeverClosed);
            }
        }
        ended
    }
}

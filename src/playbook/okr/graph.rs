//! Scores that depend on other objectives: linked key results and roll-ups, and the circles that
//! must not be. Knows all objectives, no status.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::score::{self, Moment, Now, Progress};
use super::{Sheet, Sheets, Version};
use crate::page::kinds::okr::{KeyResult, Rollup, State};
use crate::playbook::{PageId, Place};

/// An objective or one of its key results.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Node {
    Objective(PageId),
    KeyResult(PageId, usize),
}

/// Computes scores for one moment, each once.
///
/// A linked key result that leads back to itself waits for its own score and so has none; all
/// others are computed without it. So no score depends on which is asked for first.
pub(super) struct Calculator<'a> {
    sheets: &'a Sheets<'a>,
    moment: Moment,
    known: BTreeMap<Node, Progress>,
    circles: Circles,
}

/// Which nodes lead to each other, by Tarjan's algorithm.
#[derive(Default)]
struct Circles {
    /// Every node that was met, by its turn.
    turns: BTreeMap<Node, usize>,
    /// The nodes whose circle is not known yet.
    open: Vec<Node>,
    /// The circle of each node: nodes that lead to each other have the same number.
    of: BTreeMap<Node, usize>,
}

impl Circles {
    /// Notes a node that is met for the first time.
    fn meet(&mut self, node: Node) -> usize {
        let turn = self.turns.len();
        self.turns.insert(node, turn);
        self.open.push(node);
        turn
    }

    /// Closes the circle of a node that leads to none earlier than itself.
    fn close(&mut self, node: Node, earliest: usize) {
        if self.turns.get(&node) == Some(&earliest) {
            let first = self.open.iter().rposition(|open| *open == node).unwrap_or(0);
            let members = self.open.split_off(first);
            self.of.extend(members.into_iter().map(|member| (member, earliest)));
        }
    }
}

impl<'a> Calculator<'a> {
    pub(super) fn new(sheets: &'a Sheets<'a>, moment: Moment) -> Self {
        Self { sheets, moment, known: BTreeMap::new(), circles: Circles::default() }
    }

    /// The progress of an objective or key result. The chain from one to the next may be as long as
    /// there are pages, so it is followed without recursion.
    pub(super) fn progress(&mut self, node: Node) -> Progress {
        let mut path = Vec::new();
        let mut next = Some(node);
        loop {
            if let Some(new) = next.filter(|new| !self.known.contains_key(new)) {
                self.find_circles(new);
                path.push((new, self.counted_steps(new)));
            }
            let Some((at, steps)) = path.last_mut() else { break };
            next = steps.pop();
            if next.is_none() {
                let progress = self.computed(*at);
                self.known.insert(*at, progress);
                path.pop();
            }
        }
        self.of(node)
    }

    /// The progress of a node that was computed.
    fn of(&self, node: Node) -> Progress {
        self.known.get(&node).copied().unwrap_or_default()
    }

    /// The progress of a node when that of all its steps is known.
    fn computed(&self, node: Node) -> Progress {
        match node {
            Node::Objective(page) => self.objective(page),
            Node::KeyResult(page, index) => self.key_result(page, index),
        }
    }

    /// Finds the circle of a node and of all that it leads to.
    fn find_circles(&mut self, node: Node) {
        let mut path: Vec<(Node, Vec<Node>, usize)> = Vec::new();
        let mut next = Some(node);
        loop {
            match next.map(|new| (new, self.circles.turns.get(&new).copied())) {
                Some((new, None)) => path.push((new, self.steps(new), self.circles.meet(new))),
                Some((met, Some(turn))) if !self.circles.of.contains_key(&met) => {
                    if let Some((_, _, earliest)) = path.last_mut() {
                        *earliest = turn.min(*earliest);
                    }
                }
                Some(_) | None => {}
            }
            let Some((at, steps, earliest)) = path.last_mut() else { break };
            next = steps.pop();
            if next.is_none() {
                let (at, earliest) = (*at, *earliest);
                self.circles.close(at, earliest);
                path.pop();
                if let Some((_, _, above)) = path.last_mut() {
                    *above = earliest.min(*above);
                }
            }
        }
    }

    /// What the score of a node is made of, without links that lead back to it.
    fn counted_steps(&self, node: Node) -> Vec<Node> {
        let is_link = matches!(node, Node::KeyResult(..));
        self.steps(node).into_iter().filter(|step| !(is_link && self.leads_back(node, *step))).collect()
    }

    /// What the score of a node is made of.
    fn steps(&self, node: Node) -> Vec<Node> {
        match node {
            Node::Objective(page) => self.parts(page).into_iter().map(|(_, part)| part).collect(),
            Node::KeyResult(page, index) => self.linked(page, index).into_iter().collect(),
        }
    }

    /// What an objective's score is made of, each part with its weight.
    fn parts(&self, page: PageId) -> Vec<(f64, Node)> {
        let (Some(sheet), Some((version, _))) = (self.sheets.by_page.get(&page), self.version(page)) else {
            return Vec::new();
        };
        let okr = version.okr;
        let counted: Vec<usize> = (0..okr.key_results.len()).filter(|index| !okr.key_results[*index].dropped).collect();
        let rollup = okr.rollup.unwrap_or(if counted.is_empty() { Rollup::Children } else { Rollup::Own });
        let own = counted.into_iter().map(|index| (okr.key_results[index].weight, Node::KeyResult(page, index)));
        let below = sheet.children.iter().filter(|child| self.sheets.counts(**child));
        let below = below.map(|child| (1.0, Node::Objective(*child)));
        match rollup {
            Rollup::Own => own.collect(),
            Rollup::Children => below.collect(),
            Rollup::Both => own.chain(below).collect(),
        }
    }

    /// What a linked key result has its score from.
    fn linked(&self, page: PageId, index: usize) -> Option<Node> {
        let Place { page, fragment } = self.version(page)?.0.links.get(&index)?;
        let Some(name) = fragment else { return Some(Node::Objective(*page)) };
        Some(Node::KeyResult(*page, self.version(*page)?.0.index_of(name)?))
    }

    /// Whether a linked key result leads back to itself through this step.
    fn leads_back(&self, from: Node, to: Node) -> bool {
        self.circles.of.get(&from) == self.circles.of.get(&to)
    }

    /// What a page said at the moment. In the past, check-ins win over earlier versions, whose facts
    /// all had the date of their commit.
    fn version(&self, page: PageId) -> Option<(&'a Version<'a>, Moment)> {
        let sheet = self.sheets.by_page.get(&page)?;
        let Moment { day, is_now } = self.moment;
        let earlier = match is_now {
            Now::No if sheet.now.okr.checkins.is_empty() => sheet.earlier.range(..=day).next_back(),
            Now::No | Now::Yes => None,
        };
        Some(earlier.map_or((&sheet.now, self.moment), |(_, version)| (version, Moment { day, is_now: Now::Yes })))
    }

    fn objective(&self, page: PageId) -> Progress {
        let parts = self.parts(page);
        let scores: Vec<_> = parts.into_iter().map(|(weight, part)| (weight, self.of(part))).collect();
        // No value at all is no data; one value makes the others count as nothing reached yet. What
        // is undated may have been reached or not, so a day in the past is judged without it.
        let (undated, dated): (Vec<_>, Vec<_>) = scores.into_iter().partition(|(_, progress)| progress.undated);
        let has_data = dated.iter().any(|(_, progress)| progress.raw.is_some());
        let raw = score::mean(dated.into_iter().map(|(weight, progress)| (weight, progress.score())));
        Progress { raw: raw.filter(|_| has_data), current: None, undated: !has_data && !undated.is_empty() }
    }

    fn key_result(&self, page: PageId, index: usize) -> Progress {
        let Some((version, moment)) = self.version(page) else { return Progress::default() };
        if version.links.contains_key(&index) {
            let other = self.counted_steps(Node::KeyResult(page, index)).pop();
            let Progress { raw, undated, .. } = other.map_or_else(Progress::default, |other| self.of(other));
            return Progress { raw: raw.map(|raw| raw.clamp(0.0, 1.0)), current: None, undated };
        }
        let stated = &version.okr.key_results[index];
        let progress = score::progress(stated, &version.okr.checkins, moment);
        if progress.undated { self.written_then(page, stated).unwrap_or(progress) } else { progress }
    }

    /// What the page itself said at the moment of a key result that has no check-ins, while others
    /// on the page have.
    fn written_then(&self, page: PageId, stated: &KeyResult) -> Option<Progress> {
        let day = self.moment.day;
        let (_, version) = self.sheets.by_page.get(&page)?.earlier.range(..=day).next_back()?;
        let then = &version.okr.key_results[version.index_of(&stated.id.value)?];
        Some(score::progress(then, &version.okr.checkins, Moment { day, is_now: Now::Yes }))
    }

    /// The circles that linked key results are in, each as the steps from one back to itself. Every
    /// link that is in one is in one of these.
    pub(super) fn circles(&self) -> Vec<Vec<Node>> {
        let mut told: BTreeSet<Node> = BTreeSet::new();
        let mut circles = Vec::new();
        for node in self.circles.of.keys().copied() {
            let Node::KeyResult(page, index) = node else { continue };
            let back = self.linked(page, index).filter(|to| self.leads_back(node, *to));
            let Some(circle) = back.filter(|_| !told.contains(&node)).and_then(|to| self.shortest_way(to, node)) else {
                continue;
            };
            told.extend(&circle);
            circles.push(circle);
        }
        circles
    }

    /// The shortest way from one node to another of its circle, which stands first.
    fn shortest_way(&self, from: Node, to: Node) -> Option<Vec<Node>> {
        let mut came_from: BTreeMap<Node, Node> = BTreeMap::from([(from, to)]);
        let mut next: VecDeque<Node> = VecDeque::from([from]);
        while let Some(node) = next.pop_front().filter(|node| *node != to) {
            for step in self.steps(node).into_iter().filter(|step| self.leads_back(node, *step)) {
                if let Entry::Vacant(place) = came_from.entry(step) {
                    place.insert(node);
                    next.push_back(step);
                }
            }
        }
        let mut way = vec![to];
        let mut at = *came_from.get(&to)?;
        while at != to {
            way.push(at);
            at = *came_from.get(&at)?;
        }
        way[1..].reverse();
        Some(way)
    }
}

impl Sheets<'_> {
    /// Whether a child counts in its parent's score. One that is above its own parent has none, and
    /// the work of one that another replaced would count twice.
    fn counts(&self, page: PageId) -> bool {
        let is_above = self.parent_loops.iter().flatten().any(|member| *member == page);
        let holds =
            |sheet: &Sheet<'_>| !sheet.is_set_aside && !matches!(sheet.now.okr.state, State::Draft | State::Dropped);
        !is_above && self.by_page.get(&page).is_some_and(holds)
    }

    pub(super) fn name(&self, node: Node) -> String {
        let (page, index) = match node {
            Node::Objective(page) => (page, None),
            Node::KeyResult(page, index) => (page, Some(index)),
        };
        let Some(sheet) = self.by_page.get(&page) else { return String::new() };
        match index {
            None => sheet.id.clone(),
            Some(index) => format!("{}#{}", sheet.id, sheet.now.okr.key_results[index].id.value),
        }
    }
}

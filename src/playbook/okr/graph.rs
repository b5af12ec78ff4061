//! Scores that depend on other objectives: linked key results and roll-ups, and the loops that
//! must not be. Knows all objectives, no status.

use std::collections::{BTreeMap, BTreeSet};

use super::score::{self, Moment, Now, Progress};
use super::{Sheet, Sheets, Version};
use crate::diagnostic::Span;
use crate::page::kinds::okr::{KeyResult, Measure, Rollup, State};
use crate::playbook::{PageId, Place};
use crate::source::SourcePath;

/// An objective or one of its key results.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Node {
    Objective(PageId),
    KeyResult(PageId, usize),
}

/// Objectives or key results whose scores depend on themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// The file in which it can be broken.
    pub path: SourcePath,
    /// The reference that closes it.
    pub span: Span,
    /// The members in order, the first one again at the end.
    pub members: Vec<String>,
    /// The key whose references make the loop.
    pub key: &'static str,
}

/// Computes scores for one moment, each once.
pub(super) struct Calculator<'a> {
    sheets: &'a Sheets<'a>,
    moment: Moment,
    known: BTreeMap<Node, Progress>,
    open: Vec<Node>,
    loops: Vec<Vec<Node>>,
}

impl<'a> Calculator<'a> {
    pub(super) fn new(sheets: &'a Sheets<'a>, moment: Moment) -> Self {
        Self { sheets, moment, known: BTreeMap::new(), open: Vec::new(), loops: Vec::new() }
    }

    /// The progress of an objective or key result.
    pub(super) fn progress(&mut self, node: Node) -> Progress {
        if let Some(progress) = self.known.get(&node) {
            return *progress;
        }
        if let Some(start) = self.open.iter().position(|open| *open == node) {
            self.loops.push(self.open[start..].to_vec());
            return Progress::default();
        }
        self.open.push(node);
        let progress = match node {
            Node::Objective(page) => self.objective(page),
            Node::KeyResult(page, index) => self.key_result(page, index),
        };
        self.open.pop();
        self.known.insert(node, progress);
        progress
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

    fn objective(&mut self, page: PageId) -> Progress {
        let (Some(sheet), Some((version, _))) = (self.sheets.by_page.get(&page), self.version(page)) else {
            return Progress::default();
        };
        let okr = version.okr;
        let counted: Vec<usize> = (0..okr.key_results.len()).filter(|index| !okr.key_results[*index].dropped).collect();
        let rollup = okr.rollup.unwrap_or(if counted.is_empty() { Rollup::Children } else { Rollup::Own });
        let mut scores = Vec::new();
        if rollup != Rollup::Children {
            for index in counted {
                let weight = okr.key_results[index].weight;
                scores.push((weight, self.progress(Node::KeyResult(page, index))));
            }
        }
        if rollup != Rollup::Own {
            for child in sheet.children.iter().filter(|child| self.sheets.counts(**child)) {
                scores.push((1.0, self.progress(Node::Objective(*child))));
            }
        }
        // No value at all is no data; one value makes the others count as nothing reached yet. What
        // is undated may have been reached or not, so a day in the past is judged without it.
        let (undated, dated): (Vec<_>, Vec<_>) = scores.into_iter().partition(|(_, progress)| progress.undated);
        let has_data = dated.iter().any(|(_, progress)| progress.raw.is_some());
        let raw = score::mean(dated.into_iter().map(|(weight, progress)| (weight, progress.score())));
        Progress { raw: raw.filter(|_| has_data), current: None, undated: !has_data && !undated.is_empty() }
    }

    fn key_result(&mut self, page: PageId, index: usize) -> Progress {
        let Some((version, moment)) = self.version(page) else { return Progress::default() };
        match version.links.get(&index) {
            Some(Place { page, fragment }) => {
                let Some(node) = self.node(*page, fragment.as_deref()) else { return Progress::default() };
                let Progress { raw, undated, .. } = self.progress(node);
                Progress { raw: raw.map(|raw| raw.clamp(0.0, 1.0)), current: None, undated }
            }
            None => {
                let stated = &version.okr.key_results[index];
                let progress = score::progress(stated, &version.okr.checkins, moment);
                if progress.undated { self.written_then(page, stated).unwrap_or(progress) } else { progress }
            }
        }
    }

    /// What the page itself said at the moment of a key result that has no check-ins, while others
    /// on the page have.
    fn written_then(&self, page: PageId, stated: &KeyResult) -> Option<Progress> {
        let day = self.moment.day;
        let (_, version) = self.sheets.by_page.get(&page)?.earlier.range(..=day).next_back()?;
        let then = &version.okr.key_results[version.index_of(&stated.id.value)?];
        Some(score::progress(then, &version.okr.checkins, Moment { day, is_now: Now::Yes }))
    }

    fn node(&self, page: PageId, key_result: Option<&str>) -> Option<Node> {
        let Some(name) = key_result else { return Some(Node::Objective(page)) };
        Some(Node::KeyResult(page, self.version(page)?.0.index_of(name)?))
    }

    /// The loops that were met, each once.
    pub(super) fn into_loops(self) -> Vec<Loop> {
        let sheets = self.sheets;
        let mut seen = BTreeSet::new();
        let linked =
            self.loops.into_iter().filter(|nodes| nodes.iter().any(|node| matches!(node, Node::KeyResult(..))));
        let loops = linked.filter_map(|nodes| {
            let key: BTreeSet<Node> = nodes.iter().copied().collect();
            if !seen.insert(key) {
                return None;
            }
            // A roll-up of an objective's own key results is no reference of the author's.
            let named: Vec<Node> = nodes.iter().copied().filter(|node| sheets.is_linked(*node)).collect();
            let Some(Node::KeyResult(page, index)) = named.first().copied() else { return None };
            let sheet = sheets.by_page.get(&page)?;
            let Measure::Linked(from) = &sheet.now.okr.key_results[index].measure else { return None };
            let mut members: Vec<String> = named.iter().map(|node| sheets.name(*node)).collect();
            members.push(sheets.name(named[0]));
            Some(Loop { path: sheet.path.clone(), span: from.span, members, key: "from" })
        });
        loops.collect()
    }
}

/// Loops of `parent`.
pub(super) fn parent_loops(sheets: &Sheets<'_>) -> Vec<Loop> {
    let mut done = BTreeSet::new();
    let mut loops = Vec::new();
    for start in sheets.by_page.keys() {
        let mut trail: Vec<PageId> = Vec::new();
        let mut at = Some(*start);
        while let Some(page) = at.filter(|page| !done.contains(page)) {
            if let Some(from) = trail.iter().position(|seen| *seen == page) {
                loops.extend(parent_loop(sheets, &trail[from..]));
                break;
            }
            trail.push(page);
            at = sheets.by_page.get(&page).and_then(|sheet| sheet.parent);
        }
        done.extend(trail);
    }
    loops
}

fn parent_loop(sheets: &Sheets<'_>, members: &[PageId]) -> Option<Loop> {
    let first: &Sheet<'_> = sheets.by_page.get(members.first()?)?;
    let mut names: Vec<String> = members.iter().map(|page| sheets.name(Node::Objective(*page))).collect();
    names.push(names.first()?.clone());
    let span = first.now.okr.parent.as_ref().map_or(Span::default(), |parent| parent.span);
    Some(Loop { path: first.path.clone(), span, members: names, key: "parent" })
}

impl Sheets<'_> {
    /// Whether a child counts in its parent's score.
    fn counts(&self, page: PageId) -> bool {
        self.by_page.get(&page).is_some_and(|sheet| !matches!(sheet.now.okr.state, State::Draft | State::Dropped))
    }

    fn is_linked(&self, node: Node) -> bool {
        match node {
            Node::Objective(_) => false,
            Node::KeyResult(page, index) => {
                self.by_page.get(&page).is_some_and(|sheet| sheet.now.links.contains_key(&index))
            }
        }
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

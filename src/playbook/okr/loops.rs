//! References of objectives that lead in a circle, as an author mends them. Knows all objectives and
//! the circles of scores, not how they are computed.

use std::collections::BTreeSet;

use super::graph::{Calculator, Node};
use super::{Sheet, Sheets};
use crate::diagnostic::Span;
use crate::page::kinds::okr::Measure;
use crate::playbook::PageId;
use crate::source::SourcePath;

/// Objectives or key results whose scores depend on themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// The file in which it can be broken.
    pub path: SourcePath,
    /// The reference that closes it.
    pub span: Span,
    /// The members in order, the first one again at the end.
    pub members: Vec<String>,
    /// The keys whose references make the loop.
    pub keys: &'static [&'static str],
}

/// All loops: those of parents, and those that links are in.
pub(super) fn loops(sheets: &Sheets<'_>, now: &Calculator<'_>) -> Vec<Loop> {
    let of_parents = sheets.parent_loops.iter().filter_map(|members| parent_loop(sheets, members));
    of_parents.chain(now.circles().iter().filter_map(|circle| link_loop(sheets, circle))).collect()
}

/// A circle that begins with a linked key result. What an objective is made of on its own page is
/// no reference of the author's; a child that counts in its parent is.
fn link_loop(sheets: &Sheets<'_>, circle: &[Node]) -> Option<Loop> {
    let after = |place: usize| circle[(place + 1) % circle.len()];
    let before = |place: usize| circle[(place + circle.len() - 1) % circle.len()];
    let is_objective = |node: Node| matches!(node, Node::Objective(_));
    let is_child = |place: usize| is_objective(circle[place]) && is_objective(before(place));
    let is_parent = |place: usize| is_objective(circle[place]) && is_objective(after(place));
    let is_link = |place: usize| !is_objective(circle[place]);
    let named = (0..circle.len()).filter(|place| is_link(*place) || is_child(*place) || is_parent(*place));
    let mut members: Vec<String> = named.map(|place| sheets.name(circle[place])).collect();
    members.push(members.first()?.clone());
    let Node::KeyResult(page, index) = *circle.first()? else { return None };
    let sheet = sheets.by_page.get(&page)?;
    let Measure::Linked(from) = &sheet.now.okr.key_results[index].measure else { return None };
    let keys: &[&str] = if (0..circle.len()).any(is_child) { &["from", "parent"] } else { &["from"] };
    Some(Loop { path: sheet.path.clone(), span: from.span, members, keys })
}

fn parent_loop(sheets: &Sheets<'_>, members: &[PageId]) -> Option<Loop> {
    let first: &Sheet<'_> = sheets.by_page.get(members.first()?)?;
    let mut names: Vec<String> = members.iter().map(|page| sheets.name(Node::Objective(*page))).collect();
    names.push(names.first()?.clone());
    let span = first.now.okr.parent.as_ref().map_or(Span::default(), |parent| parent.span);
    Some(Loop { path: first.path.clone(), span, members: names, keys: &["parent"] })
}

impl Sheets<'_> {
    /// The objectives that are above themselves, circle by circle, each from its first page on.
    pub(super) fn find_parent_loops(&self) -> Vec<Vec<PageId>> {
        let mut done = BTreeSet::new();
        let mut loops = Vec::new();
        for start in self.by_page.keys() {
            let mut trail: Vec<PageId> = Vec::new();
            let mut at = Some(*start);
            while let Some(page) = at.filter(|page| !done.contains(page)) {
                if let Some(from) = trail.iter().position(|seen| *seen == page) {
                    let mut members = trail[from..].to_vec();
                    let first = members.iter().enumerate().min_by_key(|(_, page)| **page).map_or(0, |(place, _)| place);
                    members.rotate_left(first);
                    loops.push(members);
                    break;
                }
                trail.push(page);
                at = self.by_page.get(&page).and_then(|sheet| sheet.parent);
            }
            done.extend(trail);
        }
        loops
    }
}

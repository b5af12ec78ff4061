//! The navigation that a page shows. A small site shows its whole tree; a big one only the branch
//! of the page, so that the output grows with the pages and not with their square.

use std::collections::HashMap;

use tera::Value;

use crate::playbook::{LinkStyle, PageId, Playbook};
use crate::theme::context::NavView;

/// Up to so many pages, every page shows the whole tree.
const WHOLE_TREE: usize = 250;
/// A section with more pages than this shows a window of them.
const WINDOW: usize = 100;

/// Navigation trees, made once for all pages that share one.
pub(super) struct Navigation<'a> {
    playbook: &'a Playbook,
    style: LinkStyle,
    trees: HashMap<Key, Value>,
}

/// Pages with equal keys show the same tree: the section that is open, and the window of its
/// pages.
type Key = (Option<PageId>, usize);

impl<'a> Navigation<'a> {
    /// Makes every tree that some page needs.
    pub(super) fn new(playbook: &'a Playbook, style: LinkStyle) -> Self {
        let mut navigation = Self { playbook, style, trees: HashMap::new() };
        let mut keys: Vec<Key> = playbook.entries().map(|(id, _)| navigation.key(id)).collect();
        keys.push((None, 0));
        for key in keys {
            if !navigation.trees.contains_key(&key) {
                let tree = Value::from_serializable(&navigation.tree(key));
                navigation.trees.insert(key, tree);
            }
        }
        navigation
    }

    /// The tree for a page; `None` is a page that is not in the playbook, such as a tag's.
    pub(super) fn of(&self, page: Option<PageId>) -> Value {
        let key = page.map_or((None, 0), |page| self.key(page));
        self.trees.get(&key).cloned().unwrap_or_else(Value::none)
    }

    fn key(&self, page: PageId) -> Key {
        if self.playbook.len() <= WHOLE_TREE {
            return (None, 0);
        }
        let entry = self.playbook.entry(page);
        let open = if entry.children.is_empty() { entry.parent } else { Some(page) };
        let window = match open {
            Some(section) if section != page => self.place(section, page) / WINDOW,
            _ => 0,
        };
        (open, window)
    }

    fn place(&self, section: PageId, page: PageId) -> usize {
        // Children are sorted for readers, not by number, so this is a search; sections are small
        // compared with the work of rendering their pages.
        self.playbook.entry(section).children.iter().position(|child| *child == page).unwrap_or(0)
    }

    fn tree(&self, (open, window): Key) -> Vec<NavView> {
        let Some(home) = self.playbook.home() else { return Vec::new() };
        let whole = self.playbook.len() <= WHOLE_TREE;
        let mut branch: Vec<PageId> = open.into_iter().flat_map(|id| self.playbook.ancestors(id)).collect();
        branch.extend(open);
        let shown = Shown { whole, branch: &branch, open, window };
        self.playbook.entry(home).children.iter().map(|id| self.view(*id, &shown)).collect()
    }

    fn view(&self, id: PageId, shown: &Shown<'_>) -> NavView {
        let entry = self.playbook.entry(id);
        let is_open = shown.whole || shown.branch.contains(&id);
        let mut children: &[PageId] = if is_open { &entry.children } else { &[] };
        let mut more = None;
        if !shown.whole && children.len() > WINDOW {
            let window = if shown.open == Some(id) { shown.window } else { self.window_of_branch(id, shown) };
            let from = (window * WINDOW).min(children.len());
            let to = (from + WINDOW).min(children.len());
            more = Some(children.len() - (to - from));
            children = &children[from..to];
        }
        NavView {
            id: entry.id.clone(),
            title: entry.title.clone(),
            url: entry.url.href(self.style),
            kind: entry.kind,
            children: children.iter().map(|child| self.view(*child, shown)).collect(),
            collapsed: !is_open && !entry.children.is_empty(),
            more,
        }
    }

    /// The window of a section that holds the next section of the open branch.
    fn window_of_branch(&self, id: PageId, shown: &Shown<'_>) -> usize {
        let next = shown.branch.iter().skip_while(|above| **above != id).nth(1);
        next.map_or(0, |next| self.place(id, *next) / WINDOW)
    }
}

struct Shown<'a> {
    whole: bool,
    branch: &'a [PageId],
    open: Option<PageId>,
    window: usize,
}

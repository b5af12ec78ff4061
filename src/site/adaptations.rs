//! What a fork tells of its upstream: a badge with its changes for each page, and the list of all.
//! Knows what differs, not how it was found.

use super::Rendering;
use super::lists::{Files, Lists};
use super::page::PageViews;
use crate::failure::Failure;
use crate::playbook::{Entry, PageId, Url};
use crate::theme::context::{AdaptationsView, PartView, UpstreamView};
use crate::upgrade::adaptations::Adaptation;
use crate::upgrade::show::Part;

/// The name of the list.
const LIST: &str = "adaptations";

impl PageViews<'_> {
    /// How a page differs from upstream's, when the site is to tell.
    pub(super) fn upstream(&self, entry: &Entry) -> Option<UpstreamView> {
        let adaptation = self.rendering.adaptations?.pages.get(entry.path.as_ref()?)?;
        let changes = match adaptation {
            Adaptation::Adapted(changes) => {
                changes.iter().map(|change| change.parts.iter().map(part).collect()).collect()
            }
            Adaptation::Inherited | Adaptation::Local => Vec::new(),
        };
        let list = self.adaptations.as_ref().map(|url| url.href(self.rendering.style));
        Some(UpstreamView { status: adaptation.word(), changes, list })
    }
}

impl Rendering<'_> {
    /// Where the list is, when there is one and no page of the playbook is there.
    pub(super) fn adaptations_url(&self) -> Option<Url> {
        let url = self.adaptations.and_then(|_| Url::page(LIST))?;
        let is_taken = self.playbook.entries().any(|(_, entry)| entry.url.out_path() == url.out_path());
        (!is_taken).then_some(url)
    }
}

fn part(part: &Part) -> PartView {
    let (kind, text) = match part {
        Part::Same(text) => ("same", text),
        Part::Removed(text) => ("removed", text),
        Part::Added(text) => ("added", text),
    };
    PartView { kind, text: text.clone() }
}

impl Lists<'_> {
    /// The list of all adaptations.
    pub(super) fn adaptations(&self, files: &mut Files) -> Result<(), Failure> {
        let Some(adaptations) = self.rendering.adaptations else { return Ok(()) };
        let Some(url) = &self.views.adaptations else { return Ok(()) };
        let of = |word: &str| -> Vec<PageId> {
            let entries = self.rendering.playbook.entries();
            let is_it = |entry: &Entry| {
                entry.path.as_ref().and_then(|path| adaptations.pages.get(path)).is_some_and(|page| page.word() == word)
            };
            entries.filter(|(_, entry)| is_it(entry)).map(|(id, _)| id).collect()
        };
        let children = |word: &str| of(word).into_iter().map(|id| self.views.child(id)).collect();
        let view = AdaptationsView {
            adapted: children("adapted"),
            local: children("local"),
            removed: adaptations.removed.clone(),
            inherited: of("inherited").len(),
        };
        let mut context =
            self.context(&url.out_path(), &self.made_page(url, self.views.words().say("made.adaptations")));
        context.insert(LIST, &view);
        let html = self.rendering.theme.render("adaptations.html", &context, LIST)?;
        files.insert(url.out_path(), html.into());
        Ok(())
    }
}

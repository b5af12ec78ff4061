//! What a fork tells of its upstream: a badge with its changes for each page, and the list of all.
//! Knows what differs, not how it was found.

use super::lists::{Files, Lists};
use super::page::PageViews;
use crate::failure::Failure;
use crate::playbook::{Entry, PageId};
use crate::theme::context::{AdaptationsView, AdaptedView, PartView, UpstreamView};
use crate::upgrade::adaptations::Adaptation;
use crate::upgrade::show::Part;

/// The name of the list.
pub(super) const LIST: &str = "adaptations";

impl PageViews<'_> {
    /// How a page differs from upstream's, when the site is to tell.
    pub(super) fn upstream(&self, entry: &Entry) -> Option<UpstreamView> {
        let adaptation = self.rendering.adaptations?.pages.get(entry.path.as_ref()?)?;
        let list = self.playbook().list_url(LIST).map(|url| url.href(self.rendering.style));
        Some(UpstreamView { status: adaptation.word(), changes: passages(adaptation), list })
    }
}

fn passages(adaptation: &Adaptation) -> Vec<Vec<PartView>> {
    adaptation.changes().iter().map(|change| change.parts.iter().flat_map(parts).collect()).collect()
}

/// The space after words that were changed is no part of the change.
fn parts(part: &Part) -> Vec<PartView> {
    let (kind, text) = match part {
        Part::Same(text) => return vec![PartView { kind: "same", text: text.clone() }],
        Part::Removed(text) => ("removed", text),
        Part::Added(text) => ("added", text),
    };
    let (words, space) = text.split_at(text.trim_end().len());
    let space = (!space.is_empty()).then(|| PartView { kind: "same", text: space.to_owned() });
    std::iter::once(PartView { kind, text: words.to_owned() }).chain(space).collect()
}

impl Lists<'_> {
    /// The list of all adaptations.
    pub(super) fn adaptations(&self, files: &mut Files) -> Result<(), Failure> {
        let Some(adaptations) = self.rendering.adaptations else { return Ok(()) };
        let Some(url) = &self.rendering.playbook.list_url(LIST) else { return Ok(()) };
        let of = |word: &str| -> Vec<PageId> {
            let entries = self.rendering.playbook.entries();
            let is_it = |entry: &Entry| {
                entry.path.as_ref().and_then(|path| adaptations.pages.get(path)).is_some_and(|page| page.word() == word)
            };
            entries.filter(|(_, entry)| is_it(entry)).map(|(id, _)| id).collect()
        };
        let changes = |id: PageId| {
            let path = self.rendering.playbook.entry(id).path.as_ref();
            path.and_then(|path| adaptations.pages.get(path)).map(passages).unwrap_or_default()
        };
        let with_changes = |id: PageId| AdaptedView { page: self.views.child(id), changes: changes(id) };
        let view = AdaptationsView {
            adapted: of("adapted").into_iter().map(with_changes).collect(),
            kept: of("kept").into_iter().map(with_changes).collect(),
            local: of("local").into_iter().map(|id| self.views.child(id)).collect(),
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

//! Upstream's text as it reads here, and this playbook's as it should: links to pages that stand
//! elsewhere lead there. Knows where pages stand, not what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::layout::{Files, Layout};
use super::plan::Situation;
use super::text::Text;
use crate::page::LinkRef;
use crate::page::link::encode_destination;
use crate::page::mentions::{Mention, mentions};
use crate::source::{SourcePath, join};

/// Where upstream's files stand here.
pub(super) struct Places<'a> {
    /// Upstream's layout.
    pub upstream: &'a Layout,
    /// This playbook's.
    pub local: &'a Layout,
    /// The files that both have.
    known: BTreeMap<SourcePath, SourcePath>,
    /// Their places here.
    here: BTreeSet<SourcePath>,
    /// Those of them that stand elsewhere here.
    pub moved: BTreeMap<SourcePath, SourcePath>,
}

/// What a name without extension stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Page,
    Folder,
}

impl<'a> Places<'a> {
    /// The places of these pairs of upstream's path and the path here.
    pub(super) fn new(
        upstream: &'a Layout,
        local: &'a Layout,
        pairs: impl Iterator<Item = (SourcePath, SourcePath)>,
    ) -> Self {
        let known: BTreeMap<SourcePath, SourcePath> = pairs.collect();
        let moved = known.iter().filter(|(there, here)| local.place(there, upstream) != **here);
        let moved = moved.map(|(there, here)| (there.clone(), here.clone())).collect();
        let here = known.values().cloned().collect();
        Self { upstream, local, known, here, moved }
    }

    /// Where a file of upstream stands here.
    pub(super) fn here(&self, there: &SourcePath) -> SourcePath {
        self.moved.get(there).cloned().unwrap_or_else(|| self.local.place(there, self.upstream))
    }

    /// A page of upstream with its links as they must be written here. The text of a playbook in
    /// which nothing moved is returned as it is.
    pub(super) fn localise(&self, text: &str, there: &SourcePath, here: &SourcePath) -> String {
        if self.moved.is_empty() || !there.is_page() {
            return text.to_owned();
        }
        let mut changed = text.to_owned();
        for (span, mention) in mentions(text).into_iter().rev() {
            let new = match mention {
                Mention::Link(link) => self.destination(&link, there, here),
                Mention::Name(name) => self.name(&name, there),
            };
            if let Some(new) = new {
                changed.replace_range(span.start..span.end, &new);
            }
        }
        changed
    }

    /// The bytes of a file of upstream as they read here.
    pub(super) fn read(&self, raw: &[u8], there: &SourcePath, here: &SourcePath) -> Arc<[u8]> {
        match Text::read(raw) {
            Some(text) if there.is_page() && !self.moved.is_empty() => {
                let moved = self.localise(&text.text, there, here);
                Text { text: moved, form: text.form }.write().into()
            }
            _ => raw.into(),
        }
    }

    /// What a key that names a page must say here, when that is something else than there. An id
    /// names its page wherever that is; only paths change.
    fn name(&self, name: &str, there: &SourcePath) -> Option<String> {
        let (page, place) = name.split_at(name.find('#').unwrap_or(name.len()));
        let bare = page.trim().trim_matches('/');
        let (bare, extension) = bare.strip_suffix(".md").map_or((bare, ""), |bare| (bare, ".md"));
        let stands = |page: String| self.known.get_key_value(&SourcePath::new(&page)?);
        let find = |folder: &str| {
            let path = join(folder, bare).filter(|path| !path.is_empty())?;
            let index = || stands(format!("{path}/index.md")).or_else(|| stands(format!("{path}/README.md")));
            stands(format!("{path}.md")).map(|page| (page, Named::Page)).or_else(|| Some((index()?, Named::Folder)))
        };
        let from_root = find(&self.upstream.content);
        let is_relative = from_root.is_none();
        let ((old, new), named) = from_root.or_else(|| find(there.folder()))?;
        let shown = self.local.shown(new);
        let new = match (named, shown.rsplit_once('/')) {
            (Named::Folder, Some((folder, _))) => folder,
            _ => shown.strip_suffix(".md").unwrap_or(shown),
        };
        let is_elsewhere = self.moved.contains_key(old) || (is_relative && self.moved.contains_key(there));
        (is_elsewhere && new != bare).then(|| format!("{new}{extension}{place}"))
    }

    /// What a link must say here, when that is something else than there.
    fn destination(&self, link: &LinkRef, there: &SourcePath, here: &SourcePath) -> Option<String> {
        let LinkRef::Path(path) = link else { return None };
        if path.path.is_empty() {
            return None;
        }
        let folder = if path.from_root { self.upstream.content.as_str() } else { there.folder() };
        let target = SourcePath::new(&join(folder, &path.path)?)?;
        let target_here = self.here(&target);
        let (from, rooted) = if path.from_root { (self.local.content.as_str(), "/") } else { (here.folder(), "") };
        let as_it_is = SourcePath::new(&join(from, &path.path).unwrap_or_default());
        // Upstream may move a page and forget its links: there they lead nowhere now, here they still work.
        let is_left_behind = || {
            let stands = as_it_is.as_ref().is_some_and(|place| self.here.contains(place));
            stands && !self.known.contains_key(&target)
        };
        if as_it_is.as_ref() == Some(&target_here) || is_left_behind() {
            return None;
        }
        let relative = relative(from, target_here.as_str());
        let fragment = path.fragment.as_deref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        let slash = if path.path.ends_with('/') { "/" } else { "" };
        Some(format!("{rooted}{}{slash}{}{fragment}", encode_destination(&relative), path.query))
    }
}

/// The pages of this playbook that were moved here, so that links to where they were lead to where
/// they are.
pub(super) struct Mending<'a> {
    local: &'a Files,
    places: Places<'a>,
}

impl<'a> Mending<'a> {
    /// What the lock says of places, compared with where its files are now.
    pub(super) fn new(situation: &Situation<'a>, kept: &[SourcePath]) -> Self {
        let (layout, files) = (situation.local_layout, &situation.lock.files);
        let usual = files.values().map(|locked| layout.place(&locked.upstream_path, situation.upstream_layout));
        let old = usual.zip(kept).chain(files.keys().cloned().zip(kept));
        // A page that stands at such a place now is meant itself.
        let moved = old.filter(|(old, here)| old == *here || !situation.local.contains_key(old));
        let places = Places::new(layout, layout, moved.map(|(old, here)| (old, here.clone())));
        Self { local: situation.local, places }
    }

    /// A page of this playbook whose links follow, wherever they lead to nothing as they are.
    pub(super) fn mend(&self, ours: &Arc<[u8]>, was: &SourcePath, here: &SourcePath) -> Arc<[u8]> {
        let Some(text) = Text::read(ours).filter(|_| here.is_page() && !self.places.moved.is_empty()) else {
            return ours.clone();
        };
        let mut changed = text.text.clone();
        for (span, mention) in mentions(&text.text).into_iter().rev() {
            let new = match &mention {
                Mention::Link(link) => self.destination(link, was, here),
                Mention::Name(name) => self.places.name(name, was),
            };
            if let Some(new) = new {
                changed.replace_range(span.start..span.end, &new);
            }
        }
        // Where no link leads elsewhere, line ends of two kinds stay as they are too.
        if changed == text.text { ours.clone() } else { Text { text: changed, form: text.form }.write().into() }
    }

    fn destination(&self, link: &LinkRef, was: &SourcePath, here: &SourcePath) -> Option<String> {
        let LinkRef::Path(path) = link else { return None };
        let root = &self.places.local.content;
        let target = |folder: &str| join(if path.from_root { root } else { folder }, &path.path);
        if self.is_here(&target(here.folder())?) {
            return None;
        }
        let meant = SourcePath::new(&target(was.folder())?).map(|old| self.places.here(&old));
        meant.filter(|meant| self.is_here(meant.as_str()))?;
        self.places.destination(link, was, here)
    }

    /// Whether a link to this leads somewhere: to a file, a page without its extension or a folder.
    fn is_here(&self, target: &str) -> bool {
        let Some(file) = SourcePath::new(target) else { return true };
        let mut like_it = self.local.range(file..).map(|(path, _)| path.as_str());
        like_it
            .by_ref()
            .map_while(|path| path.strip_prefix(target))
            .any(|rest| matches!(rest, "" | ".md") || rest.starts_with('/'))
    }
}

fn relative(folder: &str, target: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = target.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    let ups = std::iter::repeat_n("..", from.len() - shared);
    ups.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn links_lead_where_the_page_stands_here() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let layout = Layout::new(&Config::default(), "content");
        let moved = (path("content/new/team size.md"), path("content/people/size.md"));
        let places = Places::new(&layout, &layout, [moved.clone()].into_iter());
        assert_eq!(
            places.localise(
                "See [a](../new/team%20size.md#x) and [b](b.md), ![i](i.png).\n",
                &path("content/vision/a.md"),
                &path("content/vision/a.md")
            ),
            "See [a](../people/size.md#x) and [b](b.md), ![i](i.png).\n"
        );
        assert_eq!(
            places.localise("[v](../vision/a.md) [own](x/y.md)\n", &moved.0, &moved.1),
            "[v](../vision/a.md) [own](../new/x/y.md)\n"
        );
    }

    #[test]
    fn links_by_reference_in_headings_and_names_in_front_matter_follow_too() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let layout = Layout::new(&Config::default(), "content");
        let pairs = [
            ("content/teams/size.md", "content/people/size.md"),
            ("content/teams/index.md", "content/people/index.md"),
            ("content/teams/stays.md", "content/teams/stays.md"),
            ("content/vision/a.md", "content/vision/a.md"),
        ];
        let places = Places::new(&layout, &layout, pairs.map(|(there, here)| (path(there), path(here))).into_iter());
        assert_eq!(
            places.localise(
                "---\nrelated: [teams/size, ../teams/size.md, teams, \"teams/stays\", an-id, a]\n---\n# On [size](../teams/size.md)\n\nSee [it][1].\n\n[1]: ../teams/size.md#x \"Size\"\n",
                &path("content/vision/a.md"),
                &path("content/vision/a.md")
            ),
            "---\nrelated: [people/size, people/size.md, people, \"teams/stays\", an-id, a]\n---\n# On [size](../people/size.md)\n\nSee [it][1].\n\n[1]: ../people/size.md#x \"Size\"\n"
        );
        assert_eq!(
            places.localise(
                "---\nrelated: [stays, index]\n---\n",
                &path("content/teams/size.md"),
                &path("content/people/size.md")
            ),
            "---\nrelated: [teams/stays, people/index]\n---\n"
        );
    }
}

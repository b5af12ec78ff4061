//! Upstream's text as it reads here: links to pages that stand elsewhere in this playbook lead
//! there. Knows where pages stand, not what changed.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::layout::Layout;
use crate::page::LinkRef;
use crate::page::mentions::{Mention, mentions};
use crate::source::{SourcePath, join};

/// What must be encoded in the destination of a Markdown link.
const DESTINATION: &AsciiSet =
    &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'%').add(b'#').add(b'?');

/// Where upstream's files stand here.
pub(super) struct Places<'a> {
    /// Upstream's layout.
    pub upstream: &'a Layout,
    /// This playbook's.
    pub local: &'a Layout,
    /// The files that both have.
    known: BTreeMap<SourcePath, SourcePath>,
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
        Self { upstream, local, known, moved }
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
        if join(from, &path.path).as_deref() == Some(target_here.as_str()) {
            return None;
        }
        let relative = relative(from, target_here.as_str());
        let fragment = path.fragment.as_deref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        let slash = if path.path.ends_with('/') { "/" } else { "" };
        Some(format!("{rooted}{}{slash}{}{fragment}", utf8_percent_encode(&relative, DESTINATION), path.query))
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

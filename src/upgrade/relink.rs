//! Upstream's text as it reads here: links to pages that stand elsewhere in this playbook lead
//! there. Knows where pages stand, not what changed.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::layout::Layout;
use crate::page::{LinkRef, Markdown, Org, Page};
use crate::source::{Source, SourcePath, join};

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
    pub moved: BTreeMap<SourcePath, SourcePath>,
}

impl<'a> Places<'a> {
    /// The places of these pairs of upstream's path and the path here.
    pub(super) fn new(
        upstream: &'a Layout,
        local: &'a Layout,
        pairs: impl Iterator<Item = (SourcePath, SourcePath)>,
    ) -> Self {
        let moved = pairs.filter(|(there, here)| local.place(there, upstream) != *here).collect();
        Self { upstream, local, moved }
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
        let page = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &Org::new());
        let mut changed = text.to_owned();
        for link in page.links.iter().rev() {
            // A reference link has its destination elsewhere; its span is the whole link.
            if text.get(link.span.start..link.span.end) != Some(link.written.as_str()) {
                continue;
            }
            if let Some(new) = self.destination(&link.target, there, here) {
                changed.replace_range(link.span.start..link.span.end, &new);
            }
        }
        changed
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
}

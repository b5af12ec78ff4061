//! The whole playbook, a section or a reading path on one page. Knows how pages are put together,
//! not what they hold.

use std::collections::HashMap;

use rayon::prelude::*;
use tera::Value;

use super::Output;
use super::body::escaped;
use super::embed::embed;
use super::lists::Lists;
use super::page::page_value;
use crate::failure::Failure;
use crate::playbook::{PageId, Url};
use crate::theme::context::TocView;

impl Lists<'_> {
    /// Every page that holds several. Their addresses are nobody else's.
    pub(super) fn printed(&self, output: &dyn Output) -> Result<(), Failure> {
        for (id, _) in self.rendering.playbook.entries() {
            if let Some(url) = self.rendering.playbook.print_url(id) {
                output.put(url.out_path(), self.print(id, &url)?.into());
            }
        }
        Ok(())
    }

    fn print(&self, id: PageId, url: &Url) -> Result<Vec<u8>, Failure> {
        let playbook = self.rendering.playbook;
        let entry = playbook.entry(id);
        let root = self.rendering.root(&url.out_path());
        let pages = self.views.printed(id);
        let names: Vec<String> = (1..=pages.len()).map(|number| format!("p{number}")).collect();
        let address = |page: PageId| format!("{root}{}", playbook.entry(page).url.href(self.rendering.style));
        let places: HashMap<String, &str> =
            pages.iter().zip(&names).map(|((page, _), name)| (address(*page), name.as_str())).collect();
        let parts = pages.par_iter().zip(&names).map(|((page, _), name)| self.part(*page, name, &root, &places));
        let parts: Vec<Value> = parts.collect::<Result<_, Failure>>()?;
        let mut page = self.made_page(url, &entry.title);
        page.kind = entry.kind;
        page.hide.search = true;
        page.ancestors = self.views.view(id).ancestors;
        page.ancestors.push(self.views.link(id));
        page.toc = self.contents(&pages, &names);
        let mut context = self.context(&url.out_path(), &page);
        context.insert_value("pages", Value::from(parts));
        context.insert("whole", &entry.parent.is_none());
        self.rendering.theme.render("print.html", &context, url.as_str())
    }

    /// One of the pages, with `name` before its ids.
    fn part(&self, page: PageId, name: &str, root: &str, places: &HashMap<String, &str>) -> Result<Value, Failure> {
        let mut view = self.views.view(page);
        view.heading_id = view.heading_id.map(|id| format!("{name}-{id}"));
        let html = self.views.body(page, root, self.base)?;
        let html = embed(&html, name, |address| places.get(address).copied());
        let heading = self.rendering.playbook.entry(page).page.heading.as_ref();
        let heading = heading.map_or_else(|| escaped(&view.title), |heading| heading.html.clone());
        let mut part = page_value(&view, &html, &heading);
        part.insert("anchor".into(), Value::from(name));
        Ok(Value::from(part))
    }

    /// The pages as a tree of headings.
    fn contents(&self, pages: &[(PageId, u8)], names: &[String]) -> Vec<TocView> {
        let items: Vec<(u8, TocView)> = pages
            .iter()
            .zip(names)
            .map(|((page, depth), name)| {
                let title = self.rendering.playbook.entry(*page).title.clone();
                (*depth, TocView { level: 1, id: name.clone(), title, children: Vec::new() })
            })
            .collect();
        nested(&mut items.into_iter().peekable(), 0)
    }
}

/// Items of at least `depth`, the deeper ones below those that they follow.
fn nested(items: &mut std::iter::Peekable<std::vec::IntoIter<(u8, TocView)>>, depth: u8) -> Vec<TocView> {
    let mut level = Vec::new();
    while let Some((at, mut item)) = items.next_if(|(at, _)| *at >= depth) {
        item.level = at + 1;
        item.children = nested(items, at + 1);
        level.push(item);
    }
    level
}

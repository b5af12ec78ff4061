//! Everything that is not a page of Markdown: tags, redirects, the not-found page, and the lists
//! for machines (sitemap, robots, feed, pages.json).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use serde_json::json;
use tera::{Context, Value};

use super::body::escaped;
use super::nav::Navigation;
use super::page::{PageViews, insert_page};
use super::{Output, Rendering};
use crate::failure::Failure;
use crate::playbook::files::ROBOTS;
use crate::playbook::{Entry, OutPath, PageId, Url};
use crate::search::tokenise::fold;
use crate::source::SourcePath;
use crate::theme::context::{LetterView, LinkView, PageView, TagPageView, TagView};

pub(super) type Files = BTreeMap<OutPath, Arc<[u8]>>;

/// How many changes the feed holds.
const FEED_LENGTH: usize = 30;

/// Puts the pages that hold several pages into `output` as they are made, since together they hold
/// the whole site once or twice more, and gives all other lists.
pub(super) fn render(
    rendering: &Rendering<'_>,
    views: &PageViews<'_>,
    navigation: &Navigation<'_>,
    base: &Context,
    output: &dyn Output,
) -> Result<Files, Failure> {
    let lists = Lists { rendering, views, navigation, base };
    lists.printed(output)?;
    let mut files = Files::new();
    lists.tags(&mut files)?;
    lists.redirects(&mut files)?;
    lists.search(&mut files)?;
    lists.adaptations(&mut files)?;
    lists.changes(&mut files)?;
    lists.not_found(&mut files)?;
    lists.robots(&mut files);
    lists.sitemap(&mut files);
    lists.feed(&mut files);
    lists.pages(&mut files);
    Ok(files)
}

pub(super) struct Lists<'a> {
    pub(super) rendering: &'a Rendering<'a>,
    pub(super) views: &'a PageViews<'a>,
    navigation: &'a Navigation<'a>,
    pub(super) base: &'a Context,
}

fn add(files: &mut Files, path: &str, bytes: impl Into<Arc<[u8]>>) {
    if let Some(path) = OutPath::new(path) {
        files.insert(path, bytes.into());
    }
}

impl Lists<'_> {
    /// A context for a page that has no source.
    pub(super) fn context(&self, path: &OutPath, page: &PageView) -> Context {
        let mut context = self.base.clone();
        context.insert_value("nav", self.navigation.of(None));
        context.insert_value("section", Value::none());
        context.insert_value("root", Value::from(self.rendering.root(path)));
        insert_page(&mut context, page, None);
        context
    }

    pub(super) fn made_page(&self, url: &Url, title: &str) -> PageView {
        PageView {
            id: url.as_str().trim_end_matches('/').to_owned(),
            title: title.to_owned(),
            kind: "page",
            url: url.href(self.rendering.style),
            permalink: self.rendering.permalink(url),
            status: "current",
            generated: true,
            ancestors: self.rendering.playbook.home().map(|home| self.views.link(home)).into_iter().collect(),
            ..PageView::default()
        }
    }

    fn tags(&self, files: &mut Files) -> Result<(), Failure> {
        let tags = &self.rendering.playbook.tags;
        if tags.is_empty() {
            return Ok(());
        }
        let Some(list) = Url::page("tags") else { return Ok(()) };
        let all: Vec<TagView> = tags
            .iter()
            .map(|tag| TagView {
                name: tag.name.clone(),
                url: tag.url.href(self.rendering.style),
                count: tag.pages.len(),
            })
            .collect();
        let mut context = self.context(&list.out_path(), &self.made_page(&list, self.views.words().say("made.tags")));
        context.insert("tags", &all);
        let html = self.rendering.theme.render("tags.html", &context, "tags")?;
        files.insert(list.out_path(), html.into());
        for tag in tags {
            let mut page = self.made_page(&tag.url, &tag.name);
            page.ancestors.push(LinkView {
                id: "tags".to_owned(),
                title: self.views.words().say("made.tags").to_owned(),
                url: list.href(self.rendering.style),
                anchor: String::new(),
                description: String::new(),
            });
            let mut context = self.context(&tag.url.out_path(), &page);
            let pages = tag.pages.iter().map(|id| self.views.child(*id)).collect();
            context
                .insert("tag", &TagPageView { name: tag.name.clone(), url: tag.url.href(self.rendering.style), pages });
            let html = self.rendering.theme.render("tag.html", &context, tag.url.as_str())?;
            files.insert(tag.url.out_path(), html.into());
        }
        Ok(())
    }

    fn redirects(&self, files: &mut Files) -> Result<(), Failure> {
        for redirect in &self.rendering.playbook.redirects {
            let path = redirect.from.out_path();
            let entry = self.rendering.playbook.entry(redirect.to);
            let target = format!("{}{}", self.rendering.root(&path), entry.url.href(self.rendering.style));
            let mut context = self.context(&path, &self.made_page(&redirect.from, &entry.title));
            context.insert("target_url", &self.rendering.permalink(&entry.url).unwrap_or_else(|| target.clone()));
            context.insert("target", &target);
            let html = self.rendering.theme.render("redirect.html", &context, path.as_str())?;
            files.insert(path, html.into());
        }
        Ok(())
    }

    /// The search page, and the list of all pages that it stands in for.
    fn search(&self, files: &mut Files) -> Result<(), Failure> {
        let letters = letters(self.listed().map(|(id, _)| self.views.link(id)));
        let words = self.views.words();
        let pages = [("search", words.say("made.search"), "search.html"), ("a-z", words.say("made.a-z"), "a-z.html")];
        for (folder, title, template) in pages {
            let Some(url) = Url::page(folder) else { continue };
            let mut context = self.context(&url.out_path(), &self.made_page(&url, title));
            context.insert("letters", &letters);
            let html = self.rendering.theme.render(template, &context, url.as_str())?;
            files.insert(url.out_path(), html.into());
        }
        Ok(())
    }

    fn not_found(&self, files: &mut Files) -> Result<(), Failure> {
        let Some(url) = Url::file("404.html") else { return Ok(()) };
        let context = self.context(&url.out_path(), &self.made_page(&url, self.views.words().say("made.not-found")));
        let html = self.rendering.theme.render("404.html", &context, "404.html")?;
        files.insert(url.out_path(), html.into());
        Ok(())
    }

    /// Source: RFC 9309, and the sitemaps protocol for the `Sitemap` line. An author's own takes its
    /// place.
    fn robots(&self, files: &mut Files) {
        let content = SourcePath::new(ROBOTS).is_some_and(|path| self.rendering.playbook.assets.contains_key(&path));
        if content || self.rendering.theme.statics.contains_key(ROBOTS) {
            return;
        }
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(base) = self.sitemap_base() {
            let _ = write!(text, "\nSitemap: {base}sitemap.xml\n");
        }
        add(files, ROBOTS, text.into_bytes());
    }

    /// Pages that machines may list, in reading order, hidden ones left out.
    fn listed(&self) -> impl Iterator<Item = (PageId, &Entry)> {
        let playbook = self.rendering.playbook;
        playbook.entries().filter(|(id, _)| playbook.is_searchable(*id))
    }

    /// The site's own address, if there is a sitemap.
    fn sitemap_base(&self) -> Option<&str> {
        self.rendering.base_url.filter(|_| self.rendering.playbook.has_sitemap())
    }

    /// The protocol demands absolute addresses, so there is no sitemap without `base_url`.
    /// Source: sitemaps.org, protocol 0.9.
    fn sitemap(&self, files: &mut Files) {
        if self.sitemap_base().is_none() {
            return;
        }
        let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
        for (_, entry) in self.listed() {
            let address = escaped(&self.rendering.permalink(&entry.url).unwrap_or_default());
            let changed = self.views.updated(entry).map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
            let _ = writeln!(xml, "<url><loc>{address}</loc>{changed}</url>");
        }
        xml.push_str("</urlset>\n");
        add(files, "sitemap.xml", xml.into_bytes());
    }

    /// Source: RFC 4287. Addresses may be relative there, ids may not.
    fn feed(&self, files: &mut Files) {
        let mut changed: Vec<(jiff::civil::Date, PageId, &Entry)> =
            self.listed().filter_map(|(id, entry)| Some((self.views.updated(entry)?, id, entry))).collect();
        changed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.url.cmp(&b.2.url)));
        changed.truncate(FEED_LENGTH);
        let rendering = self.rendering;
        let address = |url: &Url| {
            rendering
                .permalink(url)
                .unwrap_or_else(|| format!("{}{}", rendering.base_path(), url.href(rendering.style)))
        };
        // Without an address the title tells one playbook's entries from another's.
        let site = crate::page::link::encode_fragment(rendering.title);
        let id_of = |id: &str| {
            rendering.base_url.map_or_else(
                || format!("urn:playbook:{site}:{}", crate::page::link::encode_fragment(id)),
                |base| format!("{base}#{}", crate::page::link::encode_fragment(id)),
            )
        };
        let newest = changed.first().map_or_else(|| "1970-01-01".to_owned(), |(day, ..)| day.to_string());
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{}</name></author>\n<link href=\"{}\"/>\n",
            escaped(&rendering.config.language),
            xml_text(rendering.title),
            escaped(&id_of("")),
            xml_text(rendering.title),
            escaped(&address(&Url::home())),
        );
        for (day, id, entry) in changed {
            let _ = write!(
                xml,
                "<entry>\n<title>{}</title>\n<id>{}</id>\n<link href=\"{}\"/>\n<updated>{day}T00:00:00Z</updated>\n<summary>{}</summary>\n</entry>\n",
                xml_text(&entry.title),
                escaped(&id_of(&entry.id)),
                escaped(&address(&entry.url)),
                xml_text(&self.views.link(id).description),
            );
        }
        xml.push_str("</feed>\n");
        add(files, "feed.xml", xml.into_bytes());
    }

    fn pages(&self, files: &mut Files) {
        let pages: Vec<serde_json::Value> = self
            .listed()
            .map(|(id, entry)| {
                let front_matter = &entry.page.front_matter;
                json!({
                    "id": entry.id,
                    "title": entry.title,
                    "url": self.rendering.permalink(&entry.url).unwrap_or_else(|| format!("{}{}", self.rendering.base_path(), entry.url.href(self.rendering.style))),
                    "kind": entry.kind,
                    "description": self.views.link(id).description,
                    "owner": front_matter.owner,
                    "tags": front_matter.tags,
                    "updated": self.views.updated(entry),
                    "reviewed": front_matter.reviewed,
                    "review_by": entry.review_by,
                })
            })
            .collect();
        let text = serde_json::to_string(&pages).unwrap_or_default() + "\n";
        add(files, "pages.json", text.into_bytes());
    }
}

/// Pages by the first letter of their title, what does not begin with a letter first.
fn letters(pages: impl Iterator<Item = LinkView>) -> Vec<LetterView> {
    let mut sorted: Vec<(String, LinkView)> = pages.map(|page| (fold(&page.title), page)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.url.cmp(&b.1.url)));
    let mut letters: BTreeMap<String, Vec<LinkView>> = BTreeMap::new();
    for (title, page) in sorted {
        let first = title.chars().next().filter(|first| first.is_alphabetic());
        let name = first.map_or_else(|| "#".to_owned(), |first| first.to_uppercase().collect());
        letters.entry(name).or_default().push(page);
    }
    letters.into_iter().map(|(name, pages)| LetterView { name, pages }).collect()
}

/// Text in XML: escaped, and without the characters that XML cannot hold (XML 1.0, production 2).
fn xml_text(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r') || *c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}');
    escaped(&text.chars().filter(allowed).collect::<String>())
}

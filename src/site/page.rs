//! One page of the site: what its template sees, and its HTML. Knows the playbook, no other page's
//! HTML.

use std::collections::HashMap;

use tera::{Context, Value};

use super::glossary::Glossary;
use super::nav::Navigation;
use super::{Rendering, body, kinds, links, markdown};
use crate::failure::Failure;
use crate::page::{Heading, glossary, tag};
use crate::playbook::{Entry, LinkStyle, PageId, Playbook, Url};
use crate::theme::context::{ChildView, HideView, PageView, SectionView, TagView, TocView};
use crate::theme::kinds::PageSymptomView;
use crate::theme::words::Words;

/// Words that an adult reads in a minute, of non-fiction in English: 238 (Brysbaert 2019, "How
/// many words do we read per minute?"), a little less for lists and tables.
const WORDS_PER_MINUTE: usize = 220;
/// The template that shows every symptom.
const SYMPTOMS: &str = "symptoms.html";
/// Headings deeper than this are left out of the table of contents.
const TOC_DEPTH: u8 = 4;

/// Views of pages, with what is needed more than once.
pub(super) struct PageViews<'a> {
    pub(super) rendering: &'a Rendering<'a>,
    descriptions: Vec<String>,
    tags: HashMap<String, (Url, usize)>,
    paths: HashMap<PageId, Vec<(PageId, usize)>>,
    /// The pages of each set, in reading order.
    pub(super) sets: HashMap<String, Vec<PageId>>,
    glossary: Option<(PageId, Glossary)>,
}

impl<'a> PageViews<'a> {
    pub(super) fn new(rendering: &'a Rendering<'a>) -> Self {
        let playbook = rendering.playbook;
        let tags = playbook.tags.iter().map(|tag| (tag::key(&tag.name), (tag.url.clone(), tag.pages.len()))).collect();
        let descriptions = playbook.entries().map(|(_, entry)| entry.page.description()).collect();
        let (paths, sets, glossary) = (HashMap::new(), links::sets(playbook), None);
        let mut views = Self { rendering, descriptions, tags, paths, sets, glossary };
        views.find_paths();
        views.glossary = views.read_glossary();
        views
    }

    /// Notes for each page on which reading paths it stands, and where.
    fn find_paths(&mut self) {
        for path in &self.playbook().reading_order {
            for (index, place) in self.playbook().path_places(*path).into_iter().enumerate() {
                self.paths.entry(place.page).or_default().push((*path, index));
            }
        }
    }

    /// The glossary's terms, unless the config says not to use them.
    fn read_glossary(&self) -> Option<(PageId, Glossary)> {
        if !self.rendering.config.glossary {
            return None;
        }
        let (id, _) =
            self.playbook().entries().find(|(_, entry)| entry.path.as_ref().is_some_and(glossary::is_glossary))?;
        let glossary = Glossary::read(&body::html(self.rendering, id, ""));
        (!glossary.is_empty()).then_some((id, glossary))
    }

    /// The page's HTML with links to the glossary.
    fn content(&self, id: PageId, root: &str) -> String {
        let html = body::html(self.rendering, id, root);
        match &self.glossary {
            Some((page, glossary)) if *page != id => {
                let address = self.playbook().entry(*page).url.href(self.style());
                glossary.link(&html, &format!("{root}{address}"))
            }
            _ => html,
        }
    }

    pub(super) fn paths_of(&self, id: PageId) -> &[(PageId, usize)] {
        self.paths.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn playbook(&self) -> &'a Playbook {
        self.rendering.playbook
    }

    pub(super) fn today(&self) -> jiff::civil::Date {
        self.rendering.today
    }

    pub(super) fn words(&self) -> &'a Words {
        &self.rendering.theme.words
    }

    pub(super) fn style(&self) -> LinkStyle {
        self.rendering.style
    }

    /// Renders a page.
    pub(super) fn render(&self, id: PageId, navigation: &Navigation<'_>, base: &Context) -> Result<Vec<u8>, Failure> {
        let entry = self.rendering.playbook.entry(id);
        let path = entry.url.out_path();
        let root = self.rendering.root(&path);
        let template = self.template(entry);
        let content = self.content(id, &root);
        let mut context = self.context(id, &self.view(id), (&root, &content), base);
        context.insert_value("nav", navigation.of(Some(id)));
        if entry.parent.is_none() {
            context.insert("home", &kinds::home(self));
        }
        self.rendering.theme.render(&template, &context, path.as_str())
    }

    /// What stands below the page's title, as its template makes it, to be a part of a longer page
    /// at whose address `root` counts. A section does not list its pages there, since they follow, and
    /// no page leads along its reading paths.
    pub(super) fn body(&self, id: PageId, root: &str, base: &Context) -> Result<String, Failure> {
        let entry = self.rendering.playbook.entry(id);
        let template = self.template(entry);
        let content = body::html(self.rendering, id, root);
        let mut view = self.view(id);
        view.extra.insert("children".to_owned(), "none".into());
        view.paths.clear();
        let mut context = self.context(id, &view, (root, &content), base);
        context.insert_value("nav", Value::none());
        let place = (template.as_str(), "page_body");
        let body = self.rendering.theme.render_block(place, &context, &entry.id)?;
        Ok(body.unwrap_or(content))
    }

    /// What the template of a page sees, but for the navigation.
    fn context(&self, id: PageId, view: &PageView, (root, content): (&str, &str), base: &Context) -> Context {
        let entry = self.rendering.playbook.entry(id);
        let mut context = base.clone();
        context.insert("section", &self.section(id));
        let heading = entry.page.heading.as_ref();
        let heading = heading.map_or_else(|| body::escaped(&entry.title), |heading| heading.html.clone());
        insert_page(&mut context, view, Some((content, &heading)));
        context.insert_value("root", Value::from(root));
        context.insert_value("home", Value::none());
        if self.template(entry) == SYMPTOMS {
            context.insert("symptoms", &kinds::symptoms(self));
        }
        context
    }

    /// The page's own template, else the kind's, else the section's or the page's.
    fn template(&self, entry: &Entry) -> String {
        let fallback = if entry.section.is_some() { "section.html" } else { "page.html" };
        let own = entry.page.front_matter.template.as_ref().map(|template| template.value.clone());
        [own, Some(format!("{}.html", entry.kind))]
            .into_iter()
            .flatten()
            .filter(|name| is_for_kind(name, entry.kind))
            .find(|name| self.rendering.theme.has(name))
            .unwrap_or_else(|| fallback.to_owned())
    }

    pub(super) fn child(&self, id: PageId) -> ChildView {
        let entry = self.rendering.playbook.entry(id);
        ChildView {
            id: entry.id.clone(),
            title: entry.title.clone(),
            url: entry.url.href(self.rendering.style),
            description: self.description(id).to_owned(),
            kind: entry.kind,
            updated: self.updated(entry),
            owner: entry.page.front_matter.owner.clone(),
            reading_time: reading_time(entry.page.words),
            is_section: entry.section.is_some(),
            count: self.count(id),
        }
    }

    /// How many pages a section holds, itself left out.
    pub(super) fn count(&self, id: PageId) -> usize {
        self.playbook().count(id)
    }

    pub(super) fn description(&self, id: PageId) -> &str {
        self.descriptions.get(id.index()).map_or("", String::as_str)
    }

    fn section(&self, id: PageId) -> Option<SectionView> {
        let playbook = self.rendering.playbook;
        let section = if playbook.entry(id).section.is_some() { Some(id) } else { playbook.entry(id).parent };
        section.map(|id| {
            let entry = playbook.entry(id);
            SectionView { id: entry.id.clone(), title: entry.title.clone(), url: entry.url.href(self.rendering.style) }
        })
    }

    /// The day of the last change: as the author says, else from git.
    pub(super) fn updated(&self, entry: &Entry) -> Option<jiff::civil::Date> {
        let from_git =
            || entry.path.as_ref().and_then(|path| self.rendering.git.files.get(path)).map(|facts| facts.updated);
        entry.page.front_matter.updated.or_else(from_git).or(entry.page.front_matter.date)
    }

    fn hide(&self, id: PageId) -> HideView {
        let hide = &self.playbook().entry(id).page.front_matter.hide;
        HideView { nav: hide.nav, search: !self.playbook().is_searchable(id), toc: hide.toc }
    }

    pub(super) fn view(&self, id: PageId) -> PageView {
        let playbook = self.rendering.playbook;
        let entry = playbook.entry(id);
        let page = &entry.page;
        let front_matter = &page.front_matter;
        let above = playbook.ancestors(id);
        let person = front_matter.owner.as_deref().and_then(|owner| playbook.people.find(owner));
        let mut view = PageView {
            id: entry.id.clone(),
            title: entry.title.clone(),
            description: self.description(id).to_owned(),
            lede: front_matter.description.clone(),
            kind: entry.kind,
            url: entry.url.href(self.rendering.style),
            permalink: self.rendering.permalink(&entry.url),
            source: entry.path.as_ref().map(ToString::to_string),
            heading_id: page.heading.as_ref().map(|heading| heading.id.clone()),
            toc: toc(&page.headings),
            excerpt: page.lead.clone(),
            word_count: page.words,
            reading_time: reading_time(page.words),
            date: front_matter.date,
            updated: self.updated(entry),
            authors: self.authors(entry),
            owner_name: person.map(|person| person.name.clone()).or_else(|| front_matter.owner.clone()),
            owner_url: person.and_then(|person| person.url.clone()),
            owner: front_matter.owner.clone(),
            reviewed: front_matter.reviewed,
            review_by: entry.review_by,
            status: front_matter.status.word(),
            superseded_by: entry.superseded_by.as_ref().map(|place| self.link_to(place)),
            draft: front_matter.draft,
            generated: entry.path.is_none(),
            tags: front_matter.tags.iter().filter_map(|name| self.tag(name)).collect(),
            audience: front_matter.audience.clone(),
            pillar: front_matter.pillar.clone(),
            set: front_matter.set.clone(),
            sets: self.sets_of(id),
            ancestor_ids: above.iter().map(|id| playbook.entry(*id).id.clone()).collect(),
            ancestors: above.into_iter().map(|id| self.link(id)).collect(),
            prev: entry.previous.map(|id| self.link(id)),
            next: entry.next.map(|id| self.link(id)),
            backlinks: entry.backlinks.iter().map(|id| self.link(*id)).collect(),
            related: entry.related.iter().map(|place| self.link_to(place)).collect(),
            children: entry.children.iter().map(|id| self.child(*id)).collect(),
            markdown_url: self.playbook().markdown_url(entry).map(|url| url.href(self.style())),
            markdown: self.markdown(id),
            print_url: self.playbook().print_url(id).map(|url| url.href(self.style())),
            hide: self.hide(id),
            extra: front_matter.extra.clone(),
            symptoms: self.symptoms(entry),
            fields: front_matter.fields.clone(),
            upstream: self.upstream(entry),
            ..PageView::default()
        };
        self.add_forge(entry, &mut view);
        kinds::add(self, id, &mut view);
        view
    }

    /// Adds where the source is read, changed and spoken of.
    fn add_forge(&self, entry: &Entry, view: &mut PageView) {
        let Some((path, forge)) = entry.path.as_ref().zip(self.rendering.repository) else { return };
        let path = path.as_str();
        view.edit_url = Some(forge.edit_url(path));
        view.history_url = Some(forge.history_url(path));
        view.source_url = Some(forge.source_url(path));
        let title = self.words().fill("frame.report-title", &[("title", &entry.title)]);
        view.report_url = Some(forge.report_url(&title, path, view.permalink.as_deref()));
    }

    fn markdown(&self, id: PageId) -> Option<String> {
        (self.style() == LinkStyle::Offline).then(|| markdown::markdown(self.rendering, id)).flatten()
    }

    fn symptoms(&self, entry: &Entry) -> Vec<PageSymptomView> {
        let symptoms = entry.page.front_matter.symptoms.iter();
        symptoms
            .map(|symptom| {
                let leads_to = symptom.leads_to.as_ref().and_then(|name| self.link_named(entry, name));
                PageSymptomView { text: symptom.text.clone(), leads_to }
            })
            .collect()
    }

    fn authors(&self, entry: &Entry) -> Vec<String> {
        if !entry.page.front_matter.authors.is_empty() {
            return entry.page.front_matter.authors.clone();
        }
        let facts = entry.path.as_ref().and_then(|path| self.rendering.git.files.get(path));
        facts.map(|facts| facts.authors.iter().cloned().collect()).unwrap_or_default()
    }

    fn tag(&self, name: &str) -> Option<TagView> {
        let (url, count) = self.tags.get(&tag::key(name))?;
        Some(TagView { name: name.to_owned(), url: url.href(self.rendering.style), count: *count })
    }
}

/// Adds `page` with its HTML.
pub(super) fn insert_page(context: &mut Context, view: &PageView, html: Option<(&str, &str)>) {
    let (content, heading) = html.unwrap_or_default();
    context.insert_value("page", Value::from(page_value(view, content, heading)));
}

/// A page with its HTML, which templates must not escape.
pub(super) fn page_value(view: &PageView, content: &str, heading: &str) -> tera::value::Map {
    let mut page = Value::from_serializable(view).into_map().unwrap_or_default();
    page.insert("content".into(), Value::safe_string(content));
    let (opening, rest) = body::opening(content);
    page.insert("opening".into(), Value::safe_string(opening));
    page.insert("rest".into(), Value::safe_string(rest));
    page.insert(
        "heading".into(),
        if heading.is_empty() { Value::from(view.title.as_str()) } else { Value::safe_string(heading) },
    );
    page
}

/// The template of a kind shows what only pages of that kind have.
pub(crate) fn is_for_kind(template: &str, kind: &str) -> bool {
    let name = template.trim_end_matches(".html");
    name == kind || matches!(name, "page" | "section") || crate::page::kinds::find(name).is_none()
}

/// Minutes, at least one.
pub(super) fn reading_time(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// Headings in order, as a tree.
fn toc(headings: &[Heading]) -> Vec<TocView> {
    let shown: Vec<&Heading> =
        headings.iter().filter(|heading| heading.level <= TOC_DEPTH && !heading.text.is_empty()).collect();
    let mut rest = shown.as_slice();
    toc_level(&mut rest, 0)
}

fn toc_level(rest: &mut &[&Heading], above: u8) -> Vec<TocView> {
    let mut level = Vec::new();
    while let Some((heading, after)) = rest.split_first().filter(|(heading, _)| heading.level > above) {
        *rest = after;
        let children = toc_level(rest, heading.level);
        level.push(TocView { level: heading.level, id: heading.id.clone(), title: heading.text.clone(), children });
    }
    level
}

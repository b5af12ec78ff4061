//! What templates see: the promise to theme authors. The only view of a playbook that is
//! serialised; knows no template.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::kinds::{
    OkrView, PageSymptomView, PathPlaceView, PathView, PracticeView, ReviewView, RoleView, SectionKindView, SetView,
    ShiftView, VisionView,
};

/// `config` in templates.
#[derive(Serialize, Debug)]
pub struct ConfigView<'a> {
    /// The site's title.
    pub title: &'a str,
    /// One sentence on the site.
    pub description: Option<&'a str>,
    /// The site's address with a trailing slash.
    pub base_url: Option<&'a str>,
    /// A BCP 47 tag.
    pub language: &'a str,
    /// `ltr` or `rtl`, from the language.
    pub dir: &'static str,
    /// The repository's address.
    pub repo_url: Option<&'a str>,
    /// `extra` of the config.
    pub extra: &'a Map<String, Json>,
    /// `org` of the config.
    pub org: &'a std::collections::BTreeMap<String, String>,
    /// Whether the site is opened from a disk.
    pub offline: bool,
    /// The logo.
    pub logo: Option<LogoView>,
    /// The links in the footer.
    pub footer: Vec<FooterLinkView>,
    /// What changed lately, after `root`; none without git.
    pub changes_url: Option<String>,
    /// The whole playbook on one page, after `root`; none when it is too long for that.
    pub print_url: Option<String>,
}

/// A page as others link to it.
#[derive(Serialize, Debug, Clone)]
pub struct LinkView {
    /// The page's identity.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address after `root`, with the place on the page that is meant.
    pub url: String,
    /// `#` and the place on the page that is meant, or nothing.
    pub anchor: String,
    /// One sentence.
    pub description: String,
}

/// The organisation's logo: static files for `asset`.
#[derive(Serialize, Debug)]
pub struct LogoView {
    /// The file for the light scheme, and for the dark when it has none of its own.
    pub light: String,
    /// The file for the dark scheme.
    pub dark: Option<String>,
    /// What it says, when it stands for the title.
    pub alt: Option<String>,
}

/// A link in the footer.
#[derive(Serialize, Debug)]
pub struct FooterLinkView {
    /// What it says.
    pub title: String,
    /// The address; of a page, after `root`.
    pub url: String,
    /// Whether it leads to a page of the playbook.
    pub is_page: bool,
}

/// A month in `changes.html`.
#[derive(Serialize, Debug, Clone)]
pub struct MonthView {
    /// Its first day.
    pub month: Date,
    /// The address of its own list, after `root`; empty when something of yours is there.
    pub url: String,
    /// The pages that came, changed or went, the latest first.
    pub pages: Vec<ChangedPageView>,
}

/// A page that came, changed or went.
#[derive(Serialize, Debug, Clone)]
pub struct ChangedPageView {
    /// `added`, `changed` or `removed`.
    pub what: &'static str,
    /// The title; of a removed page, the last one.
    pub title: String,
    /// The page, unless it was removed.
    pub link: Option<LinkView>,
    /// The day of its last change in the month.
    pub day: Date,
    /// Who changed it in the month.
    pub authors: Vec<String>,
}

/// A letter of the list from A to Z.
#[derive(Serialize, Debug, Clone)]
pub struct LetterView {
    /// The letter; `#` for titles that begin with none.
    pub name: String,
    /// The pages whose titles begin with it.
    pub pages: Vec<LinkView>,
}

/// A page of a section or of a tag.
#[derive(Serialize, Debug, Clone)]
pub struct ChildView {
    /// The page's identity.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address after `root`.
    pub url: String,
    /// One sentence.
    pub description: String,
    /// The kind's name.
    pub kind: &'static str,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// Who answers for the page.
    pub owner: Option<String>,
    /// Minutes.
    pub reading_time: usize,
    /// Whether the page is a section.
    pub is_section: bool,
    /// How many pages the section holds, itself left out.
    pub count: usize,
}

/// An entry of the navigation.
#[derive(Serialize, Debug, Clone)]
pub struct NavView {
    /// The page's identity.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address after `root`.
    pub url: String,
    /// The kind's name.
    pub kind: &'static str,
    /// The pages below it, as far as they are shown here.
    pub children: Vec<NavView>,
    /// Whether it has pages that are not shown here.
    pub collapsed: bool,
    /// How many of its pages are left out because there are too many.
    pub more: Option<usize>,
}

/// A heading in a page's table of contents.
#[derive(Serialize, Debug, Clone)]
pub struct TocView {
    /// 1 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// The words.
    pub title: String,
    /// The headings below it.
    pub children: Vec<TocView>,
}

/// A tag of a page.
#[derive(Serialize, Debug, Clone)]
pub struct TagView {
    /// The tag.
    pub name: String,
    /// The address after `root`.
    pub url: String,
    /// How many pages have it.
    pub count: usize,
}

/// Where the page is hidden.
#[derive(Serialize, Debug, Clone, Copy, Default)]
pub struct HideView {
    /// From navigation.
    pub nav: bool,
    /// From search engines and our own search.
    pub search: bool,
    /// Its table of contents.
    pub toc: bool,
}

/// `page` in templates, but for `content` and `heading`, which are HTML and added as such.
#[derive(Serialize, Debug, Default)]
pub struct PageView {
    /// The page's identity.
    pub id: String,
    /// The title.
    pub title: String,
    /// One sentence: the front-matter's, else from the first paragraph.
    pub description: String,
    /// The front-matter's sentence alone, to be shown above the text.
    pub lede: Option<String>,
    /// The kind's name.
    pub kind: &'static str,
    /// The address after `root`.
    pub url: String,
    /// The absolute address, when the site's is known.
    pub permalink: Option<String>,
    /// The Markdown file, from the content folder.
    pub source: Option<String>,
    /// The anchor of the page's own heading.
    pub heading_id: Option<String>,
    /// The headings as a tree.
    pub toc: Vec<TocView>,
    /// The first paragraph.
    pub excerpt: String,
    /// How many words the body has.
    pub word_count: usize,
    /// Minutes, at 220 words a minute.
    pub reading_time: usize,
    /// The day of the first publication.
    pub date: Option<Date>,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who answers for it: the handle as written.
    pub owner: Option<String>,
    /// The name behind the handle, from `data/people.yml`, else the handle.
    pub owner_name: Option<String>,
    /// Where to reach them, from `data/people.yml`.
    pub owner_url: Option<String>,
    /// The day of the last review.
    pub reviewed: Option<Date>,
    /// The day by which it must be reviewed.
    pub review_by: Option<Date>,
    /// `current`, `outdated` or `superseded`.
    pub status: &'static str,
    /// The page that replaces it.
    pub superseded_by: Option<LinkView>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether it was made for a folder without an index page.
    pub generated: bool,
    /// Its tags.
    pub tags: Vec<TagView>,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// The pillar it belongs to.
    pub pillar: Option<String>,
    /// The collections it belongs to.
    pub set: Vec<String>,
    /// The same with the other pages of each.
    pub sets: Vec<SetView>,
    /// The sections above it, the home page first.
    pub ancestors: Vec<LinkView>,
    /// Their ids.
    pub ancestor_ids: Vec<String>,
    /// The page before it.
    pub prev: Option<LinkView>,
    /// The page after it.
    pub next: Option<LinkView>,
    /// Pages that link here.
    pub backlinks: Vec<LinkView>,
    /// Pages to read next.
    pub related: Vec<LinkView>,
    /// The pages of a section.
    pub children: Vec<ChildView>,
    /// Where the source is edited.
    pub edit_url: Option<String>,
    /// Where the source's changes are listed.
    pub history_url: Option<String>,
    /// Where the source is shown.
    pub source_url: Option<String>,
    /// Where a problem with the page is reported.
    pub report_url: Option<String>,
    /// The page as Markdown, after `root`.
    pub markdown_url: Option<String>,
    /// The Markdown itself in a site that is opened from a disk, where no script may read a file.
    pub markdown: Option<String>,
    /// The section or path on one page, after `root`.
    pub print_url: Option<String>,
    /// Where the page is hidden.
    pub hide: HideView,
    /// What a vision has; none on other kinds, as with the seven that follow.
    pub vision: Option<VisionView>,
    /// What an objective has.
    pub okr: Option<OkrView>,
    /// What a review has.
    pub review: Option<ReviewView>,
    /// What a shift has.
    pub shift: Option<ShiftView>,
    /// What a practice has.
    pub practice: Option<PracticeView>,
    /// What a role has.
    pub role: Option<RoleView>,
    /// What a reading path has.
    pub path: Option<PathView>,
    /// What a section shows besides its pages; none on a section that says nothing of it.
    pub section: Option<SectionKindView>,
    /// The reading paths that the page is on.
    pub paths: Vec<PathPlaceView>,
    /// What one sees when the page's subject is missing.
    pub symptoms: Vec<PageSymptomView>,
    /// `extra` of the front-matter.
    pub extra: Map<String, Json>,
    /// How it differs from the page that it was forked from.
    pub upstream: Option<UpstreamView>,
    /// The keys of the kind, and unknown ones, as plain data.
    pub fields: Map<String, Json>,
}

/// `page.upstream` in templates, in a fork that tells.
#[derive(Serialize, Debug, Clone)]
pub struct UpstreamView {
    /// `inherited`, `adapted`, `kept` or `local`.
    pub status: &'static str,
    /// The passages that differ.
    pub changes: Vec<Vec<PartView>>,
    /// The address of the list of all adaptations, after `root`.
    pub list: Option<String>,
}

/// Words of a passage that differs.
#[derive(Serialize, Debug, Clone)]
pub struct PartView {
    /// `same`, `removed` or `added`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// A page that was changed or kept, in `adaptations.html`.
#[derive(Serialize, Debug)]
pub struct AdaptedView {
    /// The page.
    #[serde(flatten)]
    pub page: ChildView,
    /// The passages that differ.
    pub changes: Vec<Vec<PartView>>,
}

/// `adaptations` in `adaptations.html`.
#[derive(Serialize, Debug)]
pub struct AdaptationsView {
    /// The pages that were changed here.
    pub adapted: Vec<AdaptedView>,
    /// The pages that upstream removed and this playbook keeps.
    pub kept: Vec<AdaptedView>,
    /// The pages that were written here.
    pub local: Vec<ChildView>,
    /// The ids of the pages that were removed here.
    pub removed: Vec<String>,
    /// How many pages are as upstream has them.
    pub inherited: usize,
}

/// `section` in templates: the nearest section.
#[derive(Serialize, Debug, Clone)]
pub struct SectionView {
    /// The section's identity.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address after `root`.
    pub url: String,
}

/// `tag` in `tag.html`.
#[derive(Serialize, Debug)]
pub struct TagPageView {
    /// The tag.
    pub name: String,
    /// The address after `root`.
    pub url: String,
    /// Its pages.
    pub pages: Vec<ChildView>,
}

/// `build` in templates.
#[derive(Serialize, Debug)]
pub struct BuildView {
    /// The program's version.
    pub version: &'static str,
}

/// The writing direction of a language.
/// Source: the right-to-left scripts of the Unicode CLDR's languages.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    let rtl = ["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"];
    if rtl.contains(&primary.as_str()) { "rtl" } else { "ltr" }
}

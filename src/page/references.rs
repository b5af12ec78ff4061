//! The pages that a page names in its front-matter, key by key. Knows names, not pages.

use super::Page;
use super::decode::Placed;
use super::kinds::Data;
use super::kinds::okr::Measure;
use super::kinds::review::Input;

/// A page that another one names.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// The key that names it.
    pub key: &'static str,
    /// The name as written, and where it stands.
    pub name: &'a Placed<String>,
    /// What it must be.
    pub wanted: Wanted,
}

/// What a key wants the page to be that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any page, or a place on it.
    Page,
    /// A whole objective.
    Objective,
    /// An objective or one of its key results.
    Score,
    /// An objective, one of its key results, or a vision.
    Goal,
    /// A vision.
    Vision,
}

/// Every page that the front-matter names.
pub fn references(page: &Page) -> Vec<Reference<'_>> {
    let front_matter = &page.front_matter;
    let mut named = Vec::new();
    let mut name = |key, wanted, names: &mut dyn Iterator<Item = _>| {
        named.extend(names.map(|name| Reference { key, name, wanted }));
    };
    name("related", Wanted::Page, &mut front_matter.related.iter());
    name("superseded_by", Wanted::Page, &mut front_matter.superseded_by.iter());
    let mut symptoms = front_matter.symptoms.iter().filter_map(|symptom| symptom.leads_to.as_ref());
    name("leads_to", Wanted::Page, &mut symptoms);
    match &front_matter.data {
        Data::Vision(vision) => name("supersedes", Wanted::Vision, &mut vision.supersedes.iter()),
        Data::Okr(okr) => {
            name("parent", Wanted::Objective, &mut okr.parent.iter());
            name("aligns_to", Wanted::Goal, &mut okr.aligns_to.iter());
            let mut linked = okr.key_results.iter().filter_map(|key_result| match &key_result.measure {
                Measure::Linked(from) => Some(from).filter(|from| !from.value.is_empty()),
                _ => None,
            });
            name("from", Wanted::Score, &mut linked);
        }
        Data::Review(review) => {
            let mut inputs = review.inputs.iter().filter_map(|input| match input {
                Input::Page(name) => Some(name),
                Input::Other { .. } => None,
            });
            name("inputs", Wanted::Page, &mut inputs);
        }
        Data::Practice(practice) => name("reviews", Wanted::Page, &mut practice.reviews.iter()),
        Data::Role(role) => {
            name("with", Wanted::Page, &mut role.contrasts.iter().filter_map(|contrast| contrast.with.as_ref()));
        }
        Data::Path(path) => name("pages", Wanted::Page, &mut path.steps.iter().flat_map(|step| &step.pages)),
        Data::Page | Data::Section(_) | Data::Shift(_) => {}
    }
    named
}

//! The pages that a page names in its front-matter, kind by kind. Knows names, not pages.

use super::Page;
use super::decode::Placed;
use super::kinds::Data;
use super::kinds::okr::Measure;
use super::kinds::review::Input;

/// Every page that the kind's keys and the symptoms name, with its place.
pub fn references(page: &Page) -> Vec<&Placed<String>> {
    let front_matter = &page.front_matter;
    let mut named: Vec<&Placed<String>> =
        front_matter.symptoms.iter().filter_map(|symptom| symptom.leads_to.as_ref()).collect();
    match &front_matter.data {
        Data::Vision(vision) => named.extend(&vision.supersedes),
        Data::Okr(okr) => {
            named.extend(&okr.parent);
            named.extend(&okr.aligns_to);
            named.extend(okr.key_results.iter().filter_map(|key_result| match &key_result.measure {
                Measure::Linked(from) => Some(from).filter(|from| !from.value.is_empty()),
                _ => None,
            }));
        }
        Data::Review(review) => named.extend(review.inputs.iter().filter_map(|input| match input {
            Input::Page(name) => Some(name),
            Input::Other { .. } => None,
        })),
        Data::Practice(practice) => named.extend(&practice.reviews),
        Data::Role(role) => named.extend(role.contrasts.iter().filter_map(|contrast| contrast.with.as_ref())),
        Data::Path(path) => named.extend(path.steps.iter().flat_map(|step| &step.pages)),
        Data::Page | Data::Section(_) | Data::Shift(_) => {}
    }
    named
}

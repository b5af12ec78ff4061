//! "Did you mean …": the nearest of the known names. Knows spelling, not meaning.

/// How many findings of a rule get a suggestion. Each is compared with every name there is, and
/// whoever has more findings than that mends something else first.
pub const MOST: usize = 100;

/// The candidate that a person most likely meant, or `None` when nothing is near.
///
/// Distance is Damerau–Levenshtein (optimal string alignment) on lower-cased text; one edit is
/// allowed for every three letters of the longer word, and at least one.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let other_length = other.chars().count();
            let allowed = (length.max(other_length) / 3).max(1);
            if length.abs_diff(other_length) > allowed {
                return None;
            }
            let distance = strsim::osa_distance(&typed, &other);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by(|a, b| a.cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_name_and_nothing_far_away() {
        assert_eq!(nearest("reviewd", ["reviewed", "review_by", "owner"]), Some("reviewed"));
        assert_eq!(nearest("onwer", ["reviewed", "owner"]), Some("owner"));
        assert_eq!(nearest("layout", ["title", "owner"]), None);
    }
}

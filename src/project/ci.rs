//! Which branch a CI service works on, from the variables that it sets. Knows their names, not the
//! environment. Sources: GitHub's "Variables reference" and GitLab's "Predefined CI/CD variables".

/// The branch that the pages of this run are, or are to be, published from. Of a pull request that is
/// the one it goes into: its own is gone once it is merged, and may be of another repository.
pub(super) fn branch(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let value = |name: &str| variable(name).filter(|value| !value.is_empty());
    // The name is that of a tag, too, when a tag is built.
    let is_branch = || value("GITHUB_REF_TYPE").is_some_and(|kind| kind == "branch");
    let of_github = || value("GITHUB_BASE_REF").or_else(|| value("GITHUB_REF_NAME").filter(|_| is_branch()));
    let of_gitlab = ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_COMMIT_BRANCH", "CI_DEFAULT_BRANCH"];
    of_github().or_else(|| of_gitlab.into_iter().find_map(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_of_the_branch_that_it_builds_or_that_its_change_goes_into() {
        for (set, expected) in [
            ("", None),
            ("GITHUB_REF_TYPE=branch GITHUB_REF_NAME=release GITHUB_BASE_REF=", Some("release")),
            ("GITHUB_REF_TYPE=branch GITHUB_REF_NAME=7/merge GITHUB_BASE_REF=main GITHUB_HEAD_REF=fix", Some("main")),
            ("GITHUB_REF_TYPE=tag GITHUB_REF_NAME=v1", None),
            ("CI_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=release", Some("release")),
            ("CI_DEFAULT_BRANCH=main CI_MERGE_REQUEST_TARGET_BRANCH_NAME=next", Some("next")),
            ("CI_DEFAULT_BRANCH=main CI_COMMIT_TAG=v1", Some("main")),
        ] {
            let set = |name: &str| {
                let mut pairs = set.split(' ').filter_map(|pair| pair.split_once('='));
                pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!(branch(set).as_deref(), expected);
        }
    }
}

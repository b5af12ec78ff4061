//! What makes two tags one, and the name of a tag's page. Knows words, not which tags there are.

/// The longest name of a tag's page, in bytes: file systems take 255.
const LONGEST: usize = 100;

/// Two tags with the same key are one: letter case does not count, nor whether words are parted by
/// spaces or hyphens.
pub fn key(name: &str) -> String {
    name.to_lowercase().replace('-', " ").split_whitespace().collect::<Vec<_>>().join("-")
}

/// The name of the page of the tag with this key: without what no file may be named with somewhere,
/// and without dots at its ends. `None` when nothing is left.
pub fn address(key: &str) -> Option<String> {
    let is_kept = |c: &char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let mut name: String = key.chars().filter(is_kept).collect();
    while name.len() > LONGEST {
        name.pop();
    }
    let name = name.trim_matches(['.', '-']);
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_one_tag_and_others_are_not() {
        assert_eq!(key("Team  Norms"), key("team-norms"));
        assert_ne!(key("C++"), key("C"));
        assert_ne!(key("C#"), key("C"));
    }

    #[test]
    fn a_tag_s_page_can_be_named_on_every_disk() {
        let of = |name| address(&key(name));
        assert_eq!(of("C++").as_deref(), Some("c++"));
        assert_eq!(of("CI/CD: how?").as_deref(), Some("cicd-how"));
        assert_eq!(of(".NET").as_deref(), Some("net"));
        assert_eq!(of("🚀").as_deref(), Some("🚀"));
        assert_eq!(address(&"ü".repeat(200)).map(|name| name.len()), Some(100));
        assert_eq!([of(".."), of("/"), of("-"), of("")], [const { None }; 4]);
    }
}

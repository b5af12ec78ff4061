//! The three-way merge of front-matter, key by key on the text as written: a line that nobody
//! changed keeps every byte. Knows which keys belong to the adopter, not what the others mean.

use super::body::Merged;
use super::common::{Side, choose, side};
use super::markers;
use super::sets;
use super::words::{self, Cut};
use crate::page::front_matter::FIELDS;
use crate::yaml::{self, Value};

/// Keys that tell of the adopter's people and figures. Where both sides changed them, the local
/// value stays without a word.
const LOCAL_WINS: &[&str] = &["reviewed", "owner", "objective", "period", "state", "key_results", "checkins"];

/// A front-matter block, divided.
struct Block<'t> {
    /// The fences with their line ends; empty when there is no block.
    fences: (&'t str, &'t str),
    entries: Vec<Entry<'t>>,
    /// Comments and blank lines after the last key.
    tail: &'t str,
}

/// A top-level key.
#[derive(Clone, Copy)]
struct Entry<'t> {
    key: &'t str,
    /// Its lines, and the comments above them.
    text: &'t str,
}

/// Merges three front-matter blocks; a page without one has `""`.
pub(super) fn merge(base: &str, local: &str, upstream: &str) -> Merged {
    if let Some(chosen) = choose(&base, local, upstream) {
        return Merged { text: chosen.to_owned(), conflicts: 0 };
    }
    match (divide(base), divide(local), divide(upstream)) {
        (Some(base), Some(local), Some(upstream)) => merge_keys(&base, &local, &upstream),
        // A block that is not a list of keys is merged as the text that it is.
        _ => match words::merge(base, local, upstream, Cut::Lines) {
            Some(text) => Merged { text, conflicts: 0 },
            None => Merged { text: markers::write(local, base, upstream) + "\n", conflicts: 1 },
        },
    }
}

/// Divides a block at its keys; `None` when they are not what a YAML parser finds there.
fn divide(block: &str) -> Option<Block<'_>> {
    if block.is_empty() {
        return Some(Block { fences: ("", ""), entries: Vec::new(), tail: "" });
    }
    let open = block.split_inclusive('\n').next()?;
    let close = block.split_inclusive('\n').next_back().filter(|_| block.len() > open.len())?;
    let inside = &block[open.len()..block.len() - close.len()];
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let (mut at, mut start, mut key) = (0, 0, None);
    // Comments and blank lines belong to the key below them.
    let mut loose_from = None;
    for line in inside.split_inclusive('\n') {
        if let Some(found) = top_level_key(line) {
            let from = loose_from.take().unwrap_or(at);
            entries.extend(key.map(|key| Entry { key, text: &inside[start..from] }));
            (key, start) = (Some(found), if key.is_none() { 0 } else { from });
        } else if line.trim().is_empty() || line.starts_with('#') {
            loose_from = loose_from.or(Some(at));
        } else {
            loose_from = None;
        }
        at += line.len();
    }
    let end = loose_from.unwrap_or(at);
    entries.extend(key.map(|key| Entry { key, text: &inside[start..end] }));
    let tail = if entries.is_empty() { inside } else { &inside[end..] };
    let parsed = match yaml::parse(inside).ok()?.value {
        Value::Map(parsed) => parsed,
        Value::Null => Vec::new(),
        _ => return None,
    };
    let same = parsed.iter().map(|entry| entry.key.as_str()).eq(entries.iter().map(|entry| entry.key));
    let twice = entries.iter().enumerate().any(|(at, one)| entries[..at].iter().any(|other| other.key == one.key));
    (same && !twice).then_some(Block { fences: (open, close), entries, tail })
}

fn top_level_key(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    if first.is_whitespace() || matches!(first, '#' | '-' | '?' | '{' | '[') {
        return None;
    }
    let (key, rest) = line.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(key)
}

fn merge_keys(base: &Block<'_>, local: &Block<'_>, upstream: &Block<'_>) -> Merged {
    let mut merged = Merged::default();
    let fences = if local.fences.0.is_empty() { upstream.fences } else { local.fences };
    let mut keys: Vec<&str> = local.entries.iter().map(|entry| entry.key).collect();
    // A key that only upstream has stands where it stands there: after its neighbour.
    for (at, entry) in upstream.entries.iter().enumerate() {
        if !keys.contains(&entry.key) {
            let before = upstream.entries[..at]
                .iter()
                .rev()
                .find_map(|above| keys.iter().position(|key| *key == above.key).map(|position| position + 1));
            keys.insert(before.unwrap_or(0), entry.key);
        }
    }
    for key in keys {
        let [base, local, upstream] = [base, local, upstream].map(|block| block.text_of(key));
        match merge_entry(key, base, local, upstream) {
            Some(text) => merged.text.push_str(&text),
            None => {
                merged.text.push_str(&markers::write(local, base, upstream));
                merged.text.push('\n');
                merged.conflicts += 1;
            }
        }
    }
    merged.text.push_str(&merge_comments(base.tail, local.tail, upstream.tail));
    let has_fences = !local.fences.0.is_empty() || !merged.text.is_empty();
    if has_fences {
        merged.text = format!("{}{}{}", fences.0, merged.text, fences.1);
    }
    merged
}

impl<'t> Block<'t> {
    fn text_of(&self, key: &str) -> &'t str {
        self.entries.iter().find(|entry| entry.key == key).map_or("", |entry| entry.text)
    }
}

/// Merges the lines of one key, `""` where it is missing.
fn merge_entry(key: &str, base: &str, local: &str, upstream: &str) -> Option<String> {
    if let Some(side) = side(base, local, upstream) {
        let chosen = match side {
            Side::Local => local,
            Side::Upstream => upstream,
        };
        return Some(chosen.to_owned());
    }
    let is_ours = LOCAL_WINS.contains(&known_name(key));
    if local.is_empty() || upstream.is_empty() {
        return is_ours.then(|| local.to_owned());
    }
    let [base, local, upstream] = [base, local, upstream].map(|entry| entry.split_at(comments_end(entry)));
    let value = match side(base.1, local.1, upstream.1) {
        Some(Side::Upstream) => upstream.1.to_owned(),
        Some(Side::Local) => local.1.to_owned(),
        None if is_ours => local.1.to_owned(),
        None => merge_value(base.1, local.1, upstream.1)?,
    };
    Some(merge_comments(base.0, local.0, upstream.0) + &value)
}

fn merge_value(base: &str, local: &str, upstream: &str) -> Option<String> {
    if let Some(text) = sets::merge(base, local, upstream) {
        return Some(text);
    }
    // Text of several words is merged like a paragraph, when what comes of it is still one value.
    let cut = if local.trim_end().contains('\n') { Cut::Lines } else { Cut::Words };
    let text = words::merge(base, local, upstream, cut)?;
    let is_key = |node: yaml::Node| matches!(node.value, Value::Map(entries) if entries.len() == 1);
    yaml::parse(&text).is_ok_and(is_key).then_some(text)
}

/// Where the comments and blank lines above a key end.
fn comments_end(entry: &str) -> usize {
    let is_comment = |line: &&str| line.trim().is_empty() || line.starts_with('#');
    entry.split_inclusive('\n').take_while(is_comment).map(str::len).sum()
}

/// Comments never conflict: where both sides wrote other ones, upstream's new ones stand below the
/// adopter's.
fn merge_comments(base: &str, local: &str, upstream: &str) -> String {
    words::merge(base, local, upstream, Cut::Lines).unwrap_or_else(|| {
        let has = |text: &str, line: &str| text.lines().any(|other| other.trim() == line.trim());
        let news = upstream.split_inclusive('\n').filter(|line| !has(base, line) && !has(local, line));
        local.to_owned() + &news.collect::<String>()
    })
}

/// Our name of a key that another tool calls something else.
fn known_name(key: &str) -> &str {
    FIELDS.iter().find(|field| field.synonyms.contains(&key)).map_or(key, |field| field.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, local: &str, upstream: &str, merged: &str, conflicts: usize) {
        let fenced = |inside: &str| if inside.is_empty() { String::new() } else { format!("---\n{inside}---\n") };
        let found = merge(&fenced(base), &fenced(local), &fenced(upstream));
        assert_eq!((found.text, found.conflicts), (fenced(merged), conflicts));
    }

    #[test]
    fn keys_are_merged_one_by_one_and_keep_their_bytes() {
        check(
            "title:   A\n# why\ntags: [a, b]\norder: 1\n",
            "title:   A\n# why\ntags: [a, b]\norder: 2 # ours\n",
            "title: A\n# why not\ntags: [a, b]\norder: 1\nkind: practice\n",
            "title: A\n# why not\ntags: [a, b]\norder: 2 # ours\nkind: practice\n",
            0,
        );
    }

    #[test]
    fn lists_of_scalars_are_sets_that_keep_the_local_order() {
        check(
            "tags: [a, b, c]\n",
            "tags: [c, a, mine]\n",
            "tags: [a, b, \"new\", c]\n",
            "tags: [c, a, \"new\", mine]\n",
            0,
        );
        check(
            "do:\n  - One\n  - Two\n",
            "do:\n  - One\n  - Ours\n  - Two\n",
            "do:\n  - One\n  - Three\n",
            "do:\n  - One\n  - Three\n  - Ours\n",
            0,
        );
    }

    #[test]
    fn the_adopters_owner_review_and_figures_stay() {
        check(
            "owner: \"@a\"\nlast_reviewed_on: 2026-01-01\n",
            "owner: \"@ours\"\nlast_reviewed_on: 2026-03-01\n",
            "owner: \"@theirs\"\nlast_reviewed_on: 2026-02-01\n",
            "owner: \"@ours\"\nlast_reviewed_on: 2026-03-01\n",
            0,
        );
    }

    #[test]
    fn no_comment_is_lost_above_a_key_or_below_the_last() {
        check(
            "# who\nowner: \"@a\"\n# list\ntags: [a]\n# end\n",
            "# who\nowner: \"@ours\"\n# our list\ntags: [a, ours]\n# our end\n",
            "# who cares\nowner: \"@theirs\"\n# their list\ntags: [a, theirs]\n# their end\n",
            "# who cares\nowner: \"@ours\"\n# our list\n# their list\ntags: [a, theirs, ours]\n# our end\n# their end\n",
            0,
        );
    }

    #[test]
    fn two_values_for_one_key_are_a_conflict_of_that_key() {
        check(
            "title: A\norder: 1\n",
            "title: A\norder: 2\n",
            "title: A\norder: 3\n",
            "title: A\n<<<<<<< local\norder: 2\n||||||| base\norder: 1\n=======\norder: 3\n>>>>>>> upstream\n",
            1,
        );
    }

    #[test]
    fn text_in_a_key_is_merged_by_word() {
        check(
            "description: How Acme hires people well.\n",
            "description: How Initech hires people well.\n",
            "description: How Acme hires people carefully.\n",
            "description: How Initech hires people carefully.\n",
            0,
        );
    }

    #[test]
    fn front_matter_that_only_one_side_has_stands() {
        check("", "owner: me\n", "title: A\n", "title: A\nowner: me\n", 0);
        check("title: A\n", "", "title: A\norder: 1\n", "order: 1\n", 0);
    }
}

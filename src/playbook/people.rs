//! Who stands behind the handles that pages name as owners: `data/people.yml` in the content
//! folder. Knows that one file, no page.

use std::collections::BTreeMap;

use crate::diagnostic::{Span, suggest};
use crate::source::text::{SAVE_AS_UTF8, not_utf8};
use crate::source::{SourcePath, Sources};
use crate::yaml::{self, Entry, Fields, Problem, Value};

/// Where the file may be.
const FILES: [&str; 2] = ["data/people.yml", "data/people.yaml"];
/// What can be said of a person or a team.
const KEYS: [&str; 2] = ["name", "url"];
/// What an address may begin with.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// The people and teams of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The file, when there is one.
    pub path: Option<SourcePath>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    by_handle: BTreeMap<String, Person>,
}

/// A person or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The handle as the file has it.
    handle: String,
    /// The name to show.
    pub name: String,
    /// Where to reach them: a web address or `mailto:`.
    pub url: Option<String>,
}

impl People {
    /// Reads the file, if the content has it.
    pub fn read(sources: &Sources) -> Self {
        let paths = FILES.iter().filter_map(|file| SourcePath::new(file));
        let Some((path, source)) = paths.filter_map(|path| sources.files.get_key_value(&path)).next() else {
            return Self::default();
        };
        let mut people = Self { path: Some(path.clone()), ..Self::default() };
        match std::str::from_utf8(&source.bytes) {
            Ok(text) => people.read_text(text),
            Err(error) => {
                let at = error.valid_up_to();
                people.problem(Span { start: at, end: at + 1 }, &not_utf8(&source.bytes, at), SAVE_AS_UTF8);
            }
        }
        people
    }

    /// The person with a handle; `@` and letter case do not count.
    pub fn find(&self, handle: &str) -> Option<&Person> {
        self.by_handle.get(&bare(handle))
    }

    /// The handle that was likely meant by one that nobody has.
    pub fn nearest(&self, handle: &str) -> Option<&str> {
        let near = suggest::nearest(&bare(handle), self.by_handle.keys().map(String::as_str))?;
        self.by_handle.get(near).map(|person| person.handle.as_str())
    }

    fn read_text(&mut self, text: &str) {
        match yaml::parse(text) {
            Err(error) => self.problems.push(error.into()),
            Ok(mut node) => {
                self.problems.extend(node.take_controls().iter().map(yaml::control_problem));
                match &node.value {
                    Value::Null => {}
                    Value::Map(entries) => entries.iter().for_each(|entry| self.read_person(text, entry)),
                    _ => self.problem(
                        node.span,
                        "the file must be `handle: name` lines",
                        "write `head-of-product: Ana Ruiz`",
                    ),
                }
            }
        }
    }

    fn read_person(&mut self, text: &str, entry: &Entry) {
        let handle = entry.key.clone();
        if self.find(&handle).is_some() {
            let message = format!("`{handle}` stands twice");
            self.problem(entry.key_span, &message, "keep one of them; `@` and letter case do not tell handles apart");
        }
        let Value::Map(entries) = &entry.node.value else {
            match yaml::scalar(&entry.node, text) {
                Some(name) => self.add(Person { handle, name, url: None }),
                None => self.problem(
                    entry.key_span,
                    &format!("`{handle}` must be a name, or a group of `name` and `url`"),
                    &format!("write it as `{handle}: Ana Ruiz`"),
                ),
            }
            return;
        };
        let mut fields = Fields::new(text, entries);
        let (name, mut url) = (fields.text(&["name"]), fields.text(&["url"]));
        if let Some(unusual) = fields.entry(&["url"]).filter(|_| url.as_deref().is_some_and(|url| !is_address(url))) {
            let hint = "write an address that begins with `https://` or `mailto:`".to_owned();
            fields.problem(unusual.node.span, "`url` must be an address".to_owned(), Some(hint));
            url = None;
        }
        for unknown in entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
            let hint = suggest::nearest(&unknown.key, KEYS)
                .map_or("the keys are `name` and `url`".to_owned(), |near| format!("did you mean `{near}`?"));
            fields.problem(unknown.key_span, format!("`{}` is not a key of a person", unknown.key), Some(hint));
        }
        self.problems.append(&mut fields.into_problems());
        self.add(Person { name: name.unwrap_or_else(|| handle.clone()), handle, url });
    }

    fn add(&mut self, person: Person) {
        self.by_handle.insert(bare(&person.handle), person);
    }

    fn problem(&mut self, span: Span, message: &str, hint: &str) {
        self.problems.push(Problem { span, message: message.to_owned(), hints: vec![hint.to_owned()] });
    }
}

fn bare(handle: &str) -> String {
    handle.trim().trim_start_matches('@').to_lowercase()
}

fn is_address(url: &str) -> bool {
    SCHEMES.iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn people(text: &str) -> People {
        let mut sources = Sources::default();
        sources.files.insert(SourcePath::new(FILES[0]).unwrap(), Source::new(text.as_bytes()));
        People::read(&sources)
    }

    #[test]
    fn a_handle_is_found_with_and_without_its_at_sign() {
        let people = people("\"@Ops\": {name: Operations, url: \"mailto:ops@example.com\"}\nana: Ana Ruiz\n");
        assert_eq!(people.problems, []);
        let name = |handle| people.find(handle).map(|person| (person.name.as_str(), person.url.as_deref()));
        assert_eq!(name("@ops"), Some(("Operations", Some("mailto:ops@example.com"))));
        assert_eq!(name("@ana"), Some(("Ana Ruiz", None)));
        assert_eq!(name("bo"), None);
        assert_eq!(people.nearest("@opps"), Some("@Ops"));
    }

    #[test]
    fn a_handle_that_stands_twice_is_told_of() {
        let people = people("ana: Ana Ruiz\n\"@Ana\": Ana Bell\n");
        assert_eq!(
            people.problems,
            [Problem {
                span: Span { start: 14, end: 20 },
                message: "`@Ana` stands twice".to_owned(),
                hints: vec!["keep one of them; `@` and letter case do not tell handles apart".to_owned()],
            }]
        );
    }

    #[test]
    fn without_a_file_nobody_is_known_and_nothing_is_wrong() {
        assert_eq!(People::read(&Sources::default()), People::default());
    }
}

//! What `playbook new` writes: a page of a kind with its keys explained, and notes from a review's
//! form. Made from the tables of fields; knows no disk and no clock.

use std::fmt::Write;

use jiff::civil::Date;

use super::front_matter::{FIELDS, FormSection};
use super::kinds::Kind;
use super::period::Period;
use super::schema::{Field, Sample};
use super::variables::{self, Org};
use crate::yaml::quoted;

/// A page of a kind that is valid as it stands.
pub fn page(kind: &Kind, title: &str, today: Date) -> String {
    let mut text = "---\n".to_owned();
    let filled = |sample: &str| {
        sample
            .replace("TITLE", &quoted(title))
            .replace("TODAY", &today.to_string())
            .replace("PERIOD", &Period::quarter_of(today).to_string())
            .replace("KIND", kind.name)
    };
    for field in FIELDS.iter().chain(kind.fields) {
        let (mark, sample) = match field.sample {
            Sample::None => continue,
            Sample::Given(sample) => ("", sample),
            Sample::Comment(sample) => ("# ", sample),
        };
        let _ = writeln!(text, "# {}", doc(field));
        let value = filled(sample);
        let space = if value.starts_with('\n') { "" } else { " " };
        let _ = writeln!(text, "{mark}{}:{space}{value}", field.name);
    }
    let _ = write!(text, "---\n\n{}", kind.body);
    text
}

fn doc(field: &Field) -> String {
    format!("{}.", field.doc.trim_end_matches('.'))
}

/// Notes of one review on a day; `heading` stands above the agenda. They are a draft: notes are kept, not published.
pub fn note(review: &str, id: &str, form: &[FormSection], (heading, agenda): (&str, &[String]), today: Date) -> String {
    let mut text = format!(
        "---\ntitle: {}\nkind: page\ndate: {today}\ndraft: true\nrelated: [{}]\n---\n",
        quoted(&format!("{review}, {today}")),
        plain_or_quoted(id)
    );
    if !agenda.is_empty() {
        let _ = write!(text, "\n## {heading}\n\n");
        for item in agenda {
            let _ = writeln!(text, "- [ ] {item}");
        }
    }
    for section in form {
        let _ = write!(text, "\n## {}\n\n", section.heading);
        if !section.prompt.is_empty() {
            let _ = writeln!(text, "*{}*", section.prompt);
        }
    }
    text
}

/// Marks what stands for a variable apart from text that only looks like one. No file holds this
/// character, because Unicode has no such one.
const MARK: char = '\u{fdd0}';

/// Values with which each variable stands for itself in what is read; [`with_variables`] writes it.
pub fn variables<'a>(keys: impl Iterator<Item = &'a String>) -> Org {
    keys.map(|key| (key.clone(), format!("{{{{{MARK}org.{key} }}}}"))).collect()
}

/// A text that was read with [`variables`], as an author writes it.
pub fn with_variables(text: &str) -> String {
    variables::escape(text).replace(&format!("{{{{{MARK}org."), variables::OPEN)
}

/// A name as most are needs no quotes.
fn plain_or_quoted(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    if is_plain && !name.starts_with('-') { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::super::kinds::KINDS;
    use super::super::{Markdown, Org, Page};
    use super::*;
    use crate::source::Source;

    #[test]
    fn every_scaffold_is_a_valid_page_of_its_kind() {
        for kind in KINDS {
            let text = page(kind, "A: \"new\" page", jiff::civil::date(2026, 11, 16));
            let parsed = Page::parse(&Source::new(text.as_bytes()), &Markdown::default(), &Org::new());
            let front_matter = parsed.front_matter;
            assert_eq!((front_matter.invalid, front_matter.left_out), (Vec::new(), Vec::new()), "{text}");
            assert_eq!((front_matter.near_misses, front_matter.unknown_keys), (Vec::new(), Vec::new()));
            assert_eq!(front_matter.kind, Some(kind.name));
            assert_eq!(front_matter.title.as_deref(), Some("A: \"new\" page"));
        }
    }

    #[test]
    fn comments_of_a_scaffold_are_valid_when_they_are_switched_on() {
        for kind in KINDS {
            let text = page(kind, "New", jiff::civil::date(2026, 11, 16));
            let keys: Vec<String> = FIELDS
                .iter()
                .chain(kind.fields)
                .filter(|field| matches!(field.sample, Sample::Comment(_)))
                .map(|field| format!("# {}:", field.name))
                .collect();
            let on: String = text
                .lines()
                .map(|line| if keys.iter().any(|key| line.starts_with(key)) { &line[2..] } else { line })
                .map(|line| format!("{line}\n"))
                .collect();
            let parsed = Page::parse(&Source::new(on.as_bytes()), &Markdown::default(), &Org::new());
            assert_eq!(parsed.front_matter.invalid, [], "{on}");
            assert_eq!(parsed.front_matter.left_out, [], "{on}");
        }
    }

    #[test]
    fn notes_are_dated_drafts_with_the_sections_of_the_form() {
        let form = [FormSection { heading: "Decisions".to_owned(), prompt: "Decision / owner / date".to_owned() }];
        assert_eq!(
            note(
                "Weekly review",
                "reviews/weekly",
                &form,
                ("Agenda", &["What changed (15 min)".to_owned()]),
                jiff::civil::date(2026, 11, 16)
            ),
            "---\ntitle: \"Weekly review, 2026-11-16\"\nkind: page\ndate: 2026-11-16\ndraft: true\nrelated: [reviews/weekly]\n---\n\n## Agenda\n\n- [ ] What changed (15 min)\n\n## Decisions\n\n*Decision / owner / date*\n"
        );
    }
}

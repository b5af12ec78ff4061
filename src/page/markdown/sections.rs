//! The words below each heading, for search. Knows no ranking and no other page.

use super::super::Section;
use super::Writer;

/// Headings deeper than this do not begin a section of their own.
const SECTION_DEPTH: u8 = 4;

impl Writer<'_> {
    /// Adds words to the section that is being written.
    pub(super) fn note_text(&mut self, text: &str) {
        if self.page.sections.is_empty() {
            self.page.sections.push(Section::default());
        }
        if let Some(section) = self.page.sections.last_mut() {
            section.text.push_str(text);
        }
    }

    /// Keeps the words of two blocks, cells or lines apart.
    pub(super) fn note_gap(&mut self) {
        if let Some(section) = self.page.sections.last_mut()
            && !section.text.is_empty()
            && !section.text.ends_with(' ')
        {
            section.text.push(' ');
        }
    }

    /// Begins the section of the heading that was added last. The heading's own words are its
    /// title; deeper headings are text of the section that holds them.
    pub(super) fn begin_section(&mut self) {
        let number = self.page.headings.len().saturating_sub(1);
        let Some(heading) = self.page.headings.last() else { return };
        if heading.level > SECTION_DEPTH {
            let text = heading.text.clone();
            self.note_gap();
            self.note_text(&text);
            self.note_gap();
            return;
        }
        self.page.sections.push(Section { heading: Some(number), text: String::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Markdown, Org, parse};

    fn sections(text: &str) -> Vec<(String, String, String)> {
        let page = parse(text, 0, &Markdown::default(), &Org::new(), &[]);
        page.sections
            .iter()
            .map(|section| {
                let heading = section.heading.map(|number| &page.headings[number]);
                let anchor = heading.map(|heading| heading.id.clone()).unwrap_or_default();
                let title = heading.map(|heading| heading.text.clone()).unwrap_or_default();
                (anchor, title, section.text.trim().to_owned())
            })
            .collect()
    }

    fn section(anchor: &str, title: &str, text: &str) -> (String, String, String) {
        (anchor.to_owned(), title.to_owned(), text.to_owned())
    }

    #[test]
    fn each_heading_down_to_the_fourth_level_begins_a_section() {
        assert_eq!(
            sections("# Title\n\nLead.\n\n## A `b`\n\nOne\ntwo.\n\n##### Deep\n\nThree.\n\n#### Fourth\n"),
            [section("", "", "Lead."), section("a-b", "A b", "One two. Deep Three."), section("fourth", "Fourth", ""),]
        );
    }

    #[test]
    fn cells_items_code_and_image_texts_are_words_of_their_own() {
        assert_eq!(
            sections("| a | b |\n|---|---|\n| c | d |\n\n- e\n- f\n\n```\ng();\n```\n\n![h](i.png)[j](k)\n"),
            [section("", "", "a b c d e f g(); h j")]
        );
    }
}

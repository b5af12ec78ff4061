//! The counted words of pages, kept from one index to the next, so that a save counts the words of
//! one page. Knows pages as the search sees them, not what happened to their files.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::analyse::{Analysis, analyse};
use super::document::{Document, Part};
use super::synonyms::Synonyms;

/// What is kept. A page is compared as a whole: nothing of it can change unnoticed.
#[derive(Default)]
pub struct Kept {
    synonyms: Synonyms,
    pages: HashMap<String, (Document<'static>, Arc<Analysis>)>,
}

impl Kept {
    /// The words of each page, those of unchanged pages as they were counted before.
    pub(super) fn analyses(&mut self, documents: &[Document], synonyms: &Synonyms) -> Vec<Arc<Analysis>> {
        if self.synonyms != *synonyms {
            *self = Self { synonyms: synonyms.clone(), pages: HashMap::new() };
        }
        let known = |document: &Document| {
            let (own, analysis) = self.pages.get(&document.url)?;
            (own == document).then(|| Arc::clone(analysis))
        };
        let count = |document| known(document).unwrap_or_else(|| Arc::new(analyse(document, synonyms)));
        let analyses: Vec<Arc<Analysis>> = documents.par_iter().map(count).collect();
        let mut before = std::mem::take(&mut self.pages);
        let keep = |(document, analysis): (&Document<'_>, &Arc<Analysis>)| {
            let same = before.remove(&document.url).filter(|(_, own)| Arc::ptr_eq(own, analysis));
            let kept = same.unwrap_or_else(|| (own(document), Arc::clone(analysis)));
            (document.url.clone(), kept)
        };
        self.pages = documents.iter().zip(&analyses).map(keep).collect();
        analyses
    }
}

/// The page with a text of its own, which outlives the playbook.
fn own(document: &Document<'_>) -> Document<'static> {
    let own = |part: &Part<'_>| Part {
        heading: part.heading.clone(),
        anchor: part.anchor.clone(),
        text: Cow::Owned(part.text.clone().into_owned()),
    };
    let parts = document.parts.iter().map(own).collect();
    Document {
        path: document.path.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        breadcrumb: document.breadcrumb.clone(),
        kind: document.kind.clone(),
        owner: document.owner.clone(),
        tags: document.tags.clone(),
        audience: document.audience.clone(),
        clues: document.clues.clone(),
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, title: &str) -> Document<'static> {
        Document { url: url.to_owned(), title: title.to_owned(), parts: vec![Default::default()], ..Default::default() }
    }

    #[test]
    fn only_the_words_of_changed_pages_are_counted_again() {
        let mut kept = Kept::default();
        let none = Synonyms::default();
        let first = kept.analyses(&[page("a/", "One"), page("b/", "Two")], &none);
        let second = kept.analyses(&[page("b/", "Two"), page("a/", "Three")], &none);
        assert!(Arc::ptr_eq(&first[1], &second[0]));
        assert_eq!(second[1].words.iter().collect::<Vec<_>>(), ["three", "a"]);
        let synonyms = Synonyms::new(&[vec!["two".to_owned(), "pair".to_owned()]]);
        let third = kept.analyses(&[page("b/", "Two")], &synonyms);
        assert_eq!(third[0].words.iter().collect::<Vec<_>>(), ["two", "pair", "b"]);
    }
}

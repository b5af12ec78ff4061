//! The numbers of the ranking, in one place: the program uses them, and publishes them with the
//! index for the client's engine. Knows no page.

/// How much matches count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranking {
    /// A form of the word.
    pub form: f64,
    /// A word that the typed one begins, times the share of it that is typed.
    pub prefix: f64,
    /// A word without the ending of the typed one, which is unknown.
    pub family: f64,
    /// One letter is wrong.
    pub one_edit: f64,
    /// Two letters of eight or more are wrong.
    pub two_edits: f64,
    /// A wrong beginning of a word, times the share of it that is typed.
    pub edited_prefix: f64,
    /// A word of the title.
    pub title: f64,
    /// A word of a heading.
    pub heading: f64,
    /// A word of the clues.
    pub clue: f64,
    /// The best single section, against the page as a whole.
    pub section: f64,
    /// Pages whose whole title was typed.
    pub full_title: f64,
    /// What the words in their order add.
    pub phrase: f64,
    /// How much more the words count in their order when all of them stand in a row.
    pub run: f64,
    /// How much more the words count in their order when they are the whole of a title or heading.
    pub whole: f64,
}

/// The ranking.
pub const RANKING: Ranking = Ranking {
    form: 0.35,
    prefix: 0.8,
    family: 0.4,
    one_edit: 0.38,
    two_edits: 0.3,
    edited_prefix: 0.6,
    title: 2.0,
    heading: 1.5,
    clue: 1.4,
    section: 2.5,
    full_title: 2.0,
    phrase: 2.0,
    run: 1.5,
    whole: 2.0,
};

/// At most so many words of a query count.
pub const MAX_WORDS: usize = 24;
/// At most so many characters of a query are read.
pub const MAX_QUERY: usize = 1_000;
/// A word is completed in at most so many ways, of one or two letters in fewer.
pub const COMPLETIONS: usize = 16;
/// See [`COMPLETIONS`].
pub const SHORT_COMPLETIONS: usize = 4;
/// So many words beyond the spelling list are completed to.
pub const NEIGHBOURS: usize = 6;
/// A word is corrected in at most so many ways.
pub const CORRECTIONS: usize = 4;
/// So many of the best pages are looked through for the words in their order.
pub const RERANKED: usize = 12;
/// So many of the best pages on which all words of a phrase stand are looked through for it.
pub const PHRASE_PAGES: usize = 1_000;

impl Ranking {
    /// The numbers in the order in which the client reads them.
    pub fn published(&self) -> serde_json::Value {
        serde_json::json!({
            "form": self.form,
            "prefix": self.prefix,
            "family": self.family,
            "oneEdit": self.one_edit,
            "twoEdits": self.two_edits,
            "editedPrefix": self.edited_prefix,
            "title": self.title,
            "heading": self.heading,
            "clue": self.clue,
            "section": self.section,
            "fullTitle": self.full_title,
            "phrase": self.phrase,
            "run": self.run,
            "whole": self.whole,
            "maxWords": MAX_WORDS,
            "maxQuery": MAX_QUERY,
            "completions": COMPLETIONS,
            "shortCompletions": SHORT_COMPLETIONS,
            "neighbours": NEIGHBOURS,
            "corrections": CORRECTIONS,
            "reranked": RERANKED,
            "phrasePages": PHRASE_PAGES,
        })
    }
}

//! Remembers parsed pages and their counted words from one build to the next, so that a change costs
//! the parse of what changed. Knows pages by the hash of their source, not what happened to the files.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::build::{self, Inputs, Pages, Read};
use crate::page::glossary::reading;
use crate::page::{Markdown, Org, Page};
use crate::search::{self, Kept};
use crate::site::{Output, Site};
use crate::source::{Hash, SourcePath};

/// What is remembered between the builds of one playbook.
#[derive(Default)]
pub struct Session {
    /// What every page depends on; when it changes, everything is forgotten.
    org: Org,
    /// By the source, and by how it is read, which the file's name has a say in.
    pages: HashMap<(Hash, Markdown), Arc<Page>>,
    words: Kept,
    search: Site,
}

impl Session {
    /// What [`build::parse`] gives, with the pages of the last call used again where they can be.
    pub fn parse(&mut self, inputs: &Inputs<'_>) -> Pages {
        if self.org != inputs.config.org {
            *self = Self { org: inputs.config.org.clone(), ..Self::default() };
        }
        let pages = build::parse_unless(inputs, |source, how| self.pages.get(&(source.hash, *how)).cloned());
        let key =
            |path: &SourcePath| Some((inputs.sources.files.get(path)?.hash, reading(&inputs.config.markdown, path)));
        self.pages = pages.iter().filter_map(|(path, page)| Some((key(path)?, Arc::clone(page)))).collect();
        pages
    }

    /// Makes the files of the search anew; only the words of changed pages are counted.
    pub fn index(&mut self, inputs: &Inputs<'_>, read: &Read) {
        let index = search::index_again(&read.playbook, inputs.config, inputs.style, &mut self.words);
        let site = Mutex::new(Site::default());
        search::publish(&index, &|path, bytes| site.put(path, bytes));
        self.search = site.into_inner().unwrap_or_else(PoisonError::into_inner);
    }

    /// The pages with the files of the search as they were made last.
    pub fn with_search(&self, pages: &Site) -> Site {
        let mut site = pages.clone();
        site.files.extend(self.search.files.clone());
        site
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;
    use crate::playbook::{Drafts, LinkStyle};
    use crate::source::git::GitFacts;
    use crate::source::history::NO_HISTORIES;
    use crate::source::{Source, Sources};
    use crate::theme::Theme;
    use crate::theme::layers;
    use crate::theme::offer::Offer;

    const PEOPLE: &str = "# People\n\nSee [the vision](vision.md#why) of {{ org.name }}.\n";

    /// Equal bytes are another page as the glossary.
    const TERMS: &str = "# Terms\n\nVision\n: Where we go.\n";

    /// One step of an editor: a file and its new text, `None` when it is deleted.
    type Edit = (&'static str, Option<&'static str>);

    #[test]
    fn after_any_list_of_edits_a_session_gives_what_a_fresh_build_gives() {
        let edits: &[Edit] = &[
            ("people.md", Some(PEOPLE)),
            ("vision.md", Some("# Vision\n\n## Why\n\nBecause.\n")),
            ("vision.md", Some("# A new title\n\n## Why not\n\nBecause.\n")),
            ("copy.md", Some(PEOPLE)),
            ("terms.md", Some(TERMS)),
            ("glossary.md", Some(TERMS)),
            ("people.md", None),
            ("vision.md", Some("---\ndraft: true\n---\n# Vision\n")),
            ("vision.md", Some("---\ntags: [a, b]\nbroken\n---\n# Vision\n")),
            ("vision.md", Some("# Vision\n\n## Why\n\nBecause.\n")),
        ];
        let mut sources = Sources::default();
        let mut session = Session::default();
        for (name, text) in edits {
            let path = SourcePath::new(name).unwrap();
            match text {
                Some(text) => sources.files.insert(path, Source::new(text.as_bytes())),
                None => sources.files.remove(&path),
            };
            for name in ["Acme", "Birch"] {
                let mut config = Config::default();
                config.org.insert("name".to_owned(), name.to_owned());
                config.search.synonyms = vec![vec!["vision".to_owned(), name.to_owned()]];
                assert_same(&mut session, &sources, &config);
            }
        }
    }

    fn assert_same(session: &mut Session, sources: &Sources, config: &Config) {
        let theme =
            Theme::compile(&layers::load(Path::new("no-such-folder"), layers::DEFAULT_NAME).unwrap(), "en").unwrap();
        let inputs = Inputs {
            sources,
            config,
            offer: &Offer::default(),
            git: &GitFacts::default(),
            histories: &NO_HISTORIES,
            fallback_title: "Playbook",
            base_url: None,
            drafts: Drafts::LeftOut,
            style: LinkStyle::Served,
            today: jiff::civil::date(2026, 11, 16),
            adaptations: None,
        };
        let (kept, fresh) = (build::assemble(&inputs, session.parse(&inputs)), build::read(&inputs));
        assert_eq!(kept.report, fresh.report);
        session.index(&inputs, &kept);
        let pages = build::render_pages(&inputs, &kept, &theme).unwrap();
        assert!(session.with_search(&pages) == build::render(&inputs, &fresh, &theme).unwrap());
    }
}

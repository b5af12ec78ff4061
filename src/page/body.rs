//! A page's HTML with holes where its links go, and words in the reader's language. Knows neither
//! Markdown nor where the links lead.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use pulldown_cmark::{Event, html};

/// HTML that is complete but for the addresses of its links and the words of the interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    html: Box<str>,
    holes: Box<[Hole]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Hole {
    at: usize,
    filling: Filling,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Filling {
    Link(usize),
    Word(Word),
}

/// A word of the interface in a page's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its name, such as `text.footnotes`.
    pub name: &'static str,
    /// What is filled in, by its name and as HTML.
    pub value: Option<(&'static str, Box<str>)>,
}

/// A part of a body that is being written.
#[derive(Debug)]
pub enum Piece<'a> {
    /// Something that the Markdown library writes.
    Event(Event<'a>),
    /// The place of a link's address, by the link's number on the page.
    Hole(usize),
    /// The place of a word of the interface.
    Word(Word),
}

impl Body {
    /// Writes pieces in order.
    pub fn write(pieces: Vec<Piece<'_>>) -> Self {
        let written = Written::default();
        let mut holes = Vec::new();
        let mut pieces = pieces.into_iter();
        let events = std::iter::from_fn(|| {
            loop {
                match pieces.next()? {
                    Piece::Event(event) => return Some(event),
                    // The library writes an event before it asks for the next, so the text so
                    // far ends where the hole is.
                    Piece::Hole(link) => {
                        holes.push(Hole { at: written.0.borrow().len(), filling: Filling::Link(link) });
                    }
                    Piece::Word(word) => {
                        holes.push(Hole { at: written.0.borrow().len(), filling: Filling::Word(word) });
                    }
                }
            }
        });
        let outcome = html::write_html_fmt(written.clone(), events);
        debug_assert!(outcome.is_ok(), "writing to a string cannot fail");
        // A copy is exactly as long as the text; what it was written into is up to twice that.
        let html = Box::from(written.0.borrow().as_str());
        Self { html, holes: holes.into() }
    }

    /// The HTML, with `address(link)` and `word(word)` in the holes, both escaped already.
    pub fn fill<'a>(&self, address: impl Fn(usize) -> &'a str, word: impl Fn(&Word) -> Cow<'a, str>) -> String {
        let mut filled = String::with_capacity(self.html.len() + self.holes.len() * 32);
        let mut from = 0;
        for hole in &self.holes {
            filled.push_str(&self.html[from..hole.at]);
            match &hole.filling {
                Filling::Link(link) => filled.push_str(address(*link)),
                Filling::Word(own) => filled.push_str(&word(own)),
            }
            from = hole.at;
        }
        filled.push_str(&self.html[from..]);
        filled
    }
}

#[derive(Clone, Default)]
struct Written(Rc<RefCell<String>>);

impl fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.borrow_mut().push_str(text);
        Ok(())
    }
}

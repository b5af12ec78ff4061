//! The values of a mapping that fit their keys, by name. Knows types, not which keys exist.

use jiff::civil::{Date, Time};

use super::Placed;
use crate::diagnostic::Span;

/// The values of a mapping that fit their keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Where the mapping stands.
    pub span: Span,
    pub(super) given: Vec<Given>,
    /// The keys whose value does not fit, which is told of where it stands.
    pub(in crate::page) unread: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    pub(super) name: &'static str,
    pub(super) span: Span,
    pub(super) datum: Datum,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    Text(String),
    Texts(Vec<Placed<String>>),
    Flag(bool),
    Number(f64),
    Date(Date),
    Time(Time),
    Group(Values),
    Groups(Vec<Values>),
    Any,
}

impl Values {
    fn get(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.name == name)
    }

    /// Where a key's value stands; the whole mapping when it has none.
    pub(in crate::page) fn span_of(&self, name: &str) -> Span {
        self.get(name).map_or(self.span, |given| given.span)
    }

    /// Whether a key has a value that does not fit: nothing more is to be said of what is missing.
    pub(in crate::page) fn is_unread(&self, name: &str) -> bool {
        self.unread.contains(&name)
    }

    /// Whether a key has a value, be it one that does not fit.
    pub(in crate::page) fn is_given(&self, name: &str) -> bool {
        self.has(name) || self.is_unread(name)
    }

    pub(in crate::page) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(in crate::page) fn text(&self, name: &str) -> Option<String> {
        match &self.get(name)?.datum {
            Datum::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    pub(in crate::page) fn placed(&self, name: &str) -> Option<Placed<String>> {
        self.text(name).map(|value| Placed { value, span: self.span_of(name) })
    }

    pub(in crate::page) fn placed_list(&self, name: &str) -> Vec<Placed<String>> {
        match self.get(name).map(|given| &given.datum) {
            Some(Datum::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    pub(in crate::page) fn texts(&self, name: &str) -> Vec<String> {
        self.placed_list(name).into_iter().map(|text| text.value).collect()
    }

    pub(in crate::page) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.datum {
            Datum::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    pub(in crate::page) fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)?.datum {
            Datum::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(in crate::page) fn date(&self, name: &str) -> Option<Date> {
        match self.get(name)?.datum {
            Datum::Date(date) => Some(date),
            _ => None,
        }
    }

    pub(in crate::page) fn time(&self, name: &str) -> Option<Time> {
        match self.get(name)?.datum {
            Datum::Time(time) => Some(time),
            _ => None,
        }
    }

    pub(in crate::page) fn group(&self, name: &str) -> Option<&Values> {
        match &self.get(name)?.datum {
            Datum::Group(values) => Some(values),
            _ => None,
        }
    }

    pub(in crate::page) fn groups(&self, name: &str) -> &[Values] {
        match self.get(name).map(|given| &given.datum) {
            Some(Datum::Groups(groups)) => groups,
            _ => &[],
        }
    }
}

//! What a key of the front-matter may hold, as data: the one table behind validation, suggestions,
//! JSON Schema and scaffolds. Knows no key.

/// A key of the front-matter.
#[derive(Debug)]
pub struct Field {
    /// Our name.
    pub name: &'static str,
    /// Names of other tools that are read as this key.
    pub synonyms: &'static [&'static str],
    /// What it may hold.
    pub value: Type,
    /// What it is for.
    pub doc: &'static str,
    /// What `playbook new` writes.
    pub sample: Sample,
    /// What becomes of the page when its value cannot be read.
    pub unread: Unread,
    /// Whether a page of the kind says nothing without it.
    pub is_needed: bool,
}

/// What becomes of a page with a value that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unread {
    /// It is published without the value.
    LeftOut,
    /// Nothing is published: without the value the page might be seen where it should not be.
    HeldBack,
}

/// What `playbook new` writes for a key, as YAML. `TITLE`, `TODAY` and `PERIOD` are filled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sample {
    /// Nothing.
    None,
    /// This value.
    Given(&'static str),
    /// This value in a comment, to be switched on.
    Comment(&'static str),
}

/// What a key may hold.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Text; numbers count as the text that was written.
    Text,
    /// Text that names something, such as this; an empty one is a slip.
    Filled(&'static str),
    /// A list of texts; one text is a list of one.
    Texts,
    /// A list of texts such as this, of which an empty one is a slip.
    SomeTexts(&'static str),
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A number that is not below 0.
    Weight,
    /// A number of minutes, not below 0, or a length of time.
    Minutes,
    /// A day of a path or some in a row: `1-14`.
    Days,
    /// A number from 0 to 1.
    Share,
    /// A day.
    Date,
    /// A day, or true or false.
    Done,
    /// A time of the day.
    Time,
    /// A length of time in minutes or hours.
    Length,
    /// How long something holds: `6 months`, `never`.
    Interval,
    /// A period: `2026-Q4`.
    Period,
    /// A year, a period or a length of time.
    Horizon,
    /// One of these words; of others a rule of its own tells.
    Name(&'static [&'static str]),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of such words, of which a rule of its own tells; one is a list of one.
    Words(&'static [&'static str]),
    /// A page by its id or its path, perhaps with `#` and a place on it.
    Page,
    /// A list of pages.
    Pages,
    /// A mapping with these keys.
    Group(&'static [Field]),
    /// A mapping that says nothing unless it has all of these keys.
    Whole(&'static [Field]),
    /// A list of such mappings. One is a list of one.
    Groups(&'static Item),
    /// The first when it is one value, the second when it is a list or a mapping.
    Either(&'static Type, &'static Type),
    /// Anything.
    Any,
}

/// One of a list of mappings.
#[derive(Debug)]
pub struct Item {
    /// Its keys.
    pub fields: &'static [Field],
    /// The key that a bare text stands for; none when it is empty.
    pub short: &'static str,
    /// What it says nothing without: of each of these keys, one.
    pub needs: &'static [&'static [&'static str]],
}

/// A key without a sample.
pub(super) const fn field(name: &'static str, value: Type, doc: &'static str) -> Field {
    Field { name, synonyms: &[], value, doc, sample: Sample::None, unread: Unread::LeftOut, is_needed: false }
}

impl Field {
    /// With other names.
    pub(super) const fn also(mut self, synonyms: &'static [&'static str]) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// Written by `playbook new`.
    pub(super) const fn given(mut self, sample: &'static str) -> Self {
        self.sample = Sample::Given(sample);
        self
    }

    /// Written by `playbook new` as a comment.
    pub(super) const fn comment(mut self, sample: &'static str) -> Self {
        self.sample = Sample::Comment(sample);
        self
    }

    /// Says where the page may be seen.
    pub(super) const fn holding_back(mut self) -> Self {
        self.unread = Unread::HeldBack;
        self
    }

    /// A page of the kind says nothing without it.
    pub(super) const fn needed(mut self) -> Self {
        self.is_needed = true;
        self
    }

    /// All its names, ours first.
    pub fn names(&self) -> Vec<&'static str> {
        std::iter::once(self.name).chain(self.synonyms.iter().copied()).collect()
    }

    /// Whether a key as written means this field.
    pub fn is_named(&self, key: &str) -> bool {
        self.name == key || self.synonyms.contains(&key)
    }
}

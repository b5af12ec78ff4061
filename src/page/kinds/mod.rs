//! The kinds of pages: one file each with its table of fields and its typed data. Knows nothing of
//! what is computed from them.

pub mod okr;
pub mod path;
pub mod practice;
pub mod recurrence;
pub mod review;
pub mod role;
pub mod section;
pub mod shift;
pub mod vision;

pub use okr::Okr;
pub use path::Path;
pub use practice::Practice;
pub use review::Review;
pub use role::Role;
pub use section::Section;
pub use shift::Shift;
pub use vision::Vision;

use super::decode::Values;
use super::schema::Field;

/// One kind of page.
pub struct Kind {
    /// The word in `kind:`.
    pub name: &'static str,
    /// What a page of this kind is.
    pub summary: &'static str,
    /// The keys that only this kind reads.
    pub fields: &'static [Field],
    /// The body that `playbook new` writes, in Markdown.
    pub body: &'static str,
    /// Takes the typed data from values that fit.
    pub(super) read: fn(&Values) -> Data,
}

/// What a page's kind adds to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Data {
    /// Nothing.
    #[default]
    Page,
    /// A section.
    Section(Section),
    /// A vision.
    Vision(Vision),
    /// An objective with its key results.
    Okr(Okr),
    /// A review.
    Review(Review),
    /// A shift.
    Shift(Shift),
    /// A practice.
    Practice(Practice),
    /// A role.
    Role(Role),
    /// A reading path.
    Path(Path),
}

/// All kinds. The first is the default.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "page",
        summary: "anything",
        fields: &[],
        body: "Open with one or two sentences that state the point.\n",
        read: |_| Data::Page,
    },
    section::KIND,
    vision::KIND,
    okr::KIND,
    review::KIND,
    shift::KIND,
    practice::KIND,
    role::KIND,
    path::KIND,
];

/// The kind of that name, in any letter case.
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

impl Kind {
    /// The names of the keys that only this kind reads.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.fields.iter().map(|field| field.name)
    }
}

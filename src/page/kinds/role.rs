//! A role: purpose, responsibilities, competencies, contrasts. Knows what is written.

use super::{Data, Kind};
use crate::page::decode::{Placed, Values};
use crate::page::schema::{Item, Type, field};

const COMPETENCIES: Item = Item {
    fields: &[
        field("name", Type::Text, "The competency"),
        field("level", Type::Text, "How much of it is expected"),
        field("non_negotiable", Type::Flag, "Whether no other strength makes up for it"),
        field("evidence", Type::Text, "What shows it"),
    ],
    short: "name",
    needs: &[&["name"]],
};
const CONTRASTS: Item = Item {
    fields: &[
        field("with", Type::Page, "The role that this one differs from"),
        field("from", Type::Text, "How it is there"),
        field("to", Type::Text, "How it is here"),
        field("trap", Type::Text, "What people who change roles get wrong"),
    ],
    short: "",
    needs: &[&["from"], &["to"]],
};

/// See the summary.
pub(super) const KIND: Kind = Kind {
    name: "role",
    summary: "a role: purpose, responsibilities, competencies, contrasts",
    fields: &[
        field("titles", Type::Texts, "The titles that people in this role have").given("[Head of Product]"),
        field("purpose", Type::Text, "Why the role exists, in a sentence").given("Make the product teams succeed."),
        field("responsibilities", Type::Texts, "What the role answers for").given("[Staffs and coaches the product managers]"),
        field("competencies", Type::Groups(&COMPETENCIES), "What a person in this role can do")
            .given("[{name: Coaching, level: expected, non_negotiable: true, evidence: People can name what they got better at}]"),
        field("contrasts", Type::Groups(&CONTRASTS), "How it differs from other roles")
            .comment("[{with: roles/product-manager, from: Depth in one area, to: Breadth, trap: Old skills in new places}]"),
        field("partners", Type::Texts, "The functions it works with").comment("[engineering, design]"),
        field("time_split", Type::Any, "How the time is spent, in percent: `{coaching: 75, everything else: 25}`").comment("{coaching: 75, everything else: 25}"),
        field("contexts", Type::Texts, "Where the role looks different").comment("[large company, start-up]"),
        field("reports_to_options", Type::Texts, "Where the role may report").comment("[CEO]"),
    ],
    body: "Describe a good week in this role.\n",
    read: |values| Data::Role(read(values)),
};

/// What a role adds to a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Role {
    /// `titles`.
    pub titles: Vec<String>,
    /// `purpose`.
    pub purpose: Option<String>,
    /// `responsibilities`.
    pub responsibilities: Vec<String>,
    /// `competencies`.
    pub competencies: Vec<Competency>,
    /// `contrasts`.
    pub contrasts: Vec<Contrast>,
    /// `partners`.
    pub partners: Vec<String>,
    /// `contexts`.
    pub contexts: Vec<String>,
    /// `reports_to_options`.
    pub reports_to: Vec<String>,
}

/// What a person in a role can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Competency {
    /// Its name.
    pub name: String,
    /// How much of it is expected.
    pub level: Option<String>,
    /// Whether no other strength makes up for it.
    pub non_negotiable: bool,
    /// What shows it.
    pub evidence: Option<String>,
}

/// How a role differs from another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contrast {
    /// The other role.
    pub with: Option<Placed<String>>,
    /// How it is there.
    pub from: String,
    /// How it is here.
    pub to: String,
    /// What people who change roles get wrong.
    pub trap: Option<String>,
}

fn read(values: &Values) -> Role {
    Role {
        titles: values.texts("titles"),
        purpose: values.text("purpose"),
        responsibilities: values.texts("responsibilities"),
        competencies: values
            .groups("competencies")
            .iter()
            .map(|competency| Competency {
                name: competency.text("name").unwrap_or_default(),
                level: competency.text("level"),
                non_negotiable: competency.flag("non_negotiable").unwrap_or(false),
                evidence: competency.text("evidence"),
            })
            .collect(),
        contrasts: values
            .groups("contrasts")
            .iter()
            .map(|contrast| Contrast {
                with: contrast.placed("with"),
                from: contrast.text("from").unwrap_or_default(),
                to: contrast.text("to").unwrap_or_default(),
                trap: contrast.text("trap"),
            })
            .collect(),
        partners: values.texts("partners"),
        contexts: values.texts("contexts"),
        reports_to: values.texts("reports_to_options"),
    }
}

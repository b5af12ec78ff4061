//! The front-matter of each kind as JSON Schema, made from the tables of fields. Knows no page.
//!
//! Source: JSON Schema, draft 2020-12.

use serde_json::{Map, Value as Json, json};

use super::front_matter::FIELDS;
use super::kinds::{KINDS, Kind};
use super::schema::{Field, Type};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind.
pub fn of(kind: &Kind) -> Json {
    let mut properties = properties(FIELDS);
    properties.extend(self::properties(kind.fields));
    if kind.name == "page" {
        properties
            .insert("kind".to_owned(), json!({"description": "What the page is. Default: page", "const": "page"}));
    } else {
        properties.insert("kind".to_owned(), json!({"description": kind.summary, "const": kind.name}));
    }
    let required: &[&str] = if kind.name == "page" || kind.name == "section" { &[] } else { &["kind"] };
    json!({
        "$schema": DIALECT,
        "title": format!("Front-matter of a page of kind {}", kind.name),
        "description": kind.summary,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": true,
    })
}

/// The schema of any page: `kind` decides which keys it has.
pub fn any() -> Json {
    let branches: Vec<Json> = KINDS
        .iter()
        .filter(|kind| !kind.fields.is_empty())
        .map(|kind| {
            json!({
                "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
                "then": {"properties": properties(kind.fields)},
            })
        })
        .collect();
    json!({
        "$schema": DIALECT,
        "title": "Front-matter of a page",
        "type": "object",
        "properties": properties(FIELDS),
        "allOf": branches,
        "additionalProperties": true,
    })
}

fn properties(fields: &[Field]) -> Map<String, Json> {
    let mut properties = Map::new();
    for field in fields {
        properties.insert(field.name.to_owned(), described(&field.value, field.doc));
        for synonym in field.synonyms {
            let doc = format!("Another tool's `{}`. {}", field.name, field.doc);
            properties.insert((*synonym).to_owned(), described(&field.value, &doc));
        }
    }
    properties
}

fn described(value: &Type, doc: &str) -> Json {
    let mut schema = Map::from_iter([("description".to_owned(), Json::from(doc))]);
    if let Json::Object(rest) = schema_of(value) {
        schema.extend(rest);
    }
    Json::Object(schema)
}

/// Editors read `reviewed: 2026-10-05` as text, and so do we; scalars are coerced, so text fields
/// accept numbers.
fn schema_of(value: &Type) -> Json {
    match value {
        Type::Text | Type::Page => json!({"type": ["string", "number", "boolean"]}),
        Type::Texts | Type::Pages => {
            let scalar = json!({"type": ["string", "number", "boolean"]});
            json!({"anyOf": [scalar, {"type": "array", "items": scalar}]})
        }
        Type::Flag => json!({"type": ["boolean", "string"], "enum": [true, false, "yes", "no", "on", "off"]}),
        Type::Number => json!({"type": "number"}),
        Type::Weight => json!({"type": "number", "minimum": 0}),
        Type::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
        Type::Date => json!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}"}),
        Type::Done => json!({"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}"}]}),
        Type::Time => json!({"type": ["string", "number"], "pattern": "^\\d{1,2}([:.]\\d{2})?$"}),
        Type::Length => json!({"type": ["string", "number"]}),
        Type::Word(words) => json!({"enum": words}),
        Type::Group(fields) => json!({"type": "object", "properties": properties(fields)}),
        Type::Groups(fields, short) => {
            let group = json!({"type": "object", "properties": properties(fields)});
            let items =
                if short.is_empty() { group } else { json!({"anyOf": [{"type": ["string", "number"]}, group]}) };
            json!({"type": "array", "items": items})
        }
        Type::Either(one, many) => json!({"anyOf": [schema_of(one), schema_of(many)]}),
        Type::Any => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_kind_is_described() {
        for kind in KINDS {
            let schema = of(kind);
            for field in FIELDS.iter().chain(kind.fields) {
                let property = &schema["properties"][field.name];
                assert!(
                    property["description"].as_str().is_some_and(|text| !text.is_empty()),
                    "{}.{}",
                    kind.name,
                    field.name
                );
            }
        }
        assert_eq!(
            of(&KINDS[3])["properties"]["key_results"]["items"]["anyOf"][1]["properties"]["confidence"]["maximum"],
            1
        );
    }
}

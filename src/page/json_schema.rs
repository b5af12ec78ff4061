//! The front-matter of each kind as JSON Schema, made from the tables of fields. Knows no page.
//!
//! Source: JSON Schema, draft 2020-12.

use serde_json::{Map, Value as Json, json};

use super::decode::LONGEST_MINUTES;
use super::front_matter::FIELDS;
use super::kinds::{KINDS, Kind};
use super::schema::{Field, Item, Type};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind.
pub fn of(kind: &Kind) -> Json {
    let mut properties = properties(FIELDS);
    properties.extend(self::properties(kind.fields));
    let summary = if kind.name == "page" { "What the page is. Default: page" } else { kind.summary };
    properties.insert("kind".to_owned(), with_doc(word(&[kind.name]), summary));
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
                "if": {"properties": {"kind": text(&any_case(&[kind.name]))}, "required": ["kind"]},
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
    with_doc(schema_of(value), doc)
}

fn with_doc(schema: Json, doc: &str) -> Json {
    let mut described = Map::from_iter([("description".to_owned(), Json::from(doc))]);
    if let Json::Object(rest) = schema {
        described.extend(rest);
    }
    Json::Object(described)
}

/// What `check` accepts, key by key; a test holds the two together. Editors read `2026-10-05` as
/// text, and so do we; scalars are coerced, and a key without a value is as good as none.
fn schema_of(value: &Type) -> Json {
    match value {
        Type::Text | Type::Page => scalar(),
        Type::Filled(_) => filled(),
        Type::SomeTexts(_) => {
            let list = json!({"type": "array", "contains": {"not": text(BLANK)}, "items": scalar()});
            json!({"anyOf": [filled(), list]})
        }
        Type::Texts | Type::Pages => one_or_many(scalar()),
        Type::Flag => flag(),
        Type::Number => json!({"anyOf": [{"type": ["number", "null"]}, text(NUMBER)]}),
        Type::Weight => json!({"anyOf": [{"type": ["number", "null"], "minimum": 0}, text(WEIGHT)]}),
        Type::Minutes => json!({"anyOf": [schema_of(&Type::Weight), schema_of(&Type::Length)]}),
        Type::Days => {
            json!({"anyOf": [{"type": ["integer", "null"], "minimum": 1, "maximum": 999}, text(DAY_NUMBERS)]})
        }
        Type::Share => json!({"anyOf": [{"type": ["number", "null"], "minimum": 0, "maximum": 1}, text(SHARE)]}),
        Type::Date => json!({"anyOf": [{"type": "null"}, text(&date())]}),
        Type::Done => json!({"anyOf": [flag(), text(&date())]}),
        Type::Time => {
            json!({"anyOf": [{"type": ["integer", "null"], "minimum": 0, "maximum": 23}, text(TIME)]})
        }
        // The longest sum of a text is what no pattern can bound.
        Type::Length => {
            let number = json!({"type": ["number", "null"], "exclusiveMinimum": 0, "maximum": LONGEST_MINUTES});
            let some = json!({"anyOf": [{"pattern": "[1-9]"}, {"pattern": BLANK}]});
            json!({"anyOf": [number, {"allOf": [text(LENGTH), some]}]})
        }
        Type::Interval => json!({"anyOf": [{"type": "null"}, text(INTERVAL)]}),
        Type::Period => {
            json!({"anyOf": [{"type": ["integer", "null"], "minimum": 1900, "maximum": 9999}, text(PERIOD)]})
        }
        Type::Horizon => {
            let length = json!({"allOf": [schema_of(&Type::Interval), {"not": text(&any_case(&["never"]))}]});
            json!({"anyOf": [schema_of(&Type::Period), length]})
        }
        Type::Name(words) | Type::Word(words) => word(words),
        Type::Words(words) => words_of(words),
        Type::Group(fields) => group(fields),
        Type::Whole(fields) => whole(fields),
        Type::Groups(Item { fields, short, needs }) => {
            let group = needing(fields, needs);
            one_or_many(if short.is_empty() { group } else { json!({"anyOf": [scalar(), group]}) })
        }
        Type::Either(one, many) => {
            let several = json!({"allOf": [{"type": ["array", "object"]}, schema_of(many)]});
            json!({"anyOf": [schema_of(one), several]})
        }
        Type::Any => json!({}),
    }
}

const BLANK: &str = r"^\s*$";
const NUMBER: &str = r"^\s*[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?\s*$";
const WEIGHT: &str = r"^\s*\+?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?\s*$";
const SHARE: &str = r"^\s*\+?(0*\.\d+|0+\.?|0*1\.?0*)\s*$";
const TIME: &str = r"^\s*(([01]?\d|2[0-3])([:.][0-5]?\d(:.*)?)?)?\s*$";
const LENGTH: &str = concat!(
    r"^\s*((\d+\.?\d*|\.\d+)\s*",
    r"([mM]|[mM][iI][nN][sS]?|[mM][iI][nN][uU][tT][eE][sS]?|[hH]|[hH][rR][sS]?|[hH][oO][uU][rR][sS]?",
    r"|[dD]|[dD][aA][yY][sS]?)?[. ]*)*$",
);
const INTERVAL: &str = concat!(
    r"^\s*(([nN][eE][vV][eE][rR])|0*([1-9]\d{0,2}|1000)\s*",
    r"([dD]|[dD][aA][yY][sS]?|[wW]|[wW][eE][eE][kK][sS]?|[mM]|[mM][oO][nN][tT][hH][sS]?",
    r"|[qQ]|[qQ][uU][aA][rR][tT][eE][rR][sS]?|[yY]|[yY][eE][aA][rR][sS]?))?\s*$",
);
const PERIOD: &str = concat!(
    r"^\s*((19|[2-9]\d)\d\d([- ]([qQ][1-4]|[hH][12]|0[1-9]|1[0-2]))?",
    r"|[fF][yY](\d\d|(19|[2-9]\d)\d\d)([- ]([qQ][1-4]|[hH][12]))?)?\s*$",
);
const DAY_NUMBERS: &str = r"^\s*(0*[1-9]\d{0,2}(\s*[-–]\s*0*[1-9]\d{0,2})?)?\s*$";
/// Days that exist, in leap years and others.
const DAYS: &[&str] = &[
    r"\d{4}[-/](0?[13578]|1[02])[-/](0?[1-9]|[12]\d|3[01])",
    r"\d{4}[-/](0?[469]|11)[-/](0?[1-9]|[12]\d|30)",
    r"\d{4}[-/]0?2[-/](0?[1-9]|1\d|2[0-8])",
    r"(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)[-/]0?2[-/]29",
];

fn date() -> String {
    format!(r"^\s*(({})([T ].*)?)?\s*$", DAYS.join("|"))
}

fn text(pattern: &str) -> Json {
    json!({"type": "string", "pattern": pattern})
}

fn scalar() -> Json {
    json!({"type": ["string", "number", "boolean", "null"]})
}

fn filled() -> Json {
    json!({"anyOf": [{"type": ["number", "boolean", "null"]}, text(r"\S")]})
}

fn flag() -> Json {
    let words = any_case(&["true", "false", "yes", "no", "on", "off", "1", "0", "y", "n", ""]);
    json!({"anyOf": [{"type": ["boolean", "null"]}, {"enum": [0, 1]}, text(&words)]})
}

/// The words as they are offered, and in any letter case as they are read.
fn word(words: &[&str]) -> Json {
    let spaces = json!({"type": ["string", "null"], "pattern": BLANK});
    json!({"anyOf": [{"enum": words}, text(&any_case(words)), spaces]})
}

/// Such words in a list, or in a text with commas.
fn words_of(words: &[&str]) -> Json {
    let one = words.iter().map(|word| word.replace('.', r"\.")).collect::<Vec<_>>().join("|");
    let list = format!(r"^[\s,]*(({one})\s*(,[\s,]*|$))*$");
    let blank = json!({"type": ["string", "null"], "pattern": BLANK});
    let flags: Vec<bool> =
        [true, false].into_iter().filter(|flag| words.contains(&flag.to_string().as_str())).collect();
    let one = json!({"anyOf": [{"enum": words}, {"enum": flags}, blank]});
    json!({"anyOf": [one, text(&list), {"type": "array", "items": one}]})
}

/// A pattern that matches exactly these words in any letter case.
fn any_case(words: &[&str]) -> String {
    let letter = |c: char| match (c.to_ascii_lowercase(), c.to_ascii_uppercase()) {
        (lower, upper) if lower == upper => c.to_string(),
        (lower, upper) => format!("[{upper}{lower}]"),
    };
    let words: Vec<String> = words.iter().map(|word| word.chars().map(letter).collect()).collect();
    format!("^({})$", words.join("|"))
}

fn one_or_many(item: Json) -> Json {
    let nothing = json!({"type": "null"});
    json!({"anyOf": [item, {"type": "array", "items": {"anyOf": [item, nothing]}}, nothing]})
}

/// A group without keys of its own takes all.
fn group(fields: &[Field]) -> Json {
    json!({
        "type": ["object", "null"],
        "properties": properties(fields),
        "additionalProperties": fields.is_empty(),
    })
}

/// A group that says nothing without these keys, of each one.
fn needing(fields: &[Field], needs: &[&[&str]]) -> Json {
    let one_of = |names: &&[&str]| json!({"anyOf": names.iter().map(|name| having(fields, name)).collect::<Vec<_>>()});
    let needs: Vec<Json> = needs.iter().map(one_of).collect();
    if needs.is_empty() {
        return group(fields);
    }
    json!({"anyOf": [{"type": "null"}, {"allOf": [group(fields), {"type": "object", "allOf": needs}]}]})
}

/// A group in which this key has a value, and a text that is not blank.
fn having(fields: &[Field], name: &str) -> Json {
    let known = fields.iter().find(|field| field.name == name);
    let is_list = known.is_some_and(|field| matches!(field.value, Type::Texts | Type::Pages));
    let given = json!({"not": {"type": "null"}, "pattern": if is_list { "" } else { r"\S" }});
    json!({"required": [name], "properties": {name: with_doc(given, known.map_or("", |field| field.doc))}})
}

fn whole(fields: &[Field]) -> Json {
    let all: Vec<Json> = fields.iter().map(|field| having(fields, field.name)).collect();
    json!({"anyOf": [{"type": "null"}, {"allOf": [group(fields), {"type": "object", "allOf": all}]}]})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of the properties without a description.
    fn undescribed(schema: &Json, path: &str, found: &mut Vec<String>) {
        match schema {
            Json::Object(map) => {
                for (key, value) in map {
                    let below = format!("{path}/{key}");
                    // The `if` of a branch only names the kind.
                    if let (Json::Object(properties), "properties", false) =
                        (value, key.as_str(), path.ends_with("/if"))
                    {
                        let is_silent = |value: &Json| value["description"].as_str().is_none_or(str::is_empty);
                        let silent = properties.iter().filter(|(_, property)| is_silent(property));
                        found.extend(silent.map(|(name, _)| format!("{below}/{name}")));
                    }
                    undescribed(value, &below, found);
                }
            }
            Json::Array(values) => values.iter().for_each(|value| undescribed(value, path, found)),
            _ => {}
        }
    }

    #[test]
    fn every_property_of_every_schema_is_described() {
        let mut found = Vec::new();
        KINDS.iter().for_each(|kind| undescribed(&of(kind), kind.name, &mut found));
        undescribed(&any(), "any", &mut found);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            of(&KINDS[3])["properties"]["level"]["anyOf"][0],
            json!({"enum": ["company", "product", "team", "person"]})
        );
    }
}

//! The index as files that a browser loads with `<script>`: no `fetch`, so that they work from a
//! disk, and no inline code, so that they work under a content security policy. Knows the index,
//! not the pages that load it.
//!
//! Each file calls `playbookSearch(name, data)`. All names but the manifest's hold a hash of the
//! content, so files may be kept for ever, an unchanged shard is not written again, and a shard
//! can only be taken for the one that the core names.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::document::Document;
use super::index::{Index, Term};
use super::postings::{base64, write_number};
use super::query::facet_value;
use super::ranking::RANKING;
use super::tier::Tier;
use super::tokenise::UNSPACED;
use crate::playbook::OutPath;
use crate::source::Hash;

/// The folder of all files.
const FOLDER: &str = "_search";
/// Pages that travel together when they are fetched.
const PAGES_PER_FILE: usize = 8;
/// Digits of the hash in a name, which also has the file's number: enough to tell its versions apart.
const HASH_DIGITS: usize = 6;
/// Words of the spelling list that travel together.
const SPELLINGS_PER_FILE: usize = 2_000;

/// A block of the dictionary: its words, and where they stand in titles, headings and clues.
type BlockWords = (String, String);

/// Where the words of a block stand in text.
#[derive(Serialize)]
struct Bodies {
    #[serde(rename = "B")]
    bodies: String,
}

/// A whole block of the dictionary.
#[derive(Serialize)]
struct Block {
    #[serde(rename = "T")]
    words: BlockWords,
    #[serde(rename = "B")]
    bodies: String,
}

/// The clues of pages, and the texts of their sections.
#[derive(Serialize)]
struct Texts<'i> {
    #[serde(rename = "X")]
    pages: Vec<(&'i [String], Vec<&'i str>)>,
}

/// Takes a file by its place in the output folder.
pub(super) type Put<'a> = &'a (dyn Fn(OutPath, Arc<[u8]>) + Sync);

/// Makes the files of an index, and gives each to `put` as soon as it is made, so that they never
/// stand in memory together.
pub fn publish(index: &Index<'_>, put: Put<'_>) {
    let ranges = block_ranges(index);
    let blocks = || ranges.par_iter().map(|(first, end)| block(index, *first, *end));
    let texts = text_ranges(index);
    let text_names = publish_all(put, "t", texts.par_iter().map(|pages| text(index, pages)));
    let pages = pages(index, &texts, &text_names);
    let mut core = core(index);
    let mut add = |key: &str, value: Value| core.insert(key.to_owned(), value);
    match index.tier {
        Tier::Small => {
            let (words, bodies): (Vec<BlockWords>, Vec<String>) = blocks().unzip();
            add("T", json!(words));
            add("B", bodies.into());
            add("P", pages.into());
        }
        Tier::Medium => {
            let bodies = blocks().map(|(_, bodies)| Bodies { bodies });
            add("blockFiles", publish_all(put, "b", bodies).into());
            add("T", json!(blocks().map(|(words, _)| words).collect::<Vec<_>>()));
            add("P", pages.into());
        }
        Tier::Large => {
            let blocks = blocks().map(|(words, bodies)| Block { words, bodies });
            add("blockFiles", publish_all(put, "b", blocks).into());
            let pages = pages.par_chunks(PAGES_PER_FILE).map(|pages| json!({"P": pages}));
            add("pageFiles", publish_all(put, "p", pages).into());
            add("pagesPerFile", PAGES_PER_FILE.into());
            let (first, parts) = spelling(index);
            add("spelling", json!({"first": first, "files": publish_all(put, "s", parts.into_par_iter())}));
        }
    }
    add("common", common(index, put).into());
    let core = publish_one(put, "core", &Value::Object(core));
    put_script(put, "manifest", &json!({"core": core}).to_string());
}

/// Publishes the pages of each word that is too common to be listed, and names their files by the
/// word's number. Few queries ask for them, so they stand in no other file.
fn common(index: &Index<'_>, put: Put<'_>) -> serde_json::Map<String, Value> {
    let common = (0..).zip(&index.terms).filter(|(_, term)| !term.pages.is_empty());
    let publish = |(number, term): (u32, &Term)| {
        let name = publish_one(put, &format!("c{number}"), &base64(&term.pages));
        (number.to_string(), name.into())
    };
    common.map(publish).collect()
}

/// Publishes all, side by side, and gives their names in order.
fn publish_all<T: Serialize>(put: Put<'_>, prefix: &str, data: impl IndexedParallelIterator<Item = T>) -> Vec<Value> {
    data.enumerate().map(|(number, data)| publish_one(put, &format!("{prefix}{number}"), &data).into()).collect()
}

fn publish_one(put: Put<'_>, prefix: &str, data: &impl Serialize) -> String {
    // Texts, numbers and lists of them: all of it can be written.
    let data = serde_json::to_string(data).unwrap_or_default();
    let name = format!("{prefix}-{}", Hash::of(data.as_bytes()).hex(HASH_DIGITS));
    put_script(put, &name, &data);
    name
}

fn put_script(put: Put<'_>, name: &str, data: &str) {
    if let Some(path) = OutPath::new(&format!("{FOLDER}/{name}.js")) {
        put(path, format!("playbookSearch(\"{name}\",{data});\n").into_bytes().into());
    }
}

/// What every client holds, whatever the tier.
fn core(index: &Index<'_>) -> serde_json::Map<String, Value> {
    let mut sets: Vec<Value> = Vec::new();
    let mut numbers: BTreeMap<String, u64> = BTreeMap::new();
    let mut page_sets = Vec::new();
    for document in &index.documents {
        // A value of signs alone is nothing that a filter can ask for.
        let asked = |value: &&String| !facet_value(value).is_empty();
        let of = |values: &[String]| json!(values.iter().filter(asked).collect::<Vec<_>>());
        let owner = json!(document.owner.iter().filter(asked).collect::<Vec<_>>());
        let set = json!([[document.kind], of(&document.tags), owner, of(&document.audience)]);
        let next = sets.len() as u64;
        let number = *numbers.entry(set.to_string()).or_insert_with(|| {
            sets.push(set);
            next
        });
        page_sets.push(number);
    }
    let sections = index.first_sections.windows(2).map(|pair| u64::from(pair[1] - pair[0]));
    let block_counts = block_ranges(index).into_iter().map(|(first, end)| u64::from(end - first));
    let firsts: Vec<&str> = index.blocks.iter().map(|first| index.terms[*first as usize].word.as_ref()).collect();
    let tier = match index.tier {
        Tier::Small => "small",
        Tier::Medium => "medium",
        Tier::Large => "large",
    };
    let blocks_per_word = index.tier.blocks_per_word().min(1_000_000);
    let core = json!({
        "tier": tier,
        "ranking": RANKING.published(),
        "unspaced": unspaced(),
        "blocksPerWord": blocks_per_word,
        "sections": numbers_text(sections),
        "titleWords": numbers_text(index.title_words.iter().map(|count| u64::from(*count))),
        "pageSets": numbers_text(page_sets.into_iter()),
        "sets": sets,
        "blocks": {"first": firsts, "counts": numbers_text(block_counts)},
    });
    match core {
        Value::Object(core) => core,
        _ => serde_json::Map::new(),
    }
}

/// Letters that are written without spaces, as a class of a regular expression names them.
fn unspaced() -> String {
    UNSPACED.iter().map(|(first, last)| format!("\\u{{{first:x}}}-\\u{{{last:x}}}")).collect()
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn numbers_text(numbers: impl Iterator<Item = u64>) -> String {
    let mut bytes = Vec::new();
    numbers.for_each(|number| write_number(&mut bytes, number));
    base64(&bytes)
}

/// The pages, each with the file of its text and its place there.
fn pages(index: &Index, texts: &[Range<usize>], names: &[Value]) -> Vec<Value> {
    let places = texts.iter().zip(names).flat_map(|(range, name)| (0..range.len()).map(move |place| (name, place)));
    index.documents.iter().zip(places).map(|(document, (name, place))| page(document, name, place)).collect()
}

/// Title, address, breadcrumb, headings, the anchors that do not follow from their heading, and where
/// the text is.
fn page(document: &Document, text: &Value, place: usize) -> Value {
    let headings: Vec<&str> = document.parts[1..].iter().map(|part| part.heading.as_str()).collect();
    let odd = document.parts.iter().enumerate().filter(|(number, part)| *number > 0 && !part.has_plain_anchor());
    let anchors: serde_json::Map<String, Value> =
        odd.map(|(number, part)| (number.to_string(), Value::from(part.anchor.as_str()))).collect();
    json!([document.title, document.url, document.breadcrumb, headings, anchors, text, place])
}

/// The first term of each block of the dictionary, and the one behind its last.
fn block_ranges(index: &Index) -> Vec<(u32, u32)> {
    let ends = index.blocks.iter().skip(1).copied().chain([to_u32(index.terms.len())]);
    index.blocks.iter().copied().zip(ends).collect()
}

/// A block of the dictionary, and where its words stand in text.
fn block(index: &Index, first: u32, end: u32) -> (BlockWords, String) {
    let terms = &index.terms[first as usize..end as usize];
    let words = front_coded(terms.iter().map(|term| term.word.as_ref()));
    let mut bytes = Vec::new();
    (first..).zip(terms).for_each(|(number, term)| write_term(&mut bytes, number, term));
    let bodies: Vec<u8> = terms.iter().flat_map(|term| term.body.iter().copied()).collect();
    ((words, base64(&bytes)), base64(&bodies))
}

fn write_term(bytes: &mut Vec<u8>, number: u32, term: &Term) {
    write_number(bytes, u64::from(term.rarity) * 2 + u64::from(term.is_spelling));
    write_number(bytes, term.forms.len() as u64);
    for form in &term.forms {
        // Forms stand near one another: the distance, with its direction in the lowest bit.
        let far = u64::from(form.abs_diff(number)) * 2;
        write_number(bytes, far + u64::from(*form < number));
    }
    for list in [&term.head, &term.clue] {
        write_number(bytes, list.len() as u64);
        bytes.extend_from_slice(list);
    }
    write_number(bytes, term.body.len() as u64);
}

/// Sorted words, each without what it shares with the one before: one digit of base 36 says how
/// much that is.
fn front_coded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    const LONGEST: usize = 35;
    let mut text = String::new();
    let mut before = "";
    for word in words {
        let mut shared = 0;
        let mut units = 0;
        for (a, b) in before.chars().zip(word.chars()) {
            if a != b || units + a.len_utf16() > LONGEST {
                break;
            }
            shared += a.len_utf8();
            units += a.len_utf16();
        }
        if !text.is_empty() {
            text.push(',');
        }
        text.push(char::from_digit(units as u32, 36).unwrap_or('0'));
        text.push_str(&word[shared..]);
        before = word;
    }
    text
}

/// The spelling list in parts, for clients that do not hold the dictionary, and the first word of
/// each part.
fn spelling<'i>(index: &'i Index<'_>) -> (Vec<&'i str>, Vec<Value>) {
    let chosen: Vec<usize> = (0..index.terms.len()).filter(|number| index.terms[*number].is_spelling).collect();
    let part = |numbers: &[usize]| {
        let mut bytes = Vec::new();
        let mut before = 0;
        for number in numbers {
            write_number(&mut bytes, (number - before) as u64 * 64 + u64::from(index.terms[*number].rarity));
            before = *number;
        }
        let words = numbers.iter().map(|number| index.terms[*number].word.as_ref());
        json!({"S": [front_coded(words), base64(&bytes)]})
    };
    let parts = chosen.chunks(SPELLINGS_PER_FILE);
    let first = parts.clone().map(|numbers| index.terms[numbers[0]].word.as_ref()).collect();
    (first, parts.map(part).collect())
}

/// Pages whose text travels together.
fn text_ranges(index: &Index) -> Vec<Range<usize>> {
    let limit = index.tier.text_bytes();
    // So that a page that grows moves no texts but those of its neighbours.
    let begins = |number: usize| number.is_multiple_of(PAGES_PER_FILE);
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut bytes = 0;
    for (number, document) in index.documents.iter().enumerate() {
        let own: usize = document.parts.iter().map(|part| part.text.len()).sum();
        if number > start && (bytes + own > limit || begins(number)) {
            ranges.push(start..number);
            start = number;
            bytes = 0;
        }
        bytes += own;
    }
    if start < index.documents.len() {
        ranges.push(start..index.documents.len());
    }
    ranges
}

fn text<'i>(index: &'i Index<'_>, pages: &Range<usize>) -> Texts<'i> {
    let texts = |document: &'i Document<'_>| document.parts.iter().map(|part| part.text.as_ref()).collect();
    let pages = &index.documents[pages.clone()];
    Texts { pages: pages.iter().map(|document| (document.clues.as_slice(), texts(document))).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_their_beginnings() {
        assert_eq!(front_coded(["team", "teams", "tee", "über"].into_iter()), "0team,4s,2e,0über");
    }
}

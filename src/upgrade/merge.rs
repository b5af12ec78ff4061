//! The three-way merge of one page: its front-matter and its body. Knows no file.

use super::body::{self, Merged};
use super::front_matter;
use crate::page::Org;
use crate::page::front_matter::split;

/// Merges three versions of a page, with `\n` at their line ends. Words that a side added are in
/// the result, or on that side of a conflict.
pub fn merge(base: &str, local: &str, upstream: &str) -> Merged {
    let [base, local, upstream] = [base, local, upstream].map(|text| text.split_at(split(text, 0, &Org::new()).1));
    let head = front_matter::merge(base.0, local.0, upstream.0);
    let body = body::merge(base.1, local.1, upstream.1);
    Merged { text: head.text + &body.text, conflicts: head.conflicts + body.conflicts }
}

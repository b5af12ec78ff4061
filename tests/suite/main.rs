//! The tests of the whole program, one binary. A test is data wherever it can be: sites, rule
//! fixtures and console transcripts lie in the folders beside this one, and `UPDATE_EXPECT=1`
//! rewrites every expectation. Knows the library's public functions and the program, no internals.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod support;

mod bad_input;
mod budgets;
mod concepts;
mod golden;
mod reference;
mod rules;
mod sarif;
mod schemas;
mod serve;
mod specification;
mod sync;
mod tidy;
mod transcripts;
mod words;

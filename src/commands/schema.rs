//! `playbook schema`: the front-matter of a kind as JSON Schema, for editors.

use crate::cli::{Outcome, Schema};
use crate::commands::new::no_kind;
use crate::failure::Failure;
use crate::page::{json_schema, kinds};
use crate::terminal::Terminal;

/// Runs the command.
pub(crate) fn run(args: &Schema, terminal: &Terminal) -> Result<Outcome, Failure> {
    let schema = match args.kind.as_deref() {
        None => json_schema::any(),
        Some(name) => json_schema::of(kinds::find(name).ok_or_else(|| no_kind(name))?),
    };
    terminal.data(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"));
    Ok(Outcome::Clean)
}

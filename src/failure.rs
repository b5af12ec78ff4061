//! A job that could not be done: bad arguments, a disk that is full, a template that does not
//! compile. Knows nothing of what is wrong with the content (see `diagnostic`).

use std::fmt;
use std::path::Path;

/// Why a command stopped, with what to do about it. Ends the program with exit code 2.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What could not be done, and why.
    pub message: String,
    /// What to do about it, one step each.
    pub hints: Vec<String>,
}

impl Failure {
    /// A failure without hints yet.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// A failure to do something to a file: `cannot write `x`: No space left on device`.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} `{}`: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for hint in &self.hints {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

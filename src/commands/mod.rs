//! One file a command. Commands put the parts together and speak to the user; they know no format
//! and no rule.

pub(crate) mod build;
pub(crate) mod check;
mod ci;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod fork;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod restore;
pub(crate) mod reviewed;
pub(crate) mod schema;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod upgrade;

#[cfg(test)]
mod tests;

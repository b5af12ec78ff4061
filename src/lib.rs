//! Playbook turns a folder of Markdown into a fast, linked static site for the way an organisation
//! leads.
//!
//! The line: `Sources` → `Page`s → `Playbook` → `Site`, with a `Report` of what is wrong. See
//! ARCHITECTURE.md. Only `source::load`, `source::git`, `source::history`, `theme::layers`,
//! `site::sync`, `project`, the server, the watcher and the commands touch the world; everything
//! between is pure.

pub mod source;

pub mod diagnostic;
pub mod failure;
pub mod yaml;

pub mod page;

pub mod playbook;

pub mod check;

pub mod theme;

pub mod search;

pub mod site;

pub mod upgrade;

pub mod build;
pub mod session;

pub mod config;
pub mod project;

pub mod cli;
mod commands;
mod paste;
mod server;
mod terminal;
mod upstream;
mod watcher;

//! The integration tests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod action;
mod add;
mod architecture;
mod batch;
mod briefs;
mod build_systems;
mod check;
mod command_line;
mod damage;
mod dates;
mod docx;
mod edit;
mod editions;
mod editors;
mod files;
mod fit;
mod format;
mod generated;
mod git;
mod help;
mod html;
mod imports;
mod laws;
mod locks;
mod lsp;
mod meetings;
mod mutants;
mod mutation;
mod output;
mod pages;
mod program;
mod projects;
mod provenance;
mod redline;
mod release;
mod remove;
mod schema;
mod serialize;
mod style;
mod suppression;
mod toml;
mod watch;
mod withheld;

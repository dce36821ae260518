//! Turns a structured brief into a page a minister can read.
//!
//! ```text
//! brief.toml ─parse→ spanned document ─check→ Brief (typed model) ─template→ Markdown ─markdown→ blocks
//!            ─layout→ pages of placed glyphs, rules and tags ─pdf→ bytes
//! ```

pub mod batch;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub mod edit;
pub mod fix;
pub mod format;
pub mod git;
#[cfg(test)]
mod growth;
pub mod history;
pub mod language;
pub mod layout;
pub mod library;
pub mod markdown;
pub mod merge;
pub mod model;
pub mod parse;
pub mod pdf;
pub mod pipeline;
pub mod project;
pub mod provenance;
pub mod record;
pub mod schema;
pub mod source;
pub mod starter;
pub mod template;
#[cfg(feature = "watch")]
pub mod watch;
pub mod world;

//! Turns a structured brief into a page a minister can read.
//!
//! A brief is a TOML file with the parties, their positions on each issue, the outcome, dated developments and sources.
//! This library checks it, renders it as Markdown and PDF, and compares and merges its editions. The command `brief` is
//! built on it.
//!
//! ```
//! use briefing::{Checked, RenderOptions};
//!
//! let text = std::fs::read_to_string("briefs/donbas.toml")?;
//! let checked = Checked::from_text("briefs/donbas.toml", &text);
//! print!("{}", checked.report());
//! let page = checked.render(RenderOptions::default())?;
//! let pdf = page.pdf.ok_or("the options ask for a PDF")?;
//! assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`Checked`] is a brief with what was found in it; [`Checked::brief`] is the typed [`Brief`], which serializes with
//!   serde in the shape of its file.
//! - [`Checked::in_project`] takes a [`Project`] as well: its severities and its shared records. [`project::files`] lists
//!   the files of a folder, and [`pipeline::read`] reads a brief with its pictures.
//! - [`Renderer`] renders many briefs, and keeps templates, fonts and shaped words from one to the next.
//! - [`Checked::changes_since`] returns the [`Diff`] of two editions; [`Diff::headlines`] says it in words.
//! - What is wrong in a brief is a [`Diagnostic`]; what is wrong outside it, an [`Error`]. `checked.sources.place(span)` has
//!   the line and the column of a diagnostic.
//! - Files are read by a [`world::World`]: [`world::Disk`] is the file system, [`world::Memory`] has files in memory.
//!
//! The folder `examples/` has programs to copy from. The modules below hold the stages in between, in the order in
//! which a brief passes through them: [`parse`], [`check`], [`template`], [`markdown`], [`layout`], [`pdf`].
//!
//! # Features
//!
//! - `cli` (default): the command `brief`, and the module `exchange`;
//! - `watch` (default): waits for files to change;
//! - `lsp` (default): serves editors.
//!
//! Without default features the library is pure Rust, and builds for `wasm32-unknown-unknown`.

pub use diagnostic::{Diagnostic, Severity};
pub use diff::Diff;
pub use error::Error;
pub use library::FontLibrary;
pub use model::Brief;
pub use pipeline::{Checked, RenderOptions, Rendered, Renderer, TemplateChoice};
pub use project::Project;

mod address;
#[doc(hidden)]
pub mod batch;
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod diagnostic;
pub mod diff;
mod digest;
pub mod docx;
pub mod edit;
mod error;
#[cfg(feature = "cli")]
pub mod exchange;
pub mod fix;
pub mod format;
#[doc(hidden)]
pub mod git;
#[cfg(test)]
mod growth;
#[doc(hidden)]
pub mod handling;
pub mod history;
pub mod html;
#[doc(hidden)]
pub mod language;
pub mod layout;
mod layout_comment;
#[doc(hidden)]
pub mod library;
#[cfg(feature = "lsp")]
#[doc(hidden)]
pub mod lsp;
pub mod markdown;
mod markup;
pub mod merge;
pub mod model;
pub mod parse;
pub mod pdf;
#[doc(hidden)]
pub mod picture;
pub mod pipeline;
pub mod project;
#[doc(hidden)]
pub mod provenance;
#[doc(hidden)]
pub mod rank;
#[doc(hidden)]
pub mod record;
pub mod release;
pub mod review;
#[doc(hidden)]
pub mod schema;
pub mod source;
#[doc(hidden)]
pub mod starter;
#[doc(hidden)]
pub mod svg;
pub mod template;
#[doc(hidden)]
pub mod version;
#[cfg(feature = "watch")]
#[doc(hidden)]
pub mod watch;
pub mod world;

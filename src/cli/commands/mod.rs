//! The commands, a file each.

pub(super) mod add;
pub(super) mod affected;
pub(super) mod check;
pub(super) mod completions;
pub(super) mod diff;
pub(super) mod explain;
pub(super) mod fmt;
pub(super) mod git;
pub(super) mod history;
pub(super) mod judgements;
pub(super) mod list;
#[cfg(feature = "lsp")]
pub(super) mod lsp;
pub(super) mod man;
pub(super) mod merge;
pub(super) mod new;
pub(super) mod remove;
pub(super) mod rename;
pub(super) mod render;
pub(super) mod review;
pub(super) mod schema;
pub(super) mod set;
pub(super) mod template;
#[cfg(feature = "watch")]
pub(super) mod watch;

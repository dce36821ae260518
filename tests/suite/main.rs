//! The integration tests.

mod architecture;
mod briefs;
mod check;
mod files;
mod format;
mod program;

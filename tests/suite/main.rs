//! The integration tests.

mod check;
mod format;

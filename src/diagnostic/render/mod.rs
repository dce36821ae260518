//! Diagnostics as text for people and programs.

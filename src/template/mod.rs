//! Model → context → Handlebars → Markdown.
mod escape;
pub mod language;
mod prose;

//! Block tree → pages: style, fonts, shaping, line breaking, tables, columns, fit.

pub mod font;
pub mod page;
#[allow(dead_code)]
mod text;

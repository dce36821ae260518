//! Markdown → block tree, with the layout that HTML comments ask for.

mod block;
mod comment;
mod lines;
mod notes;
mod parse;
mod sign;
#[cfg(test)]
mod tests;

pub use block::*;
pub use lines::without_break_tags;
pub use parse::parse;
pub use sign::{RULE, is_sign, signs_in};

//! Markdown → block tree, with the layout that HTML comments ask for.

mod block;
mod comment;
mod parse;
#[cfg(test)]
mod tests;

pub use block::*;
pub use parse::parse;

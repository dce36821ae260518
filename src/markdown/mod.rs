//! Markdown → block tree, with the layout that HTML comments ask for.

mod block;

pub use block::*;

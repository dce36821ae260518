//! Handling marks: who may read a brief, a record of it, or a field.
//!
//! A scheme is an ordered list of levels, with caveats that restrict the readers of a level further. The Traffic Light
//! Protocol and the classifications of the United Kingdom are built in, and a project may define its own scheme.
//! [`OWN_SIDE`] is above every level of every scheme.

mod marking;
mod own_side;
mod scheme;

pub use marking::{Marking, MarkingError, is_marked, mark_paths};
pub use own_side::{OwnSide, is_not_to_be_said, is_of_own_side};
pub(crate) use scheme::TLP;
pub use scheme::{MarkError, OWN_SIDE, SEPARATOR, Scheme, SchemeMark, Schemes};

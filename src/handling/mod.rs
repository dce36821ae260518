//! Handling marks: who may read a brief, a record of it, or a field.
//!
//! A scheme is a list of levels in order, with caveats that narrow the readers of a level further. The Traffic Light
//! Protocol and the classifications of the United Kingdom are built in, and a project may define its own.
//! [`OWN_SIDE`] is above every level of every scheme.

mod marking;
mod own_side;
mod scheme;

pub use marking::{Marking, MarkingError, is_marked, mark_paths};
pub use own_side::{OwnSide, is_not_to_be_said, is_of_own_side};
pub(crate) use scheme::TLP;
pub use scheme::{MarkError, OWN_SIDE, SEPARATOR, Scheme, SchemeMark, Schemes};

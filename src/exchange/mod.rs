//! A brief for other programs, and records from them.
//!
//! Out of a brief go one JSON object ([`json`]) and each of its tables as CSV ([`to_csv`]). Into it come rows of CSV
//! ([`from_csv`]) and the entries of bibliographies ([`from_bibtex`], [`from_csl_json`]). Each of these forms is read
//! into [`RecordRow`]s, whose values know their places in the file that they come from; [`take`] then changes a brief
//! by them, so that an error is reported at the cell or the entry that has it. `docs/exchange.md` has the forms.

mod bibtex;
mod cell;
mod csl;
mod json;
mod rows;
mod source;
mod table;

pub use bibtex::from_bibtex;
pub use csl::from_csl_json;
pub use json::{VERSION, json};
pub use rows::{Cell, CellPlace, MOST_ERRORS, RecordRow, Rows, TakenRows, move_to, place_errors, take};
pub use table::{columns, from_csv, name, tables, to_csv};

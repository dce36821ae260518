//! A brief as one JSON object.

use serde::Serialize;

use crate::error::Error;
use crate::model::Brief;

/// The version of the object; it changes when a field gets another meaning or goes.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Export<'a> {
    version: u32,
    #[serde(flatten)]
    brief: &'a Brief,
}

/// A brief as JSON, with a line ending at its end: the tables and fields of the file, shared records among the others,
/// prose with its markers, dates as ISO 8601.
///
/// # Errors
/// [`Error`] when the brief cannot be written as JSON, which is an error in the program.
pub fn json(brief: &Brief) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(&Export { version: VERSION, brief });
    text.map(|text| text + "\n").map_err(|error| Error::new(format!("the brief cannot be written as JSON: {error}")))
}

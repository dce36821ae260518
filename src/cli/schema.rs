//! `brief schema`

use super::{Exit, Ui};
use crate::schema::json_schema;

/// Print the JSON Schema of the format, with which an editor completes and checks a brief.
///
/// `brief schema > brief.schema.json`, and `#:schema brief.schema.json` as the first line of the brief.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(ui: &Ui) -> Exit {
    ui.result(json_schema().as_bytes());
    Exit::Done
}

//! Results for programs: one JSON object with `version` and a list. `docs/schemas/` has a JSON Schema for each.

use std::cell::Cell;

use super::Ui;

/// The version of these objects; it changes when a field gets another meaning or goes.
pub(in crate::cli) const VERSION: u32 = 1;

/// The option of commands that print for people or for programs.
#[derive(Debug, Default, clap::Args)]
#[group(skip)]
pub(in crate::cli) struct FormatArgs {
    /// How to report: human, or json for programs.
    #[arg(long, value_enum, default_value_t = JsonFormat::Human, value_name = "FORMAT", hide_possible_values = true)]
    format: JsonFormat,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum JsonFormat {
    #[default]
    Human,
    Json,
}

impl FormatArgs {
    /// Whether JSON is asked for.
    pub(in crate::cli) fn is_json(&self) -> bool {
        self.format == JsonFormat::Json
    }
}

/// An object whose list is printed item by item, each on a line of its own, so that a batch is never held in memory.
pub(in crate::cli) struct JsonList<'a> {
    ui: &'a Ui,
    is_empty: Cell<bool>,
}

impl<'a> JsonList<'a> {
    /// Prints the beginning of an object with a list of this name.
    pub(in crate::cli) fn begin(name: &str, ui: &'a Ui) -> Self {
        ui.result(format!("{{\"version\":{VERSION},\"{name}\":[").as_bytes());
        Self { ui, is_empty: Cell::new(true) }
    }

    /// Prints an item, which is JSON on one line.
    pub(in crate::cli) fn item(&self, item: &str) {
        let before = if self.is_empty.replace(false) { "\n" } else { ",\n" };
        self.ui.result(format!("{before}{item}").as_bytes());
    }

    /// Prints the end, with other fields of the object after the list, if there are any.
    pub(in crate::cli) fn end_with(self, fields: &str) {
        let end = if self.is_empty.get() { "" } else { "\n" };
        let comma = if fields.is_empty() { "" } else { "," };
        self.ui.result(format!("{end}]{comma}{fields}}}\n").as_bytes());
    }

    /// Prints the end.
    pub(in crate::cli) fn end(self) {
        self.end_with("");
    }
}

//! What several commands share.

pub(super) mod amend;
pub(super) mod brief_file;
pub(super) mod candidates;
pub(super) mod checked;
pub(super) mod color;
pub(super) mod columns;
pub(super) mod comparison;
pub(super) mod edition;
pub(super) mod exit;
pub(super) mod files;
pub(super) mod help;
pub(super) mod json;
pub(super) mod listing;
pub(super) mod noun;
pub(super) mod other_names;
pub(super) mod outcome;
pub(super) mod output;
pub(super) mod project_cache;
pub(super) mod question;
pub(super) mod record_date;
pub(super) mod record_table;
pub(super) mod release;
pub(super) mod reporter;
pub(super) mod repository;
pub(super) mod tasks;
pub(super) mod ui;
pub(super) mod unknown;

pub(super) use exit::Exit;
pub(super) use ui::Ui;

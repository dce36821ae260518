//! `brief new`

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use crate::check;
use crate::cli::shared::{Exit, Ui};
use crate::edit;
use crate::model::{BriefKind, Date, Vocabulary};
use crate::starter::starter;
use crate::world::World;

/// Write a starter brief with its fields explained in comments.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// What the brief is for: information, decision, meeting, readout, update, mandate, monitor or drafting.
    #[arg(
        short,
        long,
        hide_possible_values = true,
        alias = "template",
        default_value = BriefKind::WORDS[0].word,
        value_parser = PossibleValuesParser::new(BriefKind::WORDS.iter().map(|word| clap::builder::PossibleValue::new(word.word).help(word.meaning)))
    )]
    kind: String,

    /// The information cut-off, from which all dates of the starter are counted; without it, today in UTC.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,

    /// The file to write, which must not exist; `-` is standard output.
    #[arg(value_name = "FILE")]
    file: String,
}

fn date(text: &str) -> Result<Date, String> {
    let form = || "write a date such as 2025-12-26".to_owned();
    edit::date(text).ok_or_else(|| check::date_help(text, false).unwrap_or_else(form))
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    // clap accepts no other words.
    let kind = BriefKind::from_word(&args.kind).unwrap_or(BriefKind::Information);
    let text = starter(kind, args.as_of.unwrap_or_else(|| world.today()));
    if args.file == "-" {
        ui.result(text.as_bytes());
        return Exit::Done;
    }
    let path = Path::new(&args.file);
    let shown = path.display();
    if path.extension().is_none_or(|extension| extension != "toml") {
        let better = PathBuf::from(format!("{shown}.toml"));
        ui.fail(&format!("{shown} does not end in .toml"), Some(&format!("name it {}", better.display())));
        return Exit::Usage;
    }
    match world.create(path, text.as_bytes()) {
        Ok(()) => {
            ui.say(&format!("wrote {shown}; `brief render {shown}` renders its page"));
            Exit::Done
        }
        // Also when somebody else writes it at the same moment.
        Err(_) if world.kind(path).is_ok() => {
            ui.fail(&format!("{shown} already exists"), Some("name a new file"));
            Exit::Usage
        }
        Err(error) => {
            ui.cannot_write(path, &error);
            Exit::Usage
        }
    }
}

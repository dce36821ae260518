//! `brief history`

use std::sync::Arc;

use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::history::{self, HistoryEntry};
use crate::language::Locale;
use crate::world::World;

/// Show how positions, issues and the outcome changed over commits.
#[derive(Debug, clap::Args)]
#[command(after_help = "The file and its records are followed through renames, along the first parents of merges.")]
pub(in crate::cli) struct Args {
    /// The brief.
    #[arg(value_name = "FILE")]
    file: String,

    /// Show only this record or field, such as positions.donbas.russia.
    #[arg(long, value_name = "PATH")]
    path: Option<String>,

    /// The last commit to look at.
    #[arg(long, default_value = "HEAD", value_name = "REV")]
    revision: String,

    /// How to show it: human, md or json.
    #[arg(long, value_enum, default_value_t = HistoryFormat::Human, value_name = "FORMAT", hide_possible_values = true)]
    format: HistoryFormat,

    #[command(flatten)]
    release: ReleaseArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum HistoryFormat {
    Human,
    // A table.
    Md,
    Json,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let release = args.release.release();
    let project = match &release {
        // Its handling marks are those of its project.
        Some(_) => match project_cache::project(&args.file, world, ui) {
            Some(project) => project,
            None => return Exit::Usage,
        },
        None => Arc::default(),
    };
    let speech = Locale::of("en", &std::collections::BTreeMap::new());
    let progress = ui.progress("reading commits");
    let found = history::history(
        std::path::Path::new(&args.file),
        &args.revision,
        args.path.as_deref(),
        release.as_deref().map(|release| (release, &project.schemes)),
        &speech,
        &|done, all| {
            progress.at(done, all);
        },
    );
    progress.end();
    let moments: Vec<HistoryEntry> = match found {
        Ok(moments) => moments,
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            return Exit::Usage;
        }
    };
    if moments.is_empty() {
        let of = args.path.as_ref().map(|path| format!(" at {path}")).unwrap_or_default();
        ui.say(&format!("{}: nothing changed{of}", args.file));
    }
    let text = match args.format {
        HistoryFormat::Human => ui.safe(&history::human(&moments)),
        HistoryFormat::Md => history::markdown(&moments),
        HistoryFormat::Json => history::json(&moments),
    };
    ui.result(text.as_bytes());
    Exit::Done
}

//! `brief fmt`

use crate::cli::shared::brief_file::BriefFile;
use crate::cli::shared::files::{FileOrigin, Selection, selection_with_shared};
use crate::cli::shared::noun::count;
use crate::cli::shared::project_cache::SeverityArgs;
use crate::cli::shared::{Exit, Ui};
use crate::diff;
use crate::format::{self, FormatError, LineEndings};
use crate::pipeline::{self, STANDARD_INPUT};
use crate::project::Project;
use crate::world::World;

/// Format briefs in one canonical layout, so that diffs stay small.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Tables are put in the order of the format, and prose of several lines has one
sentence per line. Comments stay, and the meaning of the brief does not change.")]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs; `-` is standard input, written to standard output [default: the project, or the
    /// current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    /// Write nothing; print a diff and exit with 1 if a file is not formatted.
    #[arg(long)]
    check: bool,

    /// The line endings to write: unix, windows or native; auto keeps those of each file.
    #[arg(long, value_enum, default_value_t = NewLine::Auto, value_name = "STYLE", hide_possible_values = true)]
    line_endings: NewLine,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum NewLine {
    // Without doc comments: help has one text, and names the values.
    Auto,
    Unix,
    Windows,
    Native,
}

impl From<NewLine> for LineEndings {
    fn from(style: NewLine) -> Self {
        match style {
            NewLine::Auto => Self::Auto,
            NewLine::Native if cfg!(windows) => Self::Windows,
            NewLine::Unix | NewLine::Native => Self::Unix,
            NewLine::Windows => Self::Windows,
        }
    }
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let severities = SeverityArgs::default();
    let Some(mut projects) = severities.project_cache(ui) else { return Exit::Usage };
    let Some(Selection { files, origin, mut exit }) = selection_with_shared(&args.files, &mut projects, world, ui)
    else {
        return Exit::Usage;
    };
    let (mut all, mut unformatted) = (0, 0);
    for file in &files {
        // A file that is not going to be written is not locked.
        let open = if args.check { BriefFile::look(&file.name, world) } else { BriefFile::open(&file.name, world) };
        match open {
            Ok(open) if file.is_other(&open.input().text) => {}
            Ok(open) => {
                all += 1;
                let (done, differs) = args.format(open, ui);
                exit = exit.max(done);
                unformatted += usize::from(differs);
            }
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                exit = exit.max(Exit::Usage);
            }
        }
    }
    if origin != FileOrigin::Named {
        if all == 0 && exit == Exit::Done {
            return origin.refuse_none(ui);
        }
        let done = if args.check { "not formatted" } else { "formatted" };
        ui.say(&format!("{}{}: {unformatted} {done}", count(all, "file"), origin.phrase()));
    }
    exit
}

impl Args {
    /// Formats a file, and says whether that changes it.
    fn format(&self, file: BriefFile<'_>, ui: &Ui) -> (Exit, bool) {
        let input = file.input().clone();
        let text = match format::format_with(&input.text, self.line_endings.into()) {
            Ok(text) => text,
            Err(FormatError::Syntax) => {
                let checked = pipeline::check(&input, &Project::default());
                ui.diagnostics(&checked.diagnostics, &checked.sources);
                ui.say(&format!("{}: not formatted", input.name));
                return (Exit::Errors, false);
            }
            Err(error @ FormatError::Meaning(_)) => {
                ui.fail(
                    &format!("{}: {error}", input.name),
                    Some("this is a bug in brief: please report it with the file"),
                );
                return (Exit::Errors, false);
            }
        };
        let differs = text != input.text;
        if self.check {
            ui.result(diff::unified(&input.name, &input.text, &text).as_bytes());
            return (if differs { Exit::Errors } else { Exit::Done }, differs);
        }
        if let Err(error) = file.save(&text, ui) {
            ui.cannot_save(&input.name, &error);
            return (Exit::Usage, false);
        }
        if input.name != STANDARD_INPUT && differs {
            ui.say(&format!("formatted {}", input.name));
        }
        (Exit::Done, differs)
    }
}

//! `brief merge`

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::shared::edition::{self, EditionRef};
use crate::cli::shared::{Exit, Ui, output, project_cache};
use crate::error::Error;
use crate::git;
use crate::merge::MarkerLabels;
use crate::pipeline::{self, Input, LARGEST_BRIEF};
use crate::project;
use crate::world::{LockedFile, PathKind, ReplaceError, World};

/// Merge two editions of a brief by record and field.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What only one side changed is taken. If both sides changed a value, the result
has both between conflict markers, with the base in the middle; of two cut-off
dates it takes the later one, of two lists what either side added. The result is
checked.

The exit code is 0 if everything is merged, 1 if conflicts are left, and 2 after an
error.")]
pub(in crate::cli) struct Args {
    /// The edition that both sides come from: a file, or REV:PATH.
    #[arg(value_name = "BASE")]
    base: String,

    /// Our side.
    #[arg(value_name = "OURS")]
    ours: String,

    /// Their side.
    #[arg(value_name = "THEIRS")]
    theirs: String,

    /// Write to this file [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// For git: the length of a conflict marker.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=200), hide = true)]
    marker_size: u16,

    /// For git: the name of the file, for messages.
    #[arg(long, hide = true)]
    path: Option<String>,

    /// For git: the labels of base, ours and theirs.
    #[arg(long, hide = true, num_args = 3, value_names = ["BASE", "OURS", "THEIRS"], allow_hyphen_values = true)]
    labels: Option<Vec<String>>,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let names = [&args.base, &args.ours, &args.theirs];
    if names.iter().filter(|name| **name == "-").count() > 1 {
        ui.fail("standard input can only be read once", Some("name files for the other editions"));
        return Exit::Usage;
    }
    let output = match args.output.as_deref().map(|path| MergeOutput::open(path, world)).transpose() {
        Ok(output) => output.unwrap_or(MergeOutput::Stream(None)),
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            return Exit::Usage;
        }
    };
    let places = names.map(|name| EditionRef::of(name, world));
    let inputs = match edition::read(&places, output.locked(), world, ui) {
        Ok(inputs) => inputs,
        Err(exit) => return exit,
    };
    let [base, ours, theirs] = &inputs[..] else { return Exit::Usage };
    let ours = &Input::new(args.path.clone().unwrap_or_else(|| ours.name.clone()), ours.text.clone());
    let labels = args.labels();
    let is_brief = |input: &Input| project::is_brief(Path::new("brief.toml"), &input.text);
    let result = if is_brief(ours) || is_brief(theirs) {
        let Some(project) = project_cache::project(&ours.name, world, ui) else { return Exit::Usage };
        pipeline::merge(base, ours, theirs, &labels, &project).map_err(|error| error.to_string())
    } else {
        Err("it is not a brief".to_owned())
    };
    let (text, exit) = match result {
        Ok(report) => {
            ui.diagnostics(&report.diagnostics, &report.sources);
            for note in &report.merged.notes {
                ui.show(&format!("{}: {note}", ours.name));
            }
            for paths in &report.merged.conflicts {
                ui.show(&format!("{}: both sides changed {}", ours.name, paths.join(", ")));
            }
            let left = report.merged.conflicts.len() + report.diagnostics.len();
            if left > 0 {
                ui.show(&format!("{}: {left} left to resolve", ours.name));
            }
            (report.merged.text, if left > 0 { Exit::Errors } else { Exit::Done })
        }
        Err(why) => {
            ui.show(&format!(
                "{}: {}; merged line by line instead: read the result, then run `brief check`",
                ours.name, why
            ));
            let texts = [ours.text.as_str(), base.text.as_str(), theirs.text.as_str()];
            let names = [labels.ours.as_str(), labels.base.as_str(), labels.theirs.as_str()];
            match git::merge_lines(texts, names, labels.size, world) {
                Ok((text, clean)) => {
                    if !clean {
                        ui.show(&format!("{}: conflicts are left to resolve", ours.name));
                    }
                    (text, if clean { Exit::Done } else { Exit::Errors })
                }
                Err(error) => {
                    ui.fail(&error.message, error.help.as_deref());
                    return Exit::Usage;
                }
            }
        }
    };
    exit.max(output.write(text, world, ui))
}

/// Where the result is written.
enum MergeOutput<'a> {
    /// To an existing file, which may be one of the editions and is locked.
    Replace(LockedFile<'a>, &'a Path),
    /// To a new file.
    Create(&'a Path),
    /// To standard output, a pipe or a device.
    Stream(Option<&'a Path>),
}

impl<'a> MergeOutput<'a> {
    fn open(path: &'a Path, world: &'a dyn World) -> Result<Self, Error> {
        match world.kind_of_target(path) {
            Ok(PathKind::Other) => Ok(Self::Stream(Some(path))),
            _ if path == Path::new("-") => Ok(Self::Stream(None)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::Create(path)),
            _ => {
                let file = LockedFile::open(path, LARGEST_BRIEF, world);
                let file = file.map_err(|error| pipeline::read_error(&path.display().to_string(), &error, world))?;
                Ok(Self::Replace(file, path))
            }
        }
    }

    fn locked(&self) -> Option<&LockedFile<'a>> {
        match self {
            Self::Replace(file, _) => Some(file),
            _ => None,
        }
    }

    fn write(self, text: String, world: &dyn World, ui: &Ui) -> Exit {
        let (path, written) = match self {
            Self::Stream(path) => return output::write(path, text.into_bytes(), world, ui),
            Self::Replace(file, path) => (path, file.replace(text.as_bytes())),
            Self::Create(path) => (path, world.create(path, text.as_bytes()).map_err(ReplaceError::Io)),
        };
        match written {
            Ok(()) => Exit::Done,
            Err(error) => {
                ui.cannot_save(&path.display().to_string(), &error);
                Exit::Usage
            }
        }
    }
}

impl Args {
    fn labels(&self) -> MarkerLabels {
        let mut labels = MarkerLabels { size: usize::from(self.marker_size), ..MarkerLabels::default() };
        // A git before 2.45 does not know the labels and passes their placeholders instead.
        let given = |at: usize| {
            let label = self.labels.as_ref()?.get(at)?;
            (!label.is_empty() && !label.starts_with('%')).then(|| label.clone())
        };
        if let Some(label) = given(0) {
            labels.base = label;
        }
        if let Some(label) = given(1) {
            labels.ours = label;
        }
        if let Some(label) = given(2) {
            labels.theirs = label;
        }
        labels
    }
}

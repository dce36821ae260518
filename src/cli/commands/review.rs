//! `brief review`

use std::path::PathBuf;
use std::sync::Arc;

use crate::batch::{OutputFormat, OutputOptions, Task};
use crate::check;
use crate::cli::shared::amend::{self, PendingEdit};
use crate::cli::shared::json::JsonList;
use crate::cli::shared::noun::count;
use crate::cli::shared::{Exit, Ui, comparison};
use crate::docx::{self, Returned};
use crate::edit::Draft;
use crate::error::Error;
use crate::library::FontLibrary;
use crate::pipeline::{self, Input, Renderer};
use crate::review::{self, ChangeOutcome, Review, ReviewChange, Reviewed, report};
use crate::world::World;

/// Show the changes made in Word files of a brief, and apply them.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "\
The Word files were made with `brief render FILE --to docx --review` and edited.
Several are applied one after the other; if two changed the same sentence, both are
named.

Without --apply the exit code is 0 if nothing was changed, 1 if something was, and
2 after an error.",
    after_help = "  brief review FILE legal.docx                      what was changed, by whom
  brief review FILE legal.docx press.docx --apply   apply the changes one by one"
)]
pub(in crate::cli) struct Args {
    /// The brief.
    #[arg(value_name = "FILE")]
    file: String,

    /// The Word files that came back.
    #[arg(value_name = "DOCX", required = true)]
    returned: Vec<PathBuf>,

    #[arg(
        long,
        help = "Change the brief, and ask about each change",
        long_help = "Change the brief: ask about each change, and write the comments above their fields"
    )]
    apply: bool,

    #[arg(
        long,
        requires = "apply",
        help = "With --apply, apply every change without asking",
        long_help = "With --apply, apply every change without asking, except removals and conflicts"
    )]
    accept_all: bool,

    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        hide_possible_values = true,
        help = "Print the comments alone: json, for programs",
        long_help = "Print the comments alone: json, for programs. They are then not written into the brief"
    )]
    comments: Option<Comments>,

    #[arg(
        long = "match",
        conflicts_with = "accept_all",
        help = "Find the fields by their words, in a file that lost them",
        long_help = "For a file that no longer records which words belong to which field (saved by a program that drops controls, or pasted into a new file): find the fields by their words. Such a file does not record what the brief was when it was sent, so what has changed since shows as a change back: you are asked about each",
        hide_short_help = true
    )]
    matches: bool,

    #[arg(
        long,
        value_name = "NAME or FOLDER",
        requires = "matches",
        help = "With --match, the template of the page that was sent",
        hide_short_help = true
    )]
    template: Option<String>,

    #[command(flatten)]
    amend: amend::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Comments {
    Json,
}

/// A file that came back.
struct WordFile {
    name: String,
    bytes: Vec<u8>,
    returned: Returned,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if args.apply && !args.accept_all && !ui.can_ask() {
        ui.fail(
            "--apply asks about each change, but there is no terminal",
            Some("add --accept-all to apply every change without asking"),
        );
        return Exit::Usage;
    }
    let Some(mut files) = args.read(world, ui) else { return Exit::Usage };
    let pending =
        if args.apply { args.amend.open(&args.file, world, ui) } else { args.amend.look(&args.file, world, ui) };
    let pending = match pending {
        Ok(pending) => pending,
        Err(exit) => return exit,
    };
    if args.matches
        && let Err(error) = args.match_by_words(&mut files, &pending, world, ui)
    {
        ui.fail(&error.message, error.help.as_deref());
        return Exit::Usage;
    }
    if args.apply { args.apply(pending, &files, ui) } else { args.show(&pending, &files, ui) }
}

impl Args {
    /// Reads the files. One that cannot be read has been reported.
    fn read(&self, world: &dyn World, ui: &Ui) -> Option<Vec<WordFile>> {
        let mut files = Vec::new();
        for path in &self.returned {
            let name = path.display().to_string();
            let bytes = match world.read(path, docx::LARGEST) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let error = pipeline::read_error(&name, &error, world);
                    ui.fail(&error.message, error.help.as_deref());
                    return None;
                }
            };
            match docx::read(&bytes) {
                Ok(returned) => files.push(WordFile { name, bytes, returned }),
                Err(error) => {
                    ui.fail(&format!("cannot read {name}: {error}"), Some(help(&error)));
                    return None;
                }
            }
        }
        Some(files)
    }

    /// Finds the fields of the files that do not say which they are.
    fn match_by_words(
        &self,
        files: &mut [WordFile],
        pending: &PendingEdit<'_>,
        world: &dyn World,
        ui: &Ui,
    ) -> Result<(), Error> {
        let base = pipeline::base(pending.draft.text());
        let is_of = |sent: &docx::SentPart| review::is_of(sent, &base, &pending.draft);
        let mut page = None;
        for file in files.iter_mut().filter(|file| !file.returned.sent.as_ref().is_some_and(is_of)) {
            let page = match &mut page {
                Some(page) => page,
                none => none.insert(self.page(pending, world)?),
            };
            let read = docx::read_by_words(&file.bytes, page);
            let matched =
                read.map_err(|error| Error::new(format!("cannot read {}: {error}", file.name)).help(help(&error)))?;
            let docx::Matched { returned, words, found } = matched;
            if found * LEAST_FOUND < words {
                let message = format!("{} has {found} of the {words} words of the page", file.name);
                return Err(Error::new(message).help("name the brief and, with --template, the template of that file"));
            }
            ui.say(&format!("{}: matched by its words: it has {found} of the {words} words of the page", file.name));
            file.returned = returned;
        }
        Ok(())
    }

    /// The page as it is sent for review.
    fn page(&self, pending: &PendingEdit<'_>, world: &dyn World) -> Result<Vec<u8>, Error> {
        let options = OutputOptions {
            templates: self.template.iter().cloned().collect(),
            to: Some(vec![OutputFormat::Docx]),
            review: true,
            draft: true,
            ..OutputOptions::default()
        };
        let input = Input::new(pending.name(), pending.draft.text()).with_files(world)?;
        let mut checked = pipeline::check(&input, pending.project());
        let tasks = Task::all(pending.name(), None, &Arc::new(pending.project().clone()), &options, world);
        let library = FontLibrary::default();
        let mut renderer = Renderer::new(&library);
        let made = tasks.first().map(|task| renderer.render(&mut checked, task.job(), world)).transpose()?.flatten();
        made.and_then(|it| it.docx).ok_or_else(|| {
            Error::new(format!("{} has errors, and cannot be compared with a page", pending.name()))
                .help(format!("`brief check {}` reports them", pending.name()))
        })
    }

    /// Prints what came back, and writes nothing.
    fn show(&self, pending: &PendingEdit<'_>, files: &[WordFile], ui: &Ui) -> Exit {
        let base = pipeline::base(pending.draft.text());
        let (mut draft, mut reviewed) = (pending.draft.clone(), Reviewed::default());
        let (mut details, mut comments, mut is_empty) = (String::new(), Vec::new(), true);
        for file in files {
            let review = match reviewed_file(file, &base, &draft, &reviewed, ui) {
                Ok(review) => review,
                Err(exit) => return exit,
            };
            for change in review.changes.iter().filter(|it| it.is_open() && !is_removal(it)) {
                if let Err(error) = change.write(&mut draft, &file.name, &mut reviewed) {
                    details.push_str(&format!("{}: {}\n", change.name(), error.message));
                }
            }
            is_empty &= review.is_empty();
            comments.extend(report::comments(&file.name, &review));
            details.push_str(&format!("\n{}", report::human(&file.name, &review)));
        }
        if self.comments.is_some() {
            print_comments(&comments, ui);
            return if is_empty { Exit::Done } else { Exit::Errors };
        }
        let text = format!("{}{details}", compared(pending, &draft, &self.names(), ui));
        ui.result(ui.safe(text.trim_start_matches('\n')).as_bytes());
        if is_empty { Exit::Done } else { Exit::Errors }
    }

    fn names(&self) -> String {
        self.returned.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
    }

    /// Takes changes over, one file after the other.
    fn apply(&self, mut pending: PendingEdit<'_>, files: &[WordFile], ui: &Ui) -> Exit {
        let base = pipeline::base(pending.draft.text());
        let mut reviewed = Reviewed::default();
        let (mut taken, mut left, mut by_hand, mut written) = (0, 0, 0, 0);
        let mut comments = Vec::new();
        for file in files {
            let review = match reviewed_file(file, &base, &pending.draft, &reviewed, ui) {
                Ok(review) => review,
                Err(exit) => return exit,
            };
            for line in report::human(&file.name, &review).lines() {
                ui.show(line);
            }
            for change in &review.changes {
                match self.takes(change, ui) {
                    Ok(true) => match change.write(&mut pending.draft, &file.name, &mut reviewed) {
                        Ok(()) => taken += 1,
                        Err(error) => {
                            left += 1;
                            ui.fail(&format!("{}: {}", change.name(), error.message), error.help.as_deref());
                        }
                    },
                    Ok(false) => left += usize::from(change.outcome != ChangeOutcome::Already),
                    Err(exit) => return exit,
                }
            }
            by_hand += review.outside.len();
            if self.comments.is_some() {
                comments.extend(report::comments(&file.name, &review));
            } else {
                let here = remarks(&review, &mut pending.draft, ui);
                written += here.0;
                by_hand += here.1;
            }
        }
        if self.comments.is_some() {
            print_comments(&comments, ui);
        }
        if taken > 0 {
            pending.done.push(format!("took over {}", count(taken, "change")));
        }
        if written > 0 {
            pending.done.push(format!("wrote {}", count(written, "comment")));
        }
        if left > 0 {
            pending.done.push(format!("left {}", count(left, "change")));
        }
        if by_hand > 0 {
            pending.done.push(format!("left {by_hand} to do by hand"));
        }
        let exit = self.amend.finish(pending, None, ui);
        if exit == Exit::Done && left + by_hand > 0 { Exit::Errors } else { exit }
    }

    /// Whether a change is taken over.
    fn takes(&self, change: &ReviewChange, ui: &Ui) -> Result<bool, Exit> {
        if !change.is_open() {
            return Ok(false);
        }
        if self.accept_all {
            return Ok(!is_removal(change));
        }
        ui.show(&report::heading(change));
        ui.show(&format!("  {}", report::marked(change)));
        let question = if is_removal(change) { "Remove it? (yes, no)" } else { "Apply it? (yes, no)" };
        let is_known = |answer: &str| match answer {
            "y" | "yes" | "n" | "no" => Ok(()),
            _ => Err("answer yes or no".to_owned()),
        };
        if let Ok(answer) = ui.ask(question, false, is_known) {
            return Ok(answer.is_some_and(|answer| answer.starts_with('y')));
        }
        ui.fail(&format!("no answer; {} is unchanged", self.file), None);
        Err(Exit::Usage)
    }
}

/// A file has at least one of this many words of the page, or it is of another one.
const LEAST_FOUND: usize = 3;

fn is_removal(change: &ReviewChange) -> bool {
    matches!(change.outcome, ChangeOutcome::Removed { .. })
}

fn help(error: &docx::ReadError) -> &'static str {
    match error {
        docx::ReadError::OldFormat => "open it in Word and save it as .docx",
        docx::ReadError::Password => "open it in Word, remove the password (File, Info, Protect Document), and save it",
        docx::ReadError::NotWhole | docx::ReadError::NotWord => "ask for the file again, as a .docx file",
        docx::ReadError::Xml { .. } => "open it in Word or LibreOffice and save it again as .docx",
        docx::ReadError::Newer => "use a newer version of the program",
        docx::ReadError::TooLarge { portion, .. } => match portion {
            docx::Portion::Embedded => "remove pictures and other embedded files, and save it again",
            docx::Portion::Text => {
                "remove what was pasted from elsewhere and is not part of the brief, and save it again"
            }
            docx::Portion::Data => "render the brief for review again, and have the changes made in that file",
        },
    }
}

fn reviewed_file(file: &WordFile, base: &str, draft: &Draft, reviewed: &Reviewed, ui: &Ui) -> Result<Review, Exit> {
    review::review(&file.returned, base, draft, reviewed).map_err(|error| {
        ui.fail(&format!("{} cannot be reviewed: {}", file.name, error.message), error.help.as_deref());
        Exit::Usage
    })
}

/// What the changes would make of the brief, as `brief diff` shows it.
fn compared(pending: &PendingEdit<'_>, draft: &Draft, names: &str, ui: &Ui) -> String {
    let before = Input::new(pending.name(), pending.draft.text());
    let after = Input::new(names, draft.text());
    if before.text == after.text {
        return String::new();
    }
    let checked = [&before, &after].map(|input| pipeline::check(input, pending.project()));
    let diff = pipeline::compare(&checked[0], &checked[1]);
    comparison::human(&diff, [&before, &after], &checked, ui)
}

/// Writes the comments next to fields above them. Returns how many, and how many have no place in the brief.
fn remarks(review: &Review, draft: &mut Draft, ui: &Ui) -> (usize, usize) {
    let (mut count, mut left) = (0, 0);
    for comment in &review.comments {
        let Some(path) = &comment.path else {
            left += 1;
            continue;
        };
        let field = path.split('[').next().unwrap_or(path);
        // Word writes marks of direction into Arabic and Hebrew comments, which no brief may have.
        if let Ok(written) = draft.remark(field, &[check::without_refused(&comment.line())]) {
            count += written;
        } else {
            left += 1;
            ui.show(&format!("{path}: the comment cannot be written above this field; add it by hand"));
        }
    }
    (count, left)
}

fn print_comments(comments: &[serde_json::Value], ui: &Ui) {
    let list = JsonList::begin("comments", ui);
    comments.iter().for_each(|comment| list.item(&comment.to_string()));
    list.end();
}

//! What can follow on a line that is being typed: the ids, paths and words of the brief that the line names.
//!
//! The script of `brief completions` runs `brief` with [`VARIABLE`] set and the words of the line; clap's engine finds
//! the argument that is being typed and asks its completer, which is in this file.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use clap::{Arg, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter};
use clap_complete::env::Shells;

use super::noun::noun;
use super::{Exit, Ui};
use crate::check;
use crate::edit::{Draft, PathTarget, place, resolve};
use crate::exchange;
use crate::pipeline::{self, Input};
use crate::project::{self, Project};
use crate::record::records;
use crate::schema::{self, TABLES, Target, Type};
use crate::template::BUILT_IN;
use crate::world::World;

/// The environment variable with the name of the shell that asks.
pub(in crate::cli) const VARIABLE: &str = "BRIEF_COMPLETE";

/// The shell that asks what can follow; `None` in an ordinary run.
pub(in crate::cli) fn asked(world: &dyn World) -> Option<String> {
    world.variable(VARIABLE).filter(|shell| !shell.is_empty())
}

/// Prints what can follow. `arguments` are those of the program: its name, `--` and the words of the line.
pub(in crate::cli) fn complete(
    shell: &str,
    arguments: &[OsString],
    command: clap::Command,
    world: &dyn World,
    ui: &Ui,
) -> Exit {
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(shell) else { return Exit::Usage };
    let words: Vec<OsString> = arguments.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    let line = Arc::new(CandidateLine::read(&words, world));
    let mut command = with_completers(command, &line);
    let mut text = Vec::new();
    let here = world.absolute(Path::new(".")).ok();
    if shell.write_complete(&mut command, words, here.as_deref(), &mut text).is_err() {
        return Exit::Usage;
    }
    ui.result(&text);
    Exit::Done
}

/// What the line says.
struct CandidateLine {
    /// The brief that it names, unless there is a syntax error in it.
    draft: Option<Draft>,
    /// What has an id in the brief, or in the shared files that it uses; of a line without a brief, in those around.
    ids: Vec<(Target, String)>,
    /// The table of the record of `brief add`.
    added: Option<&'static schema::TableSchema>,
    words: Vec<String>,
}

/// The briefs of a project that are read for `brief affected`: who types does not wait for more.
const MOST_READ: usize = 200;

impl CandidateLine {
    fn read(words: &[OsString], world: &dyn World) -> Self {
        let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let mut files = words.iter().filter(|word| Path::new(word).extension().is_some_and(|it| it == "toml"));
        let brief = files.find_map(|name| pipeline::read(name, world).ok());
        let nouns = || TABLES.iter().filter_map(|table| Some((table, noun(table)?)));
        let added =
            words.iter().skip(2).find_map(|word| nouns().find(|(_, noun)| noun == word).map(|(table, _)| table));
        let ids = match &brief {
            Some(brief) => ids(brief, world),
            None if words.get(1).is_some_and(|word| word == "affected") => ids_around(world),
            None => Vec::new(),
        };
        Self { draft: brief.and_then(|brief| Draft::new(brief.text)), ids, added, words }
    }

    /// The paths of the records, with what each is.
    fn records(&self) -> Vec<(String, &'static schema::TableSchema)> {
        let of = |draft: &Draft| {
            let records = records(draft.document());
            records.list.iter().map(|(path, record)| (path.clone(), record.table)).collect()
        };
        self.draft.as_ref().map(of).unwrap_or_default()
    }

    /// The ids of one kind.
    fn ids(&self, target: Target) -> Vec<Candidate> {
        self.ids.iter().filter(|(kind, _)| *kind == target).map(|(_, id)| plain(id.clone())).collect()
    }

    /// The paths of all fields that the records can have.
    fn fields(&self) -> Vec<Candidate> {
        let fields = |(path, table): (String, &'static schema::TableSchema)| {
            let field = move |field: &'static schema::Field| (format!("{path}.{}", field.name), field.doc.to_owned());
            table.all_fields().map(field).collect::<Vec<_>>()
        };
        self.records().into_iter().flat_map(fields).collect()
    }

    /// The values of the field at the path on the line.
    fn values(&self) -> Vec<Candidate> {
        let of = |draft: &Draft| {
            let field = self.words.iter().find_map(|word| resolve(word, draft.document()).ok())?.field;
            Some(self.of_type(&field.kind))
        };
        self.draft.as_ref().and_then(of).unwrap_or_default()
    }

    fn of_type(&self, kind: &Type) -> Vec<Candidate> {
        match kind {
            Type::Word(_, words) => words.iter().map(|it| (it.word.to_owned(), it.meaning.to_owned())).collect(),
            Type::Id(target) => self.ids(*target),
            Type::PartyOrText => self.ids(Target::Party),
            Type::Boolean => ["true", "false"].map(|it| plain(it.to_owned())).into(),
            Type::List(item) | Type::OneOrMore(item) => self.of_type(item),
            _ => Vec::new(),
        }
    }
}

/// What has an id in a brief, or in the shared files that it uses. Whatever cannot be read is passed over: nobody reads
/// messages here.
fn ids(brief: &Input, world: &dyn World) -> Vec<(Target, String)> {
    let project = Project::of(Path::new(&brief.name), world).unwrap_or_default();
    let mut all = pipeline::uses(brief, &project).records;
    // What the brief does not name yet is in its shared files.
    let draft = Draft::new(brief.text.as_str());
    for file in draft.iter().flat_map(|draft| project.used(draft.document())) {
        let input = Input::new(file.source.name.clone(), file.source.text.clone());
        all.extend(
            pipeline::uses(&input, &project).records.into_iter().filter(|it| !all.contains(it)).collect::<Vec<_>>(),
        );
    }
    all
}

/// The same of the briefs of the project, or else of the current folder.
fn ids_around(world: &dyn World) -> Vec<(Target, String)> {
    let project = Project::of(Path::new("brief.toml"), world).unwrap_or_default();
    let here = [Path::new(".").to_path_buf()];
    let folders = if project.folder.is_some() { &project.briefs[..] } else { &here[..] };
    let files = folders.iter().filter_map(|folder| project::files(folder, world).ok()).flatten().take(MOST_READ);
    let briefs = files.filter_map(|file| pipeline::read(&file.to_string_lossy(), world).ok());
    let mut all: Vec<(Target, String)> = Vec::new();
    for found in briefs.flat_map(|brief| ids(&brief, world)) {
        if !all.contains(&found) {
            all.push(found);
        }
    }
    all
}

/// A word, and its meaning.
type Candidate = (String, String);

fn plain(word: String) -> Candidate {
    (word, String::new())
}

/// Gives each argument of a command and its subcommands the completer of what it takes.
fn with_completers(command: clap::Command, line: &Arc<CandidateLine>) -> clap::Command {
    let name = command.get_name().to_owned();
    let command = command.mut_args(|argument| with_completer(argument, &name, line));
    let names: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |it| with_completers(it, line)))
}

fn with_completer(argument: Arg, command: &str, line: &Arc<CandidateLine>) -> Arg {
    let value = argument.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
    let id = argument.get_id().to_string();
    let value = value.unwrap_or_else(|| id.clone());
    // What an option names is written, and need not be a brief.
    let is_brief = argument.is_positional() || value == "EDITION";
    let from = |of: fn(&CandidateLine) -> Vec<Candidate>| {
        let line = Arc::clone(line);
        ArgValueCompleter::new(move |current: &OsStr| matching(of(&line), current))
    };
    let field = line
        .added
        .filter(|table| noun(table).as_deref() == Some(command))
        .and_then(|table| table.all_fields().find(|field| field.name == id));
    if let Some(field) = field {
        let line = Arc::clone(line);
        return argument
            .add(ArgValueCompleter::new(move |current: &OsStr| matching(line.of_type(&field.kind), current)));
    }
    match (command, value.as_str()) {
        (_, "ISSUE") => argument.add(from(|line| line.ids(Target::Issue))),
        (_, "PARTY") => argument.add(from(|line| line.ids(Target::Party))),
        ("set", "PATH") => argument.add(from(CandidateLine::fields)),
        ("set", "VALUE") => argument.add(from(CandidateLine::values)),
        ("remove" | "history", "PATH") => argument.add(from(|line| {
            line.records().into_iter().map(|(path, _)| plain(path)).collect()
        })),
        ("rename", "PATH") => argument.add(from(|line| {
            let has_own_id = |draft: &Draft, path: &str| {
                matches!(place(path, draft.document()), Ok(PathTarget::Record(record)) if record.ids.len() == 1)
            };
            let Some(draft) = &line.draft else { return Vec::new() };
            line.records().into_iter().filter(|(path, _)| has_own_id(draft, path)).map(|(path, _)| plain(path)).collect()
        })),
        ("affected", "ID") => argument.add(from(|line| {
            line.ids.iter().map(|(_, id)| plain(id.clone())).collect()
        })),
        (_, "CODE") => argument.add(from(|_| {
            check::codes().map(|code| (code.name().to_owned(), code.entry().summary().to_owned())).collect()
        })),
        (_, "FORMAT") if id == "to" => argument.add(from(|_| {
            schema::FORMATS.iter().map(|it| (it.word.to_owned(), it.meaning.to_owned())).collect()
        })),
        ("export" | "import", "TABLE") => argument.add(from(|_| {
            exchange::tables().map(|table| (exchange::name(table), table.doc.to_owned())).collect()
        })),
        ("export", "NAME") => argument.add(from(|_| templates())),
        (_, "NAME or FOLDER") => {
            let complete = |current: &OsStr| {
                let mut all = matching(templates(), current);
                all.extend(PathCompleter::dir().complete(current));
                all
            };
            argument.add(ArgValueCompleter::new(complete))
        }
        (_, "DIR" | "FOLDER") => argument.value_hint(ValueHint::DirPath),
        (_, "FILE" | "FILE or FOLDER" | "EDITION" | "OLD" | "NEW" | "BASE" | "OURS" | "THEIRS") if is_brief => {
            let fits = |path: &Path| path.is_dir() || path.extension().is_some_and(|it| it == "toml");
            argument.add(ArgValueCompleter::new(PathCompleter::any().filter(fits)))
        }
        (_, "DOCX") => {
            let fits = |path: &Path| path.is_dir() || path.extension().is_some_and(|it| it == "docx");
            argument.add(ArgValueCompleter::new(PathCompleter::any().filter(fits)))
        }
        (_, "FILE") | ("import", "INPUT") => argument.value_hint(ValueHint::FilePath),
        (_, "PATH") => argument.value_hint(ValueHint::AnyPath),
        _ => argument,
    }
}

fn templates() -> Vec<Candidate> {
    BUILT_IN.iter().map(|template| (template.name.to_owned(), template.description.to_owned())).collect()
}

/// Those that begin with what has been typed. Of a list with commas between, only its last item is typed.
fn matching(candidates: Vec<Candidate>, current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let (before, item) = typed.rsplit_once(',').map_or(("", &*typed), |(before, item)| (&typed[..=before.len()], item));
    let begins = candidates.into_iter().filter(|(word, _)| word.starts_with(item));
    begins
        .map(|(word, meaning)| {
            let help = Some(meaning).filter(|meaning| !meaning.is_empty());
            CompletionCandidate::new(format!("{before}{word}")).help(help.map(Into::into))
        })
        .collect()
}

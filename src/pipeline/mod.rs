//! From the text of a brief to its outputs: the only module that calls all stages in order.

mod checked;
mod choice;
mod explain;
mod fit;
mod front_matter;
mod ids;
mod inputs;
mod language;
mod options;
mod own_side;
mod page_errors;
mod pictures;
mod portions;
mod private;
mod proof;
mod release;
mod render;
mod style;
mod template;
mod unprinted;
mod word;

pub use checked::Checked;
pub use choice::TemplateChoice;
pub(crate) use choice::{first_template, other_templates};
pub use explain::{Explanation, LeftOut, PrintedField};
pub use inputs::{InputFile, folders, input_files};
pub use options::RenderOptions;
pub use own_side::without_own_side;
pub use pictures::Pictures;
pub use private::{PrivateFile, brief_of_private, private_path};
pub use proof::{Leak, leak};
pub use release::{ReleasedBrief, release};
pub use render::{Rendered, RenderedPdf, Renderer};
pub use style::check_style;
pub use template::{TemplateReport, starters};
pub use word::base;

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::mention::{self, Mention};
use crate::diagnostic::{self, Code, Diagnostic, Severity, has_errors};
use crate::diff::Diff;
use crate::error::Error;
use crate::fix::AppliedFix;
use crate::merge::{Conflicted, MarkerLabels, MergeError, MergedBrief};
use crate::parse::TomlDocument;
use crate::project::Project;
use crate::record::{self, Records};
use crate::schema::Target;
use crate::source::{FileId, Sources};
use crate::world::World;
use crate::{check, diff, fix, merge, parse};

/// The largest size of a brief, in bytes. A file with 500 positions has about 200 000.
pub const LARGEST_BRIEF: u64 = 8 * 1024 * 1024;

/// The name of standard input in messages.
pub const STANDARD_INPUT: &str = "standard input";

/// The text of a brief, and the files that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input {
    /// Its name as the user gave it, for messages.
    pub name: String,
    /// The text.
    pub text: String,
    /// The private file beside it, if there is one.
    pub private: Option<Box<PrivateFile>>,
    /// The pictures that it names; `None` when they have not been read.
    pub pictures: Option<Arc<Pictures>>,
}

impl Input {
    /// A brief without pictures or a private file. `name` is its name in messages.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), private: None, pictures: None }
    }
}

/// Reads a brief, its private file if it has one, and its pictures. The name `-` means standard input, with pictures in
/// the current folder.
///
/// # Errors
/// [`Error`] when there is no such file, when it is a folder, has more than [`LARGEST_BRIEF`] bytes, or is not UTF-8.
pub fn read(name: &str, world: &dyn World) -> Result<Input, Error> {
    let bytes = match name {
        "-" => world.read_standard_input(LARGEST_BRIEF),
        _ => world.read(Path::new(name), LARGEST_BRIEF),
    };
    let name = if name == "-" { STANDARD_INPUT } else { name };
    let input = decode(name, bytes.map_err(|error| read_error(name, &error, world))?)?;
    if name == STANDARD_INPUT { Ok(input.with_pictures(world)) } else { input.with_files(world) }
}

/// The error for a file that cannot be read, given the error of the file system. If there is no such file, it suggests
/// the one in the same folder with the nearest name.
#[must_use]
pub fn read_error(name: &str, error: &io::Error, world: &dyn World) -> Error {
    let (reason, help) = match error.kind() {
        io::ErrorKind::NotFound => {
            let near = near_file(Path::new(name), world);
            ("there is no such file".to_owned(), near.map(|near| format!("did you mean `{}`?", near.display())))
        }
        io::ErrorKind::IsADirectory => ("it is a folder".to_owned(), Some("name the briefs in it".to_owned())),
        io::ErrorKind::FileTooLarge => {
            (format!("it has more than {} MB; a brief is far smaller", LARGEST_BRIEF >> 20), None)
        }
        io::ErrorKind::TimedOut => (
            "another program has it locked and does not finish".to_owned(),
            Some("end that program, then run the command again".to_owned()),
        ),
        _ => (error.to_string(), None),
    };
    Error { message: format!("cannot read {name}: {reason}"), help }
}

/// The file in the folder of a path with the nearest name and the same extension; of a name without an extension, it is
/// that of a brief.
fn near_file(path: &Path, world: &dyn World) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let extension = path.extension().map_or(Some("toml"), |extension| extension.to_str());
    let names = world.list(folder).ok()?;
    let alike = names.iter().map(Path::new).filter(|name| name.extension().and_then(OsStr::to_str) == extension);
    let stems = alike.filter_map(|name| name.file_stem()?.to_str());
    let near = diagnostic::nearest(path.file_stem()?.to_str()?, stems)?;
    Some(path.with_file_name(format!("{near}.{}", extension?)))
}

/// Decodes bytes as the text of a brief.
///
/// # Errors
/// [`Error`] when they are not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Input, Error> {
    String::from_utf8(bytes).map(|text| Input::new(name, text)).map_err(|error| {
        let bytes = error.as_bytes();
        let at = error.utf8_error().valid_up_to();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        let encoding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            " (it looks like UTF-16)"
        } else {
            ""
        };
        Error {
            message: format!("cannot read {name}: it is not UTF-8 text{encoding}, first on line {line}"),
            help: Some("save it again as UTF-8".to_owned()),
        }
    })
}

/// Checks a brief in its project, with the severities and shared records of the project.
#[must_use]
pub fn check(input: &Input, project: &Project) -> Checked {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (document, diagnostics) = parse::parse(&sources, file);
    let beside = (input.private.as_deref(), input.pictures.as_ref());
    check_parsed((document, diagnostics), beside, file, sources, project)
}

/// Checks a brief whose syntax tree is given. Its file must be the only one in `sources`.
fn check_parsed(
    (document, mut diagnostics): (TomlDocument, Vec<Diagnostic>),
    (private, pictures): (Option<&PrivateFile>, Option<&Arc<Pictures>>),
    file: FileId,
    mut sources: Sources,
    project: &Project,
) -> Checked {
    if let (Some(first), Some(note)) = (diagnostics.first_mut(), check::not_looked_at(&document, &sources)) {
        first.notes.push(note);
    }
    check::explain_unquoted(&document, &sources, &mut diagnostics);
    let mut with_shared = None;
    let mut is_complete = true;
    let uses = document.root().get("use").is_some();
    let (brief, found) = if !uses && private.is_none() {
        check::check_in(&document, &sources, &project.schemes)
    } else {
        let mut whole = document.clone();
        let shared = if uses { project.add_shared(&mut whole, &mut sources) } else { Vec::new() };
        // The shared files are before the private file in `sources`.
        let of_private = private.map(|private| private::add(private, &mut whole, &mut sources)).unwrap_or_default();
        let (brief, mut found) = check::check_in(&whole, &sources, &project.schemes);
        if private.is_some() {
            found.extend(private::named(&whole, &sources));
        }
        if shared.iter().any(|it| it.code != Code::DUPLICATE_RECORD) {
            // Errors about missing content are dropped, since they may follow from a file that could not be read.
            found.retain(|it| ![Code::UNKNOWN_REFERENCE, Code::MISSING_TABLE].contains(&it.code));
        }
        is_complete = shared.is_empty() && of_private.is_empty();
        diagnostics.extend(shared);
        diagnostics.extend(of_private);
        with_shared = Some(whole);
        (brief, found)
    };
    diagnostics.extend(found);
    if let Some(pictures) = pictures {
        diagnostics.extend(pictures.errors(with_shared.as_ref().unwrap_or(&document)));
    }
    project.say_where(&document, &mut diagnostics, &sources);
    let severities = project.severities.clone();
    let is_warning = |code| severities.is_warning(code);
    is_complete &= brief.is_some();
    let text = &sources.file(file).text;
    let (suppressions, mut suppressed) = check::suppress(&document, text, is_warning, is_complete, &mut diagnostics);
    severities.apply(&mut diagnostics);
    // The fix is not offered if the brief has a private file, which may contain the ids too, or if it has errors, since
    // unreadable parts may contain them.
    if private.is_none() && brief.is_some() {
        ids::add_fix(&mut diagnostics, &document, text);
    }
    suppressed.retain(|it| !severities.allows(it));
    diagnostic::sort(&mut suppressed);
    let brief = if has_errors(&diagnostics) { None } else { brief };
    let project = Arc::new(project.clone());
    Checked {
        sources,
        file,
        document,
        with_shared,
        pictures: pictures.cloned(),
        brief,
        diagnostics,
        suppressed,
        suppressions,
        severities,
        project,
    }
}

/// The parties, issues and sources of a brief, and where it names them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Uses {
    /// The files that positions refer to: the brief, and the shared records that it uses.
    pub sources: Sources,
    /// The places that name records, including those in shared records that the brief uses.
    pub mentions: Vec<Mention>,
    /// The records, by type and id.
    pub records: Vec<(Target, String)>,
}

/// Finds where a brief names its parties, issues and sources, as far as the brief can be read.
#[must_use]
pub fn uses(input: &Input, project: &Project) -> Uses {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (mut document, _) = parse::parse(&sources, file);
    // `check` reports errors in the shared files.
    let _ = project.add_shared(&mut document, &mut sources);
    let document = check::with_what_is_named(&document, &sources);
    let mut records = Vec::new();
    for target in Target::ALL {
        let table = document.root().get(target.table()).and_then(parse::TomlValue::as_table);
        records.extend(table.into_iter().flat_map(|table| table.entries.keys()).map(|id| (target, id.clone())));
    }
    Uses { mentions: mention::mentions(&document, &sources), sources, records }
}

/// Compares two editions, as far as they can be read. If a record is in one edition and in the shared files of the
/// other, it counts as present in both: it was moved, not dropped.
#[must_use]
pub fn compare(old: &Checked, new: &Checked) -> Diff {
    let (before, after) = (old.records(), new.records());
    let with_shared = |of: &Checked, named: &Records, other: &Records| {
        if of.has_shared() { record::records(of.whole()).of_either(named, other) } else { named.clone() }
    };
    diff::diff(&with_shared(old, &before, &after), &with_shared(new, &after, &before))
}

/// A merge with its diagnostics.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MergeReport {
    /// The merge.
    pub merged: MergedBrief,
    /// The files that positions in messages refer to: the result, ours and theirs.
    pub sources: Sources,
    /// Contradictions in meaning between parts that were merged cleanly as text, with both places.
    pub diagnostics: Vec<Diagnostic>,
}

/// The rules that report contradictions between two places, such as a merge can cause.
const CONTRADICTIONS: [&str; 5] =
    ["accepted-red-line", "agreement-with-deadlock", "circular-reporting", "opposed-agreement", "relay-loop"];

/// Merges two editions with a common ancestor, and checks the result. Errors and warnings that neither side had are
/// semantic conflicts.
///
/// # Errors
/// [`MergeError`] when the files cannot be merged by record and field.
pub fn merge(
    base: &Input,
    ours: &Input,
    theirs: &Input,
    labels: &MarkerLabels,
    project: &Project,
) -> Result<MergeReport, MergeError> {
    let mut merged = merge::merge(&base.text, &ours.text, &theirs.text, labels)?;
    let mut sources = Sources::default();
    let file = sources.add(ours.name.as_str(), merged.text.as_str());
    let mut diagnostics = Vec::new();
    // A text with conflict markers is not valid TOML, so it is not checked.
    if merged.conflicts.is_empty() {
        let (document, found) = merged.parsed.take().unwrap_or_else(|| parse::parse(&sources, file));
        let result = check_parsed((document, found), (None, None), file, sources, project);
        let is_grave = |it: &&Diagnostic| it.severity == Severity::Error || CONTRADICTIONS.contains(&it.code.name());
        let found: Vec<&Diagnostic> = result.diagnostics.iter().filter(is_grave).collect();
        if !found.is_empty() {
            let sides = [ours, theirs].map(|it| check(it, project).all_diagnostics());
            let is_known = |it: &Diagnostic| {
                sides.iter().flatten().any(|known| known.code == it.code && known.message == it.message)
            };
            let new = found.into_iter().filter(|it| !is_known(it)).cloned();
            diagnostics.extend(new.map(|it| it.note("neither side has this alone: it comes from the merge")));
        }
        sources = result.sources;
    }
    if !merged.semantic_conflicts.is_empty() {
        let mut read = |name: &str, input: &Input| {
            let file = sources.add(format!("{name} ({})", input.name), input.text.as_str());
            parse::parse(&sources, file).0
        };
        let (one, other) = (read("ours", ours), read("theirs", theirs));
        for conflict in &merged.semantic_conflicts {
            let message = format!("our side changed `{}`, and theirs `{}`", conflict.ours, conflict.theirs);
            let mut found = Diagnostic::new(Code::SEMANTIC_CONFLICT, message);
            if let Some(span) = one.span(&conflict.ours) {
                found = found.at_with(span, "changed here");
            }
            if let Some(span) = other.span(&conflict.theirs) {
                found = found.related(span, "and here");
            }
            diagnostics.push(found.help("read both together and decide; the result has both changes"));
        }
    }
    diagnostic::sort(&mut diagnostics);
    Ok(MergeReport { merged, sources, diagnostics })
}

/// A brief as plain lines, one field each, for programs that compare lines. Conflict markers are kept around the fields
/// in conflict. A brief that cannot be read is returned unchanged.
#[must_use]
pub fn outline(input: &Input, speaker: &dyn diff::Speaker) -> String {
    let read = |text: &str| {
        let mut sources = Sources::default();
        let file = sources.add(input.name.as_str(), text);
        let (document, found) = parse::parse(&sources, file);
        (!has_errors(&found)).then(|| diff::render::outline(&record::records(&document), speaker))
    };
    let conflicted = || {
        let sides = Conflicted::read(&input.text)?;
        Some(diff::joined(&read(&sides.ours)?, &read(&sides.theirs)?, &sides.opening, &sides.closing))
    };
    read(&input.text).or_else(conflicted).unwrap_or_else(|| input.text.clone())
}

/// How often fixes are applied and the text is checked again, since one fix may make another possible.
const MOST_ROUNDS: usize = 10;

/// A brief after its safe fixes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fixed {
    /// The text.
    pub input: Input,
    /// The fixes that were applied, in order.
    pub made: Vec<AppliedFix>,
    /// The fixed brief, checked again: the diagnostics that are left.
    pub checked: Checked,
}

/// Applies the safe fixes of a brief, and those that become possible afterwards.
#[must_use]
pub fn fix(input: Input, project: &Project) -> Fixed {
    let mut fixed = Fixed { checked: check(&input, project), input, made: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        let (text, made) = fix::fix(&fixed.checked.diagnostics, &fixed.checked.sources, fixed.checked.file);
        if made.is_empty() {
            break;
        }
        fixed.input.text = text;
        fixed.made.extend(made);
        fixed.checked = check(&fixed.input, project);
    }
    fixed
}

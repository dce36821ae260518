//! The whole way of a brief on one screen: the only place that calls the stages in a row.

mod checked;
mod explain;
mod render;

pub use checked::Checked;
pub use explain::{Explanation, PrintedField, explain};
pub use render::{InputFile, RenderOptions, Rendered, RenderedPdf, Renderer, folders, input_files};

use std::path::Path;

use crate::check::mention::{self, Mention};
use crate::diagnostic::{self, Code, Diagnostic, Severity, has_errors};
use crate::diff::Diff;
use crate::fix::AppliedFix;
use crate::merge::{Labels, Merged};
use crate::parse::Document;
use crate::project::Project;
use crate::record;
use crate::schema::Target;
use crate::source::{FileId, Sources, Span};
use crate::world::World;
use crate::{check, diff, fix, merge, parse};

/// How large a brief may be, in bytes. A dossier with 500 positions has about 200 000.
pub const LARGEST_BRIEF: u64 = 8 * 1024 * 1024;

/// The text of a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its name as the user gave it, for messages.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Input {
    /// The text of a brief, and the name that messages give it.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// Why a file could not be read.
#[derive(Debug, Clone)]
pub struct ReadError {
    /// What is wrong, one sentence.
    pub message: String,
    /// The likely mend.
    pub help: Option<String>,
}

/// Reads a brief; `-` is standard input.
///
/// # Errors
/// [`ReadError`] when there is no such file, when it is a folder, has more than [`LARGEST_BRIEF`] bytes, or is not UTF-8.
pub fn read(name: &str, world: &dyn World) -> Result<Input, ReadError> {
    let bytes = match name {
        "-" => world.read_standard_input(LARGEST_BRIEF),
        _ => world.read(Path::new(name), LARGEST_BRIEF),
    };
    let name = if name == "-" { "standard input" } else { name };
    let bytes = bytes.map_err(|error| {
        let (reason, help) = match error.kind() {
            std::io::ErrorKind::NotFound => ("there is no such file".to_owned(), None),
            std::io::ErrorKind::IsADirectory => ("it is a folder".to_owned(), Some("name the briefs in it".to_owned())),
            std::io::ErrorKind::FileTooLarge => {
                (format!("it has more than {} MB; a brief is far smaller", LARGEST_BRIEF >> 20), None)
            }
            _ => (error.to_string(), None),
        };
        ReadError { message: format!("cannot read {name}: {reason}"), help }
    })?;
    decode(name, bytes)
}

/// Takes bytes for the text of a brief.
///
/// # Errors
/// [`ReadError`] when they are not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Input, ReadError> {
    String::from_utf8(bytes).map(|text| Input { name: name.to_owned(), text }).map_err(|error| {
        let bytes = error.as_bytes();
        let at = error.utf8_error().valid_up_to();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        let encoding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            " (it looks like UTF-16)"
        } else {
            ""
        };
        ReadError {
            message: format!("cannot read {name}: it is not UTF-8 text{encoding}, first on line {line}"),
            help: Some("save it again with the encoding UTF-8".to_owned()),
        }
    })
}

/// Checks a brief as its project has it: with its severities and shared records.
#[must_use]
pub fn check(input: &Input, project: &Project) -> Checked {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (document, mut diagnostics) = parse::parse(&sources, file);
    if let (Some(first), Some(note)) = (diagnostics.first_mut(), check::not_looked_at(&document)) {
        first.notes.push(note.to_owned());
    }
    let (brief, faults) = if document.root().get("use").is_none() {
        check::check(&document, &sources)
    } else {
        let mut whole = document.clone();
        let lent = project.lend(&mut whole, &mut sources);
        let (brief, mut faults) = check::check(&whole, &sources);
        if lent.iter().any(|it| it.code != Code::DUPLICATE_RECORD) {
            // What is not there because a file is not can only follow from that.
            faults.retain(|it| ![Code::UNKNOWN_REFERENCE, Code::MISSING_TABLE].contains(&it.code));
        }
        diagnostics.extend(lent);
        (brief, faults)
    };
    diagnostics.extend(faults);
    project.say_where(&document, &mut diagnostics, &sources);
    diagnostic::sort(&mut diagnostics);
    let severities = project.severities.clone();
    severities.apply(&mut diagnostics);
    let brief = if has_errors(&diagnostics) { None } else { brief };
    Checked { sources, file, document, brief, diagnostics, severities }
}

/// Which parties, issues and sources a brief has, and where it names them.
#[derive(Debug, Clone)]
pub struct Uses {
    /// The files of the places: the brief, and the shared records that it uses.
    pub sources: Sources,
    /// The places, those in shared records that the brief has among them.
    pub mentions: Vec<Mention>,
    /// The records, by what they are and by id.
    pub records: Vec<(Target, String)>,
}

/// Looks where a brief names its parties, issues and sources, as far as it can be read.
#[must_use]
pub fn uses(input: &Input, project: &Project) -> Uses {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (mut document, _) = parse::parse(&sources, file);
    // What is wrong with it is told by `check`.
    let _ = project.lend(&mut document, &mut sources);
    let document = check::with_what_is_named(&document, &sources);
    let mut records = Vec::new();
    for target in [Target::Party, Target::Issue, Target::Source] {
        let table = document.root().get(target.table()).and_then(parse::Value::as_table);
        records.extend(table.into_iter().flat_map(|table| table.entries.keys()).map(|id| (target, id.clone())));
    }
    Uses { mentions: mention::mentions(&document, &sources), sources, records }
}

/// Compares two editions, as far as they can be read.
#[must_use]
pub fn compare(old: &Checked, new: &Checked) -> Diff {
    diff::diff(&record::records(&old.document), &record::records(&new.document))
}

/// A merge with what is to be said of it.
#[derive(Debug, Clone)]
pub struct MergeReport {
    /// The merge.
    pub merged: Merged,
    /// The files, for the places in messages: the result, ours and theirs.
    pub sources: Sources,
    /// What is right as text and wrong in meaning, with both places.
    pub faults: Vec<Diagnostic>,
}

/// The rules whose breach is a contradiction between two places, which a merge can bring about.
const CONTRADICTIONS: [&str; 6] = [
    "accepted-red-line",
    "agreement-with-deadlock",
    "circular-reporting",
    "contested-point",
    "opposed-agreement",
    "relay-loop",
];

/// Merges two editions that come from a third, and checks the result: what it has that neither side had is a semantic
/// conflict.
///
/// # Errors
/// [`merge::Refused`] when it cannot be done by record and field.
pub fn merge(
    base: &Input,
    ours: &Input,
    theirs: &Input,
    labels: &Labels,
    project: &Project,
) -> Result<MergeReport, merge::Refused> {
    let merged = merge::merge(&base.text, &ours.text, &theirs.text, labels)?;
    let input = Input { name: ours.name.clone(), text: merged.text.clone() };
    let mut result = check(&input, project);
    let (one, other) = (check(ours, project), check(theirs, project));
    let mut faults = Vec::new();
    // Markers are no TOML: then there is nothing to check yet.
    if merged.conflicts.is_empty() {
        let told = |it: &Checked, fault: &Diagnostic| {
            it.diagnostics.iter().any(|known| known.code == fault.code && known.message == fault.message)
        };
        let new = result.diagnostics.iter().filter(|it| !told(&one, it) && !told(&other, it));
        faults.extend(
            new.filter(|it| it.severity == Severity::Error || CONTRADICTIONS.contains(&it.code.name()))
                .cloned()
                .map(|it| it.note("neither side has this alone: the merge brought it about")),
        );
    }
    let ours_file = result.sources.add(format!("ours ({})", ours.name), ours.text.as_str());
    let theirs_file = result.sources.add(format!("theirs ({})", theirs.name), theirs.text.as_str());
    for doubt in &merged.doubts {
        let place = |document: &Document, file: FileId, path: &str| {
            document.span(path).map(|span| Span::new(file, span.range()))
        };
        let message = format!("our side changed `{}`, and theirs `{}`", doubt.ours, doubt.theirs);
        let mut fault = Diagnostic::new(Code::SEMANTIC_CONFLICT, message);
        if let Some(span) = place(&one.document, ours_file, &doubt.ours) {
            fault = fault.at_with(span, "changed here");
        }
        if let Some(span) = place(&other.document, theirs_file, &doubt.theirs) {
            fault = fault.related(span, "and here");
        }
        faults.push(fault.help("read both together and settle it; the result has both changes"));
    }
    diagnostic::sort(&mut faults);
    Ok(MergeReport { merged, sources: result.sources, faults })
}

/// A brief as plain lines, a field each, for programs that compare lines.
#[must_use]
pub fn outline(input: &Input, speaker: &dyn diff::Speaker) -> String {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (document, faults) = parse::parse(&sources, file);
    // What cannot be read is compared as it stands.
    if has_errors(&faults) {
        return input.text.clone();
    }
    diff::render::outline(&record::records(&document), speaker)
}

/// How often fixes are made and the text is checked again: one may bring another to light.
const MOST_ROUNDS: usize = 10;

/// A brief after its safe fixes.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The text.
    pub input: Input,
    /// What was done, in the order in which it was done.
    pub made: Vec<AppliedFix>,
    /// What is still to be said of it.
    pub checked: Checked,
}

/// Makes the safe fixes of a brief, and those that come to light by them.
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

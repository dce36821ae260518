//! A three-way merge of briefs by record and field.
//!
//! The texts are split into tables and fields (`cut.rs`) and joined again (`merger.rs`). If only one side changed
//! something, its version is taken byte for byte; if both changed a field, the merge depends on its meaning
//! (`decide.rs`). The result is parsed again, and every field is compared with the three sides (`verify.rs`). If that
//! fails, the merge is an error, and the caller can merge line by line instead.

mod cut;
mod decide;
mod markers;
mod merger;
mod order;
mod rename;
mod verify;

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::parse::{self, TomlDocument};
use crate::record::{Records, Value, records};
use crate::source::Sources;
use cut::CutText;
use markers::Chunk;
pub use markers::{Conflicted, MarkerLabels};
use merger::Merger;

/// The result of a merge.
#[derive(Debug, Clone, Default)]
pub struct MergedBrief {
    /// The merged text, with markers at conflicts.
    pub text: String,
    /// The paths in conflict, grouped by the markers that they share.
    pub conflicts: Vec<Vec<String>>,
    /// Notes about places that a person should check although they are not in conflict, one sentence each.
    pub notes: Vec<String>,
    /// Pairs of changes where one side changed something that the other side's change depends on.
    pub semantic_conflicts: Vec<SemanticConflict>,
    /// The syntax tree of the merged text, and the parser's diagnostics; `None` when it was not parsed, or has markers.
    pub(crate) parsed: Option<(TomlDocument, Vec<Diagnostic>)>,
}

/// Two changes that are compatible as text, but perhaps not in meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticConflict {
    /// The path that our side changed.
    pub ours: String,
    /// The path that their side changed.
    pub theirs: String,
}

/// Why the texts could not be merged by record and field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeError {
    /// One of the texts is not valid TOML.
    Syntax(MergeSide),
    /// One of the texts cannot be cut into fields: two fields are on one line, or a table is in two places.
    Layout(MergeSide),
    /// The value of a field in the result does not follow from the three sides.
    Unverified,
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(side) => write!(f, "{side} is not valid TOML"),
            Self::Layout(side) => write!(f, "{side} has two fields on one line, or a table in two places"),
            Self::Unverified => f.write_str("the merge by field did not pass its verification"),
        }
    }
}

impl std::error::Error for MergeError {}

impl fmt::Display for MergeSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => "the base",
            Self::Ours => "our side",
            Self::Theirs => "their side",
        })
    }
}

/// One of the three texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeSide {
    /// The common ancestor.
    Base,
    /// Our side.
    Ours,
    /// Their side.
    Theirs,
}

/// One of the three texts, parsed.
struct Version {
    text: String,
    document: TomlDocument,
    diagnostics: Vec<Diagnostic>,
    records: Records,
}

impl Version {
    fn read(text: String, side: MergeSide) -> Result<Self, MergeError> {
        let mut sources = Sources::default();
        let file = sources.add("version", text.as_str());
        let (document, diagnostics) = parse::parse(&sources, file);
        if !document.is_whole() {
            return Err(MergeError::Syntax(side));
        }
        let records = records(&document);
        Ok(Self { text, document, diagnostics, records })
    }

    /// The value of a field; `None` when there is no such field, or when its value is the default.
    fn value(&self, path: &str) -> Option<&Value> {
        let (record, field) = path.rsplit_once('.')?;
        self.records.get(record)?.fields.get(field)
    }
}

/// Merges two versions with a common ancestor.
///
/// # Errors
/// [`MergeError`] when the texts cannot be merged by record and field.
pub fn merge(base: &str, ours: &str, theirs: &str, labels: &MarkerLabels) -> Result<MergedBrief, MergeError> {
    let whole = |text: &str| MergedBrief { text: text.to_owned(), ..MergedBrief::default() };
    if ours == theirs || base == theirs {
        return Ok(whole(ours));
    }
    if base == ours {
        return Ok(whole(theirs));
    }
    // The line endings and the byte order mark of our side are kept.
    let crlf = ours.contains("\r\n");
    let adapted = |text: &str, side: MergeSide| {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        // Any other carriage return is a syntax error. Before a line ending that is added, it would become part of
        // that.
        if text.contains('\r') {
            return Err(MergeError::Syntax(side));
        }
        Ok(if crlf { text.replace('\n', "\r\n") } else { text })
    };
    let mark = if ours.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let newline = if crlf { "\r\n" } else { "\n" };
    let mut base = Version::read(adapted(base, MergeSide::Base)?, MergeSide::Base)?;
    let mut ours = Version::read(adapted(ours, MergeSide::Ours)?, MergeSide::Ours)?;
    let mut theirs = Version::read(adapted(theirs, MergeSide::Theirs)?, MergeSide::Theirs)?;
    // If one side renamed a record, the other texts get the new id before the merge.
    for renamed in rename::found(&base, &theirs, &ours) {
        carry(&renamed, &mut base, &mut ours);
    }
    for renamed in rename::found(&base, &ours, &theirs) {
        carry(&renamed, &mut base, &mut theirs);
    }
    let mut merger = Merger::new(&base, &ours, &theirs, newline);
    merger.texts(&cut(&base, MergeSide::Base)?, &cut(&ours, MergeSide::Ours)?, &cut(&theirs, MergeSide::Theirs)?);
    let Merger { chunks, notes, decided, .. } = merger;
    let result = Version::read(markers::without(&chunks), MergeSide::Ours).map_err(|_| MergeError::Unverified)?;
    let open: BTreeSet<String> = chunks.iter().flat_map(Chunk::paths).cloned().chain(decided).collect();
    if !verify::is_sound(&base.records, &ours.records, &theirs.records, &result.records, &open) {
        return Err(MergeError::Unverified);
    }
    let conflicts: Vec<Vec<String>> =
        chunks.iter().filter(|it| !it.paths().is_empty()).map(|it| it.paths().to_vec()).collect();
    let semantic_conflicts = verify::semantic_conflicts(&base.records, &ours.records, &theirs.records);
    let is_read = conflicts.is_empty() && mark.is_empty();
    Ok(MergedBrief {
        text: format!("{mark}{}", markers::with(&chunks, labels, newline)),
        conflicts,
        notes,
        semantic_conflicts,
        parsed: is_read.then_some((result.document, result.diagnostics)),
    })
}

fn cut(it: &Version, side: MergeSide) -> Result<CutText<'_>, MergeError> {
    CutText::of(&it.text, &it.document).ok_or(MergeError::Layout(side))
}

/// Renames a record in the base and in the side that still has the old id; either in both or in neither.
fn carry(renamed: &crate::diff::Renamed, base: &mut Version, side: &mut Version) {
    let new = |it: &Version| rename::renamed(it, renamed).and_then(|text| Version::read(text, MergeSide::Base).ok());
    if let (Some(one), Some(other)) = (new(base), new(side)) {
        *base = one;
        *side = other;
    }
}

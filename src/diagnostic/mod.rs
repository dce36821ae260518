//! What can be wrong, in one place: a [`Diagnostic`] has a [`Code`], a message, its places, notes and often a [`Fix`].
//!
//! [`code`] says what a code is; [`render`] prints diagnostics for people and programs.

pub mod code;
mod list;
mod nearest;
mod reference;
pub mod render;

pub use code::Code;
pub use list::Diagnostics;
pub use nearest::{is_opposite, is_slip, nearest, nearest_word};
pub use reference::{explanation, reference};

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use crate::source::{FileId, Span};

/// Severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The brief is not rendered.
    Error,
    /// The brief is rendered anyway.
    Warning,
    /// Information: nothing is wrong.
    Note,
}

impl Severity {
    /// Its name in reports: `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A place with a few words that are next to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is found at the place; may be empty.
    pub text: String,
}

impl Label {
    /// A place and what to see there.
    #[must_use]
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// A change of text that fixes an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What the change does, in the imperative: `write "demands"`.
    pub title: String,
    /// The replacements, of one file, that do not overlap.
    pub edits: Vec<Replacement>,
    /// Whether it can be applied unseen: it cannot change what the brief means.
    pub safe: bool,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// The text that is there afterwards.
    pub text: String,
}

/// Why a warning is not reported: a comment in the brief says that it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppression {
    /// Where the comment is.
    pub span: Span,
    /// The reason that it gives.
    pub reason: String,
}

impl Suppression {
    /// The suppression of a comment.
    #[must_use]
    pub fn new(span: Span, reason: impl Into<String>) -> Self {
        Self { span, reason: reason.into() }
    }
}

/// One error or warning, with all that a person needs to find, understand and fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its code, which `brief explain` explains.
    pub code: Code,
    /// Its severity.
    pub severity: Severity,
    /// One sentence without a full stop: what was found and what was expected.
    pub message: String,
    /// The place; `None` when it is not known.
    pub primary: Option<Label>,
    /// Other places: first those where the same is found, then those that explain it.
    pub related: Vec<Label>,
    /// How many of the related places, counted from the first, have the same problem as the primary place.
    pub same: usize,
    /// Whether the primary place causes the problem at those places, so that it is enough to suppress it there.
    pub is_cause: bool,
    /// What causes the problem, such as the path of a record. After suppression, the remaining diagnostics with the
    /// same code and cause are joined into one. Each of its places can be suppressed alone.
    pub cause: Option<String>,
    /// Further sentences.
    pub notes: Vec<String>,
    /// The suggested fix in words.
    pub help: Option<String>,
    /// The suggested fix as edits.
    pub fix: Option<Fix>,
    /// Why it is suppressed; `None` when it is not.
    pub suppression: Option<Suppression>,
}

/// The severity, the code and the message, as the first line of a report: `warning[missing-position]: …`. A report has
/// the places, too.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code.name(), self.message)
    }
}

impl Diagnostic {
    /// A diagnostic with the code's own severity and nothing but a message.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.entry().severity,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            same: 0,
            is_cause: false,
            cause: None,
            notes: Vec::new(),
            help: None,
            fix: None,
            suppression: None,
        }
    }

    /// Sets the primary place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.primary = Some(Label { span, text: String::new() });
        self
    }

    /// Sets the primary place and what to see there.
    #[must_use]
    pub fn at_with(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Sets the first place as the primary one, and adds the others, labelled with `text`, as places of the same
    /// problem. Without places it changes nothing.
    #[must_use]
    pub(crate) fn at_each(mut self, places: impl IntoIterator<Item = Span>, text: &str) -> Self {
        let mut places = places.into_iter();
        if let Some(first) = places.next() {
            self = self.at(first);
        }
        for place in places {
            self.related.insert(self.same, Label::new(place, text));
            self.same += 1;
        }
        self
    }

    /// Sets what causes it, such as the path of a record.
    #[must_use]
    pub(crate) fn caused_by(mut self, cause: &str) -> Self {
        self.cause = Some(cause.to_owned());
        self
    }

    /// The places of the diagnostics that were joined into it ([`Self::cause`]).
    #[cfg(feature = "lsp")]
    pub(crate) fn joined_places(&self) -> &[Label] {
        let joined = if self.cause.is_some() { self.same } else { 0 };
        &self.related[..joined.min(self.related.len())]
    }

    /// Adds a further sentence.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Suggests a fix in words.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Suggests a fix as edits.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// Sorts by file and place; what has no place comes last. The order is total, so that output never depends on
/// the order in which they were found.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.primary.as_ref().map(|label| label.span);
        (key(a).is_none(), key(a), a.code, &a.message).cmp(&(key(b).is_none(), key(b), b.code, &b.message))
    });
}

/// Joins diagnostics with the same code, cause and file whose fixes are equally safe. The first one stays, with the
/// highest severity of all, the places of the others (each labelled with its own message), and the edits of their
/// fixes.
pub(crate) fn put_together(diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<(Code, String, FileId, Option<bool>), usize> = HashMap::new();
    let mut all: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics.drain(..) {
        let Some((cause, place)) = diagnostic.cause.clone().zip(diagnostic.primary.as_ref().map(|it| it.span)) else {
            all.push(diagnostic);
            continue;
        };
        let is_safe = diagnostic.fix.as_ref().map(|fix| fix.safe);
        match first.entry((diagnostic.code, cause, place.file, is_safe)) {
            Entry::Occupied(known) => {
                let known = &mut all[*known.get()];
                known.related.insert(known.same, Label::new(place, diagnostic.message));
                known.same += 1;
                known.severity = known.severity.min(diagnostic.severity);
                if let (Some(fix), Some(more)) = (&mut known.fix, diagnostic.fix) {
                    fix.edits.extend(more.edits);
                }
            }
            Entry::Vacant(new) => {
                new.insert(all.len());
                all.push(diagnostic);
            }
        }
    }
    *diagnostics = all;
}

/// Whether any of them is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

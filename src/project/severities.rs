//! The severities of a project: whether each diagnostic is an error, a warning or suppressed.

use std::collections::BTreeMap;

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::error::Error;

/// The level at which a diagnostic is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeverityLevel {
    /// It is an error.
    Deny,
    /// It is a warning.
    Warn,
    /// It is suppressed.
    Allow,
}

/// The severities of a project. What is set last wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities {
    codes: BTreeMap<Code, SeverityLevel>,
    warnings: Option<SeverityLevel>,
}

impl SeverityLevel {
    /// The level of a word of [`schema::LEVELS`](crate::schema::LEVELS).
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "deny" => Some(Self::Deny),
            "warn" => Some(Self::Warn),
            "allow" => Some(Self::Allow),
            _ => None,
        }
    }
}

impl Severities {
    /// Sets the level of a code; `warnings` means every other warning.
    ///
    /// # Errors
    /// [`Error`] when there is no such code, or when a brief with that diagnostic could not be read.
    pub fn set(&mut self, name: &str, level: SeverityLevel) -> Result<(), Error> {
        if name == "warnings" {
            self.warnings = Some(level);
            return Ok(());
        }
        let Some(code) = check::code(name) else {
            let near = nearest(name, check::codes().map(Code::name).chain(["warnings"]));
            return Err(Error {
                message: format!("no diagnostic is called `{name}`"),
                help: Some(
                    near.map_or("`brief explain` lists them".to_owned(), |near| format!("did you mean `{near}`?")),
                ),
            });
        };
        if !code.entry().adjustable && level != SeverityLevel::Deny {
            return Err(Error {
                message: format!("`{name}` is always an error: nothing can be made of a brief with this diagnostic"),
                help: Some("fix the brief".to_owned()),
            });
        }
        self.codes.insert(code, level);
        Ok(())
    }

    /// Whether a brief may suppress a code: it is a warning of itself, or the project has made one of it. That the
    /// project makes an error of it does not matter: it is about what nobody has given a reason for.
    #[must_use]
    pub fn is_warning(&self, code: Code) -> bool {
        code.entry().severity != Severity::Error
            || matches!(self.codes.get(&code), Some(SeverityLevel::Warn | SeverityLevel::Allow))
    }

    /// Whether the project does not want to hear of a diagnostic of its own severity.
    #[must_use]
    pub fn allows(&self, diagnostic: &Diagnostic) -> bool {
        self.level(diagnostic) == Some(SeverityLevel::Allow)
    }

    fn level(&self, diagnostic: &Diagnostic) -> Option<SeverityLevel> {
        let own = if diagnostic.severity == Severity::Warning { self.warnings } else { None };
        self.codes.get(&diagnostic.code).copied().or(own)
    }

    /// Gives each diagnostic its severity in the project, and removes the suppressed ones.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|diagnostic| {
            match self.level(diagnostic) {
                Some(SeverityLevel::Deny) => diagnostic.severity = Severity::Error,
                Some(SeverityLevel::Warn) => diagnostic.severity = Severity::Warning,
                Some(SeverityLevel::Allow) => return false,
                None => {}
            }
            true
        });
    }
}

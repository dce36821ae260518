//! The severities of a house: what becomes of each diagnostic.

use std::collections::BTreeMap;

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};

/// What is to become of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is an error.
    Deny,
    /// It is a warning.
    Warn,
    /// It is not told.
    Allow,
}

/// The severities of a house. What is set last wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities {
    codes: BTreeMap<Code, Level>,
    warnings: Option<Level>,
}

/// Why a severity cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, one sentence.
    pub message: String,
    /// The likely mend.
    pub help: Option<String>,
}

impl Level {
    /// Every level with its word.
    pub(super) const WORDS: [(&'static str, Self); 3] =
        [("deny", Self::Deny), ("warn", Self::Warn), ("allow", Self::Allow)];
}

impl Severities {
    /// Sets what is to become of a code; `warnings` stands for whatever else is a warning.
    ///
    /// # Errors
    /// [`Refused`] when there is no such code, or when a brief with that fault could not be read.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), Refused> {
        if name == "warnings" {
            self.warnings = Some(level);
            return Ok(());
        }
        let Some(code) = check::code(name) else {
            let near = nearest(name, check::codes().map(Code::name).chain(["warnings"]));
            return Err(Refused {
                message: format!("no diagnostic is called `{name}`"),
                help: Some(
                    near.map_or("`brief explain` lists them".to_owned(), |near| format!("did you mean `{near}`?")),
                ),
            });
        };
        if !code.entry().adjustable && level != Level::Deny {
            return Err(Refused {
                message: format!("`{name}` is always an error: nothing can be made of a brief with this fault"),
                help: Some("mend the brief".to_owned()),
            });
        }
        self.codes.insert(code, level);
        Ok(())
    }

    /// Gives each diagnostic the severity of the house, and takes out those that are not to be told.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|diagnostic| {
            let own = if diagnostic.severity == Severity::Warning { self.warnings } else { None };
            match self.codes.get(&diagnostic.code).copied().or(own) {
                Some(Level::Deny) => diagnostic.severity = Severity::Error,
                Some(Level::Warn) => diagnostic.severity = Severity::Warning,
                Some(Level::Allow) => return false,
                None => {}
            }
            true
        });
    }
}

//! Errors with a cause outside the brief: files, folders, fonts, other programs, usage.
//!
//! Errors *in* a brief, a template or a project file are not of this type; they are
//! [`Diagnostics`](crate::diagnostic::Diagnostics), with places.

use std::fmt;

/// Why something could not be done, for people to read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it; `None` when there is nothing to add to the message.
    pub help: Option<String>,
}

impl Error {
    /// An error with a message alone.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The message, and after it the help in parentheses.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{} ({help})", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}

/// Writes each of several errors on a line of its own.
pub(crate) fn write_lines(f: &mut fmt::Formatter<'_>, errors: &[impl fmt::Display]) -> fmt::Result {
    for (at, error) in errors.iter().enumerate() {
        write!(f, "{}{error}", if at == 0 { "" } else { "\n" })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_passes_through_a_box() {
        let error: Box<dyn std::error::Error> = Error::new("cannot read x.toml").help("name a file").into();
        assert_eq!(error.to_string(), "cannot read x.toml (name a file)");
    }
}

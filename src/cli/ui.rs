//! The terminal: the only writer to standard output and standard error.

use std::io::{Error, ErrorKind, IsTerminal, Write};
use std::path::Path;

use super::Color;
use crate::diagnostic::{Diagnostic, render};
use crate::source::Sources;
use crate::world::World;

/// Where the words go.
pub(super) struct Ui {
    color: bool,
}

impl Ui {
    pub(super) fn new(color: Color, world: &dyn World) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org: set and not empty.
            Color::Auto => {
                std::io::stderr().is_terminal() && world.variable("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { color }
    }

    /// Writes a result to standard output.
    pub(super) fn result(&self, bytes: &[u8]) {
        // Nobody is left to tell when the reader of a pipe has gone.
        let _ = std::io::stdout().lock().write_all(bytes);
    }

    /// Writes a line about how the work goes to standard error.
    pub(super) fn say(&self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", render::escaped(line));
    }

    /// Writes an error that has no place in a file, and the likely mend.
    pub(super) fn fail(&self, message: &str, help: Option<&str>) {
        let (start, end) = if self.color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let mut text = format!("{start}error{end}: {}\n", render::escaped(message));
        if let Some(help) = help {
            text.push_str(&format!("  help: {}\n", render::escaped(help)));
        }
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Writes why a file could not be written, and the likely mend.
    pub(super) fn cannot_write(&self, path: &Path, error: &Error) {
        let (reason, help) = match error.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                ("a part of its path is a file, not a folder".to_owned(), Some("name another folder"))
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                ("you may not write there".to_owned(), Some("name another folder"))
            }
            _ => (error.to_string(), None),
        };
        self.fail(&format!("cannot write {}: {reason}", path.display()), help);
    }

    /// Writes diagnostics for people.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let text = render::human(diagnostics, sources, self.color);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether standard output is a terminal.
    pub(super) fn shows_results(&self) -> bool {
        std::io::stdout().is_terminal()
    }
}

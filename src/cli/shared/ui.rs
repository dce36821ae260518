//! The terminal: the only writer to standard output and standard error.

mod ask;

use std::cell::{Cell, OnceCell};
use std::io::{Error, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

pub(in crate::cli) use ask::InputClosed;

use super::Exit;
use super::color::{ColorChoice, has_colors, is_dumb};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::source::Sources;
use crate::world::{ReplaceError, World};

/// Writes results to standard output and messages to standard error.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(in crate::cli) struct Ui {
    /// Whether messages have colours.
    color: bool,
    /// Whether results have colours.
    result_color: bool,
    /// The columns of the terminal that shows the results.
    width: usize,
    /// Whether status lines are left out.
    quiet: bool,
    /// Whether the terminal can only write lines, so that there is no progress bar.
    is_dumb: bool,
    /// Keeps the messages instead of writing them.
    held: Option<Mutex<String>>,
    /// The first error of standard output.
    lost: OnceLock<Error>,
}

/// The columns of a line where there is no terminal to ask.
const COLUMNS: usize = 100;

impl Ui {
    pub(in crate::cli) fn new(color: ColorChoice, quiet: bool, world: &dyn World) -> Self {
        let variable = |name: &str| world.variable(name);
        let colors = |is_terminal: bool| has_colors(color, is_terminal, &variable);
        let shown = std::io::stdout().is_terminal();
        let columns = if shown { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
        Self {
            color: colors(std::io::stderr().is_terminal()),
            result_color: colors(shown),
            width: columns.unwrap_or(COLUMNS),
            quiet,
            is_dumb: is_dumb(&variable),
            held: None,
            lost: OnceLock::new(),
        }
    }

    /// A second one that keeps its messages, so that they can be compared before they are written.
    #[cfg(feature = "watch")]
    pub(in crate::cli) fn held(&self) -> Self {
        Self { held: Some(Mutex::default()), lost: OnceLock::new(), ..*self }
    }

    /// The messages that were kept.
    #[cfg(feature = "watch")]
    pub(in crate::cli) fn into_messages(self) -> String {
        self.held.map(|held| held.into_inner().unwrap_or_else(PoisonError::into_inner)).unwrap_or_default()
    }

    /// Writes messages as they are to standard error.
    pub(in crate::cli) fn write(&self, text: &str) {
        match &self.held {
            Some(held) => held.lock().unwrap_or_else(PoisonError::into_inner).push_str(text),
            // If it is closed, there is nowhere to report that.
            None => _ = std::io::stderr().lock().write_all(text.as_bytes()),
        }
    }

    /// Whether results have colours, and the columns of a line.
    pub(in crate::cli) fn screen(&self) -> (bool, usize) {
        (self.result_color, self.width)
    }

    /// A text of several lines with everything escaped that a terminal would obey.
    pub(in crate::cli) fn safe(&self, text: &str) -> String {
        text.split_inclusive('\n')
            .map(|line| match line.strip_suffix('\n') {
                Some(line) => format!("{}\n", render::escaped(line)),
                None => render::escaped(line).into_owned(),
            })
            .collect()
    }

    /// Shows the progress of longer work.
    pub(in crate::cli) fn progress(&self, what: &'static str) -> Progress {
        let shown = std::io::stderr().is_terminal() && !self.quiet && !self.is_dumb;
        Progress { quiet: self.quiet, what, shown, start: Instant::now(), last: Cell::new(None), bar: OnceCell::new() }
    }

    /// Writes a result to standard output.
    pub(in crate::cli) fn result(&self, bytes: &[u8]) {
        if let Err(error) = std::io::stdout().lock().write_all(bytes) {
            let _ = self.lost.set(error);
        }
    }

    /// Ends the output. A result that could not be written is an error, whatever else was done.
    pub(in crate::cli) fn finish(&self, exit: Exit) -> Exit {
        if let Err(error) = std::io::stdout().lock().flush() {
            let _ = self.lost.set(error);
        }
        match self.lost.get() {
            // The reader of the pipe has seen enough, as in `brief list | head -1`.
            Some(error) if error.kind() != ErrorKind::BrokenPipe => {
                self.fail(&format!("cannot write to standard output: {error}"), None);
                Exit::Usage
            }
            _ => exit,
        }
    }

    /// Ends the output after clap has written to it.
    pub(in crate::cli) fn finish_after(&self, printed: Result<(), Error>, exit: Exit) -> Exit {
        if let Err(error) = printed {
            let _ = self.lost.set(error);
        }
        self.finish(exit)
    }

    /// Writes a status line to standard error, unless the user has asked for silence.
    pub(in crate::cli) fn say(&self, line: &str) {
        if !self.quiet {
            self.show(line);
        }
    }

    /// Writes a line to standard error that no option silences.
    pub(in crate::cli) fn show(&self, line: &str) {
        self.write(&format!("{}\n", render::escaped(line)));
    }

    /// Writes an error that has no place in a file, with a suggested fix.
    pub(in crate::cli) fn fail(&self, message: &str, help: Option<&str>) {
        let (start, end) = if self.color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let mut text = format!("{start}error{end}: {}\n", render::escaped(message));
        if let Some(help) = help {
            text.push_str(&format!("  help: {}\n", render::escaped(help)));
        }
        self.write(&text);
    }

    /// Writes why a file could not be written, with a suggested fix.
    pub(in crate::cli) fn cannot_write(&self, path: &Path, error: &Error) {
        let (reason, help) = match error.kind() {
            ErrorKind::AlreadyExists => ("it already exists".to_owned(), Some("name a new file")),
            ErrorKind::IsADirectory => ("it is a folder".to_owned(), None),
            ErrorKind::NotADirectory => {
                ("a part of its path is a file, not a folder".to_owned(), Some("name another folder"))
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                ("permission denied".to_owned(), Some("name another folder"))
            }
            _ => (error.to_string(), None),
        };
        self.fail(&format!("cannot write {}: {reason}", path.display()), help);
    }

    /// Writes why a changed file could not be saved, with a suggested fix.
    pub(in crate::cli) fn cannot_save(&self, name: &str, error: &ReplaceError) {
        match error {
            ReplaceError::Changed => self
                .fail(&format!("{name} has changed since it was read; nothing written"), Some("run the command again")),
            ReplaceError::Io(error) => self.cannot_write(Path::new(name), error),
        }
    }

    /// Writes diagnostics for people.
    pub(in crate::cli) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if self.quiet {
            let kept: Vec<_> = diagnostics.iter().filter(|it| it.severity != Severity::Note).cloned().collect();
            self.write(&render::human(&kept, sources, self.color));
        } else {
            self.write(&render::human(diagnostics, sources, self.color));
        }
    }

    /// Whether standard output is a terminal.
    pub(in crate::cli) fn shows_results(&self) -> bool {
        std::io::stdout().is_terminal()
    }
}

/// The progress of longer work: a bar on a terminal, elsewhere a line now and then.
pub(in crate::cli) struct Progress {
    what: &'static str,
    shown: bool,
    quiet: bool,
    start: Instant,
    /// When the last line was written.
    last: Cell<Option<Instant>>,
    bar: OnceCell<indicatif::ProgressBar>,
}

/// Shorter work has no bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// The time between two lines.
const BETWEEN: Duration = Duration::from_secs(5);

impl Progress {
    /// Reports how much of the work is done.
    pub(in crate::cli) fn at(&self, done: usize, all: usize) {
        if self.shown && self.start.elapsed() > PATIENCE {
            let bar = self.bar.get_or_init(|| indicatif::ProgressBar::new(all as u64).with_message(self.what));
            bar.set_position(done as u64);
        } else if !self.shown && !self.quiet && self.last.get().unwrap_or(self.start).elapsed() > BETWEEN {
            self.last.set(Some(Instant::now()));
            let _ = writeln!(std::io::stderr().lock(), "{}: {done} of {all}", self.what);
        }
    }

    /// Writes lines without the bar in between.
    pub(in crate::cli) fn aside<T>(&self, lines: impl FnOnce() -> T) -> T {
        match self.bar.get() {
            Some(bar) => bar.suspend(lines),
            None => lines(),
        }
    }

    /// Removes the bar.
    pub(in crate::cli) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

//! Diagnostics for people: the message, the line of the file with the place marked, and the suggested fix.
//!
//! annotate-snippets 0.12 was tried for it. It leaves zero-width characters in a line as invisible as they are, which
//! some diagnostics are about, and writes control characters in the name of a file and in a label to the terminal. A
//! line would have to be escaped and its places counted again before it gets it, which is most of what is here.

use std::fmt::Write as _;

use super::terminal;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::Sources;

/// The longest part of a line that is shown, in columns.
const WIDEST: usize = 100;
/// The places where the same is found that are shown; of more, the lines are named.
const MOST_PLACES: usize = 4;
/// The lines that are named.
const MOST_LINES: usize = 12;
/// What stays visible before the place in a line that is too long, in columns.
const BEFORE: usize = 40;

/// Each diagnostic with the line it is about, an empty line after each. `color` sets ANSI colours. Suppressed warnings
/// are left out.
///
/// ```text
/// error[unknown-field]: `stanse` is not a field of [positions.ISSUE.PARTY]
///   --> brief.toml:12:1
///    |
/// 12 | stanse = "demands"
///    | ^^^^^^
///    |
///    = help: did you mean `stance`?
/// ```
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().filter(|it| it.suppression.is_none()) {
        TerminalPage { diagnostic, sources, ink: TerminalColors(color), out: &mut out }.write();
    }
    out
}

/// Colours, or none.
#[derive(Clone, Copy)]
struct TerminalColors(bool);

impl TerminalColors {
    const RED: &'static str = "1;31";
    const YELLOW: &'static str = "1;33";
    const BLUE: &'static str = "1;34";
    const CYAN: &'static str = "1;36";
    const BOLD: &'static str = "1";

    fn paint(self, ink: &str, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("\x1b[{ink}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

struct TerminalPage<'a> {
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    ink: TerminalColors,
    out: &'a mut String,
}

impl TerminalPage<'_> {
    fn write(&mut self) {
        let diagnostic = self.diagnostic;
        let tone = match diagnostic.severity {
            Severity::Error => TerminalColors::RED,
            Severity::Warning => TerminalColors::YELLOW,
            Severity::Note => TerminalColors::BLUE,
        };
        let head = format!("{}[{}]", diagnostic.severity.word(), diagnostic.code.name());
        let message = format!(": {}", terminal::escaped(&diagnostic.message));
        let _ = writeln!(self.out, "{}{}", self.ink.paint(tone, &head), self.ink.paint(TerminalColors::BOLD, &message));
        let (same, others) = diagnostic.related.split_at(diagnostic.same.min(diagnostic.related.len()));
        let (shown, more) = same.split_at(same.len().min(MOST_PLACES));
        let labels = || diagnostic.primary.iter().chain(shown).chain(others);
        let margin = labels().map(|label| self.sources.place(label.span).line).max().unwrap_or(0).to_string().len();
        for (nth, label) in labels().enumerate() {
            let primary = nth == 0 && diagnostic.primary.is_some();
            self.place(label, margin, primary, if primary { tone } else { TerminalColors::BLUE });
        }
        if diagnostic.primary.is_none() {
            self.remark(margin, "note", TerminalColors::BLUE, "where in the file is not known");
        } else if !more.is_empty() || !diagnostic.notes.is_empty() || diagnostic.help.is_some() {
            self.gutter(margin, "", "|", "");
        }
        if !more.is_empty() {
            self.remark(margin, "note", TerminalColors::BLUE, &self.more_places(more));
        }
        for note in &diagnostic.notes {
            self.remark(margin, "note", TerminalColors::BLUE, note);
        }
        if let Some(help) = &diagnostic.help {
            self.remark(margin, "help", TerminalColors::CYAN, help);
        }
        self.out.push('\n');
    }

    /// How many more places there are, and the lines of the first of them.
    fn more_places(&self, more: &[Label]) -> String {
        let own = self.diagnostic.primary.as_ref().map(|label| label.span.file);
        let line = |label: &Label| {
            let line = self.sources.place(label.span).line;
            let file = label.span.file;
            if Some(file) == own { line.to_string() } else { format!("{}:{line}", self.sources.file(file).name) }
        };
        let lines: Vec<String> = more.iter().take(MOST_LINES).map(line).collect();
        let rest = if more.len() > MOST_LINES { " …" } else { "" };
        let (places, lines_word) = if more.len() == 1 { ("place", "line") } else { ("places", "lines") };
        format!("{} more {places}: {lines_word} {}{rest}", more.len(), lines.join(", "))
    }

    fn gutter(&mut self, margin: usize, number: &str, bar: &str, text: &str) {
        let edge = self.ink.paint(TerminalColors::BLUE, &format!("{number:>margin$} {bar}"));
        let space = if text.is_empty() { "" } else { " " };
        let _ = writeln!(self.out, "{edge}{space}{text}");
    }

    fn remark(&mut self, margin: usize, kind: &str, tone: &str, text: &str) {
        let text = format!("{}: {}", self.ink.paint(tone, kind), terminal::escaped(text));
        self.gutter(margin, "", "=", &text);
    }

    fn place(&mut self, label: &Label, margin: usize, primary: bool, tone: &str) {
        let file = self.sources.file(label.span.file);
        let place = file.place(label.span.start);
        let arrow = self.ink.paint(TerminalColors::BLUE, if primary { "-->" } else { ":::" });
        let name = terminal::escaped(&file.name);
        let _ = writeln!(self.out, "{:margin$}{arrow} {name}:{}:{}", "", place.line, place.column);
        self.gutter(margin, "", "|", "");
        let start = file.line_start(place.line);
        let shown =
            ShownLine::new(file.line(place.line), label.span.start - start, label.span.end.saturating_sub(start));
        self.gutter(margin, &place.line.to_string(), "|", &shown.line);
        let mark = if primary { "^" } else { "-" }.repeat(shown.width);
        let text = terminal::escaped(&label.text);
        let marked = if text.is_empty() { mark } else { format!("{mark} {text}") };
        let under = format!("{:before$}{}", "", self.ink.paint(tone, &marked), before = shown.before);
        self.gutter(margin, "", "|", &under);
    }
}

/// The part of a line that is shown, with the columns of the place in it.
struct ShownLine {
    line: String,
    before: usize,
    width: usize,
}

impl ShownLine {
    /// `from` and `to` are bytes of the line; a place that goes on in the next line is marked up to the end of this.
    fn new(line: &str, from: usize, to: usize) -> Self {
        let from = line.floor_char_boundary(from.min(line.len()));
        let to = line.ceil_char_boundary(to.min(line.len())).max(from);
        let mut first = from;
        let mut before = 0;
        for (at, c) in line[..from].char_indices().rev() {
            let (_, columns) = terminal::cell(c);
            if before + columns > BEFORE {
                break;
            }
            before += columns;
            first = at;
        }
        // A line that fits as a whole is shown as a whole.
        let all: usize = line[..first].chars().rev().take(WIDEST).map(|c| terminal::cell(c).1).sum();
        let rest: usize = line[first..].chars().take(WIDEST).map(|c| terminal::cell(c).1).sum();
        if all + rest <= WIDEST {
            before += all;
            first = 0;
        }
        let mut shown = String::new();
        if first > 0 {
            shown.push('…');
            before += 1;
        }
        let mut columns = 0;
        let mut width = 0;
        for (at, c) in line[first..].char_indices() {
            let (text, wide) = terminal::cell(c);
            if columns + wide > WIDEST {
                shown.push('…');
                break;
            }
            columns += wide;
            shown.push_str(&text);
            if (from..to).contains(&(first + at)) {
                width += wide;
            }
        }
        let trimmed = shown.trim_end().len();
        shown.truncate(trimmed);
        Self { line: shown, before, width: width.max(1) }
    }
}

//! Files, byte spans, and the line and column that a person knows a place by.
//!
//! A [`Span`] is a range of bytes in one file of a [`Sources`]. Everything that can be wrong keeps its span from the
//! first parse on, so that every message can point at the place.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Names one file in a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The file that was taken in when `before` others were there.
    #[must_use]
    pub fn after(before: usize) -> Self {
        Self(u32::try_from(before).unwrap_or(u32::MAX))
    }
}

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span over `range` of `file`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end }
    }

    /// The bytes it covers.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A place as a person reads it: both numbers count from 1; the column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One file's name and text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The name as the user gave it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Where each line starts, once somebody has asked for a place: of most files nobody does.
    lines: OnceLock<Vec<usize>>,
    /// How many characters begin before each [`STEP`] of bytes, once a place in a long line was asked for.
    steps: OnceLock<Vec<usize>>,
}

/// Characters are counted from the last multiple of this many bytes, so that many places in one long line cost little.
const STEP: usize = 1024;

impl SourceFile {
    /// A file of a name, as messages give it.
    #[must_use]
    pub fn new(name: String, text: String) -> Self {
        Self { name, text, lines: OnceLock::new(), steps: OnceLock::new() }
    }

    fn lines(&self) -> &[usize] {
        let starts = || std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.lines.get_or_init(starts)
    }

    /// The place of a byte; a byte past the end is the end, one inside a character is that character.
    #[must_use]
    pub fn place(&self, byte: usize) -> LineColumn {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let lines = self.lines();
        let line = lines.partition_point(|start| *start <= byte) - 1;
        let column = if byte - lines[line] <= STEP {
            self.text[lines[line]..byte].chars().count()
        } else {
            self.characters_before(byte) - self.characters_before(lines[line])
        };
        LineColumn { line: line + 1, column: column + 1 }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
        let steps = self.steps.get_or_init(|| {
            let mut before = 0;
            let chunks = self.text.as_bytes().chunks(STEP);
            std::iter::once(0)
                .chain(chunks.map(|chunk| {
                    before += count(chunk);
                    before
                }))
                .collect()
        });
        let step = byte / STEP;
        steps[step] + count(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The line of a byte, from 1; of a byte past the end, the last one.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines().partition_point(|start| *start <= byte).max(1)
    }

    /// The text of a line (from 1), without its line ending; empty when there is no such line.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        let Some(start) = line.checked_sub(1).and_then(|at| self.lines().get(at)) else { return "" };
        let end = self.lines().get(line).map_or(self.text.len(), |next| next - 1);
        self.text[*start..end].trim_end_matches('\r')
    }

    /// The byte at which a line (from 1) starts; the end of the text when there is no such line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|at| self.lines().get(at)).copied().unwrap_or(self.text.len())
    }

    /// The byte of a place: the inverse of [`SourceFile::place`], held within the line.
    #[must_use]
    pub fn byte(&self, place: LineColumn) -> usize {
        let text = self.line(place.line);
        let within = text.char_indices().nth(place.column.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
        self.line_start(place.line) + within
    }
}

/// The line ending of a text: that of its first line, `\n` when it has none.
#[must_use]
pub fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The files that belong to one brief: its own, the shared records that it uses, its template.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    /// Takes in a file and names it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.share(Arc::new(SourceFile::new(name.into(), text.into())))
    }

    /// Takes in a file that others have, too, without a copy of its text.
    pub fn share(&mut self, file: Arc<SourceFile>) -> FileId {
        self.files.push(file);
        FileId::after(self.files.len() - 1)
    }

    /// The id that the next file will have.
    pub(crate) fn next(&self) -> FileId {
        FileId::after(self.files.len())
    }

    /// The first of the files whose name `is_it`.
    #[must_use]
    pub fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<FileId> {
        self.files.iter().position(|file| is_it(&file.name)).map(FileId::after)
    }

    /// The file of an id, to be shared with others.
    ///
    /// # Panics
    /// When the id came from another `Sources`.
    #[must_use]
    pub fn shared(&self, id: FileId) -> Arc<SourceFile> {
        Arc::clone(&self.files[id.0 as usize])
    }

    /// The file of an id that [`Sources::add`] of this value gave out.
    ///
    /// # Panics
    /// When the id came from another `Sources`.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The place at which a span starts.
    #[must_use]
    pub fn place(&self, span: Span) -> LineColumn {
        self.file(span.file).place(span.start)
    }

    /// The text that a span covers.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }
}

/// The start of a long text, on one line, for a message.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    let end = text.char_indices().nth(60).map(|(at, _)| at);
    let line = text.find(['\n', '\r']);
    match end.into_iter().chain(line).min() {
        Some(end) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_one_long_line_cost_little_and_count_characters() {
        let line = "é = \"日本\" 🙂".repeat(500);
        let file = SourceFile::new("a".into(), format!("x\n{line}\n{line}"));
        for (at, _) in file.text.char_indices().filter(|(at, _)| file.text.as_bytes()[*at] != b'\n') {
            let start = file.text[..at].rfind('\n').map_or(0, |end| end + 1);
            assert_eq!(file.place(at).column, file.text[start..at].chars().count() + 1);
        }
        assert!(crate::growth::is_linear(4000, |count| {
            let file = SourceFile::new("a".into(), "ä".repeat(count));
            assert_eq!((0..2 * count).map(|at| file.place(at).column).max(), Some(count));
        }));
    }

    #[test]
    fn a_place_counts_characters_and_survives_odd_bytes() {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", "é = 1\r\nключ = 2\n");
        let file = sources.file(id);
        assert_eq!(file.place(0), LineColumn { line: 1, column: 1 });
        assert_eq!(file.place(1), LineColumn { line: 1, column: 1 }, "inside é");
        assert_eq!(file.place(10), LineColumn { line: 2, column: 2 });
        assert_eq!(file.place(999), LineColumn { line: 3, column: 1 });
        assert_eq!(file.line(1), "é = 1");
        assert_eq!(file.line(9), "");
        for byte in file.text.char_indices().map(|(at, _)| at).filter(|at| {
            !"\r\n".contains(&file.text[*at..=*at + file.text[*at..].chars().next().map_or(0, |c| c.len_utf8() - 1)])
        }) {
            assert_eq!(file.byte(file.place(byte)), byte);
        }
    }
}

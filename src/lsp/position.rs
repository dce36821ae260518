//! Bytes of a text as positions of the protocol, and back (LSP 3.17, "Position").

use std::ops::Range;

use gen_lsp_types as types;

/// What `character` counts in a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16, which every client understands.
    #[default]
    Utf16,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug, Clone)]
pub(super) struct LineStarts {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl LineStarts {
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let starts = (1..=text.len()).filter(|at| is_start(text, *at));
        Self { starts: std::iter::once(0).chain(starts).collect(), encoding }
    }

    /// Follows a replacement in the text. `text` is the text after it, in which `length` bytes are where `range` was:
    /// only these are read again.
    pub(super) fn replaced(&mut self, text: &str, range: &Range<usize>, length: usize) {
        let end = range.start + length;
        // Whether a line begins at a byte follows from that byte and the one before.
        let first = self.starts.partition_point(|at| *at < range.start.max(1));
        let behind = self.starts.partition_point(|at| *at <= range.end).max(first);
        for start in &mut self.starts[behind..] {
            *start = *start - range.end + end;
        }
        self.starts.splice(first..behind, (range.start.max(1)..=end).filter(|at| is_start(text, *at)));
    }

    /// The position of a byte; one inside a character is that character, one past the end is the end.
    pub(super) fn position(&self, text: &str, byte: usize) -> types::Position {
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let line = self.line(byte);
        let before = &text[self.starts[line]..byte];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 if before.is_ascii() => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        types::Position { line: line as u32, character: character as u32 }
    }

    pub(super) fn range(&self, text: &str, range: &Range<usize>) -> types::Range {
        types::Range { start: self.position(text, range.start), end: self.position(text, range.end) }
    }

    /// The byte of a position. A position after the end of a line is its end, one after the last line the end.
    pub(super) fn byte(&self, text: &str, position: types::Position) -> usize {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return text.len() };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(text.len());
        let line = text[start..end].trim_end_matches(['\n', '\r']);
        let wanted = position.character as usize;
        match self.encoding {
            Encoding::Utf8 => start + line.floor_char_boundary(wanted.min(line.len())),
            Encoding::Utf16 => {
                let mut units = 0;
                let within = line.char_indices().find(|(_, c)| {
                    units += c.len_utf16();
                    units > wanted
                });
                start + within.map_or(line.len(), |(at, _)| at)
            }
        }
    }

    pub(super) fn bytes(&self, text: &str, range: types::Range) -> Range<usize> {
        let start = self.byte(text, range.start);
        start..self.byte(text, range.end).max(start)
    }

    /// The line of a byte, from 0.
    pub(super) fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }
}

/// Whether a line begins at a byte after the first.
fn is_start(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[at - 1] == b'\n' || bytes[at - 1] == b'\r' && bytes.get(at) != Some(&b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_text_that_was_changed_are_those_of_the_new_text() {
        let pieces = ["", "x", "\n", "\r", "\r\n", "a\nb", "\n\r"];
        let text = "a\r\nb\n\rc\r";
        for start in 0..=text.len() {
            for end in start..=text.len() {
                for piece in pieces {
                    let mut after = text.to_owned();
                    after.replace_range(start..end, piece);
                    let mut lines = LineStarts::new(text, Encoding::Utf8);
                    lines.replaced(&after, &(start..end), piece.len());
                    assert_eq!(
                        lines.starts,
                        LineStarts::new(&after, Encoding::Utf8).starts,
                        "{start}..{end} {piece:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_position_counts_what_the_client_counts() {
        let text = "é = 1\r\n🜁b\rc\n";
        for (encoding, behind) in [(Encoding::Utf8, 4), (Encoding::Utf16, 2)] {
            let lines = LineStarts::new(text, encoding);
            let b = text.find('b').unwrap();
            assert_eq!(lines.position(text, b), types::Position { line: 1, character: behind });
            assert_eq!(lines.position(text, b + 2), types::Position { line: 2, character: 0 });
            for (at, _) in text.char_indices().filter(|(at, c)| !"\r\n".contains(*c) && *at < text.len()) {
                assert_eq!(lines.byte(text, lines.position(text, at)), at);
            }
            assert_eq!(lines.byte(text, types::Position { line: 0, character: 99 }), "é = 1".len());
            assert_eq!(lines.byte(text, types::Position { line: 99, character: 0 }), text.len());
            assert_eq!(lines.position(text, 999).line, 3);
        }
        // Half of a pair of UTF-16 is the whole character.
        let lines = LineStarts::new("🜁", Encoding::Utf16);
        assert_eq!(lines.byte("🜁", types::Position { line: 0, character: 1 }), 0);
    }
}

//! The plain part of TOML, in which nearly every brief is written, read at once into our tree.
//!
//! Bare keys, headers that are not repeated, texts with the usual escapes, whole numbers, dates, lists and tables in braces.
//! Whatever else a file has, and every fault, is for the toml crate: [`read`] gives nothing then, and the file is read again
//! by it. So the crate says what is valid, and the tests hold this reader to it; a batch reads a brief in a tenth of its
//! time.

use std::ops::Range;

use indexmap::map::Entry as Place;

use super::{Entry, Kind, Table, Value, literal};
use crate::model::Date;
use crate::source::{FileId, Span};

/// How many lists and tables may stand in one another here.
const DEEPEST: usize = 4;
/// The longest header, in parts.
const MOST_PARTS: usize = 4;

/// Reads a file that is plain and has no fault; `None` for any other.
pub(super) fn read(text: &str, file: FileId) -> Option<Table> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, file };
    let mut root = Table { explicit: true, ..Table::default() };
    reader.fields(&mut root)?;
    while reader.at < reader.bytes.len() {
        let table = reader.header(&mut root)?;
        reader.fields(table)?;
    }
    Some(root)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    file: FileId,
}

/// Whether a byte may not stand in a text or a comment.
fn is_control(byte: u8) -> bool {
    byte < b' ' && byte != b'\t' || byte == 0x7f
}

impl Reader<'_> {
    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes on behind a byte that must be there.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn blanks(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Goes on behind blanks, line ends and comments.
    fn lines(&mut self) -> Option<()> {
        loop {
            match self.next() {
                Some(b' ' | b'\t' | b'\n') => self.at += 1,
                Some(b'#') => self.comment()?,
                _ => return Some(()),
            }
        }
    }

    /// Goes to the end of the line, which holds nothing more than a comment.
    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        if self.next() == Some(b'#') {
            self.comment()?;
        }
        match self.next() {
            None => Some(()),
            Some(_) => self.take(b'\n'),
        }
    }

    fn comment(&mut self) -> Option<()> {
        while let Some(byte) = self.next().filter(|byte| *byte != b'\n') {
            if is_control(byte) {
                return None;
            }
            self.at += 1;
        }
        Some(())
    }

    fn key(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        while self.next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            self.at += 1;
        }
        (self.at > start).then_some(start..self.at)
    }

    /// Reads a header, and gives the table that it begins.
    fn header<'t>(&mut self, root: &'t mut Table) -> Option<&'t mut Table> {
        let start = self.at;
        self.take(b'[')?;
        let mut table = root;
        for _ in 0..MOST_PARTS {
            let key = self.key()?;
            let name = self.text[key.clone()].to_owned();
            let key = self.span(key);
            let ends = self.next()? == b']';
            self.at += 1;
            if !ends && self.bytes[self.at - 1] != b'.' {
                return None;
            }
            // The place of a table without a header is its key.
            let span = if ends { self.span(start..self.at) } else { key };
            let entry = match table.entries.entry(name) {
                Place::Occupied(_) if ends => return None,
                Place::Occupied(known) => known.into_mut(),
                Place::Vacant(place) => {
                    let kind = Kind::Table(Table { explicit: ends, ..Table::default() });
                    place.insert(Entry { key, value: Value { span, kind } })
                }
            };
            // Nothing is added to a table in braces.
            let is_open = self.bytes[entry.value.span.start] != b'{';
            let Kind::Table(inner) = &mut entry.value.kind else { return None };
            table = Some(inner).filter(|_| is_open)?;
            if ends {
                self.line_end()?;
                return Some(table);
            }
        }
        None
    }

    /// Reads the fields up to the next header, or the end.
    fn fields(&mut self, table: &mut Table) -> Option<()> {
        loop {
            self.lines()?;
            match self.next() {
                None | Some(b'[') => return Some(()),
                _ => {}
            }
            self.field(table, 0)?;
            self.line_end()?;
        }
    }

    fn field(&mut self, table: &mut Table, depth: usize) -> Option<()> {
        let key = self.key()?;
        self.blanks();
        self.take(b'=')?;
        self.blanks();
        let value = self.value(depth)?;
        let Place::Vacant(place) = table.entries.entry(self.text[key.clone()].to_owned()) else { return None };
        place.insert(Entry { key: self.span(key), value });
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let start = self.at;
        let kind = match self.next()? {
            b'"' if self.bytes[start..].starts_with(b"\"\"\"") => self.long_text()?,
            b'"' => self.text()?,
            b'[' if depth < DEEPEST => self.list(depth)?,
            b'{' if depth < DEEPEST => self.braces(depth)?,
            _ => self.word()?,
        };
        Some(Value { span: self.span(start..self.at), kind })
    }

    /// Goes on behind an escape; `None` for one that is not among the usual.
    fn escape(&mut self, also: u8) -> Option<()> {
        let byte = *self.bytes.get(self.at + 1)?;
        (matches!(byte, b'"' | b'\\' | b'n' | b't') || byte == also).then(|| self.at += 2)
    }

    /// A text on one line.
    fn text(&mut self) -> Option<Kind> {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            match self.next()? {
                b'"' => break,
                b'\\' => {
                    self.escape(b'"')?;
                    escaped = true;
                }
                byte if is_control(byte) => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let whole = &self.text[start..self.at];
        Some(Kind::Text(if escaped { literal::decoded(whole) } else { whole[1..whole.len() - 1].to_owned() }))
    }

    /// A text in three quotes.
    fn long_text(&mut self) -> Option<Kind> {
        let start = self.at;
        self.at += 3;
        let mut escaped = false;
        loop {
            match self.next()? {
                b'"' if self.bytes[self.at..].starts_with(b"\"\"\"") => break,
                b'\\' => {
                    self.escape(b'\n')?;
                    escaped = true;
                }
                byte if is_control(byte) && byte != b'\n' => return None,
                _ => self.at += 1,
            }
        }
        self.at += 3;
        // A quote before the closing ones would belong to the text.
        if self.next() == Some(b'"') {
            return None;
        }
        let whole = &self.text[start..self.at];
        let inner = &whole[3..whole.len() - 3];
        let inner = inner.strip_prefix('\n').unwrap_or(inner);
        Some(Kind::Text(if escaped { literal::decoded(whole) } else { inner.to_owned() }))
    }

    fn list(&mut self, depth: usize) -> Option<Kind> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.lines()?;
            if self.next()? == b']' {
                break;
            }
            items.push(self.value(depth + 1)?);
            self.lines()?;
            if self.next()? != b']' {
                self.take(b',')?;
            }
        }
        self.at += 1;
        Some(Kind::List(items))
    }

    /// A table in braces, on one line.
    fn braces(&mut self, depth: usize) -> Option<Kind> {
        self.at += 1;
        let mut table = Table { explicit: true, ..Table::default() };
        loop {
            self.blanks();
            self.field(&mut table, depth + 1)?;
            self.blanks();
            if self.next()? == b'}' {
                break;
            }
            self.take(b',')?;
        }
        self.at += 1;
        Some(Kind::Table(table))
    }

    /// A whole number, a date, `true` or `false`.
    fn word(&mut self) -> Option<Kind> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-_:.".contains(byte)).count();
        let word = &self.text[self.at..self.at + length];
        self.at += length;
        match word.as_bytes() {
            b"true" => Some(Kind::Boolean(true)),
            b"false" => Some(Kind::Boolean(false)),
            [year @ .., b'-', _, _, b'-', _, _] if year.len() == 4 => date(word).map(Kind::Date),
            [b'-', digits @ ..] | digits => {
                let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
                (plain && (digits.len() == 1 || digits[0] != b'0')).then(|| Kind::Integer(word.parse().ok()))
            }
        }
    }
}

/// A date in the form that is the only one; `None` for one that is not in the calendar.
fn date(word: &str) -> Option<Date> {
    let number = |range: Range<usize>| {
        let part = &word[range];
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok())?
    };
    let month = time::Month::try_from(u8::try_from(number(5..7)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(number(0..4)?), month, u8::try_from(number(8..10)?).ok()?).ok()
}

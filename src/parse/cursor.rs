//! What somebody is writing at a byte of a text that may be broken: the header, the name or the value.

use std::ops::Range;

use toml_parser::lexer::TokenKind;

use super::braces::{OpenBrace, outer, take};
use super::outline::{NamePart, TomlStatement, decoded, is_text};

/// What is written at a place.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// The parts of the last header above the place; of the header itself in a header.
    pub table: Vec<NamePart>,
    /// What is at the place.
    pub at: At,
}

impl Cursor {
    /// The parts of the name that leads to the place, from the top of the file: those of the header, of the field and
    /// of the names in braces.
    #[must_use]
    pub fn path(&self) -> Vec<&NamePart> {
        let (first, second, third): (&[NamePart], &[NamePart], &[NamePart]) = match &self.at {
            At::Name { parts, .. } => (parts, &[], &[]),
            At::Value(value) => (&value.name, &value.inner, &value.own),
            At::Header { .. } | At::Nothing => (&[], &[], &[]),
        };
        self.table.iter().chain(first).chain(second).chain(third).collect()
    }

    /// Which part of [`Cursor::path`] is at the place; `None` in a value.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match &self.at {
            At::Header { index, .. } => Some(*index),
            At::Name { index, .. } => Some(self.table.len() + index),
            At::Value(value) => value.is_name.then(|| self.path().len() - 1),
            At::Nothing => None,
        }
    }
}

/// What is at a place.
#[derive(Debug, Clone)]
pub enum At {
    /// A part of a header.
    Header {
        /// Which of [`Cursor::table`] it is.
        index: usize,
        /// Whether the header has its closing bracket.
        closed: bool,
    },
    /// The name of a field, or a blank line on which one may be written.
    Name {
        /// The parts of the name, at least one; it may be empty.
        parts: Vec<NamePart>,
        /// Which of them it is.
        index: usize,
        /// Whether an equals sign follows.
        has_value: bool,
    },
    /// A value.
    Value(ValueAt),
    /// Nothing that means anything: a comment, or what comes after a header.
    Nothing,
}

/// A place in the value of a field.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct ValueAt {
    /// The parts of the field's name.
    pub name: Vec<NamePart>,
    /// The parts of the names in whose braces the place is, the outermost first.
    pub inner: Vec<NamePart>,
    /// The parts of the name in braces that the place is in, up to the place, the last of which may be empty; none in a
    /// value.
    pub own: Vec<NamePart>,
    /// Whether the place is that of a name in braces.
    pub is_name: bool,
    /// Whether an equals sign follows this name.
    pub has_value: bool,
    /// Whether it is in a list.
    pub in_list: bool,
    /// The text or word at the place, with its quotation marks; empty where nothing is.
    pub token: Range<usize>,
    /// What is between the quotation marks of a text; `None` for what is not a text.
    pub text: Option<Range<usize>>,
    /// Whether the text at the place has its closing quotation marks.
    pub closed: bool,
    /// The names or items that are next to the place in the same braces or list.
    pub others: Vec<Range<usize>>,
}

/// What is written at a byte of a text with these statements. A byte inside a character counts as its first.
#[must_use]
pub fn cursor(statements: &[TomlStatement], text: &str, at: usize) -> Cursor {
    let at = text.floor_char_boundary(at.min(text.len()));
    let after = statements.partition_point(|it| it.range.start <= at);
    let last = after.checked_sub(1).and_then(|last| statements.get(last));
    // What comes after a statement on its line still belongs to it.
    let own = last.filter(|it| at <= it.range.end || !text[it.range.end..at].contains('\n'));
    let header = statements[..after].iter().rev().find(|it| it.is_header);
    let table = header.map(|header| header.parts.clone()).unwrap_or_default();
    let Some(own) = own else {
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        if line.contains('#') {
            return Cursor { table, at: At::Nothing };
        }
        let parts = vec![NamePart { name: String::new(), range: at..at }];
        return Cursor { table, at: At::Name { parts, index: 0, has_value: false } };
    };
    let behind = at > own.range.end && text[own.range.end..at].contains('#');
    let place = if behind {
        At::Nothing
    } else if own.is_header {
        in_header(own, at)
    } else if own.closed.is_some_and(|equals| equals <= at) {
        At::Value(in_value(own, text, at))
    } else {
        let index = part_at(&own.parts, at);
        At::Name { parts: own.parts.clone(), index, has_value: own.closed.is_some() }
    };
    // The name is empty where `[` alone is written.
    let table =
        if own.is_header && table.is_empty() { vec![NamePart { name: String::new(), range: at..at }] } else { table };
    Cursor { table, at: place }
}

fn in_header(header: &TomlStatement, at: usize) -> At {
    if at <= header.range.start || header.closed.is_some_and(|end| at >= end) {
        return At::Nothing;
    }
    At::Header { index: part_at(&header.parts, at), closed: header.closed.is_some() }
}

/// The part at a byte, or the last before it.
fn part_at(parts: &[NamePart], at: usize) -> usize {
    parts.partition_point(|part| part.range.start <= at).saturating_sub(1)
}

fn in_value(field: &TomlStatement, text: &str, at: usize) -> ValueAt {
    let mut open: Vec<OpenBrace> = Vec::new();
    let mut token = at..at;
    let mut is_string = false;
    for (kind, range) in &field.value {
        let is_here = range.start <= at && at <= range.end && !is_mark(*kind);
        // A closed text ends before the byte after it.
        if is_here && !(is_text(*kind) && at == range.end && is_closed(&text[range.clone()])) && at > range.start
            || is_here && at == range.start && !is_text(*kind)
        {
            token = range.clone();
            is_string = is_text(*kind);
        }
        if range.start < at {
            take(&mut open, text, *kind, range);
        }
    }
    let written = &text[token.clone()];
    let marks = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
    let closed = is_string && is_closed(written);
    let end = if closed { token.end - marks } else { token.end };
    let inner_text =
        is_string.then(|| token.start + marks.min(token.len())..end.max(token.start + marks.min(token.len())));
    let is_name = open.last().is_some_and(OpenBrace::takes_name);
    let mut own = Vec::new();
    if let Some(last) = open.last_mut().filter(|_| is_name) {
        own = std::mem::take(&mut last.parts);
        if own.last().is_none_or(|part| part.range != token) {
            if !last.dot {
                own.clear();
            }
            own.push(NamePart { name: decoded(text, &token), range: token.clone() });
        }
    }
    let mut others = open.last_mut().map(|last| std::mem::take(&mut last.others)).unwrap_or_default();
    let mut equals = open.last().is_some_and(|last| last.equals);
    let behind = || field.value.iter().skip_while(|(_, range)| range.start < at.max(token.end));
    let is_list = open.last().is_some_and(|last| last.is_list);
    // What is nested is not looked into.
    for (kind, range) in behind().take_while(|(kind, _)| !is_bracket(*kind)) {
        match kind {
            TokenKind::Comma => equals = false,
            TokenKind::Equals => equals = true,
            TokenKind::Dot => {}
            _ if !open.is_empty() && (is_list || !equals) => others.push(range.clone()),
            _ => {}
        }
    }
    others.retain(|it| *it != token);
    let has_value = is_name && behind().next().is_some_and(|(kind, _)| *kind == TokenKind::Equals);
    ValueAt {
        name: field.parts.clone(),
        inner: outer(&open),
        own,
        is_name,
        in_list: is_list,
        others,
        has_value,
        token,
        text: inner_text,
        closed,
    }
}

/// Whether a token is not a word, text or number.
fn is_mark(kind: TokenKind) -> bool {
    is_bracket(kind) || matches!(kind, TokenKind::Comma | TokenKind::Equals | TokenKind::Dot)
}

/// Whether a token opens or closes a list or braces.
fn is_bracket(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::LeftSquareBracket
            | TokenKind::RightSquareBracket
            | TokenKind::LeftCurlyBracket
            | TokenKind::RightCurlyBracket
    )
}

/// Whether a text has its closing quotation marks.
fn is_closed(written: &str) -> bool {
    let marks = ["\"\"\"", "'''"].into_iter().find(|marks| written.starts_with(marks));
    if let Some(marks) = marks {
        return written.len() >= 6 && written.ends_with(marks);
    }
    let mark = ['"', '\''].into_iter().find(|mark| written.starts_with(*mark));
    let Some(mark) = mark.filter(|mark| written.len() > 1 && written.ends_with(*mark)) else { return false };
    // An escaped mark closes nothing.
    let inner = &written[..written.len() - 1];
    mark == '\'' || (inner.len() - inner.trim_end_matches('\\').len()).is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::super::outline;
    use super::*;

    /// What is at `|` of a text.
    fn at(text: &str) -> String {
        let place = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let found = cursor(&outline(&text), &text, place);
        let names = |parts: &[NamePart]| parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(".");
        match found.at {
            At::Header { index, closed } => format!("header {} {index} {closed}", names(&found.table)),
            At::Name { parts, index, has_value } => {
                format!("name {}/{} {index} {has_value}", names(&found.table), names(&parts))
            }
            At::Value(value) => format!(
                "value {}/{}{} {} `{}`{}{}{} beside {}",
                names(&found.table),
                names(&value.name),
                value.inner.iter().chain(&value.own).map(|part| format!("/{}", part.name)).collect::<String>(),
                if value.is_name { "name" } else { "value" },
                &text[value.token],
                value.text.map_or(String::new(), |inner| format!(" text `{}`", &text[inner])),
                if value.closed { " closed" } else { "" },
                if value.in_list { " in list" } else { "" },
                value.others.iter().map(|other| &text[other.clone()]).collect::<Vec<_>>().join(" "),
            ),
            At::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn what_is_written_at_a_place_is_known_however_broken_the_line_is() {
        for (text, expected) in [
            ("[|", "header  0 false"),
            ("[positions.|\n[next]\n", "header positions. 1 false"),
            ("[positions.do|nbas.russia]", "header positions.donbas.russia 1 true"),
            ("[positions.donbas.|]", "header positions.donbas. 2 true"),
            ("[t] |# c", "nothing"),
            ("[t]\n|\n[u]", "name t/ 0 false"),
            ("[t]\nte|\n[u]", "name t/te 0 false"),
            ("[t]\nte|xt = 1\n", "name t/text 0 true"),
            ("[t]\n# co|mment", "nothing"),
            ("[t]\na = |\n[u]\nb = 1", "value t/a value `` beside "),
            ("[t]\na = \"|\n[u]\nb = 1", "value t/a value `\"` text `` beside "),
            ("[t]\na = \"on|e\" # x", "value t/a value `\"one\"` text `one` closed beside "),
            ("[t]\na = [\"|\nb = 1", "value t/a value `\"` text `` in list beside "),
            ("[t]\na = [\"x\", |]\nb = 1", "value t/a value `` in list beside \"x\""),
            ("[t]\na = [\"x\", \"y|\", 'z']", "value t/a value `\"y\"` text `y` closed in list beside \"x\" 'z'"),
            ("a = [{ name = \"A\", ti| }]", "value /a/ti name `ti` beside name"),
            ("a = { | }", "value /a/ name `` beside "),
            ("a = { b = { c = 1, | }, d = 2 }", "value /a/b/ name `` beside c"),
            ("a = { b.| }", "value /a/b/ name `` beside b"),
            ("a = { b|b.c = 1 }", "value /a/bb name `bb` beside c"),
            ("a = { b.c|c = { d = 1 } }", "value /a/b/cc name `cc` beside b"),
            ("a = { b.c = { d = [\"x|\"", "value /a/b/c/d value `\"x\"` text `x` closed in list beside "),
            ("a = { 'b c' = { |d = 1", "value /a/b c/d name `d` beside "),
            ("a = [{ name = \"A|\" }]", "value /a/name value `\"A\"` text `A` closed beside name"),
            ("a = \"\"\"\nx [@|\n[t]\n", "value /a value `\"\"\"\nx [@` text `\nx [@` beside "),
            ("a = tr|ue", "value /a value `true` beside "),
            ("[t]\na = 1 # |", "nothing"),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
    }
}

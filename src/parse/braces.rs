//! The names in the braces of a value that may be broken: `PARTY` and `sources` in `{ PARTY = { sources = [] } }`.

use std::ops::Range;

use toml_parser::lexer::TokenKind;

use super::outline::{NamePart, TomlStatement, decoded};

/// How many lists and braces may be within each other. No table of the format is as deep.
const DEEPEST: usize = 16;

/// A name in braces, before its equals sign.
#[derive(Debug, Clone)]
pub struct InnerName {
    /// The parts of the names in whose braces it is, the outermost first, without that of the statement.
    pub outer: Vec<NamePart>,
    /// Its own parts.
    pub parts: Vec<NamePart>,
    /// From its first byte to the last of its value.
    pub range: Range<usize>,
}

/// A list or a table in braces that is open.
#[derive(Debug, Default)]
pub(super) struct OpenBrace {
    pub(super) is_list: bool,
    /// The parts of the name whose value is being read, in braces.
    pub(super) parts: Vec<NamePart>,
    /// Whether a dot comes after the last of them, so that another follows.
    pub(super) dot: bool,
    /// Whether an equals sign has been read since the last comma.
    pub(super) equals: bool,
    /// The names or items that have been read.
    pub(super) others: Vec<Range<usize>>,
}

impl OpenBrace {
    /// Whether what is here is a name, and no value.
    pub(super) fn takes_name(&self) -> bool {
        !self.is_list && !self.equals
    }

    fn name(&mut self, part: NamePart) {
        if !std::mem::take(&mut self.dot) {
            self.parts.clear();
        }
        self.parts.push(part);
    }
}

/// Takes the next token of a value, and keeps what is open.
pub(super) fn take(open: &mut Vec<OpenBrace>, text: &str, kind: TokenKind, range: &Range<usize>) {
    match kind {
        TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
            open.push(OpenBrace { is_list: kind == TokenKind::LeftSquareBracket, ..OpenBrace::default() });
        }
        TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => _ = open.pop(),
        _ => {
            let Some(last) = open.last_mut() else { return };
            match kind {
                TokenKind::Equals => last.equals = true,
                TokenKind::Comma => {
                    (last.equals, last.dot) = (false, false);
                    last.parts.clear();
                }
                TokenKind::Dot => last.dot |= last.takes_name(),
                _ if last.takes_name() => {
                    last.name(NamePart { name: decoded(text, range), range: range.clone() });
                    last.others.push(range.clone());
                }
                _ if last.is_list => last.others.push(range.clone()),
                _ => {}
            }
        }
    }
}

/// The parts of the names in whose braces a place is, the outermost first.
pub(super) fn outer(open: &[OpenBrace]) -> Vec<NamePart> {
    open.iter().filter(|it| !it.is_list && it.equals).flat_map(|it| it.parts.iter().cloned()).collect()
}

impl TomlStatement {
    /// The names in the braces of its value, in their order.
    #[must_use]
    pub fn inner_names(&self, text: &str) -> Vec<InnerName> {
        let mut all: Vec<InnerName> = Vec::new();
        if !self.value.iter().any(|(kind, _)| *kind == TokenKind::LeftCurlyBracket) {
            return all;
        }
        let mut open: Vec<OpenBrace> = Vec::new();
        // The name of each level whose value is being read.
        let mut unfinished: Vec<Option<usize>> = Vec::new();
        let mut end = self.range.start;
        for (kind, range) in &self.value {
            let is_name = *kind == TokenKind::Equals && open.last().is_some_and(OpenBrace::takes_name);
            if matches!(kind, TokenKind::Comma | TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket) {
                let last = unfinished.last_mut().and_then(Option::take);
                last.into_iter().for_each(|at: usize| all[at].range.end = end);
            }
            if is_name
                && open.len() <= DEEPEST
                && let Some((last, above)) = open.split_last()
                && let Some(first) = last.parts.first()
            {
                let range = first.range.start..self.range.end;
                unfinished.last_mut().into_iter().for_each(|it| *it = Some(all.len()));
                all.push(InnerName { outer: outer(above), parts: last.parts.clone(), range });
            }
            take(&mut open, text, *kind, range);
            unfinished.resize(open.len(), None);
            end = range.end;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline;
    use super::*;
    use crate::growth::is_linear;

    fn shown(text: &str) -> Vec<String> {
        let names = |parts: &[NamePart]| parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(".");
        let statements = outline(text);
        let inner = statements.iter().flat_map(|it| it.inner_names(text));
        inner.map(|it| format!("{}/{}: {}", names(&it.outer), names(&it.parts), &text[it.range])).collect()
    }

    #[test]
    fn every_name_in_braces_is_found_with_those_around_it() {
        let text = "a = { b = { 'c d'.e = [1, 2], f = \"x\" }, g = [{ h = 1 }, { h = 2 }] }\ni = [1]\n";
        let expected = [
            "/b: b = { 'c d'.e = [1, 2], f = \"x\" }",
            "b/c d.e: 'c d'.e = [1, 2]",
            "b/f: f = \"x\"",
            "/g: g = [{ h = 1 }, { h = 2 }]",
            "g/h: h = 1",
            "g/h: h = 2",
        ];
        assert_eq!(shown(text), expected);
        // What is not closed ends with the statement.
        assert_eq!(shown("a = { b = { c = \"x\n[t]\n"), ["/b: b = { c = \"x", "b/c: c = \"x"]);
        assert_eq!(shown("a = { b c = 1, d. = 2, = 3, e, .f = 4 }"), ["/c: c = 1", "/d: d. = 2", "/f: f = 4"]);
    }

    #[test]
    fn names_are_found_in_linear_time_however_deep_they_are() {
        for piece in ["{ a = ", "[{ a = ", "{ a = 1 }, "] {
            assert!(is_linear(4000, |parts| {
                let text = format!("a = {}", piece.repeat(parts));
                assert!(!outline(&text)[0].inner_names(&text).is_empty());
            }));
        }
    }
}

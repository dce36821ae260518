//! The comments that speak to the program, `# brief: …`, and what each is about.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::repair::Repaired;
use crate::source::{FileId, Span};

/// What a comment to the program begins with, after its `#`.
const PREFIX: &str = "brief:";

/// A comment to the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Where it is, from its `#` to the end of the line.
    pub span: Span,
    /// Where in it the text after `brief:` begins, in bytes.
    pub body: usize,
    /// What it is about.
    pub about: About,
}

impl Comment {
    /// What it says: the text after `brief:`.
    #[must_use]
    pub fn body<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.start + self.body..self.span.end).unwrap_or_default()
    }

    /// The words of what it says.
    pub fn words<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        self.body(text).split([' ', '\t', ',']).filter(|word| !word.is_empty())
    }

    /// Whether it allows something. Another one is what a person says in a sentence that begins with `brief:`.
    #[must_use]
    pub fn allows(&self, text: &str) -> bool {
        self.words(text).next() == Some("allow")
    }

    /// The range of the text to take out with the comment: its line where it stands alone, otherwise the comment with
    /// the blanks before it.
    #[must_use]
    pub fn with_its_line(&self, text: &str) -> Range<usize> {
        let Span { start, end, .. } = self.span;
        let before = text[..start].trim_end_matches([' ', '\t']);
        if !(before.is_empty() || before.ends_with(['\n', '\u{feff}'])) {
            return before.len()..end;
        }
        before.len()..text[end..].find('\n').map_or(text.len(), |at| end + at + 1)
    }
}

/// What a comment is about: what it is next to, in or directly above. A place is a range of bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The whole file: it is above the first statement, and a blank line follows.
    File,
    /// A table: its header and all that comes before the next header.
    Table(Range<usize>),
    /// A field: its key and its whole value.
    Field(Range<usize>),
    /// Nothing: a blank line or the end of the file follows.
    Nothing,
}

/// Where the text after `brief:` begins in a comment to the program; `None` for any other comment.
fn body(comment: &str) -> Option<usize> {
    let body = comment.strip_prefix('#')?.trim_start().strip_prefix(PREFIX)?;
    Some(comment.len() - body.len())
}

/// The comments to the program, in the order of the file. The text has been repaired, so that its brackets close.
pub(super) fn read(repaired: &Repaired<'_>, file: FileId) -> Vec<Comment> {
    // Nearly every file is done with here, cheaply.
    if !repaired.text.contains(PREFIX) {
        return Vec::new();
    }
    let mut reader = StatementReader::default();
    for token in Source::new(&repaired.text).lex() {
        let (start, end) = (token.span().start(), token.span().end());
        match token.kind() {
            TokenKind::Whitespace => {}
            TokenKind::Comment => {
                reader.line_is_blank = false;
                if let Some(body) = body(&repaired.text[start..end]) {
                    let span = Span::new(file, repaired.original(start..end));
                    reader.open.push(reader.comments.len());
                    reader.comments.push(Comment { span, body, about: About::Nothing });
                }
            }
            TokenKind::Newline => reader.line_end(),
            TokenKind::Eof => reader.end(start),
            kind => reader.part(kind, start..end),
        }
    }
    for comment in &mut reader.comments {
        if let About::Table(range) | About::Field(range) = &mut comment.about {
            *range = repaired.original(range.clone());
        }
    }
    reader.comments
}

/// The statements of a text without syntax errors, in its order: where each is, and whether it is a header.
pub(crate) fn statements(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut reader = StatementReader::default();
    let mut statements = Vec::new();
    for token in Source::new(text).lex() {
        let range = token.span().start()..token.span().end();
        match token.kind() {
            TokenKind::Newline | TokenKind::Eof if reader.depth == 0 => statements.extend(reader.statement.take()),
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline | TokenKind::Eof => {}
            kind => reader.part(kind, range),
        }
    }
    statements
}

/// Reads a text statement by statement: a header, or a field with its value.
struct StatementReader {
    comments: Vec<Comment>,
    /// The comments that are about the next statement, or about the one that is being read.
    open: Vec<usize>,
    /// The comments about the table that is being read.
    of_table: Vec<usize>,
    /// The statement that is being read, and whether it is a header.
    statement: Option<(Range<usize>, bool)>,
    /// How many brackets are open in it.
    depth: usize,
    line_is_blank: bool,
    is_first: bool,
}

impl Default for StatementReader {
    fn default() -> Self {
        Self {
            comments: Vec::new(),
            open: Vec::new(),
            of_table: Vec::new(),
            statement: None,
            depth: 0,
            line_is_blank: true,
            is_first: true,
        }
    }
}

impl StatementReader {
    /// Takes a part of a statement.
    fn part(&mut self, kind: TokenKind, range: Range<usize>) {
        self.line_is_blank = false;
        self.is_first = false;
        if let Some((statement, _)) = &mut self.statement {
            statement.end = range.end;
        } else {
            let is_header = kind == TokenKind::LeftSquareBracket;
            if is_header {
                self.end_table(range.start);
            }
            self.statement = Some((range, is_header));
        }
        match kind {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => self.depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn line_end(&mut self) {
        if self.statement.is_some() && self.depth == 0 {
            self.end_statement();
        } else if self.statement.is_none() && self.line_is_blank {
            self.end_block();
        }
        self.line_is_blank = true;
    }

    fn end_statement(&mut self) {
        let Some((range, is_header)) = self.statement.take() else { return };
        self.depth = 0;
        for at in &self.open {
            self.comments[*at].about =
                if is_header { About::Table(range.clone()) } else { About::Field(range.clone()) };
        }
        if is_header {
            self.of_table.append(&mut self.open);
        }
        self.open.clear();
    }

    /// Ends comments that no statement follows.
    fn end_block(&mut self) {
        for at in self.open.drain(..).filter(|_| self.is_first) {
            self.comments[at].about = About::File;
        }
    }

    fn end_table(&mut self, end: usize) {
        for at in self.of_table.drain(..) {
            if let About::Table(range) = &mut self.comments[at].about {
                range.end = end;
            }
        }
    }

    fn end(&mut self, end: usize) {
        self.end_statement();
        self.end_block();
        self.end_table(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::is_linear;
    use crate::parse::{TomlDocument, parse};
    use crate::source::Sources;

    fn document(text: &str) -> TomlDocument {
        let mut sources = Sources::default();
        let file = sources.add("a.toml", text);
        parse(&sources, file).0
    }

    /// What each comment says, and the text that it is about.
    fn found(text: &str) -> Vec<(String, String)> {
        let of = |comment: &Comment| {
            let about = match &comment.about {
                About::File => "the file".to_owned(),
                About::Table(range) => format!("table {}", &text[range.clone()].trim_end()),
                About::Field(range) => format!("field {}", &text[range.clone()]),
                About::Nothing => "nothing".to_owned(),
            };
            (text[comment.span.range()][comment.body..].trim().to_owned(), about)
        };
        document(text).comments().iter().map(of).collect()
    }

    fn about(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(_, about)| about).collect()
    }

    #[test]
    fn a_comment_is_about_what_it_stands_beside_or_directly_above() {
        let text = "# brief: 1\n# Other\n\n#brief: 2\n# Other\na = 1 # brief: 3\n\n# brief: 4\n[t] # brief: 5\nb = 2\n\
                    \n# brief: 6\n[t.u]\nc = 3\n\n# brief: 7\n\n[v]\n# brief: 8\n";
        let table = "table [t] # brief: 5\nb = 2\n\n# brief: 6";
        let expected = [
            ("1", "the file"),
            ("2", "field a = 1"),
            ("3", "field a = 1"),
            ("4", table),
            ("5", table),
            ("6", "table [t.u]\nc = 3\n\n# brief: 7"),
            ("7", "nothing"),
            ("8", "nothing"),
        ];
        assert_eq!(found(text), expected.map(|(body, about)| (body.to_owned(), about.to_owned())));
        let windows = text.replace('\n', "\r\n");
        assert_eq!(about(&windows)[3], table.replace('\n', "\r\n"));
        assert_eq!(about(&format!("\u{feff}{text}")), about(text));
    }

    #[test]
    fn a_value_of_several_lines_is_one_field_and_a_text_holds_no_comment() {
        let list = "a = [\n  1, # brief: 1\n\n  # brief: 2\n  2,\n] # brief: 3\nb = 1\n";
        let field = format!("field {}", &list[..=list.find("] ").unwrap()]);
        assert_eq!(about(list), [field.as_str(); 3]);
        let text = "# brief: 1\na = \"\"\"\n# brief: 2\n\"\"\" # brief: 3\nb = '# brief: 4'\n'# brief: 5' = \"[\"\n# brief: 6\nc = 1\n";
        assert_eq!(found(text).iter().map(|(body, _)| body.as_str()).collect::<Vec<_>>(), ["1", "3", "6"]);
        assert_eq!(about(text)[0], "field a = \"\"\"\n# brief: 2\n\"\"\"");
    }

    #[test]
    fn a_text_that_is_not_closed_hides_no_comment_below_it() {
        let text = "a = [1,\n\n[t]\n# brief: 1\nb = 2\n";
        assert!(!document(text).is_whole());
        assert_eq!(about(text), ["field b = 2"]);
    }

    #[test]
    fn many_comments_are_read_in_linear_time() {
        for piece in ["# brief: x\n", "# brief: x\na.a = [ # brief: x\n1]\n", "# brief: x\n[[t]]\n\n"] {
            assert!(is_linear(2000, |parts| assert!(document(&piece.repeat(parts)).comments().len() >= parts)));
        }
    }
}

//! The toml crate's errors in words for people who are not programmers, one for each line.
//!
//! The crate gives a place and an English sentence and no kind, so an error is judged first by what is in the line
//! and only then by that sentence; one that is not known is passed on as it is.

mod field;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::parts::{LineIndex, Literals, is_name, long_texts, looks_like_a_new_part};
use super::repair::Repair;
use super::{Damage, TomlTable};
use crate::diagnostic::{Code, Diagnostic, Label};
use crate::source::{FileId, Span};

// The beginnings of the crate's messages that decide more than words; `tests.rs` holds each message used here to the
// crate.

/// A key without a value, at which the crate stops building its tree.
const NO_VALUE: &str = "key with no value";
/// A text of several lines that is not closed.
const UNCLOSED_TEXT: &str = "invalid multi-line";
/// A key or table that occurs twice.
const DUPLICATE: &str = "duplicate key";

/// More are of no use to anybody.
const MOST_ERRORS: usize = 100;

/// The range of the line in which a byte is, without its line ending.
pub(super) fn line_around(text: &str, byte: usize) -> Range<usize> {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
    start..end
}

/// Ranges in order, with those that touch or overlap made one.
pub(super) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, range| {
        let meets = next.start <= range.end;
        if meets {
            range.end = range.end.max(next.end);
        }
        meets
    });
    ranges
}

/// What earlier lines have shown, so that an error that only follows from it is not reported.
#[derive(Default)]
struct Seen {
    /// Whether git has left two versions of a part in the file: then fields occur twice.
    conflict: bool,
    /// The bytes of a table that stands for the second time: its fields occur twice, too.
    second_table: Range<usize>,
}

/// An error of the toml crate, at its place in the file.
pub(super) struct Problem<'a> {
    pub(super) place: Range<usize>,
    pub(super) message: &'a str,
}

/// Reports errors as diagnostics, over several readings of one text.
pub(super) struct SyntaxReporter<'a> {
    text: &'a str,
    file: FileId,
    lines: LineIndex<'a>,
    literals: Literals,
    headers: Option<HashMap<String, usize>>,
    seen: Seen,
    /// The starts of the lines with an error that was reported.
    reported: HashSet<usize>,
    unreported: usize,
    repairs: Vec<Repair>,
    out: Vec<Diagnostic>,
}

impl<'a> SyntaxReporter<'a> {
    pub(super) fn new(text: &'a str, file: FileId) -> Self {
        let conflict = text.lines().any(|line| line.starts_with("<<<<<<< "));
        Self {
            text,
            file,
            lines: LineIndex::new(text),
            literals: Literals::default(),
            headers: None,
            seen: Seen { conflict, ..Seen::default() },
            reported: HashSet::new(),
            unreported: 0,
            repairs: Vec::new(),
            out: Vec::new(),
        }
    }

    pub(super) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if let Some(last) = self.out.last_mut().filter(|_| self.unreported > 0) {
            last.notes.push(format!("{} further lines cannot be read either", self.unreported));
        }
        self.out
    }

    /// Reports the errors of one reading, one a line, and adds to the damage. Returns the repairs with which the text
    /// is to be read again.
    pub(super) fn report(&mut self, root: &TomlTable, problems: Vec<Problem<'_>>, damage: &mut Damage) -> Vec<Repair> {
        self.literals = Literals::of(self.text, root);
        let first_unclosed = self.unclosed(&problems);
        damage.names |= first_unclosed.is_some();
        let mut by_line: BTreeMap<usize, Vec<Problem<'_>>> = BTreeMap::new();
        for problem in problems {
            let start = self.lines.start(problem.place.start);
            // What follows is read again, and reported if there is still something wrong.
            if first_unclosed.is_none_or(|unclosed| start < unclosed) {
                by_line.entry(start).or_default().push(problem);
            }
        }
        for (start, mut problems) in by_line {
            let line = start..self.lines.end(start);
            if !self.reported.insert(start) {
                continue;
            }
            damage.lines.push(line.clone());
            problems.sort_by_key(|problem| (problem.place.start, problem.place.end));
            if self.out.len() < MOST_ERRORS {
                let repairs = self.repairs.len();
                damage.structure |= self.line(&line, &problems);
                damage.names |= self.repairs.len() > repairs || !self.has_its_name(&line, &problems);
            } else {
                damage.structure = true;
                self.unreported += 1;
            }
        }
        damage.lines.extend(self.repairs.iter().filter_map(|repair| match repair {
            Repair::Cut(range) => Some(range.clone()),
            Repair::Insert(..) => None,
        }));
        std::mem::take(&mut self.repairs)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn say(&mut self, message: impl Into<String>, place: Range<usize>, label: &str) -> &mut Diagnostic {
        let span = self.span(place);
        self.out.push(Diagnostic::new(Code::SYNTAX_ERROR, message).at_with(span, label));
        let last = self.out.len() - 1;
        &mut self.out[last]
    }

    /// Reports the first bracket or text that is not closed: it swallows the lines after it, so that all errors after
    /// it may only follow from it. Returns the line in which it is.
    fn unclosed(&mut self, problems: &[Problem<'_>]) -> Option<usize> {
        let text = self.unclosed_text(problems);
        let list = self.unclosed_bracket(problems);
        let opening = match (text, list) {
            (Some(text), Some(list)) if list < text.start => list..list + 1,
            (Some(text), _) => text,
            (None, list) => list.map(|list| list..list + 1)?,
        };
        let start = self.lines.start(opening.start);
        let end = self.end_of_statement(opening.start);
        self.repairs.push(Repair::Cut(start..end));
        self.reported.insert(start);
        let trimmed = self.text[..end].trim_end().len().max(opening.end);
        let until = self.span(trimmed..trimmed);
        let mark = self.text[opening.clone()].to_owned();
        let (what, missing, part) = match mark.as_str() {
            "[" => ("list is", "]", "item of the list"),
            "{" => ("record is", "}", "field of the record"),
            _ => {
                let diagnostic = self.say(format!("a text opened with {mark} is not closed"), opening, "opened here");
                diagnostic.help = Some(format!("write {mark} after the last line of the text"));
                return Some(start);
            }
        };
        let message = format!("a {what} opened with `{mark}` and not closed");
        let diagnostic = self.say(message, opening, "opened here");
        diagnostic.related.push(Label { span: until, text: format!("`{missing}` is expected here at the latest") });
        diagnostic.help = Some(format!("write `{missing}` after the last {part}"));
        Some(start)
    }

    /// The first bracket that opens a value and is not closed: there is an error in the value, and it goes on over a
    /// line that looks like a field or a table.
    fn unclosed_bracket(&self, problems: &[Problem<'_>]) -> Option<usize> {
        let brackets = &self.literals.brackets;
        // Where the statement of the bracket ends, for the errors that follow in the same value.
        let mut latest = (usize::MAX, 0);
        let opens = |problem: &Problem<'_>| {
            let at = problem.place.start;
            let last = brackets.partition_point(|bracket| bracket.start <= at).checked_sub(1)?;
            let bracket = brackets.get(last).filter(|bracket| at <= bracket.end && problem.message != DUPLICATE)?;
            if latest.0 != bracket.start {
                latest = (bracket.start, self.end_of_statement(bracket.start));
            }
            (latest.1 < bracket.end || problem.message.starts_with("unclosed")).then_some(bracket.start)
        };
        problems.iter().filter_map(opens).min()
    }

    /// The quotation marks of the first text of several lines that is not closed: one that the opening marks of a later
    /// field close, or one in which the file ends.
    fn unclosed_text(&self, problems: &[Problem<'_>]) -> Option<Range<usize>> {
        let after = problems.iter().map(|problem| problem.place.start).max()?;
        let all = long_texts(self.text, &self.reported);
        let texts = || all.iter().take_while(|text| text.start <= after);
        let inner = |text: &Range<usize>| self.text.get(text.start + 3..text.end).unwrap_or_default();
        let closed_by_the_next = |text: &&Range<usize>| {
            let inner = inner(text).trim_end_matches(['"', '\'']).trim_end_matches(' ');
            let last = inner.rsplit_once('\n').map_or("", |(_, last)| last);
            last.ends_with(['=', '[']) && looks_like_a_new_part(last)
        };
        let open = problems.iter().any(|problem| problem.message.starts_with(UNCLOSED_TEXT));
        let first = texts()
            .find(|text| closed_by_the_next(text) || open && inner(text).lines().skip(1).any(looks_like_a_new_part));
        let text = first.or_else(|| texts().last().filter(|_| open))?;
        Some(text.start..text.start + 3)
    }

    /// The byte at which a statement ends that opens something at `at` and does not close it: before the first line
    /// that looks like a field or a table.
    fn end_of_statement(&self, at: usize) -> usize {
        let mut next = (self.lines.end(self.lines.start(at)) + 1).min(self.text.len());
        for line in self.text[next..].split_inclusive('\n') {
            if looks_like_a_new_part(line) {
                break;
            }
            next += line.len();
        }
        if self.text[..next].ends_with('\n') { next - 1 } else { next }
    }

    /// Whether the tree has the name of what is on a line, so that only a value is missing.
    fn has_its_name(&self, line: &Range<usize>, problems: &[Problem<'_>]) -> bool {
        let text = &self.text[line.clone()];
        let begins = line.start + text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
        let Some(first) = problems.first() else { return true };
        if first.message == DUPLICATE {
            // That of the first time.
            return !text.trim_start().starts_with('[');
        }
        let rest = self.text.get(first.place.end..line.end).unwrap_or_default();
        // In braces, and after a value that is whole, there may be more names.
        if text.contains('{') || rest.contains('=') {
            return false;
        }
        let in_list = Literals::around(&self.literals.brackets, first.place.start)
            .is_some_and(|list| list.start < line.start && self.text[list.start..].starts_with('['));
        self.literals.starts.contains(&begins) || in_list && !looks_like_a_new_part(text)
    }

    /// Reports the line's first error. Returns whether it leaves the structure in doubt.
    fn line(&mut self, line: &Range<usize>, problems: &[Problem<'_>]) -> bool {
        let Some(problem) = problems.first() else { return false };
        let whole = self.text[line.clone()].trim_end_matches('\r');
        let trimmed = whole.trim_start_matches('\u{feff}').trim();
        let place = problem.place.clone();
        let begins = line.start + (whole.len() - whole.trim_start_matches('\u{feff}').trim_start().len());
        let content = begins..begins + trimmed.len();
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| trimmed.starts_with(mark)) {
            if self.seen.conflict && !trimmed.starts_with('<') {
                return true;
            }
            let diagnostic = self.say("two versions of this part were not merged", content, "left behind by git");
            diagnostic.help = Some(
                "keep the lines of one version and delete the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`"
                    .to_owned(),
            );
            return true;
        }
        if let Some(control) =
            self.text[place.start..].chars().next().filter(|c| c.is_control() && !"\n\r\t".contains(*c))
        {
            let diagnostic = self.say(
                format!("the control character U+{:04X} is not allowed in the file", u32::from(control)),
                place.start..place.start + control.len_utf8(),
                "invisible",
            );
            diagnostic.help = Some("delete it, and type the text again".to_owned());
            return false;
        }
        if problem.message == DUPLICATE {
            let header = trimmed.starts_with('[');
            if header {
                let next = self.text[line.end..].find("\n[").map_or(self.text.len(), |at| line.end + at);
                self.seen.second_table = line.start..next;
            } else if self.seen.second_table.contains(&line.start) {
                return false;
            }
            if !self.seen.conflict {
                self.duplicate(place, header);
            }
            return false;
        }
        if let Some(name) = trimmed.strip_suffix(']').filter(|name| is_name(name)) {
            // Its fields would fall into the table before it.
            self.repairs.push(Repair::Insert(content.start, '['));
            let diagnostic = self.say("the name of a table is not opened with `[`", content, "");
            diagnostic.help = Some(format!("write `[{name}]`"));
            return false;
        }
        if trimmed.starts_with('[') && !trimmed.contains('=') {
            self.header(content, trimmed, place);
            return false;
        }
        if problems.iter().any(|problem| problem.message.starts_with(NO_VALUE)) {
            // The crate stops building its tree there.
            self.repairs.push(Repair::Cut(line.clone()));
        }
        self.field(content, trimmed, problem);
        // A key that could not be read may be any field of its table, and a value that could not be read is marked.
        false
    }

    fn duplicate(&mut self, place: Range<usize>, header: bool) {
        let key = self.text[place.clone()].to_owned();
        let name = key.trim_matches(['"', '\'']).to_owned();
        let (first, what) = if header {
            let text = self.text;
            let headers = self.headers.get_or_insert_with(|| {
                let mut headers = HashMap::new();
                let mut start = 0;
                for line in text.split_inclusive('\n') {
                    if let Some(header) = header_of(line) {
                        headers.entry(header).or_insert(start);
                    }
                    start += line.len();
                }
                headers
            });
            let line = line_around(text, place.start);
            let this = header_of(&text[line.clone()]);
            let first = this.as_ref().and_then(|header| headers.get(header)).filter(|start| **start < line.start);
            let what = this.map_or_else(|| format!("`{name}`"), |header| format!("the table `[{header}]`"));
            (first.map(|start| line_around(text, *start)), what)
        } else {
            let before =
                self.literals.keys.get(&name).and_then(|places| {
                    places[..places.partition_point(|other| other.start < place.start)].last().cloned()
                });
            (before, format!("the field `{name}`"))
        };
        let first = first.map(|range| self.span(range));
        let diagnostic = self.say(format!("{what} is defined twice"), place, "the second time");
        if let Some(span) = first {
            diagnostic.related.push(Label { span, text: "the first time".to_owned() });
        }
        diagnostic.help = Some(
            if header { "join the two tables, or give one of them another id" } else { "delete one of the two lines" }
                .to_owned(),
        );
    }

    /// Reports a header, and closes it in the repaired text; one whose name cannot be read is taken out with its table.
    fn header(&mut self, content: Range<usize>, trimmed: &str, place: Range<usize>) {
        let written = trimmed.split('#').next().unwrap_or_default().trim_end();
        let inner = written.trim_start_matches('[');
        let brackets = written.len() - inner.len();
        let named = inner.split_once(']').filter(|(name, _)| brackets == 1 && is_name(name.trim()));
        if brackets == 1 && is_name(inner) {
            self.repairs.push(Repair::Insert(content.start + written.len(), ']'));
        } else if let Some((name, _)) = named {
            self.repairs.push(Repair::Cut(content.start + brackets + name.len() + 1..content.end));
        } else {
            let rest = &self.text[content.end..];
            let next = rest
                .match_indices("\n[")
                .find(|(at, _)| looks_like_a_new_part(rest[at + 1..].lines().next().unwrap_or("")));
            self.repairs.push(Repair::Cut(content.start..next.map_or(self.text.len(), |(at, _)| content.end + at)));
        }
        let diagnostic = if trimmed.contains(']') {
            let place = if place.is_empty() { content } else { place };
            let diagnostic = self.say("the name of a table cannot be read", place, "");
            diagnostic.notes.push(
                "a name is made of a–z, 0–9, `-` and `_`; its parts are joined by dots, without spaces".to_owned(),
            );
            diagnostic.notes.extend(other_letter(trimmed));
            diagnostic
        } else {
            self.say("the name of a table is not closed with `]`", content, "")
        };
        diagnostic.help = Some("write it as in `[parties.north]`".to_owned());
    }
}

/// What to know of the first letter in a name that is none of a–z: it may look like one of them.
pub(super) fn other_letter(name: &str) -> Option<String> {
    let other = name.chars().find(|c| c.is_alphabetic() && !c.is_ascii())?;
    Some(format!("`{other}` is U+{:04X}, not one of a–z", u32::from(other)))
}

/// The name in a header line, without white space.
fn header_of(line: &str) -> Option<String> {
    let inner = line.trim().strip_prefix('[')?.split(']').next()?;
    Some(inner.chars().filter(|c| !c.is_whitespace()).collect())
}

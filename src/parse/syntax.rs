//! The toml crate's errors in words for people who are not programmers, one for each line.
//!
//! The crate gives a place and an English sentence and no kind, so a fault is judged first by what stands in the line
//! and only then by that sentence; one that is not known is passed on as it is.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use toml::de::Error;

use super::{Damage, Kind, Table};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Label};
use crate::model::PartialDate;
use crate::source::{FileId, Span};

/// More are of no use to anybody.
const MOST_ERRORS: usize = 100;

/// The range of the line in which a byte stands, without its line end.
pub(super) fn line_around(text: &str, byte: usize) -> Range<usize> {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
    start..end
}

/// The text with the lines blanked at which the crate gives up building its tree; `None` when there are none.
pub(super) fn without_unreadable_lines(text: &str, errors: &[Error]) -> Option<String> {
    let mut mended: Option<Vec<u8>> = None;
    let mut done = 0;
    for error in errors.iter().filter(|error| error.message().starts_with("key with no value")) {
        let Some(place) = error.span() else { continue };
        if place.start < done {
            continue;
        }
        let line = line_around(text, place.start);
        done = line.end;
        let bytes = mended.get_or_insert_with(|| text.as_bytes().to_vec());
        for byte in &mut bytes[line] {
            if *byte != b'\r' {
                *byte = b' ';
            }
        }
    }
    mended.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// One diagnostic a line, and what the errors leave in doubt.
pub(super) fn diagnose(text: &str, file: FileId, root: &Table, errors: &[Error]) -> (Vec<Diagnostic>, Damage) {
    if errors.is_empty() {
        return (Vec::new(), Damage { lines: Vec::new(), structure: false });
    }
    let mut by_line: BTreeMap<usize, Vec<Fault<'_>>> = BTreeMap::new();
    let lines = Lines::new(text);
    for error in errors {
        let place = error.span().unwrap_or(text.len()..text.len());
        let start = text.floor_char_boundary(place.start.min(text.len()));
        let end = text.ceil_char_boundary(place.end.min(text.len())).max(start);
        let fault = Fault { place: start..end, message: error.message() };
        by_line.entry(lines.start(start)).or_default().push(fault);
    }
    let mut reader = Reader { text, file, literals: Literals::of(root), headers: None, out: Vec::new() };
    let mut damage = Damage { lines: Vec::new(), structure: false };
    let swallowed = reader.unclosed_lists(errors);
    damage.structure |= !swallowed.is_empty();
    let mut seen = Seen { conflict: text.lines().any(|line| line.starts_with("<<<<<<< ")), ..Seen::default() };
    let mut untold = 0;
    for (start, mut faults) in by_line {
        let line = start..lines.end(start);
        damage.lines.push(line.clone());
        if swallowed.iter().any(|list| list.start <= line.end && line.start <= list.end) {
            continue;
        }
        if reader.out.len() >= MOST_ERRORS {
            damage.structure = true;
            untold += 1;
            continue;
        }
        faults.sort_by_key(|fault| (fault.place.start, fault.place.end));
        damage.structure |= reader.line(&line, &faults, &mut seen);
    }
    if let Some(last) = reader.out.last_mut().filter(|_| untold > 0) {
        last.notes.push(format!("{untold} further lines cannot be read either"));
    }
    (reader.out, damage)
}

/// The starts of all lines.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, starts: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect() }
    }

    fn start(&self, byte: usize) -> usize {
        self.starts[self.starts.partition_point(|start| *start <= byte) - 1]
    }

    fn end(&self, start: usize) -> usize {
        let next = self.starts.partition_point(|other| *other <= start);
        self.starts.get(next).map_or(self.text.len(), |next| next - 1)
    }
}

/// What earlier lines have shown, so that a fault that only follows from it is not told.
#[derive(Default)]
struct Seen {
    /// Whether git has left two versions of a part in the file: then fields stand twice.
    conflict: bool,
    /// The bytes of a table that stands for the second time: its fields stand twice, too.
    second_table: Range<usize>,
}

struct Fault<'a> {
    place: Range<usize>,
    message: &'a str,
}

/// Where the texts, lists and keys of the tree stand: what later errors refer back to.
#[derive(Default)]
struct Literals {
    texts: Vec<Range<usize>>,
    lists: Vec<Range<usize>>,
    keys: HashMap<String, Vec<Range<usize>>>,
}

impl Literals {
    fn of(root: &Table) -> Self {
        let mut all = Self::default();
        all.table(root);
        all.keys.values_mut().for_each(|places| places.sort_by_key(|place| place.start));
        all
    }

    fn table(&mut self, table: &Table) {
        for (name, entry) in &table.entries {
            self.keys.entry(name.clone()).or_default().push(entry.key.range());
            self.value(&entry.value);
        }
    }

    fn value(&mut self, value: &super::Value) {
        match &value.kind {
            Kind::Text(_) => self.texts.push(value.span.range()),
            Kind::Table(table) => self.table(table),
            Kind::List(list) => {
                self.lists.push(value.span.range());
                for item in list {
                    self.value(item);
                }
            }
            _ => {}
        }
    }

    /// The text or list around a byte that opened last.
    fn around(places: &[Range<usize>], byte: usize) -> Option<Range<usize>> {
        places.iter().filter(|place| place.start <= byte && byte <= place.end).max_by_key(|place| place.start).cloned()
    }
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    literals: Literals,
    headers: Option<HashMap<String, usize>>,
    out: Vec<Diagnostic>,
}

const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn say(&mut self, message: impl Into<String>, place: Range<usize>, label: &str) -> &mut Diagnostic {
        let span = self.span(place);
        self.out.push(Diagnostic::new(Code::SYNTAX_ERROR, message).at_with(span, label));
        let last = self.out.len() - 1;
        &mut self.out[last]
    }

    /// A list that does not close swallows the lines after it; the fault is where it opened. Gives what was swallowed.
    fn unclosed_lists(&mut self, errors: &[Error]) -> Vec<Range<usize>> {
        let swallowing = |error: &&Error| {
            error.message().starts_with("unclosed array,") || error.message().starts_with("unexpected `=` in array")
        };
        let mut swallowed: Vec<Range<usize>> = Vec::new();
        for error in errors.iter().filter(swallowing) {
            let at = error.span().map_or(self.text.len(), |span| span.start);
            if swallowed.len() >= MOST_ERRORS || swallowed.iter().any(|list| list.start <= at && at <= list.end) {
                continue;
            }
            let around = self.literals.lists.iter().filter(|list| list.start <= at && at <= list.end);
            let Some(list) = around.min_by_key(|list| list.start).cloned() else { continue };
            // The list should have ended before the first line that looks like a field or a table.
            let mut end = line_around(self.text, list.start).end;
            for line in self.text[end..list.end.max(end)].split_inclusive('\n') {
                if looks_like_a_new_part(line) {
                    break;
                }
                end += line.len();
            }
            let end = self.text[..end].trim_end().len().max(list.start + 1);
            let until = self.span(end..end);
            let said = self.say("a list is opened with `[` and not closed", list.start..list.start + 1, "opened here");
            said.related.push(Label { span: until, text: "`]` is expected here at the latest".to_owned() });
            said.help = Some("write `]` after the last item of the list".to_owned());
            swallowed.push(list);
        }
        swallowed
    }

    /// Reports the line's first fault. Gives whether it leaves the structure in doubt.
    fn line(&mut self, line: &Range<usize>, faults: &[Fault<'_>], seen: &mut Seen) -> bool {
        let Some(fault) = faults.first() else { return false };
        let whole = self.text[line.clone()].trim_end_matches('\r');
        let trimmed = whole.trim_start_matches('\u{feff}').trim();
        let place = fault.place.clone();
        let begins = line.start + (whole.len() - whole.trim_start_matches('\u{feff}').trim_start().len());
        let content = begins..begins + trimmed.len();
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| trimmed.starts_with(mark)) {
            if seen.conflict && !trimmed.starts_with('<') {
                return true;
            }
            let said = self.say("two versions of this part were not merged", content, "left behind by git");
            said.help = Some(
                "keep the lines of one version and delete the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`"
                    .to_owned(),
            );
            return true;
        }
        if let Some(control) =
            self.text[place.start..].chars().next().filter(|c| c.is_control() && !"\n\r\t".contains(*c))
        {
            let said = self.say(
                format!("the control character U+{:04X} cannot stand in the file", u32::from(control)),
                place.start..place.start + control.len_utf8(),
                "invisible",
            );
            said.help = Some("delete it, and type the text again".to_owned());
            return false;
        }
        if fault.message == "duplicate key" {
            let header = trimmed.starts_with('[');
            if header {
                let next = self.text[line.end..].find("\n[").map_or(self.text.len(), |at| line.end + at);
                seen.second_table = line.start..next;
            } else if seen.second_table.contains(&line.start) {
                return false;
            }
            if !seen.conflict {
                self.duplicate(place, header);
            }
            return false;
        }
        if fault.message.starts_with("invalid multi-line") {
            self.unclosed_paragraphs(place);
            return true;
        }
        if trimmed.starts_with('[') && !trimmed.contains('=') {
            self.header(content, trimmed, place);
            return true;
        }
        self.field(content, trimmed, fault);
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
        let said = self.say(format!("{what} stands twice"), place, "the second time");
        if let Some(span) = first {
            said.related.push(Label { span, text: "the first time".to_owned() });
        }
        said.help = Some(
            if header { "join the two tables, or give one of them another id" } else { "delete one of the two lines" }
                .to_owned(),
        );
    }

    fn unclosed_paragraphs(&mut self, place: Range<usize>) {
        let opening = Literals::around(&self.literals.texts, place.start).map(|text| text.start);
        let marks = opening.and_then(|start| self.text.get(start..start + 3)).unwrap_or("\"\"\"").to_owned();
        let place = opening.map_or(place, |start| start..(start + 3).min(self.text.len()));
        let said = self.say(format!("a text opened with {marks} is not closed"), place, "opened here");
        said.help = Some(format!("write {marks} after the last line of the text"));
        said.notes.push("the rest of the file was taken for a part of the text".to_owned());
    }

    fn header(&mut self, content: Range<usize>, trimmed: &str, place: Range<usize>) {
        let said = if trimmed.contains(']') {
            let place = if place.is_empty() { content } else { place };
            let said = self.say("the name of a table cannot be read", place, "");
            said.notes.push(
                "a name is made of a–z, 0–9, `-` and `_`; its parts are joined by dots, without spaces".to_owned(),
            );
            said
        } else {
            self.say("the name of a table is not closed with `]`", content, "")
        };
        said.help = Some("write it as in `[parties.north]`".to_owned());
    }

    fn field(&mut self, content: Range<usize>, trimmed: &str, fault: &Fault<'_>) {
        let place = fault.place.clone();
        let (key, value) = trimmed.split_once('=').map_or((trimmed, ""), |(key, value)| (key.trim(), value.trim()));
        let message = fault.message;
        if message.starts_with("string values must be quoted") {
            self.unquoted(&content, key, place);
        } else if value.starts_with(CURLY) || key.starts_with(CURLY) || self.text[place.clone()].starts_with(CURLY) {
            self.curly(place);
        } else if message.starts_with("key with no value")
            || (!trimmed.contains('=') && !trimmed.contains(['[', '{', ']', '}']))
        {
            self.no_value(content, trimmed, key);
        } else if message.starts_with("invalid unquoted key") {
            let colon = trimmed.split_once(':').filter(|(name, _)| !name.contains(['=', '"']));
            if colon.is_some() {
                self.no_value(content, trimmed, key);
            } else {
                let said = self.say(format!("`{key}` is no name of a field"), place, "");
                said.notes.push("a name is made of a–z, 0–9, `-` and `_`".to_owned());
            }
        } else if message.starts_with("invalid basic string") || message.starts_with("invalid literal string") {
            let opening = Literals::around(&self.literals.texts, place.start).filter(|text| text.end >= place.start);
            let mark = opening.as_ref().and_then(|text| self.text[text.start..].chars().next()).unwrap_or('"');
            let said =
                self.say(format!("a text opened with {mark} is not closed on its line"), opening.unwrap_or(place), "");
            said.help = Some(format!(
                "write {mark} at the end of the text; a text of several lines stands between {mark}{mark}{mark} and {mark}{mark}{mark}"
            ));
        } else if message.starts_with("unexpected key or value") {
            let rest = place.start..content.end.max(place.start);
            if self.text[..place.start].trim_end().ends_with(['"', '\'']) {
                let said = self.say("more stands on the line after the text is closed", rest, "not expected here");
                said.help = Some(
                    "write `\\\"` for a quotation mark inside a text, and each field on a line of its own".to_owned(),
                );
            } else {
                self.say("more stands on the line than one field", rest, "not expected here");
            }
        } else if message.starts_with("missing escaped value")
            || message.starts_with("invalid value, expected unicode")
            || message.starts_with("too few unicode")
        {
            let slash = self.text[..place.start].rfind('\\').map_or(place.clone(), |at| at..place.end.max(at + 1));
            let said = self.say("a backslash in a text needs a letter that means something", slash, "");
            said.help = Some("write `\\\\` for a backslash".to_owned());
        } else if message.starts_with("invalid boolean") {
            let word = self.text[place.clone()].to_lowercase();
            let span = self.span(place.clone());
            let said = self.say(
                format!("`{}` is neither `true` nor `false`", &trimmed[trimmed.len() - value.len()..]),
                place,
                "",
            );
            if word == "true" || word == "false" {
                said.help = Some(format!("write `{word}`, in small letters"));
                said.fix = Some(replace(span, &word, true));
            }
        } else if message.starts_with("invalid date")
            || message.starts_with("invalid time")
            || message.starts_with("invalid float")
            || message.starts_with("unexpected leading zero")
        {
            self.number(place);
        } else if message.starts_with("missing comma") {
            let said =
                self.say("two items of a list stand side by side without a comma", place, "a comma is missing here");
            said.help = Some("write `,` between the items".to_owned());
        } else if message.starts_with("carriage return") {
            self.say("a line ends in a way that cannot be read", place, "a lone carriage return").help =
                Some("save the file with line ends of Unix or Windows".to_owned());
        } else {
            let place = if place.is_empty() { content } else { place };
            let said = self.say("this line cannot be read", place, "");
            said.notes.push(format!("the reader of the file says: {message}"));
        }
    }

    fn unquoted(&mut self, content: &Range<usize>, key: &str, place: Range<usize>) {
        let written = self.text[place.clone()].to_owned();
        let span = self.span(place.clone());
        if written.trim().is_empty() {
            self.say(format!("`{key}` has no value"), content.clone(), "").help =
                Some(format!("write a value after the `=`, as in `{key} = \"…\"`, or delete the line"));
        } else if written.starts_with(CURLY) {
            self.curly(place);
        } else if let Some(date) = european_date(&written) {
            let said = self.say("a date is written year-month-day", place, "");
            said.help = Some(format!("write {date}"));
            said.fix = Some(replace(span, &date, false));
        } else if let Some(word) = truth(&written) {
            let said = self.say(format!("`{written}` is no value"), place, "");
            said.help = Some(format!("write {word}, or \"{written}\" if it is a text"));
            said.fix = Some(replace(span, word, true));
        } else {
            let said = self.say("text must stand in quotation marks", place, "");
            if !written.contains(['"', '\\', '\n']) {
                said.help = Some(format!("write \"{}\"", shortened(&written)));
                said.fix = Some(replace(span, &format!("\"{written}\""), true));
            }
        }
    }

    fn curly(&mut self, place: Range<usize>) {
        let written = self.text[place.clone()].to_owned();
        let span = self.span(place.clone());
        let said =
            self.say("curly quotation marks, as a word processor makes them, do not open or close a text", place, "");
        said.help = Some("write straight ones: \"".to_owned());
        let inner = written.trim_matches(CURLY);
        if inner.len() < written.len() && !inner.contains(['"', '\\', '\n']) && !inner.is_empty() {
            said.fix = Some(replace(span, &format!("\"{inner}\""), true));
        }
    }

    fn no_value(&mut self, content: Range<usize>, trimmed: &str, key: &str) {
        let colon = trimmed.split_once(':').filter(|(name, _)| !name.contains(['=', '"', '\'']));
        if trimmed.starts_with("//")
            || trimmed.starts_with("<!--")
            || trimmed.starts_with("/*")
            || trimmed.starts_with(';')
        {
            self.say("a comment starts with `#`", content, "").help =
                Some("write `#` at the start of the line".to_owned());
        } else if let Some((name, value)) = colon {
            let (name, value) = (name.trim(), value.trim());
            let said = self.say("a field is written with `=`, not with `:`", content, "");
            said.help = Some(format!("write `{} = {}`", shortened(name), shortened(value)));
        } else if trimmed.contains('=') && key.contains(' ') {
            let said = self.say(format!("`{}` is no name of a field: it has a space", shortened(key)), content, "");
            said.help = Some(format!("join the words, as in `{}`", shortened(&key.replace(' ', "_"))));
        } else {
            let said = self.say("this line is no field: it has no `=`", content, "");
            said.help = Some(
                "write it as in `title = \"Words\"`; a text of several lines stands between \"\"\" and \"\"\""
                    .to_owned(),
            );
        }
    }

    fn number(&mut self, place: Range<usize>) {
        // The whole word around the place.
        let ends = |c: char| c.is_whitespace() || "=,[]{}#".contains(c);
        let start = self.text[..place.start].trim_end_matches(|c| !ends(c)).len();
        let end = self.text[place.end..].find(ends).map_or(self.text.len(), |at| place.end + at);
        let span = start..end;
        let token = &self.text[span.clone()];
        if let Some(date) = european_date(token) {
            let at = self.span(span.clone());
            let said = self.say("a date is written year-month-day", span, "");
            said.help = Some(format!("write {date}"));
            said.fix = Some(replace(at, &date, false));
        } else if token.matches('-').count() == 2 {
            let at = self.span(span.clone());
            // Month and day may have been swapped.
            let parts: Vec<&str> = token.split('-').collect();
            let swapped = format!("{}-{}-{}", parts[0], parts[2], parts[1]);
            let is_date = swapped.parse::<toml::value::Datetime>().is_ok();
            let said = self.say(format!("`{token}` is no day of the calendar"), span, "");
            said.help = Some("a date is written year-month-day, as in 2025-12-26".to_owned());
            if is_date {
                said.help = Some(format!("a date is written year-month-day: did you mean {swapped}?"));
                said.fix = Some(replace(at, &swapped, false));
            }
        } else {
            let at = self.span(span.clone());
            let said = self.say(format!("`{}` is neither a number nor a date", shortened(token)), span, "");
            if token.parse::<PartialDate>().is_ok() {
                said.help = Some(format!("write a date known in part in quotation marks: \"{token}\""));
                said.fix = Some(replace(at, &format!("\"{token}\""), false));
            } else {
                said.notes.push("text stands in quotation marks; a date is written as in 2025-12-26".to_owned());
            }
        }
    }
}

fn replace(span: Span, text: &str, safe: bool) -> Fix {
    Fix { title: format!("write {}", shortened(text)), edits: vec![Edit { span, text: text.to_owned() }], safe }
}

/// The start of a long text, for a message.
fn shortened(text: &str) -> Cow<'_, str> {
    text.char_indices().nth(60).map_or(Cow::Borrowed(text), |(at, _)| Cow::Owned(format!("{}…", &text[..at])))
}

/// Whether a line is `[name]` or `name = …`, which no item of a list is.
fn looks_like_a_new_part(line: &str) -> bool {
    let line = line.trim();
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let header = line.strip_prefix('[').and_then(|line| line.split(']').next()).is_some_and(is_name);
    header || line.split_once('=').is_some_and(|(name, _)| is_name(name.trim()))
}

/// The name in a header line, without white space.
fn header_of(line: &str) -> Option<String> {
    let inner = line.trim().strip_prefix('[')?.split(']').next()?;
    Some(inner.chars().filter(|c| !c.is_whitespace()).collect())
}

/// What people write for true and false in other formats (YAML 1.1, Python).
fn truth(written: &str) -> Option<&'static str> {
    match written.trim().to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" => Some("true"),
        "no" | "off" | "false" => Some("false"),
        _ => None,
    }
}

/// `26.12.2025`, `26/12/2025` and `2025/12/26` as TOML writes it, when day and month cannot be mistaken.
fn european_date(written: &str) -> Option<String> {
    let separator = ['.', '/'].into_iter().find(|c| written.matches(*c).count() == 2)?;
    let parts: Vec<&str> = written.trim_matches('"').split(separator).collect();
    let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() <= 4);
    let [a, b, c] = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    let (year, month, day) = if a > 31 {
        (a, b, c)
    } else if separator == '.' || a > 12 {
        (c, b, a)
    } else if b > 12 {
        (c, a, b)
    } else {
        return None;
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day) && year > 999)
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

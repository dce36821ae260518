//! What a rule looks at: the brief, and where its parts are in the file.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::check::mention::{self, Mention};
use crate::handling::Schemes;
use crate::language::{self, Unmarked, word_start};
use crate::model::{AttributedStatement, Brief, Id, Position, Relays};
use crate::parse::{LiteralOrigin, TomlDocument, TomlTable, TomlValue, ValueKind};
use crate::record::{self, LocatedTable};
use crate::schema::{self, Type};
use crate::source::{Sources, Span};

/// A brief with its file.
pub(in crate::check) struct CheckSubject<'a> {
    pub(super) brief: &'a Brief,
    pub(in crate::check) document: &'a TomlDocument,
    pub(super) sources: &'a Sources,
    /// The handling marks that the project has.
    pub(super) schemes: &'a Schemes,
    /// Every table of the file that the format knows.
    pub(super) tables: Vec<LocatedTable<'a>>,
    /// Every text of the file that is printed, in the order of the file.
    pub(super) texts: Vec<Text<'a>>,
    /// Everything that may carry an attribution.
    pub(super) statements: Vec<AttributedStatement<'a>>,
    pub(super) relays: Relays<'a>,
    mentions: OnceCell<Vec<Mention>>,
}

/// One text that is printed.
pub(super) struct Text<'a> {
    /// Its path: `claims.mining.text`, `parties.north.red_lines[0]`.
    pub(super) path: String,
    /// Whether it is prose.
    pub(super) prose: bool,
    /// Whether it may have lists.
    pub(super) has_lists: bool,
    /// As the file says it.
    pub(super) written: &'a str,
    /// The same with blanks for what is not printed: markers, addresses and citations. Bytes keep their places.
    pub(super) plain: Cow<'a, str>,
    place: Span,
    /// Where its bytes are in the file, once a rule has asked for one of them.
    origin: OnceCell<LiteralOrigin>,
}

impl<'a> CheckSubject<'a> {
    pub(in crate::check) fn new(
        brief: &'a Brief,
        document: &'a TomlDocument,
        sources: &'a Sources,
        schemes: &'a Schemes,
    ) -> Self {
        let mut texts = Vec::new();
        gather(document.root(), "", "", &mut texts);
        let (statements, relays) = (brief.statements(), brief.relays());
        let (tables, mentions) = (record::tables(document), OnceCell::new());
        Self { brief, document, sources, schemes, tables, texts, statements, relays, mentions }
    }

    /// The place of a value, or of a record's id.
    pub(super) fn place(&self, path: &str) -> Span {
        let value = self.document.value(path);
        let record = value.is_none_or(|value| value.as_table().is_some());
        let place = if record { self.document.key_span(path) } else { value.map(|value| value.span) };
        place.unwrap_or(Span::new(self.document.file(), 0..0))
    }

    /// The place of a field, or of the record itself where the field is not written.
    pub(super) fn field(&self, record: &str, field: &str) -> Span {
        let path = format!("{record}.{field}");
        self.place(if self.document.value(&path).is_some() { &path } else { record })
    }

    /// The place of a part of a text.
    pub(super) fn within(&self, text: &Text<'_>, range: Range<usize>) -> Span {
        text.origin.get_or_init(|| LiteralOrigin::of(self.sources, text.place)).span(range)
    }

    /// The text of a path.
    pub(super) fn text(&self, path: &str) -> Option<&Text<'a>> {
        self.texts.iter().find(|text| text.path == path)
    }

    /// Whether a statement is on the page whatever its rank: not `on_page = false`.
    pub(super) fn may_be_printed(&self, record: &str) -> bool {
        let value = self.document.value(&format!("{record}.on_page"));
        !value.is_some_and(|value| matches!(value.kind, ValueKind::Boolean(false)))
    }

    /// The places in a text where the author uses the words of a rule's list, if there is one for the brief's language.
    /// What is in quotation marks are the words of somebody else.
    pub(super) fn wording(&self, rule: &str, text: &Text<'_>) -> Vec<Range<usize>> {
        let Some(list) = language::wording(&self.brief.language, rule) else { return Vec::new() };
        let mut found = whole(&text.plain, list.find(&text.plain));
        found.retain(|(_, phrase)| !list.except.iter().any(|other| other == phrase));
        let quoted = if found.is_empty() { Vec::new() } else { quotations(&text.plain) };
        outside(found.into_iter().map(|(range, _)| range).collect(), &quoted)
    }

    /// The words of a list for the brief's language; none where the program has no such list.
    pub(super) fn listed_words(&self, name: &str) -> &'static [String] {
        language::wording(&self.brief.language, name).map(|list| &list.words[..]).unwrap_or_default()
    }

    /// Every place that names a record by its id.
    pub(super) fn mentions(&self) -> &[Mention] {
        self.mentions.get_or_init(|| mention::mentions(self.document, self.sources))
    }

    /// The position at a path: `positions.ISSUE.PARTY`.
    pub(super) fn position(&self, path: &str) -> Option<&'a Position> {
        let mut ids = path.split('.').skip(1);
        let (issue, party) = (ids.next()?, ids.next()?);
        self.brief.positions.get(issue)?.get(party)
    }

    /// The sources that some sources go back to, each once.
    pub(super) fn roots<'b>(&'b self, ids: &[&'b Id]) -> Vec<&'b Id> {
        let mut roots: Vec<&Id> = Vec::new();
        for id in ids {
            let root = self.relays.root(id);
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        roots
    }
}

impl Text<'_> {
    /// For tests: a text of prose.
    #[cfg(test)]
    pub(super) fn of_prose(written: &str) -> Text<'_> {
        let place = Span::new(crate::source::Sources::default().add("a", ""), 0..0);
        let (path, plain, origin) = ("brief.title".to_owned(), plain(written), OnceCell::new());
        Text { path, prose: true, has_lists: false, written, plain, place, origin }
    }

    /// Whether it is to be said aloud, on the day itself and in words of a speaker: a talking point, a question, an
    /// answer.
    pub(super) fn is_spoken(&self) -> bool {
        self.path.starts_with("talking_points.") || self.path.starts_with("asks.")
    }

    /// The path of the table that it is in.
    pub(super) fn record(&self) -> &str {
        let path = self.path.split('[').next().unwrap_or(&self.path);
        path.rsplit_once('.').map_or("", |(record, _)| record)
    }
}

fn gather<'a>(table: &'a TomlTable, at: &str, path: &str, out: &mut Vec<Text<'a>>) {
    let parts = schema::parts_after(at);
    let known = schema::table(at);
    let id = parts.first().filter(|part| schema::is_id_part(part));
    let joined = |start: &str, name: &str| if start.is_empty() { name.to_owned() } else { [start, ".", name].concat() };
    for (name, entry) in &table.entries {
        if let Some(field) = known.and_then(|known| known.field(name)) {
            if has_texts(&field.kind) {
                texts_of(&entry.value, &joined(path, name), &field.kind, out);
            }
        } else if let Some(inner) = entry.value.as_table() {
            let part = id.copied().or_else(|| parts.contains(&name.as_str()).then_some(name.as_str()));
            if let Some(part) = part {
                gather(inner, &joined(at, part), &joined(path, name), out);
            }
        }
    }
}

/// Whether values of a type can be texts that are printed.
fn has_texts(kind: &Type) -> bool {
    match kind {
        Type::Prose | Type::Passage | Type::Text | Type::Handling | Type::PartyOrText | Type::Record(_) => true,
        Type::List(item) | Type::OneOrMore(item) => has_texts(item),
        _ => false,
    }
}

fn texts_of<'a>(value: &'a TomlValue, path: &str, kind: &Type, out: &mut Vec<Text<'a>>) {
    match (kind, &value.kind) {
        (Type::Prose | Type::Passage | Type::Text | Type::Handling | Type::PartyOrText, ValueKind::Text(written)) => {
            let has_lists = matches!(kind, Type::Passage);
            let prose = has_lists || matches!(kind, Type::Prose);
            let plain = if prose { plain(written) } else { Cow::Borrowed(written.as_str()) };
            let path = path.to_owned();
            out.push(Text { path, prose, has_lists, written, plain, place: value.span, origin: OnceCell::new() });
        }
        (Type::List(item), ValueKind::List(list)) => {
            for (at, value) in list.iter().enumerate() {
                texts_of(value, &format!("{path}[{at}]"), item, out);
            }
        }
        (Type::Record(fields), ValueKind::Table(table)) => {
            for field in *fields {
                if let Some(value) = table.get(field.name) {
                    texts_of(value, &format!("{path}.{}", field.name), &field.kind, out);
                }
            }
        }
        _ => {}
    }
}

/// Blanks what a reader does not see.
fn plain(written: &str) -> Cow<'_, str> {
    let marker = |text: &str| text.bytes().position(|byte| matches!(byte, b'*' | b'[' | b']' | b'\\'));
    if !written.bytes().any(|byte| matches!(byte, b'*' | b'[' | b'\\')) {
        return Cow::Borrowed(written);
    }
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    // The ends that do not come again, so that they are not looked for from each marker on.
    let mut missing = Vec::new();
    while let Some(at) = marker(rest) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("](") {
            Some(')')
        } else if rest.starts_with("[@") {
            Some(']')
        } else {
            None
        };
        let hidden = match end {
            // One that does not end is not a marker.
            Some(end) if missing.contains(&end) => None,
            Some(end) => rest.find(end).map(|at| at + 1).or_else(|| {
                missing.push(end);
                None
            }),
            None => Some(1),
        };
        match hidden {
            Some(length) => out.extend(std::iter::repeat_n(' ', length)),
            None => out.push_str(&rest[..1]),
        }
        rest = &rest[hidden.unwrap_or(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// As [`char::is_alphanumeric`], which takes long beyond ASCII: most other letters are of these blocks.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// The words of a text with their places: letters and digits, and what joins them.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let inner = |c: char| is_alphanumeric(c) || matches!(c, '\'' | '’' | '-' | '‑');
    // Most letters are ASCII, and those are distinguished byte by byte.
    let ascii = |from: usize| text.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_alphanumeric)?;
        let mut length = ascii(start);
        while let Some(c) = text[start + length..].chars().next().filter(|c| inner(*c)) {
            length += c.len_utf8();
            length += ascii(start + length);
        }
        let word = text[start..start + length].trim_end_matches(|c: char| !is_alphanumeric(c));
        at = start + length;
        Some((start..start + word.len(), word))
    })
}

/// The quotations of a text with their quotation marks, in their order. One that does not close is not one.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    // Arabic opens with the mark that closes in English (CLDR).
    const PAIRS: [(char, char); 5] = [('“', '”'), ('„', '“'), ('«', '»'), ('"', '"'), ('”', '“')];
    let opens = |at: usize, mark: char| {
        let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
        let starts = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '(');
        mark != '”' || starts && after.starts_with(is_alphanumeric)
    };
    let mut found = Vec::new();
    let mut unclosed = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| PAIRS.iter().any(|(open, _)| c == *open)).map(|start| at + start) {
        let mark = text[start..].chars().next().unwrap_or_default();
        let inner = start + mark.len_utf8();
        if !opens(start, mark) {
            at = inner;
            continue;
        }
        let close = PAIRS.iter().find(|(open, _)| *open == mark).map_or(mark, |(_, close)| *close);
        let length = if unclosed.contains(&close) { None } else { text[inner..].find(close) };
        at = match length {
            Some(length) => inner + length + close.len_utf8(),
            None => inner,
        };
        if length.is_some() { found.push(start..at) } else { unclosed.push(close) }
    }
    found
}

/// The places of phrases, whole words in any case and with or without the marks of Arabic, in the order of the text; a
/// longer phrase wins over one within it.
pub(super) fn phrases<'p>(text: &str, known: &[&'p str]) -> Vec<(Range<usize>, &'p str)> {
    let lower = Unmarked::of(Cow::Owned(language::lower(text)));
    let places = |phrase: &'p str| {
        let bare = Unmarked::of(Cow::Borrowed(phrase)).text;
        let found = lower.text.match_indices(&*bare).map(|(at, found)| lower.place(at..at + found.len()));
        found.map(|range| (range, phrase)).collect::<Vec<_>>()
    };
    whole(text, known.iter().flat_map(|phrase| places(phrase)).collect())
}

/// Those of the places of phrases that are whole words, in the order of the text; the longest where they overlap. The
/// small words that Arabic writes together with the next one do not make it another.
fn whole<'p>(text: &str, mut found: Vec<(Range<usize>, &'p str)>) -> Vec<(Range<usize>, &'p str)> {
    let is_inner = |c: char| is_alphanumeric(c) || c == '-';
    found.retain(|(range, _)| {
        let start = word_start(text, range.start);
        let (before, after) = (text[..start].chars().next_back(), text[range.end..].chars().next());
        ![before, after].into_iter().flatten().any(is_inner)
    });
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = end.max(range.end);
        free
    });
    found
}

/// Those of some places that are in none of some others. Both are in the order of the text, and none is over another of
/// its kind.
fn outside(places: Vec<Range<usize>>, others: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut others = others.iter().peekable();
    let is_outside = |place: &Range<usize>| {
        while others.next_if(|it| it.end <= place.start).is_some() {}
        others.peek().is_none_or(|it| place.end <= it.start)
    };
    places.into_iter().filter(is_outside).collect()
}

/// Those that lie within a range, of what has places in a text: in its order, and none over another.
pub(super) fn all_within<'l, T>(all: &'l [T], place: impl Fn(&T) -> &Range<usize>, range: &Range<usize>) -> &'l [T] {
    let start = all.partition_point(|it| place(it).start < range.start);
    let length = all[start..].partition_point(|it| place(it).end <= range.end);
    &all[start..start + length]
}

/// Ids in a sentence.
pub(super) fn named(ids: &[&Id]) -> String {
    crate::check::suggest::listed(ids.iter().map(|id| id.as_str()), "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_printed_is_blank_and_the_rest_keeps_its_place() {
        let written = "He *said* [so](https://e.org/many) [@many-voices] \\* “x”";
        let plain = plain(written);
        assert_eq!(plain.split_whitespace().collect::<Vec<_>>(), ["He", "said", "so", "“x”"]);
        assert_eq!((plain.len(), plain.find('“')), (written.len(), written.find('“')));
    }

    #[test]
    fn markers_that_do_not_end_are_read_in_linear_time() {
        for marker in ["[a](", "[@a"] {
            assert!(crate::growth::is_linear(50_000, |count| _ = plain(&marker.repeat(count))), "{marker}");
        }
    }

    #[test]
    fn quotations_are_passed_over_in_linear_time() {
        let every_tenth = |from: usize, count: usize| (0..count).map(move |at| 10 * at + from..10 * at + from + 3);
        assert!(crate::growth::is_linear(5_000, |count| {
            let quoted: Vec<_> = every_tenth(4, count).collect();
            assert_eq!(outside(every_tenth(0, count).collect(), &quoted).len(), count);
        }));
        assert_eq!(outside(vec![0..2, 3..5, 6..8, 8..9], &[1..2, 4..7]), vec![8..9]);
    }

    #[test]
    fn quotation_marks_open_and_close_as_their_language_has_them() {
        for (text, expected) in [
            ("قال ”نعم“ ثم ”لا“.", &["”نعم“", "”لا“"][..]),
            ("He said “yes”, then “no”.", &["“yes”", "“no”"]),
            ("Er sagt „ja“ und „nein“.", &["„ja“", "„nein“"]),
            ("He said” no and “yes”.", &["“yes”"]),
            ("It ends ” open.", &[]),
        ] {
            let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(crate::growth::is_linear(20_000, |count| _ = quotations(&" ”a".repeat(count))));
    }

    #[test]
    fn letters_and_digits_are_those_of_the_standard() {
        let mut all = '\0'..=char::MAX;
        assert_eq!(all.find(|c| is_alphanumeric(*c) != c.is_alphanumeric()), None);
    }

    #[test]
    fn what_lies_within_a_range_lies_in_it_whole() {
        let within = |range| all_within(&[0..2, 2..4, 5..7, 7..9], |it| it, &range).iter().map(|it| it.start).collect();
        for (range, expected) in [(2..7, vec![2, 5]), (3..8, vec![5]), (0..1, vec![]), (9..12, vec![])] {
            let found: Vec<usize> = within(range.clone());
            assert_eq!(found, expected, "{range:?}");
        }
    }

    #[test]
    fn phrases_are_whole_words_and_the_longest_wins() {
        let found = phrases("Very likely, unlikely; Likely-ish, LIKELY.", &["likely", "very likely", "unlikely"]);
        let found: Vec<_> = found.into_iter().map(|(_, phrase)| phrase).collect();
        assert_eq!(found, ["very likely", "unlikely", "likely"]);
        let all: Vec<_> = words("The U.S. side’s “well-known” view—2025").map(|(_, word)| word).collect();
        assert_eq!(all, ["The", "U", "S", "side’s", "well-known", "view", "2025"]);
    }
}

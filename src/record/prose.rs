//! The reader of prose: emphasis, strong emphasis, links, citations and the items of lists; everything else is literal.
//!
//! One pass from left to right over each paragraph with a stack of what is open, after one pass that pairs the
//! brackets. Whether a `*` can open or close follows CommonMark 0.31, 6.2 (left- and right-flanking runs), with one
//! exception: between two digits it is a multiplication sign.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{Id, Paragraph, Prose, ProseInline};
use crate::schema::Type;
use crate::source::shortened;

use super::name::slug;
use super::paragraphs::{WHITE, paragraphs, with_items};

/// How many markers may be nested.
const DEEPEST: usize = 8;
/// The longest citation that is looked for, in bytes.
const LONGEST_CITATION: usize = 200;
/// How deep brackets may nest in the address of a link; without a limit, many links that are not closed would each look
/// at all that follow.
const MOST_NESTED: usize = 8;
/// The longest address that is read, in bytes.
const LONGEST_ADDRESS: usize = 2048;

/// A text read as prose.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProseReading {
    pub(crate) prose: Prose,
    /// Each citation's id and where it is in the text, without `[@` and `]`.
    pub(crate) citations: Vec<(Id, Range<usize>)>,
    /// Each emphasis, strong emphasis and link with its marks, the inner ones first.
    #[cfg_attr(not(feature = "lsp"), allow(dead_code, reason = "only an editor shows them"))]
    pub(crate) marked: Vec<(Marker, Range<usize>)>,
    pub(crate) diagnostics: Vec<MarkerError>,
}

/// What is wrong with a marker. Places are bytes of the text.
#[derive(Debug, Clone)]
pub(crate) struct MarkerError {
    pub(crate) place: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
    /// What the text at `place` is to be replaced with, where that is certain.
    pub(crate) replacement: Option<String>,
}

/// Reads a text as prose without lists. Never fails: what has an error is taken literally and reported.
pub(crate) fn read(text: &str) -> ProseReading {
    read_parts(text, paragraphs(text).into_iter().map(|range| (range, false)))
}

/// Reads a text as a field of some type takes it: with lists or without.
pub(crate) fn read_as(text: &str, kind: &Type) -> ProseReading {
    if matches!(kind, Type::Passage) { read_parts(text, with_items(text).into_iter()) } else { read(text) }
}

fn read_parts(text: &str, parts: impl Iterator<Item = (Range<usize>, bool)>) -> ProseReading {
    let mut reading = ProseReading::default();
    for (range, is_item) in parts {
        let words = ProseParagraph::new(text, range, &mut reading).read();
        if !words.is_empty() {
            reading.prose.paragraphs.push(Paragraph { words, is_item });
        }
    }
    reading
}

/// How many bytes at the start of a text are words, with one space between two of them.
fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' | b'*' | b'[' | b']' | b'\t' | b'\n' | b'\r' => break,
            b' ' => match bytes.get(at + 1) {
                None | Some(b' ' | b'\\' | b'*' | b'[' | b']' | b'\t' | b'\n' | b'\r') => break,
                _ if at == 0 => break,
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    at
}

/// What a pair of marks makes of the words between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    Emphasis,
    Strong,
    Link,
}

/// Something that has been opened, with what is in it so far.
struct OpenMarkup {
    marker: Marker,
    place: Range<usize>,
    inner: Vec<ProseInline>,
}

struct ProseParagraph<'a> {
    text: &'a str,
    end: usize,
    at: usize,
    /// The closing bracket of each link, by its opening one.
    links: HashMap<usize, usize>,
    open: Vec<OpenMarkup>,
    done: Vec<ProseInline>,
    /// Whether a space would be the second, or the paragraph's first character.
    after_space: bool,
    reading: &'a mut ProseReading,
}

impl<'a> ProseParagraph<'a> {
    fn new(text: &'a str, range: Range<usize>, reading: &'a mut ProseReading) -> Self {
        let end = range.start + text[range.clone()].trim_end_matches(WHITE).len();
        Self {
            text,
            end,
            at: range.start,
            links: links(text, range.start..end),
            open: Vec::new(),
            done: Vec::new(),
            after_space: true,
            reading,
        }
    }

    fn read(mut self) -> Vec<ProseInline> {
        while self.at < self.end {
            let rest = &self.text[self.at..self.end];
            let plain = plain(rest.as_bytes());
            if plain > 0 {
                self.literal(self.at..self.at + plain);
                self.at += plain;
                continue;
            }
            match rest.as_bytes()[0] {
                b'\\' if rest[1..].starts_with(['*', '[', ']', '\\']) => {
                    self.literal(self.at + 1..self.at + 2);
                    self.at += 2;
                }
                b'*' => self.stars(),
                b'[' if rest.starts_with("[@") => self.citation(),
                b'[' if self.links.contains_key(&self.at) => self.open_link(),
                b']' if self.open.iter().any(|open| self.links.get(&open.place.start) == Some(&self.at)) => {
                    self.close_link();
                }
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.space();
                    self.at += 1;
                }
                _ => {
                    self.literal(self.at..self.at + 1);
                    self.at += 1;
                }
            }
        }
        while !self.open.is_empty() {
            self.give_up();
        }
        self.done
    }

    fn report(
        &mut self,
        place: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
        replacement: Option<String>,
    ) {
        self.reading.diagnostics.push(MarkerError { place, message: message.into(), help: help.into(), replacement });
    }

    fn here(&mut self) -> &mut Vec<ProseInline> {
        self.open.last_mut().map_or(&mut self.done, |open| &mut open.inner)
    }

    fn push(&mut self, text: &str) {
        match self.here().last_mut() {
            Some(ProseInline::Text(last)) => last.push_str(text),
            _ => self.here().push(ProseInline::Text(text.to_owned())),
        }
    }

    fn literal(&mut self, range: Range<usize>) {
        let text = self.text;
        self.push(&text[range]);
        self.after_space = false;
    }

    fn space(&mut self) {
        if !self.after_space {
            self.push(" ");
            self.after_space = true;
        }
    }

    fn stars(&mut self) {
        let rest = &self.text[self.at..self.end];
        let length = rest.len() - rest.trim_start_matches('*').len();
        let run = self.at..self.at + length;
        self.at = run.end;
        let before = self.text[..run.start].chars().next_back().filter(|_| run.start > 0);
        let after = self.text[run.end..self.end].chars().next();
        let digits = before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric);
        let white = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let opens = !white(after) && (!mark(after) || white(before) || mark(before));
        let closes = !white(before) && (!mark(before) || white(after) || mark(after));
        if length > 3 || digits || !(opens || closes) {
            self.literal(run);
            return;
        }
        let mut left = run;
        while closes && !left.is_empty() {
            let Some(size) = self.closes(left.clone(), opens) else { break };
            left.start += size;
        }
        if left.is_empty() {
            return;
        }
        if !opens {
            self.literal(left);
            return;
        }
        // `***` opens strong emphasis, and emphasis in it.
        if left.len() >= 2 {
            let place = left.start..left.start + 2;
            left.start += 2;
            self.begin(Marker::Strong, place);
        }
        if !left.is_empty() {
            self.begin(Marker::Emphasis, left);
        }
    }

    /// Closes what a run of stars can close and returns how many of them that took.
    fn closes(&mut self, run: Range<usize>, may_open: bool) -> Option<usize> {
        let length = run.len();
        let inside = self.open.iter().rposition(|open| open.marker == Marker::Link).map_or(0, |link| link + 1);
        let size = |marker| if marker == Marker::Strong { 2 } else { 1 };
        let fits = |open: &OpenMarkup| size(open.marker) <= length && (length != 2 || open.marker == Marker::Strong);
        let at = inside + self.open[inside..].iter().rposition(fits)?;
        if at + 1 < self.open.len() && may_open {
            return None;
        }
        while self.open.len() > at + 1 {
            self.give_up();
        }
        let open = self.open.pop()?;
        let inline = match open.marker {
            Marker::Strong => ProseInline::Strong(open.inner),
            _ => ProseInline::Emphasis(open.inner),
        };
        self.reading.marked.push((open.marker, open.place.start..run.start + size(open.marker)));
        self.here().push(inline);
        Some(size(open.marker))
    }

    fn begin(&mut self, marker: Marker, place: Range<usize>) {
        if self.open.len() >= DEEPEST {
            self.report(
                place.clone(),
                "markers are nested too deeply",
                "close the outer ones first, or write a backslash before the marker",
                None,
            );
            self.literal(place);
        } else {
            self.open.push(OpenMarkup { marker, place, inner: Vec::new() });
        }
    }

    /// Takes the innermost open marker literally and says that it does not close.
    fn give_up(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let place = open.place;
        let marker = &self.text[place.clone()];
        let escaped: String = marker.chars().flat_map(|c| ['\\', c]).collect();
        self.push(marker);
        self.report(
            place,
            format!("`{marker}` is opened but not closed in the same paragraph"),
            format!("write `{marker}` where it ends, or `{escaped}` if it is to be printed"),
            None,
        );
        for inline in open.inner {
            if let ProseInline::Text(text) = inline { self.push(&text) } else { self.here().push(inline) }
        }
    }

    fn citation(&mut self) {
        let start = self.at;
        let mut longest = self.end.min(start + LONGEST_CITATION);
        longest = self.text.floor_char_boundary(longest);
        let inner = &self.text[start + 2..longest];
        let Some(length) = inner.find([']', '[']).filter(|at| inner[*at..].starts_with(']')) else {
            self.report(
                start..start + 2,
                "a citation is opened with `[@` but not closed",
                "write it as in `[@source-id]`, or `\\[@` if it is to be printed",
                None,
            );
            self.literal(start..start + 2);
            self.at += 2;
            return;
        };
        let place = start + 2..start + 2 + length;
        let whole = start..place.end + 1;
        let written = &self.text[place.clone()];
        self.at = whole.end;
        if let Ok(id) = Id::new(written) {
            self.reading.citations.push((id.clone(), place));
            self.here().push(ProseInline::Citation(id));
            self.after_space = false;
            return;
        }
        let ids: Vec<String> = written
            .split([';', ',', ' '])
            .map(|part| part.trim_matches(WHITE).trim_start_matches('@'))
            .filter(|part| !part.is_empty())
            .map(|part| slug(part).unwrap_or_default())
            .collect();
        let each = format!("[@{}]", ids.join("][@"));
        if ids.len() > 1 && ids.iter().all(|id| !id.is_empty()) && written.contains([';', ',']) {
            self.report(whole.clone(), "a citation names one source", format!("write {each}"), Some(each));
        } else {
            let help =
                slug(written).map_or_else(|| "write it as in `[@source-id]`".to_owned(), |id| format!("write [@{id}]"));
            self.report(whole.clone(), format!("`{}` is not the id of a source", shortened(written)), help, None);
        }
        self.literal(whole);
    }

    fn open_link(&mut self) {
        let place = self.at..self.at + 1;
        self.at += 1;
        if self.open.iter().any(|open| open.marker == Marker::Link) {
            self.report(place.clone(), "a link is inside another link", "remove one of the two", None);
            self.literal(place);
        } else {
            self.begin(Marker::Link, place);
        }
    }

    fn close_link(&mut self) {
        let close = self.at;
        // The address: up to the closing parenthesis, with balanced ones in it and without white space.
        let longest = self.text.floor_char_boundary(self.end.min(close + 2 + LONGEST_ADDRESS));
        let rest = &self.text[close + 2..longest];
        let mut depth = 0_usize;
        let mut length = None;
        for (at, c) in rest.char_indices() {
            match c {
                '(' if depth == MOST_NESTED => break,
                '(' => depth += 1,
                ')' if depth == 0 => {
                    length = Some(at);
                    break;
                }
                ')' => depth -= 1,
                c if c.is_whitespace() => break,
                _ => {}
            }
        }
        while self.open.last().is_some_and(|open| open.marker != Marker::Link) {
            self.give_up();
        }
        let Some(open) = self.open.pop() else { return };
        let start = open.place.start;
        let url = length.map(|length| &rest[..length]);
        let Some(url) = url.filter(|url| super::read::is_link(url)) else {
            self.open.push(open);
            self.at = close + 1;
            // `annex.pdf` may be a host or a file.
            let whole = url.filter(|url| url.starts_with("www.")).and_then(super::read::with_scheme);
            let help = match &whole {
                Some(whole) => format!("write the whole address: {}", shortened(whole)),
                None => "write the whole address, as in `[words](https://example.org)`, or `\\[` if the bracket is to be printed".to_owned(),
            };
            let (place, message) = match (url, length) {
                (Some(""), _) => (close + 1..close + 3, "a link without an address".to_owned()),
                (Some(url), Some(length)) => (
                    close + 2..close + 2 + length,
                    format!("`{}` is not an address that a reader could open", shortened(url)),
                ),
                _ => {
                    (start..close + 2, "the address of a link is not closed with `)`, or has a space in it".to_owned())
                }
            };
            self.report(place, message, help, whole);
            let open = self.open.pop();
            let inner = open.map(|open| open.inner).unwrap_or_default();
            self.push("[");
            for inline in inner {
                if let ProseInline::Text(text) = inline { self.push(&text) } else { self.here().push(inline) }
            }
            self.literal(close..close + 1);
            return;
        };
        if open.inner.is_empty() {
            self.report(
                start..close + 1,
                "a link without words",
                "write the words that the reader sees between `[` and `]`",
                None,
            );
        }
        self.at = close + 2 + url.len() + 1;
        self.reading.marked.push((Marker::Link, start..self.at));
        self.here().push(ProseInline::Link { text: open.inner, url: url.to_owned() });
        self.after_space = false;
    }
}

/// Pairs the brackets of a paragraph and returns those followed by `(`: the closing by the opening one.
fn links(text: &str, range: Range<usize>) -> HashMap<usize, usize> {
    let bytes = &text.as_bytes()[..range.end];
    let mut links = HashMap::new();
    let inner = &text[range.clone()];
    if !inner.contains(']') || !inner.contains("](") {
        return links;
    }
    let mut open = Vec::new();
    let mut at = range.start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => open.push(at),
            b']' => {
                if let Some(start) = open.pop().filter(|_| bytes.get(at + 1) == Some(&b'(')) {
                    links.insert(start, at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The reading in a notation of its own: emphasis `<…>`, strong `<<…>>`, link `{words|url}`, citation `@id`.
    fn shown(text: &str) -> String {
        fn notation(inlines: &[ProseInline]) -> String {
            let each = |inline: &ProseInline| match inline {
                ProseInline::Text(text) => text.clone(),
                ProseInline::Emphasis(inner) => format!("<{}>", notation(inner)),
                ProseInline::Strong(inner) => format!("<<{}>>", notation(inner)),
                ProseInline::Link { text, url } => format!("{{{}|{url}}}", notation(text)),
                ProseInline::Citation(id) => format!("@{id}"),
            };
            inlines.iter().map(each).collect()
        }
        let paragraphs: Vec<String> = read(text).prose.paragraphs.iter().map(|one| notation(&one.words)).collect();
        paragraphs.join("¶")
    }

    #[test]
    fn each_item_of_a_list_is_a_paragraph() {
        let items = |text: &str| {
            let paragraphs = read_as(text, &Type::Passage).prose.paragraphs;
            paragraphs.iter().map(|it| (plain(&it.words), it.is_item)).collect::<Vec<_>>()
        };
        let are = |text: &str, expected: &[(&str, bool)]| {
            let expected: Vec<_> = expected.iter().map(|(words, is_item)| ((*words).to_owned(), *is_item)).collect();
            assert_eq!(items(text), expected, "{text}");
        };
        are(
            "Two:\n- one\n  more\n- two\n\nEnd.\n",
            &[("Two:", false), ("one more", true), ("two", true), ("End.", false)],
        );
        are("- one", &[("one", true)]);
        are("- 5 gates\n- 6 weirs", &[("5 gates", true), ("6 weirs", true)]);
        are("These:\n- 5 gates.\n  They leak.\n- 6", &[("These:", false), ("5 gates. They leak.", true), ("6", true)]);
        are(
            "The issues\n- one, which\n  is long\n- two",
            &[("The issues", false), ("one, which is long", true), ("two", true)],
        );
        // A minus in a sentence, or before a number by itself, is none.
        are("It fell to\n- 5 °C in the night.", &[("It fell to - 5 °C in the night.", false)]);
        are("- 5 °C\n\n- 7 °C", &[("- 5 °C", false), ("- 7 °C", false)]);
        are("A: - b", &[("A: - b", false)]);
        are("a\n- b\nc", &[("a - b c", false)]);
        are("- one\n\nfrom ten to\n- or so - five", &[("one", true), ("from ten to - or so - five", false)]);
        // Other fields have no lists.
        assert_eq!(shown("Two:\n- one\n- two"), "Two: - one - two");
        let text = "Two:\n\n- one\n- two\n\nEnd.";
        assert_eq!(read_as(text, &Type::Passage).prose.source(), text);
    }

    fn plain(paragraph: &[ProseInline]) -> String {
        let each = |inline: &ProseInline| match inline {
            ProseInline::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        paragraph.iter().map(each).collect()
    }

    #[test]
    fn markers_mean_something_and_all_else_is_literal() {
        for (text, expected) in [
            ("a *b* **c** [d](https://e.org) [@f-1].", "a <b> <<c>> {d|https://e.org} @f-1."),
            ("**a *b***", "<<a <b>>>"),
            ("***a***", "<<<a>>>"),
            ("[*a* b](https://e.org/x_(y))", "{<a> b|https://e.org/x_(y)}"),
            ("2*3*4, 2 * 3, a * b", "2*3*4, 2 * 3, a * b"),
            ("这是*重要*的", "这是<重要>的"),
            ("[words] stay, [x] (y) too", "[words] stay, [x] (y) too"),
            ("<5% C++ #1 a|b snake_case &amp; _x_ `c`", "<5% C++ #1 a|b snake_case &amp; _x_ `c`"),
            (r"\*a\* \[b\](c) \\ \n", r"*a* [b](c) \ \n"),
            ("one\n  two  three\n \n\nfour\n", "one two three¶four"),
            ("a *b * c* d", "a <b * c> d"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
            assert!(read(text).diagnostics.is_empty(), "{text}: {:?}", read(text).diagnostics);
        }
    }

    #[test]
    fn a_marker_that_does_not_close_is_reported_at_its_place() {
        for (text, place) in [
            ("a *b", 2..3),
            ("a **b", 2..4),
            ("*a **b*", 3..5),
            ("[@a; @b]", 0..8),
            ("[@a", 0..2),
            ("[@A b]", 0..6),
            ("[a](b)", 4..5),
            ("[a](https://x y)", 0..4),
            ("[a]()", 3..5),
            ("[](https://x.org)", 0..2),
            ("[a [b](https://x.org)](https://y.org)", 3..4),
            ("[*a](https://x.org)", 1..2),
        ] {
            let diagnostics = read(text).diagnostics;
            assert_eq!(
                diagnostics.iter().map(|diagnostic| diagnostic.place.clone()).collect::<Vec<_>>(),
                [place],
                "{text}: {diagnostics:?}"
            );
        }
        assert_eq!(read("[@a; @b]").diagnostics[0].replacement.as_deref(), Some("[@a][@b]"));
    }

    #[test]
    fn hostile_text_is_read_in_linear_time() {
        for text in ["*a ", "[", "[@", "[a](", "](", "**a*", "[a](https://x", "\\", "a**b ", "*a [b](c "] {
            let read = |parts| drop(read(&text.repeat(parts)));
            assert!(crate::growth::is_linear(5_000, read), "{text}");
        }
    }

    proptest! {
        #[test]
        fn escaped_text_comes_back_as_it_was(words in prop::collection::vec("[^ \\s\\pC]{1,6}", 1..8)) {
            let text = words.join(" ");
            let escaped: String =
                text.chars().flat_map(|c| "*[]\\".contains(c).then_some('\\').into_iter().chain([c])).collect();
            let reading = read(&escaped);
            prop_assert!(reading.diagnostics.is_empty());
            let back: Vec<String> = reading.prose.paragraphs.iter().map(|one| plain(&one.words)).collect();
            prop_assert_eq!(back, [text]);
        }

        #[test]
        fn any_text_is_read_and_every_place_lies_in_it(text in "(\\PC|[*\\[\\]()@\\\\ \na-c]|https://x){0,40}") {
            let reading = read(&text);
            for place in reading.diagnostics.iter().map(|diagnostic| &diagnostic.place).chain(reading.citations.iter().map(|(_, place)| place)) {
                prop_assert!(text.get(place.clone()).is_some());
            }
            for paragraph in &reading.prose.paragraphs {
                prop_assert!(!paragraph.words.is_empty());
            }
        }
    }
}

//! Notes: in a brief, its sources.

use std::ops::Range;

use super::{Collector, Context, ShapedParagraph, TextSpan};
use crate::layout::page::{ElementId, StructureRole};
use crate::markdown::{FieldText, Inline, Note, plain_text};

/// Notes, shaped in each of the forms in which they may be set.
pub(in crate::layout) struct NotesPart {
    pub(in crate::layout) notes: Vec<NotePart>,
    /// All notes in one paragraph, each after its number.
    pub(in crate::layout) run_in: ShapedParagraph,
}

/// A note.
pub(in crate::layout) struct NotePart {
    pub(in crate::layout) label: ShapedParagraph,
    pub(in crate::layout) words: ShapedParagraph,
    /// The same text with the address of its link appended, for people who read on paper; `None` when it has no link or
    /// prints its address already.
    pub(in crate::layout) addressed: Option<ShapedParagraph>,
}

/// The most characters of an address that are printed.
const LONGEST_ADDRESS: usize = 46;

impl Collector<'_, '_> {
    /// Shapes notes in all the forms in which they may be set. Their text is black, since a fax and many printers print
    /// grey as dots.
    pub(super) fn notes(&mut self, notes: &[Note], context: Context, place: &Range<usize>) -> NotesPart {
        let context = Context { sans: true, tabular: false, color: self.colors.text, ..context };
        let strong = Context { strong: true, tabular: true, ..context };
        let mut all = Vec::with_capacity(notes.len());
        let mut run_in = Vec::new();
        for note in notes {
            let element = self.element(StructureRole::Note, context.parent);
            self.note_elements.insert(note.label.clone(), element);
            let label = self.element(StructureRole::ListLabel, element);
            let mut number = self.span(note.number.to_string().as_str().into(), strong, label);
            number.isolated = true;
            let words = self.spans(&note.text, context, element);
            let words = if self.shaper.is_bidirectional(&words) { in_parts(words, element) } else { words };
            if !run_in.is_empty() {
                let mut gap = self.span(BETWEEN_NOTES.into(), context, element);
                gap.element = None;
                run_in.push(gap);
            }
            run_in.push(number.clone());
            run_in.push(self.span(BESIDE_NUMBER.into(), context, element));
            run_in.extend(words.iter().cloned());
            let addressed = address_of(&note.text).filter(|_| !plain_text(&note.text).contains("://")).map(|address| {
                let mut address = self.span(FieldText::from(format!(" {address}").as_str()), context, element);
                // A screen reader reads the link itself.
                address.element = None;
                address.isolated = true;
                let spans: Vec<_> = words.iter().cloned().chain([address]).collect();
                self.shape(&spans, &(0..0))
            });
            let words = self.shape(&words, place);
            all.push(NotePart { label: self.shape(&[number], place), words, addressed });
        }
        NotesPart { notes: all, run_in: self.shape(&run_in, &(0..0)) }
    }
}

/// Splits a note at its commas, and isolates each part for the bidirectional algorithm. Otherwise a Latin name, title
/// and date would be read as one Latin run among words that run to the left. A link is one part, even with commas.
fn in_parts(spans: Vec<TextSpan>, note: ElementId) -> Vec<TextSpan> {
    let own = Some(note);
    let is_arabic = spans.iter().any(|span| span.element == own && span.text.text.contains("، "));
    let comma = if is_arabic { "، " } else { ", " };
    let mut all = Vec::new();
    for span in spans {
        if span.element != own || span.sign.is_some() {
            all.push(TextSpan { isolated: true, ..span });
            continue;
        }
        let text = &span.text.text;
        let mut cut = |range: Range<usize>, isolated: bool| {
            if !range.is_empty() {
                all.push(TextSpan { text: span.text.slice(range), isolated, ..span.clone() });
            }
        };
        let mut from = 0;
        for part in text.split(comma) {
            let words = from + part.trim_end_matches('.').len();
            cut(from..words, true);
            let next = (from + part.len() + comma.len()).min(text.len());
            cut(words..next, false);
            from = next;
        }
    }
    all
}

/// Separates notes that follow one another on the same line. It is wider than a word space, and does not tie a number
/// to the letter before it.
const BETWEEN_NOTES: &str = "\u{2002}";
/// Separates the number of a note from its text where notes follow one another on the same line. No line breaks there.
const BESIDE_NUMBER: &str = "\u{a0}\u{a0}";

/// The address of the first link of a text, as it is printed.
fn address_of(text: &[Inline]) -> Option<String> {
    text.iter().find_map(|inline| match inline {
        Inline::Link { url, .. } => printed(url),
        Inline::Emphasis(inner) | Inline::Strong(inner) => address_of(inner),
        Inline::Language { text, .. } | Inline::Edited { text, .. } => address_of(text),
        _ => None,
    })
}

/// The host and path of a web address. The middle of a long one is left out: a reader finds the page by its host and
/// the end of its path. The query after `?` is left out too.
fn printed(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let length = rest.chars().count();
    if rest.is_empty() || length <= LONGEST_ADDRESS {
        return Some(rest.to_owned()).filter(|it| !it.is_empty());
    }
    let host = rest.split('/').next().unwrap_or_default().chars().count();
    let before = (host + 1).min(LONGEST_ADDRESS / 2);
    let after = LONGEST_ADDRESS - before - 1;
    let start: String = rest.chars().take(before).collect();
    let end: String = rest.chars().skip(length - after).collect();
    // Starts at a path segment or a word, if the rest is long enough to recognize the address.
    let whole = [end.find('/'), end.find(['-', '_', '.', '%'])].into_iter().flatten();
    let whole = whole.map(|at| &end[at..]).find(|it| it.chars().count() * 2 >= after);
    let end = whole.unwrap_or(&end);
    Some(format!("{start}…{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::color::Color;
    use crate::layout::font::FontId;

    #[test]
    fn each_part_of_a_note_is_isolated() {
        let span = |text: &str, element: usize| TextSpan {
            text: text.into(),
            font: FontId(0),
            scale: 1.0,
            rise: 0.0,
            color: Color(0, 0, 0),
            element: Some(ElementId(element)),
            tabular: false,
            small_capitals: false,
            sign: None,
            isolated: false,
        };
        let note = vec![span("The Times، ", 1), span("A, b، c", 2), span("، 13/5/2024، صحيفة، B.", 1)];
        let parts = in_parts(note, ElementId(1));
        let isolated: Vec<&str> = parts.iter().filter(|it| it.isolated).map(|it| it.text.text.as_str()).collect();
        assert_eq!(isolated, ["The Times", "A, b، c", "13/5/2024", "صحيفة", "B"]);
        let all: String = parts.iter().map(|it| it.text.text.as_str()).collect();
        assert_eq!(all, "The Times، A, b، c، 13/5/2024، صحيفة، B.");
    }

    #[test]
    fn an_address_is_its_host_and_path_without_the_middle() {
        let printed = |url: &str| printed(url).unwrap_or_default();
        assert_eq!(printed("https://www.mfa.gr/en/statement.html?utm=x#top"), "mfa.gr/en/statement.html");
        assert_eq!(printed("https://example.org/"), "example.org");
        assert_eq!(printed("mailto:press@example.org"), "");
        let long = printed(
            "https://www.consilium.europa.eu/en/press/press-releases/2018/06/26/council-conclusions-on-enlargement/",
        );
        assert_eq!(long, "consilium.europa.eu/…-on-enlargement");
        let part = printed("https://www.dni.gov/files/documents/Newsroom/Reports%20and%20Pubs/20071203_release.pdf");
        assert_eq!(part, "dni.gov/…/20071203_release.pdf");
        let host = printed(&format!("https://{}.example/{}", "a".repeat(80), "b".repeat(80)));
        assert_eq!((host.chars().count(), host.contains('…')), (46, true));
        // The cut is between characters, even outside ASCII.
        assert!(printed(&format!("https://пример.рф/{}", "я".repeat(90))).starts_with("пример.рф/…я"));
    }
}

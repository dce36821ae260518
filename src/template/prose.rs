//! Prose → Markdown, one sentence after another with the breaks marked.

use super::escape::{END, ITEM, PARAGRAPH, READY, SENTENCE, escape_into};
use crate::address;
use crate::model::{Attribution, Id, Prose, ProseInline, is_abbreviation};

/// Prose as a string for the context: [`READY`], then Markdown in which [`SENTENCE`] and [`PARAGRAPH`] mark the places
/// where a template may break the line, and [`ITEM`] the items of lists.
pub(super) fn ready(prose: &Prose) -> String {
    let mut out = String::from(READY);
    let (mut buffer, start) = ([0; 4], out.len());
    let sentence = SENTENCE.encode_utf8(&mut buffer);
    let mut writer = ProseWriter { out: &mut out, start, sentence, line_start: true, ended: false };
    for (at, paragraph) in prose.paragraphs.iter().enumerate() {
        if at > 0 {
            writer.out.push(PARAGRAPH);
        }
        if paragraph.is_item {
            writer.out.push(ITEM);
        }
        writer.line_start = true;
        writer.ended = false;
        writer.inlines(&paragraph.words, true);
    }
    out
}

/// A part of a paragraph, and before it the mark of the field that it comes from.
pub(super) type ProsePart = (Option<String>, ProseInline);

/// A paragraph of parts without citations as a string for the context: the same as [`ready`] makes, with marks.
pub(super) fn ready_parts(parts: &[ProsePart]) -> String {
    let mut out = String::from(READY);
    let (mut buffer, start) = ([0; 4], out.len());
    let sentence = SENTENCE.encode_utf8(&mut buffer);
    let mut writer = ProseWriter { out: &mut out, start, sentence, line_start: true, ended: false };
    for (mark, part) in parts {
        writer.out.push_str(mark.as_deref().unwrap_or_default());
        writer.inlines(std::slice::from_ref(part), true);
        if mark.is_some() {
            writer.out.push(END);
        }
    }
    out
}

/// Citations of the sources of an attribution that its text does not cite itself, as a string for the context.
pub(super) fn citations(attribution: &Attribution, text: Option<&Prose>) -> String {
    let mut out = String::from(READY);
    cite(attribution, text, &mut out);
    out
}

/// Writes the same: footnote references. A no-break space keeps the numbers of two of them apart, and on one line.
pub(super) fn cite(attribution: &Attribution, text: Option<&Prose>, out: &mut String) {
    references(uncited(&attribution.sources, text).into_iter(), out);
}

/// The sources among some that a text does not cite itself.
fn uncited<'a>(ids: &'a [Id], text: Option<&Prose>) -> Vec<&'a Id> {
    let already = text.filter(|_| !ids.is_empty()).map_or_else(Vec::new, Prose::citations);
    ids.iter().filter(|id| !already.contains(id)).collect()
}

/// Citations of the sources that a text does not cite itself, as a string for the context; `None` when there are none.
pub(super) fn citations_beside(ids: &[Id], text: Option<&Prose>) -> Option<String> {
    let ids = uncited(ids, text);
    let mut out = String::from(READY);
    references(ids.iter().copied(), &mut out);
    (!ids.is_empty()).then_some(out)
}

fn references<'a>(ids: impl Iterator<Item = &'a Id>, out: &mut String) {
    for (at, id) in ids.enumerate() {
        if at > 0 {
            out.push('\u{a0}');
        }
        reference(id, out);
    }
}

fn reference(id: &Id, out: &mut String) {
    out.push_str("[^");
    out.push_str(id.as_str());
    out.push(']');
}

struct ProseWriter<'o> {
    out: &'o mut String,
    /// Where this prose begins in `out`.
    start: usize,
    /// What is between two sentences.
    sentence: &'o str,
    /// Whether the next character may begin a line.
    line_start: bool,
    /// Whether a sentence has just ended.
    ended: bool,
}

impl ProseWriter<'_> {
    fn inlines(&mut self, inlines: &[ProseInline], outermost: bool) {
        let between = |at: usize| {
            matches!(&inlines[at], ProseInline::Text(text) if text.trim().is_empty())
                && at > 0
                && matches!(
                    (&inlines[at - 1], inlines.get(at + 1)),
                    (ProseInline::Citation(_), Some(ProseInline::Citation(_)))
                )
        };
        if let [ProseInline::Text(text)] = inlines {
            return self.text(text, outermost);
        }
        // How much of the next text has been written already.
        let mut written = 0;
        for (at, inline) in inlines.iter().enumerate().filter(|(at, _)| !between(*at)) {
            match inline {
                ProseInline::Text(text) => {
                    let text = &text[std::mem::take(&mut written)..];
                    // The number of a citation stands close to the word.
                    let cited = matches!(inlines.get(at + 1), Some(ProseInline::Citation(_)));
                    let text = if cited { text.trim_end_matches(' ') } else { text };
                    self.text(text, outermost);
                }
                ProseInline::Emphasis(inner) => self.marked("*", inner),
                ProseInline::Strong(inner) => self.marked("**", inner),
                ProseInline::Link { text, url } => {
                    self.out.push('[');
                    self.inner(text);
                    self.out.push_str("](");
                    self.out.push_str(&address::destination(url));
                    self.out.push(')');
                }
                ProseInline::Citation(id) => {
                    if self.out[self.start..].ends_with(']') {
                        self.out.push('\u{a0}');
                    } else {
                        written = self.stop(inlines, at, outermost);
                    }
                    reference(id, self.out);
                    self.line_start = false;
                }
            }
        }
    }

    /// Writes the stop that ends the clause of a citation and comes after it: the number of a note follows it (Chicago
    /// Manual of Style, 13.29). Returns how much of the text after the citation is done with that.
    fn stop(&mut self, inlines: &[ProseInline], citation: usize, outermost: bool) -> usize {
        let is_cited = |it: &ProseInline| match it {
            ProseInline::Citation(_) => true,
            ProseInline::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        let next = inlines[citation..].iter().position(|it| !is_cited(it)).map(|it| citation + it);
        let Some((next, ProseInline::Text(text))) = next.and_then(|at| Some((at, inlines.get(at)?))) else { return 0 };
        let printed = ProseInline::without_second_stop(text, &inlines[..next]);
        self.ended |= printed.len() < text.len();
        let rest = printed.trim_start_matches(STOPS);
        self.text(&printed[..printed.len() - rest.len()], outermost);
        text.len() - rest.len()
    }

    fn marked(&mut self, marker: &str, inner: &[ProseInline]) {
        self.out.push_str(marker);
        self.inner(inner);
        self.out.push_str(marker);
    }

    /// Inside a marker no line begins.
    fn inner(&mut self, inner: &[ProseInline]) {
        self.line_start = false;
        self.ended = false;
        self.inlines(inner, false);
    }

    fn text(&mut self, text: &str, outermost: bool) {
        let mut from = 0;
        let mut word_start = 0;
        for (at, c) in text.char_indices() {
            match c {
                ' ' => {
                    if self.ended && outermost && at + 1 < text.len() {
                        let next = text[at + 1..].chars().find(|c| !"“”«„\"‘'’([".contains(*c));
                        if next.is_none_or(char::is_uppercase) {
                            self.literal(&text[from..at]);
                            self.out.push_str(self.sentence);
                            self.line_start = true;
                            from = at + 1;
                        }
                    }
                    word_start = at + 1;
                    self.ended = false;
                }
                '.' | '!' | '?' | '…' => self.ended = !(c == '.' && is_abbreviation(&text[word_start..at])),
                '"' | '”' | '»' | '“' | '\'' | '’' | ')' | ']' => {}
                _ => self.ended = false,
            }
        }
        self.literal(&text[from..]);
    }

    fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            escape_into(text, self.line_start, self.out);
            self.line_start = false;
        }
    }
}

/// The stops that a note's number follows: of Latin, Greek and Cyrillic, of Arabic, and of Chinese and Japanese.
const STOPS: [char; 18] =
    ['.', ',', ';', ':', '!', '?', '…', '·', '،', '؛', '؟', '۔', '。', '，', '、', '；', '：', '！'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Paragraph;

    fn text(words: &str) -> ProseInline {
        ProseInline::Text(words.to_owned())
    }

    fn shown(paragraphs: Vec<Vec<ProseInline>>) -> String {
        let paragraphs = paragraphs.into_iter().map(Paragraph::from).collect();
        ready(&Prose { paragraphs })[READY.len_utf8()..].replace(SENTENCE, "⏎").replace(PARAGRAPH, "¶")
    }

    #[test]
    fn sentences_break_and_abbreviations_do_not() {
        for (words, expected) in [
            ("One. Two! Three? “Four.” Five", "One.⏎Two!⏎Three?⏎“Four.”⏎Five"),
            ("The U.S. Senate and Mr. A. Smith met.", "The U.S. Senate and Mr. A. Smith met."),
            ("About 3.5 per cent. 1. is not a list.", "About 3.5 per cent. 1. is not a list."),
            ("Done. - Not a list.", "Done. - Not a list."),
            ("Угоду підписано. Вона діє.", "Угоду підписано.⏎Вона діє."),
        ] {
            assert_eq!(shown(vec![vec![text(words)]]), expected);
        }
    }

    #[test]
    fn items_are_marked() {
        let paragraph = |(words, is_item)| Paragraph { words: vec![text(words)], is_item };
        let paragraphs = [("Two:", false), ("5 gates", true), ("1. b", true), ("End.", false)].map(paragraph).to_vec();
        let shown = ready(&Prose { paragraphs })[READY.len_utf8()..].replace(PARAGRAPH, "¶").replace(ITEM, "•");
        assert_eq!(shown, "Two:¶•5 gates¶•1\\. b¶End.");
    }

    #[test]
    fn citations_stand_close_and_apart() {
        let id = |id: &str| ProseInline::Citation(Id::new(id).unwrap());
        let line = vec![text("Agreed "), id("a"), text(" "), id("b"), text(". Next "), id("a")];
        assert_eq!(shown(vec![line, vec![text("x")]]), "Agreed.[^a]\u{a0}[^b]⏎Next[^a]¶x");
    }

    #[test]
    fn a_stop_before_a_citation_is_not_followed_by_another() {
        let id = |id: &str| ProseInline::Citation(Id::new(id).unwrap());
        let line =
            |before: &str, after: &str| shown(vec![vec![text(before), id("a"), text(" "), id("b"), text(after)]]);
        let marks = "[^a]\u{a0}[^b]";
        for (before, after, expected) in [
            ("по ставке 2008 г. ", ". Газа нет", format!("по ставке 2008 г.{marks}⏎Газа нет")),
            ("in the U.S. ", ".", format!("in the U.S.{marks}")),
            ("in the U.S. ", ". Then", format!("in the U.S.{marks}⏎Then")),
            ("in the U.S. ", ", then", format!("in the U.S.,{marks} then")),
            ("Who? ", ". Then", format!("Who?{marks}⏎Then")),
            ("and so on… ", ".", format!("and so on…{marks}")),
            ("in 2008 ", "... or so", format!("in 2008...{marks} or so")),
            ("“Who?” ", ". Then", format!("“Who?”.{marks}⏎Then")),
        ] {
            assert_eq!(line(before, after), expected);
        }
        let emphasis = ProseInline::Emphasis(vec![text("2008 г.")]);
        assert_eq!(shown(vec![vec![emphasis, id("a"), text(". Then")]]), "*2008 г.*[^a]⏎Then");
    }

    #[test]
    fn a_link_cannot_be_broken_out_of() {
        let link = ProseInline::Link { text: vec![text("a](b")], url: "https://x/(a) b?c=1&d=<e>".to_owned() };
        assert_eq!(shown(vec![vec![link]]), "[a\\](b](https://x/%28a%29%20b?c=1&amp;d=%3Ce%3E)");
    }
}

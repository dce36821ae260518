//! A text as words with their emphasis, with its citations and links: the form in which changes from Word are applied.

use std::ops::Range;

use crate::docx::Passage;
use crate::model::{Id, ProseInline};
use crate::record::{prose, straight, visible};

/// A character with its emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) c: char,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// The index of the link that it is in.
    pub(super) link: Option<usize>,
}

/// A citation and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    /// The index of the character that it is before.
    pub(super) at: usize,
    pub(super) id: Id,
    /// Whether a space comes before it.
    pub(super) spaced: bool,
    /// Whether a full stop follows that the page does not print ([`ProseInline::without_second_stop`]).
    pub(super) stopped: bool,
}

/// A text with its citations and links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ReviewWords {
    pub(super) signs: Vec<Sign>,
    pub(super) cited: Vec<Cited>,
    /// The addresses of the links.
    pub(super) links: Vec<String>,
}

impl ReviewWords {
    /// Converts a paragraph.
    pub(super) fn of(paragraph: &[ProseInline]) -> Self {
        let mut words = Self::default();
        words.walk(paragraph, Sign { c: ' ', bold: false, italic: false, link: None });
        words
    }

    /// Converts the first paragraph of a text in the syntax of the brief.
    pub(super) fn spelled(text: &str) -> Self {
        Self::of(prose::read(text).prose.paragraphs.first().map_or(&[], |it| &it.words))
    }

    fn walk(&mut self, inlines: &[ProseInline], look: Sign) {
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                ProseInline::Text(text) => {
                    let printed = ProseInline::without_second_stop(text, &inlines[..at]);
                    if let Some(last) = self.cited.last_mut().filter(|_| printed.len() < text.len()) {
                        last.stopped = true;
                    }
                    self.signs.extend(printed.chars().map(|c| Sign { c, ..look }));
                }
                ProseInline::Emphasis(inner) => self.walk(inner, Sign { italic: true, ..look }),
                ProseInline::Strong(inner) => self.walk(inner, Sign { bold: true, ..look }),
                ProseInline::Link { text, url } => {
                    self.links.push(url.clone());
                    self.walk(text, Sign { link: Some(self.links.len() - 1), ..look });
                }
                ProseInline::Citation(id) => {
                    // The page prints no space between a word and a note mark.
                    let spaced = self.signs.pop_if(|sign| sign.c == ' ').is_some();
                    self.cited.push(Cited { at: self.signs.len(), id: id.clone(), spaced, stopped: false });
                }
            }
        }
    }

    /// Converts a returned text. If the template made it `bold` or `italic`, that is removed.
    pub(super) fn returned(passage: &Passage, bold: bool, italic: bool) -> Self {
        let sign = |letter: &crate::docx::Letter| Sign {
            c: letter.c,
            bold: letter.bold != bold,
            italic: letter.italic != italic,
            link: letter.linked.then_some(0),
        };
        Self { signs: passage.letters.iter().map(sign).collect(), ..Self::default() }
    }

    /// The ranges of the words, which white space separates. The end of a paragraph is a word of its own.
    pub(super) fn ranges(&self) -> Vec<Range<usize>> {
        let (mut all, mut start) = (Vec::new(), None);
        for (at, sign) in self.signs.iter().enumerate() {
            if sign.c.is_whitespace() {
                all.extend(start.take().map(|start| start..at));
                if sign.c == '\n' && !all.is_empty() {
                    all.push(at..at + 1);
                }
            } else {
                start.get_or_insert(at);
            }
        }
        all.extend(start.map(|start| start..self.signs.len()));
        all
    }

    /// The keys by which words are compared: the characters with their emphasis, ignoring changes of quotation marks
    /// and hyphens by Word.
    pub(super) fn keys(&self) -> Vec<String> {
        self.ranges().into_iter().map(|range| key(&self.signs[range])).collect()
    }

    /// The words without emphasis, on one line.
    pub(super) fn plain(&self) -> String {
        let text: String = self.signs.iter().map(|sign| sign.c).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Converts back to paragraphs of prose.
    pub(super) fn paragraphs(&self) -> Vec<Vec<ProseInline>> {
        let mut items: Vec<WordItem> = Vec::new();
        let mut cited = self.cited.iter().peekable();
        for at in 0..=self.signs.len() {
            while let Some(citation) = cited.next_if(|it| it.at <= at) {
                items.extend(citation.spaced.then_some(WordItem::Space));
                items.push(WordItem::Citation(citation.id.clone()));
                let stop = Sign { c: '.', bold: false, italic: false, link: None };
                items.extend(citation.stopped.then_some(WordItem::Sign(stop)));
            }
            items.extend(self.signs.get(at).map(|sign| match sign.c {
                '\n' => WordItem::End,
                c if c.is_whitespace() && c != '\u{a0}' => WordItem::Space,
                _ => WordItem::Sign(*sign),
            }));
        }
        let looks = looks(&items);
        let pieces: Vec<(WordItem, PartLook)> = items.into_iter().zip(looks).collect();
        let paragraphs = pieces.split(|(item, _)| matches!(item, WordItem::End));
        let paragraphs = paragraphs.map(|part| nested(part, 0, &self.links));
        paragraphs.filter(|paragraph| !paragraph.is_empty()).collect()
    }
}

fn key(signs: &[Sign]) -> String {
    let mut text = String::new();
    let mut look = (false, false);
    for sign in signs {
        if (sign.bold, sign.italic) != look {
            look = (sign.bold, sign.italic);
            // Control characters cannot occur in the text of a brief.
            text.push(match look {
                (false, false) => '\u{1}',
                (true, false) => '\u{2}',
                (false, true) => '\u{3}',
                (true, true) => '\u{4}',
            });
        }
        match straight(sign.c) {
            '…' => text.push_str("..."),
            '\n' => text.push('¶'),
            c => text.push(c),
        }
    }
    visible(&text).into_owned()
}

#[derive(Clone)]
enum WordItem {
    Sign(Sign),
    Space,
    Citation(Id),
    /// The end of a paragraph.
    End,
}

/// The look of a part: the index of its link, whether it is strong, and whether it is emphasized.
type PartLook = (Option<usize>, bool, bool);

/// The look of each part. A space or a citation has the look of the parts around it, if those are equal.
fn looks(items: &[WordItem]) -> Vec<PartLook> {
    let own = |item: &WordItem| match item {
        WordItem::Sign(sign) => Some((sign.link, sign.bold, sign.italic)),
        _ => None,
    };
    let mut before = Vec::with_capacity(items.len());
    let mut last = None;
    for item in items {
        last = if matches!(item, WordItem::End) { None } else { own(item).or(last) };
        before.push(last);
    }
    let mut all = vec![(None, false, false); items.len()];
    let mut next: Option<PartLook> = None;
    for (at, item) in items.iter().enumerate().rev() {
        next = if matches!(item, WordItem::End) { None } else { own(item).or(next) };
        let common = |one: PartLook, other: PartLook| {
            (one.0.filter(|link| other.0 == Some(*link)), one.1 && other.1, one.2 && other.2)
        };
        all[at] = match (before[at], next) {
            (Some(before), Some(next)) => common(before, next),
            _ => (None, false, false),
        };
    }
    all
}

/// Converts parts to inlines: links contain strong text, which contains emphasized text.
fn nested(parts: &[(WordItem, PartLook)], depth: u8, links: &[String]) -> Vec<ProseInline> {
    let is = |look: &PartLook| match depth {
        0 => look.0,
        1 => look.1.then_some(0),
        _ => look.2.then_some(0),
    };
    let mut out = Vec::new();
    if depth == 3 {
        for (item, _) in parts {
            match item {
                WordItem::Sign(sign) => push(&mut out, sign.c),
                WordItem::Space => push(&mut out, ' '),
                WordItem::Citation(id) => out.push(ProseInline::Citation(id.clone())),
                WordItem::End => {}
            }
        }
        return out;
    }
    for group in parts.chunk_by(|(_, one), (_, other)| is(one) == is(other)) {
        let inner = nested(group, depth + 1, links);
        match (is(&group[0].1), depth) {
            (Some(link), 0) => match links.get(link) {
                Some(url) => out.push(ProseInline::Link { text: inner, url: url.clone() }),
                None => join(&mut out, inner),
            },
            (Some(_), 1) => out.push(ProseInline::Strong(inner)),
            (Some(_), _) => out.push(ProseInline::Emphasis(inner)),
            (None, _) => join(&mut out, inner),
        }
    }
    out
}

fn join(out: &mut Vec<ProseInline>, inner: Vec<ProseInline>) {
    for inline in inner {
        match (out.last_mut(), inline) {
            (Some(ProseInline::Text(last)), ProseInline::Text(text)) => last.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
}

fn push(out: &mut Vec<ProseInline>, c: char) {
    match out.last_mut() {
        Some(ProseInline::Text(last)) if !(c == ' ' && last.ends_with(' ')) => last.push(c),
        Some(ProseInline::Text(_)) => {}
        _ => out.push(ProseInline::Text(c.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_that_the_page_does_not_print_is_not_compared_and_stays() {
        for (text, printed) in [
            ("at the rate of the U.S. [@a] [@b]. Then", "at the rate of the U.S. Then"),
            ("at the rate [@a]. Then", "at the rate. Then"),
        ] {
            let words = ReviewWords::spelled(text);
            assert_eq!(words.plain(), printed);
            let back = words.paragraphs().into_iter().map(Into::into).collect();
            assert_eq!(crate::model::Prose { paragraphs: back }.source(), text);
        }
    }
}

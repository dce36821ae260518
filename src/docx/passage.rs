//! Text as a reader sees it, letter by letter: the form in which a Word file and a brief are compared.

use crate::model::{Prose, ProseInline};

/// A character and its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// The character; a line break between two paragraphs.
    pub c: char,
    /// Whether it is strong (bold).
    pub bold: bool,
    /// Whether it is emphasized (italic).
    pub italic: bool,
    /// Whether it is part of a link.
    pub linked: bool,
}

/// The text of a field, and its references to notes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text.
    pub letters: Vec<Letter>,
    /// The references to notes, in order: the number of the note in the file as it was sent; `None` for a reference
    /// that was added.
    pub marks: Vec<Option<usize>>,
}

impl Passage {
    /// The text as a string.
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.c).collect()
    }

    /// Whether it has no text except white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.letters.iter().all(|letter| letter.c.is_whitespace())
    }

    /// Whether `looks` is true for all characters except white space.
    pub(super) fn is_all(&self, looks: impl Fn(&Letter) -> bool) -> bool {
        let mut words = self.letters.iter().filter(|letter| !letter.c.is_whitespace()).peekable();
        words.peek().is_some() && words.all(looks)
    }
}

/// The letters of a paragraph of prose, without its citations.
pub(super) fn letters(paragraph: &[ProseInline]) -> Vec<Letter> {
    fn walk(inlines: &[ProseInline], look: Letter, out: &mut Vec<Letter>) {
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                ProseInline::Text(text) => {
                    let text = ProseInline::without_second_stop(text, &inlines[..at]);
                    out.extend(text.chars().map(|c| Letter { c, ..look }));
                }
                ProseInline::Emphasis(inner) => walk(inner, Letter { italic: true, ..look }, out),
                ProseInline::Strong(inner) => walk(inner, Letter { bold: true, ..look }, out),
                ProseInline::Link { text, .. } => walk(text, Letter { linked: true, ..look }, out),
                ProseInline::Citation(_) => {}
            }
        }
    }
    let mut out = Vec::new();
    walk(paragraph, Letter { c: ' ', bold: false, italic: false, linked: false }, &mut out);
    out
}

/// The characters of a text without white space. Printed text is compared with a field in this form, since a removed
/// citation leaves its space behind, and pages break lines elsewhere.
pub(super) fn signs(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.filter(|c| !c.is_whitespace())
}

/// The index of the paragraph with a text, searched from `from` on and then from the start.
pub(super) fn paragraph_of(prose: &Prose, text: &str, from: usize) -> Option<usize> {
    let is = |at: &usize| {
        let own = letters(&prose.paragraphs[*at].words);
        signs(own.iter().map(|letter| letter.c)).eq(signs(text.chars()))
    };
    let count = prose.paragraphs.len();
    (from..count).chain(0..from.min(count)).find(is)
}

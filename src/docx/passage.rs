//! Words as a reader sees them, letter by letter: what a Word file and a brief have in common.

use crate::model::{Prose, ProseInline};

/// A character and how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// The character; a line break between two paragraphs.
    pub c: char,
    /// Whether it is strong.
    pub bold: bool,
    /// Whether it is emphasized.
    pub italic: bool,
    /// Whether it is in a link.
    pub linked: bool,
}

/// The words of a field with the references to notes among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The words.
    pub letters: Vec<Letter>,
    /// The references, in their order: the number of the note in the file as it was sent; `None` for one that was added.
    pub marks: Vec<Option<usize>>,
}

impl Passage {
    /// The words as text.
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.c).collect()
    }

    /// Whether it has no words.
    pub(crate) fn is_blank(&self) -> bool {
        self.letters.iter().all(|letter| letter.c.is_whitespace())
    }

    /// Whether all words look so.
    pub(super) fn is_all(&self, looks: impl Fn(&Letter) -> bool) -> bool {
        let mut words = self.letters.iter().filter(|letter| !letter.c.is_whitespace()).peekable();
        words.peek().is_some() && words.all(looks)
    }
}

/// The letters of a paragraph of prose, without its citations.
pub(super) fn letters(paragraph: &[ProseInline]) -> Vec<Letter> {
    fn walk(inlines: &[ProseInline], look: Letter, out: &mut Vec<Letter>) {
        for inline in inlines {
            match inline {
                ProseInline::Text(text) => out.extend(text.chars().map(|c| Letter { c, ..look })),
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

/// A text without white space, by which a printed text is recognised as that of a field: a citation that is gone leaves its
/// space, and pages break lines elsewhere.
pub(super) fn signs(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.filter(|c| !c.is_whitespace())
}

/// Which paragraph of a prose has a text, from one on and then from the start.
pub(super) fn paragraph_of(prose: &Prose, text: &str, from: usize) -> Option<usize> {
    let is = |at: &usize| {
        let own = letters(&prose.paragraphs[*at].words);
        signs(own.iter().map(|letter| letter.c)).eq(signs(text.chars()))
    };
    let count = prose.paragraphs.len();
    (from..count).chain(0..from.min(count)).find(is)
}

//! The words that have been shaped before.
//!
//! A word is shaped once for all paragraphs, with the spaces after it. That is only right where words take no part in the
//! shape of each other, but that a font may draw a capital towards the space before it. For the fonts that the program
//! carries a test holds this to be so; stretches in other fonts and other scripts are shaped as wholes.

use rustc_hash::FxHashMap;
use unicode_script::Script;

use super::Shaped;

/// The longest text, in bytes, that is kept.
const LONGEST: usize = 48;
/// How many glyphs are kept. Then all are forgotten: the next words are shaped again, to the same glyphs.
const MOST: usize = 24_000;

/// Known words by their text, each with the spaces after it.
#[derive(Default)]
pub(super) struct WordCache {
    by_text: FxHashMap<Box<str>, Box<[Shaped]>>,
    glyphs: usize,
    /// The advance of a space before a character.
    spaces: FxHashMap<char, f32>,
    /// For words that are not kept.
    spare: Vec<Shaped>,
}

/// A shaped word.
pub(super) struct ShapedWord<'w> {
    /// Where it begins in the text, in bytes.
    pub(super) at: usize,
    /// Its glyphs; their text counts from there.
    pub(super) glyphs: &'w [Shaped],
    /// The advance of the space at its end, when a word follows.
    pub(super) space: Option<f32>,
}

impl WordCache {
    /// Shapes a text word by word, and gives out the words in its order.
    pub(super) fn shape(
        &mut self,
        text: &str,
        mut shape: impl FnMut(&str, &mut Vec<Shaped>),
        mut out: impl FnMut(ShapedWord<'_>),
    ) {
        let mut at = 0;
        while at < text.len() {
            let next = at + first_word(&text[at..]);
            let word = &text[at..next];
            let space = text[next..].chars().next().and_then(|c| self.space_before(c, &mut shape));
            if let Some(glyphs) = self.by_text.get(word) {
                out(ShapedWord { at, glyphs, space });
            } else {
                self.spare.clear();
                shape(word, &mut self.spare);
                out(ShapedWord { at, glyphs: &self.spare, space });
                if word.len() <= LONGEST {
                    self.glyphs += self.spare.len() + 2;
                    if self.glyphs > MOST {
                        self.by_text.clear();
                        self.glyphs = self.spare.len() + 2;
                    }
                    self.by_text.insert(word.into(), self.spare.as_slice().into());
                }
            }
            at = next;
        }
    }

    fn space_before(&mut self, c: char, shape: &mut impl FnMut(&str, &mut Vec<Shaped>)) -> Option<f32> {
        if let Some(known) = self.spaces.get(&c) {
            return Some(*known);
        }
        self.spare.clear();
        shape(&format!(" {c}"), &mut self.spare);
        let space = self.spare.first().filter(|glyph| glyph.space)?.advance;
        // There are only so many: a word begins with a character of a few blocks.
        self.spaces.insert(c, space);
        Some(space)
    }
}

/// Whether words of a script may be shaped one by one.
pub(super) fn are_apart(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Cyrillic | Script::Greek)
}

/// The bytes of a word at the start of a text, with the spaces after it. What may join the space before it, such as a
/// combining mark, does not begin a word.
fn first_word(text: &str) -> usize {
    let mut spaces = spaces(text).map(|at| at + 1);
    spaces.find(|next| text[*next..].starts_with(begins)).unwrap_or(text.len())
}

/// Where spaces are, in bytes. They are too close to each other for a search that takes many bytes at a time.
pub(super) fn spaces(text: &str) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b' ').map(|(at, _)| at)
}

/// Whether a character begins a word: a letter, a figure or a mark of the usual blocks that joins nothing.
fn begins(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{388}'..='\u{3ff}' | '\u{400}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{25ff}')
}

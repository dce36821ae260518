//! A cache of shaped words.
//!
//! A word is shaped once for all paragraphs, together with the spaces after it. That is only correct if words do not
//! affect the shapes of each other. One exception is handled here: a font may kern a capital with the space before it.
//! A test verifies this for the built-in fonts. Text in other fonts and other scripts is shaped without this cache.

use rustc_hash::FxHashMap;
use unicode_script::Script;

use super::Shaped;

/// The longest text that is cached, in bytes.
const LONGEST: usize = 48;
/// The most glyphs in the cache, which is then cleared. The next words are shaped again, to the same glyphs.
const MOST: usize = 24_000;

/// Shaped words by their text, which includes the spaces after each word.
#[derive(Default)]
pub(super) struct WordCache {
    by_text: FxHashMap<Box<str>, Box<[Shaped]>>,
    glyphs: usize,
    /// The advance of a space before a character, which kerning may change.
    spaces: FxHashMap<char, f32>,
    /// A buffer for a word that is not in the cache.
    spare: Vec<Shaped>,
}

/// A shaped word.
pub(super) struct ShapedWord<'w> {
    /// Where the word begins in the text, in bytes.
    pub(super) at: usize,
    /// The glyphs. Their text ranges are relative to the beginning of the word.
    pub(super) glyphs: &'w [Shaped],
    /// The advance of the space at the end of the word, if another word follows.
    pub(super) space: Option<f32>,
}

impl WordCache {
    /// Shapes a text word by word, and calls `out` with each word in the order of the text.
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
        // This map stays small: words begin with characters of few blocks.
        self.spaces.insert(c, space);
        Some(space)
    }
}

/// Whether words of a script may be shaped independently of each other.
pub(super) fn are_apart(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Cyrillic | Script::Greek)
}

/// The length in bytes of the first word of a text, with the spaces after it. The next word does not begin with a
/// character that may join the space before it, such as a combining mark.
fn first_word(text: &str) -> usize {
    let mut spaces = spaces(text).map(|at| at + 1);
    spaces.find(|next| text[*next..].starts_with(begins)).unwrap_or(text.len())
}

/// The byte positions of spaces. They are so close together that a search for many bytes at a time (memchr) would be
/// slower.
pub(super) fn spaces(text: &str) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b' ').map(|(at, _)| at)
}

/// Whether a character can begin a word: a letter, figure or punctuation mark of the common blocks that does not join
/// the character before it.
fn begins(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{388}'..='\u{3ff}' | '\u{400}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{25ff}')
}

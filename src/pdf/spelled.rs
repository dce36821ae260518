//! Spells clusters whose glyphs do not correspond to their characters one by one: marks on letters, ligatures of
//! right-to-left scripts, vowels that are printed before the consonant that they follow.
//!
//! Such a cluster could have an `ActualText`. But not every reader uses that, and some reverse it in right-to-left
//! text. So in fonts with TrueType outlines, one new glyph draws the whole cluster and represents the character at its
//! left edge. For each of the other characters there is an empty glyph. The glyphs are side by side, and each is as
//! wide as its share of the cluster. To a reader they are ordinary letters.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::layout::page::{Glyph, GlyphRun, has_width};

/// The most glyphs, and the most characters, in a cluster that is spelled. Clusters of real text never have more.
pub(super) const MOST: usize = 16;

/// A composed glyph, which is not in the font.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Composed {
    /// The character that it represents.
    text: char,
    /// The glyphs that it draws; empty for an empty glyph.
    pub(super) parts: Vec<Part>,
    /// The advance, in font units.
    pub(super) advance: u16,
}

#[cfg(test)]
impl Composed {
    pub(super) fn new(text: char, parts: Vec<Part>, advance: u16) -> Self {
        Self { text, parts, advance }
    }
}

/// A glyph of the font as part of a composed one, offset to the right and upwards in font units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) glyph: u16,
    pub(super) right: i16,
    pub(super) up: i16,
}

/// The composed glyphs of a font, sorted.
#[derive(Default)]
pub(super) struct ComposedGlyphs {
    all: Vec<Composed>,
    /// The glyph id of the first one: the number of glyphs in the font.
    first: u16,
    units_per_em: u16,
}

impl ComposedGlyphs {
    pub(super) const NONE: Self = Self { all: Vec::new(), first: 0, units_per_em: 0 };

    /// Numbers glyphs, starting after those of the font. Has no glyphs when there are not enough numbers.
    pub(super) fn new(all: BTreeSet<Composed>, first: u16, units_per_em: u16) -> Self {
        if usize::from(first) + all.len() > usize::from(u16::MAX) {
            return Self::NONE;
        }
        Self { all: all.into_iter().collect(), first, units_per_em }
    }

    /// The composed glyph with an id.
    pub(super) fn get(&self, id: u16) -> Option<Composed> {
        self.all.get(usize::from(id.checked_sub(self.first)?)).cloned()
    }

    fn id(&self, composed: &Composed) -> Option<u16> {
        self.all.binary_search(composed).ok().map(|at| self.first + at as u16)
    }
}

/// The composed glyphs that spell the clusters of a run.
pub(super) fn composed_of(run: &GlyphRun, units_per_em: u16) -> impl Iterator<Item = Composed> {
    parts_of(run).filter_map(move |cluster| composed(cluster, run.to_the_left, units_per_em)).flatten()
}

/// A run with its glyphs from left to right, each with its text. PDF readers expect this order and reverse
/// right-to-left words themselves (ISO 32000-1, 14.8.2.3.3, for text without `ReversedChars`). Clusters for which
/// `made` has glyphs are replaced by those. A run that does not change is borrowed.
pub(super) fn spelled<'r>(run: &'r GlyphRun, made: &ComposedGlyphs) -> Cow<'r, GlyphRun> {
    if !run.to_the_left && made.all.is_empty() {
        return Cow::Borrowed(run);
    }
    let mut glyphs = Vec::with_capacity(run.glyphs.len());
    let mut put = |cluster: &[Glyph]| {
        if !put_composed(cluster, run.to_the_left, made, &mut glyphs) {
            if run.to_the_left {
                put_from_the_left(cluster, &mut glyphs);
            } else {
                glyphs.extend_from_slice(cluster);
            }
        }
    };
    if run.to_the_left {
        parts_of(run).rev().for_each(&mut put);
    } else {
        parts_of(run).for_each(&mut put);
    }
    Cow::Owned(GlyphRun { glyphs, ..run.clone() })
}

/// The clusters of a run. A cluster is a glyph with text and the following ones without.
fn parts_of(run: &GlyphRun) -> impl DoubleEndedIterator<Item = &[Glyph]> {
    run.glyphs.chunk_by(|_, next| next.text.is_empty())
}

/// The composed glyphs that spell a cluster, from left to right; `None` when its own glyphs do, or when they cannot be
/// parts of another glyph.
fn composed(cluster: &[Glyph], to_the_left: bool, units_per_em: u16) -> Option<Vec<Composed>> {
    let text = &cluster.first()?.text;
    // Readers split a ligature in the direction of the line, which is wrong in right-to-left text. A ligature that
    // includes a mark is taken for a mark without width by some readers.
    let is_read = || !to_the_left && text.chars().all(has_width);
    let is_readable = cluster.len() == 1 && (text.chars().nth(1).is_none() || is_read());
    if is_readable || text.is_empty() || text.contains('\u{ad}') || cluster.iter().any(|glyph| glyph.id == 0) {
        return None;
    }
    let mut characters: Vec<char> = text.chars().take(MOST + 1).collect();
    if characters.len().max(cluster.len()) > MOST {
        return None;
    }
    let units = |length: f32| (length * f32::from(units_per_em) / 1000.0).round();
    let (mut parts, mut pen) = (Vec::with_capacity(cluster.len()), 0.0);
    let mut draw = |glyph: &Glyph| {
        let [right, up] = [units(pen + glyph.offset.0), units(glyph.offset.1)].map(short);
        parts.push(Part { glyph: glyph.id, right: right?, up: up? });
        pen += glyph.advance;
        Some(())
    };
    if to_the_left {
        cluster.iter().rev().try_for_each(&mut draw)?;
        characters.reverse();
    } else {
        cluster.iter().try_for_each(&mut draw)?;
    }
    let whole = units(pen).max(0.0);
    (whole <= f32::from(u16::MAX)).then(|| distributed(&characters, parts, whole as u16, to_the_left))
}

/// Converts to a whole number of font units, if it is in range.
fn short(length: f32) -> Option<i16> {
    (f32::from(i16::MIN)..=f32::from(i16::MAX)).contains(&length).then_some(length as i16)
}

/// The composed glyphs for some characters, from left to right, with the total advance `whole`. The first one draws
/// everything.
fn distributed(characters: &[char], parts: Vec<Part>, whole: u16, to_the_left: bool) -> Vec<Composed> {
    // In right-to-left text, a mark comes before its letter, and readers attach it to that letter only if it has no
    // width. In left-to-right text, marks do have a width: readers would take two marks in one place for overprinted
    // words.
    let is_wide = |c: &char| !to_the_left || has_width(*c);
    let wide = characters.iter().filter(|c| is_wide(c)).count().max(1) as u16;
    let last_wide = characters.iter().rposition(is_wide).unwrap_or(characters.len().saturating_sub(1));
    let (mut parts, mut rest) = (Some(parts), whole);
    let shares = characters.iter().enumerate().map(|(at, c)| {
        let advance = match () {
            () if at == last_wide => rest,
            () if is_wide(c) => whole / wide,
            () => 0,
        };
        rest -= advance;
        Composed { text: *c, parts: parts.take().unwrap_or_default(), advance }
    });
    shares.collect()
}

/// Appends the glyphs that spell a cluster; returns false when there are none.
fn put_composed(cluster: &[Glyph], to_the_left: bool, made: &ComposedGlyphs, out: &mut Vec<Glyph>) -> bool {
    if made.all.is_empty() {
        return false;
    }
    let Some(all) = composed(cluster, to_the_left, made.units_per_em) else { return false };
    let ids: Option<Vec<u16>> = all.iter().map(|it| made.id(it)).collect();
    let Some(ids) = ids else { return false };
    let start = out.len();
    let mut rest: f32 = cluster.iter().map(|glyph| glyph.advance).sum();
    for (composed, id) in all.iter().zip(ids) {
        let advance = f32::from(composed.advance) * (1000.0 / f32::from(made.units_per_em));
        rest -= advance;
        out.push(Glyph { id, advance, offset: (0.0, 0.0), text: composed.text.encode_utf8(&mut [0; 4]).into() });
    }
    // The last glyph compensates for rounding.
    if let Some(last) = out[start..].last_mut() {
        last.advance += rest;
    }
    true
}

/// Appends a cluster of a right-to-left run.
fn put_from_the_left(cluster: &[Glyph], out: &mut Vec<Glyph>) {
    let Some(text) = cluster.first().map(|first| &first.text) else { return };
    if cluster.len() > 1 && text.chars().count() == cluster.len() {
        // A letter is followed by its marks, which readers attach to the letter before them.
        let mut pen = 0.0;
        let mut place: f32 = cluster.iter().map(|glyph| glyph.advance).sum();
        for (glyph, c) in cluster.iter().zip(text.chars()) {
            place -= glyph.advance;
            let offset = (glyph.offset.0 + place - pen, glyph.offset.1);
            out.push(Glyph { offset, text: c.into(), ..glyph.clone() });
            pen += glyph.advance;
        }
    } else {
        for (at, glyph) in cluster.iter().rev().enumerate() {
            let text = if at == 0 { text.clone() } else { "".into() };
            out.push(Glyph { text, ..glyph.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(id: u16, advance: f32, offset: (f32, f32), text: &str) -> Glyph {
        Glyph { id, advance, offset, text: text.into() }
    }

    fn of(cluster: &[Glyph], to_the_left: bool) -> Option<Vec<(char, usize, u16)>> {
        let all = composed(cluster, to_the_left, 1000)?;
        Some(all.into_iter().map(|it| (it.text, it.parts.len(), it.advance)).collect())
    }

    #[test]
    fn a_cluster_is_spelled_in_the_direction_that_readers_expect() {
        // A ligature of lam and alef, which readers reverse.
        let ligature = [glyph(7, 601.0, (0.0, 0.0), "لا")];
        assert_eq!(of(&ligature, true).unwrap(), [('ا', 1, 300), ('ل', 0, 301)]);
        // The same with a mark on it, which has no width.
        let marked = [glyph(7, 600.0, (0.0, 0.0), "لاً"), glyph(8, 0.0, (20.0, 300.0), "")];
        assert_eq!(of(&marked, true).unwrap(), [('ً', 2, 0), ('ا', 0, 300), ('ل', 0, 300)]);
        // A vowel that is printed before its consonant.
        let vowel = [glyph(1, 200.0, (0.0, 0.0), "कि"), glyph(2, 500.0, (-10.0, 0.0), "")];
        assert_eq!(of(&vowel, false).unwrap(), [('क', 2, 350), ('ि', 0, 350)]);
        let parts = composed(&vowel, false, 1000).unwrap().swap_remove(0).parts;
        assert_eq!(parts, [Part { glyph: 1, right: 0, up: 0 }, Part { glyph: 2, right: 190, up: 0 }]);
    }

    #[test]
    fn clusters_that_readers_get_right_are_not_changed() {
        let one = |text: &str| [glyph(7, 600.0, (0.0, 0.0), text)];
        assert_eq!(of(&one("ffi"), false), None);
        assert_eq!(of(&one("ا"), true), None);
        assert_eq!(of(&one("\u{ad}"), false), None);
        assert_eq!(of(&one(""), false), None);
        assert_eq!(of(&one("क्ष"), false).unwrap().len(), 3);
        // More characters than any real cluster has.
        assert_eq!(of(&one(&"ا".repeat(MOST + 1)), true), None);
        assert_eq!(of(&[glyph(0, 1.0, (0.0, 0.0), "ab"), glyph(1, 1.0, (0.0, 0.0), "")], false), None);
        // Values that are out of range for a font.
        let wide = |advance: f32, up: f32| [glyph(1, advance, (0.0, 0.0), "कि"), glyph(2, 500.0, (0.0, up), "")];
        assert!(of(&wide(32_767.0, -32_768.0), false).is_some());
        for (advance, up) in [(32_768.0, 0.0), (0.0, -32_769.0), (f32::NAN, 0.0)] {
            assert_eq!(of(&wide(advance, up), false), None);
        }
        assert_eq!(of(&[glyph(7, 66_000.0, (0.0, 0.0), "क्ष")], false), None);
    }
}

//! The glyphs in use, the text that each represents, and its code in the content streams.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::sfnt::TrueType;
use super::spelled::{Composed, ComposedGlyphs, composed_of, spelled};
use crate::layout::font::{Font, FontId, Fonts};
use crate::layout::page::{Glyph, GlyphRun, PageItem, Pages};

/// The text of the second and further glyphs of a cluster: a zero-width space.
const CONTINUED: &str = "\u{200b}";
/// How many codes fonts may use together; code 0 is for missing characters.
const MOST_CODES: usize = 60_000;
/// The one-byte codes that are equal to their text in ASCII.
pub(super) const ASCII: RangeInclusive<u16> = 0x20..=0x7E;
/// The code of the carriage return, which would have to be escaped. It is not used as a one-byte code.
const RETURN: u16 = 0x0D;
/// The first code for the texts in [`COMMON`].
const FIRST_COMMON: u16 = 0x80;
/// Common texts that have fixed one-byte codes, like ASCII and Latin-1. Without them, one more word in a brief could
/// renumber the glyphs of all fonts.
const COMMON: [&str; 29] = [
    "ff", "fi", "fl", "ffi", "ffl", "ft", "fft", "tt", "–", "—", "‘", "’", "‚", "“", "”", "„", "•", "…", "‹", "›", "€",
    "№", "−", "→", "▲", "◆", "○", "■", "\u{200b}",
];

/// The glyphs in use, font by font.
pub(super) struct Glyphs {
    /// The glyphs of each font, by font id; empty for a font that is not used.
    fonts: Vec<Used>,
}

/// The glyphs of a font that are in use.
#[derive(Default)]
pub(super) struct Used {
    /// The glyphs by glyph id of the font.
    shown: Vec<ShownGlyph>,
    /// The glyphs in use, in the order of their codes once they have codes.
    pub(super) glyphs: Vec<UsedGlyph>,
    /// Whether codes have one byte; otherwise two.
    pub(super) short: bool,
    /// The composed glyphs, which are not in the font.
    pub(super) made: ComposedGlyphs,
}

/// The data needed wherever a glyph is shown.
#[derive(Clone, Copy)]
pub(super) struct ShownGlyph {
    pub(super) code: u16,
    /// Its index among the glyphs in use, plus 1; 0 when it is not in use.
    place: u16,
    /// The advance in the font, in thousandths of the size.
    pub(super) advance: f32,
    /// Its text, if that is one byte.
    text: u8,
}

impl ShownGlyph {
    const NONE: Self = Self { code: 0, place: 0, advance: 0.0, text: u8::MAX };
}

/// A glyph that is in use.
pub(super) struct UsedGlyph {
    /// The glyph id in the font file, or a higher number for a composed glyph.
    pub(super) id: u16,
    /// Its code in the content streams, which is also its glyph id in the subset.
    pub(super) code: u16,
    /// The advance in the font, in thousandths of the size.
    pub(super) advance: f32,
    /// The text that `ToUnicode` maps it to: the first text that it is used for.
    pub(super) text: Box<str>,
    /// The parts of a composed glyph; `None` for a glyph of the font.
    pub(super) composed: Option<Composed>,
}

/// Fonts that share one `ToUnicode` map, so that a text has the same code in each of them.
pub(super) struct FontGroup {
    pub(super) fonts: Vec<FontId>,
    /// Whether codes have one byte; otherwise two.
    pub(super) short: bool,
    /// The codes and their texts, in the order of the codes, without one-byte codes that are ASCII.
    pub(super) texts: Vec<(u16, Box<str>)>,
}

impl Glyphs {
    /// Collects the glyphs of all pages.
    pub(super) fn of(laid: &Pages, fonts: &Fonts) -> Self {
        let mut all = Self { fonts: (0..fonts.len()).map(|_| Used::default()).collect() };
        let tables: Vec<OnceCell<Option<TrueType<'_>>>> = (0..fonts.len()).map(|_| OnceCell::new()).collect();
        let table = |id: FontId| {
            let font = fonts.get(id);
            tables.get(id.0)?.get_or_init(|| TrueType::read(font.data(), font.index)).as_ref()
        };
        let runs = || {
            let items = laid.pages.iter().flat_map(|page| &page.items);
            items.filter_map(|item| if let PageItem::Glyphs(run) = item { Some(run) } else { None })
        };
        let mut wanted: Vec<BTreeSet<Composed>> = vec![BTreeSet::new(); all.fonts.len()];
        for run in runs() {
            let Some(wanted) = wanted.get_mut(run.font.0) else { continue };
            for composed in composed_of(run, fonts.get(run.font).units_per_em) {
                if table(run.font).is_some() {
                    wanted.insert(composed);
                }
            }
        }
        for (at, (used, mut wanted)) in all.fonts.iter_mut().zip(wanted).enumerate() {
            if !wanted.is_empty()
                && let Some(table) = table(FontId(at))
            {
                // If a composed glyph cannot be drawn, its cluster is written with the glyphs of the font.
                wanted.retain(|composed| table.can_draw(composed));
                used.made = ComposedGlyphs::new(wanted, table.glyphs(), fonts.get(FontId(at)).units_per_em);
            }
        }
        for run in runs() {
            let Some(used) = all.fonts.get_mut(run.font.0) else { continue };
            used.take_all(&spelled(run, &used.made), fonts.get(run.font), table(run.font));
        }
        all
    }

    /// Assigns a code to every glyph. Fonts for which `together` is true share their codes, with one byte each if that
    /// is enough. The codes depend only on the texts, not on the order of the words or of the fonts.
    pub(super) fn number(&mut self, together: impl Fn(FontId) -> bool) -> Vec<FontGroup> {
        let in_use: Vec<usize> = (0..self.fonts.len()).filter(|at| !self.fonts[*at].glyphs.is_empty()).collect();
        let (shared, own): (Vec<usize>, Vec<usize>) = in_use.into_iter().partition(|at| together(FontId(*at)));
        let total: usize = shared.iter().map(|at| self.fonts[*at].glyphs.len()).sum();
        let mut groups: Vec<Vec<usize>> = own.into_iter().map(|at| vec![at]).collect();
        let short = self.number_group(&shared, true);
        if short.is_none() && total > MOST_CODES {
            groups.extend(shared.into_iter().map(|at| vec![at]));
        } else if short.is_none() {
            groups.push(shared);
        }
        let long = groups.into_iter().filter_map(|fonts| self.number_group(&fonts, false));
        let mut numbered: Vec<FontGroup> = long.collect();
        numbered.extend(short);
        numbered
    }

    /// Assigns codes to the glyphs of some fonts; `None` when there are no fonts, or not enough codes.
    fn number_group(&mut self, fonts: &[usize], short: bool) -> Option<FontGroup> {
        let mut texts: Vec<(u16, Box<str>)> = Vec::new();
        let mut taken = [false; 256];
        // The font, the index of the glyph, its text, and how many glyphs of that font have the same text and a lower
        // id.
        let mut others: Vec<(usize, usize, Box<str>, u16)> = Vec::new();
        for font in fonts {
            let used = &mut self.fonts[*font];
            used.short = short;
            used.glyphs.iter_mut().for_each(|glyph| glyph.code = 0);
            if short {
                used.take_places();
            }
            let mut order = Vec::new();
            for (at, glyph) in used.glyphs.iter().enumerate() {
                if glyph.code == 0 {
                    order.push((&glyph.text, glyph.id, at));
                } else if !ASCII.contains(&glyph.code) && !std::mem::replace(&mut taken[usize::from(glyph.code)], true)
                {
                    texts.push((glyph.code, glyph.text.clone()));
                }
            }
            order.sort_unstable();
            for (text, _, at) in order {
                let number = others
                    .last()
                    .map_or(0, |(of, _, last, number)| if of == font && last == text { number + 1 } else { 0 });
                others.push((*font, at, text.clone(), number));
            }
        }
        others.sort_unstable_by(|a, b| (&a.2, a.3).cmp(&(&b.2, b.3)));
        let is_free = |code: &u16| !ASCII.contains(code) && *code != RETURN && !taken[usize::from(*code)];
        let mut free = (1..=if short { 0xFF } else { u16::MAX }).filter(|code| !short || is_free(code));
        for same in others.chunk_by(|a, b| (&a.2, a.3) == (&b.2, b.3)) {
            let code = free.next()?;
            texts.push((code, same[0].2.clone()));
            same.iter().for_each(|(font, at, _, _)| self.fonts[*font].glyphs[*at].code = code);
        }
        texts.sort_unstable_by_key(|(code, _)| *code);
        for font in fonts {
            let Used { shown, glyphs, .. } = &mut self.fonts[*font];
            glyphs.sort_unstable_by_key(|glyph| glyph.code);
            for (glyph, place) in glyphs.iter().zip(1..) {
                let shown = &mut shown[usize::from(glyph.id)];
                (shown.place, shown.code) = (place, glyph.code);
            }
        }
        (!fonts.is_empty()).then(|| FontGroup { fonts: fonts.iter().map(|at| FontId(*at)).collect(), short, texts })
    }

    /// The glyphs of a font that are in use.
    #[inline]
    pub(super) fn used(&self, font: FontId) -> &Used {
        const NONE: &Used = &Used { shown: Vec::new(), glyphs: Vec::new(), short: false, made: ComposedGlyphs::NONE };
        self.fonts.get(font.0).unwrap_or(NONE)
    }
}

impl Used {
    /// The data of a glyph; `None` when it is not in use.
    #[inline]
    pub(super) fn shown(&self, glyph: u16) -> Option<ShownGlyph> {
        self.shown.get(usize::from(glyph)).copied().filter(|shown| shown.place > 0)
    }

    /// Whether `ToUnicode` maps a glyph to this text.
    #[inline]
    pub(super) fn maps_to(&self, glyph: u16, text: &str) -> bool {
        self.shown(glyph).is_some_and(|shown| match text.as_bytes() {
            [] => false,
            [one] => *one == shown.text,
            _ => *self.glyphs[usize::from(shown.place) - 1].text == *text,
        })
    }

    /// Adds the glyphs of a run that are new.
    fn take_all(&mut self, run: &GlyphRun, font: &Font, table: Option<&TrueType<'_>>) {
        for (at, glyph) in run.glyphs.iter().enumerate() {
            // Glyph 0 is for missing characters, and has code 0.
            if glyph.id == 0 || self.shown(glyph.id).is_some() {
                continue;
            }
            let composed = self.made.get(glyph.id);
            let own = || table.and_then(|table| table.advance(glyph.id)).unwrap_or_else(|| font.advance(glyph.id));
            let advance = composed.as_ref().map_or_else(own, |composed| f32::from(composed.advance));
            let start = run.glyphs[..=at].iter().rposition(|glyph| !glyph.text.is_empty()).unwrap_or(0);
            let text = clusters(&run.glyphs[start..]).next().map_or("", |cluster| cluster.text_of(at - start));
            self.take(glyph.id, advance * (1000.0 / f32::from(font.units_per_em)), text);
            if let (Some(composed), Some(last)) = (composed, self.glyphs.last_mut()) {
                last.composed = Some(composed);
            }
        }
    }

    fn take(&mut self, id: u16, advance: f32, text: &str) {
        let at = usize::from(id);
        if self.shown.len() <= at {
            self.shown.resize((at + 1).next_multiple_of(256), ShownGlyph::NONE);
        }
        self.glyphs.push(UsedGlyph { id, code: 0, advance, text: text.into(), composed: None });
        let one = if let [one] = text.as_bytes() { *one } else { u8::MAX };
        self.shown[at] = ShownGlyph { code: 0, place: self.glyphs.len() as u16, advance, text: one };
    }

    /// Assigns the fixed codes. If several glyphs have one text, the glyph with the lowest id gets the code.
    fn take_places(&mut self) {
        // For each code, the index of its glyph plus 1.
        let mut holders = [0; 256];
        for at in 0..self.glyphs.len() {
            let Some(code) = place(&self.glyphs[at].text) else { continue };
            let holder: &mut usize = &mut holders[usize::from(code)];
            if let Some(other) = holder.checked_sub(1) {
                if self.glyphs[other].id < self.glyphs[at].id {
                    continue;
                }
                self.glyphs[other].code = 0;
            }
            *holder = at + 1;
            self.glyphs[at].code = code;
        }
    }
}

/// The fixed one-byte code of a text; `None` when it has none.
fn place(text: &str) -> Option<u16> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(c @ (' '..='~' | '\u{a0}'..='\u{ff}')), None) => Some(c as u16),
        _ => COMMON.iter().zip(FIRST_COMMON..).find(|(common, _)| **common == text).map(|(_, code)| code),
    }
}

/// The glyphs that represent one text.
pub(super) struct Cluster<'g> {
    pub(super) glyphs: &'g [Glyph],
    /// The text. A hyphen that a line break added has a visible hyphen as its text here.
    pub(super) text: &'g str,
    /// Whether each glyph represents one character of the text.
    pub(super) one_each: bool,
}

impl<'g> Cluster<'g> {
    /// The text of one of the glyphs: one character if there are as many characters as glyphs; otherwise the first
    /// glyph has all of it.
    #[inline]
    pub(super) fn text_of(&self, at: usize) -> &'g str {
        if self.glyphs.len() == 1 {
            return self.text;
        }
        if self.one_each {
            let mut characters = self.text.char_indices().skip(at);
            return characters.next().map_or("", |(at, c)| &self.text[at..at + c.len_utf8()]);
        }
        if at == 0 { self.text } else { CONTINUED }
    }

    /// Whether this is a hyphen that a line break added.
    pub(super) fn is_soft_hyphen(&self) -> bool {
        self.glyphs.first().is_some_and(|glyph| glyph.text == "\u{ad}")
    }
}

/// The clusters of a run. A cluster is a glyph with text and the following ones without.
#[inline]
pub(super) fn clusters(glyphs: &[Glyph]) -> impl Iterator<Item = Cluster<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = glyphs.get(at)?;
        let more = glyphs[at + 1..].iter().take_while(|glyph| glyph.text.is_empty()).count();
        let cluster = &glyphs[at..=at + more];
        at += cluster.len();
        let text = if first.text == "\u{ad}" { "-" } else { first.text.as_str() };
        Some(Cluster { glyphs: cluster, text, one_each: more > 0 && text.chars().count() == cluster.len() })
    })
}

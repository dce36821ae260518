//! Which glyphs are used, what text they stand for, and the code of each in the content of the pages.

use std::borrow::Cow;

use crate::layout::font::{FontId, Fonts};
use crate::layout::page::{Glyph, GlyphRun, Item, Laid};

/// Where a text is only the second or a further glyph of a cluster.
const CONTINUED: &str = "\u{200b}";
/// How many codes there are for fonts together; code 0 is for missing characters.
const MOST_CODES: usize = 60_000;

/// The glyphs in use, font by font.
pub(super) struct Glyphs {
    /// By number of the font; without glyphs where the font is not used.
    fonts: Vec<Used>,
}

/// The glyphs of a font.
#[derive(Default)]
pub(super) struct Used {
    /// By glyph of the font, one more than its index in `glyphs`.
    places: Vec<u16>,
    pub(super) glyphs: Vec<UsedGlyph>,
}

/// A glyph in use.
pub(super) struct UsedGlyph {
    /// Its number in the font file.
    pub(super) id: u16,
    /// Its own advance in thousandths of the size.
    pub(super) advance: f32,
    /// The text that `ToUnicode` gives for it: the first that it is used for.
    pub(super) text: Box<str>,
    /// Its code in the content of the pages, which is its number in the subset, too.
    pub(super) code: u16,
}

/// Fonts that have one `ToUnicode` map together, so that a text has the same code in each of them.
pub(super) struct Group {
    pub(super) fonts: Vec<FontId>,
    /// By code less 1, its text.
    pub(super) texts: Vec<Box<str>>,
}

impl Glyphs {
    /// Finds the glyphs of all pages.
    pub(super) fn of(laid: &Laid, fonts: &Fonts) -> Self {
        let mut all = Self { fonts: (0..fonts.len()).map(|_| Used::default()).collect() };
        for item in laid.pages.iter().flat_map(|page| &page.items) {
            let Item::Glyphs(run) = item else { continue };
            let run = from_the_left(run);
            let Some(used) = all.fonts.get_mut(run.font.0) else { continue };
            let font = fonts.get(run.font);
            let per_mille = 1000.0 / f32::from(font.units_per_em);
            for cluster in clusters(&run.glyphs) {
                for (at, glyph) in cluster.glyphs.iter().enumerate() {
                    used.take(glyph.id, || (font.advance(glyph.id) * per_mille, cluster.text_of(at)));
                }
            }
        }
        all
    }

    /// Gives every glyph its code. Fonts for which `together` says so are numbered as one: the codes follow the order of
    /// the texts, so that neither the order of the words nor that of the fonts matters.
    pub(super) fn number(&mut self, together: impl Fn(FontId) -> bool) -> Vec<Group> {
        let in_use: Vec<usize> = (0..self.fonts.len()).filter(|at| !self.fonts[*at].glyphs.is_empty()).collect();
        let (shared, own): (Vec<usize>, Vec<usize>) = in_use.into_iter().partition(|at| together(FontId(*at)));
        let total: usize = shared.iter().map(|at| self.fonts[*at].glyphs.len()).sum();
        let mut groups: Vec<Vec<usize>> = own.into_iter().map(|at| vec![at]).collect();
        if total > MOST_CODES {
            groups.extend(shared.into_iter().map(|at| vec![at]));
        } else if !shared.is_empty() {
            groups.push(shared);
        }
        groups.into_iter().map(|fonts| self.number_group(&fonts)).collect()
    }

    fn number_group(&mut self, fonts: &[usize]) -> Group {
        // By font, the glyphs in the order of their texts, and how many before it have the same one.
        let mut orders: Vec<Vec<(usize, u16)>> = Vec::new();
        let mut keys: Vec<(&str, u16)> = Vec::new();
        for font in fonts {
            let glyphs = &self.fonts[*font].glyphs;
            let mut order: Vec<(usize, u16)> = (0..glyphs.len()).map(|at| (at, 0)).collect();
            order.sort_unstable_by(|(a, _), (b, _)| {
                let (a, b) = (&glyphs[*a], &glyphs[*b]);
                a.text.cmp(&b.text).then(a.id.cmp(&b.id))
            });
            for at in 0..order.len() {
                let text = &glyphs[order[at].0].text;
                if at > 0 && glyphs[order[at - 1].0].text == *text {
                    order[at].1 = order[at - 1].1 + 1;
                }
                keys.push((text, order[at].1));
            }
            orders.push(order);
        }
        keys.sort_unstable();
        keys.dedup();
        let texts: Vec<Box<str>> = keys.iter().map(|(text, _)| Box::from(*text)).collect();
        let mut codes: Vec<Vec<(usize, u16)>> = Vec::new();
        for (font, order) in fonts.iter().zip(orders) {
            let glyphs = &self.fonts[*font].glyphs;
            // Both are sorted, so the search goes on where it was.
            let mut key = 0;
            let of_font = order.into_iter().map(|(at, number)| {
                while keys[key] != (&*glyphs[at].text, number) {
                    key += 1;
                }
                (at, key as u16 + 1)
            });
            codes.push(of_font.collect());
        }
        for (font, codes) in fonts.iter().zip(codes) {
            let Used { places, glyphs } = &mut self.fonts[*font];
            codes.into_iter().for_each(|(at, code)| glyphs[at].code = code);
            glyphs.sort_unstable_by_key(|glyph| glyph.code);
            glyphs.iter().enumerate().for_each(|(at, glyph)| places[usize::from(glyph.id)] = at as u16 + 1);
        }
        Group { fonts: fonts.iter().map(|at| FontId(*at)).collect(), texts }
    }

    /// The glyphs of a font, in the order of their codes once they have one.
    pub(super) fn used(&self, font: FontId) -> &[UsedGlyph] {
        self.fonts.get(font.0).map_or(&[], |used| &used.glyphs)
    }

    /// What is known of a glyph that was found.
    #[inline]
    pub(super) fn get(&self, font: FontId, glyph: u16) -> Option<&UsedGlyph> {
        let used = self.fonts.get(font.0)?;
        used.glyphs.get(usize::from(*used.places.get(usize::from(glyph))?).checked_sub(1)?)
    }
}

impl Used {
    #[inline]
    fn take<'t>(&mut self, glyph: u16, what: impl FnOnce() -> (f32, &'t str)) {
        let at = usize::from(glyph);
        // Glyph 0 stands for missing characters, and has code 0.
        if at == 0 || self.places.get(at).is_some_and(|place| *place > 0) {
            return;
        }
        if self.places.len() <= at {
            self.places.resize((at + 1).next_multiple_of(256), 0);
        }
        let (advance, text) = what();
        self.glyphs.push(UsedGlyph { id: glyph, advance, text: text.into(), code: 0 });
        self.places[at] = self.glyphs.len() as u16;
    }
}

/// Glyphs that stand for one text.
pub(super) struct Cluster<'g> {
    pub(super) glyphs: &'g [Glyph],
    /// The text; a hyphen that only a line end put there is shown as one.
    pub(super) text: &'g str,
    /// Whether each glyph stands for one character of it.
    pub(super) one_each: bool,
}

impl<'g> Cluster<'g> {
    /// The text of one of the glyphs: a character where there are as many, else the first has all.
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

    /// Whether the text is a hyphen that is none of the words'.
    pub(super) fn is_soft_hyphen(&self) -> bool {
        self.glyphs.first().is_some_and(|glyph| glyph.text == "\u{ad}")
    }
}

/// The clusters of a run: a glyph with text and those without that follow it.
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

/// A run to the left with its glyphs from left to right, each with its text: the order that readers of PDF expect, which
/// turn such words around themselves (as ISO 32000-1, 14.8.2.3.3 has it for text without `ReversedChars`). Another run
/// is as it was.
pub(super) fn from_the_left(run: &GlyphRun) -> Cow<'_, GlyphRun> {
    if !run.to_the_left {
        return Cow::Borrowed(run);
    }
    let mut glyphs = Vec::with_capacity(run.glyphs.len());
    for cluster in run.glyphs.chunk_by(|_, next| next.text.is_empty()).rev() {
        let text = &cluster[0].text;
        if cluster.len() > 1 && text.chars().count() == cluster.len() {
            // A letter, then its marks, which readers put onto the letter before them.
            let mut pen = 0.0;
            let mut place: f32 = cluster.iter().map(|glyph| glyph.advance).sum();
            for (glyph, c) in cluster.iter().zip(text.chars()) {
                place -= glyph.advance;
                let offset = (glyph.offset.0 + place - pen, glyph.offset.1);
                glyphs.push(Glyph { offset, text: c.into(), ..glyph.clone() });
                pen += glyph.advance;
            }
        } else {
            for (at, glyph) in cluster.iter().rev().enumerate() {
                let text = if at == 0 { text.clone() } else { "".into() };
                glyphs.push(Glyph { text, ..glyph.clone() });
            }
        }
    }
    Cow::Owned(GlyphRun { glyphs, ..run.clone() })
}

//! Fonts: the embedded families and what the page and the PDF need to know of each.

use harfrust::Font as Face;
use harfrust::font::charmap::Charmap;

/// Names one of the fonts in a [`Fonts`]: an index into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub usize);

impl FontId {
    /// Source Serif 4 Display Semibold: the title.
    pub const DISPLAY: Self = Self(0);
    /// Source Serif 4 `SmText` Regular: running text.
    pub const SERIF: Self = Self(1);
    /// Source Serif 4 `SmText` Italic.
    pub const SERIF_ITALIC: Self = Self(2);
    /// Source Serif 4 `SmText` Semibold.
    pub const SERIF_STRONG: Self = Self(3);
    /// Source Serif 4 `SmText` Semibold Italic.
    pub const SERIF_STRONG_ITALIC: Self = Self(4);
    /// Source Sans 3 Regular: tables, labels and small print.
    pub const SANS: Self = Self(5);
    /// Source Sans 3 Italic.
    pub const SANS_ITALIC: Self = Self(6);
    /// Source Sans 3 Semibold.
    pub const SANS_STRONG: Self = Self(7);
    /// Source Sans 3 Semibold Italic.
    pub const SANS_STRONG_ITALIC: Self = Self(8);
}

/// One font: its file and the figures that a PDF font descriptor wants (ISO 32000-1, 9.8), in font units.
pub struct Font {
    /// PostScript name: `SourceSerif4SmText-Regular`.
    pub name: &'static str,
    /// The whole font file.
    pub data: &'static [u8],
    /// Font units in one em.
    pub units_per_em: u16,
    /// Height above the baseline.
    pub ascent: f32,
    /// Depth below the baseline; negative.
    pub descent: f32,
    /// Height of a capital letter.
    pub cap_height: f32,
    /// Height of a lower-case x.
    pub x_height: f32,
    /// The smallest box around all glyphs: left, bottom, right, top.
    pub bounds: [f32; 4],
    /// Degrees from the vertical; negative leans to the right.
    pub italic_angle: f32,
    /// 400 regular, 600 semibold, 700 bold.
    pub weight: u16,
    /// The parsed file.
    pub face: Face,
}

impl Font {
    /// Reads a font file; `None` when it is not one.
    fn new(name: &'static str, weight: u16, data: &'static [u8]) -> Option<Self> {
        let face = Face::new(data, 0)?;
        let metrics = face.metrics();
        let line = metrics.hhea_line?;
        let (ascent, descent) = (line.ascender.to_f64() as f32, line.descender.to_f64() as f32);
        let cap_height = metrics.cap_height.map_or(ascent, |height| height.to_f64() as f32);
        let x_height = metrics.x_height.map_or(ascent / 2.0, |height| height.to_f64() as f32);
        let b = &metrics.bounds;
        let bounds = [b.x_min, b.y_min, b.x_max, b.y_max].map(|edge| edge.to_f64() as f32);
        let units_per_em = metrics.units_per_em;
        let italic_angle = face.style_metrics().italic_angle.map_or(0.0, |angle| angle.to_f64() as f32);
        Some(Self {
            name,
            data,
            units_per_em,
            ascent,
            descent,
            cap_height,
            x_height,
            bounds,
            italic_angle,
            weight,
            face,
        })
    }

    /// The advance of a glyph, in font units, as the font's `hmtx` table has it.
    #[must_use]
    pub fn advance(&self, glyph: u16) -> f32 {
        harfrust::ShaperFont::new(&self.face).glyph_h_advance(harfrust::GlyphId::from(glyph)) as f32
    }

    /// The characters that the font can print.
    #[must_use]
    pub fn charmap(&self) -> Charmap<'_> {
        self.face.charmap()
    }
}

/// The fonts of a run.
pub struct Fonts(Vec<Font>);

impl Fonts {
    /// The fonts that the program carries, in the order of the constants of [`FontId`].
    #[must_use]
    pub fn embedded() -> Self {
        macro_rules! font {
            ($folder:literal $name:literal $weight:literal) => {
                Font::new($name, $weight, include_bytes!(concat!("../../fonts/", $folder, "/", $name, ".ttf")))
            };
        }
        // A file that does not parse would be a broken build; the test below reads every one.
        let fonts = [
            font!("source-serif" "SourceSerif4Display-Semibold" 600),
            font!("source-serif" "SourceSerif4SmText-Regular" 400),
            font!("source-serif" "SourceSerif4SmText-It" 400),
            font!("source-serif" "SourceSerif4SmText-Semibold" 600),
            font!("source-serif" "SourceSerif4SmText-SemiboldIt" 600),
            font!("source-sans" "SourceSans3-Regular" 400),
            font!("source-sans" "SourceSans3-It" 400),
            font!("source-sans" "SourceSans3-Semibold" 600),
            font!("source-sans" "SourceSans3-SemiboldIt" 600),
        ];
        Self(fonts.into_iter().flatten().collect())
    }

    /// One of them.
    ///
    /// # Panics
    /// When the id is not of this collection.
    #[must_use]
    pub fn get(&self, id: FontId) -> &Font {
        &self.0[id.0]
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_font_reads_and_has_sane_figures() {
        let fonts = Fonts::embedded();
        assert_eq!(fonts.len(), FontId::SANS_STRONG_ITALIC.0 + 1);
        for at in 0..fonts.len() {
            let font = fonts.get(FontId(at));
            assert_eq!(font.units_per_em, 1000, "{}", font.name);
            assert!(font.ascent > font.cap_height && font.cap_height > font.x_height && font.x_height > 300.0);
            assert!(font.descent < 0.0 && font.bounds[1] < font.descent + 500.0);
            assert_eq!(font.italic_angle < 0.0, font.name.ends_with("It"), "{}", font.name);
            for c in "A1–жїґλ".chars() {
                assert!(font.charmap().map_unicode(c).is_some(), "{} lacks {c}", font.name);
            }
        }
    }
}

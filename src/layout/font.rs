//! Fonts: the embedded families and what the page and the PDF need to know of each.

use harfrust::Font as Face;
use harfrust::font::charmap::Charmap;

/// Names one of the fonts in a [`Fonts`]: an index into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub usize);

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
    /// Degrees from the vertical; negative leans to the right.
    pub italic_angle: f32,
    /// 400 regular, 600 semibold, 700 bold.
    pub weight: u16,
    /// The parsed file.
    pub face: Face,
}

impl Font {
    /// The characters that the font can print.
    #[must_use]
    pub fn charmap(&self) -> Charmap<'_> {
        self.face.charmap()
    }
}

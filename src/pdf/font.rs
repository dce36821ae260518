//! Fonts: which glyphs are used, what text they stand for, and the subset files.

use std::collections::BTreeMap;

use lopdf::Object;
use printpdf::{FontMetrics, ParsedFont, PdfDocument, PdfFont, PdfFontMetricsStub};
use subsetter::GlyphRemapper;

use super::{WriteError, slim};
use crate::layout::font::{FontId, Fonts};

/// The glyphs in use, font by font.
pub(super) struct Subsets<'f> {
    fonts: &'f Fonts,
    used: BTreeMap<FontId, Subset>,
}

#[derive(Default)]
struct Subset {
    remapper: GlyphRemapper,
    /// By glyph of the subset, the text that the font's `ToUnicode` map gives for it.
    text: BTreeMap<u16, String>,
    /// By glyph of the subset, its advance in thousandths of the size.
    advances: BTreeMap<u16, f32>,
}

/// A glyph of the subset.
pub(super) struct Used {
    /// Its number in the subset.
    pub(super) glyph: u16,
    /// Its own advance in thousandths of the size.
    pub(super) advance: f32,
    /// The text that `ToUnicode` gives for it.
    pub(super) text: String,
}

impl<'f> Subsets<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, used: BTreeMap::new() }
    }

    /// Takes a glyph into the subset. The first text that it is used for becomes its `ToUnicode` text.
    pub(super) fn take(&mut self, font: FontId, glyph: u16, text: &str) -> Used {
        let subset = self.used.entry(font).or_default();
        let source = self.fonts.get(font);
        let new = subset.remapper.remap(glyph);
        let per_mille = 1000.0 / f32::from(source.units_per_em);
        let advance = *subset.advances.entry(new).or_insert_with(|| source.advance(glyph) * per_mille);
        let text = subset.text.entry(new).or_insert_with(|| text.to_owned()).clone();
        Used { glyph: new, advance, text }
    }

    /// The name of a font among the resources of a page.
    pub(super) fn name(font: FontId) -> printpdf::FontId {
        printpdf::FontId(format!("F{}", font.0))
    }

    /// Puts the subset files into a document.
    pub(super) fn embed(&self, document: &mut PdfDocument) -> Result<(), WriteError> {
        for (id, subset) in &self.used {
            let font = self.fonts.get(*id);
            let bytes = subsetter::subset(font.data(), font.index, &subset.remapper)
                .map_err(|error| WriteError(format!("{} cannot be subset: {error}", font.name)))?;
            let bytes = slim::slim(&bytes).unwrap_or(bytes);
            let name = format!("{}+{}", tag(&bytes), font.name);
            let widths = subset.advances.iter().map(|(glyph, advance)| (*glyph, advance.round() as u16)).collect();
            let metrics = FontMetrics { ascent: font.ascent as i16, descent: font.descent as i16 };
            let mut parsed =
                ParsedFont::with_glyph_data(bytes, 0, Some(name), BTreeMap::new(), widths, font.units_per_em, metrics);
            let slope = -f64::from(font.italic_angle).to_radians().tan();
            parsed.pdf_font_metrics = PdfFontMetricsStub {
                units_per_em: font.units_per_em,
                x_min: font.bounds[0] as i16,
                y_min: font.bounds[1] as i16,
                x_max: font.bounds[2] as i16,
                y_max: font.bounds[3] as i16,
                caret_slope_rise: 1000,
                caret_slope_run: (slope.abs() * 1000.0) as i16,
                us_weight_class: font.weight,
            };
            document.resources.fonts.map.insert(Self::name(*id), PdfFont::new(parsed));
        }
        Ok(())
    }
}

/// Six capital letters that stand for the subset's content (ISO 32000-1, 9.6.4).
fn tag(bytes: &[u8]) -> String {
    let mut hash = fnv(0, bytes);
    (0..6)
        .map(|_| {
            let letter = char::from(b'A' + (hash % 26) as u8);
            hash /= 26;
            letter
        })
        .collect()
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo), started at the standard offset with `seed` mixed in.
pub(super) fn fnv(seed: u64, bytes: &[u8]) -> u64 {
    let start = 0xCBF2_9CE4_8422_2325 ^ seed;
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// Sets in every font descriptor what printpdf does not know: cap height, italic angle, stem width and flags.
pub(super) fn correct(document: &mut lopdf::Document, subsets: &Subsets<'_>) {
    let descriptors = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    for descriptor in
        descriptors.filter(|it| it.get(b"Type").is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"FontDescriptor")))
    {
        let name = descriptor.get(b"FontName").and_then(Object::as_name).unwrap_or_default().to_vec();
        let Some(font) = subsets
            .used
            .keys()
            .map(|id| subsets.fonts.get(*id))
            .find(|font| name.ends_with(format!("+{}", font.name).as_bytes()))
        else {
            continue;
        };
        let per_mille = 1000.0 / f32::from(font.units_per_em);
        let italic = font.italic_angle != 0.0;
        let serif = font.name.contains("Serif");
        // Bits 2 serif, 3 symbolic, 7 italic (ISO 32000-1, table 123). A font whose glyphs are chosen by number, and
        // may lie outside of the standard Latin set, is symbolic.
        let flags = 4 | if serif { 2 } else { 0 } | if italic { 64 } else { 0 };
        descriptor.set("Flags", Object::Integer(flags));
        descriptor.set("ItalicAngle", Object::Real(font.italic_angle));
        descriptor.set("Ascent", Object::Real(font.ascent * per_mille));
        descriptor.set("Descent", Object::Real(font.descent * per_mille));
        descriptor.set("CapHeight", Object::Real(font.cap_height * per_mille));
        descriptor.set("XHeight", Object::Real(font.x_height * per_mille));
        descriptor.set("StemV", Object::Integer(if font.weight >= 600 { 120 } else { 80 }));
        let bounds = font.bounds.iter().map(|edge| Object::Real((edge * per_mille).round()));
        descriptor.set("FontBBox", bounds.collect::<Vec<_>>());
    }
}

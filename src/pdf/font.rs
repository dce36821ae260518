//! The objects of the fonts: subset files, widths, descriptors, and `ToUnicode` maps.

use super::PdfError;
use super::file::{Holds, PdfFile};
use super::glyphs::{ASCII, FontGroup, Glyphs, UsedGlyph};
use super::sfnt::{GlyphOutline, TrueType, table};
use super::syntax::{ObjectNumber, Put};
use crate::layout::font::{Font, FontId, Fonts};

/// The most entries in one block of a `ToUnicode` map (Adobe Technical Note 5411).
const IN_A_BLOCK: usize = 100;

/// Writes the name of a font in the resources of a page.
pub(super) fn put_name(out: &mut Vec<u8>, font: FontId) {
    out.put("/F").integer(font.0 as i64);
}

/// Assigns codes to the glyphs, and writes the fonts. Returns the object of each font in use, in the order of the
/// fonts.
///
/// # Errors
/// [`PdfError`] when a font cannot be subset.
pub(super) fn embed(
    glyphs: &mut Glyphs,
    fonts: &Fonts,
    file: &mut PdfFile<'_>,
) -> Result<Vec<(FontId, ObjectNumber)>, PdfError> {
    let is_true_type = |id: FontId| {
        let font = fonts.get(id);
        TrueType::read(font.data(), font.index).is_some()
    };
    let mut embedded = Vec::new();
    for group in glyphs.number(is_true_type) {
        let to_unicode = file.new_id();
        file.stream(to_unicode, "", texts(&group), Holds::Common);
        let encoding = group.short.then(|| write_encoding(file));
        for id in &group.fonts {
            let object = write(fonts.get(*id), &glyphs.used(*id).glyphs, encoding, to_unicode, file)?;
            embedded.push((*id, object));
        }
    }
    embedded.sort_unstable_by_key(|(font, _)| *font);
    Ok(embedded)
}

/// Writes the CMap for one-byte codes, in which each code is the number of a glyph (ISO 32000-1, 9.7.5). For two-byte
/// codes there is a predefined CMap.
fn write_encoding(file: &mut PdfFile<'_>) -> ObjectNumber {
    let id = file.new_id();
    let map = concat!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n",
        "/CIDSystemInfo 3 dict dup begin\n/Registry (Adobe) def\n/Ordering (Identity) def\n/Supplement 0 def\nend def\n",
        "/CMapName /OneByteIdentityH def\n/CMapVersion 1 def\n/CMapType 1 def\n/WMode 0 def\n",
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n1 begincidrange\n<00> <FF> 0\nendcidrange\n",
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    );
    let entries = concat!(
        "/Type/CMap/CMapName/OneByteIdentityH/WMode 0",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    );
    file.stream(id, entries, map.into(), Holds::Common);
    id
}

/// Writes the objects of one font.
fn write(
    font: &Font,
    used: &[UsedGlyph],
    encoding: Option<ObjectNumber>,
    to_unicode: ObjectNumber,
    file: &mut PdfFile<'_>,
) -> Result<ObjectNumber, PdfError> {
    let name = format!("{}+{}", tag(used), font.name);
    let [program, descriptor, object] = [file.new_id(), file.new_id(), file.new_id()];
    let outlines = subset(font, used)?;
    let (kind, key) = match outlines {
        Outlines::TrueType(bytes) => {
            file.stream(program, "", bytes, Holds::Font);
            ("CIDFontType2/CIDToGIDMap/Identity", "/FontFile2 ")
        }
        Outlines::Compact(bytes) => {
            file.stream(program, "/Subtype/CIDFontType0C", bytes, Holds::Common);
            ("CIDFontType0", "/FontFile3 ")
        }
    };
    file.object(descriptor, |out| put_descriptor(out, font, &name, key, program));
    file.object(object, |out| {
        out.put("<</Type/Font/Subtype/Type0/BaseFont").name(name.as_bytes()).put("/Encoding");
        match encoding {
            Some(id) => out.put(" ").reference(id),
            None => out.put("/Identity-H"),
        };
        out.put("/ToUnicode ")
            .reference(to_unicode)
            .put("/DescendantFonts[<</Type/Font/BaseFont")
            .name(name.as_bytes());
        out.put("/Subtype/").put(kind).put("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[");
        put_widths(out, used);
        out.put("]/FontDescriptor ").reference(descriptor).put(">>]>>");
    });
    Ok(object)
}

/// Writes the widths of the codes. Consecutive codes are in one array (ISO 32000-1, 9.7.4.3).
fn put_widths(out: &mut Vec<u8>, used: &[UsedGlyph]) {
    let mut next = None;
    for glyph in used {
        if next == Some(glyph.code) {
            out.put(" ");
        } else {
            if next.is_some() {
                out.put("]");
            }
            out.integer(i64::from(glyph.code)).put("[");
        }
        out.thousandths(glyph.advance);
        next = Some(glyph.code + 1);
    }
    if next.is_some() {
        out.put("]");
    }
}

/// The outlines of a subset font.
enum Outlines {
    TrueType(Vec<u8>),
    /// The `CFF` table.
    Compact(Vec<u8>),
}

/// The subset of a font, in which the glyph number of each glyph is its code.
fn subset(font: &Font, used: &[UsedGlyph]) -> Result<Outlines, PdfError> {
    if let Some(all) = TrueType::read(font.data(), font.index) {
        let last = used.last().map_or(0, |glyph| usize::from(glyph.code));
        let mut glyphs = vec![GlyphOutline::Empty; last + 1];
        glyphs[0] = GlyphOutline::Of(0);
        for glyph in used {
            let own = GlyphOutline::Of(glyph.id);
            glyphs[usize::from(glyph.code)] = glyph.composed.as_ref().map_or(own, GlyphOutline::Composed);
        }
        return all
            .subset(&glyphs)
            .map(Outlines::TrueType)
            .ok_or_else(|| PdfError(format!("{} cannot be subset: it is damaged", font.name)));
    }
    // The codes have no gaps, and neither have the glyph numbers assigned here, so they are the same.
    let mut remapper = subsetter::GlyphRemapper::new();
    used.iter().for_each(|glyph| _ = remapper.remap(glyph.id));
    let bytes = subsetter::subset(font.data(), font.index, &remapper)
        .map_err(|error| PdfError(format!("{} cannot be subset: {error}", font.name)))?;
    Ok(match table(&bytes, 0, *b"CFF ") {
        Some(compact) => Outlines::Compact(compact.to_vec()),
        None => Outlines::TrueType(bytes),
    })
}

/// Writes the font descriptor (ISO 32000-1, 9.8).
fn put_descriptor(out: &mut Vec<u8>, font: &Font, name: &str, key: &str, program: ObjectNumber) {
    let per_mille = 1000.0 / f32::from(font.units_per_em);
    // Bit 2 is serif, 3 symbolic, 7 italic (table 123). A font is symbolic if its glyphs are chosen by number and may
    // be outside of the standard Latin set.
    let serif = if font.name.contains("Serif") { 2 } else { 0 };
    let italic = if font.italic_angle == 0.0 { 0 } else { 64 };
    out.put("<</Type/FontDescriptor/FontName").name(name.as_bytes()).put("/Flags ").integer(4 | serif | italic);
    out.put("/ItalicAngle ").thousandths(font.italic_angle);
    out.put("/Ascent ").thousandths(font.ascent * per_mille).put("/Descent ").thousandths(font.descent * per_mille);
    out.put("/CapHeight ").thousandths(font.cap_height * per_mille);
    out.put("/XHeight ").thousandths(font.x_height * per_mille);
    out.put("/StemV ").integer(if font.weight >= 600 { 120 } else { 80 }).put("/FontBBox[");
    for (at, edge) in font.bounds.iter().enumerate() {
        out.put(if at > 0 { " " } else { "" }).integer((edge * per_mille).round() as i64);
    }
    out.put("]").put(key).reference(program).put(">>");
}

/// The six capital letters that identify a subset by its content (ISO 32000-1, 9.6.4): FNV-1a over glyphs and codes.
fn tag(used: &[UsedGlyph]) -> String {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut add = |number: u64| hash = (hash ^ number).wrapping_mul(0x0000_0100_0000_01B3);
    for glyph in used {
        add(u64::from(glyph.id) << 16 | u64::from(glyph.code));
        for part in glyph.composed.iter().flat_map(|composed| &composed.parts) {
            add(u64::from(part.glyph) << 32 | u64::from(part.right as u16) << 16 | u64::from(part.up as u16));
        }
    }
    hash ^= hash >> 32;
    (0..6)
        .map(|_| {
            let letter = char::from(b'A' + (hash % 26) as u8);
            hash /= 26;
            letter
        })
        .collect()
}

/// The `ToUnicode` map of a group of fonts (ISO 32000-1, 9.10.3).
fn texts(group: &FontGroup) -> Vec<u8> {
    // Rows of consecutive characters: first code, last code and the text of the first. All codes of a row must have the
    // same high byte.
    let mut rows: Vec<(u16, u16, Vec<u16>)> = Vec::new();
    if group.short {
        // All of ASCII is mapped, whether it is used or not, so that most files have the same map.
        rows.push((*ASCII.start(), *ASCII.end(), vec![*ASCII.start()]));
    }
    for (code, text) in &group.texts {
        let units: Vec<u16> = text.encode_utf16().collect();
        if let ([unit], Some((first, last, row))) = (&units[..], rows.last_mut())
            && let [before] = row[..]
            && *last + 1 == *code
            && code & 0xFF != 0
            && unit & 0xFF != 0
            && before.checked_add(code - *first) == Some(*unit)
        {
            *last = *code;
        } else {
            rows.push((*code, *code, units));
        }
    }
    let mut out = Vec::with_capacity(1024 + group.texts.len() * 8);
    // Line endings and spaces are those of the examples in the standard, since some readers do not accept others.
    out.put("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n");
    out.put("/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n");
    out.put("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n");
    out.put("1 begincodespacerange\n");
    out.put(if group.short { "<00> <FF>" } else { "<0000> <FFFF>" }).put("\nendcodespacerange\n");
    let code = |code: u16| code.to_be_bytes().into_iter().skip(usize::from(group.short));
    let (longer, single): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(first, last, _)| first < last);
    for block in longer.chunks(IN_A_BLOCK) {
        out.integer(block.len() as i64).put(" beginbfrange\n");
        for (first, last, text) in block {
            out.hexadecimal(code(*first)).put(" ").hexadecimal(code(*last)).put(" ");
            out.hexadecimal(text.iter().flat_map(|unit| unit.to_be_bytes())).put("\n");
        }
        out.put("endbfrange\n");
    }
    for block in single.chunks(IN_A_BLOCK) {
        out.integer(block.len() as i64).put(" beginbfchar\n");
        for (first, _, text) in block {
            out.hexadecimal(code(*first)).put(" ");
            out.hexadecimal(text.iter().flat_map(|unit| unit.to_be_bytes())).put("\n");
        }
        out.put("endbfchar\n");
    }
    out.put("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

//! A TrueType font without what a PDF does not need: names, and instructions for coarse screens.
//!
//! Table layouts: OpenType 1.9.1, "Font file", "glyf", "loca", "head", "maxp". A composite font in a PDF is read by
//! glyph number, so that `name`, `post` and `OS/2` are not wanted (ISO 32000-1, 9.9, table 126).

/// The tables that stay.
const KEPT: [&[u8; 4]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];
/// In a part of a composite glyph: the numbers are words; more parts follow; instructions follow.
const WORDS: u16 = 0x0001;
const MORE: u16 = 0x0020;
const INSTRUCTIONS: u16 = 0x0100;
/// In a part of a composite glyph: one scale; two scales; a matrix.
const SCALES: [(u16, usize); 3] = [(0x0008, 2), (0x0040, 4), (0x0080, 8)];

/// Drops tables and instructions; `None` when the font is not laid out as expected, and is then better kept as it is.
pub(super) fn slim(font: &[u8]) -> Option<Vec<u8>> {
    let count = usize::from(word(font, 4)?);
    let table = |tag: &[u8; 4]| -> Option<&[u8]> {
        let record = (0..count).map(|at| 12 + 16 * at).find(|at| font.get(*at..at + 4) == Some(tag))?;
        let start = long(font, record + 8)? as usize;
        font.get(start..start.checked_add(long(font, record + 12)? as usize)?)
    };
    let (glyf, loca) = (table(b"glyf")?, table(b"loca")?);
    let long_offsets = word(table(b"head")?, 50)? != 0;
    let glyphs = usize::from(word(table(b"maxp")?, 4)?);
    let offset = |at: usize| {
        if long_offsets {
            long(loca, at * 4).map(|offset| offset as usize)
        } else {
            word(loca, at * 2).map(|offset| usize::from(offset) * 2)
        }
    };
    let mut new_glyf = Vec::with_capacity(glyf.len());
    let mut new_loca = vec![0_u8; 4];
    for at in 0..glyphs {
        new_glyf.extend(bare(glyf.get(offset(at)?..offset(at + 1)?)?)?);
        new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        new_loca.extend((new_glyf.len() as u32).to_be_bytes());
    }
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = Vec::new();
    for tag in KEPT {
        let mut data = match tag {
            b"glyf" => new_glyf.clone(),
            b"loca" => new_loca.clone(),
            _ => table(tag)?.to_vec(),
        };
        match tag {
            // Offsets are long ones now.
            b"head" => data.get_mut(50..52)?.copy_from_slice(&[0, 1]),
            // No storage, functions, stack or instructions are wanted.
            b"maxp" if data.len() >= 32 => data[16..28].fill(0),
            _ => {}
        }
        tables.push((tag, data));
    }
    Some(assembled(&tables))
}

/// A glyph without its instructions.
fn bare(glyph: &[u8]) -> Option<Vec<u8>> {
    if glyph.is_empty() {
        return Some(Vec::new());
    }
    let contours = word(glyph, 0)? as i16;
    let mut out = glyph.get(..10)?.to_vec();
    if let Ok(contours) = usize::try_from(contours) {
        let ends = 10 + contours * 2;
        let after = ends + 2 + usize::from(word(glyph, ends)?);
        out.extend(glyph.get(10..ends)?);
        out.extend([0, 0]);
        out.extend(glyph.get(after..)?);
        return Some(out);
    }
    let mut at = 10;
    loop {
        let flags = word(glyph, at)?;
        let scale = SCALES.iter().find(|(flag, _)| flags & flag != 0).map_or(0, |(_, length)| *length);
        let length = 4 + if flags & WORDS != 0 { 4 } else { 2 } + scale;
        out.extend((flags & !INSTRUCTIONS).to_be_bytes());
        out.extend(glyph.get(at + 2..at + length)?);
        at += length;
        if flags & MORE == 0 {
            return Some(out);
        }
    }
}

/// A font file of tables that stand in the order of their names.
fn assembled(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = 1_u16 << count.ilog2();
    let mut out = vec![0, 1, 0, 0];
    for number in [count, power * 16, power.ilog2() as u16, (count - power) * 16] {
        out.extend(number.to_be_bytes());
    }
    let mut start = 12 + 16 * tables.len();
    for (tag, data) in tables {
        out.extend(*tag);
        for number in [sum(data), start as u32, data.len() as u32] {
            out.extend(number.to_be_bytes());
        }
        start += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        out.extend(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// The checksum of a table: its bytes as 32-bit numbers, added up.
fn sum(data: &[u8]) -> u32 {
    let numbers = data.chunks(4).map(|bytes| {
        let mut four = [0; 4];
        four[..bytes.len()].copy_from_slice(bytes);
        u32::from_be_bytes(four)
    });
    numbers.fold(0, u32::wrapping_add)
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_be_bytes)
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::font::{FontId, Fonts};

    #[test]
    fn a_slim_font_has_the_same_outlines_and_is_smaller() {
        let fonts = Fonts::embedded();
        let font = fonts.get(FontId(3));
        let slim = slim(font.data()).unwrap();
        assert!(slim.len() < font.data().len() * 7 / 10, "{} of {}", slim.len(), font.data().len());
        // Another reader of fonts takes the slim one and finds every outline in it.
        let mut all = subsetter::GlyphRemapper::new();
        (0..500_u16).for_each(|glyph| _ = all.remap(glyph));
        assert!(subsetter::subset(&slim, 0, &all).is_ok());
        assert!(super::slim(&slim).unwrap() == slim);
    }

    #[test]
    fn a_glyph_loses_its_instructions_and_nothing_else() {
        // One contour with its last point 0, three bytes of instructions, then flags and places.
        let simple = [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 3, 7, 7, 7, 1, 2, 3];
        assert_eq!(bare(&simple).unwrap(), [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 0, 1, 2, 3]);
        // Two parts, of which the second has words for numbers and says that instructions follow.
        let parts =
            [[0xFF, 0xFF].as_slice(), &[0; 8], &[0, 0x20, 0, 5, 1, 1], &[1, 1, 0, 6, 0, 1, 0, 1], &[0, 1, 9]].concat();
        let bare = bare(&parts).unwrap();
        assert_eq!(bare[10..], [0, 0x20, 0, 5, 1, 1, 0, 1, 0, 6, 0, 1, 0, 1]);
    }

    #[test]
    fn a_damaged_font_is_no_font() {
        let fonts = Fonts::embedded();
        let data = fonts.get(FontId(5)).data();
        assert_eq!(slim(b""), None);
        assert_eq!(slim(&data[..data.len() / 2]), None);
    }
}

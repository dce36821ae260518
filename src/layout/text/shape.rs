//! Spans → shaped glyphs, with another font where the wanted one lacks a character.

use std::collections::BTreeMap;

use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use hypher::Lang;
use icu_segmenter::LineSegmenterBorrowed;

use super::super::font::{FontId, Fonts};
use super::{Paragraph, Run, Shaped, Span, hyphenate, segment};

/// Shapes paragraphs; keeps what can be used again from one to the next.
pub(in crate::layout) struct Shaper<'f> {
    fonts: &'f Fonts,
    faces: Vec<ShaperFont<'f, 'f>>,
    language: Option<Language>,
    patterns: Option<Lang>,
    segmenter: LineSegmenterBorrowed<'static>,
    plans: BTreeMap<(FontId, u8, bool), ShapePlan>,
    buffer: Buffer,
    missing: Vec<char>,
}

/// The scripts that the embedded fonts have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
}

impl Alphabet {
    /// The script of a letter; `None` for what all scripts share.
    fn of(c: char) -> Option<Self> {
        match u32::from(c) {
            0x0041..=0x005A | 0x0061..=0x007A | 0x00AA | 0x00BA | 0x00C0..=0x024F | 0x1E00..=0x1EFF => {
                Some(Self::Latin)
            }
            0x0370..=0x03FF | 0x1F00..=0x1FFF => Some(Self::Greek),
            0x0400..=0x052F => Some(Self::Cyrillic),
            _ => None,
        }
    }

    fn script(self) -> Script {
        match self {
            Self::Latin => Script::LATIN,
            Self::Greek => Script::GREEK,
            Self::Cyrillic => Script::CYRILLIC,
        }
    }
}

impl<'f> Shaper<'f> {
    /// For a document in a language (BCP 47), which decides hyphenation and local letter forms.
    pub(in crate::layout) fn new(fonts: &'f Fonts, language: &str) -> Self {
        Self {
            fonts,
            faces: (0..fonts.len()).map(|at| ShaperFont::new(&fonts.get(FontId(at)).face)).collect(),
            language: Language::new(language),
            patterns: hyphenate::patterns(language),
            segmenter: segment::segmenter(),
            plans: BTreeMap::new(),
            buffer: Buffer::new(),
            missing: Vec::new(),
        }
    }

    /// The characters that no font had since the last call, in order, each once.
    pub(in crate::layout) fn take_missing(&mut self) -> Vec<char> {
        std::mem::take(&mut self.missing)
    }

    /// Shapes one paragraph. A character that no font has is left out and remembered as missing.
    pub(in crate::layout) fn shape(&mut self, spans: &[Span]) -> Paragraph {
        let mut paragraph = Paragraph::default();
        let (mut soft, mut glued) = (Vec::new(), Vec::new());
        for span in spans {
            let start = paragraph.text.len();
            if span.rise > 0.0 && !paragraph.text.ends_with(char::is_whitespace) {
                glued.push(start);
            }
            let mut stretch = start;
            let (mut font, mut alphabet) = (span.font, None);
            for c in span.text.chars() {
                if c == '\u{ad}' {
                    soft.push(paragraph.text.len());
                    continue;
                }
                let Some((c, wanted)) = self.choose(c, span.font) else { continue };
                let letters = Alphabet::of(c);
                let other = letters.is_some() && alphabet.is_some() && letters != alphabet;
                if wanted != font || other {
                    self.stretch(&mut paragraph, stretch, span, font, alphabet);
                    stretch = paragraph.text.len();
                    font = wanted;
                    alphabet = None;
                }
                alphabet = alphabet.or(letters);
                paragraph.text.push(c);
            }
            self.stretch(&mut paragraph, stretch, span, font, alphabet);
        }
        segment::opportunities(&mut paragraph, self.segmenter, self.patterns, &soft, &glued);
        paragraph.measured()
    }

    /// The character to print and the font to print it in; `None` when nothing is to be printed.
    fn choose(&mut self, c: char, wanted: FontId) -> Option<(char, FontId)> {
        let c = match c {
            '\n' | ' ' => return Some((c, wanted)),
            '\t' | '\r' | '\u{2028}' | '\u{2029}' => return Some((' ', wanted)),
            _ if c.is_control() || ignorable(c) => return None,
            _ => c,
        };
        for c in [Some(c), stand_in(c)].into_iter().flatten() {
            for font in substitutes(wanted) {
                if font.0 < self.faces.len() && self.faces[font.0].nominal_glyph(u32::from(c)).is_some() {
                    return Some((c, font));
                }
            }
        }
        if !self.missing.contains(&c) {
            self.missing.push(c);
        }
        None
    }

    /// Shapes the text from `start` to the paragraph's end, which is in one font and script.
    fn stretch(
        &mut self,
        paragraph: &mut Paragraph,
        start: usize,
        span: &Span,
        font: FontId,
        letters: Option<Alphabet>,
    ) {
        if start == paragraph.text.len() || font.0 >= self.faces.len() {
            return;
        }
        let run = paragraph.runs.len();
        let face = &self.faces[font.0];
        let hyphen = ['\u{2010}', '-'].into_iter().find_map(|c| face.nominal_glyph(u32::from(c)));
        let hyphen = hyphen.map(|id| (id.to_u32() as u16, face.glyph_h_advance(id) as f32));
        paragraph.runs.push(Run {
            font,
            scale: span.scale,
            rise: span.rise,
            color: span.color,
            element: span.element,
            hyphen: hyphen.map(|(id, advance)| (id, advance * self.unit(font))),
        });
        let letters = letters.unwrap_or(Alphabet::Latin);
        let mut from = start;
        // The break itself is shaped as a space: it vanishes at the line's end, and copied text keeps words apart.
        while from < paragraph.text.len() {
            let to = paragraph.text[from..].find('\n').map_or(paragraph.text.len(), |at| from + at);
            self.piece(paragraph, from..to, run, letters, span.tabular);
            if to < paragraph.text.len() {
                let id = self.faces[font.0].nominal_glyph(u32::from(' ')).map_or(0, |id| id.to_u32() as u16);
                paragraph.glyphs.push(Shaped { id, advance: 0.0, text: to..to + 1, run, space: true });
            }
            from = to + 1;
        }
    }

    /// Thousandths of an em in one font unit.
    fn unit(&self, font: FontId) -> f32 {
        1000.0 / f32::from(self.fonts.get(font).units_per_em)
    }

    fn piece(
        &mut self,
        paragraph: &mut Paragraph,
        bytes: std::ops::Range<usize>,
        run: usize,
        letters: Alphabet,
        tabular: bool,
    ) {
        let font = paragraph.runs[run].font;
        let unit = self.unit(font);
        let face = &self.faces[font.0];
        let text = &paragraph.text[bytes.clone()];
        let features: &[Feature] = &[Feature::new(Tag::new(b"tnum"), 1, ..)];
        let features = if tabular { features } else { &[] };
        let plan = self.plans.entry((font, letters as u8, tabular)).or_insert_with(|| {
            ShapePlan::new(face, Direction::LeftToRight, Some(letters.script()), self.language.as_ref(), features)
        });
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(letters.script()));
        buffer.set_language(self.language.clone());
        if harfrust::shape(face, buffer, ShapeOptions::new().plan(Some(plan)).features(features)).is_err() {
            return;
        }
        let infos = buffer.glyph_infos();
        let positions = buffer.glyph_positions();
        let mut end = text.len();
        let first = paragraph.glyphs.len();
        // From the end, so that each cluster knows where the next one starts.
        for (at, (info, position)) in infos.iter().zip(positions).enumerate().rev() {
            let cluster = info.cluster as usize;
            let opens = at == 0 || infos[at - 1].cluster != info.cluster;
            let range = if opens { bytes.start + cluster..bytes.start + end } else { 0..0 };
            if opens {
                end = cluster;
            }
            let space = opens && matches!(&paragraph.text[range.clone()], " " | "\u{a0}");
            paragraph.glyphs.push(Shaped {
                id: info.glyph_id as u16,
                advance: position.x_advance as f32 * unit,
                text: range,
                run,
                space,
            });
        }
        paragraph.glyphs[first..].reverse();
    }
}

/// Characters that print nothing and that fonts need not have (Unicode `Default_Ignorable_Code_Point`, the usual ones).
fn ignorable(c: char) -> bool {
    matches!(u32::from(c), 0x061C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE0FFF)
}

/// A character that says the same, for fonts that lack the exact one.
fn stand_in(c: char) -> Option<char> {
    match u32::from(c) {
        0x00A0 | 0x2007 | 0x202F => Some('\u{a0}'),
        0x2000..=0x200A | 0x205F | 0x3000 => Some(' '),
        0x2010 | 0x2011 => Some('-'),
        0x2012 | 0x2015 | 0x2212 => Some('–'),
        0x02BC => Some('’'),
        _ => None,
    }
}

/// The wanted font, then the same style of the other family.
fn substitutes(wanted: FontId) -> [FontId; 2] {
    let other = match wanted {
        FontId::DISPLAY => FontId::SERIF_STRONG,
        FontId(at) if at >= FontId::SANS.0 => FontId(at - 4),
        FontId(at) => FontId(at + 4),
    };
    [wanted, other]
}

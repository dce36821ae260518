//! Spans → shaped glyphs. Characters that the preferred font lacks are set in another font.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use hypher::Lang;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenterBorrowed};
use unicode_bidi::Level;

use super::super::font::{Face, Font, FontId, Fonts, Typefaces};
use super::isolate::{self, Directions};
use super::script::{
    first_script, ignorable, is_mark, is_printed_by, is_shared, own_script, stand_in, tag, words_of_a_script,
};
use super::words::WordCache;
use super::{Shaped, ShapedParagraph, TextRun, TextSpan, hyphenate, segment, words};
use crate::markdown::FieldText;
use crate::model::is_right_to_left;
use crate::provenance::{FieldPath, FieldSpan};

/// Shapes paragraphs. Caches shaped words from one paragraph and document to the next. The result for a paragraph never
/// depends on what was shaped before.
pub(in crate::layout) struct Shaper<'f> {
    fonts: &'f Fonts,
    typefaces: Typefaces,
    faces: Vec<OnceCell<Loaded<'f>>>,
    language: Option<Language>,
    /// The base direction of the document.
    base: Level,
    patterns: Option<Lang>,
    segmenter: LineSegmenterBorrowed<'static>,
    plans: BTreeMap<(FontId, [u8; 4], [bool; 3]), Shaping>,
    cuts: segment::Cuts,
    buffer: Buffer,
    missing: Vec<char>,
    /// Whether words may be shaped one by one and cached, where that gives the same result.
    pub(super) keeps_words: bool,
}

/// A font, ready to shape with.
struct Loaded<'f> {
    font: ShaperFont<'f, 'f>,
    /// The glyph of the hyphen and its advance in thousandths; `None` when the font has none.
    hyphen: Option<(u16, f32)>,
    /// For each ASCII character, whether it is printed unchanged and in this font.
    plain_ascii: [bool; 128],
    /// The same for each character before [`FIRST_OTHER`], computed on first use.
    plain: Vec<OnceCell<bool>>,
}

/// The first character after the blocks that European languages use.
const FIRST_OTHER: char = '\u{530}';

impl Loaded<'_> {
    /// Whether a character is printed unchanged and in this font.
    fn is_plain(&self, c: char) -> bool {
        let plain = || match c {
            '\n' | ' ' => true,
            _ => !c.is_control() && c != '\u{ad}' && !ignorable(c) && self.font.nominal_glyph(u32::from(c)).is_some(),
        };
        match self.plain.get(c as usize) {
            Some(known) => *known.get_or_init(plain),
            None => plain() && !matches!(c, '\u{2028}' | '\u{2029}'),
        }
    }
}

/// The shaping plan for a font, a script and a set of features, and the words that were shaped with it.
struct Shaping {
    plan: ShapePlan,
    features: Vec<Feature>,
    words: WordCache,
}

/// A stretch of text that is shaped in one call.
#[derive(Clone, Copy)]
struct ShapedStretch<'s> {
    span: &'s TextSpan,
    font: FontId,
    script: unicode_script::Script,
    level: Level,
    /// Whether it is a word in capitals that is set in small capitals.
    small: bool,
}

impl PartialEq for ShapedStretch<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.span, other.span)
            && (self.font, self.script, self.level, self.small) == (other.font, other.script, other.level, other.small)
    }
}

/// Maps the fields of a span to the text of a paragraph, which lacks the characters that print nothing.
struct FieldWalk<'s> {
    fields: &'s [FieldSpan],
    /// Pairs of equivalent byte positions in the span and in the paragraph, in order. Between two pairs both texts are
    /// the same, except for a character that was left out or replaced.
    places: Vec<(usize, usize)>,
}

impl<'s> FieldWalk<'s> {
    fn new(text: &'s FieldText) -> Self {
        Self { fields: &text.fields, places: Vec::new() }
    }

    /// Records that a byte of the span and a byte of the paragraph correspond.
    fn reach(&mut self, in_span: usize, in_paragraph: usize) {
        if !self.fields.is_empty() {
            self.places.push((in_span, in_paragraph));
        }
    }

    /// Adds the mapped fields to the paragraph.
    fn end(&self, paragraph: &mut ShapedParagraph) {
        let all = paragraph.text.len();
        let moved = |byte: usize| {
            let at = self.places.partition_point(|(in_span, _)| *in_span <= byte);
            let next = self.places.get(at).map_or(all, |(_, in_paragraph)| *in_paragraph);
            match at.checked_sub(1).and_then(|at| self.places.get(at)) {
                Some((in_span, in_paragraph)) => (in_paragraph + byte - in_span).min(next),
                None => next,
            }
        };
        for FieldSpan { range, path } in self.fields {
            let range = moved(range.start)..moved(range.end);
            if !range.is_empty() {
                paragraph.fields.push(FieldSpan { range, path: FieldPath::clone(path) });
            }
        }
    }
}

impl<'f> Shaper<'f> {
    /// A shaper for documents in a language (BCP 47), which decides direction, hyphenation and local letter forms.
    pub(in crate::layout) fn new(fonts: &'f Fonts, typefaces: Typefaces, language: &str) -> Self {
        Self {
            fonts,
            typefaces,
            faces: std::iter::repeat_with(OnceCell::new).take(fonts.len()).collect(),
            language: Language::new(language),
            base: if is_right_to_left(language) { Level::rtl() } else { Level::ltr() },
            patterns: hyphenate::patterns(language),
            segmenter: segment::segmenter(),
            plans: BTreeMap::new(),
            cuts: segment::Cuts::default(),
            buffer: Buffer::new(),
            missing: Vec::new(),
            keeps_words: true,
        }
    }

    /// The font of running text.
    pub(in crate::layout) fn text(&self, face: Face) -> FontId {
        self.typefaces.text(self.fonts, face)
    }

    /// The font of tables, labels and small print.
    pub(in crate::layout) fn sans(&self, face: Face) -> FontId {
        self.typefaces.sans(self.fonts, face)
    }

    /// The font of the title.
    pub(in crate::layout) fn title(&self) -> FontId {
        self.typefaces.title(self.fonts)
    }

    /// Whether text of both directions may be in a paragraph.
    pub(in crate::layout) fn is_bidirectional(&self, spans: &[TextSpan]) -> bool {
        self.base.is_rtl() || !spans.iter().all(|span| runs_to_the_right(&span.text.text))
    }

    /// The characters that no font had since the last call, in order, without repetitions.
    pub(in crate::layout) fn take_missing(&mut self) -> Vec<char> {
        std::mem::take(&mut self.missing)
    }

    /// Shapes one paragraph. A character that no font has is left out, and [`Self::take_missing`] reports it.
    pub(in crate::layout) fn shape(&mut self, spans: &[TextSpan]) -> ShapedParagraph {
        let length = spans.iter().map(|span| span.text.text.len()).sum();
        let mut paragraph = ShapedParagraph {
            base: self.base.number(),
            text: String::with_capacity(length),
            runs: Vec::with_capacity(spans.len()),
            glyphs: Vec::with_capacity(length),
            ..ShapedParagraph::default()
        };
        let (mut soft, mut glued) = (Vec::new(), Vec::new());
        let mut directions = Directions::default();
        // The byte position in the paragraph where each font begins.
        let mut fonts: Vec<(usize, &TextSpan, FontId)> = Vec::with_capacity(spans.len());
        for span in spans {
            let start = paragraph.text.len();
            if span.rise > 0.0 && !paragraph.text.ends_with(char::is_whitespace) {
                glued.push(start);
            }
            let mut rest = span.text.text.as_str();
            let mut fields = FieldWalk::new(&span.text);
            let mut words = self.words_in_other_fonts(rest, span.font).into_iter().peekable();
            loop {
                let at = span.text.text.len() - rest.len();
                fields.reach(at, paragraph.text.len());
                while words.next_if(|(word, _)| word.end <= at).is_some() {}
                let word = words.peek().filter(|(word, _)| word.start <= at).map(|(_, font)| *font);
                // Up to here, the preferred font has every word.
                let wanted = words.peek().map_or(rest.len(), |(word, _)| word.start.saturating_sub(at));
                // A shortcut for most characters, which are printed unchanged in the preferred font.
                let before = fonts.last().filter(|(_, last, _)| std::ptr::eq(*last, span)).map(|(_, _, font)| *font);
                if before.is_none_or(|font| font == span.font) {
                    let plain = self.plain(&rest[..wanted], span.font);
                    if plain > 0 {
                        if before.is_none() {
                            fonts.push((paragraph.text.len(), span, span.font));
                        }
                        paragraph.text.push_str(&rest[..plain]);
                        rest = &rest[plain..];
                        continue;
                    }
                }
                let mut chars = rest.chars();
                let Some(c) = chars.next() else { break };
                rest = chars.as_str();
                if c == '\u{ad}' {
                    soft.push(paragraph.text.len());
                    continue;
                }
                // A joiner or non-joiner is shaped with the letters around it, in their font.
                let joins = matches!(c, '\u{200c}' | '\u{200d}') && paragraph.text.len() > start;
                let chosen = match (before, word) {
                    (Some(font), _) if joins => Some((c, font)),
                    (_, Some(font)) => self.choose(c, font),
                    // A space or a stop between words in another font is set in that font, too.
                    (Some(font), _) if font != span.font && is_shared(c) && self.fonts.get(font).has(c) => {
                        Some((c, font))
                    }
                    _ => self.choose(c, span.font),
                };
                let Some((c, font)) = chosen else {
                    directions.mark(paragraph.text.len(), c);
                    continue;
                };
                if before != Some(font) {
                    fonts.push((paragraph.text.len(), span, font));
                }
                paragraph.text.push(c);
            }
            fields.end(&mut paragraph);
            // A comma between two note numbers is not isolated.
            if span.isolated || span.rise > 0.0 && span.text.text.chars().any(char::is_alphanumeric) {
                directions.isolates.push(start..paragraph.text.len());
            }
        }
        self.stretches(&mut paragraph, &fonts, &directions);
        let cuts = self.cuts.of(&paragraph.text, self.segmenter, self.patterns, &soft);
        paragraph.opportunities = segment::opportunities(&paragraph, &cuts, &glued);
        paragraph.measured()
    }

    /// Divides the text where the font, the script or the direction changes, and shapes each stretch.
    fn stretches(
        &mut self,
        paragraph: &mut ShapedParagraph,
        fonts: &[(usize, &TextSpan, FontId)],
        directions: &Directions,
    ) {
        let text = std::mem::take(&mut paragraph.text);
        let levels = levels(&text, self.base, directions);
        let abbreviations =
            if fonts.iter().any(|(_, span, _)| span.small_capitals) { capitals(&text) } else { Vec::new() };
        let mut script = first_script(&text);
        if levels.is_none() && abbreviations.is_empty() {
            for (index, (start, span, font)) in fonts.iter().enumerate() {
                let end = fonts.get(index + 1).map_or(text.len(), |(next, ..)| *next);
                let (mut from, mut at) = (*start, *start);
                while at < end {
                    let byte = text.as_bytes()[at];
                    // Characters that scripts share belong to the script before them (UAX 24, 5.2).
                    if byte.is_ascii() && (script == unicode_script::Script::Latin || !byte.is_ascii_alphabetic()) {
                        at += 1;
                        continue;
                    }
                    let Some(c) = text[at..].chars().next() else { break };
                    if let Some(own) = own_script(c)
                        && own != script
                    {
                        if at > from {
                            let known = ShapedStretch { span, font: *font, script, level: self.base, small: false };
                            self.stretch(paragraph, &text, from..at, known);
                        }
                        (from, script) = (at, own);
                    }
                    at += c.len_utf8();
                }
                if end > from {
                    let known = ShapedStretch { span, font: *font, script, level: self.base, small: false };
                    self.stretch(paragraph, &text, from..end, known);
                }
            }
            paragraph.text = text;
            return;
        }
        let mut open: Option<(usize, ShapedStretch<'_>)> = None;
        let (mut at_font, mut abbreviations) = (0, abbreviations.into_iter().peekable());
        for (at, c) in text.char_indices() {
            while fonts.get(at_font + 1).is_some_and(|(start, ..)| *start <= at) {
                at_font += 1;
            }
            let Some((_, span, font)) = fonts.get(at_font) else { break };
            // Characters that scripts share belong to the script before them (UAX 24, 5.2).
            if let Some(own) = own_script(c) {
                script = own;
            }
            let level = levels.as_ref().map_or(self.base, |levels| levels[at]);
            while abbreviations.next_if(|range| range.end <= at).is_some() {}
            let small = span.small_capitals && abbreviations.peek().is_some_and(|range| range.start <= at);
            let stretch = ShapedStretch { span, font: *font, script, level, small };
            match open {
                Some((_, known)) if known == stretch => {}
                _ => {
                    if let Some((start, known)) = open {
                        self.stretch(paragraph, &text, start..at, known);
                    }
                    open = Some((at, stretch));
                }
            }
        }
        if let Some((start, known)) = open {
            self.stretch(paragraph, &text, start..text.len(), known);
        }
        paragraph.text = text;
    }

    /// The words with a letter that the preferred font lacks: the byte range of each, and a font that has all its
    /// letters. A word for which no font has all letters is divided into clusters of a letter and its marks (UAX 29).
    fn words_in_other_fonts(&self, text: &str, wanted: FontId) -> Vec<(Range<usize>, FontId)> {
        let mut found = Vec::new();
        if self.plain(text, wanted) == text.len() {
            return found;
        }
        // Punctuation inside the word may be set in the preferred font: few fonts of a script have all brackets.
        let is_sign = |c: char| own_script(c).is_none() && !is_mark(c) && self.can_print(wanted, c);
        let other_font = |word: &str, before: Option<FontId>| {
            let has = |font: &Font| word.chars().all(|c| is_printed_by(font, c) || is_sign(c));
            let again = before.filter(|font| has(self.fonts.get(*font)));
            again.or_else(|| self.fonts.substitute(&self.typefaces, wanted, word, has))
        };
        for word in words_of_a_script(text) {
            let words = &text[word.clone()];
            if words.chars().all(|c| self.can_print(wanted, c)) {
                continue;
            }
            if let Some(font) = other_font(words, None) {
                found.push((word, font));
                continue;
            }
            let mut ends = GraphemeClusterSegmenter::new().segment_str(words);
            let (mut from, mut before) = (ends.next().unwrap_or(0), None);
            for to in ends {
                let cluster = &words[from..to];
                if !cluster.chars().all(|c| self.can_print(wanted, c))
                    && let Some(font) = other_font(cluster, before)
                {
                    found.push((word.start + from..word.start + to, font));
                    before = Some(font);
                }
                from = to;
            }
        }
        found
    }

    /// Whether a font can print a character or one with the same meaning, or the character prints nothing.
    fn can_print(&self, font: FontId, c: char) -> bool {
        is_printed_by(self.fonts.get(font), c)
    }

    /// The character to print and its font; `None` when nothing is printed.
    fn choose(&mut self, c: char, wanted: FontId) -> Option<(char, FontId)> {
        let c = match c {
            '\n' | ' ' => return Some((c, wanted)),
            '\t' | '\r' | '\u{2028}' | '\u{2029}' => return Some((' ', wanted)),
            _ if c.is_control() || ignorable(c) => return None,
            _ => c,
        };
        for c in [Some(c), stand_in(c)].into_iter().flatten() {
            if self.face(wanted).font.nominal_glyph(u32::from(c)).is_some() {
                return Some((c, wanted));
            }
            if let Some(font) = self.fonts.substitute(&self.typefaces, wanted, &c.to_string(), |font| font.has(c)) {
                return Some((c, font));
            }
        }
        if !self.missing.contains(&c) {
            self.missing.push(c);
        }
        None
    }

    /// The number of bytes at the start of a text that are printed unchanged in the preferred font.
    fn plain(&self, text: &str, wanted: FontId) -> usize {
        let face = self.face(wanted);
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            let (plain, length) = match face.plain_ascii.get(usize::from(*byte)) {
                Some(plain) => (*plain, 1),
                None => match text[at..].chars().next() {
                    Some(c) => (face.is_plain(c), c.len_utf8()),
                    None => (false, 0),
                },
            };
            if !plain {
                break;
            }
            at += length;
        }
        at
    }

    fn face(&self, font: FontId) -> &Loaded<'f> {
        self.faces[font.0].get_or_init(|| {
            let face = ShaperFont::new(&self.fonts.get(font).sfnt);
            let hyphen = ['\u{2010}', '-'].into_iter().find_map(|c| face.nominal_glyph(u32::from(c)));
            let unit = self.unit(font);
            let hyphen = hyphen.map(|id| (id.to_u32() as u16, face.glyph_h_advance(id) as f32 * unit));
            let plain = vec![OnceCell::new(); FIRST_OTHER as usize];
            let mut loaded = Loaded { font: face, hyphen, plain_ascii: [false; 128], plain };
            loaded.plain_ascii = std::array::from_fn(|at| loaded.is_plain(at as u8 as char));
            loaded
        })
    }

    /// Shapes a stretch of the text.
    fn stretch(
        &mut self,
        paragraph: &mut ShapedParagraph,
        text: &str,
        bytes: Range<usize>,
        stretch: ShapedStretch<'_>,
    ) {
        let ShapedStretch { span, font, level, .. } = stretch;
        let run = paragraph.runs.len() as u32;
        paragraph.runs.push(TextRun {
            font,
            scale: span.scale,
            rise: span.rise,
            color: span.color,
            element: span.element,
            sign: span.sign,
            hyphen: self.face(font).hyphen,
            level: level.number(),
        });
        let mut from = bytes.start;
        // The line break is shaped as a space: it vanishes at the end of the line, and separates words in copied text.
        while from < bytes.end {
            let to = text[from..bytes.end].find('\n').map_or(bytes.end, |at| from + at);
            self.piece(paragraph, text, from..to, run, stretch);
            if to < bytes.end {
                let id = self.face(font).font.nominal_glyph(u32::from(' ')).map_or(0, |id| id.to_u32() as u16);
                let offset = (0.0, 0.0);
                let text = to as u32..to as u32 + 1;
                paragraph.glyphs.push(Shaped { id, advance: 0.0, offset, text, run, space: true });
            }
            from = to + 1;
        }
    }

    /// Thousandths of an em in one font unit.
    fn unit(&self, font: FontId) -> f32 {
        1000.0 / f32::from(self.fonts.get(font).units_per_em)
    }

    /// Shapes text without line breaks. The glyphs are in the order of the text, even for right-to-left text.
    fn piece(
        &mut self,
        paragraph: &mut ShapedParagraph,
        text: &str,
        bytes: Range<usize>,
        run: u32,
        stretch: ShapedStretch<'_>,
    ) {
        let ShapedStretch { span: TextSpan { tabular, .. }, font, script, level, small } = stretch;
        let unit = self.unit(font);
        // Loads the font. Keeping the reference that `face` returns would borrow the whole shaper.
        self.face(font);
        let Some(Loaded { font: face, .. }) = self.faces[font.0].get() else { return };
        let direction = if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
        let tag = tag(script);
        let script_tag = Script::from_iso15924_tag(Tag::new(&tag));
        let language = self.language.as_ref();
        let key = (font, tag, [*tabular, small, level.is_rtl()]);
        let Shaping { plan, features, words } = self.plans.entry(key).or_insert_with(|| {
            let wanted = [(*tabular, b"tnum"), (small, b"c2sc")].into_iter().filter(|(wanted, _)| *wanted);
            let features: Vec<Feature> = wanted.map(|(_, tag)| Feature::new(Tag::new(tag), 1, ..)).collect();
            let plan = ShapePlan::new(face, direction, script_tag, language, &features);
            Shaping { plan, features, words: WordCache::default() }
        });
        let buffer = &mut self.buffer;
        let mut shape = |text: &str, out: &mut Vec<Shaped>| {
            buffer.clear();
            buffer.push_str(text);
            buffer.set_direction(direction);
            buffer.set_script(script_tag);
            buffer.set_language(language.cloned());
            if harfrust::shape(face, buffer, ShapeOptions::new().plan(Some(plan)).features(features)).is_ok() {
                take(buffer, text, unit, level.is_rtl(), out);
            }
        };
        if self.keeps_words && level.is_ltr() && self.fonts.is_embedded(font) && words::are_apart(script) {
            words.shape(&text[bytes.clone()], shape, |known| {
                paragraph.glyphs.extend(known.glyphs.iter().map(|glyph| glyph.moved(bytes.start + known.at, run)));
                if let (Some(last), Some(space)) = (paragraph.glyphs.last_mut(), known.space) {
                    last.advance = space;
                }
            });
        } else {
            let mut glyphs = Vec::new();
            shape(&text[bytes.clone()], &mut glyphs);
            paragraph.glyphs.extend(glyphs.iter().map(|glyph| glyph.moved(bytes.start, run)));
        }
    }
}

/// Appends the glyphs of a shaped text, in the order of the text.
fn take(buffer: &Buffer, text: &str, unit: f32, to_the_left: bool, out: &mut Vec<Shaped>) {
    let mut shaped: Vec<_> = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).collect();
    if to_the_left {
        shaped.reverse();
    }
    let mut end = text.len();
    let first = out.len();
    // From the end, so that the start of the next cluster is known.
    for (at, (info, position)) in shaped.iter().enumerate().rev() {
        let cluster = info.cluster as usize;
        let opens = at == 0 || shaped[at - 1].0.cluster != info.cluster;
        let range = if opens { cluster..end } else { cluster..cluster };
        if opens {
            end = cluster;
        }
        let space = opens && matches!(&text[range.clone()], " " | "\u{a0}");
        out.push(Shaped {
            id: info.glyph_id as u16,
            advance: position.x_advance as f32 * unit,
            offset: (position.x_offset as f32 * unit, position.y_offset as f32 * unit),
            text: range.start as u32..range.end as u32,
            run: 0,
            space,
        });
    }
    out[first..].reverse();
}

impl Shaped {
    /// The same glyph in a run, with its text moved to a byte position of the paragraph.
    fn moved(&self, start: usize, run: u32) -> Self {
        let start = start as u32;
        Self { text: start + self.text.start..start + self.text.end, run, ..*self }
    }
}

/// The byte ranges of words with three capitals or more, such as NATO.
fn capitals(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        match (from, c.is_alphanumeric()) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                let word = &text[start..at];
                if word.chars().count() >= 3 && word.chars().all(char::is_uppercase) {
                    found.push(start..at);
                }
                from = None;
            }
            _ => {}
        }
    }
    found
}

/// The embedding level of every byte (Unicode bidirectional algorithm, UAX 9); `None` when all text has the direction
/// of the document.
fn levels(text: &str, base: Level, directions: &Directions) -> Option<Vec<Level>> {
    (base.is_rtl() || !runs_to_the_right(text)).then(|| isolate::levels(text, base, directions))
}

/// Whether no character of a text runs to the left or changes the direction.
fn runs_to_the_right(text: &str) -> bool {
    let plain = |c: char| matches!(c, ..'\u{590}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{2bff}');
    // Bytes from 0xD6 on occur only in characters from U+0580 on, as their first byte.
    let mut others = text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xd6).map(|(at, _)| at);
    others.all(|at| text[at..].starts_with(plain))
}

//! The paragraph engine: spans of text → shaped glyphs → lines.
//!
//! A paragraph is shaped once, at a size of one em. Setting it at another size and measure is only arithmetic, so the
//! search for a fit can try many sizes.

mod bond;
mod hyphenate;
mod isolate;
mod knuth_plass;
mod line;
mod script;
mod segment;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub(super) use knuth_plass::Breaks;
pub(super) use line::TextLine;
pub(super) use shape::Shaper;

use super::color::Color;
use super::font::FontId;
use super::page::ElementId;
use crate::markdown::FieldText;
use crate::provenance::{FieldPath, FieldSpan};

/// One stretch of a paragraph in one font. A `\n` in the text is a forced line break.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextSpan {
    /// The text, with the fields it was printed from.
    pub text: FieldText,
    /// The preferred font.
    pub font: FontId,
    /// Size relative to the paragraph's: 1 for normal text, less for a superscript.
    pub scale: f32,
    /// How far the text is raised above the baseline, in ems of the paragraph's size.
    pub rise: f32,
    /// Colour.
    pub color: Color,
    /// The element that the text belongs to; `None` for an artifact.
    pub element: Option<ElementId>,
    /// Whether all figures have the same width (`OpenType` `tnum`).
    pub tabular: bool,
    /// Whether words in capitals are set in small capitals (`OpenType` `c2sc`).
    pub small_capitals: bool,
    /// The sign that is drawn instead of the text.
    pub sign: Option<char>,
    /// Whether the text is isolated in the bidirectional algorithm. Raised text always is.
    pub isolated: bool,
}

/// How lines are set in their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Align {
    /// Both edges straight, except for the last line.
    Justified,
    /// Left edge straight.
    Left,
    /// Left edge straight, and all lines about equally long, as in titles.
    Balanced,
}

/// The settings that a run of glyphs in a paragraph shares.
#[derive(Debug, Clone, PartialEq)]
struct TextRun {
    font: FontId,
    scale: f32,
    rise: f32,
    color: Color,
    element: Option<ElementId>,
    /// The sign that is drawn instead of the glyphs.
    sign: Option<char>,
    /// The hyphen of the font and its advance in thousandths; `None` when the font has none.
    hyphen: Option<(u16, f32)>,
    /// The embedding level (UAX 9); an odd level runs to the left.
    level: u8,
}

/// One glyph before it is placed.
#[derive(Debug, Clone, PartialEq)]
struct Shaped {
    id: u16,
    /// Whether it is a word space, which stretches, shrinks, and vanishes at the end of a line.
    space: bool,
    run: u32,
    /// In thousandths of the run's size.
    advance: f32,
    /// The offset from the pen to the right and upwards, in thousandths of the run's size.
    offset: (f32, f32),
    /// Bytes of the paragraph's text; empty for the second and further glyphs of a cluster.
    text: Range<u32>,
}

impl Shaped {
    fn text(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }
}

/// A position where a line may end.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Opportunity {
    /// The first glyph that is not printed on this line any more: a space, or the first glyph of the next line.
    end: u32,
    /// The next line's first glyph.
    resume: u32,
    /// The widths before each of the two.
    to_end: Sum,
    to_resume: Sum,
    /// How bad a break is here: 0 for a word space. In the unit of Knuth and Plass, where 10 000 forbids a break.
    penalty: f64,
    /// The advance of the hyphen that a break here adds, in ems of the paragraph's size.
    hyphen: f64,
    /// Whether the line ends with a hyphen or dash.
    flagged: bool,
    /// Whether the line must end here.
    forced: bool,
}

/// The sum of the widths of all glyphs before a position in a paragraph, and of the word spaces among them, in ems.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Sum {
    width: f64,
    space: f64,
}

/// A walk over the glyphs of a paragraph that adds up their widths.
struct Walk<'p> {
    glyphs: &'p [Shaped],
    runs: &'p [TextRun],
    /// The index of the next glyph, and the sum of the widths before it.
    at: usize,
    sum: Sum,
    /// The end of what is printed if a line ends here: the index after the last glyph that is not a space.
    end: usize,
    to_end: Sum,
}

impl<'p> Walk<'p> {
    fn new(paragraph: &'p ShapedParagraph) -> Self {
        let (glyphs, runs) = (paragraph.glyphs.as_slice(), paragraph.runs.as_slice());
        Self { glyphs, runs, at: 0, sum: Sum::default(), end: 0, to_end: Sum::default() }
    }

    /// Advances over all glyphs for which `before` is true.
    fn advance(&mut self, before: impl Fn(usize, &Shaped) -> bool) {
        while let Some(glyph) = self.glyphs.get(self.at).filter(|glyph| before(self.at, glyph)) {
            let advance = f64::from(glyph.advance * self.runs[glyph.run as usize].scale) / 1000.0;
            self.at += 1;
            self.sum.width += advance;
            if glyph.space {
                self.sum.space += advance;
            } else {
                (self.end, self.to_end) = (self.at, self.sum);
            }
        }
    }
}

/// A paragraph shaped at the size of one em.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ShapedParagraph {
    text: String,
    /// The ranges of the text that were printed from fields, in order and without overlap.
    fields: Vec<FieldSpan>,
    /// The embedding level of the paragraph: 1 when it runs to the left.
    base: u8,
    runs: Vec<TextRun>,
    /// The glyphs, in the order of the text.
    glyphs: Vec<Shaped>,
    /// The opportunities, in the order of the text; the last one is the end of the paragraph.
    opportunities: Vec<Opportunity>,
    min_width: f32,
    word_width: f32,
    max_width: f32,
    /// Whether it has a forced line break before its end.
    divided: bool,
}

impl ShapedParagraph {
    /// The path of the field that a byte of the text was printed from.
    fn field_at(&self, byte: u32) -> Option<&FieldPath> {
        let byte = byte as usize;
        let at = self.fields.partition_point(|span| span.range.end <= byte);
        self.fields.get(at).filter(|span| span.range.start <= byte).map(|span| &span.path)
    }

    /// Whether there is nothing to print.
    pub(super) fn is_empty(&self) -> bool {
        self.opportunities.last().is_none_or(|last| last.end == 0)
    }

    /// Whether it ends with a colon, as a line that introduces the next one does.
    pub(super) fn announces(&self) -> bool {
        self.text.trim_end().ends_with([':', '：'])
    }

    /// The width of the widest part that has no place for a line break, in ems.
    pub(super) fn min_width(&self) -> f32 {
        self.min_width
    }

    /// The width of the widest part that is not divided without a hyphen (a word), in ems.
    pub(super) fn word_width(&self) -> f32 {
        self.word_width
    }

    /// The width of the longest line when there are only forced line breaks, in ems.
    pub(super) fn max_width(&self) -> f32 {
        self.max_width
    }

    /// Whether it fits on one line at a size and a measure, both in points. Then it is set on one line, since a second
    /// one always has a higher cost.
    pub(super) fn is_one_line(&self, size: f32, measure: f32) -> bool {
        self.fits(in_ems(size, measure))
    }

    /// Whether it fits on one line of a measure in ems.
    fn fits(&self, measure: f64) -> bool {
        !self.divided && self.opportunities.last().is_none_or(|last| last.to_end.width <= measure)
    }

    /// The data for a quick estimate of the number of lines at any measure.
    pub(super) fn outline(&self) -> BreakOutline {
        let all = self.glyphs.len();
        let ends = self.opportunities.iter().filter(|it| it.hyphen <= 0.0).map(|it| {
            let opens_a_line = it.forced && (it.resume as usize) < all;
            (it.to_end.width, it.to_resume.width, opens_a_line)
        });
        BreakOutline { ends: ends.collect() }
    }

    /// Computes the widths that later steps use.
    fn measured(mut self) -> Self {
        let (mut from, mut line_from) = (Start::default(), Start::default());
        let (mut word, mut word_from) = (0.0_f64, Start::default());
        let (mut min, mut max, mut forced) = (0.0_f64, 0.0_f64, 0);
        for opportunity in &self.opportunities {
            min = min.max(from.width_to(opportunity) + opportunity.hyphen);
            from = Start::after(opportunity);
            if opportunity.hyphen <= 0.0 {
                word = word.max(word_from.width_to(opportunity));
                word_from = from;
            }
            if opportunity.forced {
                max = max.max(line_from.width_to(opportunity));
                line_from = from;
                forced += 1;
            }
        }
        (self.min_width, self.word_width, self.max_width) = (min as f32, word as f32, max as f32);
        self.divided = forced > 1;
        self
    }
}

/// Where the lines of a paragraph may end without hyphens. For each position: the width of everything before the line's
/// end, and before the next line's start, in ems; and whether the line must end there although more text follows.
pub(super) struct BreakOutline {
    ends: Vec<(f64, f64, bool)>,
}

impl BreakOutline {
    /// The approximate number of lines at a measure in ems, filled one after the other. A part that is wider than the
    /// measure is divided.
    pub(super) fn lines(&self, measure: f32) -> u32 {
        let measure = f64::from(measure);
        let (mut lines, mut from, mut last) = (1, 0.0, None);
        for (end, resume, opens_a_line) in &self.ends {
            if end - from > measure
                && let Some(resume) = last
            {
                from = resume;
                lines += 1;
            }
            if end - from > measure {
                let full = ((end - from) / measure.max(0.1)).ceil() - 1.0;
                lines += full as u32;
                from += full * measure;
            }
            last = Some(*resume);
            if *opens_a_line {
                from = *resume;
                lines += 1;
                last = None;
            }
        }
        lines
    }
}

/// Converts a measure in points to ems.
fn in_ems(size: f32, measure: f32) -> f64 {
    f64::from(measure.max(0.0)) / f64::from(size.max(0.1))
}

/// Where a line starts: its first glyph and the widths before it.
#[derive(Debug, Clone, Copy, Default)]
struct Start {
    at: u32,
    sum: Sum,
}

impl Start {
    fn after(opportunity: &Opportunity) -> Self {
        Self { at: opportunity.resume, sum: opportunity.to_resume }
    }

    /// The widths before the end of a line that starts here. A line of only the spaces at which the previous line ended
    /// has no width.
    fn to(self, opportunity: &Opportunity) -> Sum {
        if opportunity.end < self.at { self.sum } else { opportunity.to_end }
    }

    fn width_to(self, opportunity: &Opportunity) -> f64 {
        self.to(opportunity).width - self.sum.width
    }
}

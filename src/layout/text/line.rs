//! Line breaks → lines of glyph runs.

use std::ops::Range;

use smol_str::SmolStr;

use super::super::page::{FieldGlyphs, Glyph, GlyphRun};
use super::knuth_plass::LineGlyphs;
use super::{Breaks, Shaped, ShapedParagraph, TextRun};
use crate::provenance::FieldPath;

/// Every ASCII character as a static string, since most glyphs represent one character, which then need not be
/// allocated.
static ASCII: [&str; 128] = {
    const BYTES: [u8; 128] = {
        let mut bytes = [0; 128];
        let mut at = 0;
        while at < bytes.len() {
            bytes[at] = at as u8;
            at += 1;
        }
        bytes
    };
    let mut rest = match str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => "",
    };
    let mut each = [""; 128];
    let mut at = 0;
    while !rest.is_empty() {
        (each[at], rest) = rest.split_at(1);
        at += 1;
    }
    each
};

/// One line. x is relative to its left edge and y to its baseline, in points.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::layout) struct TextLine {
    /// The glyphs.
    pub(in crate::layout) runs: Vec<GlyphRun>,
    /// The runs that are replaced by a sign: the index of the run, and the sign.
    pub(in crate::layout) signs: Vec<(usize, char)>,
    /// The visible width in points, without the spaces at the end.
    pub(in crate::layout) width: f32,
}

impl ShapedParagraph {
    /// One line of a paragraph that was broken at a size, with its position still relative; `None` after the last one.
    pub(in crate::layout) fn line(&self, breaks: &Breaks, index: usize, size: f32) -> Option<TextLine> {
        let part = breaks.lines.get(index)?;
        let mut x = 0.0_f32;
        // A new run that starts at a glyph.
        let open = |at: usize, x: f32, glyphs: usize| {
            let run = &self.runs[self.glyphs[at].run as usize];
            GlyphRun {
                font: run.font,
                size: size * run.scale,
                x,
                to_the_left: run.level % 2 == 1,
                y: -run.rise * size,
                glyphs: Vec::with_capacity(glyphs + 1),
                color: run.color,
                element: run.element,
                fields: Vec::new(),
            }
        };
        if self.base == 0 && self.runs.iter().all(|run| run.level == 0) {
            let mut runs: Vec<GlyphRun> = Vec::new();
            let mut signs = Vec::new();
            let mut at = part.start;
            for stretch in self.glyphs[at.min(part.resume)..part.resume].chunk_by(|a, b| a.run == b.run) {
                let mut run = open(at, x, stretch.len());
                let own = &self.runs[stretch[0].run as usize];
                signs.extend(own.sign.map(|sign| (runs.len(), sign)));
                for shaped in stretch {
                    x = self.put((shaped, own, at), part, size, &mut run, x);
                    at += 1;
                }
                runs.push(run);
            }
            return Some(TextLine { runs, signs, width: x });
        }
        let mut runs: Vec<GlyphRun> = Vec::new();
        // The position of each run in the text: runs are returned in that order, wherever they are on the line.
        let mut places: Vec<usize> = Vec::new();
        let mut current = None;
        for at in self.visual(part.start, part.end, part.resume) {
            if current != Some(self.glyphs[at].run) {
                current = Some(self.glyphs[at].run);
                places.push(at);
                runs.push(open(at, x, 0));
            }
            if let Some(run) = runs.last_mut() {
                let shaped = &self.glyphs[at];
                x = self.put((shaped, &self.runs[shaped.run as usize], at), part, size, run, x);
            }
        }
        for (run, place) in runs.iter_mut().zip(&mut places).filter(|(run, _)| run.to_the_left) {
            // The run was filled from left to right, so its last glyph is the first one in the text.
            let all = run.glyphs.len();
            run.glyphs.reverse();
            run.fields.reverse();
            run.fields.iter_mut().for_each(|it| it.glyphs = all - it.glyphs.end..all - it.glyphs.start);
            *place = (*place + 1).saturating_sub(run.glyphs.len());
        }
        if !places.is_sorted() {
            let mut in_order: Vec<_> = places.into_iter().zip(runs).collect();
            in_order.sort_by_key(|(at, _)| *at);
            (places, runs) = in_order.into_iter().unzip();
        }
        let own = |at: usize| self.glyphs.get(at).and_then(|glyph| self.runs[glyph.run as usize].sign);
        let signs = places.into_iter().enumerate().filter_map(|(run, at)| own(at).map(|sign| (run, sign))).collect();
        Some(TextLine { runs, signs, width: x })
    }

    /// Appends a glyph of a line to a run; returns the new pen position.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is called for every glyph of a page")]
    fn put(
        &self,
        (shaped, run, at): (&Shaped, &TextRun, usize),
        part: &LineGlyphs,
        size: f32,
        out: &mut GlyphRun,
        mut x: f32,
    ) -> f32 {
        let first = out.glyphs.len();
        let advance = match shaped.space {
            _ if at >= part.end => 0.0,
            true => shaped.advance * (1.0 + part.stretch as f32),
            false => shaped.advance,
        };
        out.glyphs.push(Glyph { id: shaped.id, advance, offset: shaped.offset, text: self.text_of(shaped) });
        x += advance * run.scale * size / 1000.0;
        if part.hyphen
            && at + 1 == part.end
            && let Some((id, advance)) = run.hyphen
        {
            out.glyphs.push(Glyph { id, advance, offset: (0.0, 0.0), text: SmolStr::new_static("\u{ad}") });
            x += advance * run.scale * size / 1000.0;
        }
        if let Some(path) = self.field_at(shaped.text.start) {
            let glyphs = first..out.glyphs.len();
            match out.fields.last_mut() {
                Some(last) if last.glyphs.end == first && last.path == *path => last.glyphs.end = glyphs.end,
                _ => out.fields.push(FieldGlyphs { glyphs, path: FieldPath::clone(path) }),
            }
        }
        x
    }

    /// The text of a glyph, with a space for a line break.
    #[inline]
    fn text_of(&self, shaped: &Shaped) -> SmolStr {
        match self.text.as_bytes().get(shaped.text()) {
            Some([b'\n']) => SmolStr::new_static(" "),
            Some([byte]) if byte.is_ascii() => SmolStr::new_static(ASCII[usize::from(*byte)]),
            _ => SmolStr::new(&self.text[shaped.text()]),
        }
    }

    /// The glyph indices of a line from left to right (UAX 9, rules L1 and L2).
    fn visual(&self, start: usize, end: usize, resume: usize) -> Vec<usize> {
        let mut ranges: Vec<(Range<usize>, u8)> = Vec::new();
        for at in start..resume {
            // Spaces at the end of a line have the level of the paragraph.
            let level = if at >= end { self.base } else { self.runs[self.glyphs[at].run as usize].level };
            match ranges.last_mut() {
                Some((range, known)) if *known == level => range.end = at + 1,
                _ => ranges.push((at..at + 1, level)),
            }
        }
        let highest = ranges.iter().map(|(_, level)| *level).max().unwrap_or(0);
        for level in (1..=highest).rev() {
            let mut from = 0;
            while from < ranges.len() {
                let length = ranges[from..].iter().take_while(|(_, known)| *known >= level).count();
                ranges[from..from + length].reverse();
                from += length.max(1);
            }
        }
        let mut glyphs = Vec::with_capacity(resume - start);
        for (range, level) in ranges {
            if level % 2 == 1 { glyphs.extend(range.rev()) } else { glyphs.extend(range) }
        }
        glyphs
    }
}
